"""Papers: the form of an arXiv link, and whether it can be the paper of this story."""

import re
from collections.abc import Iterator

from digest_pipeline.lint.document import Document, Item, Link

_ARXIV = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/|https?://(?:dx\.)?doi\.org/10\.48550/", re.IGNORECASE)
_ID_IN_TEXT = re.compile(r"(?<!\d)(\d{4}\.\d{5})(?!\d)")
_ADDRESS = re.compile(r"arxiv\.org|\d{4}\.\d{5}", re.IGNORECASE)
_MONTH = re.compile(r"(?P<year>\d\d)(?P<month>\d\d)\.")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}|\d{2,}|[\u3400-\u9fff]{2}")
_COMMON = frozenset(
    "arxiv paper papers pdf abs preprint report technical the and for with from via towards toward using based model"
    " models learning large language are can what how why when does".split()
)
_LABELS = re.compile(
    r"论文|预印本|技术报告|原文|链接|地址|相关|paper|preprint|report|abstract|pdf|arxiv", re.IGNORECASE
)
# An announcement follows within weeks; a paper at a conference is older, and says so by its months.
_MONTHS = 2
_YEAR = range(11, 14)
_TITLE_WORDS = 3


def other_form(document: Document) -> Iterator[tuple[int, str]]:
    """Links to arXiv that are not `https://arxiv.org/abs/ID`."""
    for link in document.links:
        identifier = link.paper
        if identifier and _ARXIV.match(link.url) and link.url != f"https://arxiv.org/abs/{identifier}":
            yield link.line, f"{link.url} is https://arxiv.org/abs/{identifier}"


def a_year_off(document: Document) -> Iterator[tuple[int, str]]:
    """Papers of the same month a year ago: the year that a model writes by habit."""
    for link, months in _aged(document):
        if months in _YEAR:
            yield link.line, f"arXiv {link.paper} is {months} months older than the issue: the right year?"


def old(document: Document) -> Iterator[tuple[int, str]]:
    """Papers from months before the issue, other than about a year."""
    for link, months in _aged(document):
        if months >= _MONTHS and months not in _YEAR:
            yield link.line, f"arXiv {link.paper} is {months} months older than the issue"


def other_id(document: Document) -> Iterator[tuple[int, str]]:
    """Links whose text gives one arXiv id and whose address another."""
    for link in document.links:
        identifier, written = link.paper, _ID_IN_TEXT.search(link.text)
        if identifier and written and not link.bare and written[1] != identifier:
            yield link.line, f"the text says {written[1]}, the address {identifier}"


def two_titles(document: Document) -> Iterator[tuple[int, str]]:
    """Papers that the issue cites under titles with no word in common."""
    titles: dict[str, Link] = {}
    for link in document.links:
        identifier = link.paper
        words = _title_words(link.text)
        if not identifier or len(words) < _TITLE_WORDS:
            continue
        known = titles.setdefault(identifier, link)
        if not words & _title_words(known.text):
            yield link.line, f"arXiv {identifier} is {link.text!r} here and {known.text!r} in line {known.line}"


def two_items(document: Document) -> Iterator[tuple[int, str]]:
    """Papers that two items name as theirs."""
    items: dict[str, Item] = {}
    for item in document.items:
        for identifier in dict.fromkeys(filter(None, (link.paper for link in item.links))):
            known = items.setdefault(identifier, item)
            if known is not item:
                line = next(link.line for link in item.links if link.paper == identifier)
                yield line, f"arXiv {identifier} is the paper of the item in line {known.line} too"


def called_a_paper(document: Document) -> Iterator[tuple[int, str]]:
    """Links called a related paper that lead to a repository of code."""
    for link in document.links:
        if re.fullmatch(r"(?:相关)?论文|related paper|paper", link.text.strip(), re.IGNORECASE) and re.match(
            r"https://(?:github|gitlab|gitee)\.com/(?!.*\.pdf)", link.canonical
        ):
            yield link.line, f"{link.url} is code, no paper"


def off_item(document: Document) -> Iterator[tuple[int, str]]:
    """Papers whose title has no word in common with the story they are cited for."""
    for item in document.items:
        for link in item.links:
            words = _title_words(link.text)
            if not link.paper or link in item.sources[:1] or len(words) < _TITLE_WORDS or _ADDRESS.search(link.text):
                continue
            rest = item.text.replace(link.text, " ").lower()
            if not any(word in rest for word in words):
                yield link.line, f"{link.text!r} shares no word with the item"


def _aged(document: Document) -> Iterator[tuple[Link, int]]:
    """Yield the papers that stories cite, with the months from their id to the end of the issue's window."""
    if document.window is None:
        return
    last = document.window.last
    for item in document.items:
        for link in item.links:
            if found := _MONTH.match(link.paper or ""):
                year, month = 2000 + int(found["year"]), int(found["month"])
                yield link, (last.year - year) * 12 + last.month - month


def _title_words(text: str) -> set[str]:
    return {word for word in _WORD.findall(_LABELS.sub(" ", text).lower()) if word not in _COMMON}
