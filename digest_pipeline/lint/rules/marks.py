"""Markdown that does not show what was meant: bold left as stars, LaTeX, crooked lists, headings glued to the text."""

import re
from collections.abc import Iterator

from digest_pipeline.lint.document import Document, Line

_LATEX = re.compile(
    r"(?<![\w$])\${1,2}(?=[^\s\d$])(?P<inner>[^$\n]{1,120}?)(?<=\S)\${1,2}(?![\w$])"
    r"|(?<![\w$])\$(?=\d[^$\s]*[\\^_=])(?P<power>[^$\s]{2,60})\$(?![\w$])"
    r"|\\(?:frac|mathbb|mathcal|mathrm|mathbf|text|sum|int|sqrt|begin|left|alpha|beta|theta|lambda|times|cdot|leq?|geq?|approx)\b"
)
# An amount of money between two dollar signs is no formula: "$USD to A$".
_PROSE = re.compile(r"\s\w+\s\w+")
_BOLD = re.compile(r"\*\*(?!\s)((?:[^*]|\*(?!\*))+?)(?<!\s)\*\*")
_NO_MARK = re.compile(r"\\[*`]|(`+)(?!`).*?(?<!`)\1(?!`)")
_ADDRESS = re.compile(r"\]\([^)]*\)|&#?\w+;")
_SHOWN = 20
_HEADING = re.compile(r" {0,3}#{1,6}\s")


def unrendered_bold(document: Document) -> Iterator[tuple[int, str]]:
    """Words between pairs of stars that are not what CommonMark sets in bold: their stars are printed, or others are.

    A pair can't open between a letter and a punctuation mark, nor close between a punctuation mark and a letter.
    """
    for line in document.lines:
        written = _marked(document, line)
        if "**" not in written:
            continue
        bold = {_letters(words) for words in line.bold}
        runs = [run for run in _BOLD.findall(written) if _letters(run) and _letters(run) not in bold]
        if not runs and "**" in line.prose and written.count("**") > 2 * len(line.bold) + 1:
            runs = [line.prose[line.prose.index("**") + 2 :][:_SHOWN]]
        for run in runs:
            yield line.number, f"{run!r} does not render as bold"


def stars(document: Document) -> Iterator[tuple[int, str]]:
    """Pairs of stars that are text: escaped, or alone."""
    for line in document.lines:
        if "**" in line.prose and _marked(document, line).count("**") <= 2 * len(line.bold) + 1:
            yield line.number, "stars stand in the text"


def latex(document: Document) -> Iterator[tuple[int, str]]:
    """Formulas in LaTeX, which Markdown prints as they are."""
    for line in document.lines:
        if "$" not in line.prose and "\\" not in line.prose:
            continue
        for found in _LATEX.finditer(line.prose):
            if not _PROSE.search(found["inner"] or ""):
                yield line.number, f"{found[0]!r} is printed as it stands"
                break


def odd_indent(document: Document) -> Iterator[tuple[int, str]]:
    """Outer lists that are indented by a space or more, once an item."""
    reported: set[int] = set()
    for one in document.lists:
        if one.depth == 1 and one.indent:
            item = document.item_at(one.line)
            where = item.line if item else one.line
            if where not in reported:
                reported.add(where)
                yield one.line, f"an outer list indented by {one.indent} space{'s' if one.indent > 1 else ''}"


def mixed_bullets(document: Document) -> Iterator[tuple[int, str]]:
    """The first list of another mark than the lists before it."""
    for one in document.lists:
        if one.mark != document.lists[0].mark:
            yield one.line, f"{one.mark!r} here, {document.lists[0].mark!r} in line {document.lists[0].line}"
            return


def glued_heading(document: Document) -> Iterator[tuple[int, str]]:
    """Headings without a blank line before them."""
    for line in document.lines:
        if line.kind != "heading" or line.number == 1:
            continue
        before = document.source[line.number - 2].strip()
        if before and _HEADING.match(document.source[line.number - 1]) and not before.startswith(("<", "---")):
            yield line.number, "a heading without a blank line before it"


def front_matter(document: Document) -> Iterator[tuple[int, str]]:
    """Front matter that no site generator reads."""
    if document.unparsed_front_matter:
        yield 1, document.unparsed_front_matter


def _marked(document: Document, line: Line) -> str:
    """Return a line as it was written, without the stars that are no marks: escaped ones, and those in code."""
    written = document.source[line.number - 1]
    return _NO_MARK.sub(lambda found: found[0].replace("*", ""), written) if "*" in written else ""


def _letters(words: str) -> str:
    """Return the letters and figures of `words`, whatever is escaped, linked or set as code among them."""
    return "".join(filter(str.isalnum, _ADDRESS.sub("", words)))
