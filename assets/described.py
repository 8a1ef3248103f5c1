"""What every asset's page says beside the asset's own words: what to do when it fails, where it is kept, columns, code.

What an asset is and how to read its numbers is written where the asset is. Nothing here changes what an asset does.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg

from assets.tables import WRITTEN, Table, layer_of
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.settings import CHECKOUT, Settings, edition_files

_BLOCKED = "*A check of {before} blocks*: mend or accept that first; the message has the command."
FAILING: Mapping[str, str] = {
    "raw_feeds": "*No source was recorded*: the day was over before anything asked for it; import captures of it "
    "(`digest import-captures FILE`), or add a source that can tell of the past. *None of the feeds could be read*: "
    "the message names the addresses; correct them in sources.yaml and run the day again. Few entries but no failure: "
    "look at `by source` and `not read`, then at marts/source_health and `digest sources check`.",
    "extracted_articles": f"{_BLOCKED.format(before='raw_feeds')} Many pages *not_recorded*: the day was over before "
    "they were asked for. Many *wall* or *no_text* of one site, which marts/extraction_yield shows: it keeps its text "
    "to itself; what its feed carries is used. A page that takes too long costs only itself.",
    "stories": f"{_BLOCKED.format(before='extracted_articles')} Too much or too little off subject: give examples in "
    "`subject` of digest.yaml. Two events in one story: `digest show story` with its id prints why they were joined.",
    "structured_summaries": f"{_BLOCKED.format(before='stories')} *The engine needs OPENAI_API_KEY*: set it where the "
    "run is started, or choose the engine `extractive`. A model that fails costs no day: look at `fallbacks`, then run "
    "the day again; only what is missing is asked.",
    "issues": f"{_BLOCKED.format(before='its days')} Its own check `lint` blocks: its page names line and fault; "
    "most come from an edition's own template.",
    "published": f"{_BLOCKED.format(before='the issue')} *There is no such issue*: materialise it for this partition "
    "first. A channel that fails costs no publication: `digest deliveries` lists what failed, `digest deliver` sends "
    "it again.",
    "site": "*The search index can't be made*: all pages are written by then; run it again. What a template of an "
    "edition gets wrong is named with its file and line.",
    "marts": "*Held by another process*: a run or a query has the warehouse open; run it again. Any other message is "
    "the database's and names a column or value. Nothing is lost: a view has no rows of its own.",
}
"""What to do when an asset fails, by layer."""


def described(
    assets: Sequence[dg.AssetsDefinition], settings: Settings, catalogue: Catalogue, known: Mapping[str, Table]
) -> list[dg.AssetsDefinition]:
    """Return the assets with what their pages say beside their own words.

    Args:
        assets: each with a description of its own.
        settings: of the newsroom.
        catalogue: its editions.
        known: the tables of the warehouse by name.
    """

    def with_more(spec: dg.AssetSpec) -> dg.AssetSpec:
        return spec.replace_attributes(
            description="\n\n".join([spec.description or "", *_more(spec.key, known)]),
            tags={**spec.tags, **_tags(spec.key, catalogue)},
            metadata={
                **spec.metadata,
                **_columns(spec.key, known),
                "dagster/code_references": _code(spec.key, settings),
            },
        )

    return [asset.map_asset_specs(with_more) for asset in assets]


def _more(key: dg.AssetKey, known: Mapping[str, Table]) -> Iterator[str]:
    layer = _layer(key)
    yield f"**When it fails.** {FAILING[layer]}"
    if layer in WRITTEN:
        lines = (f"- `{table}`: {known[table].meaning}" for table in WRITTEN[layer])
        yield "\n".join(["**Where it is kept.** In the warehouse:\n", *lines])


def _columns(key: dg.AssetKey, known: Mapping[str, Table]) -> dict[str, Any]:
    """Return the columns of an asset's tables: of the first as Dagster's own, of the others under their names."""
    layer = _layer(key)
    tables = [".".join(key.path)] if layer == "marts" else WRITTEN.get(layer, ())
    if not tables:
        return {}
    first, *others = tables
    return {
        "dagster/table_name": first,
        "dagster/column_schema": known[first].schema,
        **{table: dg.MetadataValue.table_schema(known[table].schema) for table in others},
    }


def _tags(key: dg.AssetKey, catalogue: Catalogue) -> dict[str, str]:
    layer = _layer(key)
    if layer in {"issues", "published"}:
        edition = catalogue[key.path[-1]]
        return {"digest/layer": layer, "digest/edition": edition.name, "digest/cadence": edition.cadence}
    return {"digest/layer": layer} | ({"digest/cadence": "daily"} if layer in WRITTEN else {})


def _code(key: dg.AssetKey, settings: Settings) -> dg.CodeReferencesMetadataValue:
    """Return the files to look into: the SQL of a mart, the description of an edition, the module of the asset."""
    # Dagster's `with_source_code_references` reads every module for the number of a line: 0.05 s of every load.
    files = [CHECKOUT / "assets" / f"{key.path[0]}.py"]
    match _layer(key):
        case "marts":
            files.insert(0, CHECKOUT / "dbt_or_sql" / "models" / f"{key.path[-1]}.sql")
        case "issues":
            files.insert(0, edition_files(settings.home)[key.path[-1]])
    return dg.CodeReferencesMetadataValue(
        code_references=[
            dg.LocalFileCodeReference(file_path=str(file), line_number=1, label=file.name) for file in files
        ]
    )


def _layer(key: dg.AssetKey) -> str:
    """Return the layer of an asset; the site, which writes no table, is one of its own."""
    return "site" if key.path == ["published", "site"] else layer_of(key)
