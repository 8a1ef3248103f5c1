"""The amounts of a text (numbers with their units), and when one bears another out.

An amount may be read in several ways (in `10–20 亿` the first number is ten or a billion), and is borne out when one
reading is. How numbers are read is the project's `quantities.py`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from digest_pipeline.briefs.grounding.around import hedge_of, is_counted, is_glued, period_of, states_how_many
from digest_pipeline.briefs.grounding.phrases import phrases
from digest_pipeline.quantities import Number, Value, in_digits, in_han, in_words

Reading = tuple[Value, str | None]


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
        found[one.start, one.end] = replace(one, readings=_merged(one, other)) if other else one
    for number, quantity in (*in_han(text), *in_words(text)):
        found.setdefault(
            (number.start, number.end), _amount(number, text, stated=quantity or states_how_many(number, text))
        )
    worded = (Amount(*phrase) for phrase in phrases(text))
    ordered = sorted((*found.values(), *worded), key=lambda one: (one.start, -one.end))
    ranged = _with_ranges(ordered, text)
    return [replace(one, hedge=hedge_of(text, one.start, one.end)) for one in ranged] if hedges else ranged


def bears_out(given: Amount, claimed: Amount) -> bool:
    """Say whether an article that gives one amount bears out a statement that claims the other."""
    if given.per and claimed.per and given.per != claimed.per:
        return False
    for value, unit in claimed.readings:
        for other, other_unit in given.readings:
            if value == other and _units_agree(unit, other_unit, given, claimed):
                return True
            if unit != other_unit and unit in _BASES and _based((value, unit)) == _based((other, other_unit)):
                return True
    return False


def rounds_to(given: Amount, claimed: Amount) -> bool:
    """Say whether the claimed amount is a fair rounding of the given one.

    That is one of three digits and more (42.8 billion for 428.15亿), or a coarse one that says so (近三成 for 29.7 %).
    """
    if given.per and claimed.per and given.per != claimed.per:
        return False
    return any(
        _units_agree(unit, other_unit, given, claimed, strict=True) and _rounded(value, other, claimed.hedge)
        for value, unit in map(_based, claimed.readings)
        for other, other_unit in map(_based, given.readings)
        if isinstance(value, Decimal) and isinstance(other, Decimal)
    )


def keys(amount: Amount) -> set[Value]:
    """Return the values under which an amount is found: as written, and in the unit that its own is reckoned in."""
    return {value for reading in amount.readings for value, _ in (reading, _based(reading))}


def base_unit(amount: Amount) -> str | None:
    """Return the unit that an amount is compared in: byte for GB; None for one without."""
    return _based(amount.readings[-1])[1]


# --- Comparing -------------------------------------------------------------------------------------------------------

# What is converted by moving the decimal point: 120 万千瓦 is 1.2 GW.
_BASES = {
    "microsecond": ("second", -6),
    "ms": ("second", -3),
    "kb": ("byte", 3),
    "mb": ("byte", 6),
    "gb": ("byte", 9),
    "tb": ("byte", 12),
    "pb": ("byte", 15),
    "nanometre": ("metre", -9),
    "millimetre": ("metre", -3),
    "centimetre": ("metre", -2),
    "kilometre": ("metre", 3),
    "kilowatt": ("watt", 3),
    "megawatt": ("watt", 6),
    "gigawatt": ("watt", 9),
    "kilowatt hour": ("watt hour", 3),
    "megawatt hour": ("watt hour", 6),
    "gigawatt hour": ("watt hour", 9),
    "gram": ("kilogram", -3),
    "tonne": ("kilogram", 3),
    "megapixel": ("pixel", 6),
    "kilohertz": ("hertz", 3),
    "megahertz": ("hertz", 6),
    "gigahertz": ("hertz", 9),
}
# What is counted is never one of these.
_MEASURES = frozenset("percent point times usd cny eur gbp jpy krw hkd inr byte second watt metre".split())
_FEWEST_DIGITS = 3
_HEDGED_SHARE = Decimal("0.06")
_OVER_SHARE = Decimal("0.15")


def _units_agree(unit: str | None, other: str | None, given: Amount, claimed: Amount, *, strict: bool = False) -> bool:
    """Say whether a unit is the one given. A number without one has any (tables name theirs in the header)."""
    if unit == other:
        return True
    if other is None:
        return not strict and not (given.counted and _based((Decimal(1), unit))[1] in _MEASURES)
    if unit is None:
        return not strict and not (claimed.counted and _based((Decimal(1), other))[1] in _MEASURES)
    return False


@lru_cache(maxsize=4096)
def _based(reading: Reading) -> Reading:
    value, unit = reading
    if unit not in _BASES or isinstance(value, str):
        return reading
    base, power = _BASES[unit]
    return value.scaleb(power).normalize(), base


def _rounded(claimed: Decimal, given: Decimal, hedge: str) -> bool:
    if not claimed or not given:
        return False
    digits, given_digits = (len(value.normalize().as_tuple().digits) for value in (claimed, given))
    if digits >= given_digits:
        return False
    exponent = Decimal(1).scaleb(int(claimed.normalize().as_tuple().exponent))
    nearest = given.quantize(exponent, rounding=ROUND_HALF_UP) == claimed
    if nearest and (digits >= _FEWEST_DIGITS or hedge == "about"):
        return True
    if hedge == "over":
        return claimed <= given <= claimed * (1 + _OVER_SHARE)
    if hedge == "under":
        return claimed * (1 - _HEDGED_SHARE) <= given <= claimed
    return hedge == "about" and abs(given / claimed - 1) <= _HEDGED_SHARE


# --- Reading ---------------------------------------------------------------------------------------------------------

_SMALL_LETTER = re.compile(r"\d[\s-]?[mbt](?![A-Za-z0-9])")


def _small_letters(text: str) -> Iterator[Number]:
    """Numbers whose small letter scales them, too: `5m` may be five million as well as five metres."""
    if not _SMALL_LETTER.search(text):
        return iter(())
    return (n for n in in_digits(text, letters_scale=lambda _: True) if n.surface[-1:].islower())


def _merged(one: Amount, other: Amount) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys((*one.readings, *other.readings)))


def _amount(number: Number, text: str, *, stated: bool) -> Amount:
    return Amount(
        start=number.start,
        end=number.end,
        surface=number.surface,
        readings=(*_inverse(number), (number.value, number.unit)),
        stated=stated,
        counted=number.unit is None and (is_counted(text, number.end) or is_glued(text, number.start)),
        per=period_of(text, number.start, number.end),
    )


def _inverse(number: Number) -> Iterator[Reading]:
    """A quarter of something goes into it four times."""
    if number.unit == "percent" and isinstance(number.value, Decimal) and number.surface[-1].isalpha() and number.value:
        times = 100 / number.value
        if times == times.to_integral_value():
            yield times.normalize(), "times"


_RANGE = re.compile(r"\s?(?:-|~|–|—|～|−|至|到|to|and|或|or)\s?", re.IGNORECASE)


def _with_ranges(found: list[Amount], text: str) -> list[Amount]:
    """Give the first number of a range what its second says for both: 10–20 %, 1 到 2 亿."""
    ranged = []
    for place, one in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        if (
            after is None
            or after.start <= one.end
            or one.surface[-1:].isalpha()
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
        scale = other / written if written else Decimal(1)
        yield (value * scale).normalize(), other_unit
        yield value, other_unit
