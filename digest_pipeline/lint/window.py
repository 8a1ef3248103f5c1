"""The window an issue claims: the days, week, month or hours that its title or front matter names."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest_pipeline.lint.document import Language, Window

_DAY = re.compile(r"(?<!\d)(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_WEEK = re.compile(r"(?<!\d)(20\d\d)\s*[-年]?\s*(?:W|第\s*)(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)\s*(?:-|年)\s*(\d{1,2})(?!\d)")
_MOMENT = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d)[ T](\d\d:\d\d)(?!\d)")
_PRINTED = re.compile(
    r"(?P<start>20\d\d-\d\d-\d\d \d\d:\d\d)\D{1,9}(?P<end>20\d\d-\d\d-\d\d \d\d:\d\d)"
    r"\s*[（(](?P<zone>[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*)[）)]"
)
_HOURS = re.compile(r"(\d{1,2})\s*(?:个小时|小时|hours?\b)", re.IGNORECASE)
# A Chinese issue that names no zone counts its days in the only one of its readers' country.
_ZONES = {"zh": timezone(timedelta(hours=8)), "en": UTC}


def window_of(title: str, dated: object, language: Language) -> Window | None:
    """Return what `title` says the issue tells of, else the day of its front matter's `date`; None for no issue.

    An issue of hours ends at the moment its front matter is dated.
    """
    zone = _ZONES[language]
    if isinstance(dated, str):
        dated = _moment(dated)
    if isinstance(dated, datetime) and (hours := _HOURS.search(title)):
        end = dated if dated.tzinfo else dated.replace(tzinfo=zone)
        start = end - timedelta(hours=int(hours[1]))
        return Window(start, end, start.date(), end.date(), exact=True)
    days = _days(title)
    if not days and isinstance(dated, date):
        day = dated.date() if isinstance(dated, datetime) else dated
        days = (day, day)
    if not days:
        return None
    first, last = days
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(1)))
    return Window(start, end, first, last, exact=False)


def printed_window(lines: Iterable[str]) -> Window | None:
    """Return the window that a line of the issue gives to the minute, with the name of its zone."""
    for line in lines:
        found = _PRINTED.search(line)
        if not found:
            continue
        try:
            zone = ZoneInfo(found["zone"])
            start, end = (datetime.fromisoformat(found[name]).replace(tzinfo=zone) for name in ("start", "end"))
        except (ValueError, ZoneInfoNotFoundError):
            continue
        return Window(start, end, start.date(), (end - timedelta(minutes=1)).date(), exact=True)
    return None


def moments_in(text: str) -> list[datetime]:
    """Return the dates with a time of day that `text` writes, without a zone."""
    found = [_moment(f"{match[1]} {match[2]}") for match in _MOMENT.finditer(text)]
    return [moment for moment in found if moment]


def days_in(text: str) -> list[date]:
    """Return the full dates that `text` writes in figures, in order; what is no day of the calendar is none."""
    return [day for match in _DAY.finditer(text) if (day := _day(*map(int, match.groups())))]


def _days(title: str) -> tuple[date, date] | None:
    if days := days_in(title):
        return min(days[:2]), max(days[:2])
    if week := _WEEK.search(title):
        try:
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        except ValueError:
            return None
        return monday, monday + timedelta(6)
    if (month := _MONTH.search(title)) and (first := _day(int(month[1]), int(month[2]), 1)):
        return first, (first + timedelta(31)).replace(day=1) - timedelta(1)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
