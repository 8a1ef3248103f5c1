"""The one way to run days that every door shares: which runs a day is made of, their order, and what became of them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import uuid4

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.events import JobCanceledData, JobFailureData
from dagster_shared.error import SerializableErrorInfo

from assets.partitions import windows
from digest_pipeline.automation.jobs import JOB, SITE, editions_by_cadence
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.periods import periods_ending_on
from digest_pipeline.instance import BY_COMMAND, instance_of, running
from digest_pipeline.interrupts import kept_interrupts
from digest_pipeline.past_runs import is_made, runs_of_partitions
from digest_pipeline.scope import WHOLE, Scope, never_made, out_of_date
from digest_pipeline.settings import Settings

_SITE = dg.AssetKey(["published", "site"])
_BRIEFS = dg.AssetKey("structured_summaries")


@dataclass(frozen=True, slots=True)
class DayOutcome:
    """How the runs of a day ended.

    Attributes:
        day: the day.
        problems: a sentence for each step or check that failed.
        runs: how many runs of Dagster there were, without that of the site; none when nothing was out of date.
    """

    day: date
    problems: tuple[str, ...]
    runs: int

    @property
    def succeeded(self) -> bool:
        """Whether nothing failed."""
        return not self.problems

    @property
    def word(self) -> str:
        """How the day ended: `ok`, `failed` or `up to date`."""
        if self.problems:
            return "failed"
        return "ok" if self.runs else "up to date"


def run_days(  # noqa: PLR0913  what is run and where, each by its name
    definitions: dg.Definitions,
    settings: Settings,
    days: Sequence[date],
    scope: Scope = WHOLE,
    *,
    instance: dg.DagsterInstance | None = None,
    tags: Mapping[str, str] | None = None,
) -> Iterator[DayOutcome]:
    """Run each day in turn, in this process, and at last the site around the issues.

    A day that fails is reported and the next one runs. With a day run the windows of other cadences that end on it,
    unless its briefs could not be made: an issue without stories would say that nothing happened. A site that can't be
    built is a problem of the last day.

    Args:
        definitions: of the newsroom.
        settings: of the newsroom.
        days: in the order in which they are run; stories go on from earlier days.
        scope: which assets; all of them by default.
        instance: where Dagster remembers the runs; the home's own by default.
        tags: of each run, beside the usual ones.

    Raises:
        SelectionError: before any work, when the scope names no asset.
        KeyboardInterrupt: when the process was asked to end during a run, which is then marked failed.
    """
    opened = nullcontext(instance) if instance else instance_of(settings)
    with opened as remembering, running(settings, remembering), kept_interrupts():
        runner = _Runner(definitions, remembering, scope, {**BY_COMMAND, **(tags or {})})
        told = False
        for day in days:
            first, *others = runs_of(settings, day)
            ended = [runner.run(first)]
            if runner.has_briefs(day, ended[0]):
                told = True
                ended += [runner.run(run) for run in others]
            runs = sum(run.result is not None for run in ended)
            if told and day == days[-1]:
                ended.append(runner.run(Run(SITE, "")))
            yield DayOutcome(day, tuple(problem for run in ended for problem in run.problems), runs)


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


@dataclass(frozen=True, slots=True)
class _Ended:
    """What became of a run; there is no result where nothing was to be done, or could be."""

    result: dg.ExecuteInProcessResult | None
    problems: tuple[str, ...] = ()


class _Runner:
    """Runs what is wanted of a day's runs, one after the other."""

    def __init__(
        self, definitions: dg.Definitions, instance: dg.DagsterInstance, scope: Scope, tags: Mapping[str, str]
    ) -> None:
        self._definitions = definitions
        self._instance = instance
        self._graph = definitions.resolve_asset_graph()
        self._selected = scope.selected(self._graph)
        self._stale = scope.stale
        self._tags = tags

    def run(self, run: Run) -> _Ended:
        job = self._definitions.resolve_job_def(run.job)
        keys = self._wanted(run, job)
        if not keys:
            return _Ended(None)
        lacking = [key.to_user_string() for key in never_made(keys, run.partition, self._graph, self._instance)]
        if lacking:
            return _Ended(None, (f"{', '.join(lacking)} of {run.partition} were never made: select them too",))
        result = self._execute(job, run, keys)
        return _Ended(result, tuple(_problems(result)))

    def has_briefs(self, day: date, ended: _Ended) -> bool:
        """Say whether a day has all that issues are made of: its last layer was made and did not fail its check."""
        if ended.result is None or _BRIEFS not in (ended.result.dagster_run.asset_selection or ()):
            return is_made(_BRIEFS, day.isoformat(), self._instance)
        checks = [check for check in ended.result.get_asset_check_evaluations() if check.asset_key == _BRIEFS]
        return bool(checks) and all(check.passed for check in checks)

    def _execute(self, job: dg.JobDefinition, run: Run, keys: Collection[dg.AssetKey]) -> dg.ExecuteInProcessResult:
        id_of_run = str(uuid4())
        try:
            result = job.execute_in_process(
                run_config={"loggers": {name: {} for name in self._definitions.loggers or ()}},
                partition_key=run.partition or None,
                asset_selection=sorted(keys),
                tags=self._tags,
                instance=self._instance,
                raise_on_error=False,
                run_id=id_of_run,
            )
        except (KeyboardInterrupt, DagsterExecutionInterruptedError) as interrupt:
            # It came where Dagster makes or puts away a run, which then would neither begin nor end.
            unfinished = self._instance.get_run_by_id(id_of_run)
            if unfinished and not unfinished.is_finished:
                self._instance.report_run_failed(unfinished, "What ran this was asked to end.")
            raise KeyboardInterrupt from interrupt
        if any(map(_interrupted, result.all_events)):
            raise KeyboardInterrupt
        return result

    def _wanted(self, run: Run, job: dg.JobDefinition) -> frozenset[dg.AssetKey]:
        keys = frozenset(job.asset_layer.executable_asset_keys) & self._selected
        # The site is built once, when all is there, and writes only what changed.
        if run.job == SITE:
            return keys
        keys -= {_SITE}
        # What a failed run did not come to is out of date, too, but what failed a check is not.
        return out_of_date(keys, run.partition, self._graph, self._instance) if self._stale_only(run, keys) else keys

    def _stale_only(self, run: Run, keys: Collection[dg.AssetKey]) -> bool:
        if not self._stale:
            return False
        past = (record.dagster_run for record in runs_of_partitions(self._instance, [run.partition]))
        # Weeks and months have keys of the same form as days.
        mine = (one for one in past if one.job_name == run.job or (one.asset_selection or set()) & set(keys))
        return all(last.status is dg.DagsterRunStatus.SUCCESS for last in islice(mine, 1))


def _interrupted(event: dg.DagsterEvent) -> bool:
    """Say whether a run ended with this event because the process was asked to end."""
    ended = event.event_specific_data
    error = _root(ended.error) if isinstance(ended, (JobFailureData, JobCanceledData)) else None
    return error is not None and error.cls_name == DagsterExecutionInterruptedError.__name__


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
    told = _root(error)
    # The module of an error's class says nothing to the reader of the message.
    return re.sub(r"^[\w.]+\.(?=\w+:)", "", told.message.strip()) if told else "failed"


def _root(error: SerializableErrorInfo | None) -> SerializableErrorInfo | None:
    """Return the error itself, which stands at the end of the chain of causes."""
    while error is not None and error.cause is not None:
        error = error.cause
    return error
