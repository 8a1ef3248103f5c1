"""What an article tells from the day of its publication: today, yesterday, last year, 上月, on Monday.

Nothing is counted from a relative date of a statement: these are dates that the record gives.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from digest_pipeline.briefs.grounding.days import Day
from digest_pipeline.briefs.grounding.letters import lowered


def relative_days(text: str, found: Sequence[Day], published: date) -> Iterator[Day]:
    """Yield what `text` tells from the day of its publication: today, yesterday, last year, 上月, on Monday.

    `found` are the dates that name themselves.
    """
    for match in _RELATIVE.finditer(lowered(text)):
        name = next(name for name, words in match.groupdict().items() if words)
        yield replace(_told(name, published), start=match.start(), end=match.end(), surface=match[0])
    for match in _DAY_OF_MONTH.finditer(text):
        day, said = int(match["day"]), match["month"] or ""
        step = {"上": -1, "下": 1}.get(said[:1], 0)
        # The 28th that is told on the 3rd is of the month before.
        steps = [step] if said else [0, -1] if day > published.day else [0]
        for months in steps if day <= _MOST_DAYS else ():
            year, month = _month(published, months)
            yield Day(match.start(), match.end(), match[0], year, month, day)
    for one in found:
        if one.weekday:
            yield replace(_of_weekday(one.weekday, published), start=one.start, end=one.end, surface=one.surface)


_MOST_DAYS = 31
_DAY_OF_MONTH = re.compile(
    r"(?:(?P<month>[本上下]个?月)|(?<![\d月])(?<![\d月]\s)(?<![-~至到])(?<!每月))\s?"
    r"(?P<day>[1-9]|[12]\d|3[01])\s?日(?![元均前内后子])"
)


def _month(published: date, step: int) -> tuple[int, int]:
    months = published.year * 12 + published.month - 1 + step
    return months // 12, months % 12 + 1


_RELATIVE = re.compile(
    # Where none of these begins nothing is tried: half of the time.
    r"(?=[今当本昨明这上下年去前]|\b[tylna])(?:(?P<today>今[天日晚早晨]|当[日天]|本日|\btoday\b|\btonight\b)|(?P<yesterday>昨[天日晚夜]|\byesterday\b)"
    r"|(?P<tomorrow>明[天日晚]|\btomorrow\b)|(?P<this_month>本月|这个月|\bthis month\b)"
    r"|(?P<last_month>上个?月|\blast month\b)|(?P<next_month>下个?月|\bnext month\b)"
    r"|(?P<this_year>今年|本年|(?<![一二三四五六七八九十两几半\d])年内|年底前"
    r"|\bthis (?:year|spring|summer|fall|autumn|winter)\b)"
    r"|(?P<last_year>去年|上年|\blast year\b|\ba year (?:ago|earlier)\b|\byear-earlier\b)"
    r"|(?P<next_year>明年|\bnext year\b)|(?P<two_years_ago>前年|\btwo years ago\b))",
)


def _told(name: str, published: date) -> Day:
    steps = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if name in steps:
        then = published + timedelta(days=steps[name])
        return Day(0, 0, "", then.year, then.month, then.day)
    if name.endswith("month"):
        step = {"this_month": 0, "last_month": -1, "next_month": 1}[name]
        return Day(0, 0, "", *_month(published, step))
    return Day(0, 0, "", published.year + {"this_year": 0, "last_year": -1, "next_year": 1, "two_years_ago": -2}[name])


def _of_weekday(weekday: int, published: date) -> Day:
    """Return the last such day up to the publication."""
    then = published - timedelta(days=(published.isoweekday() - weekday) % 7)
    return Day(0, 0, "", then.year, then.month, then.day, weekday=weekday)
