"""Where a text reads a quotation: exactly, or with white space, width and punctuation folded.

What a quotation proves is not decided here.
"""

import re
import unicodedata
from functools import lru_cache


def locate(quote: str, text: str) -> tuple[int, int] | None:
    """Return the offsets in `text` of the first place that reads `quote`, or None.

    Exactly, else with white space and invisible characters ignored, width folded (NFKC, a character at a time), and
    quotation marks, dashes, ellipses and the full stops and commas of both scripts each taken for one.
    """
    if not quote.strip():
        return None
    if (start := text.find(quote)) >= 0:
        return start, start + len(quote)
    needle = _folded(quote)
    start = _haystack(text).find(needle) if needle else -1
    if start < 0:
        return None
    origins = _origins(text)
    return origins[start], origins[start + len(needle) - 1] + 1


# One mark each for all its forms; NFKC makes three stops of an ellipsis.
_MARKS = {
    '"': "“”„‟«»‹›「」『』〝〞‘’‚‛'`´′″",
    "-": "‐‑‒–—―−﹣－─━",
    ".": "。．｡",
    ",": "，、､﹐",
    ":": "：﹕",
    ";": "；﹔",
    "?": "？﹖",
    "!": "！﹗",
    "(": "（﹙【〔[",
    ")": "）﹚】〕]",
}
_MARK_OF = {variant: mark for mark, variants in _MARKS.items() for variant in variants}
# Of these a run is one: `……` is `...`, `——` is `-`.
_RUNS = frozenset("-.")


class _Folds(dict[int, str]):
    """What each character is compared as; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        pieces = (_MARK_OF.get(piece, piece) for piece in _MARK_OF.get(character) or _compatible(character))
        self[code] = "".join(p for p in pieces if not p.isspace() and unicodedata.category(p) != "Cf")
        return self[code]


_FOLDS = _Folds()


def _compatible(character: str) -> str:
    return character if character.isascii() else unicodedata.normalize("NFKC", character)


_RUN = re.compile(r"([.-])\1+")


def _folded(text: str) -> str:
    return _RUN.sub(r"\1", text.translate(_FOLDS))


@lru_cache(maxsize=64)
def _haystack(text: str) -> str:
    """Return the comparable form of `text`; cached because every quotation of a brief is sought in the same article."""
    return _folded(text)


@lru_cache(maxsize=64)
def _origins(text: str) -> tuple[int, ...]:
    """Return for each character of the comparable form of `text` the offset it comes from."""
    origins: list[int] = []
    last = ""
    for offset, character in enumerate(text):
        for piece in _FOLDS[ord(character)]:
            if piece == last and piece in _RUNS:
                continue
            origins.append(offset)
            last = piece
    return tuple(origins)
