"""The times of day of a text, in Chinese and English: 9 p.m., 21:00, 晚上9点半, noon.

A time that does not say which half of the day it is of may be of either. Dates are `days.py`.
"""

import re
from collections.abc import Iterator

from digest_pipeline.briefs.grounding.phrases import Phrase

_HAN = {character: value for value, character in enumerate("零一二三四五六七八九十")} | {
    "十一": 11,
    "十二": 12,
    "两": 2,
}
_HAN_HOUR = "十[一二]?|[零一两二三四五六七八九]"
_NOON = 12


def times_of_day(text: str) -> Iterator[Phrase]:
    """Yield the times of day of `text` (in half-width forms), in order."""
    for match in _TIME.finditer(text):
        times = _times(match)
        if times:
            readings = tuple((f"{hour:02}:{minute:02}", "time of day") for hour, minute in times)
            yield Phrase(match.start(), match.end(), match[0], readings, stated=True)


def _times(match: re.Match[str]) -> list[tuple[int, int]]:
    said = {name: value or "" for name, value in match.groupdict().items()}
    minute = int(said["minutes"] or said["minute"] or said["han_minute"] or (30 if said["half_past"] else 0))
    written = said["hours"] or said["hour"] or said["han_hour"] or said["bare_hour"]
    hour = int(written) if written.isdecimal() else _HAN[written]
    told = said["half"] or said["half_after"] or said["after"] or said["part"]
    half = _HALVES.get(told[:1].lower(), "")
    if not half or hour > _NOON:
        # 9:30 may be of the evening, 21:00 and 00:15 are of one half.
        return [(hour % 24, minute)] + ([(hour + _NOON, minute)] if 0 < hour < _NOON else [])
    return [(hour % _NOON + (_NOON if half == "p" else 0), minute)]


# 中午 and 深夜 may be of either.
_HALVES = {"早": "a", "清": "a", "凌": "a", "上": "a", "下": "p", "晚": "p", "傍": "p", "夜": "p", "a": "a", "p": "p"}
_PART_OF_DAY = "凌晨|清晨|早上?|上午|中午|下午|傍晚|晚上?|夜里|深夜"
_TIME = re.compile(
    rf"(?:(?P<half>{_PART_OF_DAY})\s?)?(?<![\d:.])(?P<hours>[01]?\d|2[0-4]):(?P<minutes>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    r"(?:\s?(?P<half_after>[ap](?:m\b|\.m\.)))?"
    r"|(?<![\d:.,$])\b(?P<hour>1[0-2]|[1-9])(?:\.(?P<minute>[0-5]\d))?\s?(?P<after>[ap](?:m\b|\.m\.))"
    # 五点 without more is a mark of five points, too.
    rf"|(?:(?P<part>{_PART_OF_DAY})\s?(?P<han_hour>[01]?\d|2[0-4]|{_HAN_HOUR})\s?[点时]"
    rf"|(?<![\d.:分之])(?P<bare_hour>[01]?\d|2[0-4]|{_HAN_HOUR})\s?[点时](?=整|钟|半(?![导成数])|\s?\d\d?\s?分))"
    r"(?:整|钟|(?P<half_past>半)(?![导成数])|\s?(?P<han_minute>[0-5]?\d)\s?分)?",
    re.IGNORECASE,
)
