"""What a statement names: its links, quoted speech, dates, versions, names and amounts, no passage read as two.

Whether the article bears them out is `details.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from digest_pipeline.briefs.grounding import amounts as amounts_
from digest_pipeline.briefs.grounding import days as days_
from digest_pipeline.briefs.grounding import ranks as ranks_
from digest_pipeline.briefs.grounding.amounts import Amount, is_small_count
from digest_pipeline.briefs.grounding.days import Day
from digest_pipeline.briefs.grounding.links import links
from digest_pipeline.briefs.grounding.names import Name, is_eastern, names
from digest_pipeline.briefs.grounding.ranks import Rank
from digest_pipeline.quantities import half_width


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a statement between two offsets."""

    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class Version:
    """A name with the number behind it (iOS 26, GPT-5.1)."""

    start: int
    end: int
    surface: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a statement names, by kind; no passage is read as two.

    `counts` are written-out numbers that state too little to be looked for, and still may be another's (两个接口).
    """

    text: str
    links: tuple[Passage, ...]
    speech: tuple[Passage, ...]
    days: tuple[Day, ...]
    versions: tuple[Version, ...]
    names: tuple[Name, ...]
    amounts: tuple[Amount, ...]
    counts: tuple[Amount, ...] = ()
    ranks: tuple[Rank, ...] = ()

    @property
    def eastern(self) -> bool:
        """Whether the text is Chinese."""
        return is_eastern(self.text)


_SPEECH = re.compile(r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|\"([^\"]+)\"")
_VERSION = re.compile(
    r"(?<![A-Za-z0-9])(?P<name>[A-Za-z][A-Za-z]*)(?P<joint>[ -]?)[vV]?(?P<number>\d+(?:\.\d+)*)"
    r"(?![\d,%A-Za-z]|\.\d|\s?[万亿千百倍个台款名人年月日天美元%]|\s(?:[mb]illion|trillion|thousand|percent)\b)"
)
# The 4.x of "the 4.x era"
_SERIES = re.compile(r"(?<![\d.])\d{1,2}\.x(?![A-Za-z0-9])")
# NFPA 13D: letters that stand for no unit and no scale.
_LETTERED = re.compile(r"(?<![A-Za-z0-9])(?P<name>[A-Z][A-Za-z]+) (?P<number>\d{1,4}[DEIJOQRUYZ])(?![A-Za-z0-9]|-\d)")
# AGPL 第 2 版, AGPL version 2
_EDITION = re.compile(
    r"(?<![A-Za-z0-9])(?P<name>[A-Z][A-Za-z]*)(?:\s?第\s?(?=\d+\s?版)|,? version )(?P<number>\d+(?:\.\d+)*)(?:\s?版)?"
)
# 3A6000, 7800X3D: a part's number that begins with a digit.
_PART = re.compile(
    r"(?<![A-Za-z0-9.])\d{1,5}[A-Z]{1,2}\d{3,}[A-Za-z]*(?![A-Za-z0-9])|(?<![A-Za-z0-9.])(?:\d{4}[A-Z]\d[A-Z]|\d{1,2}x\d{1,3}B)(?![A-Za-z0-9])"
)
# W1S, Air4s
_SUFFIXED = re.compile(
    r"(?<![A-Za-z0-9])(?P<name>[A-Z][A-Za-z]*)(?P<number>\d+(?:[A-Z]{1,2}|[a-z]))(?![A-Za-z0-9]|\.\d)"
)
# 2D, 3D
_FLAT = re.compile(r"[23]D\b")
_IN_NAME = re.compile(r"[A-Za-z]-?\Z")
_NO_VERSION = frozenset(
    """
    in on at to of for with from by about over under nearly almost around up than and or is was are were least most
    only just all these those this that first last next past top no page part chapter section figure table level day
    week year fy us rmb usd cny eur gbp hk a an the some roughly approximately between below above reached raised
    hit exceed exceeds exceeded totaling totalling totaled reaches reach rose fell grew rise fall grow increased
    decreased dropped more less fewer another per vs versus through until since before after within into as jan feb
    mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october
    november december
    """.split()
)


def read(text: str) -> Reading:
    """Return what `text` names."""
    plain = half_width(text)
    found_links = tuple(Passage(start, end, plain[start:end]) for start, end in links(plain))
    plain = _blanked(plain, found_links)
    speech = tuple(Passage(one.start(), one.end(), text[one.start() : one.end()]) for one in _SPEECH.finditer(text))
    found_days = tuple(days_.days(plain))
    without_days = _blanked(plain, found_days)
    versions = tuple(_versions(without_days))
    found_amounts = amounts_.amounts(_blanked(without_days, versions))
    # The digits of Terminal-World-8B are a part of its name.
    claimed = tuple(
        one
        for one in _with_currency(found_amounts)
        if one.stated
        and not _IN_NAME.search(plain, max(0, one.start - 2), one.start)
        and not _FLAT.match(plain, one.end - 1)
    )
    without_units = _blanked(
        without_days, [one for one in claimed if one.surface[-1].isalpha() or one.surface[0].isalpha()]
    )
    # A version is a name with a number: it is not read as a name again.
    named = tuple(
        one
        for one in names(without_units)
        if not any(version.start <= one.start and one.end <= version.end for version in versions)
    )
    counts = tuple(one for one in found_amounts if not one.stated and is_small_count(one))
    ranks = tuple(ranks_.ranks(_blanked(without_days, versions)))
    return Reading(text, found_links, speech, found_days, versions, named, claimed, counts, ranks)


def _versions(text: str) -> Iterator[Version]:
    for match in _LETTERED.finditer(text):
        yield Version(match.start(), match.end(), match[0], match["name"].lower(), match["number"].lower())
    for match in _SUFFIXED.finditer(text):
        yield Version(match.start(), match.end(), match[0], match["name"].lower(), match["number"].lower())
    for match in _EDITION.finditer(text):
        yield Version(match.start(), match.end(), match[0], match["name"].lower(), match["number"])
    for match in _PART.finditer(text):
        yield Version(match.start(), match.end(), match[0], "", match[0].lower())
    for match in _SERIES.finditer(text):
        yield Version(match.start(), match.end(), match[0], "", match[0].replace(".", ""))
    for match in _VERSION.finditer(text):
        name = match["name"]
        if name.lower() in _NO_VERSION and text[match.start("number") - 1] in "vV":
            start = match.start("number") - 1
            yield Version(start, match.end(), text[start : match.end()], "v", match["number"])
            continue
        joined = not match["joint"] or match["joint"] == "-"
        if name.lower() in _NO_VERSION or not (joined or any(c.isupper() for c in name)):
            continue
        yield Version(match.start(), match.end(), match[0], name.lower(), match["number"])


def _with_currency(found: Sequence[Amount]) -> Iterator[Amount]:
    """Yield amounts; those without a unit may have the currency of another: 2.3 billion euros beat 2.2 billion."""
    currencies = list(dict.fromkeys(unit for one in found for _, unit in one.readings if unit in CURRENCIES))
    for one in found:
        bare = [
            value for value, unit in one.readings if unit is None and isinstance(value, Decimal) and value >= _LARGE
        ]
        yield replace(one, readings=(*((value, unit) for value in bare for unit in currencies), *one.readings))


CURRENCIES = frozenset("usd cny eur gbp jpy krw hkd inr".split())
_LARGE = 10**4


def _blanked(text: str, passages: Sequence[Passage | Day | Version | Amount | Rank]) -> str:
    """Return `text` with passages replaced by blanks, so that they are not read twice."""
    for one in passages:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text
