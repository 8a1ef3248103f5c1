"""A Markdown issue as its reader meets it: lines of text with their links, items, the overview, the window it claims.

Only data and what follows from its own fields; how it is read off the Markdown is `reading.py`. Line numbers count
from 1, in the file as it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from digest_pipeline.lint.words import RELATED_PAPER, RESOURCES
from digest_pipeline.urls import arxiv_id, canonical, status_id

LineKind = Literal["heading", "paragraph", "quote", "list"]
Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Link:
    """One address and the words that stand for it; a *bare* one stands for itself."""

    line: int
    text: str
    url: str
    bare: bool = False

    @property
    def leaves(self) -> bool:
        """Whether it leads out of the issue and its site."""
        return self.url[:5].lower().startswith("http")

    @cached_property
    def canonical(self) -> str:
        """The canonical form of the address, empty for what is none."""
        return canonical(self.url)

    @cached_property
    def paper(self) -> str | None:
        """The arXiv id in the address."""
        return arxiv_id(self.url)

    @cached_property
    def post(self) -> int | None:
        """The id of a post on X in the address."""
        return status_id(self.url)


@dataclass(frozen=True)
class Line:
    """One line of a block: its text without mark-up, and the same without code, in which nothing is Markdown.

    `level` is a heading's level, of other lines in how many lists they stand; `opens` says whether the line opens its
    entry of a list, `ordered` whether that list counts. `bold` are the words in bold.
    """

    number: int
    kind: LineKind
    level: int
    text: str
    prose: str
    links: tuple[Link, ...] = ()
    bold: tuple[str, ...] = ()
    opens: bool = False
    ordered: bool = False


@dataclass(frozen=True)
class Item:
    """One story of an issue: its lines, the heading first; *listed* when it is an entry of a list."""

    lines: tuple[Line, ...]
    listed: bool = False

    @property
    def line(self) -> int:
        """The number of the line it begins at."""
        return self.lines[0].number

    @property
    def heading(self) -> str:
        """Its first line, without mark-up."""
        return self.lines[0].text

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link of the item that leads out of the issue, in order."""
        return tuple(link for line in self.lines for link in line.links if link.leaves)

    @cached_property
    def text(self) -> str:
        """Everything it says, a line of text a line."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def resources(self) -> tuple[Line, ...]:
        """The lines under its heading of resources."""
        return tuple(_resources(self.lines))

    @cached_property
    def sources(self) -> tuple[Link, ...]:
        """The links that say where the story comes from: not its resources, nor a paper called related."""
        resources = {line.number for line in self.resources}
        return tuple(
            link
            for line in self.lines
            if line.number not in resources and not RELATED_PAPER.match(line.text)
            for link in line.links
            if link.leaves
        )


@dataclass(frozen=True, slots=True)
class Window:
    """The time [start, end) an issue claims to tell of; `exact` when it names hours and not only days.

    `first` and `last` are its days as the issue writes them.
    """

    start: datetime
    end: datetime
    first: date
    last: date
    exact: bool


@dataclass(frozen=True, eq=False)
class Document:
    """A Markdown file. Without a `window` it is no issue, and what an issue owes its readers is not asked of it."""

    source: tuple[str, ...]
    language: Language
    window: Window | None
    lines: tuple[Line, ...]
    items: tuple[Item, ...] = ()
    overview: tuple[Line, ...] = ()
    lists: tuple["List", ...] = ()
    unparsed_front_matter: str = ""

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link of the file, in order."""
        return tuple(link for line in self.lines for link in line.links)

    @property
    def told(self) -> Iterator[Line]:
        """Yield the lines that tell the stories; of what is no issue, all."""
        for item in self.items:
            yield from item.lines
        if not self.items:
            yield from self.lines

    def item_at(self, line: int) -> Item | None:
        """Return the item that holds the line of this number, None outside all items."""
        return next((item for item in self.items if item.line <= line <= item.lines[-1].number), None)


@dataclass(frozen=True, slots=True)
class List:
    """A bullet list as the source writes it: its first line, the mark, and by how many spaces it is indented."""

    line: int
    mark: str
    indent: int
    depth: int


def _resources(lines: Sequence[Line]) -> Iterator[Line]:
    inside = False
    for line in lines[1:]:
        if line.kind == "heading" or (line.bold and line.text.rstrip(":： ") == line.bold[0].rstrip(":： ")):
            inside = bool(RESOURCES.fullmatch(line.text))
        elif inside:
            yield line
