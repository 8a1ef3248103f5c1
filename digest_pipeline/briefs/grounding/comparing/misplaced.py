"""A number that the article says of something else: the words around it point to another number of the quotations.

Each number of its kind that the quotations give is scored by how near the statement's words stand to it there, each
word by how near it stands to the number in the statement. Where another one has clearly more of them, and its part of
the sentence (`regions.py`) says so too, the statement took the wrong one. Numbers exchanged with each other are
`exchanges.py`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.around import counted_by
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.anchors import Anchor
from digest_pipeline.briefs.grounding.comparing.items import COUNT, DATE, Item, kind_of, size_of
from digest_pipeline.briefs.grounding.comparing.nearness import Texts
from digest_pipeline.briefs.grounding.comparing.pairs import balance
from digest_pipeline.briefs.grounding.comparing.parts import Parts
from digest_pipeline.briefs.grounding.comparing.ranges import is_end_of_range
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.model import Evidence

# By how much the words must point to the other number; with less more true statements are objected to.
_CLEARLY = 0.25
# Half of a word's weight is left at so many characters from the number, in the statement and in the article.
_HALF_SAID, _HALF_GIVEN = 60.0, 30.0
# A number so many times as large is none of its kind; one that only counts things may count others sooner.
_MOST_TIMES_COUNTED, _MOST_TIMES_MEASURED = Decimal(20), Decimal(200)
# Where in the statement stands what only the article says.
_UNSAID = -1, -1


def rivals_of(
    numbers: Sequence[Item], ground: Ground, given: Sequence[Amount], evidence: Sequence[Evidence]
) -> Iterator[tuple[Item, list[Item]]]:
    """Yield the numbers of the statement with those of the quotations that they may have been taken for."""
    kinds = {one.kind for one in numbers}
    said = {place for one in numbers for place in one.places}
    spans = Near(tuple((one.start, one.end) for one in evidence))
    quoted = [one for one in given if one.stated and spans.holds(one.start, one.end)]
    unsaid = [
        Item(_UNSAID, one.surface, kind, ((one.start, one.end),), size_of(one))
        for one in quoted
        if (one.start, one.end) not in said and (kind := kind_of(one)) in kinds
    ]
    dated = [(one.start, one.end) for one in ground.days if DATE in kinds and spans.holds(one.start, one.end)]
    unsaid += [Item(_UNSAID, ground.plain[slice(*at)], DATE, (at,)) for at in dated if at not in said]
    for item in numbers if unsaid else ():
        if any(is_end_of_range(ground.plain, place) for place in item.places):
            continue
        rivals = [one for one in unsaid if _may_be_taken_for(item, one)]
        if item.kind == COUNT and item.size % 1:
            rivals = [one for one in rivals if one.size % 1]
        elif item.kind == COUNT:
            counted = {counted_by(ground.plain, place[1]) for place in item.places}
            rivals = [one for one in rivals if counted_by(ground.plain, one.places[0][1]) in counted - {""}]
        if rivals:
            yield item, rivals


def pointed_to(
    item: Item, rivals: Sequence[Item], anchors: Sequence[Anchor], parts: Parts, texts: Texts
) -> Item | None:
    """Return the number, one of `rivals`, of which the article says what the statement says of `item`; None if none."""
    balanced = [(one, *balance(anchors, item, one, parts)) for one in rivals]
    likely = [one for one, stays, moves in balanced if moves > stays]
    if not likely:
        return None
    said, given = texts
    barriers = [place for one in (item, *rivals, *parts.like) for place in one.places]
    kin = [one.at for one in parts.like if one is not item]
    weights = [
        (anchor, anchor.weight * _HALF_SAID / (_HALF_SAID + said.apart(anchor.at, item.at, kin)))
        for anchor in anchors
        if anchor.at != item.at
    ]

    def score(place: Span) -> float:
        others = [other for other in barriers if other != place]
        return sum(
            weight * _HALF_GIVEN / (_HALF_GIVEN + min(given.apart(one, place, others) for one in anchor.places))
            for anchor, weight in weights
            if place not in anchor.places
        )

    best = max(likely, key=lambda rival: score(rival.places[0]))
    return best if score(best.places[0]) > max(map(score, item.places)) + _CLEARLY else None


def _may_be_taken_for(item: Item, rival: Item) -> bool:
    """Say whether a number of the quotations is of the kind and size of one of the statement."""
    if item.kind != rival.kind or set(item.places) & set(rival.places):
        return False
    most = _MOST_TIMES_COUNTED if item.kind == COUNT else _MOST_TIMES_MEASURED
    return not (item.size and rival.size) or max(item.size, rival.size) <= most * min(item.size, rival.size)
