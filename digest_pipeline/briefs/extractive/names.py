"""Names in a text by their form: capitalised words, inner capitals, digits and hyphens; what stands in quotation marks.

Leads (`leads.py`) and tags (`tags.py`) are made of them.
"""

import re
from collections.abc import Iterator

from digest_pipeline.briefs.extractive.words import STOP_WORDS

_SHORTEST, _LONGEST = 3, 32

# One word with inner capitals, a digit or a hyphen (`RefMem-Bench`, `GPT-5`, `vLLM`), or several capitalised ones.
_SINGLE = (
    r"[A-Z]?[a-z]+[A-Z][A-Za-z0-9.+-]*|[A-Z]{2,}[a-z]+[A-Za-z0-9.+-]*|[A-Z][A-Za-z]*-?\d[A-Za-z0-9.+-]*|"
    r"[A-Z][A-Za-z]+-[A-Z][A-Za-z0-9.+-]*"
)
_NAME = re.compile(
    r"(?<![A-Za-z0-9.“‘'’/-])(?:[A-Z][A-Za-z0-9+-]*(?:\.[A-Za-z0-9]+)*"
    r"(?: [A-Z0-9][A-Za-z0-9+-]*(?:\.[A-Za-z0-9]+)*){1,3}|"
    rf"{_SINGLE})(?![A-Za-z0-9'’-])"
)
_MARKED = re.compile(r"[「《]([^「」《》\n，。]{2,16})[」》]|“([^“”\n，。！？]{2,12})”")
_OPENING_WORDS = frozenset(
    """
    although despite since because recent recently previously ultimately notably large our their unlike
    given using other while another meanwhile additionally furthermore moreover existing current modern many
    several most these those under through it here how why what when now one two three four five six ten
    mr ms dr monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december today yesterday last next first second new
""".split()
)


def names_in(text: str, *, until: int | None = None) -> Iterator[str]:
    """Yield the names that begin in the first `until` characters of `text`, in its order."""
    end = len(text) if until is None else until
    for match in _NAME.finditer(text):
        if match.start() >= end:
            break
        name = match[0].strip(" .,-+")
        first, _, rest = name.partition(" ")
        if first.casefold() in STOP_WORDS | _OPENING_WORDS or (not match.start() and rest[:1].isdigit()):
            name = rest if _NAME.fullmatch(rest) else ""
        if _SHORTEST <= len(name) <= _LONGEST and not re.fullmatch(
            r"[A-Z]\d{1,2}|Q[1-4].*|\D{3,9} \d{1,2}(?: \d{4})?", name
        ):
            yield name


def marked_in(text: str) -> Iterator[str]:
    """Yield what stands in Chinese quotation or title marks and is short enough to be a name."""
    for match in _MARKED.finditer(text):
        yield match[1] or match[2]
