"""Where the text that an extractor gives stands in the lines of its page.

Extractors change white space, punctuation and mark-up, join lines and leave some out; letters and digits they leave
alone.
"""

import re
from collections import Counter
from collections.abc import Sequence
from unicodedata import normalize

_NO_LETTER = re.compile(r"[\W_]+")
_ASCII_BUT_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
# A line this long stands where it is found; a shorter one where the line before it in the text ended, or with those
# behind it.
_LONG = 16
_NEAR = 50
# The words of a heading may also stand within a sentence far ahead: n letters are looked for n² letters ahead.
_REACH = 2
# What differs within a line (a footnote's mark, a formula) leaves most of its pieces alone.
_PIECE = 12
_ENOUGH_PIECES = 0.6
# A line with something put into it is at most so much longer in the other text.
_STRETCH = 2


def key(text: str) -> str:
    """Return the letters and digits of `text`, case folded, raised ones as plain: what two renderings agree on."""
    if text.isascii():  # the same in a fifth of the time
        return text.encode().translate(None, _ASCII_BUT_LETTERS).decode().lower()
    return normalize("NFKC", _NO_LETTER.sub("", text)).casefold()


def found(keys: Sequence[str], text: str) -> list[bool]:
    """Say for each line of a page, given by its `key`, whether it stands in an extractor's `text`."""
    whole, place = key(text), 0
    marks = [False] * len(keys)
    last, told = {line: index for index, line in enumerate(keys)}, Counter[str]()
    for index, line in enumerate(keys):
        sought = _sought(keys, index)
        end = _end_of(line, sought, whole, place)
        ahead = end - len(line) - place
        # Of a line that the page shows twice, the one that stands nearer to its place in the text is meant.
        is_told_later = sought == line and last[line] > index
        if end and (ahead <= _NEAR or (ahead <= len(sought) ** _REACH and not is_told_later)):
            marks[index], place = True, end
        elif len(line) >= _LONG and last[line] == index and told[line] < whole.count(line):
            marks[index] = True
        told[line] += marks[index]
    return marks


def _sought(keys: Sequence[str], index: int) -> str:
    """Return a line, a short one with as many of those behind it as make it long."""
    sought = keys[index]
    for line in keys[index + 1 : index + _LONG]:
        if len(sought) >= _LONG:
            break
        sought += line
    return sought


def _end_of(line: str, sought: str, whole: str, place: int) -> int:
    """Return where `line` ends in `whole` behind `place`, 0 when it does not stand there."""
    if not line:
        return 0
    if whole.startswith(line, place):
        return place + len(line)
    if len(sought) >= _LONG and (start := whole.find(sought, place)) >= 0:
        return start + len(line)
    return _end_of_pieces(line, whole, place) if len(line) >= _LONG else 0


def _end_of_pieces(line: str, whole: str, place: int) -> int:
    """Return where the last piece of `line` ends, if most of them stand close together in their order, else 0."""
    pieces = [line[start : start + _PIECE] for start in range(0, len(line) - _PIECE + 1, _PIECE)]
    start = min((at for piece in (pieces[0], pieces[-1]) if (at := whole.find(piece, place)) >= 0), default=-1)
    if start < 0:
        return 0
    start, stop = max(place, start - len(line) * _STRETCH), start + len(line) * _STRETCH
    hits, end = 0, start
    for piece in pieces:
        at = whole.find(piece, end, stop)
        if at >= 0:
            hits, end = hits + 1, at + len(piece)
    return end if hits >= _ENOUGH_PIECES * len(pieces) else 0


def share_found(keys: Sequence[str], marks: Sequence[bool], text: str) -> float:
    """Return how much of an extractor's `text` the marked lines hold, 1 for an empty one."""
    length = len(key(text))
    return sum(len(line) for line, mark in zip(keys, marks, strict=True) if mark) / length if length else 1.0
