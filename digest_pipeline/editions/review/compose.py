"""The issue of a review: one item a thread, with its moments, its latest brief, and what early reports got right.

Which threads are told is `threads`, what is read of them `material`, what became of early reports `hindsights`.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from digest_pipeline.editions.choice import Place
from digest_pipeline.editions.frame import Frame
from digest_pipeline.editions.items import item_of, sources_of
from digest_pipeline.editions.review.facts import Report
from digest_pipeline.editions.review.hindsights import hindsights_of
from digest_pipeline.editions.review.material import ReviewMaterial, Told
from digest_pipeline.editions.review.threads import Thread, choose_threads
from digest_pipeline.model import Hindsight, Issue, IssueItem, Moment, SourceReference
from digest_pipeline.webtext import clean

_INTRODUCED = 3


def compose_review(frame: Frame, material: ReviewMaterial, without: Collection[str] = ()) -> Issue:
    """Return the review of a window: one item a thread, the weightiest first, the stories of `without` left out.

    An item's brief is that of the thread's latest story that tells something, so that it gives the state of things; its
    moments are all steps of the thread up to then, repeats left out, those before the window too. The introduction are
    the sentences of the first three threads.

    Counted are `stories`, `items`, `left_out` (stories of no printed thread), `repeats` and `told_before`.
    """
    days = frame.period.first, frame.period.last
    heads = [head for head in material.heads(*days) if head.story_id not in without]
    chosen = choose_threads(frame, heads, material.printed_threads(*days, frame.edition.name))
    by_thread = material.told([thread.id for thread in chosen.threads], *days)
    items = [_item(frame, number, thread, by_thread[thread.id]) for number, thread in enumerate(chosen.threads, 1)]
    counts = {
        "stories": len(heads),
        "items": len(items),
        "left_out": len(heads) - sum(len(thread.heads) for thread in chosen.threads),
        "repeats": sum(head.standing == "repeat" for head in heads),
        "told_before": chosen.told_before,
    }
    return frame.issue(items, counts, introduction=tuple(item.brief.one_sentence for item in items[:_INTRODUCED]))


def _item(frame: Frame, number: int, thread: Thread, told: Sequence[Told]) -> IssueItem:
    """Return the item of a thread, of which `told` are all stories with a brief, in their order."""
    latest = next(one for one in told if one.story.id == thread.latest.story_id)
    known = [one for one in told if one.brief.kind != "advertisement"]
    steps = [one for one in known if one.step.standing != "repeat"]
    hindsights = hindsights_of([Report(one.brief, one.host) for one in known], frame.period.first)
    item = item_of((latest.story, latest.brief), Place("", frame.told.get(thread.id)), number, frame)
    return item.model_copy(
        update={
            "sources": _sources(frame, [latest, *known], steps, hindsights),
            "moments": tuple(_moments(steps)),
            "hindsights": hindsights,
        }
    )


def _sources(
    frame: Frame, told: Sequence[Told], steps: Sequence[Told], hindsights: Sequence[Hindsight]
) -> tuple[SourceReference, ...]:
    """Return the articles of the first story, the leads of the steps, and what hindsights rest on besides."""
    quoted = {
        evidence.article_id
        for hindsight in hindsights
        for statement in (hindsight.early, hindsight.late)
        for evidence in statement.evidence
    }
    of_first, *of_others = (sources_of(one.story, frame) for one in told)
    of_steps = (sources_of(one.story, frame)[0] for one in steps)
    of_hindsights = (source for source in chain.from_iterable(of_others) if source.article_id in quoted)
    first_of: dict[str, SourceReference] = {}
    for source in chain(of_first, of_steps, of_hindsights):
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
