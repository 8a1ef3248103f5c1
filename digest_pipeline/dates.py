"""Dates: what a feed's or page's date string means, which day a time belongs to, and which dates are not trusted.

Event time is decided here and nowhere else; the partitions of Dagster are `assets/partitions.py`.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from digest_pipeline.urls import arxiv_id

FUTURE_TOLERANCE = timedelta(minutes=5)

# Years outside this range are typing errors or a clock that was never set.
_PLAUSIBLE_YEARS = range(1990, 2101)
_CHINESE_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")
_RFC822 = re.compile(r"([A-Za-z]{3,9},?\s+)?\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}\s+\d{1,2}:\d{2}")
_ZONE_GAP = re.compile(r"\s+([+-]\d{2}:?\d{2})$")


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


def parse(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment in UTC that `text` names, or None when it names none.

    RFC 822 and ISO 8601 are read strictly, Chinese dates by their characters, and what is left by dateparser. A date
    without a zone is taken in `zone`; a date without a time is that day's first moment.
    """
    cleaned = " ".join(unicodedata.normalize("NFKC", text).split())
    if not cleaned:
        return None
    # "CST" is six hours west of Greenwich or eight east of it: the configured zone's own abbreviation means that zone.
    if (abbreviation := datetime(2026, 1, 1, tzinfo=zone).tzname()) and cleaned.endswith(f" {abbreviation}"):
        cleaned = cleaned.removesuffix(abbreviation).rstrip()
    moment = _iso(cleaned) or _rfc822(cleaned) or _iso(_chinese_to_iso(cleaned)) or _free_form(cleaned)
    if moment is None or moment.year not in _PLAUSIBLE_YEARS:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def distrust(published: datetime, fetched_at: datetime, url: str) -> str | None:
    """Say why a date can't be true, or None: it lies in the future, or contradicts the id in the address.

    An arXiv id names the month of submission; the announcement follows within days, so a paper is dated in that month
    or the next one.
    """
    if published > fetched_at + FUTURE_TOLERANCE:
        return f"{published:%Y-%m-%d %H:%M}Z lies after the capture of {fetched_at:%Y-%m-%d %H:%M}Z"
    identifier = arxiv_id(url)
    if identifier and re.match(r"\d{4}\.", identifier):
        submitted = (2000 + int(identifier[:2])) * 12 + int(identifier[2:4])
        months = published.year * 12 + published.month - submitted
        if months not in (0, 1):
            return f"{published:%Y-%m} contradicts the arXiv id {identifier}"
    return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_ZONE_GAP.sub(r"\1", text))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    # The standard parser guesses at strings that are no RFC 822 date ("3:04 pm" loses its half day).
    if not _RFC822.match(text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None and text.endswith("-0000"):
        return moment.replace(tzinfo=UTC)
    # It drops what it does not know at the end (JST, pm); dateparser knows them.
    return None if moment.tzinfo is None and text[-1].isalpha() else moment


def _chinese_to_iso(text: str) -> str:
    match = _CHINESE_DATE.match(text)
    if not match:
        return ""
    year, month, day = (int(group) for group in match.groups())
    return f"{year:04}-{month:02}-{day:02}{text[match.end() :].replace('时', ':').replace('分', '').rstrip(': ')}"


def _free_form(text: str) -> datetime | None:
    import dateparser  # noqa: PLC0415  0.4 s and only for the rare form

    absolute = ["timestamp", "custom-formats", "absolute-time"]
    found = dateparser.parse(
        text, languages=["en", "zh", "ja"], settings={"PARSERS": absolute, "STRICT_PARSING": True, "DATE_ORDER": "YMD"}
    )
    return found if isinstance(found, datetime) else None
