"""The words by which lines are known: an edition's own labels, those of the originals, and what both format."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from digest_pipeline.editions.reading.blocks import Document
from digest_pipeline.editions.reading.inline import Line
from digest_pipeline.editions.spec import EditionSpec, GroupSpec, Labels, SectionSpec

# What the originals, which are all Chinese, call the fields of an item.
_ORIGINAL_WORDS = {
    "来源": "source",
    "时间": "time",
    "价值": "value",
    "标签": "tags",
    "链接": "link",
    "摘要": "one_sentence",
    "一句话摘要": "one_sentence",
    "概要": "summary",
    "内容详解": "details",
    "阅读原文": "read_more",
    "相关论文": "paper",
    "拓展阅读": "further",
    "本期速览": "overview",
    "相关资源": "resources",
    "原文链接": "origin",
}
_FIELDS = (*sorted(set(_ORIGINAL_WORDS.values())), "primary", "other_sources", "figures", "moments", "hindsights")
_COLON = re.compile(r" ?[:：] ?")
_STAMP = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?:[ T](?P<time>\d{2}:\d{2}))?")
_ICON = re.compile(r"\A[^\w\[(（《“\"'*]+")


@dataclass(frozen=True, slots=True)
class Voice:
    """An edition in the language that an issue speaks; `zone` is that of its times."""

    edition: EditionSpec
    language: str
    zone: ZoneInfo

    @property
    def labels(self) -> Labels:
        """The words of the edition in the issue's language."""
        return self.edition.labels_in(self.language)

    def field(self, words: str) -> str:
        """Return the name of the label that reads `words`, empty when none does."""
        own = {getattr(self.labels, name): name for name in reversed(_FIELDS)}
        return {**_ORIGINAL_WORDS, **own}.get(words, "")


def voice_of(document: Document, edition: EditionSpec, zone: ZoneInfo) -> Voice:
    """Return the edition in the language of a document.

    It is the one whose words for what was counted open a paragraph, as every issue of ours ends; else the one most of
    whose words head a line or stand in bold.
    """
    lines = [(block.kind, line) for block in document.walk() for line in block.lines]
    opening = {led(line)[0] for kind, line in lines if kind == "paragraph"}
    heard = [words for kind, line in lines for words in _marked(line, kind)]

    def rank(language: str) -> tuple[bool, int, str]:
        own = frozenset(_own_words(edition, language))
        return edition.labels[language].counts_heading in opening, sum(words in own for words in heard), language

    return Voice(edition, max(edition.labels, key=rank), zone)


def headings_of(edition: EditionSpec) -> frozenset[str]:
    """Return the words of the headings that an edition's issues have, whatever they tell, in each language."""
    parts: tuple[GroupSpec | SectionSpec, ...] = (*edition.groups, *edition.sections)
    own = {part.heading[language] for language in edition.labels for part in parts}
    return frozenset(own | {labels.overview for labels in edition.labels.values()})


def without_icon(words: str) -> str:
    """Return a heading without the emoji before it."""
    return _ICON.sub("", words)


def fields(line: Line) -> Iterator[tuple[str, Line]]:
    """Yield the labels of a line, bold words before a colon, each with what follows it up to the next."""
    found = []
    for span in line.bold:
        words = line.words(span)
        colon = _COLON.match(line.shape, span.end)
        if colon or words.endswith((":", "：")):
            found.append((span.start, words.rstrip(":： "), colon.end() if colon else span.end))
    ends = [*(start for start, _, _ in found), len(line.text)][1:]
    for (_, words, start), end in zip(found, ends, strict=False):
        value = line.part(start, end)
        yield words, value.part(0, len(value.shape.removesuffix("|")))


def led(line: Line) -> tuple[str, Line]:
    """Return the bold lead of a line and the rest; the lead is empty when the line has none, or is bold altogether."""
    first = next(iter(line.bold), None)
    if first is None or first.start > 0:
        return "", line
    words = line.words(first)
    colon = _COLON.match(line.shape, first.end)
    if colon:
        return words, line.part(colon.end())
    if words.endswith((":", "：")):
        return words.rstrip(":： "), line.part(first.end)
    return "", line


def moment_in(text: str, zone: ZoneInfo) -> tuple[datetime | None, bool]:
    """Return the first local time of a text, None when there is none, and whether it names the day alone."""
    for found in _STAMP.finditer(text):
        try:
            clock = time.fromisoformat(found["time"]) if found["time"] else time()
            return datetime.combine(date.fromisoformat(found["day"]), clock, zone), not found["time"]
        except ValueError:
            continue
    return None, False


@cache
def pattern(sentence: str) -> re.Pattern[str]:
    """Return the expression that finds the values of a label's `{names}` again."""
    pieces = re.split(r"\{(\w+)\}", sentence)
    written = (re.escape(piece) if at % 2 == 0 else f"(?P<{piece}>.*?)" for at, piece in enumerate(pieces))
    return re.compile(rf"\A{''.join(written)}\Z", re.DOTALL)


def _marked(line: Line, kind: str) -> Iterator[str]:
    if kind == "heading":
        yield without_icon(line.text)
    for span in line.bold:
        yield line.words(span).rstrip(":： ")


def _own_words(edition: EditionSpec, language: str) -> Iterator[str]:
    for value in edition.labels_in(language).model_dump().values():
        yield from value.values() if isinstance(value, Mapping) else (value,)
    yield from (part.heading[language] for part in edition.sections)
    yield from (part.heading[language] for part in edition.groups)
