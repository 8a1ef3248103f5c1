"""The windows of issues: which time an edition's issue tells of, and the key that readers know it by.

Days and hours are local. The partitions of Dagster over the same windows are `assets/partitions.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from digest_pipeline.dates import days_between, start_of
from digest_pipeline.editions.spec import Cadence, EditionSpec

_SLOT_HOURS = 4


@dataclass(frozen=True, slots=True)
class Period:
    """The window [start, end) of one issue, in UTC; `first` and `last` are its local days."""

    key: str
    start: datetime
    end: datetime
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """The local days that the window touches."""
        return days_between(self.first, self.last)


def period_from(edition: EditionSpec, start: datetime, zone: ZoneInfo) -> Period:
    """Return the window of the partition that begins at `start`.

    A partition of a day is that day, and the window of several days ends with it. A week begins on Monday.
    """
    local = start.astimezone(zone)
    day = local.date()
    if edition.cadence == "four_hourly":
        end = _slot_end(local, zone)
        return Period(f"{end:%Y-%m-%d-%H}", start, end.astimezone(start.tzinfo), day, day)
    first, last = _days_of(edition.cadence, day, edition.days)
    return Period(_key(edition.cadence, last), start_of(first, zone), start_of(last + timedelta(1), zone), first, last)


def periods_ending_on(edition: EditionSpec, day: date, zone: ZoneInfo) -> Iterator[Period]:
    """Yield the edition's windows whose last day is `day`: six of a flash, none of a week that goes on."""
    if edition.cadence == "four_hourly":
        for hour in range(0, 24, _SLOT_HOURS):
            yield period_from(edition, datetime.combine(day, time(hour), zone), zone)
        return
    period = period_from(edition, start_of(day, zone), zone)
    if period.last == day:
        yield period


def _days_of(cadence: Cadence, day: date, days: int) -> tuple[date, date]:
    if cadence == "weekly":
        monday = day - timedelta(day.weekday())
        return monday, monday + timedelta(6)
    if cadence == "monthly":
        first = day.replace(day=1)
        return first, (first + timedelta(31)).replace(day=1) - timedelta(1)
    return day - timedelta(days - 1), day


def _key(cadence: Cadence, last: date) -> str:
    if cadence == "weekly":
        year, week, _ = last.isocalendar()
        return f"{year}-W{week:02}"
    return f"{last:%Y-%m}" if cadence == "monthly" else last.isoformat()


def _slot_end(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the next local hour of 0, 4, 8 … after `local`."""
    hour = (local.hour // _SLOT_HOURS + 1) * _SLOT_HOURS
    following = local.date() + timedelta(hour // 24)
    return datetime.combine(following, time(hour % 24), zone)
