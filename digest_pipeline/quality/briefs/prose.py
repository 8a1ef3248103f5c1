"""The prose of a brief piece by piece, and what of it the record does not hold.

A piece that stands in the lead article word for word needs no further look; the others are searched for copy that
betrays a machine, mark-up, and dates and numbers that the article does not give.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from digest_pipeline.briefs.grounding import SECTIONS, Ground, details, leaks
from digest_pipeline.briefs.grounding.amounts import amounts
from digest_pipeline.briefs.grounding.days import bears_out, days
from digest_pipeline.briefs.grounding.leaks import markup
from digest_pipeline.briefs.lexicon import is_order
from digest_pipeline.model import Brief, Evidence, Statement
from digest_pipeline.quantities import half_width

# Where an extractive brief joins or cuts what it quotes: marks between items, an ellipsis, the name before a headline.
_JOINT = re.compile(r"^\[[^\]]*\] |[….,;:!?。，；：！？、]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """One text of a brief and the quotations it rests on; an `optional` one may be empty."""

    field: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    optional: bool = False


def pieces_of(brief: Brief) -> tuple[Piece, ...]:
    """Return all that a brief says in words, in reading order."""
    return tuple(_pieces(brief))


class Prose:
    """A brief's prose beside its lead article, whose `text`, `title`, `site` and the like are those of `row`."""

    def __init__(self, brief: Brief, row: dict[str, Any]) -> None:
        self._brief = brief
        self._row = row
        self._text: str = row["text"] or ""

    def is_quoted(self, piece: Piece) -> bool:
        """Say whether all of a piece stands in the article, apart from what joins one quotation to the next."""
        squeezed = _squeezed(piece.text)
        if squeezed in self._squeezed or squeezed == _squeezed("".join(one.quote for one in piece.evidence)):
            return True
        return all(_squeezed(part) in self._squeezed for part in _JOINT.split(piece.text))

    def altered_quotation(self) -> str:
        """Return the first quotation that is not what the lead article has at its place."""
        for piece in _pieces(self._brief):
            for one in piece.evidence:
                if one.article_id != self._row["lead_id"] or self._text[one.start : one.end] != one.quote:
                    return one.quote
        return ""

    def machine_text(self, pieces: Sequence[Piece]) -> Iterator[str]:
        """Yield where a machine speaks of itself, or is spoken to."""
        for piece in pieces:
            yield from leaks(piece.text, self._text)
            if is_order(piece.text):
                yield piece.text

    def markup(self, pieces: Sequence[Piece]) -> Iterator[str]:
        """Yield links, mark-up and control characters."""
        return (found for piece in pieces if (found := markup(piece.text)))

    def untold(self, pieces: Sequence[Piece]) -> dict[str, str]:
        """Return the dates and numbers of the pieces that the article does not give, as two columns."""
        failed = [
            detail
            for piece in pieces
            if self._is_doubtful(half_width(piece.text))
            for detail in details(Statement(text=piece.text, evidence=()), self._ground)
            if detail.verdict == "failed"
        ]
        return {
            f"{kind}_not_told": "; ".join(detail.surface for detail in failed if detail.kind == kind)
            for kind in ("date", "number")
        }

    def _is_doubtful(self, text: str) -> bool:
        """Say whether a text has a date or number that the article does not plainly have.

        Judging it costs 5 ms, and the first time a second and 130 MB for the dictionary.
        """
        given, years = self._ground.days, self._ground.years
        if any(not any(bears_out(one, claimed, years) for one in given) for claimed in days(text)):
            return True
        if all(number in self._numbers for number in _NUMBER.findall(text)):
            return False
        return any(claimed.stated and not self._ground.equal(claimed) for claimed in amounts(text))

    @cached_property
    def _squeezed(self) -> str:
        return _squeezed(f"{self._row['title'] or ''}\n{self._text}")

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(_NUMBER.findall(self._ground.plain))

    @cached_property
    def _ground(self) -> Ground:
        published = self._row["published_at"]
        return Ground(
            self._text,
            beside=(self._row["title"] or "", self._row["site"] or "", *(self._row["authors"] or ())),
            dates=(published.date(), self._brief.day) if published else (self._brief.day,),
        )


def _pieces(brief: Brief) -> Iterator[Piece]:
    yield Piece("headline", brief.headline)
    yield Piece("short_title", brief.short_title)
    yield Piece("one_sentence", brief.one_sentence.text, brief.one_sentence.evidence)
    if brief.summary:
        yield Piece("summary", brief.summary.text, brief.summary.evidence)
    for section in SECTIONS:
        for point in getattr(brief, section):
            yield Piece(f"{section} (lead)", point.lead, optional=True)
            yield Piece(section, point.text, point.evidence)
    for figure in brief.figures:
        yield Piece("figures", figure.metric, figure.evidence)
        yield Piece("figures (value)", figure.value, figure.evidence)
        yield Piece("figures (unit)", figure.unit, optional=True)
        yield Piece("figures (setting)", figure.setting, optional=True)
        yield Piece("figures (compared with)", figure.compared_with, optional=True)


def _squeezed(text: str) -> str:
    return "".join(text.split())
