"""Two things of a statement that stand in each other's place: what is written around the one is around the other.

For statements in the words of their quotations: compared is how far the text on both sides of each goes on as it does
in the article at either of them.
"""

import re
from collections.abc import Sequence
from itertools import takewhile
from operator import eq

from digest_pipeline.briefs.grounding.comparing.items import NAME, Item
from digest_pipeline.briefs.grounding.dictionary import has_verb
from digest_pipeline.briefs.grounding.passages import Span

# By how many characters more the other's surroundings must agree, for both together; a Chinese one counts two.
_LEAST = 6
_LEAST_OF_ONE = 4
_LEAST_ALIKE = 8
_LONGEST = 24
# What stands side by side, or in a list, is not told apart by what is around it.
_JOINT = re.compile(r"\b(?:and|or)\b|['’]s\b|[和与及或]")
_LEAST_BETWEEN = 4
# In words.
_LONGEST_ROLE = 3
# What links a number to what it is of: 毛利: 3.88 亿元 is 毛利为 3.88 亿元.
_LINK = re.compile(r"(?<=[\u3400-\u9fff])[为达到约近超仅是]{1,2}(?=\s?\Z)")
_MARKS = re.compile(r"[\s:：（）()“”\"'’的]")
# Who somebody is, between a name and what he does.
_APPOSITION = re.compile(r"\s?(?:, [^,.;]{1,40},|[(（][^()（）]{1,40}[)）])")


def stand_crossed(one: Item, other: Item, said: str, text: str) -> bool:
    """Say whether two items of the statement stand each where the article (in the same script) has the other."""
    first, last = sorted((one.at, other.at))
    between = said[first[1] : last[0]]
    if _weight(_JOINT.sub("", between)) < (_LEAST_BETWEEN if one.kind == NAME else 1):
        return False
    # "Harbour founder Ann Lee" is Ann Lee, founder of Harbour.
    if one.kind == NAME and between.isascii() and len(between.split()) <= _LONGEST_ROLE and not has_verb(between):
        return False
    crossed = zip(_gains(said, one, other, text), _gains(said, other, one, text), strict=True)
    (before, its_before), (behind, its_behind) = crossed
    there, back = before + behind, its_before + its_behind
    if min(there, back) > 0 and there + back >= _LEAST:
        return True
    # Of what is named side by side one side alone may tell: what follows the last is said of both.
    return min(before, its_before) >= _LEAST_OF_ONE or min(behind, its_behind) >= _LEAST_OF_ONE


def _gains(said: str, item: Item, other: Item, text: str) -> tuple[int, int]:
    """Return how much farther both texts agree before, and behind, an item where the article has the other one."""
    mine = _around(said, item.at)

    def agreeing(places: Sequence[Span]) -> tuple[int, int]:
        around = (
            [_weight(_shared(*both)) for both in zip(mine, _around(text, place), strict=True)] for place in places
        )
        before, behind = max(around, key=sum)
        return before, behind

    there, here = agreeing(other.places), agreeing(item.places)
    return there[0] - here[0], there[1] - here[1]


def stands_as(said: str, at: Span, text: str, own: Sequence[Span], other: Sequence[Span]) -> bool:
    """Say whether what is around a place of the statement is, in the article, around other places than its own."""
    return _agree(said, at, text, other) - _agree(said, at, text, own) >= _LEAST_OF_ONE


def stands_for(said: str, at: Span, text: str, own: Sequence[Span], place: Span) -> bool:
    """Say whether a place of the statement and one of the article have the same words on both sides.

    They have to agree better there than at its `own` places. Of what has none, many words on one side are enough.
    """
    before, behind = _agreeing(said, at, text, place)
    if min(before, behind) < _LEAST_OF_ONE:
        return not own and max(before, behind) >= _LEAST_ALIKE
    return before + behind - max((sum(_agreeing(said, at, text, one)) for one in own), default=0) >= _LEAST_OF_ONE


def _agreeing(said: str, at: Span, text: str, place: Span) -> tuple[int, int]:
    """Return how far a place of the statement and one of the article have the same words before and behind."""
    before, behind = (_shared(*both) for both in zip(_around(said, at), _around(text, place), strict=True))
    return _weight(before), _weight(behind)


def _agree(said: str, at: Span, text: str, places: Sequence[Span]) -> int:
    """Return how far, at the best of the places, both texts agree before and behind."""
    return max(sum(_agreeing(said, at, text, place)) for place in places)


def _around(text: str, at: Span) -> tuple[str, str]:
    """Return what stands before a place, from it backwards, and what behind."""
    start, end = at
    before = _LINK.sub("", text[max(0, start - _LONGEST) : start])
    apposed = _APPOSITION.match(text, end)
    behind = apposed.end() if apposed else end
    return _MARKS.sub("", before)[::-1], _MARKS.sub("", text[behind : behind + _LONGEST])


def _shared(one: str, other: str) -> str:
    """Return what both texts begin with."""
    return one[: sum(1 for _ in takewhile(bool, map(eq, one, other)))]


def _weight(text: str) -> int:
    """Return how much of a text is letters; a Chinese character counts two."""
    return sum(2 if character > "\u3000" else 1 for character in text if character.isalnum())
