"""A demo day that is imported and run until a named point, where the process is killed as by a power cut.

Started by `test_killed_runs.py` in a process of its own: `python -m tests.killed_run POINT DAY RECORDING`.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import duckdb

from digest_pipeline import warehouse
from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.warc import RecordWriter
from digest_pipeline.definitions import build_defs
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.runs import run_days
from digest_pipeline.settings import EngineName, load


def die(*_: object, **__: object) -> NoReturn:
    """End this process at once: nothing is flushed, closed or rolled back."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def while_importing() -> None:
    """Die with a recording half written."""
    _after(RecordWriter, "add", lambda *_: True, count=10)


def while_indexing() -> None:
    """Die when the recordings have their names and the index does not know them yet."""
    Archive._index = die  # type: ignore[method-assign]  # noqa: SLF001  the moment between the two


def while_loading_entries() -> None:
    """Die inside dlt's merge, when the old rows are deleted and the new ones not all there."""
    from dlt.destinations.impl.duckdb.sql_client import DuckDbSqlClient

    _after(DuckDbSqlClient, "execute_query", lambda _, query, *__: "INSERT INTO" in query and '"entries"' in query)


def inside_the_transaction_of(table: str) -> None:
    """Die when a stage has written one of its tables and not committed."""

    def written(_: duckdb.DuckDBPyConnection, name: str, *__: object) -> bool:
        return name == table

    _after(warehouse, "insert", written)


def while_publishing() -> None:
    """Die when the Markdown stands and the page is a temporary file."""
    _after(os, "fsync", lambda file: "/site/" in str(Path(f"/proc/self/fd/{file}").readlink()), count=2)


POINTS: dict[str, Callable[[], None]] = {
    "importing": while_importing,
    "indexing": while_indexing,
    "loading entries": while_loading_entries,
    "replacing briefs": lambda: inside_the_transaction_of("core.briefs"),
    "publishing": while_publishing,
}


def _after(owner: Any, name: str, at: Callable[..., bool], count: int = 1) -> None:
    """Die after the `count`th call of `owner.name` whose arguments `at` recognises."""
    original = getattr(owner, name)
    left = [count]

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        if at(*args):
            left[0] -= 1
            if not left[0]:
                die()
        return result

    setattr(owner, name, wrapped)


def main(point: str, day: str, recording: str) -> None:
    """Import the recording and run the day, as far as `point`."""
    POINTS[point]()
    settings = load()
    Newsroom(settings).archive.import_file(Path(recording))
    definitions = build_defs(settings, offline=True, engine=EngineName.extractive)
    sys.exit(f"ended alive: {list(run_days(definitions, settings, [date.fromisoformat(day)]))}")


if __name__ == "__main__":
    main(*sys.argv[1:])
