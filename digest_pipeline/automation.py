"""When the pipeline runs by itself: a job a cadence, and the schedules that start them.

The job `daily` makes a day from its feeds to the issues of daily cadence. Issues of other windows are made of the same
days, by a job of their own: Dagster keeps partitions of one kind to a job.
"""

from collections.abc import Iterable, Iterator

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from assets.partitions import windows
from digest_pipeline.dates import day_of, yesterday
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.spec import Cadence
from digest_pipeline.settings import Settings

JOB = "daily"
REFRESH = "refresh"
SITE = "site"
_LAYERS = ("raw_feeds", "extracted_articles", "stories", "structured_summaries")
# Some minutes after the window's end: what the refresh of the same hour brings is queued before it.
_CRONS: dict[Cadence, str] = {"four_hourly": "5 */4 * * *", "weekly": "30 {hour} * * 1", "monthly": "40 {hour} 1 * *"}


def editions_by_cadence(settings: Settings) -> dict[Cadence, list[str]]:
    """Return the names of the configured editions, by cadence."""
    catalogue = Catalogue(settings.home)
    found: dict[Cadence, list[str]] = {}
    for name in settings.editions:
        found.setdefault(catalogue[name].cadence, []).append(name)
    return found


def jobs(settings: Settings) -> list[UnresolvedAssetJobDefinition]:
    """Return the jobs of a newsroom: `daily`, one for each other cadence in use, `refresh` and `site`."""
    site = dg.AssetSelection.assets(["published", "site"])
    layers = dg.AssetSelection.assets(*_LAYERS)
    by_cadence = editions_by_cadence(settings)
    daily = dg.define_asset_job(
        JOB,
        selection=layers | _issues(by_cadence.pop("daily", [])) | site,
        description="From the recorded feeds of a day to its published issues.",
    )
    others = [
        dg.define_asset_job(
            cadence, selection=_issues(names) | site, description=f"The issues of {cadence.replace('_', '-')} cadence."
        )
        for cadence, names in sorted(by_cadence.items())
    ]
    refresh = dg.define_asset_job(
        REFRESH, selection=layers, description="A day's feeds, articles, stories and briefs, without any issue."
    )
    rebuild = dg.define_asset_job(SITE, selection=site, description="The site around the published issues.")
    return [daily, *others, refresh, rebuild]


def schedules(settings: Settings) -> Iterator[dg.ScheduleDefinition]:
    """Yield the schedules: yesterday each morning, and the windows of other cadences when they are over."""
    yield _daily_schedule(settings)
    for cadence in sorted(editions_by_cadence(settings).keys() - {"daily"}):
        if cadence == "four_hourly":
            yield _refresh_schedule(settings)
        yield _window_schedule(cadence, settings)


def _issues(names: Iterable[str]) -> dg.AssetSelection:
    keys = [dg.AssetKey([layer, name]) for name in names for layer in ("issues", "published")]
    return dg.AssetSelection.assets(*keys)


def _daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    @dg.schedule(
        name="daily_schedule",
        job_name=JOB,
        cron_schedule=f"0 {settings.days.schedule_hour} * * *",
        execution_timezone=settings.timezone,
        description="Publishes yesterday, once the day is closed.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        day = yesterday(context.scheduled_execution_time, settings.zone)
        return dg.RunRequest(run_key=day.isoformat(), partition_key=day.isoformat())

    return schedule


def _refresh_schedule(settings: Settings) -> dg.ScheduleDefinition:
    @dg.schedule(
        name="refresh_schedule",
        job_name=REFRESH,
        cron_schedule="0 */4 * * *",
        execution_timezone=settings.timezone,
        description="Asks the sources again and writes the briefs of the day that goes on, for the four-hourly issues.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        tick = context.scheduled_execution_time
        # At midnight the window that ended belongs to the day before.
        day = (
            yesterday(tick, settings.zone) if tick.astimezone(settings.zone).hour == 0 else day_of(tick, settings.zone)
        )
        return dg.RunRequest(run_key=tick.isoformat(), partition_key=day.isoformat())

    return schedule


def _window_schedule(cadence: Cadence, settings: Settings) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=f"{cadence}_schedule",
        job_name=cadence,
        cron_schedule=_CRONS[cadence].format(hour=settings.days.schedule_hour),
        execution_timezone=settings.timezone,
        description="Publishes the window that is over.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        tick = context.scheduled_execution_time
        with dg.partition_loading_context(effective_dt=tick):
            key = windows(cadence, settings).get_last_partition_key()
        if key is None:
            return dg.SkipReason("no window is over yet")
        return dg.RunRequest(run_key=key, partition_key=key)

    return schedule
