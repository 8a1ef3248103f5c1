"""Who does what to whom: a statement that has one name before a verb and another behind it, and an article the reverse.

Known are the verbs of winning, buying, suing, paying, replacing and preceding, and comparisons with "than" and 比; each
in both directions and voices. Numbers that were exchanged are `exchanges.py`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from digest_pipeline.briefs.grounding.comparing.items import Item
from digest_pipeline.briefs.grounding.passages import Near, Span

Relation = tuple[str, bool]  # which, and whether the first name is the one that wins, buys or precedes


def reversed_pairs(said: str, names: Sequence[Item], text: str, near: Near) -> Iterator[tuple[Item, Item]]:
    """Yield the pairs of names of which the quotations (`near`) say the reverse of what the statement says."""
    ordered = sorted(names, key=lambda item: item.at)
    for one, other in combinations(ordered, 2):
        if one.at[1] > other.at[0] or any(one.at[1] <= third.at[0] < other.at[0] for third in ordered):
            continue
        mine = relation(said, one.at, other.at)
        if not mine or set(one.places) & set(other.places):
            continue
        theirs = set(_told(one, other, text, near))
        if (mine[0], not mine[1]) in theirs and mine not in theirs:
            yield one, other


def _told(one: Item, other: Item, text: str, near: Near) -> Iterator[Relation]:
    """Yield what the quotations say of two names, the first of them as the first."""
    for first in one.places:
        for second in other.places:
            if not (near.holds(*first) and near.holds(*second)):
                continue
            if first[1] <= second[0] and (found := relation(text, first, second)):
                yield found
            if second[1] <= first[0] and (found := relation(text, second, first)):
                yield found[0], not found[1]


def relation(text: str, first: Span, second: Span) -> Relation | None:
    """Return how two names of a text stand to each other, of which the first stands before the second."""
    between = text[first[1] : second[0]]
    if len(between) > _LONGEST_BETWEEN or _END.search(between):
        return None
    behind = text[second[1] : second[1] + _LONGEST_BEHIND]
    if _THAN_HAN.search(between):
        return next(((name, up) for name, up, pattern in _HAN_DEGREES if pattern.match(behind)), None)
    if _WHEN_HAN.search(between) and (when := _WHEN.match(behind)):
        return "order", when["before"] is not None
    passive = _PASSIVE_HAN.search(between)
    for name, forward, pattern in _VERBS:
        if passive:
            if pattern.match(behind.lstrip()):
                return name, not forward
        elif found := pattern.search(between):
            return name, forward != bool(_BY.match(between, found.end()))
    return None


_LONGEST_BETWEEN, _LONGEST_BEHIND = 60, 16
_END = re.compile(r"[。！？;；!?\n]|\.\s")
_BY = re.compile(r"\s(?:\w+ )?by\b")
_PASSIVE_HAN = re.compile(r"[被遭]\s?\Z")
_THAN_HAN = re.compile(r"(?:比|相比|较)\s?\Z")
_WHEN_HAN = re.compile(r"(?:在|于|晚|早)\s?\Z")
_WHEN = re.compile(r"[^，。,]{0,8}?(?:(?P<before>之前|以前)|之后|以后)")
_MEASURES = {
    "speed": (("faster", "quicker"), ("slower",), "快", "慢"),
    "size": (("larger", "bigger"), ("smaller",), "大", "小"),
    "height": (("higher", "greater"), ("lower",), "高", "低"),
    "number": (("more",), ("fewer", "less"), "多", "少"),
    "price": (("pricier", "costlier", "more expensive"), ("cheaper", "less expensive"), "贵", "便宜"),
    "weight": (("heavier",), ("lighter",), "重", "轻"),
    "length": (("longer",), ("shorter",), "长", "短"),
    "light": (("brighter",), ("dimmer",), "亮", "暗"),
    "quality": (("better", "stronger"), ("worse", "weaker"), "[好强]", "[差弱]"),
    "time": (("later",), ("earlier", "sooner"), "晚", "早"),
}
_HAN_DEGREES = tuple(
    (name, up, re.compile(rf"(?:[^，。,\d]{{0,6}}?)(?:更|还|要|略|略微|稍|明显|显著)?{word}"))
    for name, (_, _, high, low) in _MEASURES.items()
    for word, up in ((high, True), (low, False))
)
# Which, whether the first name is the one who does it, and how it is said.
_ACTS = (
    (
        "win",
        True,
        (
            "beat(?:s|en|ing)?|outperform\\w*|outsell\\w*|outsold|surpass\\w*|overt(?:ak\\w+|ook)|exceed\\w*|defeat\\w*"
            "|topp(?:ed|ing)|tops|edg(?:ed|ing|es) out|ahead of|lead(?:s|ing)? over|led over"
        ),
        "超过|超越|领先|优于|高于|强于|击败|战胜|反超|远超|碾压|胜过|超(?=\\s|\\Z)",
    ),
    (
        "win",
        False,
        "trail(?:s|ed|ing)?|lag(?:s|ged|ging)?(?: behind)?|los(?:es|t|ing) to|behind|below",
        "落后于?|低于|不及|不如|弱于|逊于|输给|败给",
    ),
    (
        "buy",
        True,
        "acquir\\w+|buy(?:s|ing)?|bought|purchas\\w+|took over|tak(?:es|ing) over|(?:acquisition|takeover|purchase) of",
        "收购|买下|并购",
    ),
    ("buy", False, "sell(?:s|ing)? (?:itself )?to|sold (?:itself )?to", "出售给|卖给"),
    ("sue", True, "sue[sd]?|suing|accus\\w+", "起诉|指控|状告"),
    ("invest", True, "(?:invest(?:s|ed|ing)?|investments?|stakes?) in|back(?:s|ed|ing)", "投资|入股|注资"),
    ("supply", True, "suppl(?:y|ies|ied|ying)", "供货|供应"),
    ("replace", True, "replac\\w+|succeed\\w*|supersed\\w+", "取代|接替|替代|继任"),
    ("order", False, "after|following|later than", "晚于|后于"),
    ("order", True, "before|ahead of|prior to|earlier than", "早于|先于"),
)
_VERBS = (
    *(
        (name, up, re.compile(rf"\b(?:{'|'.join(words)})\b(?: [\w-]+){{0,3}} than\b", re.IGNORECASE))
        # Who is less expensive is not less.
        for name, (high, low, _, _) in sorted(_MEASURES.items(), key=lambda one: one[0] != "price")
        for words, up in ((high, True), (low, False))
    ),
    *((name, forward, re.compile(rf"\b(?:{latin})\b|{han}", re.IGNORECASE)) for name, forward, latin, han in _ACTS),
)
