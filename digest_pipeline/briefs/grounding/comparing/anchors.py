"""What the numbers of a statement are known by: words, names and other numbers, with their places in the quotations.

Names and numbers count more than words, and pairs of characters, of which a word has several, less. What is told from
where they stand is `nearness.py`, `pairs.py` and `misplaced.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.items import NAME, Item
from digest_pipeline.briefs.grounding.comparing.wording import Word
from digest_pipeline.briefs.grounding.passages import Span


@dataclass(frozen=True, slots=True)
class Anchor:
    """A word of the statement with where it stands there and in the article; names weigh more than words."""

    at: Span
    places: tuple[Span, ...]
    weight: float


def anchors_of(
    said: str, words: Sequence[Word], items: Sequence[Item], ground: Ground, given: Sequence[Amount]
) -> Iterator[Anchor]:
    """Yield the items of a statement, its other words, and what its numbers do: rise from, rise to, are compared with.

    `given` are the figures of the quotations.
    """
    taken = [item.at for item in items]
    yield from (Anchor(item.at, item.places, WEIGHT_OF_ITEM) for item in items)
    yield from (Anchor(word.at, word.places, _WEIGHTS[word.how]) for word in words if not _within(word.at, taken))
    for role in _ROLES:
        told = tuple((one.start, one.start) for one in given if _plays(role, ground.plain, (one.start, one.end)))
        played = [item for item in items if item.kind != NAME and _plays(role, said, item.at)]
        for item in played if told else ():
            # A role that several play tells none from the others.
            if sum(other.kind == item.kind for other in played) == 1:
                yield Anchor((item.at[0], item.at[0]), told, _WEIGHT_OF_ROLE)


def comes_from(text: str, at: Span) -> bool:
    """Say whether a number is where something comes from: up from 63.9%, 从 63.9% 升至."""
    return _plays(_FROM, text, at)


WEIGHT_OF_ITEM, _WEIGHT_OF_ROLE = 1.2, 1.0
_WEIGHTS = {"stem": 0.6, "meaning": 0.6, "pair": 0.3}
# Where a number comes from, goes to, what it was, and what it is compared with.
_FROM = re.compile(r"(?:\bfrom|\b(?:began|started|opened)\b|[从由自])[^,，。;；\d]{0,12}\Z", re.IGNORECASE)
_ROLES = (
    _FROM,
    re.compile(r"(?:\bto|\b(?:ended|closed|finished) (?:with|at)|[到至])[^,，。;；\d]{0,10}\Z", re.IGNORECASE),
    re.compile(
        r"(?:\bprevious(?:ly)?|\blast year|\byear[- ](?:ago|earlier)|\bformer(?:ly)?|\boriginal(?:ly)?"
        r"|此前|原先|去年|上年)[^,，。;；\d]{0,12}\Z",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\bthan|\bversus|\bvs\.?|\bagainst|\bcompared (?:with|to)|[比较])[^,，。;；\d]{0,10}\Z", re.IGNORECASE
    ),
)
_LONGEST_ROLE = 20


def _plays(role: re.Pattern[str], text: str, at: Span) -> bool:
    return role.search(text, max(0, at[0] - _LONGEST_ROLE), at[0]) is not None


def _within(at: Span, spans: Sequence[Span]) -> bool:
    return any(start < at[1] and at[0] < end for start, end in spans)
