"""Dates that name their day themselves: numbers in any order, names of months, Chinese characters, epochs.

A day that can be read in two ways is no day. Without a year it needs the capture's day. Languages whose months are not
listed here are put into English by `foreign.py` first.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby

from digest_pipeline.datetext import NoDateError, TwoDaysError
from digest_pipeline.datetext.parts import CHINESE_DIGITS, at, chinese_number, has_unexplained_digits, split_clock
from digest_pipeline.datetext.zones import split_place, split_zone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janner janvier janv enero ene gennaio gen janeiro januari",
            "february feb febr februar februari fevrier fevr fev febrero febbraio fevereiro",
            "march mar marz maerz mars marzo marco maart mrt",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "june jun juni juin junio giugno giu junho",
            "july jul juli juillet juil julio luglio lug julho",
            "august aug aout agosto ago augustus",
            "september sep sept septembre septiembre setiembre settembre set setembro",
            "october oct oktober okt octobre octubre ottobre ott outubro out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez decembre diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = "mon tue wed thu fri sat sun".split()
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(_WEEKDAYS)})", re.IGNORECASE)
_LONGEST_FIRST = sorted(_MONTHS, key=lambda name: (name[0], -len(name)))
# By their first letters: a third of the time of one long list.
_NAMES = "|".join(
    f"{letter}(?:{'|'.join(name[1:] for name in names)})"
    for letter, names in groupby(_LONGEST_FIRST, lambda name: name[0])
)
_MONTH = rf"(?<![a-z])(?:{_NAMES})(?![a-z])\.?"
# Without a year beside them these are words of a sentence ("3 out of 5").
_YEARLESS_MONTH = rf"(?!(?:out|set|ago|mag|gen|giu|lug)\b){_MONTH}"
_SUFFIX = r"(?:st|nd|rd|th|er|o)?\.?"
_OF = r"[ ,/.-]{0,2}(?:(?:of|de|del|do) )?"
_FULL = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?: ?年 ?| ?년 ?)(?P<month>\d{1,2})(?: ?月 ?| ?월 ?)(?P<day>\d{1,2})(?!\d)(?: ?[日号號일])?"
    r"|(?<!\d)(?P<year_iso>\d{4}) ?(?P<separator>[-/.]) ?(?P<month_iso>\d{1,2}) ?(?P=separator)"
    r" ?(?P<day_iso>\d{1,2})(?!\d)"
    r"|(?<!\d)(?P<week_year>\d{4})-?W(?P<week>\d{2})-?(?P<weekday>[1-7])(?!\d)"
    r"|(?<!\d)(?P<ordinal_year>\d{4})-(?P<ordinal>\d{3})(?!\d)"
    rf"|(?<!\d)(?P<day_first>\d{{1,2}}){_SUFFIX}{_OF}(?P<month_second>{_MONTH}){_OF}'?(?P<year_last>\d{{4}}|\d{{2}})(?![\da-z])"
    rf"|(?P<month_first>{_MONTH}){_OF}(?P<day_second>\d{{1,2}}){_SUFFIX},? ?{_OF}(?P<year_third>\d{{4}})(?![\da-z])"
    rf"|(?<!\d)(?P<year_first>\d{{4}}){_OF}(?P<month_middle>{_MONTH}){_OF}(?P<day_last>\d{{1,2}})(?!\d)"
    rf"|(?<!\d)(?P<year_start>\d{{4}}),? (?P<day_middle>\d{{1,2}}){_SUFFIX}{_OF}(?P<month_last>{_MONTH})(?!,? ?\d{{4}})"
    r"|(?<!\d)(?P<day_vi>\d{1,2}),? ?th(?:an)?g\.? ?(?P<month_vi>\d{1,2}),? ?(?:nam )?(?P<year_vi>\d{4})(?!\d)"
    r"|(?<!\d)(?P<one>\d{1,2}) ?(?P<mark>[-/.]) ?(?P<two>\d{1,2}) ?(?P=mark) ?(?P<three>\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_YEARLESS = re.compile(
    r"(?<!\d)(?P<month>\d{1,2}) ?[月월] ?(?P<day>\d{1,2}) ?[日号號일]"
    rf"|(?<!\d)(?P<day_first>\d{{1,2}}){_SUFFIX}{_OF}(?P<month_second>{_YEARLESS_MONTH})"
    rf"|(?P<month_first>{_YEARLESS_MONTH}){_OF}(?P<day_second>\d{{1,2}})(?!\d){_SUFFIX}"
    r"|(?<![\d/.-])(?P<month_dash>\d{2})-(?P<day_dash>\d{2})(?![\d/.-])"
    r"|(?<![\d/.-])(?P<one>\d{1,2})/(?P<two>\d{1,2})(?![\d/.-])",
    re.IGNORECASE,
)
# Behind a day without a clock only these can be a zone; a word is the name of a paper.
_ZONE_OF_DAY = re.compile(r" ?[(\[]?(?:(?:Z|UTC?|GMT)\b|[+-]\d)")
# What nearly all feeds write; ten times as fast as the search for parts.
_ISO = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?(Z|[+-](?:0\d|1[0-3]):?\d\d)?", re.ASCII)
_RFC822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) (GMT|[+-](?:0\d|1[0-3])\d\d)", re.ASCII
)
_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?P<fraction>\.\d{1,9})?|(?P<milliseconds>\d{12,13})")
# 2026050312 may be an hour of 2026 as well as a second of 2034.
_LAST_EPOCH = 2_000_000_000
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?)?(?![\d:])")
_COLONLESS = re.compile(r"(?<=\d )(\d\d)(\d\d)(?= (?:[A-Z]{1,4}|[+-]\d{4})$)")
_HOUR_ONLY = re.compile(r"(\d{4}-\d\d-\d\dT\d\d)(?=Z$|[+-]\d\d:?\d\d$|$)", re.ASCII)
# The first year of the Republic of China.
_TAIWAN_BEGAN = 1912
_TAIWAN = re.compile(r"(?:中華)?民[國国] ?(\d{2,3}) ?(?=[年./-])")
_OTHER_CALENDAR = re.compile(r"[农農]历|[农農]曆|[阴陰舊旧夏][历曆]|旧暦|음력")
_NAMED_YEAR = re.compile(r"(?P<years>[今去昨前])年(?:的|の)? ?(?=\d{1,2} ?月)")
_YEARS_AGO = {"今": 0, "去": 1, "昨": 1, "前": 2}
_OTHER_YEAR = re.compile(r"[明后後来來]年|(?:last|next|previous|following) year", re.IGNORECASE)
_CHINESE = re.compile(
    rf"([{CHINESE_DIGITS}零○]{{4}})年([{CHINESE_DIGITS}十]{{1,3}})月([{CHINESE_DIGITS}十]{{1,3}})[日号號]"
)
# Two digits of a year: 50 to 94 are older than the news, or typing errors.
_OLDEST_SHORT_YEAR, _NEWEST_SHORT_YEAR = 95, 49
_LEAP_CYCLE = 8


def read(text: str, zone: tzinfo, today: date | None, *, day_first: bool = False) -> datetime | None:
    """Return the moment in UTC that `text` names by itself, or None when it names no day.

    `today` is the day of the capture: a day without a year is the last such day up to the day after it (clocks and
    zones differ). With `day_first` two numbers are day and month, in that order.

    Raises:
        TwoDaysError: for a day that can be read in two ways.
        NoDateError: for a day that does not exist or stands beside another one.
    """
    if common := _common(text, zone):
        return common
    if epoch := _EPOCH.fullmatch(text):
        return _epoch(epoch)
    clock, rest = split_clock(_spelled_out(text, today), zone)
    if matches := list(_FULL.finditer(rest)):
        days = {day for match in matches for day in _days(match, rest, today, day_first=day_first)}
    elif today and (match := _YEARLESS.search(rest)) and not _OTHER_YEAR.search(rest):
        matches, days = [match], {_latest(*_month_and_day(match), today)}
    else:
        return None
    if len(days) != 1:
        error = TwoDaysError if len(matches) == 1 and len(days) > 1 else NoDateError
        raise error(f"{text!r} names {len(days) or 'no'} days")
    before, after = _FULL.sub(" ", rest[: matches[-1].start()]), rest[matches[-1].end() :]
    stated = clock.zone if clock else None
    if clock is None and _ZONE_OF_DAY.match(after):
        stated, after = split_zone(after, zone)
    left = f"{before} {after}"
    if stated is None:
        stated, left = split_place(left)
    if has_unexplained_digits(left):
        raise NoDateError(f"{text!r} has numbers that belong to no date")
    return at(days.pop(), clock, stated or zone)


def _spelled_out(text: str, today: date | None) -> str:
    if not text.isascii():
        text = _common_years(text, today)
    if text[:8].isdigit():
        text = _COMPACT.sub(_spread, text, count=1)
    return _COLONLESS.sub(r"\1:\2", _HOUR_ONLY.sub(r"\1:00", text))


def _common_years(text: str, today: date | None) -> str:
    """Return `text` with years and numbers of East Asia as other dates have them.

    Raises:
        NoDateError: for the lunar calendar, which counts other months.
    """
    if _OTHER_CALENDAR.search(text):
        raise NoDateError(f"{text!r} is a date of another calendar")
    if today:
        text = _NAMED_YEAR.sub(lambda match: f"{today.year - _YEARS_AGO[match['years']]}年", text)
    return _CHINESE.sub(_arabic, _TAIWAN.sub(lambda match: str(int(match[1]) + _TAIWAN_BEGAN - 1), text))


def _common(text: str, zone: tzinfo) -> datetime | None:
    if match := _ISO.fullmatch(text):
        plain = f"{match[1]}{match[2] or ''}"
    elif (match := _RFC822.fullmatch(text)) and (month := _MONTHS.get(match[2].lower())):
        plain = f"{match[3]}-{month:02}-{match[1]:0>2}T{match[4]}{match[5].replace('GMT', 'Z')}"
    else:
        return None
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        # 24:00 and leap seconds are times too.
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _days(match: re.Match[str], text: str, today: date | None, *, day_first: bool) -> Iterator[date]:
    """Yield every day that `match` can mean.

    Raises:
        NoDateError: when it means none.
    """
    if match["one"]:
        found = set(_orders(match["one"], match["two"], match["three"], today, day_first=day_first))
        named = _WEEKDAY.search(text)
        weekday = _WEEKDAYS.index(named[0].lower()) if named else -1
        # A wrong weekday is ignored; a right one decides.
        yield from {day for day in found if day.weekday() == weekday} or found
        return
    try:
        if match["week"]:
            yield date.fromisocalendar(int(match["week_year"]), int(match["week"]), int(match["weekday"]))
        elif match["ordinal"]:
            day = date(int(match["ordinal_year"]), 1, 1) + timedelta(days=int(match["ordinal"]) - 1)
            if day.year == int(match["ordinal_year"]):
                yield day
        else:
            year = _first(match, "year year_iso year_last year_third year_first year_start year_vi")
            month = _first(match, "month month_iso month_second month_first month_middle month_last month_vi")
            number = _first(match, "day day_iso day_first day_second day_last day_middle day_vi")
            yield date(_year(year), _month(month), int(number))
    except (ValueError, OverflowError) as error:
        raise NoDateError(f"{match[0]!r} is no day of the calendar") from error


def _first(match: re.Match[str], groups: str) -> str:
    return next(match[group] for group in groups.split() if match[group])


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS[name.rstrip(".").lower()]


def _orders(one: str, two: str, three: str, today: date | None, *, day_first: bool) -> Iterator[date]:
    """Yield the days that three numbers can mean: day first, month first, and year first with two digits.

    Two digits that would be a year after today's are no year.
    """
    readings = [(three, two, one)] if day_first else [(three, two, one), (three, one, two)]
    if len(one) == len(two) == len(three) and not day_first:
        readings.append((one, two, three))
    for year, month, day in readings:
        try:
            found = date(_year(year), int(month), int(day))
        except ValueError:
            continue
        if len(year) > 2 or today is None or found.year <= today.year:  # noqa: PLR2004
            yield found


def _year(digits: str) -> int:
    if len(digits) > 2:  # noqa: PLR2004
        return int(digits)
    year = int(digits)
    if _NEWEST_SHORT_YEAR < year < _OLDEST_SHORT_YEAR:
        raise ValueError(f"nobody knows the century of {digits}")
    return year + (2000 if year <= _NEWEST_SHORT_YEAR else 1900)


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    if not match["one"]:
        month = _first(match, "month month_second month_first month_dash")
        return _month(month), int(_first(match, "day day_first day_second day_dash"))
    one, two = sorted((int(match["one"]), int(match["two"])))
    if two <= 12 and one != two:  # noqa: PLR2004
        raise NoDateError(f"{match[0]!r} is a day of two months")
    return one, two


def _latest(month: int, day: int, today: date) -> date:
    for year in range(today.year + 1, today.year - _LEAP_CYCLE, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today + timedelta(days=1):
            return found
    raise NoDateError(f"there is no day {day} in month {month}")


def _epoch(match: re.Match[str]) -> datetime | None:
    seconds = int(match["seconds"] or 0) + float(match["fraction"] or 0) + int(match["milliseconds"] or 0) / 1000
    return datetime.fromtimestamp(seconds, UTC) if seconds < _LAST_EPOCH else None


def _spread(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second = match.groups()
    return f"{year}-{month}-{day} " + (f"{hour}:{minute}:{second or '00'}" if hour else "")


def _arabic(match: re.Match[str]) -> str:
    digits = [CHINESE_DIGITS.index(character.replace("零", "〇").replace("○", "〇")) for character in match[1]]
    return f"{''.join(map(str, digits))}年{chinese_number(match[2])}月{chinese_number(match[3])}日"
