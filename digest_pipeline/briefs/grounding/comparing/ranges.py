"""The ends of ranges and of changes: from 63 % to 71 %, 30× to 2×. They have no words of their own, but an order."""

import re

from digest_pipeline.briefs.grounding.comparing.anchors import comes_from
from digest_pipeline.briefs.grounding.comparing.items import Item
from digest_pipeline.briefs.grounding.passages import Span


def is_turned(item: Item, other: Item, said: str, text: str) -> bool:
    """Say whether of two numbers one comes first where in the article the other does: 从 71% 升至 63%, 30× to 2×."""
    first, last = sorted((item, other), key=lambda one: one.at)
    if is_range(said, first.at, last.at) and _leads(last, first, text):
        return not _leads(first, last, text)
    for one, two in ((item, other), (other, item)):
        if comes_from(said, one.at) and not comes_from(said, two.at):
            return all(comes_from(text, at) for at in two.places) and not any(comes_from(text, at) for at in one.places)
    return False


def are_ends(one: Item, other: Item, said: str) -> bool:
    """Say whether two numbers of a statement are the ends of a range or of a change."""
    first, last = sorted((one.at, other.at))
    if is_range(said, first, last) or _BETWEEN.search(said, max(0, first[0] - _LONGEST), first[0]):
        return True
    return comes_from(said, one.at) or comes_from(said, other.at)


def is_range(text: str, first: Span, last: Span) -> bool:
    """Say whether what stands between two numbers makes them a range."""
    return _RANGE.fullmatch(text, first[1], last[0]) is not None


def is_end_of_range(text: str, place: Span) -> bool:
    """Say whether a number of a text is an end of a range, whatever the other one is."""
    before = _RANGE_BEFORE.search(text, max(0, place[0] - _LONGEST), place[0])
    return bool(before or _RANGE_BEHIND.match(text, place[1]))


def _leads(one: Item, other: Item, text: str) -> bool:
    """Say whether the article has two numbers as a range of which the one comes first."""
    return any(is_range(text, a, b) for a in one.places for b in other.places if a[1] <= b[0])


_LONGEST = 16
_RANGE = re.compile(r"\s?(?:-|–|~|至|到|比|to)\s?")
_BETWEEN = re.compile(r"\bbetween [$€£¥]?\Z", re.IGNORECASE)
_RANGE_BEHIND = re.compile(r"\s?(?:-|–|~|至|到| to )\s?[$€£¥]?\d")
_RANGE_BEFORE = re.compile(r"\d%?\s?(?:-|–|~|至|到| to )\s?[$€£¥]?\Z")
