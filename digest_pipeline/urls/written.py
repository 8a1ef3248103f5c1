"""Where an address in running text ends: sentences, brackets and Markdown go on right behind it.

This is right for what a pattern found in text, and for nothing else: an address that an attribute or a field holds may
end in a full stop or hold a Chinese bracket (of 43 real links with raw full-width punctuation none had text glued on).
What may follow the id of a paper or a post, wherever it comes from, is `sites.py`.
"""

import re
import unicodedata

_BRACKETS = {")": "(", "]": "[", "}": "{"}
# What GitHub's autolinks leave out at the end (https://github.github.com/gfm/#autolinks-extension-), and quotes.
_CLOSING = ".,;:!?'\"*~"
_ENTITY = re.compile(r"&(?:quot|apos|lt|gt|nbsp|[lr][sd]quo|hellip|#[0-9]+|#x[0-9a-f]+);", re.IGNORECASE)
_ESCAPED_AND = re.compile(r"&(?:amp;)+")
# The next address without a space between them; behind a slash or an equals sign it belongs to this one.
_STOP = re.compile(r'[\s<>"`\\|]|(?<=[0-9A-Za-z])https?://')


def trimmed(url: str) -> str:
    """Return an address found in running text without what belongs to the text.

    It ends before white space, quotes, `<`, `>`, `|`, an entity that stands for one of them, full-width punctuation,
    another address, a closing bracket that nothing opened, and a letter of another script right behind an ASCII one
    (`/a后面`, but not `/wiki/人工智能` or `/café`); trailing punctuation goes too.
    """
    url = _ESCAPED_AND.sub("&", url)
    start = url.find("://") + 3 if "://" in url else 0
    for pattern in (_STOP, _ENTITY):
        if match := pattern.search(url, start):
            url = url[: match.start()]
    return url[: _end(url, start)].rstrip(_CLOSING)


def _end(url: str, start: int) -> int:
    opened: list[str] = []
    for place in range(start, len(url)):
        character = url[place]
        if character in "([{":
            opened.append(character)
        elif character in _BRACKETS:
            if not opened or opened.pop() != _BRACKETS[character]:
                return place
        elif not character.isascii() and _ends(character, url[place - 1] if place else ""):
            return place
    return len(url)


def _ends(character: str, before: str) -> bool:
    kind = unicodedata.category(character)[0]
    if kind == "M" or (kind == "L" and unicodedata.name(character, "").startswith("LATIN ")):
        return False
    return kind not in "LN" or (before.isascii() and before.isalnum())
