"""Two things of which the statement says each what the article says of the other: A is fast, B cheap, for the reverse.

Each clause of a statement opens with what it is about. Where the rest of either clause stands, in the article, by the
opening of the other one, the two were exchanged.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import exp

from digest_pipeline.briefs.grounding import dictionary
from digest_pipeline.briefs.grounding.comparing.wording import Tile
from digest_pipeline.briefs.grounding.passages import Distances, Span

# By how much the rest of each clause must stand nearer to the other opening, and of both together. Chosen on the
# labelled statements (bench/grounding.py): no true pair passes.
_EACH, _BOTH = 0.3, 0.9
# At so many characters nearness falls to a third.
_REACH = 25
# By so much a passage may stand farther from its subject in the article.
_CLOSE = 8


def exchanged_subjects(
    said: str, passages: Sequence[Tile], mine: Distances, given: Distances
) -> Iterator[tuple[Span, Span]]:
    """Yield the openings of clauses that were exchanged, each with a place of the other one."""
    clauses = [held for start, end in _clauses(said) if len(held := _within(passages, start, end)) > 1]
    for (one, *of_one), (other, *of_other) in combinations([_parted(said, held) for held in clauses], 2):
        if set(one.places) & set(other.places) or any(dictionary.is_verb(said[slice(*it.at)]) for it in (one, other)):
            continue
        if _is_kept(one, of_one[0], mine, given) or _is_kept(other, of_other[0], mine, given):
            continue
        gains = (
            _nearness(one, of_other, given) - _nearness(one, of_one, given),
            _nearness(other, of_one, given) - _nearness(other, of_other, given),
        )
        if min(gains) >= _EACH and sum(gains) >= _BOTH:
            yield one.at, other.places[0]
            yield other.at, one.places[0]


def _parted(said: str, clause: Sequence[Tile]) -> list[Tile]:
    """Return the opening of a clause, and what it says of it: from its verb on, if it has one."""
    opening, *rest = clause
    verbs = (number for number, one in enumerate(rest) if dictionary.has_verb(said[slice(*one.at)]))
    return [opening, *rest[next(verbs, 0) :]]


def _is_kept(subject: Tile, first: Tile, mine: Distances, given: Distances) -> bool:
    """Say whether what follows a subject stands as near to it in the article as in the statement."""
    near = min(given.apart(at, place) for at in subject.places for place in first.places)
    return near <= mine.apart(subject.at, first.at) + _CLOSE


def _nearness(subject: Tile, rest: Sequence[Tile], given: Distances) -> float:
    """Return how near the passages of a clause stand to a subject in the article, on average, up to one."""
    near = [
        max(
            (exp(-given.apart(at, place) / _REACH) for at in subject.places for place in one.places if at != place),
            default=0,
        )
        for one in rest
    ]
    return sum(near) / len(near)


def _within(passages: Sequence[Tile], start: int, end: int) -> list[Tile]:
    return [one for one in passages if start <= one.at[0] < end]


def _clauses(said: str) -> Iterator[Span]:
    return pairwise([0, *(match.end() for match in _CLAUSE_END.finditer(said)), len(said)])


_CLAUSE_END = re.compile(r"[。！？!?\n;；，:：]|,(?!\d)|\.\s|\b(?=(?:while|but|whereas|and)\b)|(?=[而但]|却)")
