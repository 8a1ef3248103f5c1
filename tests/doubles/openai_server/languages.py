"""A language for tests: what a translation looks like that keeps numbers, dates and names, and nothing else.

Ordinary English words become Chinese characters letter by letter, Chinese characters become letters; a reader of
either can go back. Whether a translation is good is not what tests with a double find out.
"""

import re

# Rare characters, of which no dictionary makes words or names.
_TO_CJK = {ord("a") + number: chr(0x3441 + number) for number in range(26)}
_CJK = re.compile("[\u3400-\u9fff]+")
_SCALES = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}
_MONTHS = tuple("January February March April May June July August September October November December".split())
_WEEKDAYS = dict(
    zip("一二三四五六日天", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Sunday".split(), strict=True)
)
_WORD = re.compile(r"\d[\d.,]*[\s-]+[a-z]+|[A-Za-z][\w'’-]*|[^A-Za-z]")
_COUNTING = frozenset(
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion trillion "
    "half third quarter double twice times first second percent".split()
)
_PUNCTUATION = str.maketrans(
    {"，": ", ", "。": ". ", "；": "; ", "：": ": ", "（": " (", "）": ") ", "、": ", ", "？": "? "}
)


def is_chinese(text: str) -> bool:
    """Say whether `text` has Chinese characters."""
    return _CJK.search(text) is not None


def translated(text: str, language: str) -> str:
    """Return `text` in the test's `language` (zh, en); one that is in it already stays as it is."""
    if language == "zh":
        return text if is_chinese(text) else "".join(_chinese_word(word) for word in _WORD.findall(text))
    return _english(text) if is_chinese(text) else text


def _chinese_word(word: str) -> str:
    if word.islower() and word.isalpha() and word.isascii() and word not in _COUNTING:
        return word.translate(_TO_CJK)
    return word


def _english(text: str) -> str:
    text = re.sub(
        r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]", lambda d: f" {_month(d[2])} {d[3]}, {d[1]} ", text
    )
    text = re.sub(r"(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]", lambda d: f" {_month(d[1])} {d[2]} ", text)
    text = re.sub("(?:周|星期)([一二三四五六日天])", lambda d: f" {_WEEKDAYS[d[1]]} ", text)
    text = re.sub(rf"(\d[\d.]*)\s?({'|'.join(_SCALES)})", _scaled, text)
    text = _CJK.sub(lambda run: f" {''.join(map(_pseudo_word, run[0]))} ", text.translate(_PUNCTUATION))
    return " ".join(text.split())


def _month(number: str) -> str:
    return _MONTHS[(int(number) - 1) % 12]


def _scaled(found: re.Match[str]) -> str:
    value = round(float(found[1].rstrip(".")) * _SCALES[found[2]], 6)
    return f"{value:,.0f} " if value == int(value) else f"{value:,} "


def _pseudo_word(character: str) -> str:
    letters, rest = "", ord(character)
    while rest:
        rest, digit = divmod(rest, 26)
        letters += chr(ord("a") + digit)
    return letters
