"""Amounts of which only the order or the unit is said: 数千万元, "tens of millions of dollars", 数天, "several weeks".

What is said exactly is `amounts.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest_pipeline.quantities import unit_of


@dataclass(frozen=True, slots=True)
class Vague:
    """A vague amount between two offsets: the power of ten of its order (0 for some of a unit), and its unit or ""."""

    start: int
    end: int
    surface: str
    power: int
    unit: str


def vague(text: str) -> Iterator[Vague]:
    """Yield the vague amounts of `text` (in half-width forms), in order, then the vague times."""
    for match in _VAGUE.finditer(text):
        power = sum(_POWERS[word.lower()] for word in _STEP.findall(match["han"] or match["latin"]))
        currency = unit_of(match["money_han"] or match["money"] or "") or ""
        yield Vague(match.start(), match.end(), match[0], power, currency)
    for match in _TIME.finditer(text):
        unit = match["han"] or match["latin"].lower()
        yield Vague(match.start(), match.end(), match[0], 0, unit_of(unit) or unit)


_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_POWERS |= {"tens": 1, "dozens": 1, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
_STEP = re.compile(r"[十百千万亿]|[a-z]+s\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"[数几](?P<han>[十百千]?[万亿]|[十百千])(?!万?分之)(?P<money_han>元|人民币|美元|欧元|日元|港元|英镑|韩元)?"
    r"|\b(?P<latin>(?:(?:tens|dozens|hundreds|thousands) of )?(?:hundreds|thousands|millions|billions|trillions))"
    r"(?: of)?(?: (?P<money>(?:US |U\.S\. |Hong Kong )?dollars|yuan|RMB|euros|yen|won)\b)?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[数几](?P<han>秒|分钟|个?小时|天|周|个?月|年)(?![前来])"
    r"|\b(?:several|some|a (?:few|matter of|couple of)|just) "
    r"(?P<latin>seconds|minutes|hours|days|weeks|months|years)\b",
    re.IGNORECASE,
)
