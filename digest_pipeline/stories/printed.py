"""Words as an article prints them, found again from the forms in which articles are compared (`words.py`)."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from digest_pipeline.model import Article
from digest_pipeline.stories.words import folded, han_runs, latin, stem

# A Latin word with what may stand within it.
_LETTER = r"[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
_WORD = re.compile(rf"{_LETTER}+(?:[.'’&+-]{_LETTER}+)*")
_HAN_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_POSSESSIVE = re.compile(r"['’]s?$")


def whole_text(article: Article) -> str:
    """Return title and text in compatibility forms, the title once."""
    return unicodedata.normalize("NFKC", f"{article.title}\n{article.text.removeprefix(article.title)}")


def printed_names(text: str, wanted: Mapping[str, float], among: Collection[str] | None = None) -> Iterator[str]:
    """Yield names as `text` prints them, the weightiest first, each wanted word once.

    Args:
        text: where they stand.
        wanted: the weight of each name, lower case.
        among: the names, lower case, that may stand in one with a wanted one ("Brian" in "Brian Krebs"): by default
            the wanted ones alone.
    """
    found: dict[str, frozenset[str]] = {}
    for line in text.split("\n"):
        for run in _runs(line, wanted.keys() if among is None else among):
            if parts := frozenset(latin(run) & wanted.keys()):
                found.setdefault(run, parts)
    weight = {run: sum(wanted[part] for part in sorted(parts)) for run, parts in found.items()}
    said: set[str] = set()
    for run in sorted(found, key=lambda run: (-weight[run], len(run), run)):
        if not found[run] & said:
            said |= found[run]
            yield run


def phrases(text: str, wanted: Collection[str]) -> Iterator[str]:
    """Yield the passages of `text` that consist of wanted terms, in reading order, each once.

    Terms are stems, numbers and pairs of neighbouring characters, as `words.terms` yields them.
    """
    said: set[str] = set()
    for line in unicodedata.normalize("NFKC", text).split("\n"):
        spans = [(match.start(), match.end()) for match in _WORD.finditer(line) if _is_wanted(match[0], wanted)]
        spans += [span for match in _HAN_RUN.finditer(line) for span in _pairs(match, wanted)]
        for start, end in _joined(sorted(spans), line):
            phrase = _POSSESSIVE.sub("", line[start:end])
            if folded(phrase) not in said:
                said.add(folded(phrase))
                yield phrase


def _runs(line: str, named: Collection[str]) -> Iterator[str]:
    """Yield the runs of names in a line that nothing but a blank parts."""
    is_eastern = bool(han_runs(line))
    spans = [
        (match.start(), match.end())
        for match in _WORD.finditer(line)
        if (is_eastern or match[0] != match[0].lower()) and not latin(match[0]).isdisjoint(named)
    ]
    for start, end in _joined(spans, line):
        yield _POSSESSIVE.sub("", line[start:end])


def _is_wanted(word: str, wanted: Collection[str]) -> bool:
    parts = [stem(part) for part in latin(word)]
    return bool(parts) and all(part in wanted for part in parts)


def _pairs(run: re.Match[str], wanted: Collection[str]) -> Iterator[tuple[int, int]]:
    for place in range(run.start(), run.end() - 1):
        if run.string[place : place + 2] in wanted:
            yield place, place + 2


def _joined(spans: list[tuple[int, int]], line: str) -> Iterator[tuple[int, int]]:
    """Yield the spans with those in one that overlap or that a single blank parts."""
    start, end = -1, -1
    for first, last in spans:
        if start >= 0 and (first <= end or line[end:first] == " ") and not line[:end].endswith(("'s", "’s")):
            end = max(end, last)
            continue
        if start >= 0:
            yield start, end
        start, end = first, last
    if start >= 0:
        yield start, end
