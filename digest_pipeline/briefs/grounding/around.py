"""What stands around a number: whether it is hedged, what it is said to be per, whether what it counts follows.

The patterns are of Chinese and English; what an amount is, is `amounts.py`.
"""

import re

from digest_pipeline.quantities import Number
from digest_pipeline.stories.words import stem


def hedge_of(text: str, start: int, end: int) -> str:
    """Return how a number is hedged, or "": "about" (约, roughly), "over" (超, more than), "under" (近, nearly)."""
    before = text[max(0, start - _LONGEST_HEDGE) : start]
    for hedge in ("under", "over", "about"):
        if _BEFORE[hedge].search(before) or _AFTER[hedge].match(text, end):
            return hedge
    return "over" if _MORE.search(text, start, end) else ""


def period_of(text: str, start: int, end: int) -> str:
    """Return what a number is said to be per (5 万片/月, 50,000 wafers a year), or ""."""
    found = _PER_BEFORE.search(text, max(0, start - _LONGEST_PERIOD), start) or _PER_AFTER.match(text, end)
    if not found:
        found = _PER_UNIT_AFTER.match(text, end) or _PER_UNIT_BEFORE.search(
            text, max(0, start - _LONGEST_PERIOD), start
        )
        return _PER_UNITS[found["unit"].lower()] if found else ""
    word = (found["per"] or found["every"]).lower()
    return _PERIODS.get(word, word)


def is_period(text: str, start: int, end: int) -> bool:
    """Say whether a part of a whole is one of the year, or nothing at all: a quarter earlier, but a quarter of it."""
    return _QUARTER.search(text, start, end) is not None and not _OF_IT.match(text, end)


def is_counted(text: str, end: int) -> bool:
    """Say whether a number ends where what it counts follows: 30 people, 30 名."""
    return _COUNTED.match(text, end) is not None


def counted_by(text: str, end: int) -> str:
    """Return what a number that ends at `end` counts, by its classifier or the stem of its plural; "" for nothing."""
    found = _CLASSIFIER.match(text, end)
    return (found["han"] or stem(found["word"])) if found else ""


def is_glued(text: str, start: int) -> bool:
    """Say whether a number is a part of a name: the 3.1 of Holo3.1."""
    return _LETTER.search(text, max(0, start - 1), start) is not None


def states_how_many(number: Number, text: str) -> bool:
    """Say whether a written-out number states how many: 三年, twelve industries, but not 一个 or "one of".

    A few companies or people are often counted by whoever writes about them, so that fewer than ten state nothing.
    """
    if isinstance(number.value, str) or number.value < (_SMALLEST_STATED if number.unit else _SMALLEST_COUNTED):
        return False
    plural = is_counted(text, number.end) if number.surface[0] > "\u3000" else _PLURAL.match(text, number.end)
    return number.unit is not None or bool(plural)


_HEDGES = {
    "about": (
        (
            r"(?:约|大约|大概|约占[^，。\d]{0,10}|约为|大致|接近|将近|近|左右|差不多|几乎|估计|估算|about|around|some|"
            r"an? estimated|roughly|approximately|"
            r"approx\.?|circa|~|≈)"
        ),
        r"(?:左右|上下|or so)",
    ),
    "over": (
        (
            r"(?:(?<![不未没])(?<!不[得能可会应])超过?|逾|(?<!不)[多高大]于|突破|破|至少|最少|远超|不[少低小下]于"
            r"|over|(?<!\bno )(?<!\bnot )more than|above|at least|exceed(?:s|ed|ing)?|just over|no (?:less|fewer) than"
            r"|not (?:less|fewer) than|a minimum of|upwards of|north of|beyond|surpass(?:es|ed|ing)?|topp?(?:s|ed|ing)"
            r"|start(?:s|ing) (?:at|from)|>)"
        ),
        r"(?:以上|[余多]|有余|起(?![诉点码始义草])|\+|or more|-plus|and (?:up|above))",
    ),
    "under": (
        (
            r"(?:不到|不足|(?<!不)[少低小]于|近|逼近|直逼|接近|将近|未满|[不未]超过?|不[得能可会应]超过|没有?超过|不[高多大]于"
            r"|至多|最多|最高|上限|under|below|(?<!\bno )(?<!\bnot )(?:less|fewer) than|just under"
            r"|no more than|not more than|at most|capped at|a maximum of|nearly|almost|close to|short of"
            r"|(?<!add )(?<!adds )up to|<)"
        ),
        r"(?:以下|以内|之内|or less|or fewer|or under|at most)",
    ),
}
# Which may stand before the verb of the number: 最多使用 5 小时.
_AHEAD = {"about": "(?!)", "over": "(?:至少|最少)[\u3400-\u9fff]{1,3}", "under": "(?:至多|最多)[\u3400-\u9fff]{1,3}"}
_BEFORE = {
    hedge: re.compile(
        rf"(?:{before}|{_AHEAD[hedge]})[\s为了达到可至降增涨升少多花需要有是用]*(?:an? )?[$€£¥]?$", re.IGNORECASE
    )
    for hedge, (before, _) in _HEDGES.items()
}
_AFTER = {hedge: re.compile(rf"\s?(?:\(不?含\)\s?)?{after}", re.IGNORECASE) for hedge, (_, after) in _HEDGES.items()}
_MORE = re.compile(r"[余多]")
_LONGEST_HEDGE, _LONGEST_PERIOD = 16, 12
_PER_AFTER = re.compile(
    r"(?P<every>)[^\d,.;:，。；、：()（）]{0,30}?(?:/\s?|\bper\s|\ban?\s|\bevery\s|\beach\s|每)"
    r"(?P<per>年|month\b|year\b|yr\b|day\b|week\b|hour\b|second\b|月|天|日|周|小时|秒|sec\b|s\b|h\b)(?!\s?[\d$€£¥])",
    re.IGNORECASE,
)
_PER_BEFORE = re.compile(r"(?:每(?P<every>年|月|天|日|周|小时|秒)|(?P<per>[年月日周])[产供均])[^\d，。；,;]{0,6}$")
_PERIODS = {
    "年": "year",
    "yr": "year",
    "月": "month",
    "天": "day",
    "日": "day",
    "周": "week",
    "小时": "hour",
    "h": "hour",
    "秒": "second",
    "sec": "second",
    "s": "second",
}
_LETTER = re.compile(r"[A-Za-z]\Z")
_COUNTED = re.compile(
    r"\s?[名位款台家辆列只张块颗枚项次届层户件套架艘起宗部篇门人股片根笔条支](?![民币])"
    r"|[ -](?:[a-z]{3,}[ -])?"
    r"(?:people|(?!(?:was|is|has|as|this|its|plus|versus|across|times|points|does)\b)[a-z]{2,}s)\b"
)
_CLASSIFIER = re.compile(
    r"\s?[多余]?(?P<han>[名位家款项轮台艘座次片支条张颗块部届套件种所层枚辆架]|个[\u4e00-\u9fff]{2})"
    r"|(?:[ -][A-Za-z&-]+){0,3}?[ -](?P<word>[a-z]{3,}s)\b"
)
_PLURAL = re.compile(r"[ -](?:[a-z]+[ -]){0,2}[a-z]{2,}s\b")
_SMALLEST_STATED, _SMALLEST_COUNTED = 3, 10
_QUARTER = re.compile(r"(?:third|quarter|fourth|fifth|tenth)s?\Z", re.IGNORECASE)
_OF_IT = re.compile(r"\s(?:of|off|as|more|less|fewer|higher|lower|larger|smaller)\b|[,.;]?\Z")
_PER_UNITS = {
    spelling: unit
    for unit, spellings in {
        "ounce": "ounce oz 盎司",
        "gram": "gram 克",
        "kilogram": "kilogram kg 公斤 千克",
        "tonne": "tonne ton 吨",
        "barrel": "barrel 桶",
        "share": "share 股",
        "gallon": "gallon 加仑",
        "pound": "pound 磅",
        "kilowatt hour": "kilowatt-hour kwh 千瓦时 度",
    }.items()
    for spelling in spellings.split()
}
_PER_UNIT = "|".join(sorted(_PER_UNITS, key=lambda one: (-len(one), one)))
_PER_UNIT_AFTER = re.compile(
    rf"\s?(?:/\s?|per\s|an?\s|each\s|every\s|每)(?P<unit>{_PER_UNIT})(?![A-Za-z])", re.IGNORECASE
)
_PER_UNIT_BEFORE = re.compile(rf"每(?P<unit>{_PER_UNIT})[^\d，。；,;]{{0,6}}\Z")
