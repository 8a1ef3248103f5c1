"""What of a model's draft can be traced to the article that was shown, field by field, and why the rest can't.

Each statement keeps or loses its place alone. How one statement is held against the article is `details.py`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.details import details, stands_in
from digest_pipeline.briefs.grounding.leaks import leaks, markup
from digest_pipeline.briefs.grounding.names import is_eastern
from digest_pipeline.briefs.grounding.quotations import locate
from digest_pipeline.briefs.grounding.translation import known
from digest_pipeline.briefs.lexicon import SHIPPED, Vocabulary
from digest_pipeline.briefs.prompts.material import Material
from digest_pipeline.briefs.schema import (
    HEADLINE_CHARACTERS,
    MOST_TAGS,
    SHORT_TITLE_CHARACTERS,
    BriefDraft,
    FigureDraft,
    PointDraft,
    StatementDraft,
)
from digest_pipeline.model import Evidence, Figure, Point, Resource, Statement

Reason = Literal[
    "quotation", "number", "date", "name", "identifier", "link", "leak", "markup", "length", "empty", "statement"
]
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
    summary: Statement | None
    points: dict[Section, tuple[Point, ...]]
    figures: tuple[Figure, ...]
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


def ground(draft: BriefDraft, shown: Material, vocabulary: Vocabulary = SHIPPED) -> Grounded:
    """Trace every statement of `draft` to the article that was `shown`; see `Grounded` for what comes back."""
    check = _Check(shown, vocabulary)
    return Grounded(
        headline=check.prose("headline", 0, draft.headline, most=HEADLINE_CHARACTERS),
        short_title=check.prose("short_title", 0, draft.short_title, most=SHORT_TITLE_CHARACTERS),
        one_sentence=check.statement("one_sentence", 0, draft.one_sentence),
        summary=check.statement("summary", 0, draft.summary),
        points={section: tuple(check.points(section, getattr(draft, section))) for section in SECTIONS},
        figures=tuple(check.figures(draft.figures)),
        organisations=tuple(check.organisations(draft.organisations)),
        tags=tuple(check.tags(draft.tags))[:MOST_TAGS],
        resources=tuple(check.resources(draft.resources)),
        reasons={
            name: check.prose("rubric", position, score.reason) or ""
            for position, (name, score) in enumerate(draft.rubric)
        },
        failures=tuple(check.failures),
    )


def objections(statement: Statement, article: Ground) -> list[str]:
    """Return why `statement` may not be printed, a line each: copy that leaks the machine, and what has no ground."""
    return [detail for _, detail in _objections(statement, article)]


def _objections(statement: Statement, article: Ground) -> Iterator[tuple[Reason, str]]:
    if not statement.text.strip():
        yield "empty", "it says nothing"
        return
    if found := leaks(statement.text, article.whole):
        yield "leak", f"{_listed(found)} speaks of the writer or the task"
    for detail in details(statement, article):
        if detail.verdict == "failed":
            yield detail.kind, detail.reason


class _Check:
    """The checks of one draft, which collect their failures."""

    def __init__(self, shown: Material, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._article = shown.article
        self._links = shown.links
        self._text = shown.text
        self._ground = _ground_of(shown)
        self._names = _spelling(self._ground.whole)
        self.failures: list[Failure] = []

    def prose(
        self, field: str, position: int, text: str, *, most: int | None = None, evidence: tuple[Evidence, ...] = ()
    ) -> str | None:
        """Return `text` on one line if it may be printed: it says something, plainly, that the article bears out."""
        if objection := self._objection(text, most, evidence):
            self._fail(field, position, text, *objection)
            return None
        return " ".join(text.split())

    def statement(self, field: str, position: int, draft: StatementDraft | PointDraft) -> Statement | None:
        evidence, lost = self._evidence(draft.quotes)
        text = self.prose(field, position, draft.text, evidence=evidence)
        if text and lost:
            self._fail(field, position, draft.text, "quotation", lost)
        return Statement(text=text, evidence=evidence) if text and not lost else None

    def points(self, section: Section, drafts: list[PointDraft]) -> Iterator[Point]:
        for position, draft in enumerate(drafts):
            evidence, _ = self._evidence(draft.quotes)
            lead = self.prose(section, position, draft.lead, evidence=evidence) if draft.lead.strip() else ""
            statement = None if lead is None else self.statement(section, position, draft)
            if statement:
                yield Point(text=statement.text, evidence=statement.evidence, lead=lead or "")

    def figures(self, drafts: list[FigureDraft]) -> Iterator[Figure]:
        for position, draft in enumerate(drafts):
            written = f"{draft.metric} {draft.value} {draft.unit}".strip()
            evidence, lost = self._evidence(draft.quotes)
            if lost:
                self._fail("figures", position, written, "quotation", lost)
            elif not stands_in(draft.value, draft.unit, self._ground, evidence):
                amount = f"{draft.value} {draft.unit}".strip()
                self._fail("figures", position, written, "number", f"“{amount}” does not stand in its quotations")
            elif prose := self._worded(position, draft, evidence):
                yield Figure(**prose, value=draft.value.strip(), unit=draft.unit.strip(), evidence=evidence)

    def organisations(self, names: list[str]) -> Iterator[str]:
        for position, name in enumerate(_distinct(names)):
            if _spelling(name) in self._names and not markup(name):
                yield name
            else:
                self._fail("organisations", position, name, "name", "the article does not name it so")

    def tags(self, tags: list[str]) -> Iterator[str]:
        for position, tag in enumerate(_distinct(tags)):
            if not _TAG.fullmatch(tag) or leaks(tag, self._ground.whole):
                self._fail("tags", position, tag, "markup", "a tag is one to three plain words")
            elif not self._is_told(tag):
                self._fail("tags", position, tag, "name", "neither an established topic nor told in the article")
            else:
                yield tag

    def resources(self, numbers: list[int]) -> Iterator[Resource]:
        for position, number in enumerate(dict.fromkeys(numbers)):
            if 1 <= number <= len(self._links):
                link = self._links[number - 1]
                yield Resource(url=link.url, title=" ".join(link.anchor.split()) or link.url, kind=link.kind)
            else:
                self._fail("resources", position, str(number), "link", f"the article has {len(self._links)} links")

    def _is_told(self, tag: str) -> bool:
        """Say whether a tag is of the vocabulary, or the article has it, in its language or the other."""
        if tag in self._vocabulary or _spelling(tag) in self._names:
            return True
        words, told = known(tag, self._ground.plain) if is_eastern(tag) != self._ground.is_han else (0, 0)
        return 0 < words == told

    def _worded(self, position: int, draft: FigureDraft, evidence: tuple[Evidence, ...]) -> dict[str, str] | None:
        """Return what is said around a figure's value, or None if some of it has no ground."""
        prose = {"metric": draft.metric, "setting": draft.setting, "compared_with": draft.compared_with}
        checked = {
            name: self.prose("figures", position, text, evidence=evidence) if text.strip() or name == "metric" else ""
            for name, text in prose.items()
        }
        said = {name: text for name, text in checked.items() if text is not None}
        return said if len(said) == len(checked) else None

    def _objection(self, text: str, most: int | None, evidence: tuple[Evidence, ...]) -> tuple[Reason, str] | None:
        if most is not None and len(text) > most:
            return "length", f"{len(text)} characters, {most} allowed"
        if found := markup(text):
            return "markup", f"{_listed([found])} is a link or mark-up"
        found_all = list(_objections(Statement(text=text, evidence=evidence), self._ground))
        return (found_all[0][0], "; ".join(detail for _, detail in found_all)) if found_all else None

    def _evidence(self, quotes: Sequence[str]) -> tuple[tuple[Evidence, ...], str]:
        """Return the places of the quotations that stand in the article, and what is wrong with the others."""
        places = {
            quote: locate(quote, self._text) if len(quote.strip()) >= _SHORTEST_QUOTE else None for quote in quotes
        }
        lost = [quote for quote, place in places.items() if place is None]
        text, article_id = self._article.text, self._article.id
        found = dict.fromkeys(place for place in places.values() if place)
        evidence = tuple(Evidence(article_id=article_id, start=a, end=b, quote=text[a:b]) for a, b in found)
        if lost:
            return evidence, f"{_listed(lost)} is no quotation of the article"
        return evidence, "" if evidence else "no quotation given"

    def _fail(self, field: str, position: int, text: str, reason: Reason, detail: str) -> None:
        self.failures.append(Failure(field, position, text, reason, detail))


@lru_cache(maxsize=8)
def _ground_of(shown: Material) -> Ground:
    """Return the ground of what was shown; kept, because a draft that is mended is held against the same one."""
    return Ground.of(shown.article, text=shown.text, title=shown.title)


def _spelling(name: str) -> str:
    """Return the form in which names are compared: width, case and white space do not matter."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _distinct(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name]


def _listed(passages: Iterable[str]) -> str:
    return ", ".join(f"“{passage}”" for passage in passages)


_TAG = re.compile(r"[^\W_][\w .+#/&'’·-]{0,31}")
