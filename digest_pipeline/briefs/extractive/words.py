"""Words as the extractive engine counts them: Latin words without the empty ones, pairs of CJK characters.

The words by which articles are joined into stories are `stories/words.py`.
"""

import re
from collections.abc import Iterator

_CJK = "\u3040-\u30ff\u3400-\u9fff"
CJK_RUN = re.compile(f"[{_CJK}]+")
_TOKEN = re.compile(rf"[a-z][a-z0-9+.'’-]*[a-z0-9+]|\d[\d.,]*|[{_CJK}]+")
STOP_WORDS = frozenset(
    """
    the a an and or of to in on for with by from at as is are was were be been it its this that these those
    their his her we our you your they he she i not but can will has have had which who what when than then
    also more most into such about over between after before there here all any each other some one two new
    may while if so do does did
""".split()
)


def tokens(text: str) -> Iterator[str]:
    """Yield the tokens of `text`, folded to lower case."""
    for token in _TOKEN.findall(text.casefold()):
        if CJK_RUN.match(token):
            yield from (token[i : i + 2] for i in range(max(1, len(token) - 1)))
        elif token not in STOP_WORDS:
            yield token


def is_cjk(text: str) -> bool:
    """Say whether at least a third of the beginning of `text` is written in CJK characters."""
    head = text[:2000]
    return 3 * sum(map(len, CJK_RUN.findall(head))) > len(head)
