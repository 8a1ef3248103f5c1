"""Clean rows of every layer, one of them late where a layer knows lateness; a test plants its defect in them."""

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
    moment, day = (_NOON - _THREE_DAYS, _DAY - _THREE_DAYS) if late else (_NOON, _DAY)
    return {"published_at": moment, "local_day": day, "late": late}


def _raw_feeds() -> Rows:
    return [
        {
            "id": f"e{index}",
            "day": _DAY,
            "url": f"https://news.example/{index}",
            "title": f"Entry {index}",
            "date_origin": "feed",
            "source_id": "news",
            **_dated(index),
        }
        for index in range(3)
    ]


def _extracted_articles() -> Rows:
    return [
        {
            "id": f"a{index}",
            "day": _DAY,
            "url": f"https://news.example/{index}",
            "title": f"文章 {index}",
            "text_length": 800 + index,
            "language": "zh",
            "fetched_at": _NOON + timedelta(hours=1),
            **_dated(index),
        }
        for index in range(3)
    ]


def _stories() -> Rows:
    return [
        {"id": f"s{index}", "day": _DAY, "lead_url": f"https://news.example/{index}", "articles": index + 1}
        for index in range(3)
    ]


def _structured_summaries() -> Rows:
    scores = dict.fromkeys(("novelty", "depth", "evidence", "impact", "reach"), 3)
    return [
        {
            "story_id": f"s{index}",
            "day": _DAY,
            "stars": 1 if kind == "advertisement" else 4,
            **scores,
            "statements": 6,
            "statements_with_evidence": 6,
            "resources_outside_article": 0,
            "kind": kind,
        }
        for index, kind in enumerate(("news", "paper", "advertisement"))
    ]


def _issue() -> Rows:
    return [
        {
            "number": index + 1,
            "story_id": f"s{index}",
            "url": f"https://news.example/{index}",
            "published_local": _dated(index)["local_day"],
            "within_window": not _dated(index)["late"],
            "late": _dated(index)["late"],
            "stars": 5 - index,
            "headline": f"Headline {index}",
        }
        for index in range(3)
    ]


_CLEAN: dict[str, Callable[[], Rows]] = {
    "raw_feeds": _raw_feeds,
    "extracted_articles": _extracted_articles,
    "stories": _stories,
    "structured_summaries": _structured_summaries,
    "issues": _issue,
}


@pytest.fixture
def day() -> date:
    return _DAY


@pytest.fixture
def clean() -> Callable[[str], Rows]:
    """Return three clean rows of a layer, new ones at each call."""
    return lambda layer: _CLEAN[layer]()
