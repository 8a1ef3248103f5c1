"""Two things of a statement that stand in each other's place: what is written around the one is around the other.

For statements in the words of their quotations: compared is how far the text on both sides of each goes on as it does
in the article at either of them.
"""

import re
from collections.abc import Sequence

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
    return max(_behind(said, at[1], text, end) + _before(said, at[0], text, start) for start, end in places)


def _behind(said: str, at: int, text: str, place: int) -> int:
    length = 0
    most = min(_LONGEST, len(said) - at, len(text) - place)
    while length < most and said[at + length] == text[place + length]:
        length += 1
    return _weight(said[at : at + length])


def _before(said: str, at: int, text: str, place: int) -> int:
    length = 0
    most = min(_LONGEST, at, place)
    while length < most and said[at - length - 1] == text[place - length - 1]:
        length += 1
    return _weight(said[at - length : at])


def _weight(text: str) -> int:
    """Return how much of a text is letters; a Chinese character counts two."""
    return sum(2 if character > "\u3000" else 1 for character in text if character.isalnum())
