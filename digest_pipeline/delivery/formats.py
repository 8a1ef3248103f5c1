"""An issue's Markdown as a channel takes it: on its own without a site around it, as HTML, or as plain text."""

import re
from functools import cache
from urllib.parse import urljoin

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_HEADING = re.compile(r"\A\s*#[ \t]+[^\n]*\n+")
# Text is escaped by our own templates, so that an unescaped bracket before a parenthesis is always a link.
_RELATIVE_LINK = re.compile(r"(?<![\\!])\[((?:\\.|\[[^\[\]\\]*\]|[^\[\]\\])*)\]\((?!https?://|mailto:)([^()\s]*)\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>:]*>|<!--.*?-->", re.DOTALL)
# A picture would be fetched from somewhere by whoever opens the message.
_TAGS = nh3.ALLOWED_TAGS - {"img"}


def standing_alone(markdown: str, page: str) -> str:
    """Return the body of an issue's Markdown for a message that carries the title itself.

    Front matter, the first heading and bare HTML are left out; a link within the site leads to the site at `page`, and
    is plain text when the site has no address.
    """
    body = _HEADING.sub("", _FRONT_MATTER.sub("", markdown))
    return _linked(_TAG.sub("", body), page).strip() + "\n"


def in_a_repository(markdown: str, page: str) -> str:
    """Return an issue's Markdown as a file that other pages of the site do not lie beside.

    A link to one of them leads to the site at `page`, and is plain text when the site has no address; a link to a
    heading of the file itself stays.
    """
    return _linked(markdown, page, kept=("#",))


def as_html(markdown: str) -> str:
    """Return Markdown as HTML that holds nothing but text, structure and links."""
    return nh3.clean(_parser().render(markdown), tags=_TAGS, url_schemes={"http", "https", "mailto"})


def as_text(markdown: str) -> str:
    """Return Markdown as plain text: lists keep their marks, a link has its address behind it."""
    return _Plain(_parser().parse(markdown)).text()


def _linked(markdown: str, page: str, *, kept: tuple[str, ...] = ()) -> str:
    """Return Markdown without relative links but those that begin with one of `kept`."""

    def absolute(match: re.Match[str]) -> str:
        if match[2].startswith(kept):
            return match[0]
        return f"[{match[1]}]({urljoin(page, match[2])})" if page else match[1]

    return _RELATIVE_LINK.sub(absolute, markdown)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


class _Plain:
    """One pass over the tokens of a document; a line is given the marks and the indentation of the lists it is in."""

    def __init__(self, tokens: list[Token]) -> None:
        self._lines: list[str] = []
        self._numbers: list[int | None] = []
        self._mark = ""
        self._row: list[str] | None = None
        for token in tokens:
            self._take(token)

    def text(self) -> str:
        """Return the whole text."""
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip() + "\n"

    def _take(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self._numbers.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._numbers.pop()
            self._lines += [""] if not self._numbers else []
        elif token.type == "list_item_open":
            self._begin_item()
        elif token.type == "inline":
            self._write(_inline(token.children or []))
        elif token.type in {"fence", "code_block"}:
            self._write(token.content)
        elif token.type == "tr_open":
            self._row = []
        elif token.type == "tr_close":
            cells, self._row = self._row or [], None
            self._write(" | ".join(cells))
        elif token.type in {"paragraph_close", "heading_close", "table_close"} and not token.hidden:
            self._lines.append("")

    def _begin_item(self) -> None:
        number = self._numbers[-1]
        self._mark = "- " if number is None else f"{number}. "
        self._numbers[-1] = None if number is None else number + 1

    def _write(self, text: str) -> None:
        if self._row is not None:
            self._row.append(text)
            return
        depth = "  " * max(len(self._numbers) - 1, 0)
        for line in text.split("\n"):
            hanging = "  " if self._numbers and not self._mark else ""
            self._lines.append(f"{depth}{self._mark or hanging}{line}".rstrip())
            self._mark = ""


def _inline(tokens: list[Token]) -> str:
    parts: list[str] = []
    links: list[tuple[int, str]] = []
    for token in tokens:
        if token.type == "link_open":
            links.append((len(parts), str(token.attrGet("href") or "")))
        elif token.type == "link_close":
            start, address = links.pop()
            shown = "".join(parts[start:])
            parts += [f" {address}"] if address and shown != address else []
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif token.type != "html_inline":
            parts.append(token.content)
    return "".join(parts)
