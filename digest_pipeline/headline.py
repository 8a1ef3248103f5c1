"""A title taken from running text: its first sentence, never more than what stands there.

Posts and the items of round-ups have no title of their own. Titles of feeds are read in `sources/feeds.py`,
headlines of briefs are made in `briefs/extractive/titles.py`.
"""

import re

HEADLINE_CHARACTERS = 120
"""The longest title in Latin characters; a Chinese or Japanese character counts twice, being as wide."""

# A full stop ends a sentence only before a space and what can open the next one: not in "v1.1", "U.S. tariffs", "e.g.".
_SENTENCE = re.compile(
    r"[。！？!?…]+[”’」』）)\"']*(?=\S|\s|$)|(?<!\b[A-Za-z])(?<!e\.g)(?<!i\.e)(?<!vs)\.[”’)\"']*(?=\s+[^a-z\s]|$)"
)
_SHORTEST_SENTENCE = 12
_WEAK_END = " ，,、：:；;-–—·|（([“《【「"


def headline(text: str, limit: int = HEADLINE_CHARACTERS) -> str:
    """Return the first sentence of the first line that says something, cut at a word and marked with … past `limit`."""
    line = next((found for raw in text.splitlines() if (found := " ".join(raw.split())) and _says_something(found)), "")
    sentence = line
    for match in _SENTENCE.finditer(line):
        if _width(line[: match.end()]) >= _SHORTEST_SENTENCE:
            sentence = line[: match.end()]
            break
    return shortened(sentence.rstrip("。."), limit)


def shortened(text: str, limit: int = HEADLINE_CHARACTERS) -> str:
    """Return `text` within `limit` (see `HEADLINE_CHARACTERS`), ended at a word and marked with … when it is cut."""
    if _width(text) <= limit:
        return text
    end, width = 0, 1
    while width + _wide(text[end]) <= limit:
        width += _wide(text[end])
        end += 1
    border = end
    while border and _inside_word(text, border):
        border -= 1
    # One word that fills the whole line is cut within.
    kept = text[: border if border > end // 2 else end].rstrip(_WEAK_END)
    return f"{kept}…"


def _says_something(line: str) -> bool:
    return any(character.isalnum() for character in line)


def _inside_word(text: str, at: int) -> bool:
    return all(_wide(character) == 1 and not character.isspace() for character in text[at - 1 : at + 1])


def _width(text: str) -> int:
    return sum(map(_wide, text))


def _wide(character: str) -> int:
    # Ideographs, kana, hangul and full-width forms; written without spaces, each may end a line.
    return (
        2
        if "\u2e80" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7af" or "\uff00" <= character <= "\uff60"
        else 1
    )
