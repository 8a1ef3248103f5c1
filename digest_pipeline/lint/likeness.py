"""How much two texts of one issue speak of the same: their shared words, rare ones above all.

Words are Latin words and numbers, and pairs of Chinese characters. A word's weight falls with the number of the
issue's stories that use it (inverse document frequency), so that what all of them speak of says nothing.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_LATIN = re.compile(r"[a-z][a-z0-9]+(?:[.-]?\d+)*|\d+(?:\.\d+)+|\d{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_STOP = frozenset("the and for with from that this are has was its into than will have not but you can new".split())


def words(text: str) -> frozenset[str]:
    """Return the words of `text` that may tell one story from another."""
    folded = text.lower()
    latin = (word for word in _LATIN.findall(folded) if word not in _STOP)
    pairs = (run[at : at + 2] for run in _HAN.findall(folded) for at in range(len(run) - 1))
    return frozenset((*latin, *pairs))


class Weights:
    """The weight of words among some texts."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        known: Sequence[frozenset[str]] = list(texts)
        used = Counter(word for text in known for word in text)
        self._weights = {word: math.log((len(known) + 1) / count) for word, count in used.items()}
        # What no text uses is rarer than what one does.
        self._unused = math.log(2 * (len(known) + 1))

    def of(self, some: Iterable[str]) -> float:
        """Return the sum of the weights of `some` words."""
        return sum(self._weights.get(word, self._unused) for word in some)

    def covered(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return how much of the weight of `one` is in `other` too, 0 to 1."""
        return self.of(one & other) / (self.of(one) or 1.0)
