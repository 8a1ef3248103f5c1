"""`marts/<name>`: an asset for every model of `dbt_or_sql/models/`, with what it is read from and what is in it now.

A mart is a view, made when the warehouse is opened, and never out of date: materialising one tells the UI what it
shows. Which tables a model reads is found in `lineage.py`.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import dagster as dg

from assets.lineage import column_lineage, origins
from assets.partitions import OWNERS
from assets.tables import Table
from digest_pipeline.markdown import escape
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.statements import models

MARTS = "marts"
"""The group of the marts and the first part of their keys."""

_SHOWN, _LONGEST_CELL = 20, 80
_ABOUT = """{header}

**Numbers.** A view: computed from the tables of the assets before it whenever it is asked, and so never out of date. \
Running it shows here what is in it now: `row_count`, `newest day` and `first rows`, in the order that matters most. \
What each column means, and which columns it is computed from, stands under Columns; `sql` is the whole of it."""


def marts(settings: Settings, known: Mapping[str, Table]) -> list[dg.AssetsDefinition]:
    """Return the assets of all models, given what is known of the tables they read."""
    return [_mart(name, sql, settings, known) for name, sql in models().items()]


def _mart(name: str, sql: str, settings: Settings, known: Mapping[str, Table]) -> dg.AssetsDefinition:
    view = f"{MARTS}.{name}"

    @dg.asset(
        name=name,
        key_prefix=MARTS,
        deps=sorted({key for keys in origins(sql, settings).values() for key in keys}),
        group_name=MARTS,
        kinds={"sql", "duckdb"},
        is_virtual=True,
        owners=OWNERS,
        code_version=hashlib.sha256(sql.encode()).hexdigest()[:16],
        description=_ABOUT.format(header=header(sql)),
        metadata={"sql": dg.MetadataValue.md(f"```sql\n{sql}```")},
    )
    def mart(newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult[None]:
        with newsroom.warehouse.hold():
            rows = newsroom.warehouse.rows(f"select * from {view} limit {_SHOWN}")  # noqa: S608  names are ours
            (size,) = newsroom.warehouse.rows(f"select count(*) as rows, max(day) as newest from {view}")  # noqa: S608  the same
        return dg.MaterializeResult(
            metadata={
                "dagster/row_count": size["rows"],
                "dagster/column_lineage": column_lineage(sql, settings, known),
                "newest day": str(size["newest"] or "none"),
                "first rows": dg.MetadataValue.md(_as_table(rows)),
            }
        )

    return mart


def header(sql: str) -> str:
    """Return the comment that a model opens with, as one paragraph."""
    comment = re.match(r"(?:--.*\n)+", sql)
    return " ".join(line.removeprefix("--").strip() for line in comment[0].splitlines()) if comment else ""


def _as_table(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "no rows yet"
    lines = [rows[0].keys(), ["---"] * len(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case float():
            text = f"{value:.4g}"
        case list():
            text = ", ".join(map(str, value))
        case _:
            text = str(value)
    shown = text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
    return escape(" ".join(shown.split()))
