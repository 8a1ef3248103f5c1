"""Markdown emission: text that renders as the very characters it consists of, and links that can't be broken out of.

Correct under CommonMark and harmless under the common extensions (tables, strikethrough, autolinks, math, templates).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from urllib.parse import quote

from digest_pipeline.webtext import clean, printable_address


class Markdown(str):
    """Text that is Markdown already; whatever is not of this type is escaped when a template prints it."""

    __slots__ = ()


# One alternative a reason; a match gets a backslash before it, except a plain bracket group. No other character than
# those looked for first begins a match: to know it saves trying every alternative at every letter.
_SPECIAL = re.compile(
    r"""
      (?=[\\`*\[\]|$~_#+=>{%:.@-]) (?:
      (?P<plain> \[ (?:[^\W_]|[ /+·、，-]){2,} \] (?![(\[:]) )   # "[OpenAI/Harvard]" is no link without a target
    | [\\`*\[\]|$~]                       # active anywhere, extensions included
    | (?<![^\W_])_ | _(?![^\W_])          # emphasis; between letters an underscore is one
    | (?<!\S)[#]                          # heading, and the closing run of one
    | \A[-+=>]                            # block starts
    | (?<=\{)[{%]                         # template tags of site generators
    | \{(?=[^{}]*\}\Z)                    # attributes of a heading, in Hugo
    | (?: (?<=http) | (?<=https) | (?<=ftp) ):(?=//)                # addresses, which some renderers link
    | (?<=www)\. | (?<=\w)@(?=\w)         # the same
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ORDINAL = re.compile(r"\A(\d{1,9})([.)])")
_NO_LETTER = re.compile(r"[^\w-]")
_ENTITY = re.compile(r"&(?=#?\w+;)")

# A name of Latin letters or digits is no part of a longer one: "GPT-5" does not stand in "GPT-5.2".
_LETTER = "0-9A-Za-zÀ-ɏ"
_PAIRS = frozenset({"“”", "‘’", "「」", "『』", "《》", "〈〉", "（）", "()", "【】", "[]", '""', "''", "«»"})
_LAST_GROUP = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\))\Z")


def escape(text: str) -> Markdown:
    """Return `text` as Markdown that renders as `clean(text)`, at the start of a block or within one."""
    return Markdown(_ORDINAL.sub(r"\1\\\2", within(text)))


def within(text: str) -> Markdown:
    """Return `text` as Markdown for the middle of a line, where a number with a point begins no list."""
    return Markdown(_escaped(clean(text)))


def link(text: str, url: str) -> Markdown:
    """Return a link, or the text alone when `url` may not be linked."""
    address = printable_address(url)
    return Markdown(f"[{escape(text)}]({_ENTITY.sub('&amp;', address)})") if address else escape(text)


def strong(text: str, mark: str) -> Markdown:
    """Return `text` in bold and the punctuation `mark` after it; nothing for an empty text.

    CommonMark closes a bold run only where the run is followed by white space or punctuation, or not preceded by
    punctuation: `**(x)**中` stays literal. A punctuation mark outside the run makes every text right, in every script.
    """
    return Markdown(f"**{escape(text)}**{mark}" if clean(text) else "")


def inner_link(text: str, page: str = "", anchor: str = "") -> Markdown:
    """Return a link to a file beside this one, to an anchor, or to an anchor of that file.

    Letters stay as they are, in every script: who reads the source sees where it leads.
    """
    file, fragment = (_NO_LETTER.sub(lambda match: quote(match[0], safe="."), part) for part in (page, anchor))
    return Markdown(f"[{escape(text)}]({file}{f'#{fragment}' if anchor else ''})")


def emphasised(text: str, terms: Iterable[str]) -> Markdown:
    """Return `text` with the `bold_runs` of its terms in bold."""
    said = clean(text)
    borders = [0, *chain.from_iterable(bold_runs(said, terms)), len(said)]
    parts = [_escaped(said[start:end]) for start, end in pairwise(borders)]
    return Markdown(_ORDINAL.sub(r"\1\\\2", "**".join(parts)))


def bold_runs(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Return start and end of what is set in bold in a clean `text`, in order; no two runs touch.

    Each term is set once, where it first stands as a name of its own and the run renders; longer terms go first, and a
    term within or beside a longer one is bold with it. CommonMark 0.31.2 (6.2) opens a run only before a letter, or
    before punctuation that follows white space or punctuation, and closes it the other way round: `的**“词”**的` stays
    literal, so quotation marks and a bracket at the end are left outside where they would spoil the run. Whether
    symbols count as punctuation differs between its versions: here a run's border must be right under both.
    """
    runs: list[tuple[int, int]] = []
    for term in sorted({clean(term) for term in terms} - {""}, key=lambda term: (-len(term), term)):
        run = next(_rendering(text, term), None)
        if run and all(run[1] < start or end < run[0] for start, end in runs):
            runs.append(run)
    return sorted(runs)


def _escaped(text: str) -> str:
    escaped = _SPECIAL.sub(lambda match: match["plain"] or f"\\{match[0]}", text)
    # "<" as an entity: a renderer that knows no backslash escapes must not see a tag either.
    return _ENTITY.sub("&amp;", escaped).replace("<", "&lt;")


def _rendering(text: str, term: str) -> Iterator[tuple[int, int]]:
    """Yield the borders that a bold run about `term` may have, from its first place on."""
    before = rf"(?<![{_LETTER}])(?<![{_LETTER}][.-])" if re.match(rf"[{_LETTER}]", term) else ""
    after = rf"(?![.-]?[{_LETTER}])" if re.search(rf"[{_LETTER}]\Z", term) else ""
    for found in re.finditer(before + re.escape(term) + after, text):
        for start, end in _borders(text, *found.span()):
            following = text[end : end + 1]
            if _opens(text[max(start - 1, 0) : start], text[start]) and _opens(following, text[end - 1]):
                yield start, end


def _borders(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    yield start, end
    if (group := _LAST_GROUP.search(text, start, end)) and group.start() > start:
        yield start, group.start()
    while end - start > len("“”") and text[start] + text[end - 1] in _PAIRS:
        start, end = start + 1, end - 1
        yield start, end


def _opens(outside: str, inside: str) -> bool:
    """Say whether a run may begin between the two characters (or end, seen from its other side)."""
    if inside.isspace():
        return False
    free = outside == "" or outside.isspace() or unicodedata.category(outside)[0] == "P" or _is_ascii_mark(outside)
    return free or unicodedata.category(inside)[0] not in "PS"


def _is_ascii_mark(character: str) -> bool:
    return character.isascii() and not character.isalnum()
