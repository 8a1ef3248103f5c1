"""How fresh each asset should be, by the cadence of what it holds; Dagster shows what is overdue."""

from collections.abc import Sequence
from datetime import timedelta

import dagster as dg

from digest_pipeline.automation.jobs import editions_by_cadence
from digest_pipeline.editions.spec import Cadence
from digest_pipeline.settings import Settings

_HOURS_FOR_A_RUN = 2
_HOURS_OF_A_DAY = 24
_OF_WINDOWS: dict[Cadence, dg.FreshnessPolicy] = {
    "four_hourly": dg.FreshnessPolicy.time_window(timedelta(hours=5)),
    "weekly": dg.FreshnessPolicy.time_window(timedelta(days=7, hours=_HOURS_FOR_A_RUN)),
    "monthly": dg.FreshnessPolicy.time_window(timedelta(days=31, hours=_HOURS_FOR_A_RUN)),
}


def fresh(assets: Sequence[dg.AssetsDefinition], settings: Settings) -> list[dg.AssetsDefinition]:
    """Return the assets with a freshness policy: that of their edition's cadence, else of days."""
    # One policy for all that share it: to check its cron, Dagster reckons a thousand of its times.
    of_days = _of_days(settings)
    policies: dict[tuple[str, ...], dg.FreshnessPolicy] = {
        (layer, name): _OF_WINDOWS.get(cadence, of_days)
        for cadence, names in editions_by_cadence(settings).items()
        for name in names
        for layer in ("issues", "published")
    }

    def with_policy(spec: dg.AssetSpec) -> dg.AssetSpec:
        return spec.replace_attributes(freshness_policy=policies.get(tuple(spec.key.path), of_days))

    return [definition.map_asset_specs(with_policy) for definition in assets]


def _of_days(settings: Settings) -> dg.FreshnessPolicy:
    # What was made since midnight tells of yesterday; a later run of an earlier day does not.
    hours = settings.days.schedule_hour + _HOURS_FOR_A_RUN
    return dg.FreshnessPolicy.cron(
        deadline_cron=f"0 {hours % _HOURS_OF_A_DAY} * * *",
        lower_bound_delta=timedelta(hours=min(hours, _HOURS_OF_A_DAY)),
        timezone=settings.timezone,
    )
