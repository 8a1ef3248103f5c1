"""Which parts of a long article a model is shown: head, tail and the densest middle, within a budget of tokens.

Parts are paragraphs; one that is long against the budget is taken apart at its sentences, and a sentence that is,
between its words. Tokens are estimated: nobody knows which model will read the text, and the tokenisers of some are
files on the network. The estimate errs on the high side.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from digest_pipeline.briefs.sentences import split

BETWEEN = "\n[…]\n"
_HEAD, _TAIL = 0.5, 0.15
# No part is longer than this share of the budget, so that head, tail and middle all get something.
_LARGEST_PART = 0.1
# What is added to a part's tokens before it is compared by density: a bare line of digits is no news.
_SMOOTHING = 24
_MOST_FACTS = 12

# Latin words, digits in the groups that encodings make of them, runs of space, and all else a character at a time.
_PIECE = re.compile(r"[A-Za-z]+|[0-9]{1,3}|[ \t]{2,}|[^A-Za-z0-9 \t]")
_LETTERS_PER_TOKEN = 3.5
_TOKENS_PER_ASTRAL = 3
_BASIC_PLANE = "\uffff"

_NUMBER = re.compile(r"\d[\d.,]*")
_NAME = re.compile(r"(?<=[^.!?。！？\s] )[A-Z][\w-]+|[A-Za-z]*\d+[A-Za-z]+|[A-Z]{2,}|《[^》\n]{1,30}》")
_SPEECH = re.compile(r"[“「][^”」\n]{8,}[”」]|\"[^\"\n]{16,}\"")
_CJK_RUN = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2,}")
_TITLE_WORD = re.compile(r"[a-z][\w-]{3,}")


@dataclass(frozen=True, slots=True)
class Cut:
    """The parts of a text that are shown, as one text, and where they stand in it; no spans mean all of it."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()


def estimated_tokens(text: str) -> int:
    """Return about how many tokens a model counts in `text`, rather too many than too few.

    A Latin word counts one for each 3.5 letters and at least one (byte-pair encodings of 100,000 entries and more need
    about 1.3 for an English word), a group of up to three digits, a run of spaces and any other character, the Chinese
    among them, one, a character beyond the basic plane three; a single space belongs to the word behind it.
    """
    return math.ceil(sum(map(_weight, _PIECE.findall(text))))


def cut(text: str, tokens: int, *, title: str = "") -> Cut:
    """Return what of `text` to show within `tokens`: all, or head, tail and the densest parts between them.

    Half of the budget goes to the head, 15 % to the tail, the rest to the parts with the most numbers, names, quoted
    speech and words of `title` for their length. The parts stand in the order of the text, an ellipsis line between
    those that were apart.
    """
    if estimated_tokens(text) <= tokens:
        return Cut(text)
    parts = _parts(text, max(1, round(tokens * _LARGEST_PART)))
    costs = [estimated_tokens(text[start:end]) + 1 for start, end in parts]
    gap = estimated_tokens(BETWEEN)
    left = tokens - 2 * gap
    head = _while_they_fit(range(len(parts)), costs, round(left * _HEAD))
    tail = _while_they_fit(range(len(parts) - 1, len(head) - 1, -1), costs, round(left * _TAIL))
    chosen = {*head, *tail}
    left -= sum(costs[number] for number in chosen)
    wanted = _terms(title)
    middle = range(len(head), len(parts) - len(tail))
    for number in sorted(middle, key=lambda n: (-_density(text[slice(*parts[n])], costs[n], wanted), n)):
        cost = costs[number] + gap
        if cost <= left:
            chosen.add(number)
            left -= cost
    spans = tuple(_joined(parts, sorted(chosen)))
    return Cut(BETWEEN.join(text[start:end] for start, end in spans), spans)


def _weight(piece: str) -> float:
    if piece.isascii():
        return max(1.0, len(piece) / _LETTERS_PER_TOKEN) if piece.isalpha() else 1.0
    return _TOKENS_PER_ASTRAL if piece > _BASIC_PLANE else 1.0


def _parts(text: str, most: int) -> list[tuple[int, int]]:
    """Return the paragraphs of `text`, or what they are made of where they have more than `most` tokens."""
    parts: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        if estimated_tokens(line[0]) <= most:
            parts.append(line.span())
            continue
        starts = [line.start(), *(line.start() + sentence.start for sentence in split(line[0])[1:])]
        for start, end in zip(starts, [*starts[1:], line.end()], strict=True):
            parts += _pieces(text, start, end, most)
    return parts


def _pieces(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """Take a sentence apart between its words; where it has no spaces, anywhere."""
    while estimated_tokens(text[start:end]) > most:
        # A character is at most three tokens, so this many fit whatever they are; the estimate may allow for more.
        reach = start + max(1, most // _TOKENS_PER_ASTRAL)
        space = text.rfind(" ", start + 1, reach)
        border = space if space > 0 else reach
        yield start, border
        start = border
    yield start, end


def _while_they_fit(numbers: Iterable[int], costs: Sequence[int], budget: int) -> list[int]:
    taken: list[int] = []
    for number in numbers:
        budget -= costs[number]
        if budget < 0:
            break
        taken.append(number)
    return taken


def _density(part: str, cost: int, wanted: frozenset[str]) -> float:
    facts = len(set(_NUMBER.findall(part))) + len(set(_NAME.findall(part))) + 2 * len(_SPEECH.findall(part))
    return (min(facts, _MOST_FACTS) + len(wanted & _terms(part))) / (cost + _SMOOTHING)


def _terms(text: str) -> frozenset[str]:
    """Return what a title and a part of the text are compared by: longer Latin words and pairs of CJK characters."""
    pairs = (run[at : at + 2] for run in _CJK_RUN.findall(text) for at in range(len(run) - 1))
    return frozenset((*_TITLE_WORD.findall(text.casefold()), *pairs))


def _joined(parts: Sequence[tuple[int, int]], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the parts `numbers`, neighbours as one."""
    start = previous = None
    for number in numbers:
        if previous is not None and number != previous + 1:
            yield parts[start or 0][0], parts[previous][1]
            start = number
        start = number if start is None else start
        previous = number
    if start is not None and previous is not None:
        yield parts[start][0], parts[previous][1]
