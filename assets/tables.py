"""The tables of the warehouse as the UI shows them: which asset writes which, and what their columns mean.

The words are those of docs/warehouse.md, which a test compares with the schema, so that nothing is said twice. What a
mart is computed from is `marts.py`'s matter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import dagster as dg

from digest_pipeline.settings import CHECKOUT, Settings

WRITTEN: Mapping[str, tuple[str, ...]] = {
    "raw_feeds": ("raw.entries", "raw.captures", "raw.unreached", "raw.refetches", "quality.drops"),
    "extracted_articles": (
        "core.articles",
        "core.article_links",
        "core.article_dates",
        "core.article_versions",
        "core.extractions",
        "raw.captures",
        "raw.unreached",
        "quality.drops",
    ),
    "stories": ("core.stories", "core.story_articles", "core.story_bonds", "core.threads", "quality.drops"),
    "structured_summaries": ("core.briefs", "core.claims", "llm.completions", "llm.batches", "quality.drops"),
    "issues": ("digest.issues", "digest.issue_items"),
    "published": ("digest.publications", "digest.publication_items", "digest.deliveries"),
}
"""The tables that the assets of a layer write; the first is the one that the layer is there for."""

CHECKED = ("quality.results", "quality.acceptances", "quality.alerts", "quality.link_answers")
"""The tables that checks write, and people who let pass what they found."""

_CHECKED_LAYERS = ("raw_feeds", "extracted_articles", "stories", "structured_summaries", "issues")


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view: what a row is, and its columns as Dagster shows them."""

    meaning: str
    schema: dg.TableSchema


def dictionary() -> dict[str, Table]:
    """Return every table and view of the warehouse by its name, as docs/warehouse.md describes it."""
    page = (CHECKOUT / "docs" / "warehouse.md").read_text("utf-8")
    found = {}
    for name, section in re.findall(r"^## `(\w+\.\w+)`\n+(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL):
        meaning, _, _ = section.partition("\n\n")
        columns = [
            dg.TableColumn(column, kind, meant)
            for column, kind, meant in re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| (.+) \|$", section, re.MULTILINE)
        ]
        found[name] = Table(meaning.replace("\n", " "), dg.TableSchema(columns))
    return found


def layer_of(key: dg.AssetKey) -> str:
    """Return what the tables of an asset are looked up by: its own name, or what the assets of all editions share."""
    return key.path[0]


def writers(table: str, settings: Settings) -> list[dg.AssetKey]:
    """Return the assets whose runs change a table; of a mart, the mart itself."""
    schema, _, name = table.partition(".")
    if schema == "marts":
        return [dg.AssetKey([schema, name])]
    layers = _CHECKED_LAYERS if table in CHECKED else [layer for layer in WRITTEN if table in WRITTEN[layer]]
    return [key for layer in layers for key in _keys(layer, settings)]


def _keys(layer: str, settings: Settings) -> list[dg.AssetKey]:
    if layer in {"issues", "published"}:
        return [dg.AssetKey([layer, name]) for name in settings.editions]
    return [dg.AssetKey(layer)]
