"""What changed between two texts of one page, in a line: sentences added, removed and changed, a few of them quoted.

Which texts are compared is `versions.py`. The cost is bounded whatever the texts are, since both come from the web.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Behind the last mark of a sentence, where a full stop needs a space: `3.1` is no end.
_SENTENCE_END = re.compile(r"\n|(?<=[。！？])|(?<=[.!?])\s")
# Between the first and the last difference, beyond which sentences are only counted: difflib is quadratic at worst
# (0.3 s for 500 chosen for it).
_MOST_COMPARED = 500
# A sentence is the changed form of one that stood at most so many places away, and begins and ends like it.
_NEAREST = 5
_LEAST_ALIKE = 1 / 3
_QUOTED_CHANGES = 3
_CONTEXT = 24
_LONGEST_QUOTE = 80


class _Difference(NamedTuple):
    added: list[str]
    removed: list[str]
    changed: list[tuple[str, str]]


def change_between(title: tuple[str, str], text: tuple[str, str]) -> str:
    """Return what changed, as “title: “A” → “B”; 2 sentences added, 1 changed: “… 3.1 billion …” → “… 3.4 billion …””.

    Args:
        title: before and after.
        text: before and after, normalised.
    """
    parts = []
    if title[0] != title[1]:
        parts.append(f"title: “{_short(title[0])}” → “{_short(title[1])}”")
    if text[0] != text[1]:
        parts.append(_in_words(_difference(_sentences(text[0]), _sentences(text[1]))))
    return "; ".join(parts)


def _sentences(text: str) -> list[str]:
    return [stripped for sentence in _SENTENCE_END.split(text) if (stripped := sentence.strip())]


def _difference(before: list[str], after: list[str]) -> _Difference:
    before, after = _without_common_ends(before, after)
    difference = _Difference([], [], [])
    matcher = SequenceMatcher(None, before[:_MOST_COMPARED], after[:_MOST_COMPARED])
    for kind, start, end, start_after, end_after in matcher.get_opcodes():
        if kind != "equal":
            _sort_out(before[start:end], after[start_after:end_after], difference)
    rest, rest_after = Counter(before[_MOST_COMPARED:]), Counter(after[_MOST_COMPARED:])
    difference.removed.extend((rest - rest_after).elements())
    difference.added.extend((rest_after - rest).elements())
    return difference


def _without_common_ends(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    start = _common(before, after)
    before, after = before[start:], after[start:]
    end = _common(before[::-1], after[::-1])
    return before[: len(before) - end], after[: len(after) - end]


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how much two sequences share at their start, by halving: at the speed of comparing strings."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _sort_out(before: list[str], after: list[str], difference: _Difference) -> None:
    """Add to `difference` what became of sentences in whose place others stand."""
    position = 0
    for sentence in before:
        near = range(position, min(position + _NEAREST, len(after)))
        match = next((place for place in near if _alike(sentence, after[place])), None)
        if match is None:
            difference.removed.append(sentence)
            continue
        difference.added.extend(after[position:match])
        difference.changed.append((sentence, after[match]))
        position = match + 1
    difference.added.extend(after[position:])


def _alike(one: str, other: str) -> bool:
    start, end = _common_ends(one, other)
    return start + end >= _LEAST_ALIKE * max(len(one), len(other))


def _common_ends(one: str, other: str) -> tuple[int, int]:
    """Return how many characters two sentences share at their start and, behind that, at their end."""
    start = _common(one, other)
    return start, _common(one[start:][::-1], other[start:][::-1])


def _in_words(difference: _Difference) -> str:
    added, removed, changed = difference
    counts = {"added": len(added), "removed": len(removed), "changed": len(changed)}
    told = [f"{count} {kind}" for kind, count in counts.items() if count]
    if not told:
        return "only the breaks between lines changed"
    first = told[0].partition(" ")
    unit = "sentence" if first[0] == "1" else "sentences"
    quotes = list(_quotes(difference))
    counted = ", ".join([f"{first[0]} {unit} {first[2]}", *told[1:]])
    return f"{counted}: {', '.join(quotes)}" if quotes else counted


def _quotes(difference: _Difference) -> Iterator[str]:
    for pair in difference.changed[:_QUOTED_CHANGES]:
        before, after = _changed_parts(*pair)
        yield f"“{before}” → “{after}”"
    if not difference.changed:
        for sentence in (difference.added or difference.removed)[:1]:
            yield f"“{_short(sentence)}”"


def _changed_parts(before: str, after: str) -> tuple[str, str]:
    """Return the parts in which two forms of a sentence differ, in some words of their surroundings."""
    start, end = _common_ends(before, after)
    return _part(before, start, len(before) - end), _part(after, start, len(after) - end)


def _part(sentence: str, start: int, end: int) -> str:
    first, last = _word_start(sentence, start - _CONTEXT), _word_end(sentence, end + _CONTEXT)
    return f"{'…' if first else ''}{_short(sentence[first:last])}{'…' if last < len(sentence) else ''}"


def _word_start(sentence: str, place: int) -> int:
    """Return where to begin near `place`: behind the next space, if there is one within half the context."""
    if place <= 0:
        return 0
    space = sentence.find(" ", place, place + _CONTEXT // 2)
    return place if space < 0 else space + 1


def _word_end(sentence: str, place: int) -> int:
    if place >= len(sentence):
        return len(sentence)
    space = sentence.rfind(" ", place - _CONTEXT // 2, place)
    return place if space < 0 else space


def _short(text: str) -> str:
    """Return the text, or both its ends where it is longer than a quotation should be."""
    half = _LONGEST_QUOTE // 2
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
