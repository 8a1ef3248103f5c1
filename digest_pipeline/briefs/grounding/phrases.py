"""Amounts that are said without a number, or as a part of a whole: half, doubled, 翻倍, 1/10, 8 out of 10."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.quantities import Value, unit_of


class Phrase(NamedTuple):
    """A phrase between two offsets, all that it may mean, and whether a statement that uses it states a figure."""

    start: int
    end: int
    surface: str
    readings: tuple[tuple[Value, str | None], ...]
    stated: bool


def phrases(text: str) -> Iterator[Phrase]:
    """Yield the phrases of `text` that stand for an amount."""
    # Twice as fast as a pattern that ignores case.
    for match in _PHRASE.finditer(lowered(text)):
        yield Phrase(match.start(), match.end(), match[0], _PHRASES[match[0]], match[0] in _CLAIMS)
    for match in _UP_BY.finditer(text):
        times = _count(match["times"])
        risen = ((times + 1, "times"), (times, "times"))
        yield Phrase(match.start(), match.end(), match[0], risen, stated=False)
    for match in _SCALE_ALONE.finditer(text):
        unit = unit_of(match["currency"] or "")
        readings = ((Decimal(_SCALES[match["scale"]]).normalize(), unit),)
        # What goes before it is its hedge.
        yield Phrase(match.start("scale"), match.end(), text[match.start("scale") : match.end()], readings, stated=True)
    for match in _PEOPLE.finditer(text):
        readings = ((Decimal(_SCALES[match["scale"]]).normalize(), None),)
        yield Phrase(match.start(), match.end(), match[0], readings, stated=False)
    for match in _ONE_OF_TIME.finditer(text):
        yield Phrase(match.start(), match.end(), match[0], ((Decimal(1), match["unit"].lower()),), stated=False)
    for match in _TENTHS.finditer(text):
        tenths = Decimal(match["tenths"]) * 10
        yield Phrase(match.start(), match.end(), match[0], ((tenths, "percent"),), stated=True)
    for pattern in (_SHARE, _SLASH, _OUT_OF):
        for match in pattern.finditer(text):
            part, whole = _count(match["part"]), _count(match["whole"])
            if part < whole:
                share = (part / whole * 100).normalize()
                stated = pattern is _SHARE and match["between"].endswith("有")
                yield Phrase(match.start(), match.end(), match[0], ((share, "percent"),), stated=stated)


_HALF, _DOUBLE = (Decimal(50), "percent"), ((Decimal(2), "times"), (Decimal(1), "times"), (Decimal(100), "percent"))
_TRIPLE = ((Decimal(3), "times"), (Decimal(200), "percent"))
_QUADRUPLE = ((Decimal(4), "times"), (Decimal(300), "percent"))
_PHRASES: dict[str, tuple[tuple[Value, str | None], ...]] = {
    **dict.fromkeys(
        "half halves halved halving 一半 半数 对半 减半 过半 过半数 腰斩 majority 多数 大多数 大半".split(), (_HALF,)
    ),
    **dict.fromkeys("quarter 四分之一".split(), ((Decimal(25), "percent"),)),
    **dict.fromkeys("double doubles doubled doubling 翻倍 翻番 翻了一番 翻一番 增长一倍 加倍".split(), _DOUBLE),
    **dict.fromkeys("twice twofold".split(), ((Decimal(2), "times"),)),
    **dict.fromkeys("triple triples tripled tripling thrice threefold".split(), _TRIPLE),
    **dict.fromkeys("quadruple quadrupled quadrupling fourfold 翻两番".split(), _QUADRUPLE),
    "tenfold": ((Decimal(10), "times"),),
    "半年": ((Decimal(6), "month"),),
    **dict.fromkeys(("half a year", "half-year"), ((Decimal(6), "month"),)),
    **dict.fromkeys(("半小时", "半个小时", "half an hour", "half-hour"), ((Decimal(30), "minute"),)),
    "decade": ((Decimal(1), "decade"),),
    **dict.fromkeys("first single once 首次 首个 首款".split(), ((Decimal(1), None),)),
    **dict.fromkeys("second pair both couple 双方".split(), ((Decimal(2), None),)),
    **{
        word: ((Decimal(value), None),)
        for value, word in enumerate("third fourth fifth sixth seventh eighth ninth tenth".split(), start=3)
    },
}
_LONGEST_FIRST = sorted(_PHRASES, key=lambda word: (-len(word), word))
# 通过半数 is no 过半.
_HAN_PHRASES = [f"(?<![通超经度]){word}" if word[0] == "过" else word for word in _LONGEST_FIRST if not word.isascii()]
_PHRASE = re.compile(
    rf"\b(?:{'|'.join(word for word in _LONGEST_FIRST if word.isascii())})\b"
    rf"|(?:{'|'.join(_HAN_PHRASES)})"
)
# The phrases that a statement may not use unless the article gives the amount.
_CLAIMS = frozenset(
    "一半 半数 过半 减半 腰斩 四分之一 翻倍 翻番 翻了一番 翻两番"
    " doubled doubling tripled quadrupled tenfold halved".split()
)
# 近亿元, 上万人: a scale that stands for one of it.
_SCALES = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
}
_SCALES |= {"万亿": 10**12}
_SCALE_ALONE = re.compile(
    r"(?:近|约|上|超过|超|逾|过|达|不足|不到)(?P<scale>百万|千万|百亿|千亿|万亿|亿|万|千|百)(?P<currency>元|人民币|美元|欧元|日元|港元|英镑)?"
    r"(?![零一二三四五六七八九十百千万亿分])"
)
# 万人盛会
_PEOPLE = re.compile(r"(?<![\d.零一二两三四五六七八九十百千万亿数几余多近约上超过逾达足到])(?P<scale>[百千万亿])(?=人)")
_SMALL = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_FEW = rf"\d{{1,3}}|[{''.join(_SMALL)}]"
# What is up two times is three times as much.
_UP_BY = re.compile(
    rf"(?:增长|上涨|增加|提高|提升|涨|多)了?[近约逾超]?过?\s?(?P<times>\d{{1,2}}|[{''.join(_SMALL)}])\s?倍"
)
_SHARE = re.compile(
    rf"(?:每|in every|out of every)\s?(?P<whole>{_FEW})(?P<between>[^\d，。；]{{1,24}}?)(?P<part>{_FEW})(?!\d)"
)
_ONE_OF_TIME = re.compile(r"\ban? (?P<unit>minute|hour|day|week|month|year)\b", re.IGNORECASE)
_TENTHS = re.compile(r"(?<![\d.])(?P<tenths>\d(?:\.\d)?)\s成(?![立为功员本就果都熟型分交长效])")
_SLASH = re.compile(r"(?<![\d/.])(?P<part>\d)/(?P<whole>[2-9]|10)(?![\d/.])")
_OUT_OF = re.compile(r"\b(?P<part>\d{1,3}) (?:(?:out )?of|in) (?:every )?(?P<whole>\d{1,3})\b")


def _count(written: str) -> Decimal:
    return Decimal(_SMALL.get(written, 0) or written)
