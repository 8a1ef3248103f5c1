"""What a mart is read from: its tables, which every load asks for, and the columns, which only a run of it asks for.

The SQL is in `dbt_or_sql/models/`; who writes a table is known to `tables.py`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from assets.tables import CHECKED, WRITTEN, Table, layer_of, writers
from digest_pipeline.settings import Settings

# Enough for the models, which name every table with its schema: reading them with sqlglot takes 0.3 s of a load. A test
# holds what this finds against what sqlglot finds.
_TABLE = re.compile(r"\b(?:from|join)\s+([a-z]+\.\w+)")
_STAGE = re.compile(r"\bstage = '(\w+)'")
_COMMENT = re.compile(r"--.*")


def tables_of(sql: str) -> list[str]:
    """Return the tables and views that a model names, each with its schema."""
    return sorted(set(_TABLE.findall(_COMMENT.sub("", sql))))


def origins(sql: str, settings: Settings) -> dict[str, Sequence[dg.AssetKey]]:
    """Return by table the assets that write what a model reads."""
    stages = {dg.AssetKey(stage) for stage in _STAGE.findall(sql)}

    def of(table: str) -> list[dg.AssetKey]:
        keys = writers(table, settings)
        # All layers share the table of what was left out; a model that asks for one is made of that one.
        return [key for key in keys if key in stages] if stages and table == "quality.drops" else keys

    return {table: of(table) for table in tables_of(sql)}


def column_lineage(sql: str, settings: Settings, known: Mapping[str, Table]) -> dg.TableColumnLineage:
    """Return for each column of a model the columns of assets that its values are computed from.

    A count of rows comes from no column. What checks write belongs to no column of an asset.
    """
    from sqlglot import exp
    from sqlglot.lineage import lineage

    schema: dict[str, dict[str, dict[str, str]]] = {}
    for name, table in known.items():
        layer, _, short = name.partition(".")
        schema.setdefault(layer, {})[short] = {column.name: column.type for column in table.schema.columns}
    keys = origins(sql, settings)

    def deps(leaves: set[tuple[str, str]]) -> Iterator[dg.TableColumnDep]:
        for table, column in sorted(leaves):
            for key in keys[table] if table not in CHECKED else ():
                yield dg.TableColumnDep(key, _shown(key, table, column))

    found = {}
    for column, node in lineage(None, sql, schema, dialect="duckdb").items():
        leaves = {
            (f"{leaf.expression.db}.{leaf.expression.name}", leaf.name.rpartition(".")[2])
            for leaf in node.walk()
            if isinstance(leaf.expression, exp.Table)
        }
        found[column] = list(deps(leaves))
    return dg.TableColumnLineage(found)


def _shown(key: dg.AssetKey, table: str, column: str) -> str:
    """Return a column's name as the page of its asset has it: with its table, unless that is the asset's first."""
    first = WRITTEN.get(layer_of(key), (table,))[0]
    return column if table == first else f"{table}.{column}"
