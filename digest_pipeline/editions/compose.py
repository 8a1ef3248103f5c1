"""Which stories an issue takes, in which order, and the document that results. How it reads is `render`."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from digest_pipeline.dates import start_of
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import Brief, Issue, IssueItem, Revision, SourceReference, Story
from digest_pipeline.stories.threads.place import is_repeat
from digest_pipeline.urls import host_of
from digest_pipeline.webtext import clean

Candidate = tuple[Story, Brief]

# A feed that lists hundreds of papers a day would fill every issue by itself.
_SHARE = 1 / 3


def compose(  # noqa: PLR0913  an issue is made of these; a bundle for one caller would only hide them
    edition: EditionSpec,
    day: date,
    stories: Sequence[Story],
    briefs: Sequence[Brief],
    *,
    items: int,
    language: str,
    timezone: str,
    counts: Mapping[str, int],
    notes: Sequence[str] = (),
    revisions: Mapping[str, Revision] = MappingProxyType({}),
) -> Issue:
    """Return the issue of `day` with its best stories, `items` at most.

    The window is the local day. A story qualifies when it has a brief, is no advertisement and no repeat of what an
    earlier day told, and its lead article was published inside the window, or before it and arrived late. Best first
    means: on the digest's subject before off it, then stars, relevance, number of sources (all descending), then the
    earliest lead, then the story's id. So an off-topic story fills a place only when nothing else does, and the order
    depends on nothing but the stories. Where a model wrote, its stories are taken before quoted ones, unless it found
    them worth one star: they were picked from all, and its scores are on another scale than those that code reads off.
    No source leads more than a third of the items while other sources have stories on the subject.

    `counts` holds what the earlier stages counted (`entries`, `articles`); `stories`, `items`, `left_out` (stories not
    printed) and `repeats` (those of them that an earlier day told) are added here.
    """
    zone = ZoneInfo(timezone)
    start, end = start_of(day, zone), start_of(day + timedelta(days=1), zone)
    chosen = _best(sorted(_qualifying(stories, briefs, start, end), key=_preference), items)
    told = {story.id: story for story in stories}
    own_counts = {
        "stories": len(told),
        "items": len(chosen),
        "left_out": len(told) - len(chosen),
        "repeats": sum(is_repeat(story) for story in told.values()),
    }
    return Issue(
        edition=edition.name,
        day=day,
        title=edition.title_of(day, language),
        language=language,
        timezone=timezone,
        window_start=start,
        window_end=end,
        items=tuple(
            _item(number, candidate, start, zone, revisions) for number, candidate in enumerate(chosen, start=1)
        ),
        counts=dict(sorted({**counts, **own_counts}.items())),
        notes=tuple(notes),
    )


def _qualifying(
    stories: Iterable[Story], briefs: Iterable[Brief], start: datetime, end: datetime
) -> Iterable[Candidate]:
    brief_of = {brief.story_id: brief for brief in briefs}
    for story in {story.id: story for story in stories}.values():
        brief = brief_of.get(story.id)
        in_time = start <= story.lead.published_at < end or (story.lead.late and story.lead.published_at < start)
        if brief is not None and brief.kind != "advertisement" and in_time and not is_repeat(story):
            yield story, brief


def _best(ranked: Sequence[Candidate], items: int) -> list[Candidate]:
    """Return the first `items`, but no source's more often than `_SHARE` allows while others have something to tell."""
    most = math.ceil(items * _SHARE)
    told: Counter[str] = Counter()
    first: list[Candidate] = []
    further: list[Candidate] = []
    for candidate in ranked:
        story, brief = candidate
        told[story.lead.source_id] += 1
        fits = told[story.lead.source_id] <= most and brief.relevance > 0
        (first if fits else further).append(candidate)
    return sorted([*first, *further][:items], key=_rank)


def _preference(candidate: Candidate) -> tuple[bool, bool, bool, tuple[bool, int, float, int, datetime, str]]:
    brief = candidate[1]
    return (brief.relevance == 0, brief.stars == 1, brief.engine != "llm", _rank(candidate))


def _rank(candidate: Candidate) -> tuple[bool, int, float, int, datetime, str]:
    story, brief = candidate
    sources = len({article.url for article in story.articles})
    return (brief.relevance == 0, -brief.stars, -brief.relevance, -sources, story.lead.published_at, story.id)


def _item(
    number: int, candidate: Candidate, window_start: datetime, zone: ZoneInfo, revisions: Mapping[str, Revision]
) -> IssueItem:
    story, brief = candidate
    late = story.lead.published_at < window_start
    sources = _sources(story, zone, revisions)
    return IssueItem(number=number, story_id=story.id, brief=brief, sources=sources, late=late)


def _sources(story: Story, zone: ZoneInfo, revisions: Mapping[str, Revision]) -> tuple[SourceReference, ...]:
    first_of = {article.url: article for article in reversed(story.articles)}
    in_order = sorted(first_of.values(), key=story.articles.index)
    return tuple(
        SourceReference(
            article_id=article.id,
            date_origin=article.date_origin,
            name=clean(article.site) or host_of(article.url),
            title=clean(article.title),
            url=article.url,
            published_local=article.published_at.astimezone(zone),
            revision=revisions.get(article.id),
        )
        for article in in_order
    )
