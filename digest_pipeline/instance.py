"""The Dagster instance of a home: made when it is needed, shared by command line and UI, asked for past runs."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from dagster._core.instance.ref import InstanceRef

from digest_pipeline.instance_storage import kept_open
from digest_pipeline.kept_calendar import keep_calendar
from digest_pipeline.past_runs import partition_of
from digest_pipeline.settings import CHECKOUT, Settings
from digest_pipeline.site.files import write_atomically

_STARTED_BY_COMMAND = {"digest/started_by": "command"}
BY_COMMAND = {**_STARTED_BY_COMMAND, "dagster/max_retries": "0"}
"""The tags of a run that a command executes in its own process, which no daemon can start again."""

# The SHA-256 of every dagster.yaml that was ever shipped, the present one last.
_SHIPPED = (
    "27aad618cfab06f759d5f645ba695bc30a82544ab7dffe1d5b7eeb0c2c809cb4",
    "16b748b7f04d3ec4599f70fc717d848788c2bda505bb9781e3acb26399461809",
    "067c419d98acc53c710c19d00fedbeafc135730b3f25ac07fd78dcf444b76e6a",
    "e60ed146b3bb988d48a7d957f892b9b865e97979f9fa2bf2df7b676f927e7440",
)


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run that the instance remembers: its day is empty when it had no partition, `ended` None while it goes on."""

    id: str
    day: str
    status: str
    succeeded: bool
    ended: datetime | None


def last_runs(settings: Settings, limit: int) -> list[PastRun]:
    """Return the newest runs of the home, newest first; none when no instance was made yet."""
    if not (settings.instance / "dagster.yaml").exists():
        return []
    with instance_of(settings) as instance:
        records = instance.get_run_records(limit=limit)
    return [
        PastRun(
            id=record.dagster_run.run_id,
            day=partition_of(record.dagster_run),
            status=record.dagster_run.status.value.lower(),
            succeeded=record.dagster_run.status is dg.DagsterRunStatus.SUCCESS,
            ended=datetime.fromtimestamp(record.end_time, UTC) if record.end_time else None,
        )
        for record in records
    ]


@contextmanager
def instance_of(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Open the Dagster instance of the home, so that the UI shows what the command line ran."""
    ref = InstanceRef.from_dir(str(prepare_instance(settings)))
    with dg.DagsterInstance.from_ref(kept_open(ref)) as instance:
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
            unfinished = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED], tags=_STARTED_BY_COMMAND)
            for run in instance.get_runs(unfinished):
                instance.report_run_failed(run, "The command that ran this was killed.")
        fcntl.flock(mark, fcntl.LOCK_SH)
        yield


def prepare_instance(settings: Settings) -> Path:
    """Make the instance's folder with its dagster.yaml and return it; keep the calendar that the home is used with.

    A dagster.yaml that an earlier version put there is replaced; one that its owner changed stays.

    Raises:
        ConfigurationError: when the home has another calendar.
    """
    keep_calendar(settings)
    target = settings.instance / "dagster.yaml"
    if not target.exists() or hashlib.sha256(target.read_bytes()).hexdigest() in _SHIPPED:
        write_atomically(target, (CHECKOUT / "dagster.yaml").read_bytes())
    return settings.instance
