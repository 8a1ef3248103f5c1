"""The types that cross module borders: captures, entries, articles, stories, briefs and issues.

What lives here is data, with no behaviour beyond what is computed from the fields themselves. How each thing is made
belongs to the package of the same name (`capture/`, `articles/`, `briefs/`, ...).

Times are timezone-aware and in UTC unless a name says `local`; a `day` is a date in the configured zone; offsets count
Unicode code points of `Article.text`.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Stage = Literal["raw_feeds", "extracted_articles", "stories", "structured_summaries", "issues", "published"]
CaptureKind = Literal["feed", "page", "answer"]
DateOrigin = Literal["feed", "page", "first_seen"]
TextOrigin = Literal["page", "feed"]
StoryKind = Literal["news", "paper", "release", "tool", "opinion", "advertisement"]
Category = Literal["infrastructure", "models", "applications", "research", "industry", "policy"]
ResourceKind = Literal["paper", "code", "model", "dataset", "demo", "video", "post", "site"]
Standing = Literal["new", "update", "repeat"]
Verdict = Literal["verbatim", "grounded", "failed"]
ClaimKind = Literal["statement", "number", "date", "name", "identifier", "quotation", "link"]
Stars = Annotated[int, Field(ge=1, le=5)]


def content_id(*parts: str) -> str:
    """Return a 16-hex-digit identity derived from content, never from position or the clock."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Capture:
    """One recorded HTTP exchange: where its WARC record lies and what it answered.

    `file` is relative to the folder of captures; `redirect` is the canonical address a 3xx answer leads to, else empty.
    `kind` is a feed, a page, or another answer to a source (of an API, a site map). A `revisit` carries no body: what
    has its digest is still good.
    """

    id: str
    url: str
    day: date
    fetched_at: datetime
    status: int
    content_type: str
    digest: str
    kind: CaptureKind
    redirect: str
    file: str
    offset: int
    length: int
    revisit: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """One thing left out, and why. `item` is a URL or a source id, `reason` a short stable word, `detail` a sentence.

    `replaced` means that only the page was lost: the entry's own text took its place.
    """

    stage: Stage
    item: str
    reason: str
    detail: str = ""
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a source, as the source gave it, placed on the day it was published.

    `link` is the address as the source wrote it and `url` its canonical form; `via` is where the source found it (a
    round-up, a discussion, a repost), `section` the heading it stood under there. The content of a `complete` entry is
    the whole article: a post, an abstract. `seen_at` is when the capture was made that first shows it. `zone_assumed`
    says that `published_at` is a time of day that was read in the newsroom's zone, because nothing names its own.
    """

    id: str
    day: date
    source_id: str
    source_name: str
    source_url: str
    authority: int
    url: str
    link: str
    via: str
    section: str
    article_id: str
    title: str
    summary: str
    content: str
    complete: bool
    authors: tuple[str, ...]
    language: str
    published_at: datetime
    date_origin: DateOrigin
    late: bool
    seen_at: datetime
    capture_id: str
    zone_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """An outbound link of an article's main text; `offset` is where its words begin, None for one outside the text."""

    url: str
    anchor: str
    kind: ResourceKind
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """One date a page gives for itself: which part of the page says so, and what.

    The value is a moment in UTC, or a date where the page names no zone.
    """

    role: Literal["published", "modified"]
    source: str
    value: date | datetime


@dataclass(frozen=True, slots=True)
class Article:
    """The text, links and dates extracted from a capture, or from the entry itself when its page could not be had.

    `markdown` is the text with its structure; offsets are counted in `text` alone. `method` is how the text was found:
    a layout's name, or the way of extraction that was kept. `canonical_url` is the address that the page gives itself.
    """

    id: str
    day: date
    url: str
    title: str
    authors: tuple[str, ...]
    site: str
    source_id: str
    authority: int
    language: str
    published_at: datetime
    date_origin: DateOrigin
    late: bool
    text: str
    text_origin: TextOrigin
    capture_id: str
    markdown: str = ""
    method: str = ""
    text_version: int = 0
    modified_at: datetime | None = None
    canonical_url: str = ""
    lead_image: str = ""
    links: tuple[Link, ...] = ()
    dates: tuple[DateCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Bond:
    """Why two articles of a story tell the same event: how probable that is, and what speaks for it and against it.

    The reasons are sentences for people, the weightiest first.
    """

    article_id: str
    other_id: str
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A story's place in its thread.

    `follows` is the story it continues, empty for the first of the thread. A *repeat* holds nothing that the thread had
    not told before; the reasons say what is new, or what was told where. `news` are the figures, names or passages of
    an *update* that are new, in the words of its lead article.
    """

    thread_id: str
    standing: Standing
    follows: str
    reasons: tuple[str, ...]
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What happened: one or more articles about the same event on a day, the lead article first.

    `primary` is the source that the articles go back to, when no feed carried it itself. `step` is None until the story
    was compared with those of the days around it.
    """

    id: str
    day: date
    articles: tuple[Article, ...] = field(default=())
    bonds: tuple[Bond, ...] = ()
    primary: Link | None = None
    step: Step | None = None

    @property
    def lead(self) -> Article:
        """The article the brief is written from."""
        return self.articles[0]


class Frozen(BaseModel):
    """Base of the stored documents: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Frozen):
    """Where in the record a statement stands: `quote == article.text[start:end]`."""

    article_id: str
    start: int
    end: int
    quote: str


class Statement(Frozen):
    """One sentence of a brief with the places of the record it rests on."""

    text: str
    evidence: tuple[Evidence, ...]


class Point(Statement):
    """A statement under a short lead (bold in print; may be empty)."""

    lead: str = ""


class Part(Frozen):
    """Points under a heading of their own: of an imported brief, whose issue does not say what they are."""

    heading: str
    points: tuple[Point, ...]


class Figure(Frozen):
    """One measured value: of what, how much in which unit, under which conditions and against what."""

    metric: str
    value: str
    unit: str = ""
    setting: str = ""
    compared_with: str = ""
    evidence: tuple[Evidence, ...]


class Resource(Frozen):
    """A link the reader may follow further; always one of the article's own links."""

    url: str
    title: str
    kind: ResourceKind


class RubricScore(Frozen):
    """One line of the rubric: 1 (lowest) to 5, and why."""

    score: Stars
    reason: str


class Rubric(Frozen):
    """What a story is worth to a reader, in five parts."""

    novelty: RubricScore
    depth: RubricScore
    evidence: RubricScore
    impact: RubricScore
    reach: RubricScore


class ValuePart(Frozen):
    """One summand of a story's value: what it is for, and how many points it adds."""

    name: str
    points: float


class Brief(Frozen):
    """The structured summary of a story. Every statement carries evidence; every resource is the article's own link.

    `stars` is `value`, the sum of `value_parts`, rounded within the bounds of kind and subject. `read` are the spans of
    the lead article's text that its writer was shown; none means all of it. `translated_from` is the language of the
    brief that this one says again, empty for the original. One that was *imported* from an issue's Markdown has what
    stands there: no evidence and no rubric.
    """

    story_id: str
    day: date
    engine: Literal["extractive", "llm", "imported"]
    language: str
    headline: str
    short_title: str
    kind: StoryKind
    category: Category
    organisations: tuple[str, ...]
    tags: tuple[str, ...]
    one_sentence: Statement
    summary: Statement | None = None
    technique: tuple[Point, ...] = ()
    findings: tuple[Point, ...] = ()
    insight: tuple[Point, ...] = ()
    limitations: tuple[Point, ...] = ()
    parts: tuple[Part, ...] = ()
    figures: tuple[Figure, ...] = ()
    resources: tuple[Resource, ...] = ()
    rubric: Rubric | None = None
    relevance: float = Field(ge=0, le=1, description="share of the digest's subject in the story, 0 to 1")
    value: float = 0.0
    value_parts: tuple[ValuePart, ...] = ()
    stars: Stars
    read: tuple[tuple[int, int], ...] = ()
    translated_from: str = ""


class Claim(Frozen):
    """One thing a brief says that was checked against the record: a row of `core.claims`.

    `kind` *statement* is a whole sentence with the passage it rests on; the others are what a sentence names: numbers,
    dates, names, identifiers, quotations, links. What failed has no place in the article, and is not `printed`.
    """

    story_id: str
    day: date
    language: str
    field: str
    position: int
    kind: ClaimKind
    text: str
    verdict: Verdict
    reason: str = ""
    printed: bool = True
    article_id: str
    start: int | None
    end: int | None


class Revision(Frozen):
    """What became of an article since its page was first recorded: which of its texts was read, and what is new in it.

    `version` counts the texts from 1, the first; `change` is told against the one before.
    """

    version: int
    change: str


class SourceReference(Frozen):
    """One article of a story as the reader sees it; `date_origin` says whether its date is more than a first sight.

    `author` is who wrote it, empty when nobody is named; of a shared post it is the author, never who shared it. An
    imported issue may name a source without a link (`url` is empty) or a date (None), or the day alone (`day_only`).
    """

    article_id: str
    date_origin: DateOrigin
    name: str
    author: str = ""
    title: str
    url: str
    published_local: datetime | None = None
    day_only: bool = False
    revision: Revision | None = None


class Continuation(Frozen):
    """What the same edition told of a story's thread before: in which issue, and what is new since.

    `headline` is that of the earlier item, `story_id` its story; `news` are short passages of the new lead article.
    """

    key: str
    day: date
    story_id: str
    headline: str
    news: tuple[str, ...] = ()


class Moment(Frozen):
    """One step of a thread as a review of weeks tells it: what was told on a day, and where it stands."""

    day: date
    story_id: str
    standing: Standing
    headline: str
    source: str
    url: str


class Hindsight(Frozen):
    """What became of something told early on: it held, or a later report of the thread gave something else.

    `early` and `late` are statements of the briefs of their days, each with its evidence; `subject` is what both speak
    of.
    """

    outcome: Literal["confirmed", "changed"]
    subject: str
    early_day: date
    early: Statement
    late_day: date
    late: Statement


class IssueItem(Frozen):
    """One story in an issue: the lead source first, the others after it.

    `number` counts within the item's `group`, which is the name of one of the edition's groups, or empty. `primary` is
    what the story goes back to where its lead source is none itself. `terms` are the words of its text that an edition
    may set in bold. `moments` and `hindsights` are of reviews alone, which tell a thread rather than a day.
    """

    number: int
    story_id: str
    thread_id: str = ""
    group: str = ""
    brief: Brief
    sources: tuple[SourceReference, ...]
    late: bool
    primary: Resource | None = None
    continues: Continuation | None = None
    terms: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
    hindsights: tuple[Hindsight, ...] = ()

    @property
    def lead(self) -> SourceReference | None:
        """The source that the brief was written from; an imported item may have none."""
        return self.sources[0] if self.sources else None


class OverviewLine(Frozen):
    """One line of an issue's overview, which leads to the item of the same story."""

    story_id: str
    tag: str
    title: str
    text: str


class FurtherReading(Frozen):
    """A link of an issue's last part, and the story it comes from."""

    story_id: str
    resource: Resource


class Unfit(Frozen):
    """A story that was chosen and left out, because its text has a fault that no issue may have."""

    story_id: str
    headline: str
    rule: str
    message: str


class Issue(Frozen):
    """One edition for one partition, ready to render.

    `key` names it among the issues of its edition, and its files: `2026-05-03`, `2026-05-03-08` (the hour at which the
    window ends), `2026-W18`, `2026-05`. `day` is the last day of its window. `origin` is the newsletter's issue that it
    distils, `introduction` what opens a review; `unfit` is what it does not print for a fault of its text.
    """

    edition: str
    day: date
    key: str
    title: str
    language: str
    timezone: str
    window_start: datetime
    window_end: datetime
    items: tuple[IssueItem, ...]
    counts: dict[str, int]
    notes: tuple[str, ...] = ()
    origin: Resource | None = None
    introduction: tuple[Statement, ...] = ()
    overview: tuple[OverviewLine, ...] = ()
    further: tuple[FurtherReading, ...] = ()
    unfit: tuple[Unfit, ...] = ()
