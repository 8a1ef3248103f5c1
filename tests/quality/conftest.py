"""Clean rows of the frames that SQL makes of a day, one late where rows know lateness; a test plants its defect.

What the rows of briefs' documents and of issues look like is said where these are tested.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

Rows = list[dict[str, Any]]

_DAY = date(2026, 6, 2)
_NOON = datetime(2026, 6, 2, 4, tzinfo=UTC)
_THREE_DAYS = timedelta(days=3)


def _dated(index: int) -> dict[str, Any]:
    """Return the date columns of a row; the last of three rows is late."""
    late = index == 2
    return {"published_at": _NOON - _THREE_DAYS if late else _NOON, "days_late": 3 if late else 0, "late": late}


def _raw_feeds() -> Rows:
    return [
        {
            "id": f"e{index}",
            "url": f"https://news.example/{index}",
            "title": f"Entry {index}",
            "date_origin": "feed" if index else "first_seen",
            "source_id": "news",
            "seen_at": _NOON,
            "own_date": index > 0,
            "source_and_url": f"news https://news.example/{index}",
            **_dated(index),
        }
        for index in range(3)
    ]


def _raw_feeds_sources() -> Rows:
    return [
        {
            "source_id": f"source-{index}",
            "entries": 20,
            "fewest_usual": 10 + index,
            "most_usual": 30 + index,
            "late_share": 0.1,
            "undated_share": 0.1,
            "duplicate_share": 0.1,
            "zones_assumed": 0,
        }
        for index in range(3)
    ]


def _extracted_articles() -> Rows:
    return [
        {
            "id": f"a{index}",
            "url": f"https://news.example/{index}",
            "title": f"文章 {index}",
            "text_length": 800 + index,
            "substance": 2_400,
            "fewest_characters": 80,
            "boilerplate_share": 0.1,
            "language": "zh",
            "fetched_at": _NOON + timedelta(hours=1),
            "page_days_off": 0.5,
            **_dated(index),
        }
        for index in range(3)
    ]


def _extracted_articles_links() -> Rows:
    return [{"article_id": f"a{index}", "link": f"https://elsewhere.example/{index}"} for index in range(3)]


def _extracted_articles_sources() -> Rows:
    return [{"source_id": f"source-{index}", "extracted": 20, "fewest_usual": 18 + index} for index in range(3)]


def _stories() -> Rows:
    return [
        {
            "id": f"s{index}",
            "days": 1,
            "lead_url": f"https://news.example/{index}",
            "primary_url": f"https://origin.example/{index}",
            "articles": index + 1,
            "members": index + 1,
            "lead_id": f"a{index}",
            "first_id": f"a{index}",
            "most_plausible": 10,
            "thread_id": f"t{index}",
            "standing": "update" if index else "new",
            "continues": index > 0,
            "days_after_followed": 3 if index else None,
            "followed_thread": f"t{index}" if index else None,
        }
        for index in range(3)
    ]


def _stories_articles() -> Rows:
    return [{"article_id": f"a{index}", "story_id": f"s{index}", "article_day": _DAY} for index in range(3)]


def _structured_summaries() -> Rows:
    scores = dict.fromkeys(("novelty", "depth", "evidence", "impact", "reach"), 3)
    return [
        {
            "story_id": f"s{index}",
            "stars": 1 if kind == "advertisement" else 4,
            **scores,
            "statements": 6,
            "statements_with_evidence": 6,
            "failed_claim": "",
            "resources_outside_article": 0,
            "kind": kind,
            "listed_as_written": True,
        }
        for index, kind in enumerate(("news", "paper", "advertisement"))
    ]


_CLEAN: dict[str, Callable[[], Rows]] = {
    "raw_feeds": _raw_feeds,
    "raw_feeds_sources": _raw_feeds_sources,
    "extracted_articles": _extracted_articles,
    "extracted_articles_links": _extracted_articles_links,
    "extracted_articles_sources": _extracted_articles_sources,
    "stories": _stories,
    "stories_articles": _stories_articles,
    "structured_summaries": _structured_summaries,
}


@pytest.fixture
def day() -> date:
    return _DAY


@pytest.fixture
def clean() -> Callable[[str], Rows]:
    """Return three clean rows of a frame, new ones at each call."""
    return lambda frame: _CLEAN[frame]()
