"""The numbers of a text, in Chinese and English forms, with their values and units: 1.2 万 is 12,000, 五成 is 50 %.

What a statement's numbers are compared with is `briefs/grounding/`; dates are `datetext/`. A part of something is its
percentage (三分之一 and "a third" are 33.33… %), so that one is found where the other is written.
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
    "percent": ("%", "percent", "per cent", "pct"),
    "point": ("percentage points", "percentage point", "percentage-point", "pp", "个百分点", "百分点"),
    "times": ("倍", "times", "fold", "x", "×"),
    "usd": ("美元", "美金", "us dollars", "u.s. dollars", "dollars", "dollar", "usd"),
    "cny": ("人民币", "元", "yuan", "rmb", "cny", "renminbi"),
    "eur": ("欧元", "euros", "euro", "eur"),
    "gbp": ("英镑", "gbp", "pounds sterling"),
    "jpy": ("日元", "日圆", "yen", "jpy"),
    "krw": ("韩元", "韩圆", "won", "krw"),
    "hkd": ("港元", "港币", "元港币", "hong kong dollars", "hkd"),
    "twd": ("元新台币", "元台币"),
    "inr": ("印度卢比", "卢比", "rupees", "rupee", "inr"),
    "kb": ("kb", "kib"),
    "mb": ("mb", "mib"),
    "gb": ("gb", "gib"),
    "tb": ("tb", "tib"),
    "pb": ("pb", "pib"),
    "microsecond": ("微秒", "microseconds", "microsecond", "μs", "µs"),
    "ms": ("毫秒", "milliseconds", "millisecond", "ms"),
    "second": ("秒钟", "秒", "seconds", "second", "secs", "sec", "s"),
    "minute": ("分钟", "minutes", "minute", "mins", "min"),
    "hour": ("个多小时", "个小时", "小时", "hours", "hour", "hrs", "hr", "h"),
    "day": ("天", "days", "day"),
    "week": ("周", "个多星期", "个星期", "星期", "weeks", "week"),
    "month": ("个多月", "个月", "months", "month"),
    "year": ("年", "周岁", "岁", "years", "year", "yrs"),
    "nanometre": ("纳米", "nanometers", "nanometres", "nanometer", "nanometre", "nm"),
    "millimetre": ("毫米", "millimeters", "millimetres", "millimeter", "millimetre", "mm"),
    "centimetre": ("厘米", "centimeters", "centimetres", "centimeter", "centimetre", "cm"),
    "metre": ("米", "meters", "metres", "meter", "metre"),
    "kilometre": ("公里", "千米", "kilometers", "kilometres", "kilometer", "kilometre", "km"),
    "inch": ("英寸", "inches", "inch"),
    "foot": ("英尺", "feet", "foot", "ft"),
    "mile": ("英里", "miles", "mile"),
    "gram": ("克", "grams", "gram"),
    "kilogram": ("公斤", "千克", "kilograms", "kilogram", "kg"),
    "tonne": ("吨", "tonnes", "tons", "tonne", "ton"),
    "pound": ("磅", "lbs", "lb"),
    "watt": ("瓦", "watts", "watt", "W"),
    "kilowatt": ("千瓦", "kilowatts", "kilowatt", "kw"),
    "megawatt": ("兆瓦", "megawatts", "megawatt", "mw"),
    "gigawatt": ("吉瓦", "gigawatts", "gigawatt", "gw"),
    "kilowatt hour": ("千瓦时", "kilowatt-hours", "kilowatt hours", "kwh"),
    "megawatt hour": ("兆瓦时", "megawatt-hours", "megawatt hours", "mwh"),
    "gigawatt hour": ("吉瓦时", "gigawatt-hours", "gigawatt hours", "gwh"),
    "milliamp hour": ("毫安时", "毫安", "mah"),
    "hertz": ("赫兹", "hz"),
    "kilohertz": ("千赫", "khz"),
    "megahertz": ("兆赫", "mhz"),
    "gigahertz": ("吉赫", "ghz"),
    "pixel": ("像素", "pixels", "pixel", "px"),
    "megapixel": ("megapixels", "megapixel", "mp"),
    "celsius": ("摄氏度", "degrees celsius", "℃", "°c"),
    "fahrenheit": ("华氏度", "degrees fahrenheit", "℉", "°f"),
}
_UNIT_OF = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings}
_SIGNS = {
    "$": "usd",
    "us$": "usd",
    "usd": "usd",
    "€": "eur",
    "eur": "eur",
    "£": "gbp",
    "gbp": "gbp",
    "¥": "cny",
    "rmb": "cny",
    "cny": "cny",
    "人民币": "cny",
    "hk$": "hkd",
    "₩": "krw",
    "krw": "krw",
    "₹": "inr",
    "a$": "aud",
    "au$": "aud",
    "c$": "cad",
    "ca$": "cad",
    "nt$": "twd",
    "s$": "sgd",
    "r$": "brl",
    "inr": "inr",
}

_CLAUSE_COMMA = re.compile(r"(?<![０-９])，|，(?![０-９])")
_HALVES = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3}
_HALVES[" and a half"] = _HALVES["½"]

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
_HAN_SECTIONS = {"万": 10**4, "亿": 10**8}
_PARTS_OF = {"百": 1, "千": 10, "万": 100}
_ONES = "one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(f"{_ONES} {_TEENS}".split(), start=1)}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS.split(), start=2)}
_WORDS |= {"a dozen": 12, "dozen": 12, "a": 1, "an": 1}
_LARGE = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_FRACTIONS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}

# The longest numeral that is read as one: what is longer is no number of a text.
_LONGEST_NUMERAL = 24


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, its value, and its unit (None: none that could be compared)."""

    start: int
    surface: str
    value: Value
    unit: str | None

    @property
    def end(self) -> int:
        """Return the offset behind the number and its unit."""
        return self.start + len(self.surface)


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of `text` that state something: all in digits, and the written-out ones that say how many."""
    text = half_width(text)
    yield from in_digits(text, letters_scale=str.isupper)
    yield from (number for number, quantity in in_han(text) if quantity)
    yield from (number for number, quantity in in_words(text) if quantity)


def unit_of(spelling: str) -> str | None:
    """Return the unit that a spelling stands for, in whatever case: cny for 元 and yuan."""
    return _UNIT_OF.get(spelling.lower())


def half_width(text: str) -> str:
    """Return `text` in half-width forms, of the same length, so that offsets stay.

    A comma is kept behind half-width digits: 版本 4，300 人 is not 4,300.
    """
    return text if text.isascii() else _CLAUSE_COMMA.sub("、", text).translate(_HALF_WIDTH)


class _HalfWidth(dict[int, int]):
    """The half-width form of each character that has one of a single character; filled as characters are met."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        # A superscript is a note or an exponent, no digit of the number before it.
        keep = len(plain) != 1 or (plain.isdigit() and unicodedata.decomposition(character).startswith("<super>"))
        self[code] = code if keep else ord(plain)
        return self[code]


_HALF_WIDTH = _HalfWidth()


# --- In digits -------------------------------------------------------------------------------------------------------


def _alternatives(spellings: Iterable[str]) -> str:
    """Return a pattern of all `spellings`, longest first; a Latin one must end where the word ends."""
    ordered = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    return "|".join(re.escape(s) + ("(?![a-z0-9])" if s[-1].isascii() and s[-1].isalpha() else "") for s in ordered)


_MORE = "[余多来几]?"
# 千米 and 百年 are units and no thousands: a scale goes before its own unit.
_SCALE = rf"(?:[-\s]?(?!千[米克瓦赫]){_MORE}(?P<scale>{_alternatives(_SCALES)}))?"
# 三天半, but 三天半夜 begins another word.
_AND_A_HALF = r"(?P<and_a_half>(?<=[年月天周时])半(?![年月天日夜个小路]))?"
_UNIT = rf"{_MORE}(?:[-\s]?(?P<unit>{_alternatives(_UNIT_OF)}))?{_AND_A_HALF}"
_SIGN = _alternatives(sign for sign in _SIGNS if not sign[-1].isalpha()) + "|(?:usd|rmb|cny|eur|gbp|krw|inr)\\b|人民币"
_DIGITS = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s?)?(?P<part>百分之|千分之|万分之)?"
    rf"(?<![\d.])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)*)"
    rf"(?P<half>[½¼¾⅓⅔]| and a half\b)?{_SCALE}{_UNIT}",
    re.IGNORECASE,
)
_PLAIN_YEAR = re.compile(r"(?:19|20)\d\d")


def in_digits(text: str, *, letters_scale: Callable[[str], bool]) -> Iterator[Number]:
    """Numbers in digits. A letter after one (7B, 5m) scales it if `letters_scale` says so: 5 m may be metres.

    3亿5000万 is one number; 2026年 is no count of years.
    """
    before: tuple[Number, int] | None = None
    for found in _DIGITS.finditer(text):
        number, scale = _digits(found, letters_scale)
        if before and (joined := _joined(before, number, scale)):
            before = joined, scale
            continue
        if before:
            yield before[0]
        before = number, scale
    if before:
        yield before[0]


def _digits(found: re.Match[str], letters_scale: Callable[[str], bool]) -> tuple[Number, int]:
    digits, scale, unit = found["digits"].replace(",", ""), found["scale"] or "", found["unit"] or ""
    end = found.end()
    if len(scale) == 1 and scale.isascii() and not (scale in "kK" or letters_scale(scale) or found["sign"]):
        scale = ""
    factor = _SCALES.get(scale.lower(), 1)
    if _PLAIN_YEAR.fullmatch(digits) and unit.lower() in {"年", "s"}:
        unit, end = "", found.start("unit")
    elif unit == "w":
        unit = ""
    named = _UNIT_OF.get(unit) or _UNIT_OF.get(unit.lower()) or _SIGNS.get((found["sign"] or "").lower())
    if digits.count(".") > 1:
        return Number(found.start(), _matched(found, end), digits, named), 1
    value = (Decimal(digits) + _HALVES.get((found["half"] or "").lower(), Decimal(0))) * factor
    value += _HALVES["½"] * bool(found["and_a_half"])
    if found["part"]:
        value, named = value / _PARTS_OF[found["part"][0]], "percent"
    return Number(found.start(), _matched(found, end), value.normalize(), named), factor


def _matched(found: re.Match[str], end: int) -> str:
    return found[0][: end - found.start()].strip()


def _joined(before: tuple[Number, int], number: Number, scale: int) -> Number | None:
    """Return 3亿 and 5000万 as one number if the second goes on where the first ends, in a smaller scale."""
    first, first_scale = before
    if first.end != number.start or first.unit or not scale < first_scale or first.surface[-1] not in "千万亿":
        return None
    if isinstance(first.value, str) or isinstance(number.value, str) or number.value >= first_scale:
        return None
    value = (first.value + number.value).normalize()
    return Number(first.start, first.surface + number.surface, value, number.unit)


# --- Written out in Chinese ------------------------------------------------------------------------------------------

_HAN = "".join((*_HAN_DIGITS, *_HAN_SCALES))
# 一万 and 万一 mostly count nothing, 一百万 does.
_NO_IDIOM = 10**6
_HAN_NUMBER = re.compile(
    rf"(?P<part>[百千万]分之)?(?<![数几{_HAN}万亿])(?!(?<=上)[百千])"
    rf"(?P<whole>[{_HAN}][{_HAN}万亿]{{0,{_LONGEST_NUMERAL - 1}}})(?P<of>分之[{_HAN}]{{1,4}})?"
    rf"(?:点(?P<point>[{_HAN}]{{1,{_LONGEST_NUMERAL}}}))?(?:[余多来几]?(?P<scale>万亿|亿|万))?"
    rf"[余多几]?(?P<unit>成(?![立为功员本就果都熟型分交长效])|{_alternatives(_UNIT_OF)})?{_AND_A_HALF}",
    re.IGNORECASE,
)


def in_han(text: str) -> Iterator[tuple[Number, bool]]:
    """Chinese numerals, each with whether it states a quantity (百分之二十, 五成, 三倍, 两万) rather than 一个."""
    for found in _HAN_NUMBER.finditer(text):
        value = Decimal(_han_value(found["whole"]))
        if found["point"]:
            value += Decimal(f"0.{''.join(str(_HAN_DIGITS.get(digit, 0)) for digit in found['point'])}")
        value *= _SCALES.get(found["scale"] or "", 1)
        value += _HALVES["½"] * bool(found["and_a_half"])
        tenths = found["unit"] == "成"
        unit = _UNIT_OF.get((found["unit"] or "").lower())
        if found["part"]:
            value, unit = value / _PARTS_OF[found["part"][0]], unit or "percent"
        elif tenths:
            value, unit = value * 10, "percent"
        elif found["of"]:
            # 三分之一 is one of three.
            whole = value or Decimal(1)
            value, unit = _han_value(found["of"][2:]) / whole * 100, "percent"
        if found["whole"] in _HAN_SCALES and unit is None and not found["scale"] and found["whole"] != "十":
            continue
        scaled = bool(found["scale"] or set(found["whole"]) & set("万亿"))
        counted = found["whole"][0] in "二两三四五六七八九十" or bool(found["point"])
        counted |= found["whole"][0] == "一" and value >= _NO_IDIOM
        stated = unit in {"percent", "point", "times"} or (scaled and counted) or bool(found["and_a_half"])
        yield Number(found.start(), found[0], value.normalize(), unit), stated


def _han_value(numeral: str) -> int:
    """Return the value of a numeral such as 三百二十, 十五, 两万五千 or, digit by digit, 二〇二六."""
    if all(character in _HAN_DIGITS for character in numeral):
        return int("".join(str(_HAN_DIGITS[character]) for character in numeral))
    total, section, digit, scale = 0, 0, 0, 1
    for character in numeral:
        if character in _HAN_SECTIONS:
            scale = _HAN_SECTIONS[character]
            total = (total + section + digit or 1) * scale if scale > total else total + (section + digit or 1) * scale
            section, digit = 0, 0
        elif character in _HAN_SCALES:
            scale = _HAN_SCALES[character]
            section += (digit or 1) * scale
            digit = 0
        else:
            digit = _HAN_DIGITS[character]
            # 一百零五 is 105, 一百五 is 150.
            scale = 10 if not digit else scale
    return total + section + digit * (scale // 10 if scale > 10 else 1)  # noqa: PLR2004  behind 十 stand ones


# --- Written out in English ------------------------------------------------------------------------------------------

_NUMERAL = "|".join(sorted(_WORDS, key=lambda word: (-len(word), word)))
_SMALL = rf"(?:(?:{_TENS.replace(' ', '|')})[-\s](?:{_ONES.replace(' ', '|')})|{_NUMERAL})\b"
_BIG = rf"(?:{'|'.join(_LARGE)})\b"
_WHOLES = "[2-9]|10|20|100|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred"
_WORD_NUMBER = re.compile(
    rf"\b(?:(?P<half>half\s(?:of\s)?an?\s|(?P<quarter>(?:a\s)?quarter\sof\s)an?\s)(?={_BIG})"
    rf"|(?P<words>{_SMALL}(?:[-\s]{_BIG}(?:\s(?:and\s)?(?!an?\b){_SMALL})?)*))"
    rf"(?P<a_half>\sand\sa\shalf)?"
    rf"(?:[-\s](?P<of>{'|'.join(_FRACTIONS)})s?\b|\s(?:in|out\sof)(?:\severy)?\s(?P<out_of>{_WHOLES})\b)?{_SCALE}{_UNIT}",
    re.IGNORECASE,
)
_PART_OF_WORDS = re.compile(r"[a-z]+", re.IGNORECASE)


def in_words(text: str) -> Iterator[tuple[Number, bool]]:
    """English numerals, each with whether it states a quantity (three million, five percent) rather than one of us."""
    for found in _WORD_NUMBER.finditer(text):
        words = _PART_OF_WORDS.findall((found["words"] or "").lower().replace("a dozen", "dozen"))
        words = [word for word in words if word != "and"]
        # Case is folded by the pattern further than here: a dotless i is no letter of a number.
        if any(word not in _WORDS and word not in _LARGE for word in words):
            continue
        scale, fraction = (found["scale"] or "").lower(), (found["of"] or "").lower()
        if words in (["a"], ["an"]) and not (scale or fraction):
            continue
        value = Decimal(_words_value(words) if words else 1) * _SCALES.get(scale, 1)
        if found["half"]:
            value /= 4 if found["quarter"] else 2
        elif found["a_half"]:
            value += (
                _words_value(words[-1:]) / Decimal(2) if words[-1] in _LARGE else _HALVES["½"] * _SCALES.get(scale, 1)
            )
        unit = _UNIT_OF.get((found["unit"] or "").lower())
        if of := _FRACTIONS.get(fraction) or _out_of(found["out_of"]):
            value, unit = value / of * 100, "percent"
        large = bool(scale or found["half"] or any(word in _LARGE for word in words))
        # "A quarter" is three months as often as a part, "one third" a third one.
        vague = words[0:1] in (["a"], ["an"], ["one"]) and fraction in {"quarter", "third", "fourth"}
        quantity = (large or unit in {"percent", "point", "times"}) and not vague
        yield Number(found.start(), found[0].strip(), value.normalize(), unit), quantity


def _words_value(words: list[str]) -> int:
    total, section = 0, 0
    for word in words:
        if word == "hundred":
            section = (section or 1) * 100
        elif word in _LARGE:
            total += (section or 1) * _LARGE[word]
            section = 0
        else:
            section += _WORDS[word]
    return total + section


def _out_of(word: str | None) -> int | None:
    if word and word.isdecimal():
        return int(word)
    return {**_WORDS, **_LARGE}.get((word or "").lower())
