"""The public sets: documents with event clusters (ECB+), revisions of Chinese pages, machine-labelled AI events."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

from digest_pipeline import dates
from digest_pipeline.model import Article, content_id

_DAY = date(2026, 1, 1)
_SOURCES = 6
_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def ecbplus(data: Path) -> list[tuple[Article, str, str]]:
    """Return the documents with their event and their topic; the first sentence stands for the title.

    They have no dates and no sources: all are taken for ones of one moment, and of one of a few sources each.
    """
    return [
        (
            _article(
                one["doc_id"],
                one["sentences"][0],
                "\n".join(one["sentences"]),
                source=f"source {crc32(one['doc_id'].encode()) % _SOURCES}",
            ),
            one["event_cluster"],
            str(one["topic"]),
        )
        for one in _lines(data / "clusters/ecbplus/docs.jsonl.gz")
    ]


def revisions(data: Path) -> list[tuple[Article, str]]:
    """Return the versions of pages, each with the number of its page; their addresses are withheld."""
    return [
        (
            _article(
                f"{page}.{number}",
                version["title"],
                version["text"],
                source=one["source"],
                moment=datetime.fromisoformat(version["captured_at"]),
            ),
            str(page),
        )
        for page, one in enumerate(_lines(data / "clusters/zh_same_url_revisions/revisions.jsonl.gz"))
        for number, version in enumerate(one["versions"])
    ]


def silver(data: Path) -> list[tuple[Article, str]]:
    """Return the dated titles of machine-labelled events, each with its event; there is no text."""
    found: dict[str, tuple[Article, str]] = {}
    for one in _lines(data / "clusters/ai_events_silver/events.jsonl.gz"):
        for document in one["docs"]:
            title = document["title"] or document["title_zh"]
            written = document["published_at"] or one["event_time"]
            moment = dates.parse(written, UTC)
            if title and moment:
                article = _article(content_id(document["url"]), title, "", source=document["publisher"], moment=moment)
                found.setdefault(document["url"], (article, one["event_id"]))
    return list(found.values())


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(name: str, title: str, text: str, *, source: str, moment: datetime = _NOON) -> Article:
    return Article(
        id=name,
        day=_DAY,
        url="",
        title=title,
        authors=(),
        site=source,
        source_id=source,
        authority=3,
        language="",
        published_at=moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        date_origin="feed",
        late=False,
        text=text,
        text_origin="page",
        capture_id="",
    )
