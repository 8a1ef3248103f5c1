"""Runs that failed, and that what had failed has succeeded: each told once.

An incident is a job with its partition: it begins with the first run that fails and ends with the first that succeeds,
whoever started them. Dagster's own sensor for failed runs sees no run of the command line, knows no end of an incident,
and goes on when its message could not be sent.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import dagster as dg
from dagster._core.events import JobFailureData
from dagster_shared.error import SerializableErrorInfo
from pydantic import BaseModel

from digest_pipeline.automation.due import is_whole
from digest_pipeline.automation.jobs import JOB
from digest_pipeline.automation.telling import tell, words
from digest_pipeline.markdown import escape, strong, within
from digest_pipeline.past_runs import is_named, partition_of
from digest_pipeline.settings import Settings

# The runs that are looked at in one tick; the next one goes on after them.
_RUNS = 100
_ENDED = (dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.SUCCESS)
_BY_A_CHECK = "DagsterAssetCheckFailedError"


class Watched(BaseModel):
    """What the sensor remembers: up to when runs were looked at, and the incidents that were told and are not over."""

    until: datetime
    open: tuple[str, ...] = ()


def tell_of_runs(instance: dg.DagsterInstance, settings: Settings, watched: Watched) -> tuple[Watched, str]:
    """Tell in one message of the runs that failed since, and of what recovered.

    Returns:
        What is remembered now, and what is to be said of the message.

    Raises:
        NotToldError: when the message has certainly not arrived; then nothing new is remembered.
    """
    ended = dg.RunsFilter(statuses=[*_ENDED], updated_after=watched.until)
    records = instance.get_run_records(ended, limit=_RUNS, order_by="update_timestamp", ascending=True)
    new, over = dict[str, list[str]](), set[str]()
    for run in (record.dagster_run for record in records):
        incident, *lesser = _incidents(run)
        if run.is_success:
            recovered = {incident, *lesser}
            new = {name: reasons for name, reasons in new.items() if name not in recovered}
            over |= recovered & set(watched.open)
        elif reasons := _reasons(instance, run):
            over.discard(incident)
            if incident not in watched.open:
                new.setdefault(incident, reasons)
    said = _tell(settings, new, sorted(over)) if new or over else ""
    still = {*watched.open, *new} - over
    return Watched(until=records[-1].update_timestamp if records else watched.until, open=tuple(sorted(still))), said


def _incidents(run: dg.DagsterRun) -> list[str]:
    """Return the incident that a run may begin or end; after it what else it ends, for it makes those assets, too."""
    # Dagster's own name of a run of chosen assets says nothing to a reader.
    names = [run.job_name] if is_named(run) else ["assets"]
    if is_whole(run):
        names = [JOB, "assets"]
    return [" ".join(filter(None, [name, partition_of(run)])) for name in names]


def _reasons(instance: dg.DagsterInstance, run: dg.DagsterRun) -> list[str]:
    """Return why a run failed; nothing for one that is repeated by itself, or was stopped by a check alone.

    A check that blocks is told by the check, with its rows and the ways out.
    """
    if run.tags.get("dagster/will_retry") == "true":
        return []
    kinds = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.RUN_FAILURE}
    events = [entry.dagster_event for entry in instance.all_logs(run.run_id, of_type=kinds) if entry.dagster_event]
    steps = [event for event in events if event.is_step_failure]
    told = [event for event in steps if not _innermost(event.step_failure_data.error).startswith(_BY_A_CHECK)]
    if steps:
        return [f"{event.step_key}: {_without_class(_innermost(event.step_failure_data.error))}" for event in told]
    return [_of_the_run(event) for event in events] or ["failed"]


def _of_the_run(event: dg.DagsterEvent) -> str:
    # A run that was given up from outside has no error, only what was said of it.
    data = event.event_specific_data
    error = data.error if isinstance(data, JobFailureData) else None
    return _without_class(_innermost(error)) if error else event.message or "failed"


def _innermost(error: SerializableErrorInfo | None) -> str:
    # The error itself stands at the end of the chain of causes.
    while error is not None and error.cause is not None:
        error = error.cause
    return re.sub(r"^[\w.]+\.(?=\w+:)", "", error.message.strip()) if error else "failed"


def _without_class(message: str) -> str:
    return re.sub(r"^\w+: ", "", message)


def _tell(settings: Settings, new: Mapping[str, Sequence[str]], over: Sequence[str]) -> str:
    said = words(settings)

    def lines() -> Iterator[str]:
        if new:
            yield escape(said["failed"])
        for incident, reasons in new.items():
            yield strong(incident, said["colon"]) + within("; ".join(reasons))
        if new:
            yield said["look"]
        if over:
            yield escape(said["over"].format(what=", ".join(over)))

    incidents = [*new] or over
    several: str = said["several"].format(count=len(incidents))
    title: str = said["failed_title" if new else "over_title"]
    return tell(settings, title.format(what=incidents[0] if len(incidents) == 1 else several), [*lines()])
