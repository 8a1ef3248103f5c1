"""Two numbers of a statement that are said of each other's words: each in the part of a sentence that is of the other.

What a part is, is `regions.py`; what is told from how near words stand is `nearness.py`.
"""

from collections.abc import Sequence

from digest_pipeline.briefs.grounding import dictionary
from digest_pipeline.briefs.grounding.comparing.anchors import WEIGHT_OF_ITEM, Anchor
from digest_pipeline.briefs.grounding.comparing.items import Item
from digest_pipeline.briefs.grounding.comparing.parts import Parts
from digest_pipeline.briefs.grounding.passages import Span

# With these no true pair of the labelled statements is objected to.
_LEAST, _LEAST_OF_LEADING = 0.6, 1.2
_MOST_KEPT = 0.25
# A word that goes before the first number in both, or follows the last, may be said of all of them.
_CONTEXT = 0.2
_WORD = 0.6


def paired_otherwise(one: Item, other: Item, anchors: Sequence[Anchor], parts: Parts) -> bool:
    """Say whether the words of each number are, in the article, those of the other."""
    if not all(any(parts.given.of(place) for place in item.places) for item in (one, other)):
        return False
    kept = crossed = 0.0
    names_moved = 0
    moved = []
    for item, rival in ((one, other), (other, one)):
        stays, moves, kept_names, moved_names = _spoken(anchors, item, rival, parts)
        kept += stays
        crossed += moves
        names_moved += moved_names > kept_names == 0
        moved += [item] if moves > stays else []
    alone = len(moved) == 1 and parts.said.leads(moved[0].at)
    least = _LEAST_OF_LEADING if alone else _LEAST
    if names_moved > 1:
        return True
    return crossed >= least and kept <= _MOST_KEPT * crossed


def balance(anchors: Sequence[Anchor], item: Item, rival: Item, parts: Parts) -> tuple[float, float]:
    """Return how much of what is said of a number the article says of it alone, and how much of the rival alone."""
    stays, moves, _, _ = _spoken(anchors, item, rival, parts)
    return stays, moves


def _spoken(anchors: Sequence[Anchor], item: Item, rival: Item, parts: Parts) -> tuple[float, float, int, int]:
    """Return how much of what is said of a number the article says of it and of the rival, and how many names."""
    said, given = parts.said, parts.given
    mine, its = said.of(item.at), said.of(rival.at)
    by_item, by_rival = ([region for place in one.places for region in given.of(place)] for one in (item, rival))
    shared = said.shared(item.at)
    context = [region for one in (item, rival) for place in one.places for region in given.shared(place)]
    elsewhere = {place for anchor in anchors if _holds(its, anchor.at) for place in anchor.places}
    stays = moves = 0.0
    kept_names = moved_names = 0
    for anchor in anchors:
        if not _holds(mine, anchor.at) or not elsewhere.isdisjoint(anchor.places):
            continue
        here = any(_holds(by_item, place) for place in anchor.places)
        there = any(_holds(by_rival, place) for place in anchor.places)
        weight = max(anchor.weight, _WORD if dictionary.is_word(said.text[slice(*anchor.at)]) else 0.0)
        if _holds(shared, anchor.at) and any(_holds(context, place) for place in anchor.places):
            weight *= _CONTEXT
        stays += weight * (here and not there)
        moves += weight * (there and not here)
        if anchor.weight >= WEIGHT_OF_ITEM and not said.text[anchor.at[0]].isdigit():
            kept_names += here and not there
            moved_names += there and not here
    return stays, moves, kept_names, moved_names


def _holds(regions: Sequence[Span], at: Span) -> bool:
    return at[0] < at[1] and any(start <= at[0] and at[1] <= end for start, end in regions)
