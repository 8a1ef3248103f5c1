"""Dates: what a feed's or page's date string means, which day a time belongs to, and which dates are not trusted.

Event time is decided here and nowhere else; the partitions of Dagster are `assets/partitions.py`.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from digest_pipeline.datetext import NoDateError, TwoDaysError, absolute, foreign, relative
from digest_pipeline.datetext.parts import clean
from digest_pipeline.urls import arxiv_id, status_id

FUTURE_TOLERANCE = timedelta(minutes=5)

# Years outside this range are typing errors, other calendars, or a clock that was never set.
_PLAUSIBLE_YEARS = range(1900, 2101)
# No feed and hardly a page is older; what says so was never set (1970-01-01, 0001-01-01).
_FIRST_YEAR = 1995
_ARXIV_MONTH = re.compile(r"(?P<year>\d{2})(?P<month>\d{2})\.")
# The last id without a time was about 29,700,000,000.
_SNOWFLAKES = range(30_000_000_000, 1 << 63)
_SNOWFLAKE_EPOCH = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=1_288_834_974_657)


@dataclass(frozen=True, slots=True)
class Window:
    """The time [start, end) whose captures serve a day, in UTC."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, day: date, zone: ZoneInfo, grace: timedelta) -> "Window":
        """Return the window of `day`: from its first moment to `grace` after its last."""
        return cls(start_of(day, zone), start_of(day + timedelta(days=1), zone) + grace)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of `day` in `zone`, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day that `moment` belongs to in `zone`."""
    return moment.astimezone(zone).date()


def yesterday(now: datetime, zone: ZoneInfo) -> date:
    """Return the last day that is over at `now` in `zone`."""
    return day_of(now, zone) - timedelta(days=1)


def days_between(first: date, last: date) -> list[date]:
    """Return all days from `first` to `last`, both included."""
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def parse(text: str, zone: tzinfo, now: datetime | None = None) -> datetime | None:
    """Return the moment in UTC that `text` names, or None when it names none or can be read in two ways.

    A date without a zone is taken in `zone`; a date without a time is that day's first moment there. A weekday that
    contradicts its date is ignored, unless it decides between day and month ("Fri, 05/06/2026"). Where nothing decides,
    such a date is rejected: `zone` may be the reader's own and says nothing about the writer's habit. `now` is the
    moment of the capture (aware): without it a text that counts from it (3小时前, 昨天 20:15, 5月3日) names no moment;
    how exact the result is, is said at `datetext.relative.read`.
    """
    cleaned = clean(text)
    if not cleaned:
        return None
    try:
        moment = _moment(cleaned, zone, now)
    except (NoDateError, OverflowError):
        return None
    return moment if moment and moment.year in _PLAUSIBLE_YEARS else None


def distrust(published: datetime, fetched_at: datetime, url: str) -> str | None:
    """Say why a date can't be true, or None: it is a placeholder, lies in the future, or contradicts the id in `url`.

    An arXiv id names the month in which it was given out: a paper of the end of a month carries the next one, and the
    announcement follows within days, or weeks when a moderator looks at it. So a paper is dated in the month of its id,
    the one before or the next one. A later date is that of a new version or cross-list, or of somebody who shares the
    paper: no date of the paper. The id of a post on X is its moment.

    A date in the path of an address is not compared: on 46 recorded days each of the 453 that a site's own feed gave
    agreed within two days, and the others stood in links that an aggregator shared later.
    """
    if published.year < _FIRST_YEAR:
        return f"{published:%Y-%m-%d} is a placeholder: no news on the web is as old"
    if published > fetched_at + FUTURE_TOLERANCE:
        return f"{published:%Y-%m-%d %H:%M}Z lies after the capture of {fetched_at:%Y-%m-%d %H:%M}Z"
    submitted = _submitted(url)
    if submitted is not None and abs(_month(published) - submitted) > 1:
        return f"{published:%Y-%m} contradicts the arXiv id {arxiv_id(url)}"
    status = status_id(url)
    if status is not None and status in _SNOWFLAKES:
        posted = snowflake_time(status)
        if abs(published - posted) > FUTURE_TOLERANCE:
            return f"{published:%Y-%m-%d %H:%M}Z contradicts the post's id {status}, made at {posted:%Y-%m-%d %H:%M}Z"
    return None


def newest_by_id(url: str) -> datetime | None:
    """Return the last moment at which what `url` leads to was new, judged by the id in it; None when it has none.

    An arXiv id names a month, and the paper is news until the end of the next one; a post's id is its moment.
    """
    if (submitted := _submitted(url)) is not None:
        year, month = divmod(submitted + 2, 12)
        return datetime(year, month + 1, 1, tzinfo=UTC) - timedelta(microseconds=1)
    status = status_id(url)
    return snowflake_time(status) if status is not None and status in _SNOWFLAKES else None


def snowflake_time(status: int) -> datetime:
    """Return the moment in UTC at which X (Twitter) gave out the id of a post, exact to the millisecond.

    The upper 41 of its 63 bits count milliseconds since X's own epoch (twitter-archive/snowflake, IdWorker).

    Raises:
        ValueError: for the consecutive ids from before November 2010, which hold no time, and for what is no id.
    """
    if status not in _SNOWFLAKES:
        raise ValueError(f"{status} is no id with a time: X made those of 2010-11 and later, of at most 63 bits")
    return _SNOWFLAKE_EPOCH + timedelta(milliseconds=status >> 22)


def first_snowflake(moment: datetime) -> int:
    """Return the lowest id that X can have given out at `moment` or after it: the inverse of `snowflake_time`."""
    return -(-(moment - _SNOWFLAKE_EPOCH) // timedelta(milliseconds=1)) << 22


def _moment(text: str, zone: tzinfo, now: datetime | None) -> datetime | None:
    try:
        return _english_moment(text, zone, now) or _foreign_moment(text, zone, now)
    except TwoDaysError:
        # Else a weekday may decide.
        return _foreign_moment(text, zone, now, day_first=foreign.is_day_first(text))


def _english_moment(text: str, zone: tzinfo, now: datetime | None, *, day_first: bool = False) -> datetime | None:
    today = now.astimezone(zone).date() if now else None
    moment = absolute.read(text, zone, today, day_first=day_first)
    return relative.read(text, zone, now) if moment is None and now else moment


def _foreign_moment(text: str, zone: tzinfo, now: datetime | None, *, day_first: bool = False) -> datetime | None:
    """Return the moment on which all languages agree that can read `text` (listopad is October in Zagreb only)."""
    moments = set()
    for translation in foreign.translations(text):
        with suppress(NoDateError):
            moments.add(_english_moment(translation, zone, now, day_first=day_first))
    moments.discard(None)
    return moments.pop() if len(moments) == 1 else None


def _month(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1


def _submitted(url: str) -> int | None:
    """Return the month that an arXiv id names, counted from the year 0, or None."""
    match = _ARXIV_MONTH.match(arxiv_id(url) or "")
    return (2000 + int(match["year"])) * 12 + int(match["month"]) - 1 if match else None
