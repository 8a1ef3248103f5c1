"""Texts in the form in which names and words are sought in them: lower case, without accents, offset by offset."""

from functools import lru_cache

from digest_pipeline.stories.words import plain


@lru_cache(maxsize=16)
def lowered(text: str) -> str:
    """Return `text` in lower case without accents, of the same length."""
    return text.lower() if text.isascii() else text.translate(_LOWER)


class _Lower(dict[int, int]):
    """The lower-case letter of each character that has one of a single character; filled as characters are met."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        # Of Chinese characters and their marks none has a case, and some have a compatible form that is none of theirs.
        lower = character.lower() if character.isascii() or character > "\u3000" else plain(character).lower()
        self[code] = ord(lower) if len(lower) == 1 else code
        return self[code]


_LOWER = _Lower()
