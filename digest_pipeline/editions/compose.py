"""The issue of a window: its best stories as an edition tells them. How it reads is `render`.

Which stories may stand in it, and in which order, is `choice`; one story as an item is `items`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from digest_pipeline.editions.choice import Candidate, Limits, choose
from digest_pipeline.editions.items import item_of
from digest_pipeline.editions.periods import Period
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.issues import ToldBefore
from digest_pipeline.model import (
    Brief,
    FurtherReading,
    Issue,
    IssueItem,
    OverviewLine,
    Resource,
    ResourceKind,
    Revision,
    Story,
    StoryKind,
)
from digest_pipeline.webtext import printable_address

# Under which kind a story is listed that is only pointed to.
_LISTED_AS: Mapping[StoryKind, ResourceKind] = {"paper": "paper", "release": "post", "tool": "site"}


@dataclass(frozen=True, slots=True)
class Material:
    """What an issue is made of: the stories of its days, their briefs, and what is known around them.

    `told` is what the edition's earlier issues told last of each thread, by the thread's id; `revisions` are the
    articles whose page had another text before, by id; `origin` is the newsletter's issue that is distilled.
    """

    stories: Sequence[Story]
    briefs: Sequence[Brief]
    told: Mapping[str, ToldBefore] = field(default_factory=dict)
    revisions: Mapping[str, Revision] = field(default_factory=dict)
    origin: Resource | None = None


def compose(  # noqa: PLR0913  an issue is made of these; a bundle for one caller would only hide them
    edition: EditionSpec,
    period: Period,
    material: Material,
    *,
    limits: Limits,
    language: str,
    timezone: str,
    counts: Mapping[str, int],
    notes: Sequence[str] = (),
) -> Issue:
    """Return the issue of `period` with its best stories.

    `counts` holds what the earlier stages counted (`entries`, `articles`); `stories`, `items`, `left_out` (stories not
    printed), `repeats` (those of them that tell nothing new) and `told_before` (those that the edition's earlier issues
    printed) are added here.
    """
    zone = ZoneInfo(timezone)
    chosen = choose(edition, period, material.stories, material.briefs, told=material.told, limits=limits)
    items = [
        item_of(candidate, place, number, start=period.start, zone=zone, revisions=material.revisions)
        for candidate, place, number in chosen.placed
    ]
    own_counts = {
        "stories": chosen.in_window,
        "items": len(items),
        "left_out": chosen.in_window - len(items),
        "repeats": chosen.repeats,
        "told_before": chosen.told_before,
    }
    return Issue(
        edition=edition.name,
        day=period.last,
        key=period.key,
        title=edition.title_of(period, language, zone),
        language=language,
        timezone=timezone,
        window_start=period.start,
        window_end=period.end,
        items=tuple(items),
        counts=dict(sorted({**counts, **own_counts}.items())),
        notes=tuple(notes),
        origin=material.origin,
        overview=tuple(_overview(edition, items, language)),
        further=tuple(_further(edition, items, chosen.further)),
    )


def _overview(edition: EditionSpec, items: Sequence[IssueItem], language: str) -> Iterator[OverviewLine]:
    """Yield the lines of the overview: the items of most value, whatever their group."""
    labels = edition.labels_in(language)
    best = sorted(items, key=lambda item: (-item.brief.stars, -item.brief.value))[: edition.select.overview]
    for item in best:
        brief = item.brief
        tag = brief.tags[0] if brief.tags else labels.categories[brief.category]
        yield OverviewLine(story_id=item.story_id, tag=tag, title=brief.headline, text=brief.one_sentence.text)


def _further(
    edition: EditionSpec, items: Sequence[IssueItem], left_out: Sequence[Candidate]
) -> Iterator[FurtherReading]:
    """Yield what to read further: what the printed stories link to, then the stories that there was no room for."""
    seen = {source.url for item in items for source in item.sources}
    found = [FurtherReading(story_id=item.story_id, resource=link) for item in items for link in item.brief.resources]
    for story, brief in left_out:
        kind = _LISTED_AS.get(brief.kind, "post")
        link = Resource(url=story.lead.url, title=brief.headline, kind=kind)
        found.append(FurtherReading(story_id=story.id, resource=link))
    for reading in found[:]:
        if reading.resource.url in seen or not printable_address(reading.resource.url):
            found.remove(reading)
        seen.add(reading.resource.url)
    yield from found[: edition.select.further]
