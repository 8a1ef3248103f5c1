"""Markdown emission: text that renders as the very characters it consists of, and links that can't be broken out of.

Correct under CommonMark and harmless under the common extensions (tables, strikethrough, autolinks, math, templates).
"""

import re

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
    | (?: (?<=http) | (?<=https) | (?<=ftp) ):(?=//)                # addresses, which some renderers link
    | (?<=www)\. | (?<=\w)@(?=\w)         # the same
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ORDINAL = re.compile(r"\A(\d{1,9})([.)])")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def escape(text: str) -> Markdown:
    """Return `text` as Markdown that renders as `clean(text)`, at the start of a block or within one."""
    return Markdown(_ORDINAL.sub(r"\1\\\2", within(text)))


def within(text: str) -> Markdown:
    """Return `text` as Markdown for the middle of a line, where a number with a point begins no list."""
    escaped = _SPECIAL.sub(lambda match: match["plain"] or f"\\{match[0]}", clean(text))
    # "<" as an entity: a renderer that knows no backslash escapes must not see a tag either.
    return Markdown(_ENTITY.sub("&amp;", escaped).replace("<", "&lt;"))


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
