"""The numbers of a text, in Chinese and English forms, with their values and units: 1.2 万 is 12,000, 五成 is 50 %.

What a statement's numbers are compared with is `briefs/quantities.py`; dates are `datetext/`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

Value = Decimal | str  # a version of three or more parts is compared as written

_SCALES = {
    "十": 10,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
    "t": 10**12,
}
_UNITS = {
    "percent": ("%", "percentage points", "percentage point", "percent", "per cent", "pct", "个百分点", "百分点"),
    "times": ("倍", "times", "fold", "x", "×"),
    "usd": ("美元", "美金", "us dollars", "dollars", "dollar", "usd"),
    "cny": ("人民币", "元", "yuan", "rmb", "cny"),
    "eur": ("欧元", "euros", "euro", "eur"),
    "gbp": ("英镑", "gbp"),
    "jpy": ("日元", "yen", "jpy"),
    "kb": ("kb", "kib"),
    "mb": ("mb", "mib"),
    "gb": ("gb", "gib"),
    "tb": ("tb", "tib"),
    "pb": ("pb", "pib"),
    "ms": ("毫秒", "milliseconds", "millisecond", "ms"),
    "second": ("秒钟", "秒", "seconds", "second", "secs", "sec", "s"),
    "minute": ("分钟", "minutes", "minute", "mins", "min"),
    "hour": ("个小时", "小时", "hours", "hour", "hrs", "hr", "h"),
    "day": ("天", "days", "day"),
    "week": ("周", "个星期", "星期", "weeks", "week"),
    "month": ("个月", "months", "month"),
    "kilometre": ("公里", "千米", "kilometers", "kilometres", "km"),
    "kilowatt": ("千瓦", "kilowatts", "kw"),
    "megawatt": ("兆瓦", "megawatts", "mw"),
    "gigawatt": ("吉瓦", "gigawatts", "gw"),
}
_UNIT_OF = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings}
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp", "¥": "cny"}

_CLAUSE_COMMA = re.compile(r"(?<![０-９])，|，(?![０-９])")

_HAN_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(f"{_ONES} {_TEENS}".split(), start=1)}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
_WORDS |= {"dozen": 12, "a": 1, "an": 1}


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, its value, and its unit (None: none that could be compared)."""

    start: int
    surface: str
    value: Value
    unit: str | None


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of `text` that state something: all in digits, and the written-out ones that say how many."""
    text = half_width(text)
    yield from in_digits(text, letters_scale=str.isupper)
    yield from (number for number, quantity in in_han(text) if quantity)
    yield from (number for number, quantity in in_words(text) if quantity)


def half_width(text: str) -> str:
    """Return `text` in half-width forms, a comma after half-width digits kept: 版本 4，300 人 is not 4,300."""
    return unicodedata.normalize("NFKC", _CLAUSE_COMMA.sub("、", text))


# --- In digits -------------------------------------------------------------------------------------------------------


def _alternatives(spellings: Iterable[str]) -> str:
    """Return a pattern of all `spellings`, longest first; a Latin one must end where the word ends."""
    ordered = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    return "|".join(re.escape(s) + ("(?![a-z0-9])" if s[-1].isascii() and s[-1].isalpha() else "") for s in ordered)


_SCALE = rf"(?:[-\s]?(?P<scale>{_alternatives(_SCALES)}))?"
_UNIT = rf"[余多]?(?:[-\s]?(?P<unit>{_alternatives(_UNIT_OF)}))?"
_DIGITS = re.compile(
    rf"(?:(?P<sign>[$€£¥])\s?)?(?<![\d.])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)*){_SCALE}{_UNIT}",
    re.IGNORECASE,
)


def in_digits(text: str, *, letters_scale: Callable[[str], bool]) -> Iterator[Number]:
    """Numbers in digits. A letter after one (7B, 5m) scales it if `letters_scale` says so: 5 m may be metres."""
    for found in _DIGITS.finditer(text):
        digits, scale = found["digits"].replace(",", ""), found["scale"] or ""
        if len(scale) == 1 and scale.isascii() and not (scale in "kK" or letters_scale(scale)):
            scale = ""
        value: Value = (
            digits if digits.count(".") > 1 else (Decimal(digits) * _SCALES.get(scale.lower(), 1)).normalize()
        )
        unit = _UNIT_OF.get((found["unit"] or "").lower()) or _SIGNS.get(found["sign"] or "")
        yield Number(found.start(), found[0].strip(), value, unit)


# --- Written out -----------------------------------------------------------------------------------------------------

_HAN = "".join((*_HAN_DIGITS, *_HAN_SCALES))
_HAN_NUMBER = re.compile(
    rf"(?P<percent>百分之)?(?P<whole>[{_HAN}]{{1,24}})(?:点(?P<point>[{_HAN}]{{1,24}}))?(?:[余多来]?(?P<scale>万亿|亿|万))?"
    rf"[余多]?(?P<unit>成(?![立为功员本就果都熟])|{_alternatives(_UNIT_OF)})?",
    re.IGNORECASE,
)
_WORD_NUMBER = re.compile(
    rf"\b(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:[-\s](?P<ones>{_ONES.replace(' ', '|')}))?\b"
    rf"{_SCALE}{_UNIT}",
    re.IGNORECASE,
)


def in_han(text: str) -> Iterator[tuple[Number, bool]]:
    """Chinese numerals, each with whether it states a quantity (百分之二十, 五成, 三倍, 两万) rather than 一个."""
    for found in _HAN_NUMBER.finditer(text):
        value = Decimal(_han_value(found["whole"]))
        if found["point"]:
            value += Decimal(f"0.{''.join(str(_HAN_DIGITS.get(digit, 0)) for digit in found['point'])}")
        value *= _SCALES.get(found["scale"] or "", 1)
        tenths = found["unit"] == "成"
        unit = "percent" if found["percent"] or tenths else _UNIT_OF.get((found["unit"] or "").lower())
        value = (value * 10 if tenths else value).normalize()
        scaled = bool(found["scale"]) and found["whole"][0] in "二两三四五六七八九十"
        yield Number(found.start(), found[0], value, unit), scaled or unit in {"percent", "times"}


def _han_value(numeral: str) -> int:
    """Return the value below ten thousand of a numeral such as 三百二十, 十五 or, digit by digit, 二〇二六."""
    if not any(character in _HAN_SCALES for character in numeral):
        return int("".join(str(_HAN_DIGITS[character]) for character in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in _HAN_SCALES:
            total += (digit or 1) * _HAN_SCALES[character]
            digit = 0
        else:
            digit = _HAN_DIGITS[character]
    return total + digit


def in_words(text: str) -> Iterator[tuple[Number, bool]]:
    """English numerals, each with whether it states a quantity (three million, five percent) rather than one of us."""
    for found in _WORD_NUMBER.finditer(text):
        word = found["word"].lower()
        # Case is folded by the pattern further than here: a dotless i is no letter of a number.
        if word not in _WORDS or (word in {"a", "an"} and not found["scale"]):
            continue
        ones = _WORDS.get((found["ones"] or "").lower(), 0)
        value = Decimal((_WORDS[word] + ones) * _SCALES.get((found["scale"] or "").lower(), 1))
        unit = _UNIT_OF.get((found["unit"] or "").lower())
        quantity = bool(found["scale"]) or unit in {"percent", "times"}
        yield Number(found.start(), found[0].strip(), value.normalize(), unit), quantity
