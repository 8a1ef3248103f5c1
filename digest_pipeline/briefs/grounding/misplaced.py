"""A number that the article says of something else: the words around it point to another number of the quotations.

Each number of its kind that the quotations give is scored by how near the statement's words stand to it there, each
word by how near it stands to the number in the statement. Where another one has clearly more of them, and its part of
the sentence (`regions.py`) says so too, the statement took the wrong one. Numbers exchanged with each other are
`swaps.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from digest_pipeline.briefs.grounding.anchors import Anchor, Item
from digest_pipeline.briefs.grounding.pairs import balance
from digest_pipeline.briefs.grounding.passages import Distances, Span
from digest_pipeline.briefs.grounding.regions import Regions

# By how much the words must point to the other number; with less more true statements are objected to.
_CLEARLY = 0.25
# Half of a word's weight is left at so many characters from the number, in the statement and in the article.
_HALF_SAID, _HALF_GIVEN = 60.0, 30.0
# A number so many times as large is none of its kind; one that only counts things may count others sooner.
_MOST_TIMES = {"count": 20}
_MOST_TIMES_MEASURED = 200


@dataclass(frozen=True, slots=True)
class Texts:
    """A statement and the article, with the parts that speak of each number of a kind."""

    said: Distances
    given: Distances
    said_of: Regions
    given_of: Regions


def pointed_to(
    item: Item, rivals: Sequence[Item], like: Sequence[Item], anchors: Sequence[Anchor], texts: Texts
) -> Item | None:
    """Return the number, one of `rivals`, of which the article says what the statement says of `item`; None if none.

    `like` are the statement's numbers of this kind.
    """
    likely = [one for one in rivals if _gains(balance(anchors, item, one, texts.said_of, texts.given_of))]
    if not likely:
        return None
    barriers = [place for one in (item, *rivals, *like) for place in one.places]
    kin = [one.at for one in like if one is not item]
    weights = [
        (anchor, anchor.weight * _HALF_SAID / (_HALF_SAID + texts.said.apart(anchor.at, item.at, kin)))
        for anchor in anchors
        if anchor.at != item.at
    ]

    def score(place: Span) -> float:
        others = [other for other in barriers if other != place]
        return sum(
            weight * _HALF_GIVEN / (_HALF_GIVEN + min(texts.given.apart(one, place, others) for one in anchor.places))
            for anchor, weight in weights
            if place not in anchor.places
        )

    best = max(likely, key=lambda rival: score(rival.places[0]))
    return best if score(best.places[0]) > max(map(score, item.places)) + _CLEARLY else None


def _gains(balanced: tuple[float, float]) -> bool:
    stays, moves = balanced
    return moves > stays


def may_be_taken_for(item: Item, rival: Item) -> bool:
    """Say whether a number of the quotations is of the kind and size of one of the statement."""
    if item.kind != rival.kind or set(item.places) & set(rival.places):
        return False
    most = Decimal(_MOST_TIMES.get(item.kind, _MOST_TIMES_MEASURED))
    return not (item.size and rival.size) or max(item.size, rival.size) <= most * min(item.size, rival.size)


def is_end_of_range(place: Span, text: str) -> bool:
    """Say whether a number of the article is an end of a range, whose words are those of both ends."""
    before = _RANGE_BEFORE.search(text, max(0, place[0] - _LONGEST), place[0])
    return bool(before or _RANGE_BEHIND.match(text, place[1]))


_RANGE_BEHIND = re.compile(r"\s?(?:-|–|~|至|到| to )\s?[$€£¥]?\d")
_RANGE_BEFORE = re.compile(r"\d%?\s?(?:-|–|~|至|到| to )\s?[$€£¥]?\Z")
_LONGEST = 12
