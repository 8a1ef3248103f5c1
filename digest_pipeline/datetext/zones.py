"""The zone that stands behind a time of day: offsets, abbreviations, IANA names, and several of them at once."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest_pipeline.datetext import NoDateError

_OFFSETS = {
    "UTC GMT UT Z ZZ WET": 0,
    "CET MEZ MET WAT BST WEST": 1,
    "CEST MESZ MEST EET SAST CAT": 2,
    "EEST MSK EAT TRT": 3,
    "GST": 4,
    "PKT": 5,
    "IST": 5.5,
    "NPT": 5.75,
    "ICT WIB": 7,
    "HKT SGT PHT MYT AWST": 8,
    "JST KST": 9,
    "ACST": 9.5,
    "AEST": 10,
    "ACDT": 10.5,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
    "NDT": -2.5,
    "ADT BRT ART": -3,
    "NST": -3.5,
    "AST EDT": -4,
    "EST CDT": -5,
    "CST MDT": -6,
    "MST PDT": -7,
    "PST AKDT": -8,
    "AKST": -9,
    "HST": -10,
}
_ABBREVIATIONS: dict[str, tzinfo] = {
    name: timezone(timedelta(hours=hours)) for names, hours in _OFFSETS.items() for name in names.split()
}
_AMERICAN = {"ET": "New_York", "CT": "Chicago", "MT": "Denver", "PT": "Los_Angeles"}
_UNIVERSAL = {"UTC", "GMT", "UT", "Z", "ZZ"}
_WIDEST = timedelta(hours=14)

# In the order of trial: a number with its optional "GMT", an IANA name, an abbreviation.
_ZONE = re.compile(
    r" ?[(\[]? ?(?:"
    r"(?:(?:GMT|UTC?) ?)?(?P<sign>[+-])(?P<hours>\d{1,2}(?=:)|\d{2})(?::?(?P<minutes>\d{2})|:0)(?!\d)"
    r"|(?:GMT|UTC?) ?(?P<short_sign>[+-])(?P<short_hours>\d{1,2})(?![\d:])"
    r"|(?P<bare>(?<! )[+-]\d{2})(?![\d:-])"
    r"|(?P<iana>[A-Z][A-Za-z]+/[A-Z][A-Za-z]+(?:[_/-][A-Z][A-Za-z]+)*)"
    r"|(?P<name>[A-Za-z]{1,5}\b)(?![./])"
    r") ?[)\]]?"
)
_COMMENT = re.compile(r" ?\([^()\d]*\)")
_BEIJING = re.compile(r"\(?北京(?:时间|時間)\)?")
# A time of a place that is not known here must not be read in another zone.
_OTHER_PLACE = re.compile(
    r"(?:当地|本地|美[国东西]?|东部|西部|太平洋|纽约|伦敦|东京|日本|韩国|欧洲|中欧|印度|格林[尼威]治)(?:标准)?时间"
    r"|\b(?:local|eastern|pacific|central|mountain)(?: standard| daylight)? time\b",
    re.IGNORECASE,
)


def split_zone(tail: str, zone: tzinfo) -> tuple[tzinfo | None, str]:
    """Return the zone that `tail`, the text behind a clock, begins with, and the rest; None when it names no zone.

    An abbreviation that `zone` uses for itself means `zone` (CST in Shanghai or Chicago, IST in Kolkata or Dublin). A
    number beside an abbreviation says the same more exactly ("+0800 CST").

    Raises:
        NoDateError: for a zone that is not known, does not exist, or contradicts another ("+0800 GMT").
    """
    named: list[tzinfo] = []
    numbers: list[tzinfo] = []
    universal = False
    while match := _ZONE.match(tail):
        if match["name"]:
            found = _abbreviated(match["name"], zone)
            if found is None:
                break
            universal = universal or match["name"].upper() in _UNIVERSAL
            named.append(found)
        elif match["iana"]:
            named.append(_iana(match["iana"]))
        else:
            numbers.append(_offset(match))
        tail = tail[match.end() :]
        if numbers and (comment := _COMMENT.match(tail)):
            tail = tail[comment.end() :]
    if len(set(numbers)) > 1 or (universal and any(number != UTC for number in numbers)):
        raise NoDateError("two zones contradict each other")
    if not numbers and len(set(named)) > 1:
        raise NoDateError("two zones contradict each other")
    return next(iter(numbers or named), None), tail


def split_place(text: str) -> tuple[tzinfo | None, str]:
    """Return the zone that words such as 北京时间 name anywhere in `text`, and the text without them.

    Raises:
        NoDateError: for the time of another place, which must not be taken for the configured zone's.
    """
    if match := _BEIJING.search(text):
        return timezone(timedelta(hours=8)), f"{text[: match.start()]} {text[match.end() :]}"
    if match := _OTHER_PLACE.search(text):
        raise NoDateError(f"{match[0]!r} is not known")
    return None, text


def is_abbreviation(word: str) -> bool:
    """Say whether `word` is the abbreviation of a zone, in capital letters."""
    return word in _ABBREVIATIONS or word in _AMERICAN


def _offset(match: re.Match[str]) -> tzinfo:
    sign = match["sign"] or match["short_sign"] or match["bare"][0]
    hours = int(match["hours"] or match["short_hours"] or match["bare"][1:])
    minutes = int(match["minutes"] or 0)
    offset = timedelta(hours=hours, minutes=minutes)
    if offset > _WIDEST or minutes > 59:  # noqa: PLR2004
        raise NoDateError(f"{match[0].strip()!r} is no offset of any place")
    return timezone(-offset if sign == "-" else offset) if offset else UTC


def _iana(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise NoDateError(f"{name!r} is no time zone") from error


def _abbreviated(name: str, zone: tzinfo) -> tzinfo | None:
    """Return what an abbreviation means; None for a word that is none.

    Raises:
        NoDateError: for what looks like an abbreviation and is not known: it may lie half a day away.
    """
    upper = name.upper()
    if name != upper and upper not in _UNIVERSAL:
        return None
    if found := _own_names(zone).get(upper) or _ABBREVIATIONS.get(upper):
        return found
    if upper in _AMERICAN:
        return ZoneInfo(f"America/{_AMERICAN[upper]}")
    raise NoDateError(f"{name!r} is no known zone")


@cache
def _own_names(zone: tzinfo) -> dict[str, tzinfo]:
    """Return the abbreviations that `zone` uses in winter and summer, with the offset each has there."""
    names: dict[str, tzinfo] = {}
    for month in (1, 7):
        moment = datetime(2026, month, 1, tzinfo=zone)
        name, offset = moment.tzname(), moment.utcoffset()
        if name and name.isalpha() and offset is not None:
            names[name.upper()] = timezone(offset)
    return names
