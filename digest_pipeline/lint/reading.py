"""Markdown to `Document`: any list of headings or ordered list, ours and others', as CommonMark has it.

Tolerant: what is no issue is read as well, and what does not parse is left for the rules to say. Which headings are
stories is `structure.py`, the window that a title claims is `window.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from digest_pipeline.lint.document import Document, Language, Line, LineKind, Link, List
from digest_pipeline.lint.structure import items_of, overview_of
from digest_pipeline.lint.window import printed_window, window_of
from digest_pipeline.urls import trimmed

_ADDRESS = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_KINDS: dict[str, LineKind] = {"blockquote": "quote", "li": "list"}


def read(text: str) -> Document:
    """Return what a Markdown file says, with the number of every line it says it on."""
    source = text.splitlines()
    tokens = _parser().parse(text)
    front, unparsed = _front_matter(tokens, source)
    walk = _Walk(source)
    for token in tokens:
        walk.take(token)
    lines = walk.lines
    title = str(front.get("title") or "") or next((line.text for line in lines if line.kind == "heading"), "")
    language = _language(text)
    window = window_of(title, front.get("date"), language)
    if window:
        window = printed_window(line.text for line in lines) or window
    items = items_of(lines, walk.breaks) if window else ()
    return Document(
        source=tuple(source),
        language=language,
        window=window,
        lines=tuple(lines),
        items=items,
        overview=overview_of(lines, items) if window else (),
        lists=tuple(walk.lists),
        unparsed_front_matter=unparsed,
    )


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(front_matter_plugin)


def _language(text: str) -> Language:
    """Return the language most is said in: a Chinese character says about as much as half an English word."""
    return "zh" if len(_HAN.findall(text)) > len(_LATIN_WORD.findall(text)) else "en"


def _front_matter(tokens: Sequence[Token], source: Sequence[str]) -> tuple[dict[str, object], str]:
    """Return the keys of the front matter, and why there are none where some were meant."""
    if not tokens or tokens[0].type != "front_matter":
        meant = len(source) > 1 and source[0].strip() == "---" and re.match(r"[\w-]+:", source[1])
        return {}, "it is never closed by a line of ---" if meant else ""
    try:
        content = yaml.load(tokens[0].content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  safe
    except (yaml.YAMLError, ValueError) as error:
        return {}, " ".join(str(error).split())
    return (content, "") if isinstance(content, dict) else ({}, "it holds no keys and values")


@dataclass
class _Walk:
    """A walk over the tokens: what was met, and the blocks around the next one, outermost first."""

    source: Sequence[str]
    lines: list[Line] = field(default_factory=list)
    lists: list[List] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    _around: list[str] = field(default_factory=list)
    _marks: list[Token] = field(default_factory=list)
    _opens: bool = False

    def take(self, token: Token) -> None:
        """Take the next token of the document."""
        number = token.map[0] + 1 if token.map else 0
        kind, _, side = token.type.rpartition("_")
        if kind in ("bullet_list", "ordered_list"):
            self._take_list(token, number)
        elif kind in ("blockquote", "list_item", "heading"):
            if side == "close":
                self._around.pop()
            else:
                self._around.append(token.tag)
                self._opens = kind == "list_item"
        elif token.type == "hr":
            self.breaks.append(number)
        elif token.type == "inline" and token.map:
            self.lines.extend(self._lines_of(token, number))
            self._opens = False

    def _take_list(self, token: Token, number: int) -> None:
        if token.nesting < 0:
            self._marks.pop()
            return
        self._marks.append(token)
        if token.type == "bullet_list_open":
            written = self.source[number - 1]
            indent = len(written) - len(written.lstrip(" "))
            self.lists.append(List(number, token.markup, indent, len(self._marks)))

    def _lines_of(self, token: Token, number: int) -> Iterator[Line]:
        inner = self._around[-1] if self._around else ""
        kind = _KINDS.get(inner, "heading" if inner else "paragraph")
        level = int(inner[1]) if kind == "heading" else len(self._marks)
        ordered = kind != "heading" and bool(self._marks) and self._marks[-1].type == "ordered_list_open"
        place = Line(number, kind, level, "", "", opens=self._opens, ordered=ordered)
        part: list[Token] = []
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                yield from _line(part, place)
                part, place = [], replace(place, number=place.number + 1, opens=False)
            else:
                part.append(child)
        yield from _line(part, place)


@dataclass
class _Inline:
    """What the tokens of one line say so far."""

    number: int
    text: list[str] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    _linked: tuple[int, Token] | None = None
    _strong: list[int] = field(default_factory=list)

    def take(self, token: Token) -> None:
        """Take the next token of the line."""
        if token.type in ("text", "code_inline", "image"):
            self.text.append(token.content)
            self.prose.append(token.content if token.type == "text" else " ")
            if token.type == "text" and self._linked is None:
                self.links.extend(_bare(token.content, self.number))
        elif token.type == "link_open":
            self._linked = len(self.text), token
        elif token.type == "link_close" and self._linked:
            start, opening = self._linked
            url, bare = str(opening.attrs.get("href", "")), opening.markup == "autolink"
            self.links.append(Link(self.number, "".join(self.text[start:]).strip(), url, bare))
            self._linked = None
        elif token.type == "strong_open":
            self._strong.append(len(self.text))
        elif token.type == "strong_close" and self._strong:
            self.bold.append("".join(self.text[self._strong.pop() :]))


def _line(part: Sequence[Token], place: Line) -> Iterator[Line]:
    """Yield the line at `place` with what its tokens say; nothing where they say nothing."""
    inline = _Inline(place.number)
    for token in part:
        inline.take(token)
    text, prose = "".join(inline.text).strip(), "".join(inline.prose).strip()
    if text or inline.links:
        yield replace(place, text=text, prose=prose, links=tuple(inline.links), bold=tuple(inline.bold))


def _bare(text: str, number: int) -> Iterator[Link]:
    for match in _ADDRESS.finditer(text):
        url = trimmed(match[0])
        yield Link(number, url, url, bare=True)
