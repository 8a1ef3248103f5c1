"""Each asset is to be as fresh as what it holds is often made."""

from datetime import timedelta
from pathlib import Path

import dagster as dg
import pytest

from assets import all_assets
from digest_pipeline.automation.freshness import fresh
from digest_pipeline.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


def policies(settings: Settings) -> dict[str, dg.FreshnessPolicy | None]:
    specs = [spec for definition in fresh(all_assets(settings), settings) for spec in definition.specs]
    return {spec.key.to_user_string(): spec.freshness_policy for spec in specs}


def test_every_asset_is_as_fresh_as_its_cadence(settings: Settings) -> None:
    found = policies(settings)
    day = dg.FreshnessPolicy.cron("0 8 * * *", timedelta(hours=8), "Asia/Shanghai")
    others = {
        "four_hour_flash": dg.FreshnessPolicy.time_window(timedelta(hours=5)),
        "weekly": dg.FreshnessPolicy.time_window(timedelta(days=7, hours=2)),
        "monthly": dg.FreshnessPolicy.time_window(timedelta(days=31, hours=2)),
    }
    assert {"raw_feeds", "issues/weekly", "published/four_hour_flash", "published/site"} <= found.keys()
    assert found == {key: others.get(key.partition("/")[2], day) for key in found}


def test_a_day_that_is_published_near_midnight_is_due_on_the_next(settings: Settings) -> None:
    late = settings.model_copy(update={"days": settings.days.model_copy(update={"schedule_hour": 23})})
    assert policies(late)["stories"] == dg.FreshnessPolicy.cron("0 1 * * *", timedelta(hours=24), "Asia/Shanghai")


def test_the_assets_stay_what_they_are_but_for_their_policy(settings: Settings) -> None:
    for before, after in zip(all_assets(settings), fresh(all_assets(settings), settings), strict=True):
        assert (before.keys, before.partitions_def, before.backfill_policy) == (
            after.keys,
            after.partitions_def,
            after.backfill_policy,
        )
