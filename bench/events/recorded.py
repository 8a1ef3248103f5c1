"""Articles of the recorded days, from a warehouse in which the days were run, and the labels made by reading them."""

import json
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from digest_pipeline.model import Article, Link

LABELS = Path(__file__).parents[1] / "labels"


class LabelledDay(NamedTuple):
    """A day read whole: the groups of articles that tell one event, and pairs that can't be decided."""

    day: date
    stories: list[list[str]]
    unsure: list[list[str]]


class LabelledPair(NamedTuple):
    """Two articles and whether they tell the same event."""

    one: str
    other: str
    same: bool


def labelled_days() -> list[LabelledDay]:
    """Return the days whose every entry was read."""
    found = json.loads((LABELS / "days.json").read_text("utf-8"))
    return [LabelledDay(date.fromisoformat(one["day"]), one["stories"], one["unsure"]) for one in found]


def bilingual() -> list[LabelledPair]:
    """Return the pairs of a Chinese and an English article that the trees are fitted on."""
    return [LabelledPair(*pair) for pair in json.loads((LABELS / "bilingual.json").read_text("utf-8"))]


def bilingual_unseen() -> list[LabelledPair]:
    """Return such pairs of nine other days, which no fit sees."""
    return [LabelledPair(*pair) for pair in json.loads((LABELS / "bilingual_unseen.json").read_text("utf-8"))]


def judged_pairs() -> list[LabelledPair]:
    """Return pairs of one day each, chosen where a model was in doubt, and judged by reading."""
    return [
        LabelledPair(one, other, same) for _, one, other, same in json.loads((LABELS / "pairs.json").read_text("utf-8"))
    ]


def silver_pairs() -> list[LabelledPair]:
    """Return pairs of silver titles, judged by reading."""
    return [LabelledPair(*pair) for pair in json.loads((LABELS / "silver.json").read_text("utf-8"))]


def recorded(warehouse: Path, *, day: date | None = None, ids: Collection[str] | None = None) -> dict[str, Article]:
    """Return the articles of one day, or those with these ids, or all, by id and in its order."""
    values = {"day": day, "ids": None if ids is None else sorted(ids)}
    with duckdb.connect(warehouse, read_only=True) as connection:
        links: dict[str, list[Link]] = {}
        sql = "select article_id, url, anchor, kind from core.article_links order by day, position"
        for article_id, url, anchor, kind in connection.execute(sql).fetchall():
            links.setdefault(article_id, []).append(Link(url, anchor, kind))
        names = [row[0] for row in connection.execute("describe core.articles").fetchall()]
        sql = "select * from core.articles where (day = $day or $day is null)"
        sql += " and ($ids is null or list_contains($ids, id)) order by id, day"
        rows = connection.execute(sql, values).fetchall()
    return {row[0]: _article(dict(zip(names, row, strict=True)), links.get(row[0], [])) for row in rows}


def _article(row: dict[str, Any], links: list[Link]) -> Article:
    known = {name: row[name] for name in Article.__slots__ if name in row}
    return Article(**known | {"authors": tuple(row["authors"]), "links": tuple(links)})
