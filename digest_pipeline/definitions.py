"""Everything Dagster loads, and the one way to run a day that the command line shares with the UI.

`defs` is called when a code location is loaded, never at import: it reads the configuration of the home that
`DIGEST_HOME` names.
"""

import fcntl
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from assets import all_assets, all_checks
from assets.partitions import windows
from digest_pipeline.automation import JOB, SITE, editions_by_cadence, jobs, schedules
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.periods import periods_ending_on
from digest_pipeline.settings import CHECKOUT, EngineName, Settings, load
from digest_pipeline.site.files import write_atomically
from resources import NewsroomResource, WriterResource

Listener = Callable[[str, str], None]

_BY_COMMAND = {"digest/started_by": "command"}


@dataclass(frozen=True, slots=True)
class DayOutcome:
    """How the run of a day ended: `problems` holds a sentence for each step or check that failed."""

    day: date
    succeeded: bool
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that the instance remembers: its day is empty when it had no partition, `ended` None while it goes on."""

    id: str
    day: str
    status: str
    succeeded: bool
    ended: datetime | None


def build_defs(
    settings: Settings,
    *,
    offline: bool = False,
    engine: EngineName | None = None,
    listener: Listener | None = None,
) -> dg.Definitions:
    """Return the definitions of one newsroom.

    Args:
        settings: its configuration.
        offline: fetch nothing, use the record alone.
        engine: overrides the configured engine.
        listener: told (step, event) while a run goes on; replaces the console log.
    """
    home = str(settings.home)
    return dg.Definitions(
        assets=all_assets(settings),
        asset_checks=all_checks(settings),
        jobs=jobs(settings),
        schedules=[*schedules(settings)],
        resources={
            "newsroom": NewsroomResource(home=home, offline=offline),
            "desk": WriterResource(home=home, engine=engine),
        },
        executor=dg.in_process_executor,
        loggers={"listener": _listening(listener)} if listener else None,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """Return the definitions of the newsroom that `DIGEST_HOME` names."""
    return build_defs(load())


def run_days(definitions: dg.Definitions, settings: Settings, days: Sequence[date]) -> Iterator[DayOutcome]:
    """Run each day in turn, in this process, on the home's Dagster instance, and at last the site around the issues.

    A day that fails is reported and the next one runs. With a day run the windows of other cadences that end on it,
    unless its briefs could not be made: an issue without stories would say that nothing happened. A site that can't be
    built is a problem of the last day.
    """
    with instance_of(settings) as instance, running(settings, instance):
        told = False
        for day in days:
            first, *others = runs_of(settings, day)
            results = [_execute(definitions, instance, first)]
            if _has_briefs(results[0]):
                told = True
                results += [_execute(definitions, instance, run) for run in others]
            if told and day == days[-1]:
                results.append(_execute(definitions, instance, Run(SITE, "")))
            problems = [problem for result in results for problem in _problems(result)]
            yield DayOutcome(day, all(result.success for result in results), tuple(problems))


@dataclass(frozen=True, slots=True)
class Run:
    """A job and the partition that it runs; the site has none."""

    job: str
    partition: str


def runs_of(settings: Settings, day: date) -> list[Run]:
    """Return what is run for a day: the day itself, then the windows of other cadences that end on it."""
    catalogue = Catalogue(settings.home)
    runs = [Run(JOB, day.isoformat())]
    for cadence, names in sorted(editions_by_cadence(settings).items()):
        if cadence != "daily":
            partitions = windows(cadence, settings)
            for period in periods_ending_on(catalogue[names[0]], day, settings.zone):
                key = partitions.get_partition_key_for_timestamp(period.start.timestamp())
                runs.append(Run(cadence, key))
    return runs


def _execute(definitions: dg.Definitions, instance: dg.DagsterInstance, run: Run) -> dg.ExecuteInProcessResult:
    job = definitions.resolve_job_def(run.job)
    site = dg.AssetKey(["published", "site"])
    selected = [key for key in job.asset_layer.executable_asset_keys if key != site]
    return job.execute_in_process(
        run_config={"loggers": {name: {} for name in definitions.loggers or ()}},
        partition_key=run.partition or None,
        # The site is built once, when all is there.
        asset_selection=sorted(selected) or None,
        tags=_BY_COMMAND,
        instance=instance,
        raise_on_error=False,
    )


def last_runs(settings: Settings, limit: int) -> list[PastRun]:
    """Return the newest runs of the home, newest first; none when no instance was made yet."""
    if not (settings.instance / "dagster.yaml").exists():
        return []
    with instance_of(settings) as instance:
        records = instance.get_run_records(limit=limit)
    return [
        PastRun(
            id=record.dagster_run.run_id,
            day=record.dagster_run.tags.get("dagster/partition", ""),
            status=record.dagster_run.status.value.lower(),
            succeeded=record.dagster_run.status is dg.DagsterRunStatus.SUCCESS,
            ended=datetime.fromtimestamp(record.end_time, UTC) if record.end_time else None,
        )
        for record in records
    ]


@contextmanager
def instance_of(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Open the Dagster instance of the home, so that the UI shows what the command line ran."""
    with dg.DagsterInstance.from_config(str(prepare_instance(settings))) as instance:
        yield instance


@contextmanager
def running(settings: Settings, instance: dg.DagsterInstance) -> Iterator[None]:
    """Mark that a command runs days; runs whose command was killed are marked failed first.

    Dagster takes such a run for one that goes on for ever, and would keep every later run of the UI in the queue.
    """
    with (settings.instance / "command.lock").open("w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # Another command is at work: what is unfinished may be its own.
            pass
        else:
            unfinished = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED], tags=_BY_COMMAND)
            for run in instance.get_runs(unfinished):
                instance.report_run_failed(run, "The command that ran this was killed.")
        fcntl.flock(mark, fcntl.LOCK_SH)
        yield


def prepare_instance(settings: Settings) -> Path:
    """Make the instance's folder with its dagster.yaml and return it."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    target = settings.instance / "dagster.yaml"
    if not target.exists():
        write_atomically(target, (CHECKOUT / "dagster.yaml").read_text("utf-8"))
    return settings.instance


def _has_briefs(result: dg.ExecuteInProcessResult) -> bool:
    """Say whether a day's run got past the last layer that issues are made of, and its check."""
    layer = dg.AssetKey("structured_summaries")
    checks = [check for check in result.get_asset_check_evaluations() if check.asset_key == layer]
    return bool(checks) and all(check.passed for check in checks)


def _problems(result: dg.ExecuteInProcessResult) -> Iterator[str]:
    steps = [event for event in result.all_events if event.is_step_failure]
    for event in steps:
        reason = _reason(event.step_failure_data.error)
        # A failed check is told by its evaluation, below.
        if not reason.startswith("DagsterAssetCheckFailedError"):
            yield f"{event.step_key}: {reason}"
    for event in result.all_events:
        if event.is_job_failure and not steps:
            # No step began: a resource could not be made.
            yield _reason(event.job_failure_data.error)
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed:
            yield f"check of {evaluation.asset_key.to_user_string()}: {evaluation.description or 'failed'}"


def _reason(error: SerializableErrorInfo | None) -> str:
    # The error itself stands at the end of the chain of causes.
    while error is not None and error.cause is not None:
        error = error.cause
    # The module of an error's class says nothing to the reader of the message.
    return re.sub(r"^[\w.]+\.(?=\w+:)", "", error.message.strip()) if error else "failed"


def _listening(listener: Listener) -> dg.LoggerDefinition:
    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            meta = getattr(record, "dagster_meta", {})
            event = meta.get("dagster_event")
            if event is not None and event.step_key:
                listener(event.step_key, event.event_type_value)

    @dg.logger
    def quiet(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("digest")  # noqa: LOG001  not the tree's: two runs must not share handlers
        logger.addHandler(Handler())
        return logger

    return quiet
