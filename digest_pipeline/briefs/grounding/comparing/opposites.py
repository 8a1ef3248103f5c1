"""Words of a statement whose opposite the quotations have in their place: fell for rose, 低配 for 高配.

Which words exclude one another is data (`opposites.txt`), in Chinese and English together, so that a statement in one
language is held against quotations in the other. A negated word stands for none of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.names import is_eastern
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.briefs.grounding.translation import known
from digest_pipeline.model import Evidence
from digest_pipeline.stories.words import stem, terms


class Pole(NamedTuple):
    """A word that excludes others, with where it stands: its class, and which of its alternatives it is."""

    at: Span
    kind: int
    pole: int
    negated: bool


Contested = Sequence[tuple[Pole, Sequence[Pole]]]
"""Words of a statement of which its quotations have an opposite, with what these have of the class."""


def poles(said: str) -> list[Pole]:
    """Return the words of a statement (half-width, lower case) that exclude others."""
    lexicon = _lexicon()
    found: list[Pole] = []
    reached = 0
    for match in _WORD.finditer(said):
        if match.start() < reached:
            continue
        # A word, or the first two characters of one, with which none begins is told at once.
        longest = lexicon.longest.get(match[1] or _form(match[0]), 0)
        for length in range(longest, 0, -1):
            end = _end_of_phrase(said, match, length)
            if entries := lexicon.words.get(_form(said[match.start() : end])):
                reached = end
                negated = _is_negated(said, match.span())
                found += [Pole((match.start(), end), kind, pole, negated) for kind, pole in entries]
                break
    return found


def _end_of_phrase(said: str, first: re.Match[str], length: int) -> int:
    """Return where ends what has so many words, or characters, from the first on."""
    if not first[1]:
        found = _PHRASE[length].match(said, first.start())
        return found.end() if found else first.end()
    return min(len(said), first.start() + length)


def poles_of(kind: int, text: str, spans: Sequence[Span]) -> Iterator[Pole]:
    """Yield the words of one class in parts of a text (half-width, lower case)."""
    lexicon = _lexicon()
    for start, end in spans:
        # Most texts have none of them, which is told many times faster so.
        if not any(text.find(beginning, start, end) >= 0 for beginning in lexicon.beginnings[kind]):
            continue
        for match in lexicon.patterns[kind].finditer(text, start, end):
            for other, pole in lexicon.words.get(_form(match[0]), ()):
                if other == kind:
                    yield Pole(match.span(), kind, pole, _is_negated(text, match.span()))


def contested(said: str, ground: Ground, evidence: Sequence[Evidence]) -> Contested:
    """Return the words of a statement of which its quotations have an opposite, with what they have of the class."""
    spans = [(one.start, one.end) for one in evidence]
    claimed = poles(lowered(said)) if spans else []
    found = [(one, list(poles_of(one.kind, ground.lower, spans))) for one in claimed]
    return [(one, given) for one, given in found if any(pole.pole != one.pole for pole in given)]


def opposed(words: Contested, said: str, ground: Ground, quoted: Near) -> Iterator[tuple[Span, str]]:
    """Yield where a statement has a word of which its quotations have opposites only, with the first of these.

    The sentences of these (`quoted`) may not have the word either; `words` are those that are `contested`.
    """
    for one, given in words:
        if one.negated or any(pole.pole == one.pole or pole.negated for pole in given):
            continue
        if any(pole.pole == one.pole for pole in poles_of(one.kind, ground.lower, quoted.spans)):
            continue
        if other := next((pole for pole in given if _are_said_of_the_same(said, one.at, ground.plain, pole.at)), None):
            yield one.at, ground.plain[slice(*other.at)]


def _are_said_of_the_same(said: str, one: Span, text: str, other: Span) -> bool:
    """Say whether a word of the statement and one of the article have a word beside them that may mean the same."""
    here, there = _beside(said, one), _beside(text, other)
    if not set(terms(here)).isdisjoint(terms(there)):
        return True
    return is_eastern(here) != is_eastern(there) and known(here, there)[1] > 0


def _beside(text: str, at: Span) -> str:
    reach = _BESIDE_HAN if is_eastern(text[slice(*at)]) else _BESIDE
    before, behind = text[max(0, at[0] - reach) : at[0]], text[at[1] : at[1] + reach]
    return f"{_CLAUSE_END.split(before)[-1]} {_CLAUSE_END.split(behind)[0]}"


def _form(phrase: str) -> str:
    """Return by what a word or phrase is known: Chinese as it is written, English by its stems."""
    return " ".join([word if word.endswith("ly") else stem(word) for word in _PARTING.split(phrase)])


def _is_negated(text: str, at: Span) -> bool:
    return _NEGATED.search(text, max(0, at[0] - _LONGEST_NEGATION), at[0]) is not None


# A Latin word, or two Chinese characters from every one on.
_WORD = re.compile(r"[a-z]+|(?=([\u3400-\u9fff]{2}))")
_PARTING = re.compile(r"[ -]")
_PHRASE = {length: re.compile(rf"[a-z]+(?:[ -][a-z]+){{{length - 1}}}(?![a-z])") for length in (1, 2, 3)}
_LONGEST_NEGATION = 24
# So many characters beside a word say what it is said of.
_BESIDE, _BESIDE_HAN = 24, 12
_CLAUSE_END = re.compile(r"[;；。！？!?\n]|\.\s")
_NEGATED = re.compile(
    r"(?:[不未没无非]|没有|并未|尚未|不再|无法|拒绝|停止|避免|防止|解除|取消|撤销|结束|扭转)[会能曾可再被]?\Z"
    r"|\b(?:not|no|never|without|cannot|[a-z]+n['’]t|(?:avoid|prevent|lift|end|stop|overturn)(?:s|ed|p?ing)?)"
    r"(?: [a-z]+)? \Z"
)


class _Lexicon(NamedTuple):
    """The classes and alternatives of each word by its form, and what the words of each class begin with.

    `longest` is of how many words, or characters, is the longest that begins with a word, or with two characters.
    """

    words: Mapping[str, Sequence[tuple[int, int]]]
    longest: Mapping[str, int]
    beginnings: Sequence[Sequence[str]]
    patterns: Sequence[re.Pattern[str]]


@cache
def _lexicon() -> _Lexicon:
    words: dict[str, list[tuple[int, int]]] = {}
    longest: dict[str, int] = {}
    beginnings, patterns = [], []
    lines = files(__package__).joinpath("opposites.txt").read_text("utf-8").splitlines()
    classes = [line.split("|") for line in lines if line and not line.startswith("#")]
    for kind, alternatives in enumerate(classes):
        for pole, alternative in enumerate(alternatives):
            for word in alternative.split():
                parts = word.split("_")
                words.setdefault(_form(" ".join(parts)), []).append((kind, pole))
                first, length = (_form(parts[0]), len(parts)) if word.isascii() else (word[:2], len(word))
                longest[first] = max(length, longest.get(first, 0))
        spelled = [list(map(_beginning, word.split("_"))) for word in " ".join(alternatives).split()]
        beginnings.append(tuple(dict.fromkeys(parts[0] for parts in spelled)))
        patterns.append(re.compile("|".join(sorted(map(_inflected, spelled), reverse=True))))
    return _Lexicon(words, longest, beginnings, patterns)


def _beginning(word: str) -> str:
    """Return what all inflections of a word have in common."""
    return stem(word).removesuffix("i").removesuffix("e") if word.isascii() and not word.endswith("ly") else word


def _inflected(parts: list[str]) -> str:
    """Return a pattern for all inflections of a phrase, and for more."""
    return "[ -]".join(rf"(?<![a-z]){part}[a-z]*" for part in parts) if parts[0].isascii() else parts[0]
