"""The issue of a window: its best stories as an edition tells them. How it reads is `render`.

Which stories may stand in it, and in which order, is `choice`; one story as an item is `items`.
"""

from collections.abc import Iterator, Mapping, Sequence

from digest_pipeline.editions.choice import Candidate, choose
from digest_pipeline.editions.frame import Frame
from digest_pipeline.editions.items import item_of
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import (
    Brief,
    FurtherReading,
    Issue,
    IssueItem,
    OverviewLine,
    Resource,
    ResourceKind,
    Story,
    StoryKind,
)
from digest_pipeline.webtext import printable_address

# Under which kind a story is listed that is only pointed to.
_LISTED_AS: Mapping[StoryKind, ResourceKind] = {"paper": "paper", "release": "post", "tool": "site"}


def compose(
    frame: Frame, stories: Sequence[Story], briefs: Sequence[Brief], *, origin: Resource | None = None
) -> Issue:
    """Return the issue with the best of `stories`, those of the days of its window; `origin` is what it distils.

    Counted are `stories`, `items`, `left_out` (stories not printed), `repeats` (those of them that tell nothing new)
    and `told_before` (those that the edition's earlier issues printed).
    """
    edition, language = frame.edition, frame.language
    chosen = choose(frame, stories, briefs)
    items = [item_of(candidate, place, number, frame) for candidate, place, number in chosen.placed]
    counts = {
        "stories": chosen.in_window,
        "items": len(items),
        "left_out": chosen.in_window - len(items),
        "repeats": chosen.repeats,
        "told_before": chosen.told_before,
    }
    return frame.issue(
        items,
        counts,
        origin=origin,
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
