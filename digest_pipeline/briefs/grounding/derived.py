"""Figures that a statement works out from two of the quotations: a difference, a sum, a share, a growth, a remainder.

A figure is borne out so only where the statement says that it compares or adds, since among many figures there are two
for nearly any result.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations

from digest_pipeline.briefs.grounding import units
from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.days import Day
from digest_pipeline.briefs.grounding.passages import Span


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    unit: str | None
    at: Span


def worked_out(said: str, claimed: Amount, given: Sequence[Amount]) -> Span | None:
    """Return where the first of two figures stands from which the claimed one was worked out, or None.

    `said` is the statement, `given` the figures of the quotations.
    """
    cues = {cue for cue, pattern in _CUES.items() if pattern.search(said)}
    if not cues:
        return None
    figures = list(_figures(given))
    for reading in claimed.readings:
        value, unit = units.based(reading)
        like = [one for one in figures if one.unit == unit]
        # Who is told a percentage seldom works out another.
        may_be_share = unit != "percent" or not like
        if len(like) > _MOST_FIGURES:
            continue
        if isinstance(value, str) or not value:
            continue
        # What rounds to four hours is told from hours, not from seconds.
        factor = units.factor_of(reading[1])
        last = Decimal(1).scaleb(int((value / factor).normalize().as_tuple().exponent))
        for result, at in _results(figures, unit, cues if may_be_share else cues & _OF_PERCENTAGES):
            if _is_told(value / factor, result / factor, last, claimed.hedge):
                return at
    return None


_MOST_FIGURES = 12
_OF_PERCENTAGES = frozenset(("rest", "sum"))
_HEDGED = {"about": Decimal("0.05"), "over": Decimal("0.12"), "under": Decimal("0.1")}
_MORE = (
    r"\b(?:more|less|fewer|higher|lower|longer|shorter|heavier|lighter|cheaper|dearer|gap|differences?|extra|further"
    r"|additional|leads?|leading|ahead|behind|beats?|beating|by|sav(?:e|es|ing)|apart|faster|slower|larger|smaller|earlier|later"
    r"|r[io]se|rises|risen|grew|grow[ns]?|increas\w+|jump\w*|added|adds|gain\w*|f[ae]ll\w*|dropp?\w*|decline\w*|decreas\w+|cut|cuts|lost|loss)\b"
    r"|\b(?:previous(?:ly)?|original(?:ly)?|former(?:ly)?|before|prior)\b"
    r"|[多少高低差贵省增减涨跌降升扩缩轻重短原]|便宜|领先|落后|提前|延长|拉长|推迟|晚|早|此前|之前"
)
_CUES = {
    "difference": re.compile(_MORE, re.IGNORECASE),
    "sum": re.compile(
        r"\b(?:total\w*|together|combined|altogether|both|sum|in all)\b|[合共总]|加起来|累计", re.IGNORECASE
    ),
    "share": re.compile(r"\b(?:of|share|accounts?|makes? up|made up|per ?cent)\b|占|之|成|比例|份额", re.IGNORECASE),
    "times": re.compile(
        r"\b(?:times|fold|double[ds]?|doubling|twice|tripl\w+|halv\w+|half|quadrupl\w+)\b|[倍半]|翻番", re.IGNORECASE
    ),
    "rest": re.compile(
        r"\b(?:rest|remain\w*|others?|errors?|fail\w*|not|non|without|didn.t|don.t)\b|其余|其他|剩|余下|失败|错误|出错|差错|误差|[没未不非]",
        re.IGNORECASE,
    ),
    "each": re.compile(
        r"\b(?:each|apiece|per|every|average|annual(?:ly)?|a (?:year|month|week|day))\b|[每均]|一年", re.IGNORECASE
    ),
}


def elapsed(said: str, claimed: Amount, days: Sequence[Day], published: date) -> Span | None:
    """Return where the first of two dates stands between which so much time passed as is claimed, or None.

    A date of the quotations may be reckoned from the day of `published`, too.
    """
    if not _ELAPSED.search(said):
        return None
    for value, unit in claimed.readings:
        if unit not in _SPANS or isinstance(value, str):
            continue
        for number, one in enumerate(days):
            for other in (*days[number + 1 :], Day(0, 0, "", published.year, published.month, published.day)):
                if value in _apart(one, other, published.year, unit):
                    return one.start, one.end
    return None


_SPANS = frozenset(("day", "week", "month", "year", "decade"))
_ELAPSED = re.compile(
    r"\b(?:for|after|before|since|later|earlier|ago|over|in|within|between|from|lasts?|lasting|runs?|anniversary|old)\b"
    r"|[后前历隔持续间为共来整]",
    re.IGNORECASE,
)


def _apart(one: Day, other: Day, year: int, unit: str) -> set[Decimal]:
    """Return how many days, weeks, months or years lie between two dates, counted with the last of them or without."""
    if unit in {"year", "decade"}:
        years = Decimal(abs((one.year or year) - (other.year or year)))
        return {years if unit == "year" else years / 10} if one.year or other.year else set()
    if not (one.month and other.month):
        return set()
    if unit == "month":
        return {Decimal(abs(((one.year or year) - (other.year or year)) * 12 + one.month - other.month))}
    if not (one.day and other.day):
        return set()
    try:
        first, last = (date(day.year or year, day.month, day.day) for day in (one, other))
    except ValueError:
        return set()
    apart = abs((last - first).days)
    return {Decimal(apart), Decimal(apart + 1)} if unit == "day" else {Decimal(apart) / 7}


def _figures(given: Sequence[Amount]) -> Iterator[_Figure]:
    for one in given:
        for value, unit in {units.based(reading) for reading in one.readings}:
            if isinstance(value, Decimal) and value:
                yield _Figure(value, unit, (one.start, one.end))


def _results(figures: Sequence[_Figure], unit: str | None, cues: set[str]) -> Iterator[tuple[Decimal, Span]]:
    """Yield all that may be worked out in a unit, each with where its first figure stands."""
    if "rest" in cues and unit == "percent":
        yield from ((100 - one.value, one.at) for one in figures if one.unit == "percent" and one.value < 100)  # noqa: PLR2004
    for one, other in permutations(figures, 2):
        if one.at == other.at:
            continue
        if one.unit == other.unit or (one.unit is None and other.unit == "percent"):
            yield from ((value, one.at) for value in _of_like(one, other, unit, cues))
        elif unit == "month":
            continue  # no time is told a month
        elif "each" in cues and one.unit == unit and other.unit is None and _is_count(other.value):
            yield one.value / other.value, one.at
        elif "each" in cues and one.unit == unit and other.unit == "month":
            yield one.value / other.value, one.at
            yield one.value * _MONTHS / other.value, one.at
        elif (
            "share" in cues and unit is None and one.unit == "percent" and other.unit is None and _is_count(other.value)
        ):
            yield (one.value * other.value / 100).quantize(Decimal(1), ROUND_HALF_UP), other.at


def _of_like(one: _Figure, other: _Figure, unit: str | None, cues: set[str]) -> Iterator[Decimal]:
    share = other.unit == "percent"
    same = unit == other.unit or (unit is None and not share)
    larger = one.value > other.value
    if (same or (share and unit in {None, "point"})) and cues & {"difference", "rest"} and larger:
        yield one.value - other.value
    if same and "sum" in cues and larger:
        yield one.value + other.value
    if other.unit == "times":
        return
    if unit == "percent" and not share:
        if "difference" in cues:
            yield abs(one.value - other.value) / other.value * 100
        if "share" in cues and not larger:
            yield one.value / other.value * 100
    if unit == "times" or (unit == "percent" and "times" in cues):
        ratio = one.value / other.value
        if "times" in cues and larger:
            yield ratio if unit == "times" else (ratio - 1) * 100
        if "times" in cues and not larger and unit == "percent":
            yield ratio * 100


def _is_count(value: Decimal) -> bool:
    return value > 1 and value == value.to_integral_value()


def _is_told(value: Decimal, result: Decimal, last: Decimal, hedge: str) -> bool:
    """Say whether a figure is a result, or what it rounds to; a hedged one may be a little off."""
    if result <= 0:
        return False
    if value == result or ((value / last > _FEW or last < 1 or value < _FEW) and abs(value - result) * 2 <= last):
        return True
    off = _HEDGED.get(hedge)
    if not off:
        return False
    least = result * (1 - off) if hedge != "under" else result * (1 - Decimal("0.01"))
    most = result * (1 + off) if hedge != "over" else result * (1 + Decimal("0.01"))
    return least <= value <= most


_FEW, _MONTHS = 10, 12
