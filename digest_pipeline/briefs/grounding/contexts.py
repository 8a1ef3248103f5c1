"""Two things of a statement that stand in each other's place: what is written around the one is around the other.

For statements in the words of their quotations: compared is how far the text on both sides of each goes on as it does
in the article at either of them.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from operator import eq

from digest_pipeline.briefs.grounding.anchors import Item
from digest_pipeline.briefs.grounding.passages import Span

# By how many characters more the other's surroundings must agree, for both together; a Chinese one counts two.
_LEAST = 6
_LONGEST = 24
# What stands side by side, or in a list, is not told apart by what is around it.
_JOINT = re.compile(r"\b(?:and|or)\b|['’]s\b|[和与及或]")
_LEAST_BETWEEN = 4


def stand_crossed(one: Item, other: Item, said: str, text: str) -> bool:
    """Say whether two items of the statement stand each where the article (in the same script) has the other."""
    first, last = sorted((one.at, other.at))
    between = _weight(_JOINT.sub("", said[first[1] : last[0]]))
    if between < (_LEAST_BETWEEN if one.kind == "name" else 1):
        return False
    there = _agree(said, one.at, text, other.places) - _agree(said, one.at, text, one.places)
    back = _agree(said, other.at, text, one.places) - _agree(said, other.at, text, other.places)
    return min(there, back) > 0 and there + back >= _LEAST


def _agree(said: str, at: Span, text: str, places: Sequence[Span]) -> int:
    """Return how far, at the best of the places, both texts agree before and behind."""
    before, behind = _around(said, at)
    around = (_around(text, place) for place in places)
    return max(_weight(_shared(before, there[0])) + _weight(_shared(behind, there[1])) for there in around)


def _around(text: str, at: Span) -> tuple[str, str]:
    """Return what stands before a place, from it backwards, and what behind."""
    start, end = at
    return text[max(0, start - _LONGEST) : start][::-1], text[end : end + _LONGEST]


def _shared(one: str, other: str) -> str:
    """Return what both texts begin with."""
    return one[: sum(1 for _ in takewhile(bool, map(eq, one, other)))]


def _weight(text: str) -> int:
    """Return how much of a text is letters; a Chinese character counts two."""
    return sum(2 if character > "\u3000" else 1 for character in text if character.isalnum())
