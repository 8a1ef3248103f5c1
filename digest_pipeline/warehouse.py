"""The DuckDB file: short connections, the schema of `dbt_or_sql/`, and days replaced whole.

What is in the tables, as typed objects, is `record.py`; raw.entries is written by dlt (`sources/load.py`), everything
else through `Warehouse.replace`.
"""

import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from digest_pipeline.statements import models, statements

SCHEMAS = ("raw", "core", "digest", "llm", "quality", "marts")
Row = Mapping[str, Any]


class WarehouseError(Exception):
    """The warehouse can't be opened; the message names the file and the way out."""


class WarehouseLockedError(WarehouseError):
    """Another process holds the file for longer than we may wait."""

    def __init__(self, path: Path, pid: int | None, waited: float) -> None:
        """Name the holder, as far as the operating system told."""
        holder = f"the process with pid {pid}" if pid else "another process"
        super().__init__(
            f"{path} is held by {holder} (waited {waited:g} s)."
            " Let it finish or end it, or raise warehouse.wait_seconds."
        )
        self.pid = pid


class Warehouse:
    """One DuckDB file. Holds no connection between calls, so that other processes get their turn.

    Opening and closing a large file takes as long as several statements: what has many to execute does so inside one
    `with warehouse.hold():`, and what waits there for the web or a model lets the file go meanwhile.
    """

    def __init__(self, path: Path, *, wait_seconds: float) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        self._ready = False
        self._state = _State()

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file for a short while, making it and its schema when they are missing.

        Where the thread has it open already, it is given the same connection.

        Raises:
            WarehouseLockedError: when another process held the file for all of `wait_seconds`.
            WarehouseError: when the file can't be opened for another reason.
        """
        state = self._state
        if state.connection is None:
            state.connection = self._opened()
        state.users += 1
        try:
            yield state.connection
        finally:
            state.users -= 1
            if not state.held:
                self.let_go()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the file open between the connections that this thread asks for inside the block."""
        before, self._state.held = self._state.held, True
        try:
            yield
        finally:
            self._state.held = before
            if not before:
                self.let_go()

    def let_go(self) -> None:
        """Close the file until this thread asks for it again, unless a connection of its own is in use."""
        state = self._state
        if state.connection is not None and not state.users:
            connection, state.connection = state.connection, None
            connection.close()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WarehouseError(f"{self.path.parent} can't be made a folder: {error.strerror}") from None
        connection = self._open()
        try:
            connection.execute("set TimeZone = 'UTC'")
            if not self._ready:
                _ensure_schema(connection)
                self._ready = True
        except BaseException:
            connection.close()
            raise
        return connection

    def _open(self) -> duckdb.DuckDBPyConnection:
        attempts = Retrying(
            retry=retry_if_exception_type(_HeldError), wait=wait_fixed(0.2), stop=stop_after_delay(self.wait_seconds)
        )
        try:
            return attempts(self._attempt)
        except RetryError as error:
            held = error.last_attempt.exception()
            pid = held.pid if isinstance(held, _HeldError) else None
            raise WarehouseLockedError(self.path, pid, self.wait_seconds) from None

    def _attempt(self) -> duckdb.DuckDBPyConnection:
        try:
            return duckdb.connect(str(self.path))
        except duckdb.Error as error:
            if "Could not set lock" in str(error):
                raise _HeldError(_holder(error)) from None
            raise WarehouseError(
                f"{self.path} can't be opened: {error}. Move it away, import the recorded web again"
                " (digest import-captures) and run again."
            ) from error

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Return the rows that a statement of our own selects, as dictionaries."""
        with self.connect() as connection:
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def replace(self, day: date, *parts: "Part") -> None:
        """Replace all `parts` of `day` in one transaction: either every one of them is new afterwards, or none."""
        with self.connect() as connection, transaction(connection):
            for part in parts:
                condition = "".join(f' and "{column}" = ?' for column in part.where)
                connection.execute(f"delete from {part.table} where day = ?{condition}", [day, *part.where.values()])  # noqa: S608  names are ours
                insert(connection, part.table, [{"day": day, **part.where, **row} for row in part.rows])


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one day in a table; `where` narrows them to equal values of further columns (an edition, a stage)."""

    table: str
    rows: Sequence[Row]
    where: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what happens inside, or nothing of it."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    """Append `rows`, whose keys are column names."""
    if not rows:
        return
    import pyarrow as pa  # noqa: PLC0415  0.2 s; row-wise inserts into DuckDB take about a millisecond each

    incoming = pa.Table.from_pylist([dict(row) for row in rows])
    connection.register("incoming", incoming)
    connection.execute(f"insert into {table} by name select * from incoming")  # noqa: S608  names are ours
    connection.unregister("incoming")


def lock_holder(path: Path) -> int | None:
    """Return the pid of another process that holds the file right now, or None."""
    if not path.exists():
        return None
    try:
        duckdb.connect(str(path)).close()
    except duckdb.Error as error:
        return _holder(error)
    return None


def _ensure_schema(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        for schema in SCHEMAS:
            connection.execute(f"create schema if not exists {schema}")
        for statement in statements("schema").values():
            connection.execute(statement)
        _refuse_other_layouts(connection)
        for name, statement in models().items():
            connection.execute(f"create or replace view marts.{name} as {statement}")


def _refuse_other_layouts(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise when a table that was there before has other columns than this version's."""
    there = _columns(connection)
    if changed := sorted(table for table, columns in _shipped_columns().items() if there[table] != columns):
        raise WarehouseError(
            f"the warehouse was made by another version: {', '.join(changed)} differs. Move the file away, import the"
            " recorded web again (digest import-captures) and run the days again (digest backfill --offline)."
        )


@cache
def _shipped_columns() -> Mapping[str, frozenset[str]]:
    # A database of its own, only to ask it, takes 60 ms.
    with duckdb.connect(":memory:") as fresh:
        for schema in SCHEMAS:
            fresh.execute(f"create schema {schema}")
        for statement in statements("schema").values():
            fresh.execute(statement)
        return _columns(fresh)


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    rows = connection.execute("select schema_name, table_name, list(column_name) from duckdb_columns() group by all")
    return {f"{schema}.{table}": frozenset(columns) for schema, table, columns in rows.fetchall()}


class _State(threading.local):
    """What a thread has open: DuckDB's connections are not to be shared between threads."""

    connection: duckdb.DuckDBPyConnection | None = None
    users: int = 0
    held: bool = False


class _HeldError(Exception):
    """The file is locked at this moment."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(pid)
        self.pid = pid


def _holder(error: duckdb.Error) -> int | None:
    match = re.search(r"PID (\d+)", str(error))
    return int(match[1]) if match and int(match[1]) != os.getpid() else None
