"""What is in the DuckDB file: the schema of `dbt_or_sql/`, and days replaced whole.

Who has the file open is `shared_file.py`. What is in the tables, as typed objects, is `record.py`; raw.entries is
written by dlt (`sources/load.py`), everything else through `Warehouse.replace`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

import duckdb

from digest_pipeline.shared_file import SharedFile, WarehouseError
from digest_pipeline.statements import models, statements

SCHEMAS = ("raw", "core", "digest", "llm", "quality", "marts")
Row = Mapping[str, Any]


class Warehouse(SharedFile):
    """One DuckDB file. Holds no connection between calls, so that other processes get their turn.

    What has many statements to execute does so inside one `with warehouse.hold():`, and what waits there for the web or
    a model lets the file go meanwhile.
    """

    _ready = False

    def prepare(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the schema when it is missing."""
        connection.execute("set TimeZone = 'UTC'")
        if not self._ready:
            _ensure_schema(connection)
            self._ready = True

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Return the rows that a statement of our own selects, as dictionaries."""
        with self.connect() as connection:
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def replace(self, day: date, *parts: "Part") -> None:
        """Replace all `parts` of `day` in one transaction: either every one of them is new afterwards, or none."""
        with self.connect() as connection, transaction(connection):
            for table, of_table in groupby(parts, key=lambda part: part.table):
                rows: list[Row] = []
                for part in of_table:
                    condition = "".join(f' and "{column}" = ?' for column in part.where)
                    connection.execute(f"delete from {table} where day = ?{condition}", [day, *part.where.values()])  # noqa: S608  names are ours
                    rows += ({"day": day, **part.where, **row} for row in part.rows)
                # An insertion takes several milliseconds, however few the rows.
                insert(connection, table, rows)


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
