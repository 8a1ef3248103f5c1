"""How arXiv's feeds announce a paper: the line before the abstract, and all authors in one element.

Its own kind (`kinds/arxiv.py`) and a plain feed of arXiv (`dialects.py`) read them alike.
"""

import re
from collections.abc import Iterable

_PREAMBLE = re.compile(r"\A\s*arXiv:\S+\s+Announce Type:\s*\S+\s*(?:<br>\s*)?(?:Abstract:)?\s*")
_AFFILIATION = re.compile(r"\([^()]*\)")


def is_announcement(text: str) -> bool:
    """Say whether a text begins as arXiv's announcements do."""
    return _PREAMBLE.match(text) is not None


def abstract_of(text: str) -> str:
    """Return the abstract without what its announcement puts before it."""
    return _PREAMBLE.sub("", text, count=1).strip()


def authors_of(listed: Iterable[str]) -> tuple[str, ...]:
    """Return the names in order, each once, where one text may list many, with their affiliations in brackets."""
    names: dict[str, None] = {}
    for authors in listed:
        without = _AFFILIATION.sub("", _AFFILIATION.sub("", authors))  # brackets within brackets
        names |= dict.fromkeys(filter(None, (name.strip() for name in without.split(","))))
    return tuple(names)
