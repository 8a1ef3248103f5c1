"""What of a statement may be exchanged for something of its quotations: numbers, dates, names, words with an opposite.

Each with its kind, since only what is of one kind is taken for another, and with where the quotations have it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from digest_pipeline.briefs.grounding import amounts as amounts_
from digest_pipeline.briefs.grounding import days as days_
from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.opposites import Contested
from digest_pipeline.briefs.grounding.links import same_link
from digest_pipeline.briefs.grounding.naming import name_places
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.briefs.grounding.reading import CURRENCIES, Reading


class Kind(NamedTuple):
    """A kind of items: amounts by the unit that they are reckoned in, words by their class of opposites."""

    sort: Literal["amount", "count", "small count", "rank", "date", "name", "word"]
    of: str | int = ""


COUNT, SMALL_COUNT, RANK, DATE, NAME = (Kind(sort) for sort in ("count", "small count", "rank", "date", "name"))


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the statement with where the article has it; `size` is that of an amount, 0 for what has none."""

    at: Span
    surface: str
    kind: Kind
    places: tuple[Span, ...]
    size: Decimal = Decimal(0)


def numbers_of(reading: Reading, ground: Ground, given: Sequence[Amount], near: Near) -> Iterator[Item]:
    """Yield the numbers, ranks and dates of a statement that its quotations have; `given` are their figures."""
    for amount in (*reading.amounts, *reading.counts):
        if equal := tuple((one.start, one.end) for one in given if _equal(one, amount)):
            yield Item((amount.start, amount.end), amount.surface, kind_of(amount), equal, size_of(amount))
    for rank in reading.ranks:
        like = ((one.start, one.end) for one in ground.ranks if one.value == rank.value)
        if placed := tuple(place for place in like if near.holds(*place)):
            yield Item((rank.start, rank.end), rank.surface, RANK, placed)
    for day in reading.days:
        dated = (one for one in ground.days if near.holds(one.start, one.end))
        if borne := tuple((one.start, one.end) for one in dated if days_.bears_out(one, day, ground.years)):
            yield Item((day.start, day.end), day.surface, DATE, borne)


def names_of(reading: Reading, ground: Ground, near: Near) -> Iterator[Item]:
    """Yield the names, versions and addresses of a statement that its quotations (`near`) have."""
    for link in reading.links:
        spelled = [at for at in ground.written_links if same_link(link.surface, ground.plain[slice(*at)])]
        if placed := tuple(at for at in spelled if near.holds(*at)):
            yield Item((link.start, link.end), link.surface, NAME, placed)
    for version in reading.versions:
        if placed := tuple(at for at in ground.words.get(version.name + version.number) if near.holds(*at)):
            yield Item((version.start, version.end), version.surface, NAME, placed)
    for name in reading.names:
        named = name_places(name, ground, eastern=reading.eastern) or ()
        if placed := tuple(at for at in named if near.holds(*at)):
            yield Item((name.start, name.end), name.surface, NAME, placed)


def words_of(reading: Reading, words: Contested) -> Iterator[Item]:
    """Yield the words of a statement that its quotations have beside an opposite."""
    for one, given in words:
        if places := tuple(pole.at for pole in given if pole.pole == one.pole):
            yield Item(one.at, reading.text[slice(*one.at)], Kind("word", one.kind), places)


def may_be_exchanged(one: Item, other: Item) -> bool:
    """Say whether two items are of one kind and size, and told apart: 311M parameters are no score of 65."""
    if one.kind != other.kind or set(one.places) & set(other.places):
        return False
    if not one.size or not other.size:
        return True
    return one.size <= _MOST_TIMES * other.size and other.size <= _MOST_TIMES * one.size


_MOST_TIMES = 5000


def kind_of(amount: Amount) -> Kind:
    """Return the kind of an amount: of 2 million beside 1.5 million yuan, that of yuan."""
    unit = amounts_.base_unit(amount)
    if unit in _OF_TIME:
        # Hours and days are told of different things.
        unit = amount.readings[-1][1]
    if amount.surface.endswith(_SCALES):
        unit = next((one for _, one in amount.readings if one in CURRENCIES), unit)
    if unit:
        return Kind("amount", unit)
    return COUNT if amount.stated or amount.surface.endswith(_SCALES) else SMALL_COUNT


_OF_TIME = frozenset(("second", "month"))
_SCALES = ("thousand", "million", "billion", "trillion", "万", "亿")


def size_of(amount: Amount) -> Decimal:
    """Return the value of an amount, as it is read first; 0 for one that is no number."""
    value = amount.readings[0][0]
    return value if isinstance(value, Decimal) else Decimal(0)


def _equal(given: Amount, claimed: Amount) -> bool:
    return amounts_.bears_out(given, claimed) or amounts_.rounds_to(given, claimed)
