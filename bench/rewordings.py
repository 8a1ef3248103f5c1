"""A statement with its numbers, dates and units in other forms that say the same: 1.2 万 as 12,000, 公斤 as kg.

Made to find what is objected to for its form alone. Whether a statement is true is not known here.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal


def rewordings(text: str) -> Iterator[str]:
    """Yield `text` with one number, date or unit at a time in each other form that says the same."""
    for pattern, forms in _REWORDINGS:
        for match in re.finditer(pattern, text):
            if any(speech.start() < match.start() < speech.end() for speech in re.finditer(_SPEECH, text)):
                continue
            for form in forms(*match.groups()):
                yield f"{text[: match.start()]}{form}{text[match.end() :]}"


_SPEECH = r"“[^”]*”|\"[^\"]*\"|「[^」]*」"
_MONTHS = "January February March April May June July August September October November December".split()
_HAN = "〇一二三四五六七八九十"


def _day(year: str, month: str, day: str) -> list[str]:
    name, number = _MONTHS[int(month) - 1], int(month)
    if not year:
        return [f"{name} {day}", f"{day} {name[:3]}", f"{number}月{day}日", f"{number} 月 {day} 号"]
    return [
        f"{name[:3]} {day}, {year}",
        f"{day} {name} {year}",
        f"{year}-{number:02}-{int(day):02}",
        f"{year}年{number}月{day}日",
    ]


def _money(number: str, scale: str) -> list[str]:
    value = Decimal(number.replace(",", "")) * {"million": 10**6, "billion": 10**9, "trillion": 10**12}[scale]
    return [
        f"${_plain(value / 10**6)} million",
        f"${_plain(value / 10**9)}B",
        f"{_plain(value / 10**8)} 亿美元",
        f"{_plain(value / 10**4)} 万美元",
        f"US${value:,.0f}",
    ]


def _count(number: str, scale: str) -> list[str]:
    value = Decimal(number.replace(",", "")) * {"万": 10**4, "亿": 10**8}.get(scale, 1)
    forms = [f"{_plain(value / 10**4)} 万", f"{_plain(value / 10**8)} 亿", f"{_plain(value / 10**6)} million"]
    return forms + ([f"{value:,.0f}"] if value == value.to_integral_value() else [])


def _share(number: str) -> list[str]:
    tenths = (
        [f"{_HAN[int(number) // 10]}成"]
        if number.isdecimal() and number in set("20 30 40 50 60 70 80 90".split())
        else []
    )
    return [f"{number} percent", f"百分之{number}", f" {number} %", f"{number} per cent", *tenths]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _unit(*spellings: str) -> tuple[str, Callable[..., list[str]]]:
    written = "|".join(sorted((re.escape(one) for one in spellings), key=len, reverse=True))
    return rf"(?<![\d.,])(\d[\d,.]*)[ -]?(?:{written})(?![A-Za-z\u4e00-\u9fff])", lambda number: [
        f"{number} {one}" for one in spellings
    ]


_REWORDINGS: tuple[tuple[str, Callable[..., list[str]]], ...] = (
    (r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日", _day),
    (r"(?<![\d年 ])()(\d{1,2}) ?月 ?(\d{1,2}) ?日(?! ?\d)", _day),
    (
        rf"(?<!Long )({'|'.join(_MONTHS)}) (\d{{1,2}})(?![\w,])",
        lambda month, day: _day("", str(_MONTHS.index(month) + 1), day),
    ),
    (r"\$(\d[\d.,]*) (million|billion|trillion)", _money),
    (r"(?<![\d.,$])(\d[\d.,]*\d) ?(万|亿)(?=[名人台辆颗次份片块户个条])", _count),
    (r"(?<![\d.,$\-–])(\d{1,3}(?:,\d{3})+)()(?= [a-z]+s\b)", _count),
    (r"(?<![\d.,\-–])(\d+(?:\.\d+)?)%", _share),
    _unit("kg", "公斤", "kilograms", "千克"),
    _unit("km", "公里", "kilometers", "kilometres", "千米"),
    _unit("米", "meters", "metres"),
    _unit("吨", "tonnes", "tons"),
    _unit("GB", "gb", "GiB"),
    _unit("小时", "hours", "个小时"),
    _unit("分钟", "minutes"),
    _unit("GW", "吉瓦", "gigawatts", "-gigawatt"),
    _unit("公里", "km"),
    _unit("ms", "毫秒", "milliseconds"),
)
