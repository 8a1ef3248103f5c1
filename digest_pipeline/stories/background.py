"""How rare a word is in the news at large: document frequencies counted once, the same for every day.

They are fixed, so that what two articles have in common never depends on what else was published. Counted by
`bench/fit_background.py`; words share a cell where their hashes agree, which makes a rare word seem more common.
"""

from functools import cache, lru_cache
from math import log
from pathlib import Path
from typing import Any
from zlib import crc32

CELLS = 2**19
_FILE = Path(__file__).with_name("background.npz")


@lru_cache(maxsize=500_000)
def rarity(word: str) -> float:
    """Return the inverse document frequency of a word (natural logarithm, smoothed): 0 for one that stands everywhere.

    That is how `words.py` writes them: a stem, a number, a name, a pair of characters, a Chinese word.
    """
    counts, articles = _counts()
    return log((articles + 1) / (int(counts[cell(word)]) + 1))


def cell(word: str) -> int:
    """Return where the count of a word stands."""
    return crc32(word.encode()) % CELLS


@cache
def _counts() -> tuple[Any, int]:
    import numpy as np  # noqa: PLC0415  only the step that joins pays it

    with np.load(_FILE) as stored:
        return stored["counts"], int(stored["articles"])
