"""Lines of parsed Markdown: their text, and beside it their shape, by which form is told from what the text says.

What a line means to a form is the form's own module.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from digest_pipeline.articles.links import written_spans

# In the shape of a line these stand for characters that say nothing about its form.
ESCAPED, BOLD, LINKED, CODE = "\x00", "\x01", "\x02", "\x03"
_STARS = "**"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch [start, end) of a line; `url` is where it leads, empty for bold words."""

    start: int
    end: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block.

    `shape` is as long as `text`; a character that was escaped or stands in bold, in a link or in code is replaced
    there, so that a separator found in the shape is one of the form, whatever the text holds.
    """

    text: str
    shape: str
    links: tuple[Span, ...] = ()
    bold: tuple[Span, ...] = ()

    def part(self, start: int, end: int | None = None) -> "Line":
        """Return the line from `start` to `end`, without the white space around it."""
        stop = len(self.text) if end is None else end
        cut = self.text[start:stop]
        start += len(cut) - len(cut.lstrip())
        stop -= len(cut) - len(cut.rstrip())
        stop = max(start, stop)
        return Line(
            self.text[start:stop],
            self.shape[start:stop],
            tuple(_shifted(self.links, start, stop)),
            tuple(_shifted(self.bold, start, stop)),
        )

    def words(self, span: Span) -> str:
        """Return the text of a stretch."""
        return self.text[span.start : span.end]

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield words and address of every link, and address twice of one that is written out without being a link."""
        for link in self.links:
            yield self.words(link), link.url
        bare = "".join(
            " " if mark in (LINKED, ESCAPED) else letter for letter, mark in zip(self.text, self.shape, strict=True)
        )
        for start, end in written_spans(bare):
            yield bare[start:end], bare[start:end]


def lines_of(inline: Token) -> tuple[Line, ...]:
    """Return the lines of an inline token; soft and hard breaks end one."""
    building = _Building()
    lines = []
    for token in _as_meant(inline.children or ()):
        if token.type in ("softbreak", "hardbreak"):
            lines.append(building.line())
            building = building.continued()
        else:
            building.take(token)
    lines.append(building.line())
    return tuple(line.part(0) for line in lines)


def joined(lines: Sequence[Line]) -> Line:
    """Return lines as one, with a space between them."""
    text, shape = " ".join(line.text for line in lines), " ".join(line.shape for line in lines)
    links: list[Span] = []
    bold: list[Span] = []
    offset = 0
    for line in lines:
        links += (Span(span.start + offset, span.end + offset, span.url) for span in line.links)
        bold += (Span(span.start + offset, span.end + offset) for span in line.bold)
        offset += len(line.text) + 1
    return Line(text, shape, tuple(links), tuple(bold)).part(0)


class _Building:
    """A line as its tokens come in."""

    def __init__(self, url: str | None = None, *, bold: bool = False) -> None:
        self._text: list[str] = []
        self._shape: list[str] = []
        self._links: list[Span] = []
        self._bold: list[Span] = []
        self._length = 0
        self._url = url
        self._link_start = 0
        self._is_bold = bold
        self._bold_start = 0

    def take(self, token: Token) -> None:
        """Add a token to the line."""
        if token.type == "link_open":
            self._url, self._link_start = str(token.attrs["href"]), self._length
        elif token.type == "link_close":
            self._end_link()
            self._url = None
        elif token.type == "strong_open":
            self._end_bold()
            self._is_bold, self._bold_start = True, self._length
        elif token.type == "strong_close":
            self._end_bold()
            self._is_bold = False
        elif token.type == "image":
            source = str(token.attrs["src"])
            self._links.append(Span(self._length, self._length + len(token.content), source))
            self._add(token.content, LINKED)
        else:
            marks = {"text_special": ESCAPED, "code_inline": CODE}
            self._add(token.content, marks.get(token.type, ""))

    def line(self) -> Line:
        """Return the line as far as it came."""
        self._end_link()
        self._end_bold()
        return Line("".join(self._text), "".join(self._shape), tuple(self._links), tuple(self._bold))

    def continued(self) -> "_Building":
        """Return the next line, within the same link and bold run."""
        return _Building(self._url, bold=self._is_bold)

    def _add(self, content: str, mark: str) -> None:
        if self._url is not None:
            mark = LINKED
        elif self._is_bold and not mark:
            mark = BOLD
        self._text.append(content)
        self._shape.append(mark * len(content) if mark else content)
        self._length += len(content)

    def _end_link(self) -> None:
        if self._url is not None:
            self._links.append(Span(self._link_start, self._length, self._url))

    def _end_bold(self) -> None:
        if self._is_bold and self._length > self._bold_start:
            self._bold.append(Span(self._bold_start, self._length))


def _shifted(spans: Sequence[Span], start: int, stop: int) -> Iterator[Span]:
    for span in spans:
        if (span.start < stop and span.end > start) or start <= span.start == span.end <= stop:
            yield Span(max(span.start, start) - start, min(span.end, stop) - start, span.url)


def _as_meant(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens with the bold that their writer meant: where CommonMark leaves stars, pairs of them in their order.

    `**“x”**的…**y**` is bold from the second to the third pair for CommonMark, where it is anything at all.
    """
    split = list(_split_at_stars(tokens))
    stars = [token for token in split if _STARS in (token.content, token.markup)]
    if len(stars) % 2 or all(token.markup == _STARS for token in stars):
        yield from tokens
        return
    opens = True
    for token in split:
        if token in stars:
            yield Token("strong_open" if opens else "strong_close", "strong", 1 if opens else -1, markup=_STARS)
            opens = not opens
        else:
            yield token


def _split_at_stars(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type != "text" or _STARS not in token.content:
            yield token
            continue
        for piece in re.split(r"(\*\*)", token.content):
            yield Token("text", "", 0, content=piece)
