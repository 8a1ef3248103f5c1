"""The overview and the body: each line leads to its story, and both give the same figures."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from urllib.parse import unquote

from digest_pipeline.lint.document import Document, Item, Line
from digest_pipeline.lint.likeness import Weights, words

# Measured on the archive of a two-day report: see docs/lint.md.
_COVERED = 0.13
# A tenth apart is the same figure, rounded.
_ROUNDING = 10
_POWERS = {"k": 3, "万": 4, "million": 6, "m": 6, "亿": 8, "billion": 9, "b": 9, "trillion": 12, "t": 12}
# "十亿级参数", "千亿参数", "超 10 亿用户": a magnitude of Chinese numerals, and what is counted.
_MAGNITUDE = re.compile(
    r"(?<![\d一二三四五六七八九两几数.])(?P<scale>[十百千万]?[万亿]|[十百千])(?:级别|级|多|余)?(?:个|名|款|条)?的?(?P<noun>[\u4e00-\u9fff]{2})"
)
_FIGURE = re.compile(
    r"(?<![\d.A-Za-z-])(?P<value>\d+(?:,\d{3})*(?:\.\d+)?)\s*(?P<scale>[万亿]|million|billion|trillion|[KMBT](?![A-Za-z]))?"
    r"\s*(?P<unit>%|倍|美元|元|dollars|个?参数|parameters|times|x(?![A-Za-z0-9]))",
    re.IGNORECASE,
)
_UNITS = {"times": "倍", "x": "倍", "parameters": "参数", "个参数": "参数", "dollars": "美元"}
# Sums of money and parts of a whole are told of many things; parameters belong to one model.
_COUNTED = "参数"
_MONEY = ("美元", "元人", "人民", "欧元", "日元", "港元", "元的", "元投", "元估")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the overview with the item it speaks of, None when there is none."""

    line: Line
    item: Item | None


def without_link(document: Document) -> Iterator[tuple[int, str]]:
    """Lines of the overview that lead nowhere."""
    for line in document.overview:
        if not line.links:
            yield line.number, "the line of the overview has no link"


def without_entry(document: Document) -> Iterator[tuple[int, str]]:
    """Lines of the overview whose story the issue does not tell."""
    for entry in _entries(document):
        if entry.item is None:
            yield entry.line.number, "no item of the issue tells what the overview announces"


def contradicting(document: Document) -> Iterator[tuple[int, str]]:
    """What the overview counts in another magnitude than the body."""
    for entry in _entries(document):
        if entry.item:
            yield from ((entry.line.number, message) for message in _contradictions(entry.line.text, entry.item))


def alone(document: Document) -> Iterator[tuple[int, str]]:
    """Figures of the overview that the item does not give."""
    for entry in _entries(document):
        if entry.item:
            body = list(_FIGURE.finditer(entry.item.text))
            for match in _FIGURE.finditer(entry.line.text):
                if not any(_unit(other) == _unit(match) and _close(other, match) for other in body):
                    yield entry.line.number, f"{match[0]} stands in the overview alone"


@lru_cache(maxsize=1)
def _entries(document: Document) -> list[_Entry]:
    """Return the lines of the overview with their items; three rules ask in turn."""
    items = document.items
    if not document.overview:
        return []
    told = [words(item.text) for item in items]
    weights = Weights(told)
    return [_Entry(line, _item_of(document, line, told, weights)) for line in document.overview]


def _item_of(document: Document, line: Line, told: Sequence[frozenset[str]], weights: Weights) -> Item | None:
    for link in line.links:
        if link.url.startswith("#") and (at := _place(document, unquote(link.url[1:]))):
            return next((item for item in document.items if at <= item.lines[-1].number), None)
    if not document.items:
        return None
    said = words(line.text)
    shares = [weights.covered(said, item) for item in told]
    best = max(range(len(shares)), key=shares.__getitem__)
    return document.items[best] if shares[best] >= _COVERED else None


def _place(document: Document, anchor: str) -> int:
    """Return the line of a heading whose words make `anchor`, or of the tag that has it as its id; 0 for none."""
    for line in document.lines:
        if line.kind == "heading" and anchor == "".join(_slug(line.text)):
            return line.number
    tag = re.compile(rf"<[a-z0-9]+\s[^>]*\b(?:id|name)=[\"']?{re.escape(anchor)}[\"'\s>]", re.IGNORECASE)
    return next((number for number, text in enumerate(document.source, 1) if tag.search(text)), 0)


def _slug(heading: str) -> Iterator[str]:
    """Yield the letters of the id that GitHub and Hugo give a heading."""
    for character in heading.strip().lower():
        if character == " ":
            yield "-"
        elif character.isalnum() or character in "_-":
            yield character


def _contradictions(said: str, item: Item) -> Iterator[str]:
    """Yield what both say of the same noun in another magnitude, and other numbers of parameters."""
    body = item.text
    magnitudes: dict[str, set[str]] = defaultdict(set)
    for match in _MAGNITUDE.finditer(body):
        magnitudes[match["noun"]].add(match["scale"])
    for match in _MAGNITUDE.finditer(said):
        known = magnitudes.get(match["noun"])
        if known and match["scale"] not in known and not match["noun"].startswith(_MONEY):
            yield f"{match[0]} here, {'/'.join(sorted(known))}…{match['noun']} in the item of line {item.line}"
    counted = [match for match in _FIGURE.finditer(body) if _unit(match) == _COUNTED]
    for match in _FIGURE.finditer(said):
        if _unit(match) == _COUNTED and counted and not any(_close(other, match) for other in counted):
            yield f"{match[0]} here, {counted[0][0]} in the item of line {item.line}"


def _close(one: re.Match[str], other: re.Match[str]) -> bool:
    """Say whether two figures are the same but for rounding."""
    first, second = _value(one), _value(other)
    return abs(first - second) * _ROUNDING <= max(first, second)


def _unit(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    return _UNITS.get(unit, unit)


def _value(match: re.Match[str]) -> Decimal:
    scale = (match["scale"] or "").lower()
    return Decimal(match["value"].replace(",", "")).scaleb(_POWERS.get(scale, 0))
