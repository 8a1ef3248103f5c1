"""Whether the article bears out the dates of a statement, and the years and months that it tells from today."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from digest_pipeline.briefs.grounding import amounts as amounts_
from digest_pipeline.briefs.grounding import days as days_
from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.days import Day
from digest_pipeline.briefs.grounding.held import Detail, Held, failed
from digest_pipeline.briefs.grounding.judge_numbers import Numbers
from digest_pipeline.briefs.grounding.relative import relative_days


class Dates:
    """Judges the dates of one statement, some of which may be numbers."""

    def __init__(self, held: Held, numbers: Numbers) -> None:
        self._held = held
        self._numbers = numbers

    def day(self, day: Day) -> Detail:
        """Judge a date: one near the quotations, or that of the publication; a mere year may be a number."""
        ground = self._held.ground
        years = ground.years
        given = [(one.start, one.end) for one in self._dates_for(day) if days_.bears_out(one, day, years)]
        if place := self._held.first_near(given):
            instead = self._year_instead(given) if day.surface.isdecimal() else ""
            reason = f"the article has “{instead}” here, not “{day.surface}”"
            return failed("date", day, reason) if instead else self._held.grounded("date", day, place)
        if day.surface.isdecimal():
            number = Amount(day.start, day.end, day.surface, ((Decimal(day.surface).normalize(), None),))
            if (detail := self._numbers.amount(number)).verdict == "grounded":
                return detail
        for number in () if day.part else amounts_.amounts(day.surface, hedges=False):
            # 前四个月 is a time of four months, too.
            if number.readings[-1][1] == "month" and (detail := self._numbers.amount(number)).verdict == "grounded":
                return replace(detail, kind="date", surface=day.surface, start=day.start, end=day.end)
        if day.part or (day.day and self._quotes_day) or (day.weekday and self._quotes_weekday):
            return failed("date", day, f"the article does not give the date “{day.surface}”")
        for published in ground.dates:
            dated = Day(0, 0, "", published.year, published.month, published.day, weekday=published.isoweekday())
            if days_.bears_out(dated, day, years):
                return self._held.grounded("date", day, None)
        return failed("date", day, f"the article does not give the date “{day.surface}”")

    def relative(self) -> Iterator[Detail]:
        """Object to a relative year or month (next year, 上月) where the quotations name others only."""
        ground = self._held.ground
        if not ground.published:
            return
        quoted = [one for one in ground.days if self._held.told.holds(one.start, one.end)]
        for day in relative_days(self._held.plain, (), ground.published):
            told = [one for one in quoted if one.year and (one.month or not day.month)]
            if day.day or not told or len(told) < len(quoted) or _COMPARED.search(self._held.quoted_text):
                continue
            if all((one.year, one.month if day.month else 0) != (day.year, day.month) for one in told):
                yield failed("date", day, f"the article has “{told[0].surface}” here, not “{day.surface}”")

    def _year_instead(self, given: Sequence[tuple[int, int]]) -> str:
        """Return the year that the quotations name where they have not the claimed one, if it is the only one."""
        if any(self._held.quoted.holds(*place) for place in given):
            return ""
        named = {str(one.year) for one in self._held.days_quoted if one.year and str(one.year) in one.surface}
        year = named.pop() if len(named) == 1 else ""
        return "" if year in self._held.plain else year

    def _dates_for(self, day: Day) -> Sequence[Day]:
        """Return the dates that a claimed one may be: where quotations name a weekday or quarter, those of the kind.

        A month lies in some quarter, and a date without a year was some weekday.
        """
        days, quoted = self._held.ground.days, self._held.days_quoted
        if day.weekday and not day.day and any(one.weekday for one in quoted):
            return [one for one in days if one.weekday or (one.year and one.day)]
        if day.part[:1] in {"Q", "H"} and any(one.part[:1] == day.part[:1] for one in quoted):
            return [one for one in days if one.part[:1] == day.part[:1]]
        return days

    @property
    def _quotes_day(self) -> bool:
        """Whether the quotations themselves name a day: then that of the publication is another one."""
        return any(one.day and self._held.quoted.holds(one.start, one.end) for one in self._held.ground.days)

    @property
    def _quotes_weekday(self) -> bool:
        return any(one.weekday and self._held.quoted.holds(one.start, one.end) for one in self._held.ground.days)


# A year that is compared with need not be named.
_COMPARED = re.compile(
    r"同比|环比|同期|上年|year-on-year|year-over-year|yoy|earlier|prior|previous|than", re.IGNORECASE
)
