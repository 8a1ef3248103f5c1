"""arXiv: the page of a paper (`/abs/`), and the paper itself where it is set in HTML (`/html/`, made by LaTeXML).

The text of the first is the abstract, then a line each for the authors' comments, the journal and the subjects. The
second is taken whole but for its references. Formulas stay TeX in dollars, as `text.normalise` reads them.
"""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from digest_pipeline.articles.blocks import Block, Run, read_blocks
from digest_pipeline.articles.layouts.reading import (
    day_in,
    first,
    line,
    meta,
    metas,
    moment_in,
    paragraphs,
    place_of,
    text_at,
    texts_at,
    without,
)
from digest_pipeline.articles.page import Failure, Reading

_NAME = "arxiv"
_SITE = "arXiv"
_LISTS = frozenset({"list", "search", "a", "year", "archive", "new", "recent"})

_DESCRIPTOR = ".//span[contains(@class, 'descriptor')]"
_ABSTRACT = "//blockquote[contains(@class, 'abstract')]"
# Cells of the table below the abstract, and what is printed before them.
_NOTES = (("comments", "Comments"), ("jref", "Journal reference"), ("subjects", "Subjects"))
# arXiv puts these words in place of an address that the authors wrote out.
_HIDDEN_ADDRESS = re.compile(r"this \S{1,10} URL")
_VERSION = re.compile(r"\[v\d{1,3}\]\s+([A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [A-Z]{3})")
_DATELINE = re.compile(r"Submitted on (\d{1,2} [A-Z][a-z]{2} \d{4})")

_PAPER = "//article[contains(@class, 'ltx_document')]"
_APPARATUS = ".//*[{}]".format(
    " or ".join(
        f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
        for name in (
            *("ltx_title_document", "ltx_authors", "ltx_dates", "ltx_bibliography", "ltx_TOC", "ltx_page_footer"),
            *("ltx_role_footnotemark", "ltx_role_footnote", "ltx_role_thanks", "ltx_ERROR", "ltx_index"),
        )
    )
)
_WATERMARK = re.compile(r"\b(\d{1,2} [A-Z][a-z]{2} \d{4})\s*$")


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return a paper's abstract with its notes, or a paper in HTML; None for the other pages of arXiv and elsewhere.

    `published` is the first version's time and `modified` the last one's, in UTC; a date where the page has no history.
    """
    host, path = place_of(url)
    if (host != "arxiv.org" and not host.endswith(".arxiv.org")) or not path:
        return None
    if path[0] in _LISTS:
        return Failure("not_article", "the page is a list of papers")
    if path[0] == "abs":
        return _abstract_page(tree)
    return _paper(tree) if path[0] == "html" else None


def _abstract_page(tree: Any) -> Reading | None:
    abstract = first(tree, _ABSTRACT)
    blocks = [] if abstract is None else list(_as_paragraphs(read_blocks(without(abstract, _DESCRIPTOR))))
    blocks = blocks or paragraphs(first(tree, "//meta[@name='citation_abstract']/@content") or "")
    title = first(tree, "//h1[contains(@class, 'title') and contains(@class, 'mathjax')]")
    if not blocks:
        return None
    times = _times(tree)
    return Reading(
        layout=_NAME,
        blocks=[*blocks, *_notes(tree)],
        title=_heading(title if title is None else without(title, _DESCRIPTOR)) or meta(tree, "citation_title"),
        authors=_authors(tree),
        site=_SITE,
        published=times[0] if times else None,
        modified=times[-1] if len(times) > 1 else None,
        links=tuple(_links(tree)),
    )


def _as_paragraphs(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks as paragraphs with their addresses written out: an abstract stands in a quotation of nobody."""
    for block in blocks:
        runs = tuple(
            run._replace(text=run.href) if run.href and _HIDDEN_ADDRESS.fullmatch(run.text.strip()) else run
            for run in block.runs
        )
        yield Block("paragraph", 0, 0, runs, block.element)


def _notes(tree: Any) -> Iterator[Block]:
    for name, label in _NOTES:
        cell = first(tree, "//td[contains(concat(' ', @class, ' '), concat(' ', $name, ' '))]", name=name)
        if cell is not None:
            for block in _as_paragraphs(read_blocks(cell)[:1]):
                yield block._replace(runs=(Run(f"{label}: ", bold=True), *block.runs))


def _authors(tree: Any) -> tuple[str, ...]:
    # A long list has a link that shows the rest.
    named = texts_at(tree, "//div[contains(@class, 'authors')]//a[not(starts-with(@href, 'javascript'))]")
    return named or tuple(" ".join(reversed(name.split(", ", 1))) for name in metas(tree, "citation_author"))


def _times(tree: Any) -> list[datetime] | list[date]:
    """Return when the paper was submitted and revised, in order."""
    history = first(tree, "//*[contains(@class, 'submission-history')]")
    stamps = [] if history is None else _VERSION.findall("".join(history.itertext()))
    if times := [time for stamp in stamps if (time := moment_in(stamp))]:
        return times
    if submitted := _DATELINE.search(text_at(tree, "//*[contains(@class, 'dateline')]")):
        days = [day_in(submitted[1])]
    else:
        days = [day_in(meta(tree, name)) for name in ("citation_date", "citation_online_date")]
    return sorted({day for day in days if day})


def _links(tree: Any) -> Iterator[tuple[str, str]]:
    if pdf := meta(tree, "citation_pdf_url"):
        yield pdf, "PDF"
    for address in tree.xpath("//a[@id='latexml-download-link']/@href"):
        yield address, "HTML"
    for address in tree.xpath("//td[contains(concat(' ', @class, ' '), ' doi ')]//a/@href"):
        yield address, "DOI"


def _paper(tree: Any) -> Reading | None:
    paper = first(tree, _PAPER)
    blocks = [] if paper is None else read_blocks(_written_out(paper))
    if not blocks:
        return None
    title = first(tree, "//h1[contains(@class, 'ltx_title_document')]")
    day = _WATERMARK.search(text_at(tree, "//*[@id='watermark-tr']"))
    return Reading(
        layout=_NAME,
        blocks=blocks,
        title=_heading(title if title is None else _written_out(title)),
        site=_SITE,
        published=day_in(day[1]) if day else None,
    )


def _written_out(element: Any) -> Any:
    """Return a copy of a part of a paper with TeX in place of its MathML, and without its apparatus."""
    copy = deepcopy(without(element, _APPARATUS))
    for formula in copy.xpath(".//math"):
        tex = formula.get("alttext") or ""
        formula.clear(keep_tail=True)
        formula.tag, formula.text = "span", f"${tex}$" if tex else None
    return copy


def _heading(element: Any | None) -> str:
    return "" if element is None else line(" ".join(block.text for block in read_blocks(element)))
