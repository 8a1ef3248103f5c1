"""What the forms have in common when an issue is reduced to what its Markdown shows.

Texts become one line of visible characters, addresses and titles what links show, times what is stamped. What an
edition's items keep is its form's own `printed`; of the whole issue it is `read.as_printed`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from digest_pipeline.articles.links import kind_of
from digest_pipeline.editions.reading.drafts import Draft, source
from digest_pipeline.editions.reading.sources import NEWS_SEPARATOR
from digest_pipeline.editions.reading.words import Voice, pattern
from digest_pipeline.editions.render import (
    amount,
    circumstances,
    continuous,
    groups_of,
    linkable,
    names_its_lead,
    paragraph_of,
)
from digest_pipeline.model import (
    Brief,
    Continuation,
    Figure,
    Issue,
    IssueItem,
    Point,
    Resource,
    Revision,
    SourceReference,
)
from digest_pipeline.webtext import clean, link_text, printable_address


def printed_title(title: str, url: str, voice: Voice) -> str:
    """Return what stands in the brackets of a link to `url`."""
    return clean(link_text(title, url, voice.labels.untitled))


def printed_link(link: Resource, voice: Voice, *, kind_is_shown: bool = True) -> Resource:
    """Return a link as it is read back; where its kind is not printed, the address tells it."""
    url = printable_address(link.url) or ""
    kind = link.kind
    if kind_is_shown:
        # Two kinds may have one word; the first of them is read.
        words = voice.labels.resource_kinds
        kind = next(other for other in words if words[other] == words[link.kind])
    return Resource(
        url=url, title=printed_title(link.title, link.url, voice), kind=kind if kind_is_shown else kind_of(url)
    )


def printed_links(links: Iterable[Resource], voice: Voice) -> list[Resource]:
    """Return the links of a section of resources, without those that can't be linked."""
    return [printed_link(link, voice) for link in linkable(links)]


def printed_moment(moment: datetime | None, voice: Voice, *, day_only: bool = False) -> datetime | None:
    """Return a time as its stamp reads: a minute of the issue's zone, or the day alone, which is its midnight."""
    if moment is None:
        return None
    local = moment.replace(hour=0, minute=0) if day_only else moment
    return local.replace(second=0, microsecond=0, tzinfo=voice.zone, fold=0)


def printed_source(one: SourceReference, voice: Voice) -> SourceReference:
    """Return a source of which name, address and time are printed."""
    return source(
        clean(one.name),
        printable_address(one.url) or "",
        published_local=printed_moment(one.published_local, voice, day_only=one.day_only),
        day_only=one.day_only,
    )


def printed_lead(one: SourceReference, voice: Voice, *, day_only: bool = False) -> SourceReference:
    """Return the lead source of an item, with whose time a doubt about it is printed."""
    dated = one.model_copy(update={"day_only": one.day_only or day_only})
    origin = "first_seen" if one.date_origin == "first_seen" else "feed"
    return printed_source(dated, voice).model_copy(update={"date_origin": origin})


def printed_paragraph(brief: Brief) -> str:
    """Return a brief as one paragraph."""
    return clean(continuous(paragraph_of(brief)))


def printed_groups(issue: Issue, voice: Voice) -> Iterator[tuple[str, Sequence[IssueItem]]]:
    """Yield the name of each group, empty in an edition that has none, and its items, in the order of the text."""
    for group, _, items in groups_of(issue, voice.edition):
        yield (group.name if voice.edition.groups else ""), items


def printed_points(points: Iterable[Point]) -> Iterator[Point]:
    """Yield points without their evidence, and without a lead that a quoted sentence says itself."""
    for point in points:
        lead = "" if names_its_lead(point) else clean(point.lead)
        yield Point(lead=lead, text=clean(point.text), evidence=())


def printed_figures(figures: Iterable[Figure], voice: Voice) -> Iterator[Figure]:
    """Yield figures whose value is all that is printed behind the metric."""
    for figure in figures:
        value = clean(amount(figure) + circumstances(figure, voice.labels))
        yield Figure(metric=clean(figure.metric), value=value, evidence=())


def printed_surroundings(draft: Draft, item: IssueItem, voice: Voice) -> None:
    """Give a draft what the lines below its headline say besides the lead source."""
    draft.late = item.late
    draft.sources += (printed_source(one, voice) for one in item.sources[1:])
    draft.revisions += _revisions(item.sources, voice)
    if item.primary:
        draft.primary = printed_link(item.primary, voice, kind_is_shown=False)
    if item.continues:
        draft.continues = _continuation(item.continues)


def _revisions(sources: Iterable[SourceReference], voice: Voice) -> Iterator[tuple[str, Revision]]:
    for one in sources:
        if one.revision:
            version = one.revision.version
            told = pattern(voice.labels.revised).match(
                clean(voice.labels.revised.format(version=version, change=one.revision.change))
            )
            change = told["change"] if told else ""
            yield clean(one.name), Revision(version=version, change=change)


def _continuation(before: Continuation) -> Continuation:
    news = clean(NEWS_SEPARATOR.join(before.news)).split(NEWS_SEPARATOR) if before.news else ()
    return before.model_copy(update={"headline": clean(before.headline), "news": tuple(news)})
