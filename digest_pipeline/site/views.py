"""What the pages of the site are told beyond an issue itself: lists of issues, stories, months, tags and sources.

These are plain data, gathered elsewhere; pages only show them. Every `url` is relative to the root of the site (made by
`addresses`); each page puts the way to the root before it, so that the site works from a disk and under any path.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from digest_pipeline.model import Standing


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The issue before or after another of the same edition."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an issue: its neighbours, and the page of each story that it names, by story id.

    A story without a page is shown without a link to one.
    """

    previous: Neighbour | None = None
    following: Neighbour | None = None
    stories: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PrintedIn:
    """An issue that printed a story; `url` leads to the story's place in it."""

    day: date
    title: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class ThreadMoment:
    """One story of a thread; `url` is its page, empty when it has none."""

    day: date
    story_id: str
    headline: str
    language: str
    standing: Standing
    url: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A story of a latest issue; `url` is its page."""

    text: str
    language: str
    url: str
    stars: int


@dataclass(frozen=True, slots=True)
class LatestIssue:
    """The latest issue of an edition: what the edition is `about`, and the issue's first headlines.

    `items` counts all its stories; `atom` and `json_feed` are the addresses of the edition's feeds.
    """

    edition: str
    about: str
    day: date
    title: str
    language: str
    url: str
    items: int
    headlines: tuple[Headline, ...]
    atom: str
    json_feed: str


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A month (`2026-05`) with the numbers of its issues and of the stories that they printed."""

    month: str
    url: str
    issues: int
    stories: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A published issue in a list; `items` counts its stories."""

    edition: str
    day: date
    title: str
    language: str
    url: str
    items: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A printed story in a list; `source` is the name of its lead source."""

    day: date
    headline: str
    language: str
    url: str
    source: str
    stars: int


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag and the number of stories that carry it."""

    tag: str
    url: str
    stories: int


@dataclass(frozen=True, slots=True)
class SourceDay:
    """What a source gave on a day: entries, those that became articles, and why it failed, empty when it did not."""

    day: date
    entries: int
    articles: int
    failure: str = ""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source over the last days, the oldest first; `last_entry` is a local time, None when it never gave one."""

    name: str
    url: str
    last_entry: datetime | None
    days: tuple[SourceDay, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """How many stories a day carried a tag; as many counts as there are days in the figures."""

    name: str
    counts: tuple[int, ...]


CheckedLayer = Literal["raw_feeds", "extracted_articles", "stories", "structured_summaries", "issues"]


@dataclass(frozen=True, slots=True)
class LayerChecks:
    """How the checks of a layer went: on each day of the figures so many held, warned and blocked.

    What blocked and was accepted by a person counts as a warning.
    """

    layer: CheckedLayer
    held: tuple[int, ...]
    warned: tuple[int, ...]
    blocked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that failed, as `layer.name`, and how many rows failed it on each day of the figures."""

    name: str
    failed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures behind the charts, over `days`, the oldest first.

    `stories` counts what was printed on each day and `money` what the model cost, in `currency`; `stars` counts the
    stories with one star, two, and so on to five. `checks` are in the order of the layers; `failed` are the checks that
    failed on most days.
    """

    days: tuple[date, ...]
    stories: tuple[int, ...]
    stars: tuple[int, int, int, int, int]
    topics: tuple[Topic, ...]
    sources: tuple[SourceHealth, ...]
    money: tuple[float, ...]
    currency: str = "USD"
    checks: tuple[LayerChecks, ...] = ()
    failed: tuple[FailedCheck, ...] = ()
