"""One story as an item of an issue: its sources as the reader sees them, what it goes back to and what it continues."""

import re
from collections.abc import Iterator, Sequence

from digest_pipeline.editions.choice import Candidate, Place
from digest_pipeline.editions.frame import Frame
from digest_pipeline.model import (
    Article,
    Brief,
    Continuation,
    IssueItem,
    Resource,
    ResourceKind,
    SourceReference,
    Story,
)
from digest_pipeline.stories.origins import is_talk
from digest_pipeline.urls import host_of
from digest_pipeline.webtext import clean, printable_address

_TERMS = 6
_SHORTEST_TERM = 2
# What a story told by a post or a discussion goes back to, the best first.
_ORIGINALS: Sequence[ResourceKind] = ("paper", "code", "model", "dataset", "post")


def item_of(candidate: Candidate, place: Place, number: int, frame: Frame) -> IssueItem:
    """Return the item of a story, `number` in its group."""
    story, brief = candidate
    return IssueItem(
        number=number,
        story_id=story.id,
        thread_id=story.step.thread_id if story.step else "",
        group=place.group,
        brief=brief,
        sources=sources_of(story, frame),
        late=story.lead.published_at < frame.period.start,
        primary=_primary(story, brief),
        continues=_continuation(story, place),
        terms=tuple(_terms(brief)),
    )


def sources_of(story: Story, frame: Frame) -> tuple[SourceReference, ...]:
    """Return the articles of a story, one an address, the lead first, with their times in the issue's zone."""
    first_of = {article.url: article for article in reversed(story.articles)}
    in_order = sorted(first_of.values(), key=story.articles.index)
    return tuple(
        SourceReference(
            article_id=article.id,
            date_origin=article.date_origin,
            name=clean(article.site) or host_of(article.url),
            author=_author(article),
            title=clean(article.title),
            url=article.url,
            published_local=article.published_at.astimezone(frame.zone),
            revision=frame.revisions.get(article.id),
        )
        for article in in_order
    )


def _author(article: Article) -> str:
    """Return who wrote an article: its first two authors, empty when it names none but its site."""
    named = [clean(name) for name in article.authors if clean(name) and clean(name) != clean(article.site)]
    return ", ".join(named[:2]) + (" et al." if len(named) > 2 else "")  # noqa: PLR2004  the two that are named


def _primary(story: Story, brief: Brief) -> Resource | None:
    """Return what the story goes back to, where its lead is none itself."""
    printed = {article.url for article in story.articles}
    if story.primary and story.primary.url not in printed and printable_address(story.primary.url):
        return Resource(url=story.primary.url, title=story.primary.anchor, kind=story.primary.kind)
    if not is_talk(story.lead.url):
        return None
    originals = (link for kind in _ORIGINALS for link in brief.resources if link.kind == kind)
    return next((link for link in originals if printable_address(link.url)), None)


def _continuation(story: Story, place: Place) -> Continuation | None:
    before = place.before
    if before is None or story.step is None:
        return None
    return Continuation(
        key=before.key,
        day=before.day,
        story_id=before.story_id,
        headline=before.headline,
        news=tuple(clean(passage) for passage in story.step.news),
    )


def _terms(brief: Brief) -> Iterator[str]:
    """Yield the key terms of a brief that its statements use: who, what, and how much."""
    statements = [brief.one_sentence, *([brief.summary] if brief.summary else []), *brief.findings, *brief.technique]
    text = "\n".join(statement.text for statement in statements)
    amounts = [f"{figure.value}{space}{figure.unit}" for figure in brief.figures for space in ("", " ")]
    found = 0
    for term in dict.fromkeys([*brief.organisations, *brief.tags, *(amount.strip() for amount in amounts)]):
        if found < _TERMS and len(term) >= _SHORTEST_TERM and _stands_alone(term, text):
            found += 1
            yield term


def _stands_alone(term: str, text: str) -> bool:
    """Say whether a term stands in a text, a Latin one or a number not as a part of a longer word."""
    return re.search(rf"(?<![A-Za-z0-9.]){re.escape(term)}(?![A-Za-z0-9]|\.\d)", text) is not None
