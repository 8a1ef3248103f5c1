"""The part of a sentence that says what each of its numbers is of: 个人 and 家庭 in 个人 150 万元，家庭 200 万元.

Of the words between two numbers those before the first mark between clauses belong to the one and the rest to the
other; where no mark stands, what is counted follows its number and what is measured goes before it. Of numbers in a
list each has the word of the same place in the list before it: 华东、华南分别增长 5% 和 7%.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from digest_pipeline.briefs.grounding.passages import SENTENCE_END, Span


class Regions:
    """The parts of a text that speak of each number of one kind."""

    def __init__(self, text: str, places: Sequence[Span], *, counts: bool = False, dates: bool = False) -> None:
        self.text = text
        self._leading: set[Span] = set()
        self._trailing: set[Span] = set()
        self._counts = counts
        self._dates = dates
        self._found: dict[Span, tuple[Span, ...]] = {}
        ends = [match.end() for match in SENTENCE_END.finditer(text)] if places else []
        sentences: dict[Span, list[Span]] = {}
        for place in sorted(set(places)):
            after = bisect_right(ends, place[0])
            sentence = ends[after - 1] if after else 0, ends[after] if after < len(ends) else len(text)
            held = sentences.setdefault(sentence, [])
            if not held or held[-1][1] <= place[0]:
                held.append(place)
        for sentence, held in sentences.items():
            parted = [pair for pair in pairwise(held) if _GROUP_END.search(text, pair[0][1], pair[1][0])]
            self._leading.update([held[0], *(later for _, later in parted)])
            self._trailing.update([held[-1], *(earlier for earlier, _ in parted)])
            self._found.update(self._of_sentence(sentence, held))

    def leads(self, place: Span) -> bool:
        """Say whether a number is the first of its sentence or group."""
        return place in self._leading

    def shared(self, place: Span) -> list[Span]:
        """Return what may be said of other numbers as well: what goes before the first and follows the last of them."""
        return [
            region
            for region in self.of(place)
            if (region[1] <= place[0] and place in self._leading) or (region[0] >= place[1] and place in self._trailing)
        ]

    def of(self, place: Span) -> tuple[Span, ...]:
        """Return the parts that speak of the number at a place; none for one that stands within another."""
        return self._found.get(place, ())

    def _of_sentence(self, sentence: Span, places: list[Span]) -> Iterator[tuple[Span, tuple[Span, ...]]]:
        number = 0
        while number < len(places):
            run = self._run(places, number)
            left = places[number - 1][1] if number else sentence[0]
            if len(run) > 1 and (labels := self._labels(left, run)):
                yield from ((place, (label,)) for place, label in zip(run, labels, strict=True))
                number += len(run)
                continue
            right = places[number + 1][0] if number + 1 < len(places) else sentence[1]
            yield places[number], self._alone(places[number], left, right, first=not number, last=right == sentence[1])
            number += 1

    def _alone(self, place: Span, left: int, right: int, *, first: bool, last: bool) -> tuple[Span, ...]:
        return (left if first else self._parting(left, place[0])[1], place[0]), (
            place[1],
            self._tail(place[1], right) if last else self._parting(place[1], right)[0],
        )

    def _tail(self, start: int, end: int) -> int:
        """Return where ends what is said of the last number: of a date that is all to the end of the sentence."""
        mark = None if self._dates else _MARK.search(self.text, start, end)
        return mark.start() if mark else end

    def _parting(self, start: int, end: int) -> Span:
        """Return where the words between two numbers part: at the first mark, before a date at the last."""
        marks = [match.span() for match in _MARK.finditer(self.text, start, end)]
        if marks:
            return marks[-1 if self._dates else 0]
        return (end, end) if self._counts else (start, start)

    def _run(self, places: list[Span], number: int) -> list[Span]:
        run = [places[number]]
        for place in places[number + 1 :]:
            if not _LISTING.fullmatch(self.text, run[-1][1], place[0]):
                break
            run.append(place)
        return run

    def _labels(self, left: int, run: list[Span]) -> list[Span]:
        """Return what stands in a list of as many words before the numbers, in its order; none if there is no such."""
        clauses = [match.end() for match in _CLAUSE.finditer(self.text, left, run[0][0])]
        start = clauses[-1] if clauses else left
        marks = [match.span() for match in _JOINT.finditer(self.text, start, run[0][0])]
        if len(marks) != len(run) - 1:
            return []
        edges = [start, *(edge for mark in marks for edge in mark), run[0][0]]
        return list(zip(edges[::2], edges[1::2], strict=True))


_GROUP_END = re.compile("[;；]")
_MARK = re.compile(
    r"[，,、;；）)。]|\s/\s|(?<=\s)(?:while|whereas|and|but|against|versus|vs\.?|plus|then|compared)(?=\s)|[而但](?!已|言)|和|与|及",
    re.IGNORECASE,
)
_HEDGE = r"(?:约|近|超|超过|逾|about |around |nearly |over |more than |roughly )?[$€£¥]?"
_LISTING = re.compile(rf"\s?[名位款台家辆个项次件张]?\s?(?:、|和|与|及|,|,? and|or|或|/|;)\s?{_HEDGE}")
_CLAUSE = re.compile(r"[;；。:：]|[,，](?!\d)")
_JOINT = re.compile(r"、|和|与|及|\band\b|”\s?“|》\s?《|\s/\s")
