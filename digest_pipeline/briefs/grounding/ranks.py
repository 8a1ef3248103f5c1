"""Which place of an order a text names: 第三轮, the second-largest, 首款, No. 1, A+ 轮. Dates and shares are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rank:
    """A place of an order between two offsets, 1 for the first, the largest and the only one; A+ of rounds of money."""

    start: int
    end: int
    surface: str
    value: int | str


def ranks(text: str) -> Iterator[Rank]:
    """Yield the ranks of `text` (in half-width forms), in order."""
    for match in _RANK.finditer(text):
        yield Rank(match.start(), match.end(), match[0], _value(match))
    for match in _ROUND.finditer(text):
        letter = match["letter"] or f"{match['pre']}{match['series']}"
        yield Rank(match.start(), match.end(), match[0], letter.upper().replace(" ", "").replace("-", ""))


def _value(match: re.Match[str]) -> int:
    if han := match["han"]:
        if han.isdecimal():
            return int(han)
        tens, _, ones = han.partition("十")
        return (10 * (_HAN.get(tens, 1)) + _HAN.get(ones, 0)) if "十" in han else _HAN[han]
    if digits := match["digits"] or match["numbered"]:
        return int(digits)
    return _WORDS.get((match["word"] or "").lower(), 1)


_HAN = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}
_WORDS = {
    word: value
    for value, word in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split(), start=2)
}
_SUPERLATIVE = "first|largest|biggest|highest|greatest|fastest|longest|lowest|smallest|cheapest|youngest|oldest"
_ROUND = re.compile(
    r"(?<![A-Za-z0-9])(?P<letter>(?:[Pp]re-?\s?)?[A-H]\d?\+{0,2})\s?轮"
    r"|\b(?P<pre>(?:[Pp]re-)?)[Ss]eries (?P<series>[A-H]\d?\+{0,2})(?![A-Za-z])"
)
# A fourth of it is a share, a fourth season none.
_A_FOURTH = r"(?=[a-z]+ (?:and final|season|time|term|round|phase|generation|straight|consecutive)\b)"
_NO_TIME = r"(?! (?:months?|years?|days?|weeks?|time|hours?|minutes?|place)\b)"
# 第三方 and "second hand" name nobody's place; the third of May and a third of all are read elsewhere.
_RANK = re.compile(
    r"第\s?(?P<han>\d{1,3}|十[一二三四五六七八九]?|[二三四五六七八九]十[一二三四五六七八九]?|[一二三四五六七八九])"
    r"(?!方|[一二三四五六七八九十]|时间|手|\s?(?:季度|财季|章|节|页|条|款第|天|日|年|周))"
    r"|(?<![第并其])(?:首(?=[款个家次位颗台批轮条部创座艘架支所]|席(?!执|财|技|运|科))|最[大高多快长早先新]|冠军|榜首|居首|唯一)"
    r"|\b(?P<digits>\d{1,3})(?:st|nd|rd|th)\b(?!\s(?:century|percentile|anniversary|birthday))"
    r"|\b(?:No\.|number|ranked?|#)\s?(?P<numbered>\d{1,2})\b"
    rf"|(?<!per )(?<!every )(?<!one[ -])(?<!two[ -])(?<!split[ -])(?:(?<!\ba )|{_A_FOURTH})"
    rf"\b(?P<word>{'|'.join(_WORDS)})"
    r"(?!s\b|-?(?:party|parties|hand|quarter|half)\b| (?:of|quarter|half|fiscal|party|parties|hand|guess)\b)"
    rf"{_NO_TIME}"
    rf"|\b(?:{_SUPERLATIVE})\b{_NO_TIME}",
    re.IGNORECASE,
)
