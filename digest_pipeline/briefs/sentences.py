"""Sentences of a stored text, as slices of it: Chinese, Japanese and English, mixed or not.

The rule, line by line (a newline always ends a sentence):

- `。`, `！` and `？` end a sentence at once; `.`, `!` and `?` do when white space, a CJK character or the end follows
  and the next word does not begin in lower case (`xAI`, `vLLM` and `iPhone` count as beginnings).
- Decimal points, versions (`v1.5`), initials, list numbers and abbreviations end nothing. After `Inc.`, `U.S.` or
  `etc.` a sentence ends only where an unmistakable opener (`The`, `It`, `But` ...) follows.
- Quotations and brackets are kept whole up to `LONGEST_QUOTATION` characters; closing marks stay with their
  sentence, and so does a short attribution behind a Chinese quotation (`……。”他说。`).
- List marks and numbers, heading marks and emphasis around a sentence are left outside its slice.

The time it takes grows with the length of the text alone, whatever stands in it.

Splitters of the package index were looked at: those kept up to date need language models or lose the offsets.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_QUOTATION = 240
GOES_ON = "…"
"""Stands behind a quotation of a sentence that goes on."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_END = re.compile(r"[。！？!?]+|\.{1,6}|…{1,2}")
_CLOSERS = "”’」』）)】》〉]\"'*_"
_PAIRS = {"“": "”", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}
# What may stand before a sentence: list and heading marks, emphasis, the agency credited behind the sentence before, or
# the end of a quotation that the page broke into lines.
_MARKS = re.compile(
    r"(?:[-*•·●▪◦‣>#]+\s+|[•●▪◦‣]|\d{1,2}[.)）]\s+|\d{1,2}、\s*|[（(]\d{1,2}[)）]\s*|[\u2460-\u2473]\s*|"
    r"[一二三四五六七八九十]{1,3}、\s*|\||\*{2,}|_{2,}|\s|（[\u4e00-\u9fff]{2,6}）|[”」』])*"
)
_TRAILING = " \t\r\f\v\u00a0\u3000*_|#"
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st vs v e.g i.e a.k.a ca incl eds univ
    fig figs eq sec no nos vol jr sr approx est cf pp p gen sen rep gov lt
    col sgt capt jan feb mar apr jun jul aug sep sept oct nov dec mt ft dept ph.d resp arxiv
""".split()
)
_MAY_END = frozenset(
    """
    etc inc ltd co corp u.s u.k e.u a.m p.m al llc bros
""".split()
)
_OPENERS = frozenset(
    """
    the it its in he she we they this that these those but and a an for at on by as if when while however
    after before his her our their there what why how now then so or to with from
""".split()
)
# The letter of a size or a name (`27B`, `Series-B`) is no initial.
_LAST_WORD = re.compile(r"(?<![0-9A-Za-z-])[A-Za-z][A-Za-z.]*$")
_SPACE = re.compile(r"\s*")
_LOOK = 40  # characters: no word that matters here is longer
_NEXT_WORD = re.compile(r"[\"'“‘(\[*_]*([A-Za-z]+)")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]")
_GLUED = re.compile(r"[a-z]{3}\.[A-Z][a-z]*\s")  # `... baselines.On the other hand`: the page lost a space
_ATTRIBUTION = re.compile(r"[^。！？“”]{0,16}(?:说|表示|称|写道|指出|坦言|问道|补充道|强调)[^。！？“”]{0,4}[。！]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text == source[start:end]`; `paragraph` counts the non-empty lines from 0."""

    start: int
    end: int
    text: str
    paragraph: int


def split(text: str) -> list[Sentence]:
    """Return the sentences of `text` in order; their slices never overlap, and offsets count code points."""
    sentences: list[Sentence] = []
    paragraph = 0
    for line in re.finditer(r"[^\n]+", text):
        before = len(sentences)
        for start, end in _spans(line.group()):
            trimmed = _trimmed(text, line.start() + start, line.start() + end)
            if trimmed:
                sentences.append(Sentence(*trimmed, text[slice(*trimmed)], paragraph))
        paragraph += len(sentences) > before
    return sentences


def _spans(line: str) -> Iterator[tuple[int, int]]:
    inside = _quotations(line)
    openings = [opened for opened, _ in inside]
    start = _MARKS.match(line).end()  # type: ignore[union-attr]  # it matches the empty string too
    for match in _END.finditer(line, start):
        end = match.end()
        # The quotations are disjoint and in order, so that only the last one opened before can hold the mark.
        quotation = bisect_left(openings, match.start()) - 1
        if end <= start or (quotation >= 0 and match.start() < inside[quotation][1]):
            continue
        while end < len(line) and line[end] in _CLOSERS:
            end += 1
        if _ends(line, start, match, end):
            if end > match.end() and (attribution := _ATTRIBUTION.match(line, end)):
                end = attribution.end()
            yield start, end
            start = end
    if start < len(line):
        yield start, len(line)


def _quotations(line: str) -> list[tuple[int, int]]:
    """Return the outermost pairs of marks, both ends included, that are short enough to be kept whole."""
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    straight = line.count('"') % 2 == 0
    for position, character in enumerate(line):
        if stack and character == stack[-1][0]:
            opened = stack.pop()[1]
            # The end mark just before a closing mark is that of the sentence as well: `……。”` may end here.
            if not stack and position - opened <= LONGEST_QUOTATION:
                pairs.append((opened, position - 1))
        elif character in _PAIRS:
            stack.append((_PAIRS[character], position))
        elif character == '"' and straight and not stack:
            stack.append(('"', position))
    return pairs


def _ends(line: str, start: int, mark: re.Match[str], end: int) -> bool:
    if end >= len(line) or mark.group()[0] in "。！？":
        return True
    if mark.group()[0] == "…":
        return line[end].isspace()
    return _ends_in_latin(line, start, mark, end)


def _ends_in_latin(line: str, start: int, mark: re.Match[str], end: int) -> bool:
    cjk_follows = re.match(f"[{_CJK}]", line[end]) is not None
    if not line[end].isspace() and not cjk_follows:
        emphasis_ends = "**" in line[mark.end() : end] and line[end].isupper()
        return emphasis_ends or _GLUED.match(line, max(start, mark.start() - 3)) is not None
    opening = _SPACE.match(line, end).end()  # type: ignore[union-attr]  # it matches the empty string too
    following = line[opening : opening + _LOOK]
    if mark.group() == ".":
        before = line[max(start, mark.start() - _LOOK) : mark.start()]
        word = _LAST_WORD.search(before)
        if before.strip().isdigit() or (word and not _may_end(word.group(), following)):
            return False
    return not following[:1].islower() or _BRAND.match(following) is not None


def _may_end(word: str, following: str) -> bool:
    lowered = word.lower()
    if lowered in _ABBREVIATIONS:
        return False
    opener = _NEXT_WORD.match(following)
    if lowered in _MAY_END:
        return not following[:1].isascii() or (opener is not None and opener[1].lower() in _OPENERS)
    # A single capital is an initial (`J. Smith`), unless the next word opens a sentence (`vitamin C. The ...`).
    return not (len(word) == 1 and word.isupper()) or (opener is not None and opener[1].lower() in _OPENERS)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    start = _MARKS.match(text, start, end).end()  # type: ignore[union-attr]  # as above
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return (start, end) if any(character.isalnum() for character in text[start:end]) else None
