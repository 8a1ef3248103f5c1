"""The frame `structured_summaries_papers`: the papers that briefs and stories link to, each beside its story.

Whether a link is one of the article's own is told by the frame of the briefs.
"""

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.briefs.reading import selected
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.words import terms
from digest_pipeline.urls import arxiv_id, canonical, host_of

if TYPE_CHECKING:
    import pandas as pd

    from digest_pipeline.quality.partition import Partition

# A DOI is a prefix of a registrant and a suffix (ISO 26324).
_DOI = re.compile(r"/10\.\d{4,9}/\S")
# The form since April 2007: year and month of submission before the point.
_ARXIV = re.compile(r"(\d{2})(\d{2})\.")


def papers(partition: "Partition", newsroom: Newsroom) -> "pd.DataFrame":
    """Return the frame, a row a story and paper."""
    import pandas as pd  # noqa: PLC0415  0.5 s, only a check pays them

    rows = selected("structured_summaries_papers", partition.day, newsroom)
    return pd.DataFrame([_row(row) for row in rows])


def _row(row: dict[str, Any]) -> dict[str, object]:
    titles = [title for title in (row["title"], row["page_title"]) if title]
    return {
        "story_id": row["story_id"],
        "url": row["url"],
        "canonical_url": _formed(row["url"]),
        "recorded": row["recorded_at"] and row["recorded_at"].astimezone(UTC).date(),
        "numbered": _numbered(row["url"]),
        "title": " / ".join(titles),
        "likeness": min((_told(title, row["told"]) for title in titles), default=None),
    }


def _formed(url: str) -> str:
    """Return the canonical form of an address, empty when it can't be one of a paper."""
    if host_of(url) == "doi.org" and not _DOI.match(urlsplit(url).path):
        return ""
    return canonical(url) or ""


def _numbered(url: str) -> date | None:
    """Return the first day of the month that an arXiv number tells, None for another address."""
    match = _ARXIV.match(arxiv_id(url) or "")
    return datetime(2000 + int(match[1]), int(match[2]), 1, tzinfo=UTC).date() if match else None


def _told(title: str, text: str) -> float:
    """Return the share of a title's terms that a text has, each weighed by its inverse document frequency, 0 to 1."""
    wanted, given = set(terms(title)), set(terms(text))
    weight = sum(map(rarity, wanted))
    return sum(map(rarity, wanted & given)) / weight if weight else 1.0
