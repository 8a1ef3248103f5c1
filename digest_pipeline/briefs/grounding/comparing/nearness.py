"""Two items of a statement exchanged, told from how near the words stand to them.

Each word of a statement stands by one item of a kind more closely than by the others, and so it does in the article.
Where the words by the one stand, in the quoted sentences, by the other, and those by the other by the one, the two were
exchanged. What speaks for one direction alone is not enough: a text may tell the same in many orders.
"""

from collections.abc import Sequence
from typing import NamedTuple

from digest_pipeline.briefs.grounding.comparing.anchors import Anchor
from digest_pipeline.briefs.grounding.comparing.items import Item
from digest_pipeline.briefs.grounding.passages import Distances, Span

# How much must speak for an exchange in each direction, and in both together. Chosen on the labelled
# statements (bench/grounding.py): nearly all true pairs pass.
_EACH = -0.2
_BOTH = 0.6
_AGAINST = 1.5
# A word stands by the nearer of two numbers if it is so much nearer, and by its number the less the farther it is.
_CLEARLY = 0.8
_REACH = 80
_CLOSE = 8
_LEAST_FOR, _LEAST_AGAINST = 0.15, 0.05


class Texts(NamedTuple):
    """How far apart passages stand in the statement, and in the article."""

    said: Distances
    given: Distances


def are_exchanged(one: Item, other: Item, like: Sequence[Item], anchors: Sequence[Anchor], texts: Texts) -> bool:
    """Say whether the words by each of two items stand by the other in the article; `like` are all of their kind."""
    there = _score(one, other, [item.at for item in like if item is not one], anchors, texts)
    if there <= _EACH:
        return False
    back = _score(other, one, [item.at for item in like if item is not other], anchors, texts)
    return back > _EACH and there + back > _BOTH


def _score(item: Item, rival: Item, kin: Sequence[Span], anchors: Sequence[Anchor], texts: Texts) -> float:
    """Return by how much more the words that stand by an item in the statement stand by its rival in the article.

    `kin` are the places of the statement's other items of this kind.
    """
    said, given = texts
    barriers = [*item.places, *rival.places]
    score = 0.0
    for anchor in anchors:
        if anchor.at == item.at or set(anchor.places) & set(barriers):
            continue
        near = said.apart(anchor.at, item.at, kin)
        if any(near > _CLEARLY * said.apart(anchor.at, at, [item.at]) for at in kin):
            continue
        mine = min(given.apart(place, one, barriers) for place in anchor.places for one in item.places)
        its = min(given.apart(place, one, barriers) for place in anchor.places for one in rival.places)
        margin = (mine - its) / (mine + its + _CLOSE)
        weight = anchor.weight * _REACH / (near + _REACH)
        if margin > _LEAST_FOR:
            score += weight * margin
        elif margin < -_LEAST_AGAINST:
            score += _AGAINST * weight * margin
    return score
