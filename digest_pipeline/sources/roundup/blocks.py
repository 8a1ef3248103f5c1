"""The blocks an issue consists of, in document order: headings, paragraphs, bullets and table rows, with their text.

A bold line of its own is a heading of the lowest kind. A bullet holds the bullets nested in it, unless it is but their
theme. What a block means for the issue is decided in the package's `__init__`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from digest_pipeline.sources.roundup.links import Link, leads_away, links_of, resolved
from digest_pipeline.sources.roundup.wording import without_frame

BOLD_LINE = 7
"""The level of a heading that is a bold line, after those of h1 to h6."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SILENT = frozenset(
    "script style noscript template nav header footer aside form button figure svg iframe select".split()
)
_BLOCKS = frozenset("p li ul ol table blockquote pre div section article h1 h2 h3 h4 h5 h6".split())
_BREAKS = _BLOCKS | {"br", "tr", "td", "th", "hr", "dd", "dt"}
_UNREAD = frozenset({"script", "style", "svg"})
_LISTS = frozenset({"ul", "ol"})
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_THEME = 80
_FEWEST_NESTED = 2


@dataclass
class Block:
    """A heading (`level` 1 to 7), or something to read (`level` 0) under the `theme` of the bullet around it."""

    element: Any
    base: str
    level: int = 0
    theme: str = ""
    _texts: dict[Any, str] = field(default_factory=dict, repr=False)

    @property
    def is_unit(self) -> bool:
        """Whether it can be an item by itself: a bullet or a row."""
        return self.element.tag in {"li", "tr"}

    @property
    def is_linked(self) -> bool:
        """Whether anything in it links away from the newsletter."""
        return leads_away(self.element, self.base)

    @property
    def is_quote(self) -> bool:
        """Whether it is quoted: in a round-up, a remark on how it was made."""
        return next(self.element.iterancestors("blockquote"), None) is not None

    @cached_property
    def text(self) -> str:
        """Its text on one line, with what is nested in it."""
        return _text(self.element)

    @cached_property
    def own_text(self) -> str:
        """Its text on one line, without the lists nested in it."""
        return _text(self.element, without=_LISTS)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Its outward links in their order."""
        return tuple(links_of(self.element, self.base, self.text_of))

    def links_with_lead(self, lead: Any) -> tuple[Link, ...]:
        """Return its outward links, those in or around `lead` marked."""
        if lead is None:
            return self.links
        within = {lead, *lead.iter("a"), *lead.iterancestors("a")}
        return tuple(replace(link, in_lead=link.element in within) for link in self.links)

    def text_of(self, element: Any) -> str:
        """Return the text of an element within it, on one line."""
        if element not in self._texts:
            self._texts[element] = _text(element)
        return self._texts[element]

    def markup(self) -> str:
        """Return its HTML with absolute links."""
        from lxml.html import tostring  # type: ignore[import-untyped]  # noqa: PLC0415  only the workers need it

        for anchor in self.element.iter("a"):
            anchor.set("href", resolved(self.base, anchor.get("href") or ""))
        markup: str = tostring(self.element, encoding="unicode", with_tail=False)
        frame = {"li": "ul", "tr": "table"}.get(self.element.tag)
        return f"<{frame}>{markup}</{frame}>" if frame else markup


def parsed(html: str) -> Any:
    """Return the lxml document that `html` is, however broken."""
    from lxml.etree import ParserError  # type: ignore[import-untyped]  # noqa: PLC0415  only the workers need it
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415  the same

    # A text that names its own encoding, or holds characters that XML knows no place for, is refused by lxml.
    cleaned = _FORBIDDEN.sub("", html).encode()
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(cleaned, parser=parser)
    except ParserError:
        # Nothing but comments or spaces.
        return document_fromstring(b"<p></p>", parser=parser)


def main_part(page: Any) -> Any:
    """Return the element that holds the issue."""
    mains = page.xpath("//main | //*[@role='main']")
    articles = page.xpath("//article")
    # Where each story is an article of its own, none of them is the issue.
    return mains[0] if mains else articles[0] if len(articles) == 1 else page


def blocks_of(root: Any, base: str) -> Iterator[Block]:
    """Yield the blocks in document order; links are resolved against `base`."""
    stack = [root]
    while stack:
        element = stack.pop()
        tag = element.tag
        if not isinstance(tag, str) or (tag in _SILENT and not _is_section_head(element)):
            continue
        if level := _level(element):
            yield Block(element, base, level)
        elif tag == "li" and not _has(element, *_HEADINGS):
            yield from _bullets(element, base)
        elif tag == "p" or (tag == "tr" and not _has(element, *_BLOCKS)) or (tag == "div" and _is_text(element)):
            yield Block(element, base)
        else:
            stack.extend(reversed(element))


def opens_with_lead(element: Any) -> bool:
    """Say whether its first words are bold or linked."""
    first = next((inner for inner in element.iter("strong", "b", "a") if inner is not element), None)
    opening = _text(first) if first is not None else ""
    return bool(opening) and _text(element).startswith(opening)


def _level(element: Any) -> int:
    """Return the level of a heading, also of one that a link is wrapped around; 0 for anything else."""
    if element.tag == "a":
        return next((_HEADINGS[inner.tag] for inner in element.iter(*_HEADINGS)), 0)
    if element.tag == "p":
        bold = "".join(_text(inner) for inner in element if inner.tag in {"strong", "b"})
        return BOLD_LINE if bold and _squeezed(bold) == _squeezed(_text(element)) else 0
    return _HEADINGS.get(element.tag, 0)


def _squeezed(text: str) -> str:
    return text.replace(" ", "").rstrip(":：")


def _is_section_head(element: Any) -> bool:
    """Say whether it is the `<header>` of a section, which holds its heading."""
    parent = element.getparent()
    return element.tag == "header" and parent is not None and parent.tag in {"section", "article"}


def _has(element: Any, *tags: str) -> bool:
    return any(inner is not element for inner in element.iter(*tags))


def _is_text(element: Any) -> bool:
    return not _has(element, *_BLOCKS, "tr") and _has(element, "a") and bool(_text(element))


def _bullets(bullet: Any, base: str) -> Iterator[Block]:
    """Yield the bullet, or those nested in it where it is but their theme."""
    nested = [inner for inner in bullet.iter("li") if inner is not bullet and _bullet_around(inner) is bullet]
    block = Block(bullet, base)
    is_theme = (
        sum(inner.find(".//a") is not None for inner in nested) >= _FEWEST_NESTED
        and len(block.own_text) <= _LONGEST_THEME
        and not any(_bullet_around(link) is bullet for link in bullet.iter("a"))
        and sum(map(opens_with_lead, nested)) * 2 >= len(nested)
    )
    if not is_theme:
        yield block
        return
    for inner in nested:
        yield Block(inner, base, theme=without_frame(block.own_text))


def _bullet_around(element: Any) -> Any:
    return next(element.iterancestors("li"), None)


def _text(element: Any, without: frozenset[str] = frozenset()) -> str:
    return " ".join("".join(_pieces(element, without)).split())


def _pieces(element: Any, without: frozenset[str]) -> Iterator[str]:
    """Yield the text of an element, with a space where a block begins or ends, leaving out the elements named."""
    stack: list[Any] = [element]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            yield part
            continue
        if not isinstance(part.tag, str) or part.tag in _UNREAD or (part is not element and part.tag in without):
            continue
        space = " " if part.tag in _BREAKS else ""
        stack.append(space)
        for child in reversed(part):
            if child.tail:
                stack.append(child.tail)
            stack.append(child)
        yield space + (part.text or "")
