"""A page as a reader sees it: lines, each with its place in the structure (heading, list, quotation, table, code).

Nothing is judged here. Which blocks are the article is said by `choice/` or a layout; what is stored of them by
`render.py`; what of a page is not seen at all by `sight.py`.
"""

import re
from typing import Any, Literal, NamedTuple

from lxml.etree import iterwalk  # type: ignore[import-untyped]

from digest_pipeline.articles.sight import Sight, is_hidden, is_note, role_tag, sight_of
from digest_pipeline.articles.text import single_blanks
from digest_pipeline.articles.tree import parse

BlockKind = Literal["paragraph", "heading", "item", "quote", "code", "row", "caption"]

# These begin and end a line.
_LINES = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "br",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
        ),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section"),
        *("summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    }
)
_CELLS = frozenset({"td", "th"})
# What no reader sees, what is struck through, and the readings beside Japanese characters, which tell a word twice.
_UNSEEN = frozenset(
    {
        *("applet", "audio", "button", "canvas", "datalist", "del", "dialog", "embed", "head", "iframe", "input"),
        *("noframes", "noscript", "object", "rp", "rt", "rtc", "s", "script", "select", "strike", "style", "svg"),
        *("template", "textarea", "video"),
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_ROWS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "caption"})
_FLAGS: dict[str, dict[str, Any]] = {
    **{key: {"bold": True} for key in ("b", "strong")},
    **{key: {"italic": True} for key in ("em", "i", "cite", "dfn")},
    **{key: {"code": True} for key in ("code", "kbd", "samp", "tt", "var")},
    **{key: {"caption": True} for key in ("figcaption", "caption")},
    "pre": {"preformatted": True},
}
_CHANGING = frozenset({*_HEADINGS, *_LISTS, *_FLAGS, "a", "blockquote", "q", "table"})

_MARKUP = re.compile(r"<[a-zA-Z!/][^>]*>|&(#\w+|\w+);")
_LONGEST_NUMBER = 6
# Paid links, and those to the page's own shelf, keeper and neighbours, are no references of the text.
_UNLINKED = frozenset({"sponsored", "tag", "author", "category", "next", "prev"})
_QUOTES = ('"', "'", "“", "”", "‘", "„", "«", "»", "「", "『")


class Run(NamedTuple):
    """A piece of a block in one dress; `href` is the address it links to, as written.

    A page has hundreds: a named tuple is made in a third of the time of a frozen dataclass.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


class Block(NamedTuple):
    """One line of a page.

    `level` is that of a heading (1 to 6), else the depth of the lists or quotations around it. `number` is an item's in
    an ordered list, else 0; what follows the first line of an item is a paragraph. The runs of a `row` hold a tab
    between cells, those of `code` their line ends. `element` is the innermost element that makes the line.
    """

    kind: BlockKind
    level: int
    number: int
    runs: tuple[Run, ...]
    element: Any

    @property
    def text(self) -> str:
        """What is read, not yet normalised."""
        return self.runs[0].text if len(self.runs) == 1 else "".join([run.text for run in self.runs])


def blocks_of_html(html: str) -> list[Block]:
    """Return the blocks of an HTML fragment; text without any mark-up keeps its own lines, as paragraphs."""
    if not _MARKUP.search(html):
        return [Block("paragraph", 0, 0, (Run(line),), None) for line in html.splitlines() if line.strip()]
    root = parse(html)
    return [] if root is None else read_blocks(root)


def read_blocks(root: Any, *, hidden: bool = False) -> list[Block]:
    """Return the blocks under the lxml element `root` in reading order, without what a reader does not see.

    The root itself is read even where it is hidden, and with `hidden` everything that is. Takes time in proportion to
    the size of the tree.
    """
    sight = sight_of(root)
    reader = _Reader(sight)
    instead = sight.instead
    walk = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            tag = element.tag
            unseen = tag in _UNSEEN or element in instead or (tag == "a" and is_note(element))
            if (unseen or (not hidden and is_hidden(element))) and element is not root:
                reader.pass_by(element)
                walk.skip_subtree()
            else:
                reader.start(element)
            continue
        if event == "end":
            reader.end(element)
        if element is not root:
            reader.write(element.tail)
    reader.close()
    return reader.blocks


class _Place(NamedTuple):
    """Where in the structure the walk stands, and in which dress text is there."""

    heading: int = 0
    lists: int = 0
    quotes: int = 0
    caption: bool = False
    table: bool = False
    preformatted: bool = False
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


class _Reader:
    """Collects runs of text into blocks while a tree is walked."""

    def __init__(self, sight: Sight) -> None:
        self.blocks: list[Block] = []
        self._instead = sight.instead
        self._tags = sight.tags
        self._place = _Place()
        self._lines: list[Any] = []
        self._left: list[tuple[Any, _Place]] = []
        self._runs: list[tuple[list[str], tuple[bool, bool, bool, str]]] = []
        self._counts: dict[Any, int] = {}
        self._item: int | None = None
        self._cells = 0

    def start(self, element: Any) -> None:
        """Enter an element and read the text before its first child."""
        if element.get("role") and (played := role_tag(element)):
            self._tags.setdefault(element, played)
        tag = self._tags.get(element, element.tag)
        if tag in _LINES:
            self._end_line(tag, is_break=tag == "br")
            self._lines.append(element)
        elif tag in _CELLS:
            self._start_cell()
        if tag == "li":
            self._start_item(element)
        elif tag == "tr":
            self._cells = 0
        elif tag in _CHANGING:
            self._left.append((element, self._place))
            self._place = self._place_in(element, tag)
            if tag == "q" and not _is_quoted(element):
                self.write("“")
        self.write(element.text)

    def end(self, element: Any) -> None:
        """Leave an element; of one that was passed by only the end is told."""
        tag = self._tags.get(element, element.tag)
        if tag in _LINES:
            self._end_line(tag)
            if self._lines and self._lines[-1] is element:
                self._lines.pop()
                if tag == "li":
                    self._item = None
        if self._left and self._left[-1][0] is element:
            if tag == "q" and not _is_quoted(element):
                self.write("”")
            self._place = self._left.pop()[1]

    def pass_by(self, element: Any) -> None:
        """Read what stands in place of an element, if anything."""
        if element.tag in _LINES:
            self._end_line(element.tag)
        self.write(self._instead.get(element))

    def write(self, text: str | None) -> None:
        """Add text to the line; white space opens none."""
        if text and (self._runs or self._place.preformatted or not text.isspace()):
            self._append(text if self._place.preformatted else single_blanks(text))

    def close(self) -> None:
        """End the block that is being written, if anything is in it."""
        if not self._runs:
            return
        runs = [("".join(pieces), dress) for pieces, dress in self._runs]
        self._runs = []
        if not all([text.isspace() for text, _ in runs]):  # noqa: C419  a list of one is made faster than a generator
            kind, level, number = self._kind()
            dressed = tuple([Run(text, *dress) for text, dress in runs])
            self.blocks.append(Block(kind, level, number, dressed, self._lines[-1] if self._lines else None))

    def _end_line(self, tag: str, *, is_break: bool = False) -> None:
        """End the line before or behind an element; within code it goes on, and within a cell of a table."""
        if not self._runs:
            return
        if self._place.preformatted and tag != "pre":
            if is_break or not self._runs[-1][0][-1].endswith("\n"):
                self._append("\n")
        elif self._place.table and tag not in _ROWS:
            self._append(" ")
        else:
            self.close()

    def _place_in(self, element: Any, tag: str) -> _Place:
        """Return where the walk stands within an element that changes the structure or the dress."""
        place = self._place
        if tag in _HEADINGS:
            place = place._replace(heading=_HEADINGS[tag])
        elif tag in _LISTS:
            place = place._replace(lists=place.lists + 1)
        elif tag == "blockquote":
            place = place._replace(quotes=place.quotes + 1)
        elif tag == "table":
            place = place._replace(table=True)
        elif tag == "a":
            if href := _address(element):
                place = place._replace(href=href)
        elif tag in _FLAGS:
            place = place._replace(**_FLAGS[tag])
        return place

    def _start_item(self, element: Any) -> None:
        parent = element.getparent()
        self._item = 0
        if parent is not None and parent.tag == "ol":
            following = self._counts.get(parent, (_number(parent, "start") or 1) - 1) + 1
            self._item = self._counts[parent] = _number(element, "value") or following

    def _start_cell(self) -> None:
        if not self._place.table:
            self.close()
            return
        if self._cells:
            self._append("\t")
        self._cells += 1

    def _append(self, text: str) -> None:
        place = self._place
        dress = (place.bold, place.italic, place.code, place.href)
        if self._runs and self._runs[-1][1] == dress:
            self._runs[-1][0].append(text)
        else:
            self._runs.append(([text], dress))

    def _kind(self) -> tuple[BlockKind, int, int]:
        place = self._place
        kind: BlockKind = "paragraph"
        level, number = place.lists, 0
        if place.preformatted:
            kind = "code"
        elif place.caption:
            kind = "caption"
        elif place.table:
            kind = "row"
        elif place.heading:
            kind, level = "heading", place.heading
        elif self._item is not None:
            kind, level, number, self._item = "item", max(1, place.lists), self._item, None
        elif place.quotes:
            kind, level = "quote", place.quotes
        return kind, level, number


def _number(element: Any, attribute: str) -> int:
    """Return a list's or an item's own number; 0 when it has none."""
    written = element.get(attribute) or ""
    return int(written) if written.isdecimal() and len(written) < _LONGEST_NUMBER else 0


def _address(link: Any) -> str:
    relations = link.get("rel")
    if relations and not _UNLINKED.isdisjoint(relations.lower().split()):
        return ""
    return (link.get("href") or "").strip()


def _is_quoted(quotation: Any) -> bool:
    """Say whether a quotation has marks of its own, beside those that a browser sets around it."""
    return (quotation.text or "").lstrip().startswith(_QUOTES)
