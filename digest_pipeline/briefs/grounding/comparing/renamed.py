"""A name that a statement has where its quotations have another one: who is said to do what somebody else does.

For names in the script of the article. One that the quotations do not have may not stand among the words that are, in
these, around another name, of which the statement says nothing; one that they have not behind words behind which they
have another name of the statement. Names unknown to the article are `judge_names.py`.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.contexts import stands_for
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.names import names
from digest_pipeline.briefs.grounding.naming import name_places
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.briefs.grounding.reading import Reading
from digest_pipeline.briefs.grounding.tables import tokens
from digest_pipeline.quantities import half_width


def renamed(reading: Reading, ground: Ground, quoted: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Yield the names that stand in the place of others of the quotations, each with the place of the other."""
    near, said = Near(tuple(quoted)), half_width(reading.text)
    named = {at: [place for place in places if near.holds(*place)] for at, places in _named(reading, ground)}
    for at, places in named.items():
        others = [place for other, held in named.items() if other != at for place in held if place not in places]
        if places and others and (other := _behind_the_same(lowered(reading.text), at, places, others, ground, quoted)):
            yield at, other
    theirs = _others(ground, quoted, said.lower()) if named else []
    for at, places in named.items():
        own = lowered(said[slice(*at)])
        unlike = (one for one in theirs if not _is_alike(own, ground.lower[slice(*one)]))
        if other := next((one for one in unlike if stands_for(said, at, ground.plain, places, one)), None):
            yield at, other


def _is_alike(one: str, other: str) -> bool:
    """Say whether two names share a word, or are spelled nearly the same."""
    shared = set(tokens(one)) & set(tokens(other))
    return bool(shared) or SequenceMatcher(None, one, other).ratio() >= _LEAST_ALIKE


def _behind_the_same(  # noqa: PLR0913, PLR0917  a name with its places and those of others, and both texts
    said: str, at: Span, places: Sequence[Span], others: Sequence[Span], ground: Ground, quoted: Sequence[Span]
) -> Span | None:
    """Return the name of the statement that the quotations have behind the words that stand before this one."""
    start = max([match.end() for match in _CLAUSE_END.finditer(said, 0, at[0])], default=0)
    words = said[max(start, at[0] - _LONGEST) : at[0]].strip()
    least = _SHORTEST_HAN if words[-1:] > "\u3000" else _SHORTEST
    found = (_clauses_behind(words[first:].strip(), ground, quoted) for first in range(len(words) - least + 1))
    behind = next((clauses for clauses in found if clauses), [])
    if any(_opens(place, start, ground) or start - 1 <= place[0] < end for place in places for start, end in behind):
        return None
    return next(
        (
            one
            for one in others
            for first, _ in behind
            if first - 1 <= one[0] <= first + _NEXT
            and not _OF.fullmatch(ground.plain, first, one[0])
            and not any(_ROLE.fullmatch(ground.plain, one[1], place[0]) for place in places)
        ),
        None,
    )


def _opens(place: Span, behind: int, ground: Ground) -> bool:
    """Say whether a Chinese name stands before the same words, too: 微软在 2018 年开源 is 2018 年微软开源."""
    near = 0 <= behind - place[1] <= 2 * _LONGEST and not _CLAUSE_END.search(ground.marked, place[1], behind)
    return near and ground.plain[place[0]] > "\u3000"


def _clauses_behind(words: str, ground: Ground, quoted: Sequence[Span]) -> list[Span]:
    """Return what stands in the quotations behind some words, each up to the end of its clause."""
    found = []
    for first, last in quoted:
        place = ground.marked.find(words, first, last)
        while place >= 0:
            behind = place + len(words)
            end = _CLAUSE_END.search(ground.marked, behind, last)
            found.append((behind, end.start() if end else last))
            place = ground.marked.find(words, behind, last)
    return found


def _named(reading: Reading, ground: Ground) -> Iterator[tuple[Span, Sequence[Span]]]:
    """Yield the names and versions of a statement that the article has, with where."""
    for name in reading.names:
        if places := name_places(name, ground, eastern=reading.eastern):
            yield (name.start, name.end), places
    for version in reading.versions:
        if places := ground.words.get(version.name + version.number):
            yield (version.start, version.end), places


def _others(ground: Ground, quoted: Sequence[Span], used: str) -> list[Span]:
    """Return where the quotations have names that are not used in the statement."""
    return [
        (start + one.start, start + one.end)
        for start, end in quoted
        for one in names(ground.plain[start:end])
        if one.surface.lower() not in used and ground.plain[start + one.start - 1 : start + one.start] != "("
    ]


_LEAST_ALIKE = 0.75
# So many characters before a name say what it is; fewer may be said of anything.
_LONGEST, _SHORTEST, _SHORTEST_HAN = 14, 10, 4
# What somebody is of, or at: an immunologist at Harbour College.
_OF = re.compile(r"\s?(?:at|of|for|from|with)\s")
# The same told before a name: "Harbour co-founder Ann Lee".
_ROLE = re.compile(r"(?:\s[a-z-]+){1,3}\s")
# Another name stands behind them if it begins so soon.
_NEXT = 5
_CLAUSE_END = re.compile(r"[。！？!?\n;；，,:：]|\.\s")
