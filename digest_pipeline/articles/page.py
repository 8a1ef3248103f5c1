"""What goes into extraction and what comes out: the types that its rooms share."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from digest_pipeline.articles.blocks import Block
from digest_pipeline.model import DateCandidate, Link

Reason = Literal[
    "gone",
    "http_error",
    "blocked",
    "consent",
    "login",
    "paywall",
    "script",
    "error_page",
    "not_article",
    "empty",
    "too_short",
    "not_html",
    "too_large",
    "timeout",
    "crashed",
    "no_text",
    "not_recorded",
]


@dataclass(frozen=True, slots=True)
class Page:
    """A recorded answer to be read: the address it was asked for, the status, the Content-Type header and the bytes."""

    url: str
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page says. Times are moments in UTC, or dates where the page names no time with its zone.

    `published_day` is the day of publication as the page writes it: in its own zone.
    """

    title: str
    authors: tuple[str, ...]
    site: str
    language: str
    published: date | datetime | None
    published_day: date | None
    modified: date | datetime | None
    dates: tuple[DateCandidate, ...]
    canonical_url: str
    lead_image: str
    method: str
    text: str
    markdown: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page gave no article: a short stable word, and a sentence for the reader of the report."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a layout tells of a page: its text, and what it knows better than the page's general metadata.

    An empty field says nothing. `links` (address, words) are references that stand outside the text.
    """

    layout: str
    blocks: list[Block]
    title: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    published: date | datetime | None = None
    modified: date | datetime | None = None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of a page, and why: the outcome, and each of the page's lines with whether it is in the article.

    `found` is what was read of the page even where it is no article: a teaser, the words of a wall.
    """

    outcome: Extracted | Failure
    found: Extracted | None
    lines: list[tuple[str, bool]]
