"""A statement and what it is held against: the article, what is near its quotations, and what these themselves give.

The details of a statement are judged by `judge_numbers.py`, `judge_dates.py` and `judge_names.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.days import Day
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.model import ClaimKind, Evidence, Verdict
from digest_pipeline.quantities import half_width


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that a statement names, between two offsets of its text, and where the article bears it out.

    `place` are offsets of the article's text; None for what failed and for what lies beside the text (title, dates).
    """

    kind: ClaimKind
    surface: str
    start: int
    end: int
    verdict: Verdict
    place: Span | None = None
    reason: str = ""


class Passage(Protocol):
    """Anything between two offsets of a text."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def surface(self) -> str: ...  # noqa: D102


class Held:
    """A statement with its article: `near` is what stands around its quotations, `quoted` the sentences of these.

    `told` are the quotations themselves. All three are the whole article for a statement without quotations.
    """

    def __init__(self, said: str, ground: Ground, evidence: Sequence[Evidence], *, eastern: bool) -> None:
        self.said = said
        self.plain = half_width(said)
        self.ground = ground
        self.near = ground.near(evidence)
        self.quoted = ground.near(evidence, around=0)
        self.told = Near(tuple((one.start, one.end) for one in evidence)) if evidence else self.quoted
        self.eastern = eastern

    @cached_property
    def amounts_near(self) -> list[Amount]:
        """The numbers around the quotations."""
        return [one for one in self.ground.amounts if self.near.holds(one.start, one.end)]

    @cached_property
    def figures_quoted(self) -> list[Amount]:
        """The figures of the quotations, and their small counts."""
        return [one for one in (*self.ground.figures, *self.ground.small_counts) if self.is_quoted(one)]

    @cached_property
    def days_quoted(self) -> list[Day]:
        """The dates of the quotations."""
        return [one for one in self.ground.days if self.is_quoted(one)]

    @cached_property
    def quoted_text(self) -> str:
        """The sentences of the quotations, and what lies beside the text."""
        return "\n".join(self.ground.plain[start:end] for start, end in self.quoted.spans)

    @cached_property
    def near_text(self) -> str:
        """What stands around the quotations, and what lies beside the text."""
        return "\n".join(self.ground.plain[start:end] for start, end in self.near.spans)

    @cached_property
    def quoted_strictly(self) -> str:
        """The sentences of the quotations without what lies beside the text."""
        end = len(self.ground.text)
        return "\n".join(self.ground.plain[start:stop] for start, stop in self.quoted.spans if stop <= end)

    def is_quoted(self, one: Passage) -> bool:
        """Say whether something stands in the quotations themselves, not in a title, which may leave out a hedge."""
        return one.end <= len(self.ground.text) and self.quoted.holds(one.start, one.end)

    def first_near(self, places: list[Span]) -> Span | None:
        """Return the first of the places around the quotations."""
        return next((place for place in places if self.near.holds(*place)), None)

    def grounded(self, kind: ClaimKind, one: Passage, place: Span | None) -> Detail:
        """Return something that the article bears out."""
        return Detail(kind, one.surface, one.start, one.end, "grounded", self.ground.place(place) if place else None)


def failed(kind: ClaimKind, one: Passage, reason: str) -> Detail:
    """Return something that the article does not bear out."""
    return Detail(kind, one.surface, one.start, one.end, "failed", None, reason)
