"""Whether the record bears a statement out: quotations located, numbers traced, copy that betrays the machine found.

What lives here reads text and offsets, in Chinese and English alike; it asks no model and ranks nothing. How numbers
are read and compared belongs to `quantities`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from digest_pipeline.briefs.prompts import Material
from digest_pipeline.briefs.quantities import ungrounded_numbers
from digest_pipeline.briefs.schema import (
    HEADLINE_CHARACTERS,
    MOST_TAGS,
    SHORT_TITLE_CHARACTERS,
    BriefDraft,
    PointDraft,
    StatementDraft,
)
from digest_pipeline.model import Evidence, Point, Resource, Statement

Reason = Literal["quotation", "number", "leak", "markup", "length", "empty", "link", "name"]
Section = Literal["technique", "findings", "insight", "limitations"]
SECTIONS: tuple[Section, ...] = ("technique", "findings", "insight", "limitations")

_SHORTEST_QUOTE = 4


@dataclass(frozen=True, slots=True)
class Failure:
    """One statement that the article does not bear out: where in the brief it stood, and why it may not stay."""

    field: str
    position: int
    text: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Grounded:
    """What of a draft can be traced, and what can't. A field that failed is None or lacks the failed items."""

    headline: str | None
    short_title: str | None
    one_sentence: Statement | None
    points: dict[Section, tuple[Point, ...]]
    organisations: tuple[str, ...]
    tags: tuple[str, ...]
    resources: tuple[Resource, ...]
    reasons: dict[str, str]
    failures: tuple[Failure, ...]

    @property
    def lost_points(self) -> int:
        """How many points of the draft were dropped."""
        return len({(failure.field, failure.position) for failure in self.failures if failure.field in SECTIONS})

    @property
    def kept_points(self) -> int:
        """How many points of the draft stand."""
        return sum(len(points) for points in self.points.values())


def ground(draft: BriefDraft, shown: Material) -> Grounded:
    """Trace every statement of `draft` to the article that was `shown`; see `Grounded` for what comes back."""
    check = _Check(shown)
    return Grounded(
        headline=check.prose("headline", 0, draft.headline, most=HEADLINE_CHARACTERS),
        short_title=check.prose("short_title", 0, draft.short_title, most=SHORT_TITLE_CHARACTERS),
        one_sentence=check.statement("one_sentence", 0, draft.one_sentence),
        points={section: tuple(check.points(section, getattr(draft, section))) for section in SECTIONS},
        organisations=tuple(check.organisations(draft.organisations)),
        tags=tuple(check.tags(draft.tags))[:MOST_TAGS],
        resources=tuple(check.resources(draft.resources)),
        reasons={
            name: check.prose("rubric", position, score.reason) or ""
            for position, (name, score) in enumerate(draft.rubric)
        },
        failures=tuple(check.failures),
    )


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Return the offsets in `text` of the first place that reads `quote`, or None.

    Exactly, else with white space ignored and width, quotation marks and dashes folded (NFKC, a character at a time).
    """
    if not quote.strip():
        return None
    if (start := text.find(quote)) >= 0:
        return start, start + len(quote)
    needle, _ = _fold(quote)
    haystack, origins = _fold(text)
    if not needle or (start := haystack.find(needle)) < 0:
        return None
    return origins[start], origins[start + len(needle) - 1] + 1


def leaks(statement: str, text: str) -> list[str]:
    """Return the passages of `statement` in which the machine speaks of itself, unless `text` says the same."""
    return [found[0] for found in _LEAK.finditer(statement) if locate(found[0], text) is None]


class _Check:
    """The checks of one draft, which collect their failures."""

    def __init__(self, shown: Material) -> None:
        self._article = shown.article
        self._links = shown.links
        self._text = shown.text
        # The dates are in the record too, and the model is told them.
        dates = f"{shown.article.published_at.date().isoformat()}\n{shown.article.day.isoformat()}"
        self._context = f"{shown.title}\n{shown.text}\n{dates}"
        self._names = _spelling("\n".join((self._context, shown.article.site, *shown.article.authors)))
        self.failures: list[Failure] = []

    def prose(self, field: str, position: int, text: str, *, most: int | None = None) -> str | None:
        """Return `text` on one line if it may be printed: it says something, plainly, with the article's numbers."""
        objection = self._objection(text, most)
        if objection:
            self._fail(field, position, text, *objection)
            return None
        return " ".join(text.split())

    def statement(self, field: str, position: int, draft: StatementDraft | PointDraft) -> Statement | None:
        text = self.prose(field, position, draft.text)
        evidence = self._evidence(field, position, draft) if text else ()
        return Statement(text=text, evidence=evidence) if text and evidence else None

    def points(self, section: Section, drafts: list[PointDraft]) -> Iterator[Point]:
        for position, draft in enumerate(drafts):
            lead = self.prose(section, position, draft.lead) if draft.lead.strip() else ""
            statement = None if lead is None else self.statement(section, position, draft)
            if statement:
                yield Point(text=statement.text, evidence=statement.evidence, lead=lead or "")

    def organisations(self, names: list[str]) -> Iterator[str]:
        for position, name in enumerate(_distinct(names)):
            if _spelling(name) in self._names and not _MARKUP.search(name):
                yield name
            else:
                self._fail("organisations", position, name, "name", "the article does not name it so")

    def tags(self, tags: list[str]) -> Iterator[str]:
        for position, tag in enumerate(_distinct(tags)):
            if _TAG.fullmatch(tag) and not leaks(tag, self._context):
                yield tag
            else:
                self._fail("tags", position, tag, "markup", "a tag is one to three plain words")

    def resources(self, numbers: list[int]) -> Iterator[Resource]:
        for position, number in enumerate(dict.fromkeys(numbers)):
            if 1 <= number <= len(self._links):
                link = self._links[number - 1]
                yield Resource(url=link.url, title=" ".join(link.anchor.split()) or link.url, kind=link.kind)
            else:
                self._fail("resources", position, str(number), "link", f"the article has {len(self._links)} links")

    def _objection(self, text: str, most: int | None) -> tuple[Reason, str] | None:
        if not text.strip():
            return "empty", "it says nothing"
        if most is not None and len(text) > most:
            return "length", f"{len(text)} characters, {most} allowed"
        if found := leaks(text, self._context):
            return "leak", f"{_listed(found)} speaks of the writer or the task"
        if markup := _MARKUP.search(text):
            return "markup", f"{_listed([markup[0]])} is a link or mark-up"
        if missing := ungrounded_numbers(text, self._context):
            return "number", f"{_listed(missing)} not in the article"
        return None

    def _evidence(self, field: str, position: int, draft: StatementDraft | PointDraft) -> tuple[Evidence, ...]:
        """Return the places of all quotations; none (a failure) if there is none or one is not in the article."""
        places = {quote: _quoted(quote, self._text) for quote in draft.quotes}
        lost = [quote for quote, place in places.items() if place is None]
        if lost or not places:
            detail = f"{_listed(lost)} is no quotation of the article" if lost else "no quotation given"
            self._fail(field, position, draft.text, "quotation", detail)
            return ()
        text, article_id = self._article.text, self._article.id
        found = dict.fromkeys(place for place in places.values() if place)
        return tuple(Evidence(article_id=article_id, start=a, end=b, quote=text[a:b]) for a, b in found)

    def _fail(self, field: str, position: int, text: str, reason: Reason, detail: str) -> None:
        self.failures.append(Failure(field, position, text, reason, detail))


def _quoted(quote: str, text: str) -> tuple[int, int] | None:
    return locate(quote, text) if len(quote.strip()) >= _SHORTEST_QUOTE else None


def _spelling(name: str) -> str:
    """Return the form in which names are compared: width, case and white space do not matter."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _distinct(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name]


def _listed(passages: list[str]) -> str:
    return ", ".join(f"“{passage}”" for passage in passages)


# --- Copy that betrays the machine -----------------------------------------------------------------------------------

_LEAK_PATTERNS = (
    # Itself.
    r"\bas\s+an?\s+(?:ai|artificial\s+intelligence|(?:large\s+)?language)\s+(?:language\s+)?(?:model|assistant)\b",
    r"\bas\s+an\s+ai\b\s?,",
    r"\bI\s+(?:cannot|can't|could\s+not|am\s+(?:un|not\s+)able\s+to|don't\s+have\s+access)\b|\bI(?:'m|\s+am)\s+sorry\b",
    r"\bmy\s+(?:knowledge|training)\b|\b(?:knowledge|training)\s+cut-?\s?off\b",
    r"作为(?:一[个名款])?\s*(?:AI|人工智能|大?语言模型|大模型|智能助手)(?:助手|(?:语言)?模型)?[，,我]",
    r"我(?:无法|不能|没有办法)(?:访问|获取|验证|确认|提供)",
    r"截至(?:我的|本人)?(?:知识|训练)|(?:我的|模型的?)(?:知识|训练数据)(?:截止|截至|库|更新)|知识截止",
    # Its reasoning and its prompt.
    r"</?\s*(?:think|thinking|reasoning|thought|analysis|scratchpad|reflection)\b[^>]*>?|<\|[a-z_]+\|?>|\[/?INST\]",
    r"</?article-[0-9a-f]*|\bas\s+(?:requested|instructed)\b",
    r"根据(?:您|你)的(?:要求|指示|指令)|按照(?:要求|指示|提示)(?:，|,|生成|输出)",
    # Notes to oneself or the reader.
    r"(?:^|[（(\[【。；;\s])(?:编者|译者|作者|编辑)?(?:注|备注)\s*[:：]|(?:^|[(\[]|[.!?]\s)(?:editor'?s\s+)?note\s*:|\bN\.?B\.\s*:",
    # Doubts about the present.
    r"(?:原文|文章|本文|文中)(?:似乎|可能|应该?)?(?:设定|虚构|背景设定)(?:于|在|为)?|(?:虚构|假想)的?(?:时间|日期|年份|未来)",
    r"(?:日期|时间|年份)(?:可能|似乎|疑似)?(?:有误|存疑|是虚构|为虚构|尚未到来|不合理)",
    r"\b(?:fictional|hypothetical|fictitious|imagined)\s+(?:date|year|future|timeline|scenario)\b",
    (
        r"\b(?:date|year)\b.{0,24}\b(?:in\s+the\s+future|is\s+fictional|appears\s+to\s+be\s+(?:an\s+error|wrong)|"
        r"has\s+not\s+(?:yet\s+)?(?:happened|occurred|arrived))"
    ),
)
_LEAK = re.compile("|".join(_LEAK_PATTERNS), re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(
    r"\b[a-z][a-z0-9+.-]*://|\b(?:javascript|data|mailto)\s*:\S|\bwww\.\w|\][(\[]|!\[|</?[a-z!][^>]*>|&#?\w+;|\*\*|```"
    # Control and direction-changing characters.
    r"|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]",
    re.IGNORECASE,
)
_TAG = re.compile(r"[^\W_][\w .+#/&'’·-]{0,31}")

# --- Folding ---------------------------------------------------------------------------------------------------------

_QUOTE_MARKS = dict.fromkeys(map(ord, "“”„‟«»‹›「」『』〝〞‘’‚‛'`´′″"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_FOLDS = str.maketrans({**_QUOTE_MARKS, **_DASHES})


@lru_cache(maxsize=64)
def _fold(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the comparable form of `text` and, for each of its characters, the offset it comes from.

    Cached because every quotation of a brief is sought in the same article (24,000 characters take 15 ms).
    """
    folded: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        plain = character if character.isascii() else unicodedata.normalize("NFKC", character)
        for piece in plain.translate(_FOLDS):
            if (
                piece.isspace()
                or unicodedata.category(piece) == "Cf"
                or (piece == "-" and folded and folded[-1] == "-")
            ):
                continue
            folded.append(piece)
            origins.append(offset)
    return "".join(folded), tuple(origins)
