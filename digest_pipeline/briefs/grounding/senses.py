"""In which sense a number is said: as what is exceeded or not reached, and as what something rose or fell by or to.

A statement may leave either out and may not turn it round: 不足 300 公里 is not "more than 300 km", "up 26 %" not
下降 26%. Words of time and of place are left to `days.py` and `comparing/anchors.py`.
"""

import re

from digest_pipeline.briefs.grounding.around import hedge_of

_OPPOSITE = {"over": "under", "under": "over", "up": "down", "down": "up"}


def turned(said: str, at: tuple[int, int], text: str, given: list[tuple[int, int]]) -> str:
    """Return what a statement turned round ("bound", "direction"), or "" if not all of the article is against it.

    `at` is a number of the statement (`said`), `given` where the article (`text`) has it.
    """
    for name, mine, its in (("bound", hedge_of, _bound), ("direction", direction, direction)):
        against = _OPPOSITE.get(mine(said, *at))
        if against and given and all(its(text, *place) == against for place in given):
            return name
    return ""


def _bound(text: str, start: int, end: int) -> str:
    if hedge := hedge_of(text, start, end):
        return hedge
    if _LAST_OF_RANGE.search(text, max(0, start - _LONGEST_RANGE), start):
        return "under"
    return "over" if _FIRST_OF_RANGE.match(text, end) else ""


_LONGEST_RANGE = 24
_SCALE = r"\s?(?:[%万亿千百]+|[kKmMbB]\b|thousand|million|billion|trillion|percent)?\s?"
_LAST_OF_RANGE = re.compile(
    rf"(?:\bbetween [$€£¥]?\d[\d,.]*{_SCALE}[^\s\d]* and |\bfrom [$€£¥]?\d[\d,.]*{_SCALE}(?:or so )?to "
    rf"|\d{_SCALE}(?:-|–|~|至|to)\s?)[$€£¥]?\Z"
)
_FIRST_OF_RANGE = re.compile(rf"{_SCALE}(?:-|–|~|至|to) ?[$€£¥]?\d")


def direction(text: str, start: int, end: int) -> str:
    """Return "up" or "down" for a number by or to which something is said to rise or fall, or ""."""
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    parted = [match.end() for match in _PARTS.finditer(before)]
    before = before[parted[-1] :] if parted else before
    found = {match.lastgroup or "" for match in _BEFORE.finditer(before)}
    if not found and (after := _AFTER.match(text, end)):
        found = {(after.lastgroup or "").rstrip("_")}
    return found.pop() if len(found) == 1 else ""


_LONGEST_BEFORE = 40
_PARTS = re.compile(
    r"[,，。;；:：、()（）]|\d|\b(?:while|but|and|as|after|from|(?<!more )(?<!less )(?<!fewer )than)\b|[而但从由比较]",
    re.IGNORECASE,
)
_UP = (
    r"\b(?:ris(?:e|es|en|ing)|rose|gr(?:ow|ows|ew|own|owing)|growth|increas(?:e|es|ed|ing)|jump(?:s|ed|ing)?"
    r"|surg(?:e|es|ed|ing)|climb(?:s|ed|ing)?|soar(?:s|ed|ing)?)\b"
)
_DOWN = (
    r"\b(?:fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|plung(?:e|es|ed|ing)"
    r"|shr(?:ink|inks|ank|unk|inking)|slump(?:s|ed|ing)?|tumbl(?:e|es|ed|ing)|reduc(?:e|es|ed|ing|tion))\b"
)
# The verb of one character, right before its number.
_HAN_BY = r"(?=[约近超逾了出]?\s?\Z)"
_UP_HAN = "增长|上升|上涨|增加|提升|提高|上调|飙升|攀升|走高|涨(?!价前)|大增|激增|增幅|增至|升至"
_UP_HAN += rf"|[增升]{_HAN_BY}|(?<=[\u3400-\u9fff])(?<![最至不])高{_HAN_BY}"
_DOWN_HAN = "下降|下滑|下跌|减少|降低|下调|缩减|回落|走低|锐减|骤降|跌|降幅|降至|减至"
_DOWN_HAN += rf"|[降减]{_HAN_BY}|(?<=[\u3400-\u9fff])(?<![最不])低{_HAN_BY}"
_BY = r"(?= (?:about |around |roughly |nearly |over |more than )?[$€£¥]?\Z)"
_BEFORE = re.compile(
    rf"(?P<up>{_UP}|\bup(?: by)?{_BY}|{_UP_HAN})"
    rf"|(?P<down>{_DOWN}|\bdown(?: by)?{_BY}|{_DOWN_HAN})",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[- ](?:(?:year-on-year|annual|sharp|further) )?(?:"
    rf"(?P<up>(?:more|higher) than (?:a year|last year|the (?:same|previous|prior)|in)|{_UP})"
    rf"|(?P<down>(?:less|fewer|lower) than (?:a year|last year|the (?:same|previous|prior)|in)|{_DOWN}))"
    r"|的?(?:(?P<up_>增长|增幅|涨幅|上涨|提升)|(?P<down_>下降|降幅|跌幅|下跌|下滑))",
    re.IGNORECASE,
)
