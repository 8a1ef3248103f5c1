"""Articles as the tests of stories tell them."""

from datetime import UTC, date, datetime
from typing import Any

from digest_pipeline.articles.links import kind_of
from digest_pipeline.model import Article, Link

DAY = date(2026, 6, 2)
NOON = datetime(2026, 6, 2, 4, tzinfo=UTC)
FILLER = " ".join(f"The harbour keeps ledger number {place} in its archive." for place in range(30))


def told(identity: str, title: str, text: str = FILLER, **changes: Any) -> Article:
    """Return an article of a newspaper of its own, long enough to lead."""
    fields: dict[str, Any] = {
        "id": identity,
        "day": DAY,
        "url": f"https://{identity}.example.org/news/{identity}",
        "title": title,
        "authors": (),
        "site": f"{identity} daily",
        "source_id": identity,
        "authority": 3,
        "language": "en",
        "published_at": NOON,
        "date_origin": "feed",
        "late": False,
        "text": text,
        "text_origin": "page",
        "capture_id": "c",
    }
    return Article(**(fields | changes))


def link(url: str, anchor: str = "", offset: int | None = 100) -> Link:
    """Return a link of the kind that its address shows; its words are the address unless others are given."""
    return Link(url, anchor or url, kind_of(url), offset)
