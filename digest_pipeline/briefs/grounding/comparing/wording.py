"""The words of a statement with where its quotations have them: by stems, pairs of characters, or what they may mean.

Pairs are of neighbouring Chinese characters; a word in the other script is known by all that a dictionary says it may
mean (`translation.py`). Where numbers and names stand is `items.py`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.briefs.grounding.translation import by_meaning, meanings_in
from digest_pipeline.stories.words import stem


class Word(NamedTuple):
    """A word of a statement, or a pair of its characters, with its places in the quotations."""

    at: Span
    places: tuple[Span, ...]
    how: Literal["stem", "pair", "meaning"]


def shared_words(said: str, ground: Ground, near: Near, *, eastern: bool) -> Iterator[Word]:
    """Yield the words of a statement (half-width) that its quotations (`near`) have, too, none of them empty."""
    places = _places(ground, near)
    for match in _LATIN.finditer(said):
        word = match[0].lower()
        if word not in _STOP and len(word) > 1 and (found := places.get(stem(word))):
            yield Word(match.span(), tuple(found), "stem")
    for run in _HAN_RUN.finditer(said):
        for offset in range(len(run[0]) - 1):
            if found := places.get(run[0][offset : offset + 2]):
                yield Word((run.start() + offset, run.start() + offset + 2), tuple(found), "pair")
    if eastern != ground.is_han:
        yield from _translated(said, ground, places, eastern=eastern)


def _translated(said: str, ground: Ground, places: dict[str, list[Span]], *, eastern: bool) -> Iterator[Word]:
    """Yield the words of a statement in the other script, where the quotations have one that may mean the same."""
    if eastern:
        for run in _HAN_RUN.finditer(said):
            for stems, at in meanings_in(said, run.span()):
                if found := [span for meaning in sorted(stems) for span in places.get(meaning, ())]:
                    yield Word(at, tuple(found), "meaning")
        return
    meant = by_meaning(ground.plain, places.get(_RUNS, ()))
    for match in _LATIN.finditer(said):
        word = match[0].lower()
        if word not in _STOP and (spans := meant.get(stem(word))):
            yield Word(match.span(), tuple(spans), "meaning")


def _places(ground: Ground, near: Near) -> dict[str, list[Span]]:
    """Return where words near the quotations stand: stems, pairs of Chinese characters, under `_RUNS` their runs."""
    found: dict[str, list[Span]] = {}
    for start, end in near.spans:
        if end > len(ground.text):
            continue
        for match in _LATIN.finditer(ground.lower, start, end):
            found.setdefault(stem(match[0]), []).append(match.span())
        for run in _HAN_RUN.finditer(ground.plain, start, end):
            found.setdefault(_RUNS, []).append(run.span())
            for offset in range(len(run[0]) - 1):
                place = run.start() + offset
                found.setdefault(run[0][offset : offset + 2], []).append((place, place + 2))
    return found


_RUNS = "(runs)"
_LATIN = re.compile(r"[A-Za-z]+(?:\d+(?:\.\d+)*)?")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_STOP = frozenset(
    """
    the a an and or of to in on for with by at from as is are was were be been it its this that than more most up over
    under about which who has have had will would can could not no but while into per year percent million billion
    thousand dollars yuan each first second third said says say after before during their his her they he she also
    """.split()
)


class Tile(NamedTuple):
    """A passage of a statement that its quotations have word for word, with where; the longest there is."""

    at: Span
    places: tuple[Span, ...]


def tiles(said: str, text: str, words: Sequence[Word]) -> list[Tile]:
    """Return the statement as passages that stand in the quotations as well, in order, none within another.

    `words` are those that both share, in order.
    After Wise, String similarity via greedy string tiling and Running Karp-Rabin matching, 1993; from left to right.
    """
    tiling = _Tiling(said, text, words)
    found: list[Tile] = []
    for number, word in enumerate(tiling.words):
        if found and word.at[0] < found[-1].at[1]:
            continue
        chains = [tiling.chain(number, place) for place in word.places]
        end = max(last for last, _ in chains)
        found.append(Tile((word.at[0], end), tuple(dict.fromkeys(span for last, span in chains if last == end))))
    return found


class _Tiling:
    """The words of a statement, in order, each with those that may follow it in a passage."""

    def __init__(self, said: str, text: str, words: Sequence[Word]) -> None:
        self.words = words
        self._said = said
        self._text = text
        self._following = [self._after(number) for number in range(len(self.words))]

    def chain(self, number: int, place: Span) -> tuple[int, Span]:
        """Return where the passage ends that begins with a word at one of its places, and where it stands there."""
        start, reached = place[0], self.words[number].at[1]
        while found := self._next(number, place, reached):
            number, place = found
            reached = self.words[number].at[1]
        return reached, (start, place[1])

    def _next(self, number: int, place: Span, reached: int) -> tuple[int, Span] | None:
        """Return the word that goes on with a passage in both texts, and where it stands in the article."""
        begin = self.words[number].at[0]
        for other in self._following[number]:
            at = self.words[other].at
            if at[0] < reached:
                follows = (one for one in self.words[other].places if one[0] - place[0] == at[0] - begin)
            elif _is_joint(self._said, reached, at[0]):
                follows = (
                    one
                    for one in self.words[other].places
                    if one[0] >= place[1] and _is_joint(self._text, place[1], one[0])
                )
            else:
                continue
            if (found := next(follows, None)) is not None:
                return other, found
        return None

    def _after(self, number: int) -> list[int]:
        """Return the words that may follow a word: the pair that overlaps it, or the next word."""
        word = self.words[number]
        later = range(number + 1, min(number + _MOST_BETWEEN, len(self.words)))
        if word.how == "pair":
            overlapping = [other for other in later if self.words[other].at[0] == word.at[0] + 1]
            if overlapping:
                return overlapping
        return [other for other in later if self.words[other].at[0] >= word.at[1]][:1]


def _is_joint(text: str, start: int, end: int) -> bool:
    """Say whether what stands between two words joins them to a passage."""
    return end - start <= _LONGEST_JOINT and _JOINT.fullmatch(text, start, end) is not None


_MOST_BETWEEN = 4
_LONGEST_JOINT = 8
_JOINT = re.compile(r"[ -]?(?:(?:the|a|an|of) )?|的?")
