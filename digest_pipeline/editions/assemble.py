"""An edition's issue of a window, composed from the record."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from digest_pipeline.articles.versions import ArticleVersion
from digest_pipeline.editions.compose import compose
from digest_pipeline.editions.fitness import unfit_in
from digest_pipeline.editions.frame import Frame
from digest_pipeline.editions.periods import Period
from digest_pipeline.editions.review.compose import compose_review
from digest_pipeline.editions.review.material import ReviewMaterial
from digest_pipeline.editions.spec import EditionSpec, Labels
from digest_pipeline.model import Drop, Issue, Resource, Revision, Story, Unfit
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.gate import LAYERS, failures, issue_layer
from digest_pipeline.record import Record
from digest_pipeline.settings import Settings
from digest_pipeline.urls import host_of

# What `raw_feeds` leaves out of a feed that it could read.
_OF_ITEMS = frozenset({"no_link", "no_public_link", "too_old"})
_BUDGET_SPENT = "budget_spent"

# Makes the issue without the stories of these ids.
_Composer = Callable[[frozenset[str]], Issue]


def assemble(edition: EditionSpec, period: Period, newsroom: Newsroom) -> Issue:
    """Return the issue of `period`.

    What could not be read, what the model did not write and which failed checks were let pass is said in its notes. A
    failure of its own checks that was let pass is one of when it was composed last: these run when it is composed.

    A story whose text has a fault that no issue may have is left out, with the reason, and another takes its place.
    """
    frame = _frame(edition, period, newsroom)
    compose_without = _reviewed(frame, newsroom) if edition.review else _told_by_day(frame, newsroom)
    unfit: list[Unfit] = []
    issue = compose_without(frozenset())
    while found := unfit_in(issue, edition):
        unfit += found
        issue = compose_without(frozenset(one.story_id for one in unfit))
    unwritten = _unwritten(edition.labels_in(frame.language), issue, _fallbacks(period.days, newsroom.record))
    notes = (*issue.notes, *unwritten, *_accepted(edition.labels_in(frame.language), issue, period, newsroom))
    return issue.model_copy(update={"notes": notes, "unfit": tuple(unfit)})


def _frame(edition: EditionSpec, period: Period, newsroom: Newsroom) -> Frame:
    record, chosen = newsroom.record, newsroom.settings.editions[edition.name]
    drops = [drop for day in period.days for drop in record.drops(day)]
    return Frame(
        edition=edition,
        period=period,
        language=chosen.language,
        timezone=newsroom.settings.timezone,
        items=chosen.items or edition.select.items,
        minimum_stars=chosen.minimum_stars or edition.select.minimum_stars,
        counts=record.intake_counts(period.first, period.last, period.start, period.end),
        notes=tuple(_unread(edition.labels_in(chosen.language), drops)),
        told=newsroom.issues.told_before(edition.name, period.key, period.last),
        revisions=_revisions(record.versions(period.first, period.last)),
    )


def _reviewed(frame: Frame, newsroom: Newsroom) -> _Composer:
    material = ReviewMaterial(newsroom.warehouse, frame.language)
    return lambda without: compose_review(frame, material, without)


def _told_by_day(frame: Frame, newsroom: Newsroom) -> _Composer:
    record, period = newsroom.record, frame.period
    newsletter = newsroom.settings.editions[frame.edition.name].newsletter
    stories = record.story_heads(period.first, period.last)
    if newsletter:
        stories = [story for story in stories if _is_told_by(newsletter, story)]
    briefs = [brief for day in period.days for brief in record.briefs(day, frame.language)]
    origin = _newsletter_issue(newsletter, period, record, newsroom.settings)
    return lambda without: compose(
        frame, [story for story in stories if story.id not in without], briefs, origin=origin
    )


def _is_told_by(source_id: str, story: Story) -> bool:
    return any(article.source_id == source_id for article in story.articles)


def _newsletter_issue(source_id: str, period: Period, record: Record, settings: Settings) -> Resource | None:
    """Return the issue of the newsletter that most entries of the window were found in."""
    if not source_id:
        return None
    found = Counter(
        entry.via
        for day in period.days
        for entry in record.entries(day)
        if entry.source_id == source_id and entry.via and period.start <= entry.published_at < period.end
    )
    if not found:
        return None
    name = next(source.name for source in settings.sources if source.id == source_id)
    return Resource(url=max(sorted(found), key=found.__getitem__), title=name, kind="post")


def _revisions(versions: Iterable[ArticleVersion]) -> dict[str, Revision]:
    """Return the last change of each article whose page was recorded with another text before."""
    return {
        version.article_id: Revision(version=version.number, change=version.change)
        for version in versions
        if version.change
    }


def _fallbacks(days: Iterable[date], record: Record) -> dict[str, str]:
    return {story_id: reason for day in days for story_id, reason in record.fallbacks(day).items()}


def _unwritten(labels: Labels, issue: Issue, fallbacks: Mapping[str, str]) -> Iterator[str]:
    """Say how many items are quoted although a model was to write them, and whether for want of money."""
    reasons = [fallbacks[item.story_id] for item in issue.items if item.story_id in fallbacks]
    spent = reasons.count(_BUDGET_SPENT)
    if spent:
        yield labels.budget_spent.format(count=spent)
    if unanswered := len(reasons) - spent:
        yield labels.unanswered.format(count=unanswered)


def _accepted(labels: Labels, issue: Issue, period: Period, newsroom: Newsroom) -> Iterator[str]:
    """Say which failed checks of its days and of its own a person let pass, and why."""
    layers = {*LAYERS, issue_layer(issue.edition, issue.key)}
    for failure in failures(newsroom, period.first, period.last):
        if failure.acceptance and failure.layer in layers:
            because = failure.acceptance.because
            yield labels.accepted.format(check=failure.check, day=failure.day, because=because)


def _unread(labels: Labels, drops: Iterable[Drop]) -> list[str]:
    """Name the feeds that could not be read, so that a thin day can be told from a broken one."""
    feeds = sorted({host_of(drop.item) for drop in drops if drop.stage == "raw_feeds" and drop.reason not in _OF_ITEMS})
    return [labels.unread.format(sources=", ".join(feeds))] if feeds else []
