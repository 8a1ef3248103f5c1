"""Where a text names something by a known spelling.

Latin spellings are found on word borders (`AI` in `AI模型` and `GPT` in `GPT4`, not in `chain`), Chinese ones anywhere.
Which spellings matter, and what a mention weighs, belongs to those who ask.
"""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z0-9][\w'’.+-]*|[\u3040-\u30ff\u3400-\u9fff]")
_WORDS_PER_CJK_CHARACTER = 0.6


def positions(text: str, spelling: str) -> list[int]:
    """Return where `spelling` stands in `text`: as it is written, Latin letters on word borders."""
    found: list[int] = []
    at = text.find(spelling)
    while at >= 0:
        if _bordered(text, at, at + len(spelling)):
            found.append(at)
        at = text.find(spelling, at + len(spelling))
    return found


def count(text: str, spellings: Iterable[str]) -> int:
    """Count how often `text` names any of `spellings`, as they are written."""
    return sum(len(positions(text, spelling)) for spelling in spellings)


def folded(text: str) -> str:
    """Return `text` for comparison: compatibility forms joined, invisible characters gone, case folded."""
    joined = unicodedata.normalize("NFKC", text)
    if not joined.replace("\n", "").isprintable():
        joined = "".join(character for character in joined if unicodedata.category(character) != "Cf")
    return joined.casefold()


def folded_keywords(keywords: Iterable[str]) -> tuple[str, ...]:
    """Return the spellings to count: folded, unique, none that only repeats another with a plural `s`."""
    spellings = dict.fromkeys(filter(None, (folded(keyword).strip() for keyword in keywords)))
    return tuple(spelling for spelling in spellings if not (spelling.endswith("s") and spelling[:-1] in spellings))


def length(text: str) -> float:
    """Return the length of `text` in words; a Chinese or Japanese character counts 0.6 words."""
    tokens: list[str] = _WORD.findall(text)
    cjk = sum(token[0] > "\u3000" for token in tokens)
    return len(tokens) - cjk + cjk * _WORDS_PER_CJK_CHARACTER


def share(mentions: int, words: float) -> float:
    """Return how much of a text of so many words is about what it mentions, 0 to 1.

    With `d` mentions a hundred words that is d / (d + 1); a text under a hundred words counts as one of a hundred.
    """
    density = 100 * mentions / max(100, words)
    return density / (density + 1)


def _bordered(text: str, start: int, end: int) -> bool:
    first, last = text[start], text[end - 1]
    if first.isascii() and first.isalnum() and start and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    if not (last.isascii() and last.isalnum()):
        return True
    # A plural `s` and a version (`GPT4`) belong to the name.
    following = text[end : end + 2].removeprefix("s")[:1]
    return not (following.isascii() and following.isalpha())
