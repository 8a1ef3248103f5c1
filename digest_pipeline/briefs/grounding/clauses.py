"""Two numbers of a statement, each in a clause of its own, that the article has in each other's clause.

What the clauses are known by are the words of the one that are not in the other; both must speak for the exchange. What
is told from how near words stand is `swaps.py`.
"""

import re
from collections.abc import Iterator, Sequence

from digest_pipeline.briefs.grounding.anchors import Anchor, Item
from digest_pipeline.briefs.grounding.passages import Span

_LEAST = 0.5
_CLAUSE_END = re.compile(
    r"[。！？;；，、\n]|[.!?,](?=\s)|\s/\s|(?<=\s)(?:while|whereas|and|but|against|versus|vs\.?)(?=\s)|[而但](?!已|言)|和|与",
    re.IGNORECASE,
)


def clauses_exchanged(one: Item, other: Item, anchors: Sequence[Anchor], said: str, text: str) -> bool:
    """Say whether the words of each number's clause stand in the clause of the other in the article."""
    here = clause(said, one.at), clause(said, other.at)
    if here[0] == here[1]:
        return False
    there = _only(text, one.places), _only(text, other.places)
    if not there[0] or not there[1] or there[0] == there[1]:
        return False
    both = (one.at, other.at)
    spoken = [
        anchor for anchor in anchors if not any(start < anchor.at[1] and anchor.at[0] < end for start, end in both)
    ]
    return all(
        _speaks(list(_own(spoken, mine, its)), its_place, my_place)
        for mine, its, my_place, its_place in (
            (here[0], here[1], there[0], there[1]),
            (here[1], here[0], there[1], there[0]),
        )
    )


def clause(text: str, at: Span) -> Span:
    """Return the clause of `text` in which a passage stands."""
    start = max((match.end() for match in _CLAUSE_END.finditer(text, 0, at[0])), default=0)
    following = _CLAUSE_END.search(text, at[1])
    return start, following.start() if following else len(text)


def _only(text: str, places: Sequence[Span]) -> Span | None:
    """Return the clause in which a number stands; None for one that stands in several."""
    found = {clause(text, place) for place in places}
    return found.pop() if len(found) == 1 else None


def _own(anchors: Sequence[Anchor], mine: Span, its: Span) -> Iterator[Anchor]:
    """Yield the words of a clause that the other one lacks."""
    elsewhere = {place for anchor in anchors if _holds(its, anchor.at) for place in anchor.places}
    for anchor in anchors:
        if _holds(mine, anchor.at) and elsewhere.isdisjoint(anchor.places):
            yield anchor


def _speaks(anchors: Sequence[Anchor], exchanged: Span, kept: Span) -> bool:
    """Say whether words stand in the one clause of the article rather than in the other."""
    score = most = 0.0
    for anchor in anchors:
        there = any(_holds(exchanged, place) for place in anchor.places)
        here = any(_holds(kept, place) for place in anchor.places)
        score += anchor.weight * (there - here)
        most = max(most, anchor.weight * (there and not here))
    return score >= _LEAST and most > 0


def _holds(span: Span, at: Span) -> bool:
    return span[0] <= at[0] and at[1] <= span[1]
