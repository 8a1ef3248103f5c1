"""How the strings of a page are made readable and compared; what they mean is the business of the other modules."""

import re
from html import unescape

from digest_pipeline.articles.text import one_line

# Titles and names are short; what is longer is a text in the wrong place.
_LONGEST = 1_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_NO_LETTER = re.compile(r"[\W_]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)


def plain(text: str, longest: int = _LONGEST) -> str:
    """Return `text` on one line, cut at `longest` characters, without tags and entities that were escaped twice."""
    short = text[:longest]
    if _ENTITY.search(short):
        short = unescape(short)
    return one_line(_TAG.sub("", short) if "<" in short else short)


def folded(text: str) -> str:
    """Return the letters and digits of `text` without case: what two renderings of a name or title agree on."""
    return _NO_LETTER.sub("", text.casefold())
