"""Words that are said under a negation, as planned, as done, of all or of some, where the quotations say otherwise.

The word that follows such a cue in one text is looked up in the other. Where its clause there has nothing of the kind,
or the contrary, the statement does not say what the article says: 不会扩大 is not 扩大, "plans to buy" no "has bought".
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from digest_pipeline.briefs.grounding import dictionary
from digest_pipeline.briefs.grounding.comparing.cues import DEED, EVERY, NEGATION, ONLY, PART, PLAN, Cue
from digest_pipeline.briefs.grounding.comparing.wording import Word
from digest_pipeline.briefs.grounding.passages import Span

# What a statement may not add, and what it may not leave out.
_IN_STATEMENT, _IN_QUOTATIONS = (NEGATION, PLAN, DEED, EVERY, PART), (NEGATION, ONLY)
# Among so many words behind a cue its verbs are sought, and so many of these count.
_FIRST_WORDS, _FIRST_VERBS = 8, 2
# So many other words the sentences must have in common; fewer if the statement has no more.
_LEAST_ALIKE = 2


@dataclass(frozen=True)
class Side:
    """One of the two texts (lower case): its parts that count, and the words that the other one has, too.

    `words` are in order; each has its places in the other text.
    """

    text: str
    spans: tuple[Span, ...]
    words: Sequence[Word]

    def governed(self, cue: Cue) -> Iterator[Word]:
        """Yield the words that a cue governs."""
        starts = [word.at[0] for word in self.words]
        for start, end in self.spans:
            for match in cue.governs.finditer(self.text, start, end):
                behind = self.words[bisect_right(starts, match.end() - 1) :][:_FIRST_WORDS]
                if cue.acts:
                    last = self.clause((match.end(), match.end()))[1]
                    verbs = (word for word in behind if dictionary.has_verb(self.text[slice(*word.at)]))
                    yield from (word for word in islice(verbs, _FIRST_VERBS) if word.at[1] <= last)
                else:
                    yield from (word for word in behind if word.at[0] == match.end() and self._tells(word.at))

    def _tells(self, at: Span) -> bool:
        return self.text[slice(*at)] not in _UNTELLING

    def clause(self, at: Span) -> Span:
        """Return the clause in which a place lies."""
        end = bisect_right(self._ends, at[0])
        return self._ends[end - 1] if end else 0, self._ends[end] if end < len(self._ends) else len(self.text)

    def with_clause_before(self, clause: Span) -> Span:
        """Return a clause with the one before it in its sentence."""
        if not clause[0] or self.text[clause[0] - 1] not in ",，":
            return clause
        return self.clause((clause[0] - 1, clause[0]))[0], clause[1]

    def with_list_before(self, clause: Span) -> Span:
        """Return a clause that ends a list with what goes before: fails to extract, retain, or retrieve."""
        if not _LAST_OF_LIST.match(self.text, clause[0]):
            return clause
        return self.with_clause_before(self.with_clause_before(clause))[0], clause[1]

    def part(self, at: Span) -> Span:
        """Return the part that counts in which a place lies."""
        return next(span for span in self.spans if span[0] <= at[0] < span[1])

    @cached_property
    def _ends(self) -> list[int]:
        ends = {edge for span in self.spans for edge in span if edge}
        for start, end in self.spans:
            ends.update(match.end() for match in _CLAUSE_END.finditer(self.text, start, end))
        return sorted(ends)


def contradicted(said: Side, given: Side) -> Iterator[tuple[Span, Span]]:
    """Yield the words that the statement says otherwise than its quotations, each with its place there."""
    least = max(1, min(_LEAST_ALIKE, len(said.words) - 1))
    for cue in _IN_STATEMENT:
        for word in said.governed(cue):
            if found := _against(cue, word, said, given, least):
                yield word.at, found
    for cue in _IN_QUOTATIONS:
        for word in given.governed(cue):
            if found := _against(cue, word, given, said, least):
                yield found, word.at


def _against(cue: Cue, word: Word, side: Side, other: Side, least: int) -> Span | None:
    """Return where the other text has the word, if all that it says of it there contradicts the cue."""
    places = list(dict.fromkeys(word.places))
    again = [one for one in side.words if one.at != word.at and not set(one.places).isdisjoint(places)]
    if any(not cue.governs.search(side.text, *side.clause(one.at)) for one in again):
        return None
    if not all(_contradicts(cue, place, other) for place in places):
        return None
    return next((place for place in places if _alike(word, side, other.part(place)) >= least), None)


def _contradicts(cue: Cue, place: Span, other: Side) -> bool:
    clause = other.clause(place)
    if cue.excuse.search(other.text, *other.with_list_before(clause)):
        return False
    if cue is NEGATION and f"un{other.text[slice(*place)]}" in other.text:
        return False
    if not cue.against:
        return True
    start, end = other.with_clause_before(clause)
    return cue.against.search(other.text, start, place[0] if cue.acts else end) is not None


def _alike(word: Word, side: Side, part: Span) -> int:
    """Return how many words of what is said around a word a part of the other text has."""
    start, end = side.part(word.at)
    alike = {
        one.at[0]
        for one in side.words
        if start <= one.at[0] < end
        and (one.at[1] <= word.at[0] or one.at[0] >= word.at[1])
        and any(part[0] <= place[0] < part[1] for place in one.places)
    }
    return len(alike)


_LAST_OF_LIST = re.compile(r"\s*(?:or|and|nor)\b")
_UNTELLING = frozenset("we you it really want need use using used just even yet quite".split())
_CLAUSE_END = re.compile(
    r"[。！？!?\n;；，]|,(?!\d)|\.\s|[:：]|\b(?=(?:but|while|whereas|although|though|because|since|which|who)\b)"
    r"|(?=但|而(?!且)|却)"
)
