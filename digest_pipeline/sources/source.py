"""What every kind of source is: options in sources.yaml, addresses to ask for a day, and a reader of the answers.

A kind is a subclass in `kinds/`, one a module. It touches no network and no record: it names addresses, and turns one
recorded answer into items. Asking, recording and following what an answer leads to is `walk.py`; which item belongs to
which day is `intake.py`.
"""

import json
import os
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import date as calendar_date
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, HttpUrl

from digest_pipeline.dates import start_of
from digest_pipeline.sections import Section, TimeZoneName


class UnreadableAnswerError(Exception):
    """An answer does not hold what its source promises: `reason` is a stable word, `detail` a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class MissingTokenError(Exception):
    """A source can't be asked without a token, and there is none; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day to ask for: its date, and its moments [start, end) in UTC."""

    date: calendar_date
    start: datetime
    end: datetime

    @classmethod
    def of(cls, day: calendar_date, zone: ZoneInfo) -> "Day":
        """Return `day` as it lies in `zone`."""
        return cls(day, start_of(day, zone), start_of(day + timedelta(days=1), zone))


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to ask, and how: `headers` are sent and never recorded, `pause` is in seconds between two calls."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0
    robots: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """One recorded answer of `url`, its encodings undone. When it came is no part of it: what it says is the same."""

    url: str
    content_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """Return the first header of that name (lower case), or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def json(self) -> Any:
        """Return the document of an API.

        Raises:
            UnreadableAnswerError: `empty`, `html` or `malformed`.
        """
        if not self.body.strip():
            raise UnreadableAnswerError("empty", "the answer has no content")
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            if self.body.lstrip().startswith(b"<"):
                raise UnreadableAnswerError("html", "a web page was answered instead of JSON; look at `api`") from None
            raise UnreadableAnswerError("malformed", f"this is no JSON: {error}") from None


@dataclass(frozen=True, slots=True)
class Item:
    """One item as its source gave it.

    `url` is canonical, `link` the address as the source wrote it (made absolute), `summary` and `content` are HTML and
    `published` is the source's own string. `via` is the address of the round-up, discussion or repost that led to it,
    `section` the heading it stood under; the content of a `complete` item is the whole article.
    """

    guid: str
    url: str
    title: str
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    link: str = ""
    via: str = ""
    section: str = ""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer says: its items, and the addresses that go on with them (a next page, the feed of a site)."""

    title: str = ""
    language: str = ""
    items: tuple[Item, ...] = ()
    further: tuple[str, ...] = ()


class Source(Section, ABC):
    """A place that news comes from: one entry of sources.yaml."""

    asks_the_past: ClassVar[bool] = False
    """Whether a day that is over can still be asked for; one that can't is read from captures."""
    dates_its_links: ClassVar[bool] = True
    """Whether its dates are those of what it links to. A round-up dates its items by its own issue."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    name: str = Field(min_length=1)
    kind: str = "feed"
    language: str | None = Field(None, description="unset: as the source says")
    timezone: TimeZoneName | None = Field(None, description="for dates without a zone; unset: the newsroom's own")
    authority: int = Field(3, ge=1, le=5, description="1 (anyone) to 5 (the primary source itself)")
    tags: tuple[str, ...] = Field((), description="groups, as the folders of an OPML file")
    robots: bool = Field(default=True, description="whether the robots.txt of its hosts is obeyed")
    gate: bool = Field(default=True, description="whether its articles must be on the digest's subject")

    @abstractmethod
    def addresses(self, day: Day) -> tuple[str, ...]:
        """Return the addresses to begin with while `day` is open; they are canonical."""

    def past_addresses(self, day: Day) -> tuple[str, ...]:
        """Return the addresses to begin with when `day` is over and was not recorded; none when it can't be asked."""
        return self.addresses(day) if self.asks_the_past else ()

    @abstractmethod
    def read(self, answer: Answer, day: Day) -> Listing:
        """Return what a recorded answer says; items of other days may be among them. Runs in a worker process.

        Raises:
            UnreadableAnswerError: when the answer is not what the source promises.
        """

    def ask(self, url: str) -> Ask:
        """Return how `url` is asked for this source.

        Raises:
            MissingTokenError: naming the variable that is not set.
        """
        return Ask(url, robots=self.robots)


class ApiSource(Source):
    """A source that is asked through an API: its own terms count, not the robots.txt of its host."""

    token_variable: ClassVar[str] = ""
    """The environment variable that holds a token, where the API knows one."""
    token_required: ClassVar[bool] = False
    call_pause: ClassVar[float] = 0.0
    """Seconds between two calls that the operator asks for."""

    api: HttpUrl

    def ask(self, url: str) -> Ask:
        """Return how `url` is asked: with the pause the API wants, and with the token where `url` is the API's own."""
        token = os.environ.get(self.token_variable, "") if self.token_variable else ""
        if self.token_required and not token:
            raise MissingTokenError(f"set {self.token_variable} to ask {self.name}")
        asked = Ask(url, pause=self.call_pause, robots=False)
        if not token or _origin(url) != _origin(str(self.api)):
            return asked
        return replace(asked, headers=(("Authorization", f"Bearer {token}"),))


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
