"""The job `backfill`: a range of days from one launch in the UI, run one after the other in its one process.

Each day is a run of Dagster's own, with its partition, its checks and its outcome; the job's run starts them and says
how they ended. `digest backfill` does the same from the command line. How a day is run is `runs.py`.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

import dagster as dg
from dagster._core.storage.dagster_run import IN_PROGRESS_RUN_STATUSES
from pydantic import Field

from assets.partitions import days
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.runs import DayOutcome, run_days
from digest_pipeline.scope import Scope, SelectionError
from digest_pipeline.settings import EngineName, Settings, load
from resources import WriterResource

TAG = "digest/backfill"
"""The tag of a day's run that names the run of the job that started it."""


class BackfillConfig(dg.Config):
    """What the launchpad asks for."""

    first: str = Field(description="The first day, YYYY-MM-DD.")
    last: str = Field(description="The last day, YYYY-MM-DD.")
    only: list[str] = Field(
        default=[],
        description="Only these assets, in the syntax of the UI's selections: stories, issues/*+, group:issues. "
        "None: all.",
    )
    stale: bool = Field(default=False, description="Only what is missing, out of date or failed when it last ran.")
    engine: EngineName | None = Field(default=None, description="Who writes the briefs. None: as digest.yaml says.")
    offline: bool = Field(default=False, description="Fetch nothing: use what is recorded.")
    refetch: bool = Field(default=False, description="Ask again for what is recorded, where it can still be had.")


class Build(Protocol):
    """Makes the definitions whose jobs a backfill runs."""

    def __call__(
        self, settings: Settings, *, offline: bool, refetch: bool, engine: EngineName | None
    ) -> dg.Definitions:
        """Return the definitions of one newsroom."""


def backfill_job(home: Path, build: Build) -> dg.JobDefinition:
    """Return the job of the newsroom in `home`, which runs the jobs of the definitions that `build` makes."""

    @dg.op(name="days", description="Runs each day as a run of its own, tagged with the id of this one.")
    def op(context: dg.OpExecutionContext, config: BackfillConfig) -> None:
        settings = load(home)
        wanted = _days(config, settings)
        # What can't be done at all fails here, before there is a run for each day.
        Newsroom(settings, offline=config.offline, refetch=config.refetch)
        WriterResource(home=str(home), engine=config.engine).desk()
        definitions = build(settings, offline=config.offline, refetch=config.refetch, engine=config.engine)
        # The instance may be another than the home's own, whose folder holds the mark that days are being run.
        settings.instance.mkdir(parents=True, exist_ok=True)
        # A run that Dagster starts again because its process was killed goes on where that one stopped.
        scope = Scope(config.only, config.stale or context.run.parent_run_id is not None)
        outcomes: list[DayOutcome] = []
        try:
            for outcome in run_days(
                definitions, settings, wanted, scope, instance=context.instance, tags={TAG: context.run_id}
            ):
                outcomes.append(outcome)
                told = f"{outcome.day}: {outcome.word} ({len(outcomes)} of {len(wanted)} days)"
                context.log.log("INFO" if outcome.succeeded else "ERROR", "\n".join([told, *outcome.problems]))
        except SelectionError as error:
            raise dg.Failure(str(error)) from error
        _end(context, outcomes)

    @dg.job(
        name="backfill",
        executor_def=dg.in_process_executor,
        description="Days from `first` to `last`, one after the other in one process, so that what is loaded is loaded "
        "once. Each is a run of its own, shown in the partitions bar; one that fails does not stop the next.",
    )
    def job() -> None:
        op()

    return job


def abandoned_sensor(job: dg.JobDefinition) -> dg.SensorDefinition:
    """Return the sensor that ends the day which was under way when the process of `job` was killed.

    Dagster takes it for one that goes on, and would keep every later run in the queue.
    """

    @dg.run_failure_sensor(
        name="abandoned_days",
        monitored_jobs=[job],
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Marks the day failed that was under way when a backfill's process was killed.",
    )
    def sensor(context: dg.RunFailureSensorContext) -> None:
        of_job = dg.RunsFilter(tags={TAG: context.dagster_run.run_id}, statuses=[*IN_PROGRESS_RUN_STATUSES])
        for run in context.instance.get_runs(of_job):
            context.instance.report_run_failed(run, "The backfill that ran this was killed.")

    return sensor


def _days(config: BackfillConfig, settings: Settings) -> list[date]:
    keys = days(settings).get_partition_keys()
    for key in (config.first, config.last):
        if key not in keys:
            raise dg.Failure(f"{key!r} is no day of the newsroom; it has {keys[0]} to {keys[-1]}")
    if config.last < config.first:
        raise dg.Failure(f"last ({config.last}) lies before first ({config.first})")
    return [date.fromisoformat(key) for key in keys[keys.index(config.first) : keys.index(config.last) + 1]]


def _end(context: dg.OpExecutionContext, outcomes: Sequence[DayOutcome]) -> None:
    rows = "\n".join(f"| {one.day} | {one.word} | {'; '.join(one.problems)} |" for one in outcomes)
    shown = {"days": dg.MetadataValue.md(f"| day | | what failed |\n|---|---|---|\n{rows}")}
    failed = [str(outcome.day) for outcome in outcomes if not outcome.succeeded]
    if failed:
        raise dg.Failure(f"{len(failed)} of {len(outcomes)} days failed: {', '.join(failed)}", metadata=shown)
    context.add_output_metadata(shown)
