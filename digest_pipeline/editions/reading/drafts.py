"""An item and an issue as they are read, and what they become in the model.

Both ways to an imported issue end here, reading Markdown and reducing an issue to what its Markdown shows, so that
what no Markdown holds is the same on both: no evidence, no rubric, ids by content, and what the types ask for besides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from digest_pipeline.editions.reading.words import Voice
from digest_pipeline.editions.spec import PointField
from digest_pipeline.model import (
    Brief,
    Category,
    Continuation,
    Figure,
    FurtherReading,
    Hindsight,
    Issue,
    IssueItem,
    Moment,
    OverviewLine,
    Part,
    Point,
    Resource,
    Revision,
    SourceReference,
    Statement,
    content_id,
)


@dataclass(slots=True)
class Draft:
    """One item, as far as it has been read."""

    number: int
    headline: str
    group: str = ""
    story_id: str = ""
    one_sentence: str = ""
    summary: str = ""
    stars: int = 1
    tags: tuple[str, ...] = ()
    points: dict[PointField, list[Point]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    sources: list[SourceReference] = field(default_factory=list)
    revisions: list[tuple[str, Revision]] = field(default_factory=list)
    late: bool = False
    primary: Resource | None = None
    continues: Continuation | None = None
    terms: tuple[str, ...] = ()
    moments: list[Moment] = field(default_factory=list)
    hindsights: list[Hindsight] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OverviewDraft:
    """One line of an overview; `item` is what it leads to."""

    tag: str
    title: str
    text: str
    item: Draft | None


@dataclass(slots=True)
class IssueDraft:
    """An issue, as far as it has been read."""

    title: str
    key: str
    day: date
    window_start: datetime
    window_end: datetime
    items: list[Draft] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    origin: Resource | None = None
    introduction: list[str] = field(default_factory=list)
    overview: list[OverviewDraft] = field(default_factory=list)
    further: list[Resource] = field(default_factory=list)


def statement(text: str) -> Statement:
    """Return a statement that nothing speaks for."""
    return Statement(text=text, evidence=())


def source(name: str, url: str, **known: object) -> SourceReference:
    """Return a source of which only what is printed is known."""
    fields = {"article_id": "", "date_origin": "feed", "title": "", "published_local": None}
    return SourceReference.model_validate({**fields, "name": name, "url": url, **known})


def issue_from(draft: IssueDraft, voice: Voice) -> Issue:
    """Return the issue that was read."""
    _name_stories(draft.items)
    return Issue(
        edition=voice.edition.name,
        day=draft.day,
        key=draft.key,
        title=draft.title,
        language=voice.language,
        timezone=voice.zone.key,
        window_start=draft.window_start,
        window_end=draft.window_end,
        items=tuple(_item(item, draft.day, voice) for item in draft.items),
        counts=dict(sorted(draft.counts.items())),
        notes=tuple(draft.notes),
        origin=draft.origin,
        introduction=tuple(statement(text) for text in draft.introduction),
        overview=tuple(_overview_line(line) for line in draft.overview),
        further=tuple(FurtherReading(story_id="", resource=link) for link in draft.further),
    )


def _name_stories(items: Iterable[Draft]) -> None:
    """Give an id to each item that has none: by headline and address, and by how often both stood before."""
    seen: dict[tuple[str, str], int] = {}
    for item in items:
        known = (item.headline, item.sources[0].url if item.sources else "")
        seen[known] = seen.get(known, 0) + 1
        if not item.story_id:
            item.story_id = content_id("imported", *known, *["again"] * (seen[known] - 1))


def _overview_line(line: OverviewDraft) -> OverviewLine:
    story_id = line.item.story_id if line.item else ""
    return OverviewLine(story_id=story_id, tag=line.tag, title=line.title, text=line.text)


def _item(draft: Draft, day: date, voice: Voice) -> IssueItem:
    return IssueItem(
        number=draft.number,
        story_id=draft.story_id,
        group=draft.group,
        brief=_brief(draft, day, voice),
        sources=_revised(draft.sources, draft.revisions),
        late=draft.late,
        primary=draft.primary,
        continues=draft.continues,
        terms=draft.terms,
        moments=tuple(draft.moments),
        hindsights=tuple(draft.hindsights),
    )


def _revised(
    sources: Sequence[SourceReference], revisions: Sequence[tuple[str, Revision]]
) -> tuple[SourceReference, ...]:
    """Return sources with their revisions, which stand in the same order and say whose they are by name alone.

    Matched from the end. A name that is left over is the lead's, of which a form may print the author instead.
    """
    found = list(sources)
    at = len(found)
    for name, revision in reversed(revisions):
        at = next((before for before in reversed(range(at)) if found[before].name == name), 0)
        if found:
            found[at] = found[at].model_copy(update={"name": name, "revision": revision})
    return tuple(found)


def _brief(draft: Draft, day: date, voice: Voice) -> Brief:
    points: dict[str, tuple[Point, ...]] = {name: tuple(found) for name, found in draft.points.items()}
    return Brief.model_validate(
        {
            "story_id": draft.story_id,
            "day": day,
            "engine": "imported",
            "language": voice.language,
            "headline": draft.headline,
            "short_title": draft.headline,
            "kind": "news",
            "category": _category(draft.group, voice),
            "organisations": (),
            "tags": draft.tags,
            "one_sentence": statement(draft.one_sentence),
            "summary": statement(draft.summary) if draft.summary else None,
            **points,
            "parts": tuple(draft.parts),
            "figures": tuple(draft.figures),
            "resources": tuple(draft.resources),
            "rubric": None,
            "relevance": 1.0,
            "stars": draft.stars,
        }
    )


def _category(group: str, voice: Voice) -> Category:
    named: Sequence[Category] = next((part.categories for part in voice.edition.groups if part.name == group), ())
    return named[0] if named else "models"
