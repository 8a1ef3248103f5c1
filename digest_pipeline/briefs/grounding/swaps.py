"""Two numbers or dates of a statement that the article has the other way round.

Each word of a statement stands by one number of a kind more closely than by the others, and so it does in the article.
Where the words by the one stand, in the quoted sentences, by the other, and those by the other by the one, the two were
exchanged. What speaks for one direction alone is not enough: a text may tell the same in many orders. Words are
compared across languages by what they may mean (`stories/translation.py`).
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from digest_pipeline.briefs.grounding import amounts as amounts_
from digest_pipeline.briefs.grounding import days as days_
from digest_pipeline.briefs.grounding.amounts import Amount, is_small_count
from digest_pipeline.briefs.grounding.anchors import Anchor, Item, anchors_of, comes_from
from digest_pipeline.briefs.grounding.around import counted_by
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.contexts import stand_crossed
from digest_pipeline.briefs.grounding.links import same_link
from digest_pipeline.briefs.grounding.listed import ORDERED, listed_otherwise
from digest_pipeline.briefs.grounding.misplaced import Texts, is_end_of_range, may_be_taken_for, pointed_to
from digest_pipeline.briefs.grounding.naming import name_places
from digest_pipeline.briefs.grounding.opposites import Pole, poles_of
from digest_pipeline.briefs.grounding.pairs import paired_otherwise
from digest_pipeline.briefs.grounding.passages import Distances, Near, Span
from digest_pipeline.briefs.grounding.quotations import locate
from digest_pipeline.briefs.grounding.reading import CURRENCIES, Reading
from digest_pipeline.briefs.grounding.regions import Regions
from digest_pipeline.briefs.grounding.relations import reversed_pairs
from digest_pipeline.model import Evidence
from digest_pipeline.quantities import half_width

Contested = Sequence[tuple[Pole, Sequence[Pole]]]

# How much must speak for an exchange in each direction, and in both together. Chosen on the labelled
# statements (bench/grounding.py): nearly all true pairs pass.
_EACH = -0.2
_BOTH = 0.6
_AGAINST = 1.5
# A word stands by the nearer of two numbers if it is so much nearer, and by its number the less the farther it is.
_CLEARLY = 0.8
_REACH = 80
_CLOSE = 8
_LEAST_FOR, _LEAST_AGAINST = 0.15, 0.05


def exchanged(
    reading: Reading, ground: Ground, near: Near, evidence: Sequence[Evidence], words: Contested
) -> Iterator[tuple[Item, str]]:
    """Yield what the quoted sentences (`near`) give the other way round, each with what they give in its place.

    Where one of them lists what belongs together by its order (respectively, 分别), nothing is said. `words` are those
    of which the quotations have an opposite.
    """
    found = dict(_exchanged(reading, ground, near, evidence, words))
    if found and not locate(reading.text, ground.text):
        yield from found.items()


def _exchanged(
    reading: Reading, ground: Ground, near: Near, evidence: Sequence[Evidence], words: Contested
) -> Iterator[tuple[Item, str]]:
    given = [one for one in (*ground.figures, *ground.small_counts) if near.holds(one.start, one.end)]
    numbers = list(_numbers(reading, ground, given, near))
    pairs = [(one, other) for one, other in combinations(numbers, 2) if _may_be_exchanged(one, other)]
    rivals = dict(_rivals(numbers, ground, given, evidence))
    told_both = list(_words(reading, words))
    numbers += told_both
    pairs += [(one, other) for one, other in combinations(told_both, 2) if _may_be_exchanged(one, other)]
    if not pairs and not rivals and len(reading.names) + len(reading.versions) < 2:  # noqa: PLR2004  one has none
        return
    named = list(_names(reading, ground, near))
    yield from _crossed_names(named, reading, ground, near)
    if not pairs and not rivals:
        return
    listed = _is_listed(reading, ground, near)
    anchors = list(anchors_of(reading, ground, given, near, [*numbers, *named]))
    texts = Distances(reading.text), ground.distances
    kinds: dict[str, tuple[Regions, Regions]] = {}
    for kind in dict.fromkeys([one.kind for one, _ in pairs] + [one.kind for one in rivals]):
        kinds[kind] = _regions(kind, reading, ground, [one for one in numbers if one.kind == kind], given, near)
    for one, other in pairs:
        like = [item for item in numbers if item.kind == one.kind]
        ends = _are_ends(one, other, reading.text) or _are_listed(one, other, reading.text)
        if (not ends and paired_otherwise(one, other, anchors, *kinds[one.kind])) or (
            not listed
            and (
                _turned(one, other, reading.text, ground.plain)
                or _are_exchanged(one, other, like, anchors, texts, reading.text)
                or (not ends and _stand_crossed(one, other, reading, ground))
            )
        ):
            yield one, other.surface
            yield other, one.surface
    if listed:
        yield from _of_other_names(numbers, named, ground, near)
        return
    for item, others in rivals.items():
        like = [one for one in numbers if one.kind == item.kind]
        if instead := pointed_to(item, others, like, anchors, Texts(*texts, *kinds[item.kind])):
            yield item, instead.surface


def _of_other_names(
    numbers: Sequence[Item], named: Sequence[Item], ground: Ground, near: Near
) -> Iterator[tuple[Item, str]]:
    """Yield the numbers that the article lists in an order that gives them to other names, with the name said."""
    in_order = sorted(numbers, key=lambda one: one.at), sorted(named, key=lambda one: one.at)
    for number, name in listed_otherwise(*in_order, ground.plain, near):
        yield number, name.surface


def _crossed_names(named: Sequence[Item], reading: Reading, ground: Ground, near: Near) -> Iterator[tuple[Item, str]]:
    """Yield the names that do to each other the reverse of what the article says, or stand in each other's place."""
    crossed = [pair for pair in combinations(named, 2) if _stand_crossed(*pair, reading, ground)]
    for one, other in (*reversed_pairs(reading.text, named, ground.whole, near), *crossed):
        yield one, other.surface
        yield other, one.surface


def _stand_crossed(one: Item, other: Item, reading: Reading, ground: Ground) -> bool:
    if reading.eastern != ground.is_han or set(one.places) & set(other.places):
        return False
    return stand_crossed(one, other, half_width(reading.text), ground.plain)


def _rivals(
    numbers: Sequence[Item], ground: Ground, given: Sequence[Amount], evidence: Sequence[Evidence]
) -> Iterator[tuple[Item, list[Item]]]:
    """Yield the numbers of the statement with those of the quotations that they may have been taken for."""
    kinds = {one.kind for one in numbers}
    said = {place for one in numbers for place in one.places}
    spans = Near(tuple((one.start, one.end) for one in evidence))
    quoted = [one for one in given if one.stated and spans.holds(one.start, one.end)]
    unsaid = [
        Item(_UNSAID, one.surface, kind, ((one.start, one.end),), _size(one))
        for one in quoted
        if (one.start, one.end) not in said and (kind := _kind(one)) in kinds
    ]
    for item in numbers if unsaid else ():
        if any(is_end_of_range(place, ground.plain) for place in item.places):
            continue
        rivals = [one for one in unsaid if may_be_taken_for(item, one)]
        if item.kind == _COUNT and item.size % 1:
            rivals = [one for one in rivals if one.size % 1]
        elif item.kind == _COUNT:
            counted = {counted_by(ground.plain, place[1]) for place in item.places}
            rivals = [one for one in rivals if counted_by(ground.plain, one.places[0][1]) in counted - {""}]
        if rivals:
            yield item, rivals


def _words(reading: Reading, words: Contested) -> Iterator[Item]:
    """Yield the words of the statement that the quotations have beside an opposite."""
    for one, given in words:
        if places := tuple(pole.at for pole in given if pole.pole == one.pole):
            yield Item(one.at, reading.text[slice(*one.at)], f"{_EXCLUDED} {one.kind}", places)


def _regions(  # noqa: PLR0913, PLR0917  both texts with what they hold
    kind: str, reading: Reading, ground: Ground, like: Sequence[Item], given: Sequence[Amount], near: Near
) -> tuple[Regions, Regions]:
    """Return what speaks of each item of a kind in the statement, and in the quoted sentences."""
    if kind == _RANK:
        told = [(one.start, one.end) for one in ground.ranks if near.holds(one.start, one.end)]
    elif kind.startswith(_EXCLUDED):
        told = [
            one.at
            for one in poles_of(int(kind.removeprefix(_EXCLUDED)), ground.lower, near.spans)
            if one.at[1] <= len(ground.text)
        ]
    elif kind == "date":
        told = [(one.start, one.end) for one in ground.days if near.holds(one.start, one.end)]
    else:
        told = [(one.start, one.end) for one in given if _kind(one) == kind or (kind == _SMALL and is_small_count(one))]
        told += [place for item in like for place in item.places]
    counts, dates = kind in {_COUNT, _SMALL}, kind == "date"
    return (
        Regions(reading.text, [item.at for item in like], counts=counts, dates=dates),
        Regions(ground.whole, [place for place in told if place[1] <= len(ground.text)], counts=counts, dates=dates),
    )


def _are_exchanged(  # noqa: PLR0913, PLR0917  two items and what they are held against
    one: Item,
    other: Item,
    like: Sequence[Item],
    anchors: Sequence[Anchor],
    texts: tuple[Distances, Distances],
    text: str,
) -> bool:
    """Say whether the words by each of two numbers stand by the other in the article; `like` are all of their kind."""
    first, last = sorted((one.at, other.at))
    if _RANGE.fullmatch(text, first[1], last[0]):
        return False
    there = _score(one, other, [item.at for item in like if item is not one], anchors, texts)
    if there <= _EACH:
        return False
    back = _score(other, one, [item.at for item in like if item is not other], anchors, texts)
    return back > _EACH and there + back > _BOTH


_MOST_TIMES = 5000


def _may_be_exchanged(one: Item, other: Item) -> bool:
    """Say whether two items are of one kind and size, and told apart: 311M parameters are no score of 65."""
    if one.kind != other.kind or set(one.places) & set(other.places):
        return False
    if not one.size or not other.size:
        return True
    return one.size <= _MOST_TIMES * other.size and other.size <= _MOST_TIMES * one.size


def _is_listed(reading: Reading, ground: Ground, near: Near) -> bool:
    return bool(ORDERED.search(reading.text)) or any(ORDERED.search(ground.plain, *span) for span in near.spans[:-1])


def _turned(item: Item, other: Item, said: str, text: str) -> bool:
    """Say whether of two numbers one comes first where in the article the other does: 从 71% 升至 63%, 30× to 2×."""
    first, last = sorted((item, other), key=lambda one: one.at)
    if _RANGE.fullmatch(said, first.at[1], last.at[0]) and _leads(last, first, text):
        return not _leads(first, last, text)
    for one, two in ((item, other), (other, item)):
        if comes_from(said, one.at) and not comes_from(said, two.at):
            return all(comes_from(text, at) for at in two.places) and not any(comes_from(text, at) for at in one.places)
    return False


def _are_ends(one: Item, other: Item, said: str) -> bool:
    """Say whether two numbers are the ends of a range or of a change, and so have no words of their own."""
    first, last = sorted((one.at, other.at))
    if _RANGE.fullmatch(said, first[1], last[0]) or _BETWEEN.search(said, max(0, first[0] - _LONGEST_WORD), first[0]):
        return True
    return comes_from(said, one.at) or comes_from(said, other.at)


def _are_listed(one: Item, other: Item, said: str) -> bool:
    """Say whether two words are said of the same: training and inference code."""
    first, last = sorted((one.at, other.at))
    return one.kind.startswith(_EXCLUDED) and _AND.fullmatch(said, first[1], last[0]) is not None


def _leads(one: Item, other: Item, text: str) -> bool:
    """Say whether the article has two numbers as a range of which the one comes first."""
    return any(_RANGE.fullmatch(text, a[1], b[0]) for a in one.places for b in other.places if a[1] <= b[0])


_RANGE = re.compile(r"\s?(?:-|–|~|至|到|比|to)\s?")
_BETWEEN = re.compile(r"\bbetween [$€£¥]?\Z", re.IGNORECASE)
_AND = re.compile(r"\s?(?:、|和|与|及|或|/|,|and|or)\s?")
_LONGEST_WORD = 16


def _score(
    item: Item, rival: Item, kin: Sequence[Span], anchors: Sequence[Anchor], texts: tuple[Distances, Distances]
) -> float:
    """Return by how much more the words that stand by an item in the statement stand by its rival in the article.

    `kin` are the places of the statement's other items of this kind; `texts` measure in the statement, in the article.
    """
    here, there = texts
    barriers = [*item.places, *rival.places]
    score = 0.0
    for anchor in anchors:
        if anchor.at == item.at or set(anchor.places) & set(barriers):
            continue
        near = here.apart(anchor.at, item.at, kin)
        if any(near > _CLEARLY * here.apart(anchor.at, at, [item.at]) for at in kin):
            continue
        mine = min(there.apart(place, one, barriers) for place in anchor.places for one in item.places)
        its = min(there.apart(place, one, barriers) for place in anchor.places for one in rival.places)
        margin = (mine - its) / (mine + its + _CLOSE)
        weight = anchor.weight * _REACH / (near + _REACH)
        if margin > _LEAST_FOR:
            score += weight * margin
        elif margin < -_LEAST_AGAINST:
            score += _AGAINST * weight * margin
    return score


# --- What may be exchanged -------------------------------------------------------------------------------------------


_COUNT, _RANK, _SMALL, _EXCLUDED = "count", "rank", "small count", "word"
# Where in the statement stands what only the article says.
_UNSAID = -1, -1
_SCALES = ("thousand", "million", "billion", "trillion", "万", "亿")


def _numbers(reading: Reading, ground: Ground, given: Sequence[Amount], near: Near) -> Iterator[Item]:
    for amount in (*reading.amounts, *reading.counts):
        equal = tuple((one.start, one.end) for one in given if _equal(one, amount))
        if equal:
            yield Item((amount.start, amount.end), amount.surface, _kind(amount), equal, _size(amount))
    for rank in reading.ranks:
        like = tuple((one.start, one.end) for one in ground.ranks if one.value == rank.value)
        if placed := tuple(place for place in like if near.holds(*place)):
            yield Item((rank.start, rank.end), rank.surface, _RANK, placed)
    for day in reading.days:
        dated = [
            one for one in ground.days if near.holds(one.start, one.end) and days_.bears_out(one, day, ground.years)
        ]
        if dated:
            yield Item((day.start, day.end), day.surface, "date", tuple((o.start, o.end) for o in dated))


def _names(reading: Reading, ground: Ground, near: Near) -> Iterator[Item]:
    for link in reading.links:
        spelled = [at for at in ground.written_links if same_link(link.surface, ground.plain[slice(*at)])]
        if placed := tuple(at for at in spelled if near.holds(*at)):
            yield Item((link.start, link.end), link.surface, "name", placed)
    for version in reading.versions:
        if placed := tuple(at for at in ground.words.get(version.name + version.number) if near.holds(*at)):
            yield Item((version.start, version.end), version.surface, "name", placed)
    for name in reading.names:
        places = tuple(
            place for place in name_places(name, ground, eastern=reading.eastern) or () if near.holds(*place)
        )
        if places:
            yield Item((name.start, name.end), name.surface, "name", places)


def _size(amount: Amount) -> Decimal:
    value = amount.readings[0][0]
    return value if isinstance(value, Decimal) else Decimal(0)


def _kind(amount: Amount) -> str:
    if amount.surface.endswith(_SCALES):
        # 2 million beside 1.5 million yuan.
        currency = next((unit for _, unit in amount.readings if unit in CURRENCIES), None)
        return currency or amounts_.base_unit(amount) or _COUNT
    return amounts_.base_unit(amount) or (_COUNT if amount.stated else _SMALL)


def _equal(given: Amount, claimed: Amount) -> bool:
    return amounts_.bears_out(given, claimed) or amounts_.rounds_to(given, claimed)
