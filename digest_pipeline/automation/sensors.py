"""What is watched all the time: runs that fail, sources that fall silent, and the import folder.

Those that tell are on as soon as `delivery.alert` names a channel; those that import act only on files that somebody
puts into the folder. What is told is `incidents` and `silence`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import dagster as dg

from digest_pipeline.automation.inbox import DAYS_TAG, IMPORT, Seen, config_of, inbox, look
from digest_pipeline.automation.jobs import JOB
from digest_pipeline.dates import day_of
from digest_pipeline.past_runs import is_made, last_change
from digest_pipeline.settings import Settings

# A tick is ended after 60 seconds: what can't be read now is read by the next one.
_WAIT_SECONDS = 5.0
_FEEDS = dg.AssetKey("raw_feeds")


def sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """Return the sensors of a newsroom."""
    return [_failed_runs(settings), _silent_sources(settings), _import_folder(settings), _imported_days(settings)]


def _failed_runs(settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name="failed_runs",
        minimum_interval_seconds=60,
        default_status=_on_with_a_channel(settings),
        description="Tells the channel of `delivery.alert` of each run that failed, once, and once that it succeeded. "
        "Not of what a check stopped: the check tells that itself.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        if not settings.delivery.alert:
            return dg.SkipReason("delivery.alert names no channel")
        from digest_pipeline.automation.incidents import Watched, tell_of_runs

        if context.cursor is None:
            return dg.SensorResult(cursor=Watched(until=last_change(context.instance)).model_dump_json())
        watched, said = tell_of_runs(context.instance, settings, Watched.model_validate_json(context.cursor))
        return dg.SensorResult(cursor=watched.model_dump_json(), skip_reason=said or f"{len(watched.open)} open")

    return sensor


def _silent_sources(settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name="silent_sources",
        minimum_interval_seconds=3600,
        default_status=_on_with_a_channel(settings),
        description="Tells the channel of `delivery.alert` of a source that usually brings entries and brought none on "
        "`automation.silent_days` recorded days in a row, once, and once that it brings some again.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        if not settings.delivery.alert:
            return dg.SkipReason("delivery.alert names no channel")
        if not settings.database.exists():
            return dg.SkipReason("nothing was recorded yet")
        from digest_pipeline.automation.silence import Told, tell_of_silence
        from digest_pipeline.shared_file import WarehouseLockedError
        from digest_pipeline.warehouse import Warehouse

        warehouse = Warehouse(settings.database, wait_seconds=_WAIT_SECONDS)
        told = Told.model_validate_json(context.cursor or "{}")
        today = day_of(datetime.now(settings.zone), settings.zone)
        try:
            told, said = tell_of_silence(warehouse, settings, told, today)
        except WarehouseLockedError as error:
            return dg.SkipReason(str(error))
        return dg.SensorResult(cursor=told.model_dump_json(), skip_reason=said or f"{len(told.silent)} silent")

    return sensor


def _import_folder(settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name="import_folder",
        job_name=IMPORT,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Takes in the WARC files that are put into `import/` of the home, once they no longer grow. A file "
        "then lies in `import/done/`, or in `import/failed/` with the reason beside it.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        before, now = Seen.model_validate_json(context.cursor or "{}"), look(settings)
        requests = [
            dg.RunRequest(run_key=f"{name} {size} {written}", run_config=config_of(name))
            for name, (size, written) in now.files.items()
            # One that changed since the last tick is still written.
            if before.files.get(name) == (size, written)
        ]
        waiting = f"no new file in {inbox(settings)} has come to rest"
        return dg.SensorResult(requests, cursor=now.model_dump_json(), skip_reason=None if requests else waiting)

    return sensor


def _imported_days(settings: Settings) -> dg.SensorDefinition:
    @dg.sensor(
        name="imported_days",
        job_name=JOB,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Runs the days that a file of the import folder brought captures of, oldest first, and those made "
        "before whose grace the captures fall into. Issues older than `delivery.max_age_hours` are not sent.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SensorResult:
        if context.cursor is None:
            return dg.SensorResult(cursor=last_change(context.instance).isoformat())
        imports = _imports(context.instance, datetime.fromisoformat(context.cursor))
        requests = [request for record in imports for request in _days(context.instance, record.dagster_run, settings)]
        until = imports[-1].update_timestamp.isoformat() if imports else context.cursor
        return dg.SensorResult(requests, cursor=until, skip_reason=None if requests else "nothing was imported")

    return sensor


def _imports(instance: dg.DagsterInstance, until: datetime) -> Sequence[dg.RunRecord]:
    """Return the imports that ended well since, oldest first."""
    good = dg.RunsFilter(job_name=IMPORT, statuses=[dg.DagsterRunStatus.SUCCESS], updated_after=until)
    return instance.get_run_records(good, order_by="update_timestamp", ascending=True)


def _days(instance: dg.DagsterInstance, imported: dg.DagsterRun, settings: Settings) -> Iterator[dg.RunRequest]:
    today = day_of(datetime.now(settings.zone), settings.zone)
    taken = {date.fromisoformat(day) for day in imported.tags.get(DAYS_TAG, "").split(",") if day}
    days_of_grace = -(-settings.days.grace // timedelta(days=1))
    before = {day - timedelta(back) for day in taken for back in range(1, days_of_grace + 1)} - taken
    for day in sorted(taken | {day for day in before if is_made(_FEEDS, day.isoformat(), instance)}):
        if settings.start <= day <= today:
            yield dg.RunRequest(run_key=f"{imported.run_id} {day}", partition_key=day.isoformat())


def _on_with_a_channel(settings: Settings) -> dg.DefaultSensorStatus:
    return dg.DefaultSensorStatus.RUNNING if settings.delivery.alert else dg.DefaultSensorStatus.STOPPED
