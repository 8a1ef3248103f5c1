"""Who does what to whom, told the other way round: what stands before a verb stands behind it in the article.

For any verb that the statement shares with its quotations, and for what is compared ("more than") or put instead of
another thing. Verbs that say the same from the other side (beat and lost to) are `relations.py`.
"""

import re
from collections.abc import Iterator, Sequence

from digest_pipeline.briefs.grounding import dictionary
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.wording import Tile
from digest_pipeline.briefs.grounding.passages import SENTENCE_END, Distances, Span


def reversals(
    said: str, passages: Sequence[Tile], names: Sequence[Span], ground: Ground, distances: Distances
) -> Iterator[tuple[Span, Span]]:
    """Yield the passages that stand on the wrong side of a verb, each with the place of what the article has there."""
    named = {one.at for one in passages if any(start < one.at[1] and one.at[0] < end for start, end in names)}
    for one, verb, other in _around_verbs(said, passages, named):
        if not _is_clause(said, one.at, other.at) or distances.apart(one.at, other.at) > _LONGEST:
            continue
        if crossed := _crossed(said, one, verb, other, ground):
            yield one.at, crossed[0]
            yield other.at, crossed[1]
    for match in _INSTEAD.finditer(said):
        before = [one for one in passages if one.at[1] <= match.start()][-1:]
        behind = [one for one in passages if one.at[0] >= match.end()][:1]
        for one, other in zip(before, behind, strict=False):
            for link in _INSTEAD.finditer(ground.marked):
                if found := _around(one, link.span(), other, ground):
                    yield one.at, found[0]
                    yield other.at, found[1]


def _around_verbs(said: str, passages: Sequence[Tile], named: set[Span]) -> Iterator[tuple[Tile, Tile, Tile]]:
    """Yield each verb, or comparison, with what stands before and behind it; of a comparison so may its adverb."""
    for number in range(1, len(passages) - 1):
        verb = passages[number]
        if _compares(said, verb.at):
            yield from ((one, verb, passages[number + 1]) for one in passages[max(0, number - 2) : number])
        elif _has_verb(said, verb.at):
            yield passages[number - 1], verb, passages[number + 1]
            before = next((one for one in reversed(passages[:number]) if one.at in named), passages[number - 1])
            behind = next((one for one in passages[number + 1 :] if one.at in named), passages[number + 1])
            if before.at in named and behind.at in named:
                yield before, verb, behind


def _crossed(said: str, one: Tile, verb: Tile, other: Tile, ground: Ground) -> tuple[Span, Span] | None:
    """Return where the article has the two passages on the other sides of the verb, if it has them so alone."""
    if set(one.places) & set(other.places) or not (_is_telling(said, one.at) and _is_telling(said, other.at)):
        return None
    found = None
    compares = _compares(said, verb.at)
    for at in verb.places:
        if compares and not _compares(ground.marked, at):
            continue
        if _side(one, at, ground, before=True) or _side(other, at, ground, before=False):
            return None
        if places := _around(one, at, other, ground):
            if _is_passive(said, one.at, other.at) != _is_passive(ground.marked, *places):
                return None
            found = found or places
    return found


def _around(one: Tile, at: Span, other: Tile, ground: Ground) -> tuple[Span, Span] | None:
    """Return where the second passage stands before a place and the first behind it."""
    before, behind = _side(other, at, ground, before=True), _side(one, at, ground, before=False)
    return (before[-1], behind[0]) if before and behind else None


def _side(one: Tile, at: Span, ground: Ground, *, before: bool) -> list[Span]:
    """Return where a passage stands close before or behind a place, in the same sentence."""
    return [
        place
        for place in sorted(one.places)
        if (place[1] <= at[0] if before else place[0] >= at[1])
        and ground.distances.apart(place, at) <= _LONGEST_GIVEN
        and not SENTENCE_END.search(ground.marked, min(place[1], at[1]), max(place[0], at[0]))
    ]


def _has_verb(said: str, at: Span) -> bool:
    return not _NOUN.search(said, max(0, at[0] - _LONGEST_ARTICLE), at[0]) and dictionary.has_verb(said[slice(*at)])


def _compares(text: str, at: Span) -> bool:
    return _THAN.match(text, at[1]) is not None


def _is_passive(text: str, one: Span, other: Span) -> bool:
    return _PASSIVE.search(text, min(one[1], other[1]), max(one[0], other[0])) is not None


def _is_clause(said: str, one: Span, other: Span) -> bool:
    return _CLAUSE_END.search(said, one[1], other[0]) is None


def _is_telling(said: str, at: Span) -> bool:
    """Say whether a passage names a thing: it is no word of any sentence, no verb and no unit."""
    passage = said[slice(*at)]
    return (
        passage not in _UNTELLING
        and not dictionary.is_verb(passage)
        and not _UNIT.search(said, max(0, at[0] - 2), at[0])
    )


_LONGEST, _LONGEST_GIVEN = 60, 60
_LONGEST_ARTICLE = 8
_NOUN = re.compile(r"\b(?:the|an?|its|their|his|her|of|no|this|that|for)\s\Z", re.IGNORECASE)
_THAN = re.compile(r"(?: [\w-]+){0,2} than\b|(?<=比)")
_INSTEAD = re.compile(r"\b(?:instead of|rather than)\b|而不是|而非|[向给]")
_PASSIVE = re.compile(r"\bby\b|\bfor\b|\b(?:is|are|was|were|been?|being) (?:\w+ )?\w+ed\b|[被遭受获]")
_CLAUSE_END = re.compile(r"[。！？!?\n;；，:：]|,(?!\d)|\.\s|\b(?:while|but|whereas|who|which|that|and)\b|[但而并]")
_UNTELLING = frozenset("now new own other same one also use make need get".split())
_UNIT = re.compile(r"\d\s?\Z")
