"""Whether the article bears out the numbers of a statement, the small counts and the places of an order.

A number is borne out by an equal one near the quotations that is not said in the opposite sense, by one that it rounds,
or by two of the quotations from which it was worked out.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from digest_pipeline.briefs.grounding import amounts as amounts_
from digest_pipeline.briefs.grounding import senses
from digest_pipeline.briefs.grounding.amounts import Amount, is_small_count
from digest_pipeline.briefs.grounding.around import counted_by
from digest_pipeline.briefs.grounding.derived import elapsed, worked_out
from digest_pipeline.briefs.grounding.held import Detail, Held, failed
from digest_pipeline.briefs.grounding.ranks import Rank
from digest_pipeline.briefs.grounding.translation import meanings_in
from digest_pipeline.briefs.grounding.vague import Vague, vague


class Numbers:
    """Judges the numbers of one statement."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def amount(self, amount: Amount) -> Detail:
        """Judge a number: one near the quotations, or a fair rounding of one."""
        given = self._held.ground.equal(amount)
        near = [one for one in given if self._held.near.holds(one.start, one.end) and not self._is_of_name(one, amount)]
        if amount.surface.endswith(".0"):
            near = [one for one in near if "." in one.surface or one.readings[-1][1]]
        if near:
            quoted = [(one.start, one.end) for one in near if self._held.is_quoted(one)]
            if turned := senses.turned(self._held.plain, (amount.start, amount.end), self._held.ground.plain, quoted):
                return failed(
                    "number", amount, f"the article says the opposite of “{amount.surface}”: its {turned} is another"
                )
            return self._held.grounded("number", amount, (near[0].start, near[0].end))
        rounded = [
            one
            for one in self._held.amounts_near
            if amounts_.rounds_to(one, amount) or (amount.surface in _MAJORITY and _is_majority(one))
        ]
        # 上千份 is said of thousands.
        vaguely = (one for one in self._vague_quoted if amount.surface in _SCALES and self._is_of_order(amount, one))
        borne: tuple[Amount | Vague, ...] = (*rounded, *vaguely)
        place = (borne[0].start, borne[0].end) if borne else None
        place = place or worked_out(self._held.plain, amount, self._held.figures_quoted)
        if not place and self._held.ground.published:
            place = elapsed(self._held.plain, amount, self._held.days_quoted, self._held.ground.published)
        if place:
            return self._held.grounded("number", amount, place)
        if given:
            return failed("number", amount, f"“{amount.surface}” is not said where the quotations stand")
        return failed("number", amount, f"the article does not give “{amount.surface}”")

    def count(self, count: Amount) -> Detail | None:
        """Judge a small written-out number: the quotations may not count the same with another. Else None."""
        counted = counted_by(self._held.plain, count.end)
        if not counted or count.surface in _BOTH or _OF.match(self._held.plain, count.end):
            return None
        ground = self._held.ground
        translated = ground.is_han and not self._held.eastern
        like = [
            one
            for one in self._held.amounts_near
            if is_small_count(one)
            and self._held.is_quoted(one)
            and (_means(ground.plain, one.end, counted) if translated else counted_by(ground.plain, one.end) == counted)
        ]
        if not like or any(amounts_.bears_out(one, count) for one in like):
            return None
        if worked_out(self._held.plain, count, self._held.figures_quoted):
            return None
        return failed("number", count, f"the article counts “{like[0].surface}” here, not “{count.surface}”")

    def vague(self) -> Iterator[Detail]:
        """Object to an amount of which only the order or unit is said where the quotations say another one."""
        quoted = self._vague_quoted
        for said in vague(self._held.plain) if quoted else ():
            others = [one for one in quoted if bool(one.power) == bool(said.power)]
            alike = any(one.power == said.power and one.unit in {said.unit, ""} for one in others)
            if others and not alike and not any(self._is_of_order(one, said) for one in self._held.figures_quoted):
                yield failed("number", said, f"the article has “{others[0].surface}” here, not “{said.surface}”")

    @cached_property
    def _vague_quoted(self) -> list[Vague]:
        return [one for one in self._held.ground.vague if self._held.is_quoted(one)]

    def _is_of_name(self, given: Amount, claimed: Amount) -> bool:
        """Say whether a bare number beside the text, as that of a site's name, is none of a measure."""
        return given.end > len(self._held.ground.text) and not given.readings[-1][1] and bool(claimed.readings[-1][1])

    @staticmethod
    def _is_of_order(amount: Amount, said: Vague) -> bool:
        if not said.power:
            return any(unit == said.unit for _, unit in amount.readings)
        values = (value for value, _ in amount.readings if isinstance(value, Decimal))
        return any(value and value.adjusted() == said.power for value in values)

    def rank(self, rank: Rank) -> Detail | None:
        """Judge a place of an order: the quotations may not name others only. None where they name none."""
        given = [
            one
            for one in self._held.ground.ranks
            if isinstance(one.value, type(rank.value)) and self._held.near.holds(one.start, one.end)
        ]
        quoted = [one for one in given if self._held.is_quoted(one)]
        of = _RANKED.match(self._held.plain, rank.end)
        like = [one for one in quoted if of and self._held.ground.plain.startswith(of[0], one.end)]
        equal = [one for one in like or given if one.value == rank.value]
        if equal:
            return self._held.grounded("number", rank, (equal[0].start, equal[0].end))
        others = like or quoted
        if not others or (rank.value == 1 and not any(one.surface[0] in "第0123456789" for one in others)):
            return None
        return failed("number", rank, f"the article has “{others[0].surface}” here, not “{rank.surface}”")


def _means(text: str, end: int, stem: str) -> bool:
    """Say whether what a Chinese text counts, with a number that ends at `end`, may be what an English stem means."""
    counted = _COUNTED.match(text, end)
    return counted is not None and any(stem in stems for stems, _ in meanings_in(text, counted.span()))


# Four of the six makers are counted by another number.
_OF = re.compile(r"\s(?:out )?of\b")
_COUNTED = re.compile(r"\s?[\u4e00-\u9fff]{1,10}")


def _is_majority(amount: Amount) -> bool:
    return any(unit == "percent" and isinstance(value, Decimal) and value > _HALF for value, unit in amount.readings)


_SCALES = frozenset("百千万亿")
_MAJORITY, _HALF = frozenset(("过半", "过半数")), Decimal(50)
# What two named ones are called together.
_BOTH = frozenset(("两", "both", "two"))
_RANKED = re.compile(r"[\u4e00-\u9fff]{2}")
