"""Which days and windows are due at a moment: those that were missed, and days that may still change.

What was run is asked of the Dagster instance. A run key would not tell: Dagster compares that of a schedule only with
other requests of the same tick.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import dagster as dg

from digest_pipeline.automation.jobs import JOB
from digest_pipeline.dates import Window, days_between, start_of, yesterday
from digest_pipeline.past_runs import partition_of, runs_of_partitions
from digest_pipeline.settings import Settings

LATE_EVERY = timedelta(hours=4)
"""How often a day that is published and still open is run again."""

# The asked days of so many runs tell the newest, whatever order they were asked in.
_RECENT_RUNS = 100
_FEEDS = dg.AssetKey("raw_feeds")
_UNFINISHED = (
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A schedule, by its name, and the job that it asks for."""

    schedule: str
    job: str


def missed_days(instance: dg.DagsterInstance, settings: Settings, asking: Asking, newest: date) -> list[date]:
    """Return `newest` and the days before it that a schedule did not come to ask for, oldest first.

    Counted from the last day that it asked for, so that a schedule that was never on has missed nothing, and no further
    back than `automation.catch_up_days`. What somebody ran in between, after the day was over, is not due.
    """
    first = max(settings.start, newest - timedelta(settings.automation.catch_up_days - 1))
    asked = _last_asked(instance, asking)
    due = days_between(max(first, date.fromisoformat(asked) + timedelta(1)) if asked else newest, newest)
    done = {day for day, record in _runs(instance, due) if _was_over(day, record, settings)}
    return [day for day in due if day == newest or day not in done]


def missed_windows(
    instance: dg.DagsterInstance, settings: Settings, asking: Asking, windows: dg.TimeWindowPartitionsDefinition
) -> list[str]:
    """Return the newest window that is over and those before it that a schedule did not come to ask for, oldest first.

    Counted as days are: from the last window that it asked for, no further back than `automation.catch_up_days`, and
    without those that somebody ran since they were over. Which windows are over is a matter of Dagster's context.
    """
    newest = windows.get_last_partition_window()
    if newest is None:
        return []
    reach = dg.TimeWindow(max(newest.start - timedelta(settings.automation.catch_up_days), windows.start), newest.end)
    *before, last = windows.get_partition_keys_in_time_window(reach)
    asked = _last_asked(instance, asking) or last
    missed = [key for key in before if key > asked]
    runs = ((partition_of(run.dagster_run), run) for run in runs_of_partitions(instance, missed))
    done = {
        key
        for key, run in runs
        if run.dagster_run.job_name == asking.job
        and run.create_timestamp >= windows.time_window_for_partition_key(key).end
    }
    return [*(key for key in missed if key not in done), last]


def late_days(instance: dg.DagsterInstance, settings: Settings, now: datetime) -> list[date]:
    """Return the days whose issues are made and may still change, oldest first.

    A day is open until its grace ends. It is due once more soon after that, for what the last hours of it brought.
    """
    newest = yesterday(now, settings.zone)
    reach = settings.days.grace + LATE_EVERY
    days = days_between(max(settings.start, newest - timedelta(reach.days + 1)), newest)
    due = [day for day in days if Window.of(day, settings.zone, settings.days.grace).end + LATE_EVERY > now]
    runs = list(_runs(instance, due))
    made = {day for day, record in runs if _was_over(day, record, settings)}
    busy = {day for day, record in runs if record.dagster_run.status in _UNFINISHED}
    return [day for day in due if day in made - busy]


def _last_asked(instance: dg.DagsterInstance, asking: Asking) -> str | None:
    """Return the newest partition that a schedule asked for; keys of one kind are ordered as their times are."""
    asked = dg.RunsFilter(job_name=asking.job, tags={"dagster/schedule_name": asking.schedule})
    return max((partition_of(run) for run in instance.get_runs(asked, limit=_RECENT_RUNS)), default=None)


def _runs(instance: dg.DagsterInstance, days: Sequence[date]) -> Iterator[tuple[date, dg.RunRecord]]:
    """Yield the runs of days from their feeds to an issue, whoever started them."""
    for record in runs_of_partitions(instance, [day.isoformat() for day in days]):
        if is_whole(record.dagster_run):
            yield date.fromisoformat(partition_of(record.dagster_run)), record


def is_whole(run: dg.DagsterRun) -> bool:
    """Say whether a run makes a day from its feeds to an issue, by the job for it or of chosen assets."""
    chosen = run.asset_selection
    if chosen is None:
        return run.job_name == JOB
    return _FEEDS in chosen and any(key.path[0] == "published" for key in chosen)


def _was_over(day: date, record: dg.RunRecord, settings: Settings) -> bool:
    return record.create_timestamp >= start_of(day + timedelta(1), settings.zone)
