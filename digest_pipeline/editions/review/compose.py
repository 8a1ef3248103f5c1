"""The issue of a review: one item a thread, with its moments, its latest brief, and what early reports got right.

Which threads are told is `threads`, what is read of them `material`, what became of early reports `hindsights`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from zoneinfo import ZoneInfo

from digest_pipeline.editions.choice import Limits, Place
from digest_pipeline.editions.items import item_of, sources_of
from digest_pipeline.editions.periods import Period
from digest_pipeline.editions.review.facts import Report
from digest_pipeline.editions.review.hindsights import hindsights_of
from digest_pipeline.editions.review.material import ReviewMaterial, Told
from digest_pipeline.editions.review.threads import Thread, choose_threads
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.issues import ToldBefore
from digest_pipeline.model import Hindsight, Issue, IssueItem, Moment, Revision, SourceReference
from digest_pipeline.webtext import clean

_INTRODUCED = 3


def compose_review(  # noqa: PLR0913  an issue is made of these; a bundle for one caller would only hide them
    edition: EditionSpec,
    period: Period,
    material: ReviewMaterial,
    *,
    limits: Limits,
    language: str,
    timezone: str,
    counts: Mapping[str, int],
    notes: Sequence[str] = (),
    told: Mapping[str, ToldBefore] = MappingProxyType({}),
    revisions: Mapping[str, Revision] = MappingProxyType({}),
    without: Collection[str] = (),
) -> Issue:
    """Return the review of `period`: one item a thread, the weightiest first.

    An item's brief is that of the thread's latest story that tells something, so that it gives the state of things; its
    moments are all steps of the thread up to then, repeats left out, those before the window too. The introduction are
    the sentences of the first three threads.

    Args:
        edition: the review.
        period: its window.
        material: the record, read in `language`.
        limits: how many items, and how many stars each must have at least.
        language: of the issue.
        timezone: of the times it prints.
        counts: what the earlier stages counted (`entries`, `articles`); `stories`, `items`, `left_out` (stories of no
            printed thread), `repeats` and `told_before` are added here.
        notes: lines under the issue.
        told: what this edition's earlier issues told last of each thread, by the thread's id.
        revisions: articles whose page had another text before, by id.
        without: stories that must not be told, by id.
    """
    zone = ZoneInfo(timezone)
    heads = [head for head in material.heads(period.first, period.last) if head.story_id not in without]
    chosen = choose_threads(
        heads,
        period,
        printed=material.printed_threads(period.first, period.last, edition.name),
        told=told,
        limits=limits,
        source_share=edition.select.source_share,
    )
    by_thread = material.told([thread.id for thread in chosen.threads], period.first, period.last)
    make = _Items(period, zone, told, revisions)
    items = [make.item(number, thread, by_thread[thread.id]) for number, thread in enumerate(chosen.threads, start=1)]
    own_counts = {
        "stories": len(heads),
        "items": len(items),
        "left_out": len(heads) - sum(len(thread.heads) for thread in chosen.threads),
        "repeats": sum(head.standing == "repeat" for head in heads),
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
        introduction=tuple(item.brief.one_sentence for item in items[:_INTRODUCED]),
    )


@dataclass(frozen=True, slots=True)
class _Items:
    """Makes the items of one review."""

    period: Period
    zone: ZoneInfo
    before: Mapping[str, ToldBefore]
    revisions: Mapping[str, Revision]

    def item(self, number: int, thread: Thread, told: Sequence[Told]) -> IssueItem:
        """Return the item of a thread, of which `told` are all stories with a brief, in their order."""
        latest = next(one for one in told if one.story.id == thread.latest.story_id)
        known = [one for one in told if one.brief.kind != "advertisement"]
        steps = [one for one in known if one.step.standing != "repeat"]
        hindsights = hindsights_of([Report(one.brief, one.host) for one in known], self.period.first)
        item = item_of(
            (latest.story, latest.brief),
            Place("", self.before.get(thread.id)),
            number,
            start=self.period.start,
            zone=self.zone,
            revisions=self.revisions,
        )
        return item.model_copy(
            update={
                "sources": self._sources(latest, steps, known, hindsights),
                "moments": tuple(_moments(steps)),
                "hindsights": hindsights,
            }
        )

    def _sources(
        self, latest: Told, steps: Sequence[Told], known: Sequence[Told], hindsights: Sequence[Hindsight]
    ) -> tuple[SourceReference, ...]:
        """Return the articles of the latest story, the leads of the steps, and what hindsights rest on besides."""
        quoted = {
            evidence.article_id
            for hindsight in hindsights
            for statement in (hindsight.early, hindsight.late)
            for evidence in statement.evidence
        }
        of_steps = (sources_of(one.story, self.zone, self.revisions)[0] for one in steps)
        of_others = (source for one in known for source in sources_of(one.story, self.zone, self.revisions))
        found = chain(
            sources_of(latest.story, self.zone, self.revisions),
            of_steps,
            (source for source in of_others if source.article_id in quoted),
        )
        first_of: dict[str, SourceReference] = {}
        for source in found:
            first_of.setdefault(source.url, source)
        return tuple(first_of.values())


def _moments(steps: Sequence[Told]) -> Iterator[Moment]:
    for one in steps:
        lead = one.story.lead
        yield Moment(
            day=one.story.day,
            story_id=one.story.id,
            standing=one.step.standing,
            headline=one.brief.headline,
            source=clean(lead.site) or one.host,
            url=lead.url,
        )
