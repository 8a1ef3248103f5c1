"""What became of the figures of early reports: told again by somebody else, or with another value.

Precision goes before recall: that somebody was wrong is said only where both sentences measure the same thing in the
same words. Amounts are read and compared as in the grounding of briefs; how rare words are is counted in
`stories/background.py`. The thresholds were read on recorded days.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from digest_pipeline.briefs.grounding.amounts import bears_out, rounds_to
from digest_pipeline.briefs.grounding.translation import known
from digest_pipeline.editions.review.facts import (
    LONGEST_SUBJECT,
    Fact,
    Report,
    common_passage,
    statements_of,
    things_in,
    weight,
)
from digest_pipeline.headline import shortened
from digest_pipeline.model import Brief, Hindsight
from digest_pipeline.stories.words import folded, terms

_MONEY = frozenset("usd cny eur gbp jpy krw hkd inr".split())
# Money from here on, and numbers of two digits and more, are told from others by themselves.
_LARGE = Decimal(10**6)
_TELLING_DIGITS = 2
# Rarity (natural logarithm) that two statements share who tell one fact; the same in the clause of a number that many
# things may have; and across scripts the words that may mean each other.
_SAME_MATTER = 10.0
_SAME_CLAUSE = 10.0
_SAME_MEANINGS, _SAME_MEANINGS_CLOSELY = 2, 4
# Of the words of two clauses that measure the same thing so many are the same.
_ALIKE, _ALIKE_AMONG_OTHERS = 0.6, 0.75
_LEAST_ALIKE = 6.0
_LEAST_ALIKE_AMONG_OTHERS = 12.0
_SAME_HEADLINE = 0.5
# What was told in the same words was copied, or quoted from one place.
_COPIED = 24
# What grows or swings by itself: another value is another moment.
_MOVING = re.compile(
    r"累计|今年以来|同比|环比|较上|较去年|净流|成交|收涨|收跌|收盘|涨|跌|上调|下调|市值|销量|突破|预订量|大定|小定|"
    r"当日|均价|以旧换新|补贴|券|到手|单月|"
    r"\b(?:year[- ]on[- ]year|year[- ]over[- ]year|so far|cumulative|shares?|stock|rose|fell|gained|lost|market cap|"
    r"opening|weekend|box office|followers|stars|downloads|deal|discount|off|save)\b",
    re.IGNORECASE,
)


def told_again(early: Report, late: Report) -> Iterator[Hindsight]:
    """Yield the figures of an early report that a later one of another site gives, too, in words of its own."""
    if early.host == late.host or early.brief.kind == "paper" or _is_copy(early.brief, late.brief):
        return
    for one in early.facts:
        for other in late.facts:
            if _is_same(one, other, _rivals(one, other, early, late)):
                yield _hindsight(early, one, late, other, "confirmed")
                break


def told_otherwise(early: Report, late: Report) -> Iterator[Hindsight]:
    """Yield the figures of an early report for which a later one gives another value."""
    if not _same_subject(early.brief, late.brief):
        return
    for one in early.facts:
        if any(bears_out(fact.amount, one.amount) for fact in late.facts):
            continue
        for other in late.facts:
            if any(bears_out(fact.amount, other.amount) for fact in early.facts):
                continue
            if _is_corrected(one, other, _rivals(one, other, early, late)):
                yield _hindsight(early, one, late, other, "changed")


def _is_same(one: Fact, other: Fact, rivals: int) -> bool:
    if one.unit != other.unit or not bears_out(one.amount, other.amount):
        return False
    own = frozenset(terms(f"{one.surface} {other.surface}"))
    closely = weight((one.terms & other.terms) - own)
    if one.eastern != other.eastern:
        # What is counted stands beside the number: 1.1 万名车主 are no 11,000 vehicles.
        if one.unit is None and known(one.around, other.around)[1] < _SAME_MEANINGS:
            return False
        _, meant = known(one.statement.text, other.statement.text)
        return meant >= (_SAME_MEANINGS if _is_telling(one) else _SAME_MEANINGS_CLOSELY)
    if rivals or not _is_telling(one):
        return closely >= _SAME_CLAUSE
    return weight((one.context & other.context) - own) >= _SAME_MATTER


def _is_telling(fact: Fact) -> bool:
    value, unit = fact.amount.readings[-1]
    if isinstance(value, str):
        return True
    return len(value.normalize().as_tuple().digits) >= _TELLING_DIGITS or (unit in _MONEY and value >= _LARGE)


def _is_copy(one: Brief, other: Brief) -> bool:
    """Say whether two briefs have a sentence that begins with the same words."""
    said = {_beginning(statement.text) for statement in statements_of(one)}
    return any(_beginning(statement.text) in said for statement in statements_of(other))


def _beginning(text: str) -> str:
    return re.sub(r"\W", "", folded(text))[:_COPIED]


def _same_subject(one: Brief, other: Brief) -> bool:
    """Say whether two headlines are about one thing: the same names and numbers, and much the same words."""
    first, second = things_in(one.headline), things_in(other.headline)
    words, others = frozenset(terms(one.headline)), frozenset(terms(other.headline))
    least = min(weight(words), weight(others))
    return first == second and least > 0 and weight(words & others) >= _SAME_HEADLINE * least


def _rivals(one: Fact, other: Fact, early: Report, late: Report) -> int:
    """Count the other amounts of that unit beside the two, which may be what is meant."""
    beside = [fact for fact in early.facts if fact.statement == one.statement and fact is not one]
    beside += [fact for fact in late.facts if fact.statement == other.statement and fact is not other]
    return sum(fact.unit == one.unit for fact in beside)


def _is_corrected(one: Fact, other: Fact, rivals: int) -> bool:
    if not _is_comparable(one, other) or rounds_to(one.amount, other.amount) or rounds_to(other.amount, one.amount):
        return False
    alike = weight(one.terms & other.terms)
    share = alike / max(min(weight(one.terms), weight(other.terms)), 1.0)
    if rivals:
        return share >= _ALIKE_AMONG_OTHERS and alike >= _LEAST_ALIKE_AMONG_OTHERS
    return share >= _ALIKE and alike >= _LEAST_ALIKE


def _hindsight(
    early: Report, one: Fact, late: Report, other: Fact, outcome: Literal["confirmed", "changed"]
) -> Hindsight:
    return Hindsight(
        outcome=outcome,
        subject=_said_again(late, other) if outcome == "confirmed" else _said_otherwise(late, one, other),
        early_day=early.brief.day,
        early=one.statement,
        late_day=late.brief.day,
        late=other.statement,
    )


def _is_comparable(one: Fact, other: Fact) -> bool:
    """Say whether both measure at one time, of the same things, without a hedge, what does not move by itself."""
    return (
        one.unit is not None
        and (one.unit, one.amount.per, one.eastern) == (other.unit, other.amount.per, other.eastern)
        and (one.days, one.things) == (other.days, other.things)
        and not (one.amount.hedge or other.amount.hedge)
        and not (_MOVING.search(one.around) or _MOVING.search(other.around))
    )


def _said_again(late: Report, fact: Fact) -> str:
    """Return the clause of a figure, or in place of a long one what the story is about and the figure."""
    fits = shortened(fact.clause, LONGEST_SUBJECT) == fact.clause
    return fact.clause if fits else f"{late.brief.short_title} {fact.surface}"


def _said_otherwise(late: Report, one: Fact, other: Fact) -> str:
    measured = common_passage(one.around, other.around) or late.brief.short_title
    return f"{measured} {one.surface} → {other.surface}"
