"""What a reader does not see of a page, or sees otherwise than it is written: looked up once for a whole tree.

Hidden elements, marks beside the text (footnotes, anchors of headings, line numbers), formulas, and tables that only
lay out a page. How the rest is read is `blocks.py`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml.etree import XPath  # type: ignore[import-untyped]

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ROLES = {"list": "ul", "listitem": "li", "heading": "h2"}
_LEVEL = re.compile("[1-6]")
_TEX_IMAGE = re.compile("math|latex|tex", re.IGNORECASE)

# Cells with such content lay out a page; data stands in cells as bare text, or in one paragraph, and is short.
_LAYOUT_CELLS = XPath(
    "descendant::td[table | h1 | h2 | h3 | article | section | center | pre | form | blockquote or count(p | div) > 1"
    " or div[div | p | table | ul | ol | h1 | h2 | h3 | h4 | section | article] or ul/li[p | div] or count(br) > 3"
    " or (p and br) or p[string-length(.) > 150]]"
)
_ROWS_OF_CELLS = XPath("descendant::tr[(td | th)[2]]")

# What leads to a footnote or back, or is the anchor of a heading; a bare number is a note only when it is raised.
_NOTE = re.compile(r"\s*(?:\[\s*\w{1,4}\s*\]|[#*†‡§¶🔗^↑↩⏎]\ufe0e?)\s*")
_LONGEST_MARK = 12
_MARK_PARTS = 8
_NUMBER = re.compile(r"\s*[+\-−]?\d{1,4}\s*", re.ASCII)
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻", " \t\r\n")

_LINE_NUMBERS = re.compile(
    r"(?:^|[\s_-])(?:gutter|ln|lnt|lnum|line-?numbers?|linenos?|blob-num)(?:$|[\s_-])", re.IGNORECASE
)
_NUMBERS = re.compile(r"\s*(?:\d+\s+)+\d+\s*", re.ASCII)
_DIGITS = re.compile(r"[\d\s]*", re.ASCII)
_TEX_MARKS = re.compile(r"[\\^_{]")


@dataclass(frozen=True, slots=True)
class Sight:
    """What is read in place of an element (nothing of an unseen one), and the tag that an element stands for."""

    instead: dict[Any, str] = field(default_factory=dict)
    tags: dict[Any, str] = field(default_factory=dict)


def sight_of(root: Any) -> Sight:
    """Return what is to be known of the elements under the lxml element `root` before they are read.

    Takes time in proportion to the size of the tree. Hidden elements are told by `is_hidden`, links within the page by
    `is_note`, elements with a role by `role_tag`: to ask each on the way costs less than to look for them here.
    """
    sight = Sight()
    tables, code = [], []
    for element in root.iter("table", "pre", "math", "sup", "img"):
        match element.tag:
            case "table":
                tables.append(element)
            case "pre":
                code.append(element)
            case "math" if element not in sight.instead:
                sight.instead.update(dict.fromkeys([*element.iter("math"), *_twins(element)], ""))
                sight.instead[element] = _formula(element)
            case "sup" if (mark := _raised(element)) is not None:
                sight.instead[element] = mark
            case "img" if element.get("alt") and _is_formula(element):
                sight.instead[element] = _tex(element.get("alt"))
    cells = root.iter("td") if tables else ()
    sight.instead.update(dict.fromkeys([*_line_numbers(code), *filter(_is_line_number, cells)], ""))
    sight.tags.update(dict.fromkeys(_layout_tables(root, tables), "div"))
    return sight


def is_hidden(element: Any) -> bool:
    """Say whether an element is hidden by itself; what a style sheet hides is not known."""
    style = element.get("style")
    return bool(style and _HIDDEN.search(style)) or element.get("hidden") is not None


def is_note(link: Any) -> bool:
    """Say whether an `a` element is a mark beside the text: of a footnote, the way back from it, a heading's anchor."""
    if not (link.get("href") or "").startswith("#"):
        return False
    text = _short_text(link)
    is_raised = link.get("role") == "doc-noteref" or (len(link) > 0 and link[0].tag == "sup")
    return text is not None and (is_raised or bool(_NOTE.fullmatch(text)))


def role_tag(element: Any) -> str | None:
    """Return the tag of the HTML element whose part an element plays by its `role`, or None."""
    tag = _ROLES.get(element.get("role"))
    level = element.get("aria-level") if tag == "h2" else None
    return f"h{level}" if level and _LEVEL.fullmatch(level) else tag


def _formula(math: Any) -> str:
    """Return a formula as the TeX it was made of, which `text.normalise` makes readable, else its bare characters."""
    for annotation in math.iter("annotation"):
        if "tex" in (annotation.get("encoding") or "") and annotation.text:
            return _tex(annotation.text)
    return _tex(math.get("alttext") or "") or "".join("".join(math.itertext()).split())


def _tex(source: str) -> str:
    plain = " ".join(source.split()).strip("$ ")
    return f"${plain}$" if _TEX_MARKS.search(plain) and "$" not in plain else plain


def _twins(math: Any) -> Iterable[Any]:
    """Yield what stands beside a formula to show it to the eye, for which the formula is read (KaTeX, MathJax)."""
    parent = math.getparent()
    for twin in () if parent is None else (parent.getprevious(), parent.getnext()):
        if twin is not None and twin.get("aria-hidden") == "true":
            yield twin


def _is_formula(image: Any) -> bool:
    return image.get("eeimg") is not None or bool(_TEX_IMAGE.search(image.get("class") or ""))


def _raised(sup: Any) -> str | None:
    """Return what is read of a raised mark: nothing of a footnote's, raised digits of a number, None of other text."""
    text = _short_text(sup)
    if text is None:
        return None
    if any("#" in (link.get("href") or "") for link in sup.iter("a")):
        return ""
    return text.translate(_RAISED) if not len(sup) and _NUMBER.fullmatch(text) else None


def _short_text(element: Any) -> str | None:
    """Return the text of an element that is as short as a mark, in text and in mark-up, else None."""
    parts = list(islice(element.iter(), _MARK_PARTS + 1))
    text = "".join(element.itertext()) if len(parts) <= _MARK_PARTS else ""
    return text if 0 < len(text) <= _LONGEST_MARK else None


def _line_numbers(code: list[Any]) -> Iterable[Any]:
    """Yield the elements that number the lines of code: within it, or a `pre` of their own beside it."""
    inner: set[Any] = set()
    for pre in code:
        if pre in inner:
            continue
        parts = list(pre.iter("pre", "span"))
        inner.update(parts)
        if len(parts) == 1 or _LINE_NUMBERS.search(pre.get("class") or ""):
            text = "".join(pre.itertext())
            if _NUMBERS.fullmatch(text) and _is_counting(text):
                yield pre
        yield from filter(_is_line_number, parts)


def _is_line_number(part: Any) -> bool:
    name = part.get("class")
    return bool(name and _LINE_NUMBERS.search(name)) and not len(part) and bool(_DIGITS.fullmatch(part.text or ""))


def _is_counting(numbers: str) -> bool:
    first, *others = (int(number) for number in numbers.split())
    return others == list(range(first + 1, first + 1 + len(others)))


def _layout_tables(root: Any, tables: list[Any]) -> list[Any]:
    """Return those of `tables` that lay out a page: those around such cells, and those of one column."""
    if not tables:
        return []
    around: set[Any] = set()
    for cell in _LAYOUT_CELLS(root):
        for above in cell.iterancestors():
            if above in around:
                break
            around.add(above)
    columns: set[Any] = set()
    for row in _ROWS_OF_CELLS(root):
        for above in row.iterancestors():
            if above in columns:
                break
            columns.add(above)
            if above.tag == "table":
                break
    return [table for table in tables if table in around or table not in columns]
