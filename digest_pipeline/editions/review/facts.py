"""The sentences of a report and what they measure: each amount with its clause, made ready for comparing.

Whether two of them are about the same thing, and what follows from that, is `figures.py` and `promises.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from digest_pipeline.briefs.grounding import SECTIONS
from digest_pipeline.briefs.grounding.amounts import Amount, amounts, base_unit
from digest_pipeline.briefs.grounding.days import Day, days
from digest_pipeline.headline import shortened
from digest_pipeline.model import Brief, Statement
from digest_pipeline.quantities import half_width
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.printed import phrases
from digest_pipeline.stories.words import codes, is_eastern, names, terms, versions

_EASTERN_SHARE = 0.3
# In half-width forms; a comma or full stop within a number is no border.
_BORDER = re.compile(r"[、。；;！？!?()（）\n]|[,.:：](?=\s|$)|[:：](?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
# The 3.1 of Holo3.1, the 5 of PS5: no amount.
_GLUED = re.compile(r"[A-Za-z][-.]?\Z")
# Money told again in another currency: the rate changes, the matter does not.
_CONVERTED = re.compile(r"[(（][^()（）]*(?:约合|折合|汇率|approx|about|roughly)[^()（）]*\Z", re.IGNORECASE)
_LONGEST_NOTE = 60
_ATTRIBUTION = re.compile(r"报道|消息|据悉|今[天日]|\b(?:report\w*|according|said|says)\b", re.IGNORECASE)
# As wide as so many Latin characters.
LONGEST_SUBJECT = 60


@dataclass(frozen=True)
class Fact:
    """An amount of a statement; `start` and `end` are the offsets of its clause, the part between two marks."""

    statement: Statement
    amount: Amount
    start: int
    end: int

    @property
    def clause(self) -> str:
        """The clause as it is written."""
        return self.statement.text[self.start : self.end].strip()

    @cached_property
    def around(self) -> str:
        """The clause without the amount."""
        text = self.statement.text
        return f"{text[self.start : self.amount.start]} {text[self.amount.end : self.end]}"

    @cached_property
    def terms(self) -> frozenset[str]:
        """The words around the amount, as texts are compared by them."""
        return frozenset(terms(self.around))

    @cached_property
    def context(self) -> frozenset[str]:
        """The words of the whole statement."""
        return frozenset(terms(self.statement.text))

    @cached_property
    def unit(self) -> str | None:
        """The unit that the amount is compared in; None for a count."""
        return base_unit(self.amount)

    @property
    def surface(self) -> str:
        """The amount as the statement writes it."""
        return self.amount.surface

    @cached_property
    def eastern(self) -> bool:
        """Whether the statement is Chinese."""
        return is_eastern(self.statement.text, _EASTERN_SHARE)

    @cached_property
    def days(self) -> frozenset[tuple[int, int, int, str, int]]:
        """The dates that the statement names: a figure of May is none of June."""
        return frozenset(_key(one) for one in days(half_width(self.statement.text)))

    @cached_property
    def things(self) -> frozenset[str]:
        """The names, versions and part numbers around the amount."""
        return things_in(self.around)


@dataclass(frozen=True)
class Report:
    """A brief of a thread, and the site that its story is told on."""

    brief: Brief
    host: str

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """What its sentences measure: money, shares, sizes, counts; no dates, names or idioms."""
        return tuple(_facts_of(self.brief))


def statements_of(brief: Brief) -> Iterator[Statement]:
    """Yield the sentences of a brief, the one that tells the story first."""
    yield brief.one_sentence
    for section in SECTIONS:
        yield from getattr(brief, section)


def things_in(text: str) -> frozenset[str]:
    """Return the names, versions and part numbers in a text: what tells of other ones, tells of something else."""
    numbered = {" ".join(pair) for pair in versions(text)}
    return frozenset((*names(text), *numbered, *codes(text)))


def weight(shared: frozenset[str]) -> float:
    """Return how rare words are together (natural logarithms, see `stories/background.py`)."""
    return sum(rarity(term) for term in sorted(shared))


def common_passage(early: str, late: str) -> str:
    """Return the passage of the later text whose words the earlier one has too: one with a name, then the weightiest.

    It is empty where they share none, as texts of different scripts may. Who reported it, and when, is none.
    """
    shared = frozenset(terms(early)) & frozenset(terms(late))
    passages = [one for one in phrases(late, shared) if any(map(str.isalpha, one)) and not _ATTRIBUTION.search(one)]
    best = max(passages, key=lambda passage: (bool(things_in(passage)), weight(frozenset(terms(passage)))), default="")
    return shortened(best, LONGEST_SUBJECT)


def _facts_of(brief: Brief) -> Iterator[Fact]:
    for statement in statements_of(brief):
        text = half_width(statement.text)
        dated = days(text)
        for amount in amounts(text):
            if _measures(amount, text, dated):
                yield Fact(statement, amount, *_clause(text, amount))


def _measures(amount: Amount, text: str, dated: list[Day]) -> bool:
    value, unit = amount.readings[-1]
    if not amount.stated or isinstance(value, str) or not value:
        return False
    if any(day.start <= amount.start < day.end for day in dated):
        return False
    before = text[max(0, amount.start - _LONGEST_NOTE) : amount.start]
    if _GLUED.search(before) or _CONVERTED.search(before):
        return False
    return unit is not None or (amount.counted and not _FIRST_YEAR <= value <= _LAST_YEAR)


def _clause(text: str, amount: Amount) -> tuple[int, int]:
    start = max((border.end() for border in _BORDER.finditer(text, 0, amount.start)), default=0)
    after = _BORDER.search(text, amount.end)
    return start, after.start() if after else len(text)


def _key(day: Day) -> tuple[int, int, int, str, int]:
    return day.year, day.month, day.day, day.part, day.weekday
