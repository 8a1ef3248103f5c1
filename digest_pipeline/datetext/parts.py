"""The parts that absolute and relative dates share: the cleaned text, the clock in it, and what may be left over.

The zone behind a clock is `zones.py`; days are `absolute.py` and `relative.py`.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from digest_pipeline.datetext import NoDateError
from digest_pipeline.datetext.zones import split_zone

CHINESE_DIGITS = "〇一二三四五六七八九"

# No date of a feed or page is nearly as long; what is longer is a text or an attack.
_LONGEST = 200

_FORENOON = "凌晨|黎明|清晨|早上|早晨|早|上午|午前|오전"
_NOON = "中午|正午|午间|午間"
_AFTERNOON = "下午|午后|午後|傍晚|오후"
_EVENING = "晚上|晚间|晚間|夜晚|夜间|夜間|夜里|深夜|半夜|午夜|晚|夜"
_CLOCK = re.compile(
    rf"(?:(?P<before>{_FORENOON}|{_NOON}|{_AFTERNOON}|{_EVENING}|\b[ap]m\b) ?)?"
    r"(?<![\d:.,+])(?P<hour>\d{1,2})"
    r"(?: ?: ?(?P<minute>\d{2})(?: ?: ?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?(?![\d:])"
    r"| ?[时時点點시](?![间間간])"
    r"(?: ?(?P<minute_cjk>\d{1,2})(?!\d) ?[分분]?(?: ?(?P<second_cjk>\d{1,2}) ?[秒초])?|(?P<half>半))?"
    r"| ?h ?(?P<minute_h>\d{2})(?!\d)|\.(?P<minute_dot>\d{2})(?= ?(?:Uhr\b|[ap]\.? ?m\b))"
    r"|(?= ?[ap]\.? ?m\b(?!\.? ?\d{1,2} ?:)))"
    r"(?: ?(?P<after>[ap])\.? ?m\b\.?)?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_AT_NOON = re.compile(r"\bat noon\b", re.IGNORECASE)
# What pages print beside a date: reading time, views, comments.
_COUNTS = re.compile(
    r"\d[\d,.]*\s?[kw万]?\+? ?"
    r"(?:(?:min|mins|minutes?|words?|views?|comments?|reads?|likes?|shares?)\b|分[钟鐘]|[次人条字赞])"
    r"|(?:views?|comments?|reads?|阅读|浏览|评论|点击|字数|热度)[数量]?[^\w\d]{0,3}\d[\d,.]*[kw万]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: how long after midnight, and in which zone if the text says so."""

    after_midnight: timedelta
    zone: tzinfo | None


def clean(text: str) -> str:
    """Return `text` with entities, width, foreign digits and spacing undone; empty when it is too long to be a date.

    Latin accents are dropped ("März", "déc."), because feeds drop them too.
    """
    if len(text) > _LONGEST:
        return ""
    if text.isascii() and "&" not in text:
        return " ".join(text.split())
    composed = unicodedata.normalize("NFKD", html.unescape(text))
    visible = "".join(c for c in composed if not "\u0300" <= c <= "\u036f" and unicodedata.category(c) != "Cf")
    plain = "".join(str(unicodedata.decimal(c, c)) for c in unicodedata.normalize("NFKC", visible))
    return " ".join(plain.replace("−", "-").split())


def split_clock(text: str, zone: tzinfo) -> tuple[Clock | None, str]:
    """Return the clock in `text` and the text without it.

    Raises:
        NoDateError: for an hour, minute, second or zone that does not exist.
    """
    match = _CLOCK.search(text)
    if not match:
        if noon := _AT_NOON.search(text):
            return Clock(timedelta(hours=12), None), f"{text[: noon.start()]} {text[noon.end() :]}"
        return None, text
    named, tail = split_zone(text[match.end() :], zone)
    return Clock(_after_midnight(match), named), f"{text[: match.start()]} {tail}"


def at(day: date, clock: Clock | None, zone: tzinfo) -> datetime:
    """Return the moment in UTC of `clock` on `day`, in the clock's own zone or else `zone`; without one the first."""
    after, zone = (clock.after_midnight, clock.zone or zone) if clock else (timedelta(), zone)
    return (datetime.combine(day, time()) + after).replace(tzinfo=zone).astimezone(UTC)


def chinese_number(text: str) -> int:
    """Return the number from 1 to 99 that Chinese characters stand for (三十一).

    Raises:
        NoDateError: when they stand for none.
    """
    tens, ten, ones = text.rpartition("十")
    unit = CHINESE_DIGITS.find(ones) if ones else 0
    value = (CHINESE_DIGITS.find(tens) if tens else 1) * 10 + unit if ten else unit
    if value < 1:
        raise NoDateError(f"{text!r} is no number")
    return value


def has_unexplained_digits(rest: str) -> bool:
    """Say whether a number is left that could belong to the date: then nobody knows what the text means."""
    return bool(_DIGIT.search(rest) and _DIGIT.search(_COUNTS.sub(" ", rest)))


def _after_midnight(match: re.Match[str]) -> timedelta:
    hour = _hour(int(match["hour"]), (match["before"] or match["after"] or "").lower())
    minute = int(
        match["minute"]
        or match["minute_cjk"]
        or match["minute_h"]
        or match["minute_dot"]
        or (30 if match["half"] else 0)
    )
    second = int(match["second"] or match["second_cjk"] or 0)
    # ISO 8601 calls a day's end 24:00, and a leap second 60.
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):  # noqa: PLR2004
        raise NoDateError(f"{match[0].strip()!r} is no time of day")
    fraction = float(f"0.{match['fraction']}") if match["fraction"] else 0.0
    return timedelta(hours=hour, minutes=minute, seconds=second + fraction)


def _hour(hour: int, half: str) -> int:
    """Return the hour of 24 that an hour of a named part of the day is."""
    if not half:
        return hour
    if half in {"a", "am", *_FORENOON.split("|")}:
        if hour > 12:  # noqa: PLR2004
            raise NoDateError(f"hour {hour} is not before noon")
        return hour % 12
    if half in _NOON.split("|"):
        return hour + 12 if hour < 3 else hour  # noqa: PLR2004  1 and 2 o'clock
    if half in _EVENING.split("|") and not 5 <= hour < 12:  # noqa: PLR2004
        if hour > 12:  # noqa: PLR2004
            return hour
        raise NoDateError(f"nobody knows whether {hour} in the evening is this day or the next")
    return hour + 12 if hour < 12 else hour  # noqa: PLR2004
