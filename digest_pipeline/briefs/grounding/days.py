"""The dates within a running text, as far as each is told: 2026 年 2 月 3 日, "3 February", 一季度, "early 2027", 周二.

What a text says as a whole, as the date of a feed or page does, is read by `datetext/`; here a date may lack its year
or its day, and many stand in one text. What is told from another day (yesterday, 去年) is `relative.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written between two offsets; 0 or "" stands for what it does not say.

    `part` is a part of a year (Q1, H2, early, middle, late), `weekday` 1 for Monday.
    """

    start: int
    end: int
    surface: str
    year: int = 0
    month: int = 0
    day: int = 0
    part: str = ""
    weekday: int = 0


def days(text: str) -> list[Day]:
    """Return the dates of `text` (in half-width forms) that name themselves, in order; none lies within another."""
    found: list[Day] = []
    lower = text.lower()
    for needles, pattern, read in _PATTERNS:
        if not any(needle in lower for needle in needles):
            continue
        for match in pattern.finditer(text):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            found += [one for one in read(match) if _exists(one)]
    return sorted(found, key=lambda one: one.start)


def bears_out(given: Day, claimed: Day, years: frozenset[int]) -> bool:
    """Say whether a date says all that the other claims; one without a year may be of any of `years`."""
    if claimed.weekday and not claimed.day:
        return given.weekday == claimed.weekday or (
            bool(given.day and given.month)
            and any(_weekday(given, year) == claimed.weekday for year in ([given.year] if given.year else years))
        )
    if claimed.year and (claimed.year != given.year if given.year else claimed.year not in years):
        return False
    if claimed.part and claimed.month and given.day:
        return claimed.month == given.month and given.day in _PARTS_OF_MONTH.get(claimed.part, ())
    if claimed.month and not claimed.day and not given.month:
        return claimed.month in _months_named(given, end=_MONTHS_ON_END.search(claimed.surface) is not None)
    if claimed.part and (
        given.part not in {claimed.part, *_QUARTERS_OF.get(claimed.part, ())}
        if given.part
        else not _within(given, claimed.part)
    ):
        return False
    return (not claimed.month or claimed.month == given.month) and (not claimed.day or claimed.day == given.day)


# The days of a month that are its beginning, middle and end, generously; the month that a part of a year ends with.
_PARTS_OF_MONTH = {"early": range(1, 13), "middle": range(9, 23), "late": range(19, 32)}
_QUARTERS_OF = {"early": ("Q1", "H1"), "middle": ("Q2", "Q3"), "late": ("Q4", "H2")}
_END_OF_PART = {"Q1": 3, "H1": 6, "Q3": 9}
_MONTHS_ON_END = re.compile(r"个月|[Mm]onths?\b")


def _months_named(part: Day, *, end: bool) -> set[int]:
    """Return the months that a part of a year is told by: those it is written with, and the one at its `end`."""
    named = {number for number, name in enumerate(_NAMED, start=1) if name in part.surface.lower()}
    return named | ({_END_OF_PART[part.part]} if end and part.part in _END_OF_PART else set())


def _within(given: Day, part: str) -> bool:
    """Say whether a date with a month lies in a part of the year."""
    if not given.month:
        return False
    quarter, half = f"Q{(given.month + 2) // 3}", f"H{(given.month + 5) // 6}"
    return part in {quarter, half} or part == {
        12: "late",
        11: "late",
        1: "early",
        2: "early",
        6: "middle",
        7: "middle",
    }.get(given.month)


def _weekday(given: Day, year: int) -> int:
    try:
        return date(year, given.month, given.day).isoweekday()
    except ValueError:
        return 0


def _exists(one: Day) -> bool:
    return one.month <= 12 and one.day <= 31  # noqa: PLR2004


# --- Patterns --------------------------------------------------------------------------------------------------------

_MONTHS = "january february march april may june july august september october november december".split()
_LONG = "|".join(form for name in _MONTHS for form in (name.title(), name.upper()))
_SHORT = "|".join(
    form for name in (*_MONTHS, "sept") for form in (name[: 4 if name == "sept" else 3].title(), name[:3].upper())
)
# A month has its capital: what may be, and what has to march on, is none.
_MONTH = rf"(?P<month>(?-i:{_LONG}|{_SHORT})\b)\.?"
# Where none of these letters begins a word nothing is tried: a third of the time.
_FIRST = r"(?=[jfmasondelb])"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![A-Za-z\d%]|[.,]\d|:\d)"
_TO_LATIN = r"(?:\s?(?:-|–|—|~|to|through|and)\s?)"
_TO = r"(?:\s?(?:-|–|—|~|至|到|to|through|and|、|和|及|与)\s?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%]|[.,]\d)"
_HAN = "〇零一二三四五六七八九十"
_HAN_VALUES = {character: value % 10 for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
_CENTURY = 2000
_EARLY = r"(?P<part>early|mid|middle of|late|end of|end|start of|beginning of)[\s-](?:in\s)?"
_QUARTERS = "first second third fourth".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY_HAN = "一二三四五六日"


def _han(match: re.Match[str]) -> Iterator[Day]:
    """2026年2月3日, 2月3日至5日, 2026年1-5月, 五月二十日, 2026年初."""
    said = {name: value or "" for name, value in match.groupdict().items()}
    year, month, month_to = (_number(said.get(name, "")) for name in ("year", "month", "month_to"))
    day, day_to = (_number(said.get(name, "")) for name in ("day", "day_to"))
    day_to = day_to or _number(said.get("day_then", ""))
    yield _placed(match, year=year, month=month, day=day, part=_part(said))
    if month_to or day_to:
        yield _placed(match, year=year, month=month_to or month, day=day_to)


def _latin(match: re.Match[str]) -> Iterator[Day]:
    """Feb 3, 2026; 3 February; February 2026; June 3-5; in May."""
    said = {name: value or "" for name, value in match.groupdict().items()}
    month = [name[:3] for name in _MONTHS].index(said["month"].lower()[:3]) + 1
    year = _number(said.get("year", ""))
    yield _placed(match, year=year, month=month, day=_number(said.get("day", "")), part=_part(said))
    if day_to := said.get("day_to"):
        yield _placed(match, year=year, month=month, day=int(day_to))


def _numeric(match: re.Match[str]) -> Iterator[Day]:
    """2026-02-03 and, in both orders, 2/3/2026."""
    groups = {name: int(value) for name, value in match.groupdict().items() if (value or "").isdecimal()}
    year = groups.get("year", 0)
    if "one" not in groups:
        yield _placed(match, year=year, month=groups["month"], day=groups.get("day", 0))
        return
    for month, day in {(groups["one"], groups["two"]), (groups["two"], groups["one"])}:
        yield _placed(match, year=year, month=month, day=day)


def _of_year(match: re.Match[str]) -> Iterator[Day]:
    """Early 2027, Q1 2026, the first quarter, 一季度, 上半年, 2026."""
    said = {name: value or "" for name, value in match.groupdict().items()}
    yield _placed(match, year=_number(said.get("year") or said.get("year_then", "")), part=_part(said))


def _of_months(match: re.Match[str]) -> Iterator[Day]:
    """January to March: the first quarter. None for months that are no quarter."""
    months = [name[:3] for name in _MONTHS]
    first, last = (months.index(match[name].lower()[:3]) + 1 for name in ("first", "last"))
    if first % 3 == 1 and last == first + 2:
        yield _placed(match, year=_number(match["year"] or ""), part=f"Q{last // 3}")


def _end_of_quarter(match: re.Match[str]) -> Iterator[Day]:
    """第一季度末: the end of March."""
    said = {name: value or "" for name, value in match.groupdict().items()}
    part = _part(said)
    yield _placed(
        match, year=_number(said.get("year", "")), month=int(part[1]) * (3 if part[0] == "Q" else 6), part="late"
    )


def _first_months(match: re.Match[str]) -> Iterator[Day]:
    """The first five months, 前五个月: they are told by the last one."""
    words = "one two three four five six seven eight nine ten eleven".split()
    said = match["count"].lower()
    last = words.index(said) + 1 if said in words else _number(said)
    yield _placed(match, month=last)


def _first_quarters(match: re.Match[str]) -> Iterator[Day]:
    """The first three quarters: nine months."""
    yield _placed(match, month=9)


def _of_fiscal(match: re.Match[str]) -> Iterator[Day]:
    """FY27."""
    yield _placed(match, year=_CENTURY + int(match["short"]))


def _of_decade(match: re.Match[str]) -> Iterator[Day]:
    """上世纪90年代: the 1990s."""
    yield _placed(match, year=_CENTURY - 100 + _number(match["decade"]))


def _of_week(match: re.Match[str]) -> Iterator[Day]:
    character = match.groupdict().get("character")
    number = (
        _WEEKDAY_HAN.index(character.replace("天", "日")) if character else _WEEKDAYS.index(match["weekday"].lower())
    )
    yield _placed(match, weekday=number + 1)


def _placed(  # noqa: PLR0913  each is a part of a date
    match: re.Match[str], *, year: int = 0, month: int = 0, day: int = 0, part: str = "", weekday: int = 0
) -> Day:
    surface = match[0].rstrip(" .")
    return Day(match.start(), match.start() + len(surface), surface, year, month, day, part, weekday)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * _HAN_VALUES.get(tens, 1) + _HAN_VALUES.get(ones, 0)
    return int("".join(str(_HAN_VALUES[character]) for character in text)) if text else 0


def _part(groups: dict[str, str]) -> str:
    """Return the name of a part of a year."""
    if quarter := groups.get("quarter"):
        return f"Q{_index(quarter, _QUARTERS)}"
    if half := groups.get("half"):
        return f"H{_index(half, ['first', 'second'])}"
    word = groups.get("part", "").lower()
    if not word:
        return ""
    if word in {"初", "年初", "early", "上旬"} or "start" in word or "beginning" in word:
        return "early"
    return "middle" if word in {"中", "年中", "中旬"} or word.startswith("mid") else "late"


def _index(word: str, words: list[str]) -> int:
    if word in "上下":
        return "上下".index(word) + 1
    return words.index(word.lower()) + 1 if word.lower() in words else _number(word)


_HAN_YEAR = rf"(?P<year>(?<!\d)(?:19|20)\d\d|[{_HAN[:-1]}]{{4}})\s?年\s?度?\s?"
_HAN_MONTH = r"(?<![\d.])(?P<month>1[0-2]|0?[1-9]|十[一二]?|(?<![十几数个半一二三四五六七八九])[一二三四五六七八九])\s?"
_HAN_MONTH_TO = r"(?P<month_to>1[0-2]|0?[1-9])\s?月\s?"
_DIGITS = r"[12]\d|3[01]|0?[1-9]"
_HAN_DAY = rf"(?P<day>{_DIGITS}|[{_HAN[2:]}]{{1,3}})\s?"
_HAN_DAY_TO = rf"[日号]{_TO}(?:{_HAN_MONTH_TO})?(?P<day_to>{_DIGITS})\s?|{_TO}(?P<day_then>{_DIGITS})\s?"
_QUARTER = r"(?<![上下每本该单])第?\s?(?P<quarter>[一二三四1-4])\s?(?:季度|财季)"
# What is 花上半年 takes six months.
_HALF = r"(?<![花用耗等])(?P<half>[上下])半年"
_PART = r"(?P<part>[上中下]旬|初|底|末|年初|年中|年底|年末)"
_RESULTS = (
    "profit|revenue|sales|results|earnings|deliver|loss|income|growth|exports?|imports?|shipments?|output|turnover"
)
_FULL_YEAR = r"(?:19|20)\d\d"
# A month that is a word of its sentence, too.
_MODAL = r"(?!\s(?:be|have|not|also|need|help|become|come|take|still|well|include|require|offer|seem|want|use|see)\b)"
_NAMED = tuple(name[:3] for name in _MONTHS)
# Each with what a text must hold to be searched for it.
_PATTERNS = tuple(
    (needles, re.compile(pattern, re.IGNORECASE | re.ASCII), read)
    for needles, pattern, read in (
        (("月",), rf"(?:{_HAN_YEAR})?{_HAN_MONTH}月\s?(?:份\s?)?{_HAN_DAY}(?:{_HAN_DAY_TO})?[日号]", _han),
        (("月",), rf"(?:{_HAN_YEAR})?{_HAN_MONTH}月?{_TO}{_HAN_MONTH_TO}(?!\d)", _han),
        (("月",), rf"(?:{_HAN_YEAR})?{_HAN_MONTH}月(?!\s?[球亮活均供薪租]|之暗)份?(?:\s?{_PART})?", _han),
        (
            ("19", "20"),
            rf"(?<![\d.-]){_YEAR}(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>{_DIGITS})(?!\d|[.-]\d)",
            _numeric,
        ),
        (("/",), rf"(?<![\d./-])(?P<one>\d{{1,2}})/(?P<two>\d{{1,2}})/(?P<year>{_FULL_YEAR})(?!\d)", _numeric),
        (
            _NAMED,
            (
                rf"(?<!Long )\b{_FIRST}{_MONTH}\s{_DAY}(?:{_TO_LATIN}(?P<day_to>{_DIGITS})(?:st|nd|rd|th)?(?!\d))?"
                rf"(?:,?\s{_YEAR})?"
            ),
            _latin,
        ),
        (
            _NAMED,
            rf"\b{_DAY}(?:{_TO_LATIN}(?P<day_to>{_DIGITS})(?:st|nd|rd|th)?)?\s(?:of\s)?{_MONTH}(?:,?\s{_YEAR})?",
            _latin,
        ),
        (
            ("jan", "apr", "jul", "oct"),
            (
                r"\b(?P<first>Jan(?:uary)?|Apr(?:il)?|July?|Oct(?:ober)?)\s?(?:-|–|to|through)\s?"
                rf"(?P<last>Mar(?:ch)?|June?|Sept?(?:ember)?|Dec(?:ember)?)\b(?:\s(?:of\s)?{_YEAR})?"
            ),
            _of_months,
        ),
        (_NAMED, rf"\b{_FIRST}(?:{_EARLY})?{_MONTH},?\s(?:of\s)?{_YEAR}", _latin),
        (("季度末", "季度底", "半年末"), rf"(?:{_HAN_YEAR})?(?:{_QUARTER}|{_HALF})[末底]", _end_of_quarter),
        (("年",), rf"{_HAN_YEAR}(?:{_QUARTER}|{_HALF}|{_PART})?", _of_year),
        (("季度", "财季", "半年"), rf"{_QUARTER}|{_HALF}", _of_year),
        (
            ("q",),
            rf"\b(?:{_YEAR}\s?)?Q(?P<quarter>[1-4])(?!\d)(?:(?:,|\sof|\sFY)?\s?(?P<year_then>{_FULL_YEAR})(?!\d))?",
            _of_year,
        ),
        (
            ("quarter",),
            rf"\b(?P<quarter>{'|'.join(_QUARTERS)})[\s-](?:fiscal\s)?quarter\b(?:\s(?:of|in)\s{_YEAR})?",
            _of_year,
        ),
        (
            ("half",),
            rf"\b(?P<half>first|second)-half\s(?=(?:(?:net|operating|gross|adjusted|pre-tax|core)\s)?(?:{_RESULTS}))",
            _of_year,
        ),
        (
            ("half",),
            rf"\b(?P<half>first|second)[\s-]half\s(?:of\s(?:the\syear|this\syear|{_YEAR})|(?P<year_then>{_FULL_YEAR}))",
            _of_year,
        ),
        (("h1", "h2"), r"\b(?P<year>(?:19|20)\d\d)\s?H(?P<half>[12])\b", _of_year),
        (("h1", "h2"), rf"\bH(?P<half>[12])\b(?:\s(?P<year>{_FULL_YEAR}))?", _of_year),
        (
            ("months",),
            r"\bfirst[\s-](?P<count>two|three|four|five|six|seven|eight|nine|ten|eleven|\d{1,2})[\s-]months?\b",
            _first_months,
        ),
        (("个月",), r"[前头](?P<count>\d{1,2}|[二三四五六七八九十]|十一)\s?个月", _first_months),
        (("季度",), r"[前头]三个?季度", _first_quarters),
        (("quarters",), r"\bfirst[\s-]three[\s-]quarters\b", _first_quarters),
        (("fy",), r"\bFY\s?[’']?(?P<short>[1-4]\d)\b", _of_fiscal),
        (("年代",), r"(?:上世纪|20世纪)\s?(?P<decade>[1-9]0|[二三四五六七八九]十)\s?年代", _of_decade),
        (("19", "20"), rf"\b{_EARLY}{_YEAR}", _of_year),
        (_NAMED, rf"(?<!Long )\b{_FIRST}(?:{_EARLY})?{_MONTH}{_MODAL}(?!\s\d+[A-Z])", _latin),
        (
            ("19", "20"),
            rf"(?<![\d.,$€£¥#-]){_YEAR}(?!\s?[万亿元美个名台款]|[-–]\d|\s(?:tokens|users|people|employees)\b)",
            _of_year,
        ),
        (("day",), rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})s?\b", _of_week),
        (("周", "星期", "礼拜"), r"(?:周|星期|礼拜)(?P<character>[一二三四五六日天])(?![个项款年月])", _of_week),
    )
)
