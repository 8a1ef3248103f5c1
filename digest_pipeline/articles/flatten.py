"""From an HTML element to plain text with its links: for pieces that are all content.

Such are a feed's own content and WeChat's container. Whole pages, where content must first be told from the rest, go
through trafilatura in `extract.py`.
"""

import re
from dataclasses import dataclass
from typing import Any

import lxml.html  # type: ignore[import-untyped]
from lxml.etree import ParserError, iterwalk  # type: ignore[import-untyped]

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset(
    {
        *("applet", "audio", "canvas", "embed", "head", "iframe", "math", "noscript", "object", "script", "select"),
        *("style", "svg", "template", "video"),
    }
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>|&(#\w+|\w+);")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it stands in a flat text: `text[start:end]` is what the reader clicks on."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Flat:
    """Plain text, a line a block, not yet normalised, and the links in it."""

    text: str
    anchors: tuple[Anchor, ...]

    def anchor_text(self, anchor: Anchor) -> str:
        """Return what the reader clicks on."""
        return self.text[anchor.start : anchor.end]


def flatten_html(html: str) -> Flat:
    """Return the text and links of an HTML fragment; text without any mark-up keeps its own lines."""
    if not _MARKUP.search(html):
        return Flat(html, ())
    root = parse(html)
    return Flat("", ()) if root is None else flatten(root)


def parse(html: str) -> Any | None:
    """Return the lxml tree of an HTML document or fragment, or None when it holds no element and no text."""
    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        # The declaration of a whole XHTML document would forbid parsing a decoded string.
        return lxml.html.document_fromstring(_DECLARATION.sub("", html.replace("\0", "")), parser=parser)
    except ParserError:
        return None


def flatten(root: Any) -> Flat:
    """Return the text and links under the lxml element `root`, without scripts and hidden elements."""
    writer = _Writer()
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            writer.end(element)
            writer.write("" if element is root else element.tail)
        elif element.tag in _UNSEEN or (element is not root and _is_hidden(element)):
            writer.separate(element.tag)
            walk.skip_subtree()
        else:
            writer.start(element)
    return Flat("".join(writer.pieces), tuple(writer.anchors))


class _Writer:
    """Collects pieces of text, and where the links open and close."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.anchors: list[Anchor] = []
        self._length = 0
        self._opened: dict[Any, int] = {}
        self._preformatted: list[Any] = []

    def start(self, element: Any) -> None:
        self.separate(element.tag)
        if element.tag == "pre":
            self._preformatted.append(element)
        # A paid link is no reference of the text.
        if element.tag == "a" and element.get("href") and "sponsored" not in (element.get("rel") or "").lower():
            self._opened[element] = self._length
        self.write(element.text)

    def end(self, element: Any) -> None:
        start = self._opened.pop(element, None)
        if start is not None:
            self.anchors.append(Anchor(start, self._length, element.get("href").strip()))
        if self._preformatted and self._preformatted[-1] is element:
            self._preformatted.pop()
        self.separate(element.tag)

    def separate(self, tag: str) -> None:
        if tag in _BLOCKS or tag in _CELLS:
            self._append("\n" if tag in _BLOCKS else " ")

    def write(self, text: str | None) -> None:
        if text:
            self._append(text if self._preformatted else _SPACE.sub(" ", text))

    def _append(self, piece: str) -> None:
        self.pieces.append(piece)
        self._length += len(piece)


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
