"""Two items of a statement that the article has the other way round, and numbers of something else.

Where a quotation lists what belongs together by its order (respectively, 分别), only that order tells. Words are
compared across languages by what they may mean (`wording.py`).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.anchors import anchors_of
from digest_pipeline.briefs.grounding.comparing.contexts import stand_crossed, stands_as
from digest_pipeline.briefs.grounding.comparing.funding import other_parts
from digest_pipeline.briefs.grounding.comparing.items import (
    DATE,
    Item,
    Kind,
    may_be_exchanged,
    names_of,
    numbers_of,
    words_of,
)
from digest_pipeline.briefs.grounding.comparing.listed import ORDERED, as_listed
from digest_pipeline.briefs.grounding.comparing.misplaced import pointed_to, rivals_of
from digest_pipeline.briefs.grounding.comparing.nearness import Texts, are_exchanged
from digest_pipeline.briefs.grounding.comparing.opposites import Contested
from digest_pipeline.briefs.grounding.comparing.pairs import paired_otherwise
from digest_pipeline.briefs.grounding.comparing.parts import Parts
from digest_pipeline.briefs.grounding.comparing.ranges import are_ends, is_turned
from digest_pipeline.briefs.grounding.comparing.relations import reversed_pairs
from digest_pipeline.briefs.grounding.comparing.wording import Word
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.passages import Distances, Near
from digest_pipeline.briefs.grounding.reading import Reading
from digest_pipeline.model import Evidence
from digest_pipeline.quantities import half_width

Exchange = tuple[Item, str]
"""Something of a statement, with what the article has in its place."""


class Exchanges:
    """What of one statement was exchanged; `near` are the sentences of its quotations."""

    def __init__(self, reading: Reading, ground: Ground, near: Near, words: Sequence[Word]) -> None:
        self._reading = reading
        self._ground = ground
        self._near = near
        self._words = words
        self._said = half_width(reading.text)
        self._given = [one for one in (*ground.figures, *ground.small_counts) if near.holds(one.start, one.end)]
        self._numbers = list(numbers_of(reading, ground, self._given, near))
        self._same_script = reading.eastern == ground.is_han

    def found(self, evidence: Sequence[Evidence], contested: Contested) -> Iterator[Exchange]:
        """Yield what was exchanged, each with what the article gives in its place.

        `contested` are the words of which the quotations have an opposite.
        """
        rivals = dict(rivals_of(self._numbers, self._ground, self._given, evidence))
        items = [*self._numbers, *words_of(self._reading, contested)]
        pairs = [(one, other) for one, other in combinations(items, 2) if may_be_exchanged(one, other)]
        if not pairs and not rivals and len(self._reading.names) + len(self._reading.versions) < 2:  # noqa: PLR2004  one has none
            return
        yield from self._crossed_names()
        yield from other_parts(self._reading.text, self._names, self._ground.whole)
        if pairs or rivals:
            yield from self._exchanged(items, pairs, rivals)

    def _exchanged(
        self, items: Sequence[Item], pairs: Sequence[tuple[Item, Item]], rivals: dict[Item, list[Item]]
    ) -> Iterator[Exchange]:
        anchored = [*items, *self._names]
        said, ground = self._reading.text, self._ground
        anchors = list(anchors_of(said, self._words, anchored, ground, self._given))
        texts = Texts(Distances(said), ground.distances)
        like: dict[Kind, list[Item]] = {}
        for item in items:
            like.setdefault(item.kind, []).append(item)
        kinds = dict.fromkeys([one.kind for one, _ in pairs] + [one.kind for one in rivals])
        parts = {kind: Parts.of(kind, like[kind], said, ground, self._given, self._near) for kind in kinds}
        listed = self._listed(items) if self._is_listed else {}
        for one, other in pairs:
            alike = are_ends(one, other, said) or _are_listed(one, other, said)
            if (one in listed and other in listed) or _is_part(one, other, said):
                continue
            if (not alike and paired_otherwise(one, other, anchors, parts[one.kind])) or (
                not self._is_listed
                and (
                    is_turned(one, other, said, ground.plain)
                    or are_exchanged(one, other, like[one.kind], anchors, texts)
                    or (not alike and self._stand_crossed(one, other))
                )
            ):
                yield from _both(one, other)
        yield from ((item, name) for item, name in listed.items() if name)
        if self._is_listed:
            return
        for item, others in rivals.items():
            instead = self._stands_as(item, others)
            # A date is told of many things at once.
            if not instead and item.kind != DATE:
                instead = pointed_to(item, others, anchors, parts[item.kind], texts)
            if instead:
                yield item, instead.surface

    def _listed(self, items: Sequence[Item]) -> dict[Item, str]:
        """Return the numbers that a quotation lists, with the name by them if it is another's, else nothing."""
        in_order, named = (sorted(some, key=lambda one: one.at) for some in (items, self._names))
        return dict(as_listed(lowered(self._said), in_order, named, self._ground.marked, self._near))

    def _crossed_names(self) -> Iterator[Exchange]:
        """Yield the names that do to each other the reverse of what the article says, or changed places."""
        crossed = (pair for pair in combinations(self._names, 2) if self._stand_crossed(*pair))
        for pair in (*reversed_pairs(self._reading.text, self._names, self._ground.whole, self._near), *crossed):
            yield from _both(*pair)

    def _stand_crossed(self, one: Item, other: Item) -> bool:
        if not self._same_script or set(one.places) & set(other.places):
            return False
        return stand_crossed(one, other, self._said, self._ground.plain)

    def _stands_as(self, item: Item, rivals: Sequence[Item]) -> Item | None:
        """Return the rival around which stands what the statement has around a number."""
        if not self._same_script:
            return None
        text = self._ground.plain
        return next((one for one in rivals if stands_as(self._said, item.at, text, item.places, one.places)), None)

    @cached_property
    def _names(self) -> list[Item]:
        return list(names_of(self._reading, self._ground, self._near))

    @cached_property
    def _is_listed(self) -> bool:
        if ORDERED.search(self._reading.text):
            return True
        return any(ORDERED.search(self._ground.plain, *span) for span in self._near.spans[:-1])


def _both(one: Item, other: Item) -> Iterator[Exchange]:
    yield one, other.surface
    yield other, one.surface


def _are_listed(one: Item, other: Item, said: str) -> bool:
    """Say whether two words are said of the same: training and inference code."""
    first, last = sorted((one.at, other.at))
    return one.kind.sort == "word" and _AND.fullmatch(said, first[1], last[0]) is not None


def _is_part(one: Item, other: Item, said: str) -> bool:
    """Say whether the one number is a part of the other, which can't be the other way round: four of the six."""
    first, last = sorted((one.at, other.at))
    return _OF.fullmatch(said, first[1], last[0]) is not None


_OF = re.compile(r"\s(?:out )?of (?:the |its |their |all )*")
_AND = re.compile(r"\s?(?:、|和|与|及|或|/|,|and|or)\s?")
