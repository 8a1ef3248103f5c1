"""From the lines of an article to Markdown that renders as their very characters (CommonMark with GitHub's tables).

What the lines are is decided in `render.py`; how a text is escaped in the project's `markdown.py`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import punctuation
from typing import Any

from digest_pipeline.articles.blocks import BlockKind, Run
from digest_pipeline.markdown import escape, link
from digest_pipeline.webtext import clean, printable_address

_PAIRS = dict(zip("“‘\"'(（「『《【[〈", "”’\"')）」』》】]〉", strict=True))
# At the start of a line "[`]: x`](y)" is the definition of a link: brackets within code count there.
_BRACKET = re.compile(r"[\[\]]")
_BACKTICKS = re.compile("`+")


class Border(Run):
    """What stands between two cells of a row; the text of a page is never one."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an article: a block's kind, level and number, and its normalised runs.

    `href` of a run is the target it is to be linked to, or empty. `code` are the lines of a code block with their
    indentation. Rows with the same `table` belong together.
    """

    kind: BlockKind
    level: int
    number: int
    runs: tuple[Run, ...]
    code: str = ""
    table: Any = None


def markdown_of(lines: Sequence[Line]) -> str:
    """Return the Markdown of `lines`, one block a line, rows of a table together."""
    writer = _Writer()
    for (is_row, _), group in groupby(lines, lambda line: (line.kind == "row", id(line.table))):
        if is_row:
            writer.table(list(group))
        else:
            for line in group:
                writer.line(line)
    return "".join(writer.pieces)


@dataclass(slots=True)
class _Item:
    """An open list item: where its content begins, its number (0: a bullet) and the mark behind it."""

    indent: int
    number: int
    delimiter: str


class _Writer:
    """Writes blocks one below the other, and knows which lists are open."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._items: list[_Item] = []
        self._last: Line | None = None

    def line(self, line: Line) -> None:
        """Write any line but a row."""
        if line.kind == "item":
            self._item(line)
        elif line.kind == "quote":
            marks = "> " * line.level
            joined = self._last is not None and self._last.kind == "quote"
            self._add(line, marks + inline(line.runs), "\n>\n" if joined else "\n\n")
        elif line.kind == "heading":
            self._add(line, f"{'#' * line.level} {inline(line.runs)}")
        elif line.kind == "caption":
            self._add(line, inline([run._replace(bold=False, italic=True) for run in line.runs]))
        else:
            self._add(line, self._indented(line, _fenced(line.code) if line.kind == "code" else inline(line.runs)))

    def table(self, rows: list[Line]) -> None:
        """Write rows as a table; the first is its head."""
        cells = [[inline(cell, in_table=True) for cell in _cells(row.runs)] for row in rows]
        width = max(map(len, cells))
        full = [row + [""] * (width - len(row)) for row in cells]
        head, *body = [f"| {' | '.join(row)} |" for row in full]
        self._add(rows[-1], self._indented(rows[0], "\n".join([head, f"|{' --- |' * width}", *body])))

    def _item(self, line: Line) -> None:
        depth = min(line.level, len(self._items) + 1)
        before = self._items[depth - 1] if len(self._items) >= depth else None
        is_next = before is not None and before.number > 0 and line.number == before.number + 1
        delimiter = before.delimiter if before else "."
        if before and before.number and line.number and not is_next:
            # Another list right behind an ordered one would go on counting, were its mark the same.
            delimiter = ")" if delimiter == "." else "."
        mark = f"{line.number}{delimiter} " if line.number else "- "
        indent = self._items[depth - 2].indent if depth > 1 else 0
        self._items[depth - 1 :] = [_Item(indent + len(mark), line.number, delimiter)]
        # A list that does not begin with 1 can't stand right below a paragraph.
        tight = self._last is not None and self._last.kind == "item" and (not line.number or is_next)
        self._add(line, f"{' ' * indent}{mark}{inline(line.runs)}", "\n" if tight else "\n\n")

    def _indented(self, line: Line, text: str) -> str:
        """Return `text` as a part of the list item that is open at the line's depth."""
        del self._items[line.level :]
        indent = " " * self._items[-1].indent if self._items else ""
        return "\n".join([indent + part if part else "" for part in text.split("\n")]) if indent else text

    def _add(self, line: Line, text: str, separator: str = "\n\n") -> None:
        if line.kind in {"heading", "quote", "caption"}:
            self._items.clear()
        self.pieces.append(separator + text if self.pieces else text)
        self._last = line


def _fenced(code: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(code)), default=0))
    return f"{fence}\n{code}\n{fence}"


def _cells(runs: Iterable[Run]) -> Iterator[list[Run]]:
    cell: list[Run] = []
    for run in runs:
        if isinstance(run, Border):
            yield cell
            cell = []
        else:
            cell.append(run)
    yield cell


# --- Within a line ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Atom:
    """A piece of a line: text to be escaped with asterisks around it, or `source` that is Markdown already."""

    text: str
    mark: str = ""
    source: str = ""

    @property
    def first(self) -> str:
        return self.source[:1] or self.text[:1]

    @property
    def last(self) -> str:
        return self.source[-1:] or self.text[-1:]


def inline(runs: Iterable[Run], *, in_table: bool = False) -> str:
    """Return runs as Markdown within a line: bold, italic, code and links, each where CommonMark will render it."""
    atoms: list[_Atom] = []
    for href, group in groupby(runs, lambda run: run.href):
        address = printable_address(href) if href else None
        dressed = _dressed(group, in_table=in_table, in_link=bool(address))
        if address and any(atom.first for atom in dressed):
            before, after = _trimmed(dressed)
            # The part of a link behind its text, in which what could end it early is encoded.
            target = link("", href).removeprefix("[")
            whole = _Atom("", source=f"[{_joined(_set(dressed, '[', ']'))}{target}")
            atoms += [_Atom(before), whole, _Atom(after)]
        else:
            atoms += dressed
    return _joined(_set([atom for atom in atoms if atom.first]))


def _dressed(runs: Iterable[Run], *, in_table: bool, in_link: bool) -> list[_Atom]:
    atoms = []
    for (is_code, mark), group in groupby(runs, lambda run: (run.code, _mark(run))):
        text = "".join(run.text for run in group)
        body = text.strip() if text.isprintable() else clean(text)
        before, after = " " * (text[:1] == " "), " " * (text[-1:] == " ")
        if not body:
            atoms.append(_Atom(before))
        elif is_code and not (in_link and _BRACKET.search(body)):
            atoms += [_Atom(before), _Atom("", source=_code(body, in_table=in_table)), _Atom(after)]
        else:
            atoms += [_Atom(before), _Atom(body, mark), _Atom(after)] if mark else [_Atom(before + body + after)]
    return [atom for atom in atoms if atom.first]


def _mark(run: Run) -> str:
    return "" if run.code else "**" * run.bold + "*" * run.italic


def _code(text: str, *, in_table: bool) -> str:
    fence = "`" * (1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    padding = " " if text.startswith("`") or text.endswith("`") else ""
    # The pipe of a cell must be escaped even within code (GFM, example 200).
    return f"{fence}{padding}{text.replace('|', chr(92) + '|') if in_table else text}{padding}{fence}"


def _trimmed(atoms: list[_Atom]) -> tuple[str, str]:
    """Take the white space from both ends of the atoms of a link, and return it."""
    before = " " * atoms[0].first.isspace()
    atoms[0].text = atoms[0].text.lstrip()
    after = " " * atoms[-1].last.isspace()
    atoms[-1].text = atoms[-1].text.rstrip()
    return before, after


def _set(atoms: list[_Atom], before: str = "", after: str = "") -> list[_Atom]:
    """Return the atoms with asterisks only where they open and close, whatever stands around them.

    By the flanking rules (CommonMark 0.31, 6.2) `**(x)**中` stays literal: punctuation at the ends of a run is set
    outside of it where a letter follows. Two runs that touch would make one row of asterisks: the second loses its own.
    """
    result: list[_Atom] = []
    for place, atom in enumerate(atoms):
        previous = result[-1] if result else None
        left = ("*" if previous.mark else previous.last) if previous else before
        if not atom.mark or (previous and previous.mark):
            result.append(_Atom(atom.text, "", atom.source))
            continue
        right = atoms[place + 1].first if place + 1 < len(atoms) else after
        start, end = 0, len(atom.text)
        while start < end and not _may_open(left, atom.text[start]):
            left = atom.text[start]
            start += 1
        while end > start and not _may_open(right, atom.text[end - 1]):
            right = atom.text[end - 1]
            end -= 1
        # A quotation mark or bracket that was set outside takes its partner with it.
        if (
            end > start
            and _PAIRS.get(atom.text[start]) == atom.text[end : end + 1]
            and _may_open("(", atom.text[start + 1])
        ):
            start += 1
        parts = [_Atom(atom.text[:start]), _Atom(atom.text[start:end], atom.mark), _Atom(atom.text[end:])]
        result += [part for part in parts if part.first]
    return result


def _may_open(outside: str, inside: str) -> bool:
    """Say whether asterisks between these two characters open (or, mirrored, close) emphasis.

    Until version 0.31 symbols were no punctuation: what counts inside is the wider meaning, outside the narrower one.
    """
    if inside.isspace():
        return False
    if unicodedata.category(inside)[0] not in "PS":
        return True
    return not outside or outside.isspace() or outside in punctuation or unicodedata.category(outside)[0] == "P"


def _joined(atoms: list[_Atom]) -> str:
    pieces: list[str] = []
    for is_plain, group in groupby(atoms, lambda atom: not atom.mark and not atom.source):
        if is_plain:
            pieces.append(_plain("".join(atom.text for atom in group)))
        else:
            for atom in group:
                # An exclamation mark would make the link an image.
                if atom.source.startswith("[") and pieces and pieces[-1].endswith("!"):
                    pieces[-1] = f"{pieces[-1][:-1]}\\!"
                pieces.append(atom.source or f"{atom.mark}{escape(atom.text)}{atom.mark}")
    return "".join(pieces)


def _plain(text: str) -> str:
    body = escape(text)
    return f"{' ' * text[:1].isspace()}{body}{' ' * text[-1:].isspace()}" if body else " " * bool(text)
