"""Numbers that a text gives in the order of a list before them: A, B and C sold 3, 5 and 7 thousand, respectively.

What is told apart by its place in a list is not told by how near the words stand (`exchanges.py`).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from digest_pipeline.briefs.grounding.comparing.items import Item
from digest_pipeline.briefs.grounding.passages import Near, Span

ORDERED = re.compile(r"分别|\brespectively\b", re.IGNORECASE)
"""What says that things belong together by their order."""


def as_listed(
    said: str, numbers: Sequence[Item], named: Sequence[Item], text: str, near: Near
) -> Iterator[tuple[Item, str]]:
    """Yield the numbers of a statement that the article lists, each with the name by it if it is another's there.

    With nothing if it is its own. Both in the order of the statement, which has as many of the names as of the numbers.
    What is listed and no name is looked for as the statement (`said`) has it.
    """
    for labels, values in _lists(text, near):
        items = [(item.surface, place) for item in named if (place := _only(item.places, labels)) is not None]
        counts = [(item, place) for item in numbers if (place := _only(item.places, values)) is not None]
        if len(items) < len(counts):
            items = list(_worded(said, [text[slice(*label)].strip() for label in labels]))
        if len(items) == len(counts):
            for (name, its), (number, place) in zip(items, counts, strict=True):
                yield number, name if its != place else ""


def _worded(said: str, labels: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield what the statement calls the things of a list, in its order, each with its place in the list."""
    found = []
    for number, label in enumerate(labels):
        ends = (label[:length] for length in range(len(label), 1, -1))
        starts = (label[-length:] for length in range(len(label), 1, -1))
        others = [other for place, other in enumerate(labels) if place != number]
        for words in (*ends, *starts):
            if len(words.encode()) >= _SHORTEST and said.count(words) == 1 and not any(words in one for one in others):
                found.append((said.find(words), words, number))
                break
    for _, words, number in sorted(found):
        yield words, number


def _lists(text: str, near: Near) -> Iterator[tuple[list[Span], list[Span]]]:
    """Yield lists of names with the lists of as many numbers that follow them."""
    for start, end in near.spans:
        for found in _VALUES.finditer(text, start, end):
            if not ORDERED.search(text, max(start, found.start() - _LONGEST), min(end, found.end() + _BEHIND)):
                continue
            values = [one.span() for one in _VALUE.finditer(text, *found.span())]
            labels = _labels(text[max(start, found.start() - _LONGEST) : found.start()], len(values))
            offset = max(start, found.start() - _LONGEST)
            if labels:
                yield [(one + offset, other + offset) for one, other in labels], values


def _labels(before: str, number: int) -> list[Span]:
    """Return the last list of so many in a text: what stands between, before and behind its marks."""
    for clause in reversed([one.span() for one in _CLAUSE.finditer(before)]):
        marks = [(clause[0], clause[0]), *(one.span() for one in _MARK.finditer(before, *clause))]
        marks.append((clause[1], clause[1]))
        if len(marks) == number + 1:
            return [(one[1], other[0]) for one, other in pairwise(marks)]
    return []


def _only(places: Sequence[Span], spans: Sequence[Span]) -> int | None:
    """Return in which of the spans something stands, if in one alone."""
    found = {
        number
        for number, (start, end) in enumerate(spans)
        for place in places
        if start <= place[0] < end or place[0] <= start < place[1]
    }
    return found.pop() if len(found) == 1 else None


# In bytes: two Chinese characters, or six letters.
_SHORTEST = 6
_LONGEST, _BEHIND = 80, 24
_VALUE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MEASURE = r"\d[\d,]*(?:\.\d+)?\s?(?:%|[万亿]?[\u4e00-\u9fff]{0,2}|[A-Za-z]{1,7})"
_HEDGE = r"(?:约|近|超|逾|about|around|nearly)?\s?[$€£¥]?"
_VALUES = re.compile(rf"{_MEASURE}(?:\s?(?:、|,|和|与|及|,? and)\s?{_HEDGE}{_MEASURE})+")
_CLAUSE = re.compile(r"[^，。；：:;\n]+")
_MARK = re.compile(r"、|和|与|及|,\s|\sand\s")
