"""An edition's issue of a day, composed from the record."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from digest_pipeline.articles.versions import ArticleVersion
from digest_pipeline.editions.compose import compose
from digest_pipeline.editions.spec import EditionSpec, Labels
from digest_pipeline.model import Drop, Issue, Revision
from digest_pipeline.record import Record
from digest_pipeline.settings import Settings
from digest_pipeline.stories.day import OFF_SUBJECT
from digest_pipeline.urls import host_of

# What `raw_feeds` leaves out of a feed that it could read.
_OF_ITEMS = frozenset({"no_link", "too_old"})
_BUDGET_SPENT = "budget_spent"


def compose_day(edition: EditionSpec, day: date, record: Record, settings: Settings) -> Issue:
    """Return the issue of `day`; what could not be read, and what the model did not write, is named in its notes."""
    chosen = settings.editions[edition.name]
    drops = record.drops(day)
    counts = {
        "entries": len(record.entries(day)),
        "articles": len(record.articles(day)),
        "off_subject": sum(drop.reason == OFF_SUBJECT for drop in drops),
    }
    issue = compose(
        edition,
        day,
        record.stories(day),
        record.briefs(day, chosen.language),
        items=chosen.items,
        language=chosen.language,
        timezone=settings.timezone,
        counts=counts,
        notes=_unread(edition, chosen.language, drops),
        revisions=_revisions(record.versions(day, day)),
    )
    unwritten = _unwritten(edition.labels_in(chosen.language), issue, record.fallbacks(day))
    return issue.model_copy(update={"notes": (*issue.notes, *unwritten)})


def _revisions(versions: Iterable[ArticleVersion]) -> dict[str, Revision]:
    """Return the last change of each article whose page was recorded with another text before."""
    return {
        version.article_id: Revision(version=version.number, change=version.change)
        for version in versions
        if version.change
    }


def _unwritten(labels: Labels, issue: Issue, fallbacks: Mapping[str, str]) -> Iterator[str]:
    """Say how many items are quoted although a model was to write them, and whether for want of money."""
    reasons = [fallbacks[item.story_id] for item in issue.items if item.story_id in fallbacks]
    spent = reasons.count(_BUDGET_SPENT)
    if spent:
        yield labels.budget_spent.format(count=spent)
    if unanswered := len(reasons) - spent:
        yield labels.unanswered.format(count=unanswered)


def _unread(edition: EditionSpec, language: str, drops: Iterable[Drop]) -> list[str]:
    """Name the feeds that could not be read, so that a thin day can be told from a broken one."""
    feeds = sorted({host_of(drop.item) for drop in drops if drop.stage == "raw_feeds" and drop.reason not in _OF_ITEMS})
    return [edition.labels_in(language).unread.format(sources=", ".join(feeds))] if feeds else []
