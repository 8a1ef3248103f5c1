"""The amounts of a text (numbers with their units), and when one bears another out.

An amount may be read in several ways (in `10–20 亿` the first number is ten or a billion), and is borne out when one
reading is. How numbers are read is the project's `quantities.py`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from digest_pipeline.briefs.grounding import units
from digest_pipeline.briefs.grounding.around import (
    hedge_of,
    is_counted,
    is_glued,
    is_period,
    period_of,
    states_how_many,
)
from digest_pipeline.briefs.grounding.clock import times_of_day
from digest_pipeline.briefs.grounding.durations import durations
from digest_pipeline.briefs.grounding.phrases import phrases
from digest_pipeline.briefs.grounding.rounding import digits, rounds_fairly
from digest_pipeline.briefs.grounding.units import Reading
from digest_pipeline.quantities import Number, Value, in_digits, in_han, in_words


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written between two offsets, all that it may mean, and what it is said to be per (`/月`, a year).

    `counted` says that what it counts follows (30 people, 30 名), or a name stands before (R30): it is no 30 % then.
    `stated` says that the text gives it as a figure; a written-out small number is none.
    """

    start: int
    end: int
    surface: str
    readings: tuple[Reading, ...]
    stated: bool = True
    counted: bool = False
    per: str = ""
    hedge: str = ""


def amounts(text: str, *, hedges: bool = True) -> list[Amount]:
    """Return the amounts of `text` (in half-width forms), in the order in which they stand.

    Whether they are hedged matters in a statement alone, and takes half of the time.
    """
    found = {(number.start, number.end): _amount(number, text, stated=True) for number in _small_letters(text)}
    for number in in_digits(text, letters_scale=str.isupper):
        one = _amount(number, text, stated=True)
        other = found.get((one.start, one.end))
        if other and number.surface[-1] in "mt":
            continue  # 1500m is 1500 of nothing
        found[one.start, one.end] = replace(one, readings=_merged(one, other)) if other else one
    digits = sorted(found)
    for number, quantity in (*in_han(text), *in_words(text)):
        # The 千 of 635 千米, and of "a 百分之20", is a part of the other.
        if not (_is_within(number, digits) or _MIXED.fullmatch(number.surface) or _UNIT.match(number.surface)):
            stated = quantity or states_how_many(number, text)
            found.setdefault((number.start, number.end), _amount(number, text, stated=stated))
    clock = [*times_of_day(text), *durations(text)]
    hours = [(one.start, one.end) for one in clock]
    found = {place: one for place, one in found.items() if not any(a <= place[0] < b for a, b in hours)}
    found |= {(one.start, one.end): Amount(*one) for one in clock}
    worded = [Amount(*phrase) for phrase in phrases(text) if (phrase.start, phrase.end) not in found]
    # The two numbers of 每20起就有19起 state nothing but the share.
    shares = [one for one in worded if one.stated and one.surface[0] == "每"]
    for one in found.values() if shares else ():
        if any(share.start < one.start < share.end for share in shares):
            found[one.start, one.end] = replace(one, stated=False)
    ordered = sorted((*found.values(), *worded), key=lambda one: (one.start, -one.end))
    ranged = _with_ranges(ordered, text)
    return list(_hedged(ranged, text)) if hedges else ranged


def bears_out(given: Amount, claimed: Amount) -> bool:
    """Say whether an article that gives one amount bears out a statement that claims the other."""
    if given.per and claimed.per and given.per != claimed.per:
        return False
    for value, unit in claimed.readings:
        for other, other_unit in given.readings:
            if value == other and _units_agree(unit, other_unit, given, claimed):
                return True
            if value in units.as_told((other, other_unit), unit):
                return True
            if (
                unit != other_unit
                and (unit in units.CONVERTED or other_unit in units.CONVERTED)
                and units.based((value, unit)) == units.based((other, other_unit))
            ):
                return True
    return False


def rounds_to(given: Amount, claimed: Amount) -> bool:
    """Say whether the claimed amount is a fair rounding of the given one.

    That is one of two digits and more (42.8 billion for 428.15亿), or a coarse one that says so (近三成 for 29.7 %).
    """
    if given.per and claimed.per and given.per != claimed.per:
        return False
    part = _PART.search(claimed.surface) is not None
    for reading in claimed.readings:
        value, unit = units.based(reading)
        factor = units.factor_of(reading[1])
        for other, other_unit in map(units.based, given.readings):
            if isinstance(value, str) or isinstance(other, str):
                continue
            agree = _units_agree(unit, other_unit, given, claimed, strict=True) or _is_bare(other, other_unit, given)
            told = (other,) if agree else units.as_told((other, other_unit), unit)
            if any(rounds_fairly(value / factor, one / factor, claimed.hedge, part=part) for one in told):
                return True
    return False


def keys(amount: Amount) -> set[Value]:
    """Return the values under which an amount is found: as written, and in the units that its own may be told in."""
    found = {value for reading in amount.readings for value, _ in (reading, units.based(reading))}
    for reading in amount.readings:
        if reading[1] in units.COMPARING:
            found.update(value for unit in units.COMPARING for value in units.as_told(reading, unit))
    return found


def base_unit(amount: Amount) -> str | None:
    """Return the unit that an amount is compared in: byte for GB; None for one without."""
    return units.based(amount.readings[-1])[1]


# What is counted is never one of these.
_MEASURES = frozenset("percent point times usd cny eur gbp jpy krw hkd inr byte second month watt metre mile".split())


def _units_agree(unit: str | None, other: str | None, given: Amount, claimed: Amount, *, strict: bool = False) -> bool:
    """Say whether a unit is the one given. A number without one has any (tables name theirs in the header)."""
    if unit == other:
        return True
    if other is None:
        # The 三 of 三辐 is no three months.
        if not given.stated and is_small_count(given):
            return False
        return not strict and not (given.counted and units.based((Decimal(1), unit))[1] in _MEASURES)
    if unit is None:
        return not strict and not (claimed.counted and units.based((Decimal(1), other))[1] in _MEASURES)
    return False


_TELLING_DIGITS = 4


def _is_bare(value: Value, unit: str | None, given: Amount) -> bool:
    """Say whether a number is told from others by its digits and lacks a unit, as those of a table do."""
    return unit is None and not given.counted and isinstance(value, Decimal) and digits(value) >= _TELLING_DIGITS


def is_small_count(amount: Amount) -> bool:
    """Say whether an amount is a bare number up to nineteen, as they are written out."""
    return amount.readings[-1][1] is None and amount.readings[-1][0] in _SMALL_COUNTS


_SMALL_COUNTS = frozenset(range(1, 20))


# --- Reading ---------------------------------------------------------------------------------------------------------

_LONGEST_NUMBER = 32
_SMALL_LETTER = re.compile(r"\d[\s-]?[mbt](?![A-Za-z0-9])")


def _small_letters(text: str) -> Iterator[Number]:
    """Numbers whose small letter scales them, too: `5m` may be five million as well as five metres."""
    for match in _SMALL_LETTER.finditer(text):
        first = max(0, match.start() - _LONGEST_NUMBER)
        for number in in_digits(text[first : match.end()], letters_scale=lambda _: True):
            if first + number.end == match.end():
                yield replace(number, start=first + number.start)


def _merged(one: Amount, other: Amount) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys((*one.readings, *other.readings)))


def _amount(number: Number, text: str, *, stated: bool) -> Amount:
    end, readings = units.readings_of(number, text)
    value = number.value
    named = _IN_NAME.search(text, max(0, number.start - _LONGEST_NAME), number.start)
    if named and number.surface[-1] in "BMKT" and isinstance(value, Decimal):
        # The 12 of Long March 12B.
        readings = (*readings, *((value / scale, None) for scale in _LETTER_SCALES))
    if number.surface[-1] == "T" and number.unit is None and isinstance(value, Decimal):
        readings = (*readings, (value.scaleb(-12).normalize(), "tonne"))
    if (
        number.unit == "times"
        and isinstance(value, Decimal)
        and _BY.search(text, max(0, number.start - 3), number.start)
    ):
        # What is faster by one time is twice as fast.
        readings = (*readings, (value + 1, "times"))
    counted = readings[-1][1] is None and (is_counted(text, end) or is_glued(text, number.start))
    return Amount(
        start=number.start,
        end=end,
        surface=text[number.start : end],
        readings=(*_inverse(number), *readings),
        stated=(stated or _is_of_decades(readings[-1])) and not is_period(text, number.start, end),
        counted=counted and all(unit is None for _, unit in readings),
        per=period_of(text, number.start, end),
    )


def _is_of_decades(reading: Reading) -> bool:
    """Say whether it is two decades or more, which state as much as twenty years."""
    value, unit = reading
    return unit == "decade" and isinstance(value, Decimal) and value > 1


def _hedged(found: Iterable[Amount], text: str) -> Iterator[Amount]:
    """Yield amounts with their hedges; that of a range stands before its first number."""
    before: Amount | None = None
    for one in found:
        hedge = hedge_of(text, one.start, one.end)
        if not hedge and before and before.end <= one.start and _RANGE.fullmatch(text, before.end, one.start):
            hedge = before.hedge
        before = replace(one, hedge=hedge)
        yield before


def _is_within(number: Number, spans: list[tuple[int, int]]) -> bool:
    place = bisect_right(spans, (number.start, number.start)) - 1
    return place >= 0 and spans[place][0] < number.start < spans[place][1]


def _inverse(number: Number) -> Iterator[Reading]:
    """A quarter of something goes into it four times."""
    if number.unit == "percent" and isinstance(number.value, Decimal) and number.surface[-1].isalpha() and number.value:
        times = 100 / number.value
        if times == times.to_integral_value():
            yield times.normalize(), "times"


# A share that is said as a part of a whole.
_PART = re.compile(
    r"(?:hal(?:f|ves)|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|tenths?)$|分之|成$|一半|半数",
    re.IGNORECASE,
)
# 每千瓦时, a unit without a number.
_UNIT = re.compile("千[瓦米克赫卡伏]")
_MIXED = re.compile(r"an?\s[十百千万亿]+.*", re.IGNORECASE)
_IN_NAME = re.compile(r"[A-Z][a-z]+[ -]?\Z")
_BY = re.compile(r"[快高多强贵大长]了?[近约逾超]?\s?\Z")
_LONGEST_NAME = 24
_LETTER_SCALES = (Decimal(10**9), Decimal(10**6), Decimal(10**3), Decimal(10**12))
_RANGE = re.compile(r"\s?(?:-|~|–|—|～|−|至|到|to|and|或|or)\s?", re.IGNORECASE)


def _with_ranges(found: list[Amount], text: str) -> list[Amount]:
    """Give the first number of a range what its second says for both: 10–20 %, 1 到 2 亿."""
    ranged = []
    for place, one in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        if (
            after is None
            or after.start <= one.end
            or (one.surface[-1].isascii() and one.surface[-1].isalpha())
            or not _RANGE.fullmatch(text, one.end, after.start)
        ):
            ranged.append(one)
            continue
        ranged.append(replace(one, readings=tuple(dict.fromkeys((*one.readings, *_shared(one, after))))))
    return ranged


def _shared(one: Amount, after: Amount) -> Iterable[Reading]:
    bare = re.match(r"\d[\d,]*(?:\.\d+)?", after.surface)
    for (value, unit), (other, other_unit) in zip(one.readings, after.readings, strict=False):
        if unit is not None or isinstance(value, str) or isinstance(other, str):
            continue
        written = Decimal(bare[0].replace(",", "")) if bare else other
        if one.surface[-1].isdigit():
            scale = other / written if written else Decimal(1)
            yield (value * scale).normalize(), other_unit
        yield value, other_unit
