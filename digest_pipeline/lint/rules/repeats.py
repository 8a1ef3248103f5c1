"""Stories told twice in one issue."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from digest_pipeline.lint.document import Document, Item
from digest_pipeline.lint.likeness import Weights, words

# Shares of the weight of two headings, and of two whole texts, that both have in common. In 13 issues of one archive
# and 10 of another no two stories had more than 0.16 of the text; of three told twice the least had 0.28.
_TITLE, _TEXT = 0.2, 0.25
_SUSPECT_TITLE, _SUSPECT_TEXT = 0.4, 0.2
# Among so few stories no word is rare.
_FEW, _TITLE_AMONG_FEW = 4, 0.5
# Of a text with fewer, a few chance words are much.
_WORDS = 50
_ALIKE = "alike"


def told_twice(document: Document) -> Iterator[tuple[int, str]]:
    """Items that have the source of an earlier one, or tell the same in nearly the same words."""
    for item, known, reason in _pairs(document):
        if reason != _ALIKE:
            yield item.line, f"the story of line {known.line} again: {reason}"


def alike(document: Document) -> Iterator[tuple[int, str]]:
    """Items that may be an earlier one told again."""
    for item, known, reason in _pairs(document):
        if reason == _ALIKE:
            yield item.line, f"much like the story of line {known.line}"


@lru_cache(maxsize=1)
def _pairs(document: Document) -> tuple[tuple[Item, Item, str], ...]:
    """Return the items that repeat an earlier one, with that one and the reason; two rules ask in turn."""
    tellings = [_Telling(item) for item in document.items]
    weights = Weights(telling.text for telling in tellings)
    least = _TITLE if len(tellings) >= _FEW else _TITLE_AMONG_FEW
    found: dict[int, tuple[Item, Item, str]] = {}
    for one, other in combinations(tellings, 2):
        if other.item.line not in found and (reason := _reason(one, other, weights, least)):
            found[other.item.line] = other.item, one.item, reason
    return tuple(found.values())


class _Telling:
    """A story's source and the words of its heading and of all it says."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.sources = {link.canonical for link in item.sources[:1]} - {""}
        self.title = words(item.heading)
        self.text = words(item.text)


def _reason(one: _Telling, other: _Telling, weights: Weights, least: float) -> str:
    if one.sources & other.sources:
        return "the same source"
    title = _common(one.title, other.title, weights)[0]
    if title < _TITLE / 2:
        return ""
    text = _common(one.text, other.text, weights)[1]
    if title >= least and text >= _TEXT and min(len(one.text), len(other.text)) >= _WORDS:
        return "nearly the same words"
    return _ALIKE if title >= _SUSPECT_TITLE or text >= _SUSPECT_TEXT else ""


def _common(one: frozenset[str], other: frozenset[str], weights: Weights) -> tuple[float, float]:
    """Return the lower and the higher share that two sets of words have in common."""
    if one.isdisjoint(other):
        return 0.0, 0.0
    low, high = sorted((weights.covered(one, other), weights.covered(other, one)))
    return low, high
