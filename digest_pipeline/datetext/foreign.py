"""Dates whose month stands in a language that `absolute.py` does not know: dateparser is asked, and not believed.

It guesses: a year from two digits, a day from any number.
"""

import re
import unicodedata
from datetime import datetime, timedelta, tzinfo
from typing import Any

from digest_pipeline.datetext.parts import Clock, at

# By script, so that few are tried; those whose months stand above are left out.
_LANGUAGES = {
    "ARABIC": "ar fa",
    "BENGALI": "bn",
    "CYRILLIC": "ru uk be bg sr",
    "DEVANAGARI": "hi",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "HEBREW": "he",
    "LATIN": "pl cs hr sv da nb fi hu ro tr id vi",
    "THAI": "th",
}
_LONGEST = 60
_STRICT: Any = {
    "PARSERS": ["absolute-time"],
    "STRICT_PARSING": True,
    # Never used by a strict parse; it keeps dateparser from the system's clock.
    "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001  dateparser wants it naive
}


def read(text: str, rest: str, clock: Clock | None, zone: tzinfo) -> datetime | None:
    """Return the moment in UTC that `text` names; `rest` is the text without its `clock`.

    An answer counts only if the numbers of the text are a day, a full year and the clock, and nothing else, and if no
    other language reads it otherwise (listopad is November in Prague and October in Zagreb).
    """
    word = re.search(r"[^\W\d_]{2}", rest)
    numbers = sorted(int(digits) for digits in re.findall(r"\d+", rest))
    if not word or len(text) > _LONGEST or [len(str(number)) // 3 for number in numbers] != [0, 1]:
        return None
    import dateparser  # noqa: PLC0415  0.4 s and only for the rare form

    languages = _LANGUAGES.get(unicodedata.name(word[0][0], "").partition(" ")[0], "").split()
    read = {dateparser.parse(text, languages=[language], settings=_STRICT) for language in languages} - {None}
    found = read.pop() if len(read) == 1 else None
    if found is None or [found.day, found.year] != numbers:
        return None
    wall = timedelta(hours=found.hour, minutes=found.minute, seconds=found.second)
    # A word for "afternoon" that only dateparser knows may lie between its hour and ours.
    if (wall - (clock.after_midnight if clock else timedelta())) % timedelta(hours=12) >= timedelta(seconds=1):
        return None
    return at(found.date(), Clock(wall, clock.zone) if clock else None, zone)
