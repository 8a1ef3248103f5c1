"""The ids that headings of an issue's Markdown get where it is shown, so that its overview can lead to its stories.

Markdown has no anchors of its own. Raw HTML (`<a id=…>`) is dropped by Hugo unless a site allows it and printed as text
by chats; `{#id}` after a heading is text on GitHub. But GitHub and Hugo both give each heading an id made of its words,
by rules that agree on letters, digits, hyphens and spaces: GitHub takes the rendered text, lowers ASCII letters and
keeps marks (html-pipeline, toc_filter.rb), Hugo takes the Markdown source, lowers all letters and drops marks
(markup/goldmark/autoid.go; goldmark, parser/atx_heading.go). What renders mail gives headings the same ids with
`anchor_of`. A heading on which the two rules differ, or whose id another one has, is not linked to.
"""

import re
import unicodedata

from digest_pipeline.markdown import escape
from digest_pipeline.webtext import clean

_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def anchor_of(heading: str) -> str:
    """Return the id that a heading of this text has on GitHub and in Hugo; empty when they do not agree."""
    text = clean(heading)
    agreed = all(character.isascii() or _is_plain(character) for character in text)
    anchor = _id_of(text)
    return anchor if agreed and anchor == _id_of(escape(text)) else ""


def anchors_in(markdown: str) -> frozenset[str]:
    """Return the ids that one heading of a Markdown document has alone."""
    ids = [_id_of(heading) for heading in _HEADING.findall(markdown)]
    return frozenset(found for found in ids if found and ids.count(found) == 1)


def _id_of(heading: str) -> str:
    kept = (character for character in heading.strip() if character in "_- " or _is_letter_or_digit(character))
    return "".join(kept).replace(" ", "-").lower()


def _is_letter_or_digit(character: str) -> bool:
    return character.isalpha() or character.isdecimal()


def _is_plain(character: str) -> bool:
    """Say whether both rules treat a character alike: it is no capital, no mark and joins no words as `_` does."""
    category = unicodedata.category(character)
    return character.lower() == character and category[0] != "M" and category != "Pc"
