"""What the text says of itself: doubts left in, the present called fiction, old models as rivals, nothing at all."""

import re
from collections.abc import Iterator
from datetime import date

from digest_pipeline.lint.document import Document, Item

_NOTE = re.compile(r"(?:[（(*_]\s*|^\s*)(?:注|备注|Note|N\.B\.)\s*[:：]\s*(?P<said>[^）)\n]{2,160})", re.IGNORECASE)
# What a writer doubts who speaks of the text before him instead of its matter.
_DOUBT = re.compile(
    r"原文|本文|文中|文章|该文|原链接|链接|推测|疑为|疑似|猜测|推断|推演|推定|假设|占位|笔误|语境|无法(?:核实|确认)|未(?:提供|给出|披露|说明)"
    r"|请自行|自行搜索|以官方|可能为|并非真实|根据(?:文|描述)"
    r"|\b(?:the|this|source|original) (?:article|text|source|link|post)\b|not (?:provided|given|stated|disclosed)"
    r"|\b(?:inferred|assumed|presumably|placeholder|typo|unverified|could not be verified|as described)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"[（(](?:implied|inferred|assumed|placeholder|推测|疑为[^）)]*|此处为推测|待核实|unverified|推演数据|基于推演[^）)]*)[）)]",
    re.IGNORECASE,
)
_YEAR = r"(?P<year>20\d\d)\s*年?"
_FICTION = (
    re.compile(rf"(?:设定|虚构|预设|架空)(?:于|在|为|的)?[^。；，,;.\n]{{0,6}}{_YEAR}"),
    re.compile(rf"{_YEAR}[^。；;.\n]{{0,12}}(?:设定|预设|预演|虚构|假想|架空|未来(?:时间|场景|背景|预期))"),
    re.compile(r"(?:为|描述的|属于|是)(?:未来预期|未来时间线|未来场景|虚构的未来)|未来时间线的?(?:预测|设定)"),
    re.compile(rf"(?:fictional|hypothetical|imagined|speculative)\s[^.;\n]{{0,30}}{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_YEAR}[^.;\n]{{0,30}}\b(?:fictional|hypothetical(?:ly)?|set in the future)\b", re.IGNORECASE),
)
# Ten patterns a line take their time: what holds none of these words is passed over.
_FICTION_AT_ALL = re.compile(r"20\d\d|未来")
_MODEL_AT_ALL = re.compile(r"GPT|Claude|Gemini|Llama|Qwen|DeepSeek|Mixtral", re.IGNORECASE)
# Model families and the month their first version was open to the public, by their makers' announcements.
_RELEASED = (
    (re.compile(r"GPT-3\.5(?![\w.])", re.IGNORECASE), date(2022, 11, 1)),
    (re.compile(r"GPT-4(?:\s?Turbo)?(?![\w.-])", re.IGNORECASE), date(2023, 3, 1)),
    (re.compile(r"GPT-4o(?![\w-])", re.IGNORECASE), date(2024, 5, 1)),
    (
        re.compile(r"Claude\s?-?(?:2(?:\.[01])?|3(?:\s(?:Opus|Sonnet|Haiku))?)(?![\w.])", re.IGNORECASE),
        date(2024, 3, 1),
    ),
    (re.compile(r"Claude\s?-?3\.5(?:\s(?:Opus|Sonnet|Haiku))?", re.IGNORECASE), date(2024, 6, 1)),
    (re.compile(r"Gemini\s?-?1\.[05](?:\s(?:Pro|Flash|Ultra))?", re.IGNORECASE), date(2024, 2, 1)),
    (re.compile(r"Llama\s?-?(?:2|3|3\.1)(?![\w.])", re.IGNORECASE), date(2024, 7, 1)),
    (re.compile(r"Qwen\s?-?(?:1\.5|2)(?![\w.])", re.IGNORECASE), date(2024, 6, 1)),
    (re.compile(r"DeepSeek[\s-]?V2(?![\w])", re.IGNORECASE), date(2024, 5, 1)),
    (re.compile(r"Mixtral\b", re.IGNORECASE), date(2023, 12, 1)),
)
_OLD_MONTHS = 18
_LATIN_WORDS = re.compile(r"[A-Za-z][\w'’.-]*")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FOREIGN_WORDS = 4
# Verbs of meaning something, in place of saying it.
_PHRASES = re.compile(
    r"展(?:现|示)了|彰显|体现了|标志着|预示着|暗示了|反映了|巩固了|凸显|引发了[^。]{0,12}思考|至关重要|有望|高度评价|深远"
    r"|强大的?(?:性能|执行力)|卓越"
    r"|\b(?:underscores?|highlights?|demonstrates?|showcases?|signals?|reflects?|paves? the way|marks? a|game.changer"
    r"|plays? a (?:key|crucial))\b",
    re.IGNORECASE,
)
_EMPTY_PHRASES = 2
# An affiliation or two is no news.
_NEW_NAMES = 2
_FIGURES = re.compile(r"\d")


def doubts(document: Document) -> Iterator[tuple[int, str]]:
    """Notes in which the writer doubts or speaks of the text before him."""
    for line in document.told:
        note = _NOTE.search(line.prose)
        if (note and _DOUBT.search(note["said"])) or _ASIDE.search(line.prose):
            yield line.number, "a note of doubt was left in the text"


def fiction(document: Document) -> Iterator[tuple[int, str]]:
    """Places that call the issue's own time a setting, a rehearsal or the future."""
    if document.window is None:
        return
    years = {document.window.last.year, document.window.last.year - 1}
    for line in document.told:
        if not _FICTION_AT_ALL.search(line.prose):
            continue
        for pattern in _FICTION:
            found = pattern.search(line.prose)
            if found and ("year" not in found.groupdict() or int(found["year"]) in years):
                yield line.number, f"{found[0]!r} calls the present fiction"
                break


def old_rivals(document: Document) -> Iterator[tuple[int, str]]:
    """Mentions of models more than eighteen months old in stories that are not about them."""
    if document.window is None:
        return
    last = document.window.last
    for item in document.items:
        for line in item.lines[1:]:
            if not _MODEL_AT_ALL.search(line.text):
                continue
            names = [
                found[0].strip()
                for pattern, since in _RELEASED
                if (last.year - since.year) * 12 + last.month - since.month >= _OLD_MONTHS
                and (found := pattern.search(line.text))
                and not pattern.search(item.heading)
            ]
            if names:
                yield line.number, f"{', '.join(names)}: older than eighteen months, today's rival?"


def foreign_headline(document: Document) -> Iterator[tuple[int, str]]:
    """Headlines of a Chinese issue without a Chinese character, and of an English one with several."""
    headlines = [(item.line, item.heading) for item in document.items if not item.listed]
    headlines += [(item.line, item.links[0].text) for item in document.items if item.listed and item.links]
    headlines += [(line.number, line.bold[-1] if line.bold else line.text) for line in document.overview]
    for number, headline in headlines:
        han, latin = len(_HAN.findall(headline)), len(_LATIN_WORDS.findall(headline))
        foreign = not han and latin if document.language == "zh" else han if han > latin else 0
        if foreign >= _FOREIGN_WORDS:
            yield number, "the headline is not in the language of the issue"


def nothing_said(document: Document) -> Iterator[tuple[int, str]]:
    """Items without a text, and items that say what something means and give no fact."""
    for item in document.items:
        body = "\n".join(line.text for line in item.lines[1:] if not line.links)
        if len(item.lines) == 1 and not item.listed:
            yield item.line, "the item has no text"
        elif len(_PHRASES.findall(body)) >= _EMPTY_PHRASES and not _has_facts(item, body):
            yield item.line, "the item says what it means, and no figure, date or new name"


def _has_facts(item: Item, body: str) -> bool:
    """Say whether the body gives a figure, or names what the headline does not."""
    if _FIGURES.search(body):
        return True
    heading = f"{item.heading} AI".lower()
    return len({word for word in _LATIN_WORDS.findall(body) if word.lower() not in heading}) > _NEW_NAMES
