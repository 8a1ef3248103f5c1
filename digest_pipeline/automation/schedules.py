"""When the jobs start by themselves: days when they are over and again while they are open, windows when they end.

All are off until they are switched on: each of them asks the web, and publishes. Which days are due is told by `due`.
"""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from assets.partitions import windows
from digest_pipeline.automation.due import LATE_EVERY, Asking, late_days, missed_days, missed_windows
from digest_pipeline.automation.jobs import JOB, REFRESH, editions_by_cadence
from digest_pipeline.dates import day_of, yesterday
from digest_pipeline.editions.spec import Cadence
from digest_pipeline.settings import Settings

_DAILY, _REFRESH = "daily_schedule", "refresh_schedule"
# Some minutes after the window's end: what the refresh of the same hour brings is queued before it.
_CRONS: dict[Cadence, str] = {"four_hourly": "5 */4 * * *", "weekly": "30 {hour} * * 1", "monthly": "40 {hour} 1 * *"}
# The same window again, when the grace of its last day is over and that day was made once more.
_CRONS_AFTER_GRACE: dict[Cadence, str] = {"weekly": "50 {hour} * * {day}", "monthly": "55 {hour} {day} * *"}
# Days are run before the windows over them, also where both are caught up with at once.
_AFTER_THE_DAYS = {"dagster/priority": "-1"}


def schedules(settings: Settings) -> Iterator[dg.ScheduleDefinition]:
    """Yield the schedules of a newsroom."""
    yield _daily_schedule(settings)
    if settings.days.grace:
        yield _late_schedule(settings)
    for cadence in sorted(editions_by_cadence(settings).keys() - {"daily"}):
        if cadence == "four_hourly":
            yield _refresh_schedule(settings)
        yield _window_schedule(cadence, settings)


def _daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=_DAILY,
        job_name=JOB,
        cron_schedule=f"0 {settings.days.schedule_hour} * * *",
        execution_timezone=settings.timezone,
        description="Publishes yesterday, once the day is closed, and before it the days that were missed while this "
        "machine slept: at most `automation.catch_up_days`, oldest first. Issues older than `delivery.max_age_hours` "
        "are published and not sent.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> list[dg.RunRequest] | dg.SkipReason:
        newest = yesterday(context.scheduled_execution_time, settings.zone)
        due = missed_days(context.instance, settings, Asking(_DAILY, JOB), newest)
        if not due:
            return dg.SkipReason("yesterday was asked for already")
        return [dg.RunRequest(run_key=day.isoformat(), partition_key=day.isoformat()) for day in due]

    return schedule


def _late_schedule(settings: Settings) -> dg.ScheduleDefinition:
    @dg.schedule(
        name="late_schedule",
        job_name=JOB,
        cron_schedule=f"30 */{LATE_EVERY // timedelta(hours=1)} * * *",
        execution_timezone=settings.timezone,
        description="Makes the issues of a published day again while it is open (`days.grace_hours`), and once more "
        "after that: what arrived late is then on the site. Nothing is sent a second time.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> list[dg.RunRequest] | dg.SkipReason:
        due = late_days(context.instance, settings, context.scheduled_execution_time)
        if not due:
            return dg.SkipReason("no published day is open and at rest")
        return [dg.RunRequest(run_key=day.isoformat(), partition_key=day.isoformat()) for day in due]

    return schedule


def _refresh_schedule(settings: Settings) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=_REFRESH,
        job_name=REFRESH,
        cron_schedule="0 */4 * * *",
        execution_timezone=settings.timezone,
        description="Asks the sources again and writes the briefs of the day that goes on, for the four-hourly issues, "
        "and of the days that were missed while this machine slept.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> list[dg.RunRequest]:
        tick = context.scheduled_execution_time
        # At midnight the window that ended belongs to the day before.
        day = (
            yesterday(tick, settings.zone) if tick.astimezone(settings.zone).hour == 0 else day_of(tick, settings.zone)
        )
        missed = missed_days(context.instance, settings, Asking(_REFRESH, REFRESH), day)
        return [
            dg.RunRequest(run_key=f"{tick.isoformat()} {one}", partition_key=str(one)) for one in sorted({*missed, day})
        ]

    return schedule


def _window_schedule(cadence: Cadence, settings: Settings) -> dg.ScheduleDefinition:
    partitions, asking = windows(cadence, settings), Asking(f"{cadence}_schedule", cadence)

    @dg.schedule(
        name=asking.schedule,
        job_name=cadence,
        cron_schedule=list(_crons(cadence, settings)),
        execution_timezone=settings.timezone,
        description="Publishes the window that is over and before it those that were missed while this machine slept"
        + (", and makes its issues again after the grace of its last day." if _after_grace(cadence, settings) else "."),
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> list[dg.RunRequest] | dg.SkipReason:
        with dg.partition_loading_context(effective_dt=context.scheduled_execution_time):
            due = missed_windows(context.instance, settings, asking, partitions)
        if not due:
            return dg.SkipReason("no window is over yet")
        return [dg.RunRequest(run_key=key, partition_key=key, tags=_AFTER_THE_DAYS) for key in due]

    return schedule


def _crons(cadence: Cadence, settings: Settings) -> Iterator[str]:
    yield _CRONS[cadence].format(hour=settings.days.schedule_hour)
    if again := _after_grace(cadence, settings):
        yield again


def _after_grace(cadence: Cadence, settings: Settings) -> str | None:
    """Return when a window is made again; None where its first issue is made after the grace, or nobody reads it then.

    That is the tick of the late schedule that follows the end of the grace.
    """
    over = -(-settings.days.grace // LATE_EVERY) * LATE_EVERY
    if cadence not in _CRONS_AFTER_GRACE or over <= timedelta(hours=settings.days.schedule_hour):
        return None
    # A month begins on its day 1, as a week does.
    return _CRONS_AFTER_GRACE[cadence].format(hour=over.seconds // 3600, day=1 + over.days)
