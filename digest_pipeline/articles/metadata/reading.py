"""What one date string of a page says: a moment where it names its zone, else a day.

The readers are those of `dates` and `datetext`; here is only what a page adds: its language, and the day as written.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from digest_pipeline import dates

# Before it there was no web; later years are typing errors or placeholders. No clock is asked.
_FIRST_YEAR, _LAST_YEAR = 1993, 2099
_LONGEST = 100
_ZONE_GAP = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_UNIVERSAL = re.compile(r"\s*(?:UTC|GMT)$")
_ZONE = re.compile(r"\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d|\b[A-Z]{2,5})$")
# Bare numbers with the year last.
_NUMBERS = re.compile(r"(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{4})\b")
_MONTH_FIRST = frozenset({"en-us", "en-ph"})
_ANYWHERE_ELSE = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True)
class Reading:
    """A date string as it was read: a moment in UTC or a date, and the day as it is written.

    `is_universal` says that it is written in UTC: then the page's own day may be the one before or behind it.
    """

    value: date | datetime
    day: date
    is_universal: bool = False


def read_date(text: str, language: str = "") -> Reading | None:
    """Return what `text` names, or None where it names no day.

    `language` (a BCP 47 tag, as the page declares it) decides between day and month where only numbers are given.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    with suppress(ValueError):
        moment = datetime.fromisoformat(_UNIVERSAL.sub("+00:00", _ZONE_GAP.sub("", text)))
        return _placed(moment)
    return _in_words(text) or _in_numbers(text, language)


def _placed(moment: datetime) -> Reading | None:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    if moment.tzinfo is None:
        return Reading(moment.date(), moment.date())
    return Reading(moment.astimezone(UTC), moment.date(), not moment.utcoffset())


def _in_words(text: str) -> Reading | None:
    moment = dates.parse(text, UTC)
    if moment is None or not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    # A text that names the same moment wherever it is read names its zone.
    if dates.parse(text, _ANYWHERE_ELSE) != moment:
        return Reading(moment.date(), moment.date())
    as_written = dates.parse(_ZONE.sub("", text), UTC) or moment
    return Reading(moment, as_written.date(), as_written == moment)


def _in_numbers(text: str, language: str) -> Reading | None:
    match = _NUMBERS.match(text)
    if match is None:
        return None
    tag = language.lower().replace("_", "-")
    # Points stand between day and month wherever they are used; of slashes English alone does not say.
    if match[2] != "." and tag in {"", "en"}:
        return None
    one, two = int(match[1]), int(match[3])
    month, day = (one, two) if tag in _MONTH_FIRST and match[2] != "." else (two, one)
    with suppress(ValueError):
        found = date(int(match[4]), month, day)
        return Reading(found, found)
    return None
