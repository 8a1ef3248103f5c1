"""The words of a statement by which its numbers are known, with where the article near its quotations has them.

Words of both languages are taken by their stems, Chinese ones by pairs of characters and across languages by what they
may mean; names and other numbers count more. What is told from where they stand is `swaps.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.briefs.grounding.reading import Reading
from digest_pipeline.briefs.grounding.translation import by_meaning, meanings_in
from digest_pipeline.stories.words import stem


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word of the statement with where it stands there and in the article; names weigh more than words."""

    at: Span
    places: tuple[Span, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Item:
    """What may be exchanged: an amount, date or name of the statement, with where the article has it."""

    at: Span
    surface: str
    kind: str
    places: tuple[Span, ...]
    size: Decimal = Decimal(0)


def anchors_of(
    reading: Reading, ground: Ground, given: Sequence[Amount], near: Near, items: Sequence[Item]
) -> Iterator[Anchor]:
    """Yield the words of the statement that stand in the article near its quotations, with where."""
    places = _places(ground, near)
    taken = [item.at for item in items]
    yield from (Anchor(item.at, item.places, NAME) for item in items)
    for match in _LATIN.finditer(reading.text):
        word = match[0].lower()
        if word in _STOP or len(word) < 2 or _within(match.span(), taken):  # noqa: PLR2004  a letter is no word
            continue
        if found := places.get(stem(word)):
            yield Anchor(match.span(), tuple(found), _WORD)
    for run in _HAN_RUN.finditer(reading.text):
        for offset in range(len(run[0]) - 1):
            at = run.start() + offset, run.start() + offset + 2
            if (found := places.get(run[0][offset : offset + 2])) and not _within(at, taken):
                yield Anchor(at, tuple(found), _PAIR)
    yield from _translated(reading, ground, places, taken)
    yield from _roles(reading, ground, given, items)


def comes_from(text: str, at: Span) -> bool:
    """Say whether a number is where something comes from: up from 63.9%, 从 63.9% 升至."""
    return _plays(_FROM, text, at)


_LATIN = re.compile(r"[A-Za-z]+(?:\d+(?:\.\d+)*)?")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_STOP = frozenset(
    """
    the a an and or of to in on for with by at from as is are was were be been it its this that than more most up over
    under about which who has have had will would can could not no but while into per year percent million billion
    thousand dollars yuan each first second third said says say after before during their his her they he she also
    """.split()
)
# Where a number comes from, goes to, or is compared with.
_FROM = re.compile(r"(?:\bfrom|[从由自])[^,，。;；\d]{0,12}\Z", re.IGNORECASE)
_ROLES = (
    _FROM,
    re.compile(r"(?:\bto|[到至])[^,，。;；\d]{0,10}\Z", re.IGNORECASE),
    re.compile(
        r"(?:\bthan|\bversus|\bvs\.?|\bagainst|\bcompared (?:with|to)|[比较])[^,，。;；\d]{0,10}\Z", re.IGNORECASE
    ),
)
_LONGEST_ROLE = 20
_RUNS = "(runs)"
_ROLE, NAME, _WORD, _PAIR = 1.0, 1.2, 0.6, 0.3


def _translated(
    reading: Reading, ground: Ground, places: dict[str, list[Span]], taken: Sequence[Span]
) -> Iterator[Anchor]:
    """Yield the words of a statement in the other script, where the article has one that may mean the same."""
    eastern = bool(_HAN_RUN.search(reading.text))
    if eastern == ground.is_han:
        return
    if eastern:
        for run in _HAN_RUN.finditer(reading.text):
            for stems, at in meanings_in(reading.text, run.span()):
                found = [span for meaning in sorted(stems) for span in places.get(meaning, ())]
                if found and not _within(at, taken):
                    yield Anchor(at, tuple(found), _WORD)
        return
    meant = by_meaning(ground.plain, places.get(_RUNS, ()))
    for match in _LATIN.finditer(reading.text):
        word = match[0].lower()
        if word not in _STOP and (spans := meant.get(stem(word))) and not _within(match.span(), taken):
            yield Anchor(match.span(), tuple(spans), _WORD)


def _roles(reading: Reading, ground: Ground, given: Sequence[Amount], items: Sequence[Item]) -> Iterator[Anchor]:
    for role in _ROLES:
        told = tuple((one.start, one.start) for one in given if _plays(role, ground.plain, (one.start, one.end)))
        played = [item for item in items if item.kind != "name" and _plays(role, reading.text, item.at)]
        for item in played:
            # A role that several play tells none from the others.
            if told and sum(other.kind == item.kind for other in played) == 1:
                yield Anchor((item.at[0], item.at[0]), told, _ROLE)


def _plays(role: re.Pattern[str], text: str, at: Span) -> bool:
    return role.search(text, max(0, at[0] - _LONGEST_ROLE), at[0]) is not None


def _within(at: Span, spans: Sequence[Span]) -> bool:
    return any(start < at[1] and at[0] < end for start, end in spans)


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
