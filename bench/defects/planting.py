"""Plants a defect in a copy of a recorded day, and refuses one that changes nothing: it could not be caught either.

What the defects are is declared beside this in YAML; what the checks say to them is no matter of this module.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from bench.defects import Declared, Defect, Edit, Swap
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.model import Issue
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.warehouse import Warehouse

# What dlt keeps for itself, and what extraction keeps so as not to parse twice: half of the file, read by no check.
_NOT_COPIED = {"raw_staging.entries", "core.extractions"}
# Pages may be fetched the morning after, in another day than the one they belong to.
_FETCHED_WITHIN = timedelta(days=2)


class NotPlantedError(Exception):
    """The day has nothing that this defect could be planted in; the message says what is missing."""


def copy_days(database: Path, copy: Path, first: date, last: date) -> None:
    """Copy the days from `first` to `last` of a warehouse, without keys and constraints, which defects would break."""
    with duckdb.connect(str(copy)) as connection:
        connection.execute(f"attach '{database}' as recorded (read_only)")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_columns() where database_name = 'recorded'"
            " and column_name = 'day' and table_name in (select table_name from duckdb_tables()) order by all"
        )
        for schema, table in tables.fetchall():
            name, reach = f"{schema}.{table}", _FETCHED_WITHIN if table == "captures" else timedelta()
            if name in _NOT_COPIED:
                continue
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(
                f"create table {name} as from recorded.{name} where day between ? and ?",
                [first - reach, last + reach],
            )
    # What this version's schema has beside.
    with Warehouse(copy, wait_seconds=0).connect():
        pass


def newsroom_of(home: Settings, folder: Path) -> Newsroom:
    """Return a newsroom whose warehouse is in `folder`, with the configuration and the recorded web of `home`."""
    folder.mkdir()
    settings = home.model_copy(update={"home": folder, "captures": home.captures_root})
    newsroom = Newsroom(settings, offline=True)
    newsroom.catalogue = Catalogue(home.home)
    return newsroom


def restore(newsroom: Newsroom, clean: Path) -> None:
    """Make the newsroom's warehouse the clean copy."""
    shutil.copyfile(clean, newsroom.warehouse.path)


def planted(layer: Declared, defect: Defect, newsroom: Newsroom, clean: Path, day: date) -> str:
    """Make the newsroom's warehouse the clean copy with the defect in it, and return what the check must name.

    Raises:
        NotPlantedError: when the day has nothing to plant it in.
    """
    restore(newsroom, clean)
    with newsroom.warehouse.connect() as connection:
        sources = [source.id for source in newsroom.settings.sources]
        _bind(connection, layer.given, {"day": day, "sources": sources})
        for statement in defect.sql:
            _execute(connection, statement)
        values = [_selected(connection, edit.value) for edit in defect.patch]
        names = _selected(connection, f"={defect.names or layer.names or 'null'}")
    if defect.patch:
        edits = [edit.model_copy(update={"value": value}) for edit, value in zip(defect.patch, values, strict=True)]
        key = key_of(newsroom, defect.edition, day)
        newsroom.issues.replace(patched(newsroom.issues.required(defect.edition, key), edits))
    return "" if names is None else str(names)


def key_of(newsroom: Newsroom, edition: str, day: date) -> str:
    """Return the key of the fullest issue of an edition whose window ends with the day.

    Raises:
        NotPlantedError: when there is none with an item.
    """
    sql = "select key from digest.issues where edition = ? and day = ? and items > 0 order by items desc, key limit 1"
    rows = newsroom.warehouse.rows(sql, [edition, day])
    if not rows:
        raise NotPlantedError(f"there is no {edition} of {day} with an item")
    return str(rows[0]["key"])


def patched(issue: Issue, edits: Sequence[Edit]) -> Issue:
    """Return the issue with its document changed.

    Raises:
        NotPlantedError: when the document has nothing at one of the paths.
    """
    document = issue.model_dump(mode="json")
    for edit in edits:
        try:
            _apply(document, edit)
        except (KeyError, IndexError) as error:
            raise NotPlantedError(f"the issue has no {edit.path or edit.source}") from error
    return Issue.model_validate(document)


def swapped(text: str, swaps: Sequence[Swap]) -> str:
    """Return a text with the first match of each swap replaced.

    Raises:
        NotPlantedError: when one that is required has no match.
    """
    for swap in swaps:
        text, found = re.subn(swap.find, swap.put, text, count=1, flags=re.MULTILINE)
        if swap.required and not found:
            raise NotPlantedError(f"the issue's text has no match of {swap.find}")
    return text


def _bind(connection: duckdb.DuckDBPyConnection, given: Mapping[str, str], known: Mapping[str, object]) -> None:
    for name, value in known.items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    for name, sql in given.items():
        connection.execute(f"set variable {name} = ({sql})")


def _execute(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    if (changed := connection.execute(statement).fetchone()) is None or changed[0] == 0:
        raise NotPlantedError(f"no row is changed by {' '.join(statement.split())}")


def _selected(connection: duckdb.DuckDBPyConnection, value: Any) -> Any:
    """Return what the SQL of a value `=…` selects, times as they stand in documents; other values as they are."""
    if not isinstance(value, str) or not value.startswith("="):
        return value
    row = connection.execute(f"select {value[1:]}").fetchone()
    return row[0] if row else None


def _apply(document: Any, edit: Edit) -> None:
    *way, last = edit.path.split("/")[1:]
    parent = _at(document, way)
    key: Any = len(parent) if last == "-" else int(last) if isinstance(parent, list) else last
    if edit.op == "remove":
        del parent[key]
        return
    value = deepcopy(_at(document, edit.source.split("/")[1:])) if edit.op == "copy" else edit.value
    if edit.op == "replace":
        _at(parent, [str(key)])
    if isinstance(parent, list) and edit.op != "replace":
        parent.insert(key, value)
    else:
        parent[key] = value


def _at(document: Any, way: Sequence[str]) -> Any:
    for step in way:
        document = document[int(step) if isinstance(document, list) else step]
    return document
