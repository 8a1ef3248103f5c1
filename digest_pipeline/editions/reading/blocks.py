"""Markdown as a list of blocks with their lines, parsed by markdown-it-py.

What a block means to a form is the form's own module.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from digest_pipeline.editions.reading.inline import Line, joined, lines_of

BlockKind = Literal["heading", "paragraph", "list", "item", "quote", "rule", "code"]
_KINDS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
}


class ReadingError(Exception):
    """A text is no issue that can be read; the message names the line and what was looked for."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block: `line` is where it begins, from 1; `level` is that of a heading, `number` that of an ordered item."""

    kind: BlockKind
    line: int
    level: int = 0
    number: int | None = None
    lines: tuple[Line, ...] = ()
    children: tuple["Block", ...] = ()

    @property
    def whole(self) -> Line:
        """The lines of the block itself as one."""
        return joined(self.lines)

    def walk(self) -> Iterator["Block"]:
        """Yield this block and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed Markdown file; `front` is its front matter."""

    blocks: tuple[Block, ...]
    front: dict[str, Any]

    def walk(self) -> Iterator[Block]:
        """Yield every block, in the order of the text."""
        for block in self.blocks:
            yield from block.walk()


def parse(text: str) -> Document:
    """Return the blocks of a CommonMark text, with YAML front matter or without.

    Raises:
        ReadingError: when the front matter is no YAML.
    """
    tokens = _parser().parse(text)
    front = next((_front_matter(token) for token in tokens if token.type == "front_matter"), {})
    return Document(tuple(_blocks([token for token in tokens if token.type != "front_matter"])), front)


def _front_matter(token: Token) -> dict[str, Any]:
    try:
        # BaseLoader: a date stays as it is written, with its zone.
        content = yaml.load(token.content, Loader=yaml.BaseLoader)  # noqa: S506  strings, lists and mappings alone
    except yaml.YAMLError as error:
        line = error.problem_mark.line + 2 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else 1
        raise ReadingError(f"line {line}: the front matter is no YAML") from error
    return content if isinstance(content, dict) else {}


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _end(tokens, at) if token.nesting == 1 else at
        line = token.map[0] + 1 if token.map else 0
        if token.type == "hr":
            yield Block("rule", line)
        elif token.type in ("fence", "code_block"):
            yield Block("code", line, lines=tuple(Line(text, text) for text in token.content.splitlines()))
        elif token.type in ("heading_open", "paragraph_open"):
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            yield Block(_KINDS[token.type], line, level=level, lines=lines_of(tokens[at + 1]))
        elif token.type in _KINDS:
            number = int(token.info) if token.type == "list_item_open" and token.info else None
            yield Block(_KINDS[token.type], line, number=number, children=tuple(_blocks(tokens[at + 1 : end])))
        at = end + 1


def _end(tokens: Sequence[Token], start: int) -> int:
    """Return where the block that opens at `start` closes."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    raise AssertionError("markdown-it closes what it opens")


@cache
def _parser() -> MarkdownIt:
    # Tags are text, as every other character; what was escaped stays apart from what was not.
    parser = MarkdownIt("commonmark", {"html": False}).disable("text_join").use(front_matter_plugin)
    # Addresses stay as they are written; how they are printed is the emission's matter.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser
