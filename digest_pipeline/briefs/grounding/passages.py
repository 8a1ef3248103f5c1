"""Passages of a text: those near others, how far two stand apart, and where neighbouring words make up a name.

What the passages mean is not known here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

Span = tuple[int, int]
SENTENCE_END = re.compile(r"[。！？!?\n]+|\.(?=\s)")

_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)*")
# What may stand between the words of one name.
_JOINTS = frozenset(["", "-", " ", ".", "_", "·", "/", "’", "'", "‑", "–", "&", "+"])


@dataclass(frozen=True, slots=True)
class Near:
    """The parts of an article that lie around the quotations of a statement, in order."""

    spans: tuple[Span, ...]

    def holds(self, start: int, end: int) -> bool:
        """Say whether a passage lies within one of the parts."""
        for first, last in self.spans:  # noqa: SIM110  called for every number of an article, and twice as fast so
            if first <= start and end <= last:
                return True
        return False


class Distances:
    """How far apart the passages of a text stand: in characters, and by what parts them.

    A Chinese character counts two; the marks between clauses, and words such as "while", count more.
    """

    def __init__(self, text: str) -> None:
        steps = [2.0 if character > "\u3000" else 1.0 for character in text]
        for pattern, cost in _PARTING:
            for match in pattern.finditer(text):
                steps[match.start()] += cost
        self._reached = [0.0, *accumulate(steps)]

    def apart(self, one: Span, other: Span, barriers: Sequence[Span] = ()) -> float:
        """Return how far apart two passages stand; each of the `barriers` between them counts, too."""
        first, last = (one, other) if one[0] <= other[0] else (other, one)
        between = max(0.0, self._reached[last[0]] - self._reached[first[1]])
        return between + _BARRIER * sum([first[1] <= start and end <= last[0] for start, end in barriers])


_PARTING = (
    (re.compile(r"[。！？\n]|[.!?]\s"), 60.0),
    (re.compile(r"[;；]"), 40.0),
    (re.compile(r"[,，、:：]"), 12.0),
    (re.compile(r"\b(?:and|while|but|against|versus|vs|than|compared|whereas)\b|[和与及而但]"), 12.0),
    (re.compile(r"[)）]"), 20.0),
    (re.compile(r"\bat\b"), 8.0),
)
_BARRIER = 25.0


class Words:
    """Where a text (in lower case) has neighbouring words and numbers that are, written as one, a given name."""

    def __init__(self, lower: str) -> None:
        pieces: list[str] = []
        self._starts: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        length = reached = 0
        for match in _WORD.finditer(lower):
            start, end = match.span()
            if lower[reached:start] not in _JOINTS:
                pieces.append(_APART)
                length += 1
            self._starts[length] = start
            pieces.append(match[0])
            length, reached = length + end - start, end
            self._ends[length] = end
        self._joined = "".join(pieces)
        self._found: dict[str, list[Span]] = {}

    def get(self, name: str) -> list[Span]:
        """Return the places of a name: gpt5.1 is at GPT-5.1 and at GPT 5.1."""
        if name not in self._found:
            self._found[name] = list(self._places(name)) if name else []
        return self._found[name]

    def _places(self, name: str) -> Iterator[Span]:
        at = self._joined.find(name)
        while at >= 0:
            start, end = self._starts.get(at), self._ends.get(at + len(name))
            if start is not None and end is not None:
                yield start, end
            at = self._joined.find(name, at + 1)


_APART = "\0"
