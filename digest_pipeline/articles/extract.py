"""One recorded page in, its article or the reason why there is none out: a pure function, run in the workers.

A page whose layout is known is read by that (`layouts/`), of any other the lines are judged (`choice/`). What stands
before an article is told by `barriers.py`, what is stored of it made by `render.py`.
"""

import re
from datetime import date, datetime
from typing import Any

from digest_pipeline.articles.barriers import LONGEST_WALL, barrier_of
from digest_pipeline.articles.blocks import Block, read_blocks
from digest_pipeline.articles.charset import decode
from digest_pipeline.articles.choice.lines import Choice, choose
from digest_pipeline.articles.language import language_of
from digest_pipeline.articles.layouts import read_layout
from digest_pipeline.articles.metadata import Metadata, metadata_of
from digest_pipeline.articles.page import Explanation, Extracted, Failure, Page, Reading, Reason
from digest_pipeline.articles.render import Rendered, render
from digest_pipeline.articles.text import normalise, one_line, substance
from digest_pipeline.articles.tree import parse
from digest_pipeline.model import DateCandidate

_GONE = frozenset({404, 410})
_BLOCKED = frozenset({401, 403, 407, 429, 451})
_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/xml", "application/xml", "text/plain"})
_BINARY = re.compile(
    rb"\s*(%PDF|\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|RIFF|\x00\x00\x00.ftyp|\{\s*\")", re.DOTALL
)
# Possessive throughout: a page with a thousand comments must not be read a thousand ways.
_FEED = re.compile(
    r"(?:\s++|<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->)*+<(?:rss|feed|rdf:RDF|urlset|svg)\b", re.DOTALL | re.IGNORECASE
)
_ELEMENT = re.compile(
    r"<(!doctype\s+html|html|head|body|title|meta|div|p|article|section|main|span|table)\b", re.IGNORECASE
)
# What its layout knows is whole, however short it is.
_SHORTEST_POST = 1


def extract(page: Page, *, min_characters: int) -> Extracted | Failure:
    """Return the article of `page`, or why it has none.

    A text below `min_characters` (as `text.substance` counts them) is `too_short`, unless the page's layout is known: a
    post is whole however short. The size and time limits (`too_large`, `timeout`, `crashed`) are the pool's.
    """
    return _read(page, min_characters)[0]


def explain(page: Page, *, min_characters: int) -> Explanation:
    """Return what `extract` does, and how it came to that; of a page that is no article, every line is cut."""
    outcome, found, choice = _read(page, min_characters)
    is_article = isinstance(outcome, Extracted)
    lines = ((one_line(block.text), keep and is_article) for block, keep in choice.lines)
    return Explanation(outcome, found, [(line, keep) for line, keep in lines if line])


def _read(page: Page, min_characters: int) -> tuple[Extracted | Failure, Extracted | None, Choice]:
    """Return the outcome, what was found (also of a page that is no article), and the page's lines."""
    tree = _tree_of(page)
    if isinstance(tree, Failure):
        return tree, None, _all_of("", [])
    metadata = metadata_of(tree, page.url)
    reading = read_layout(tree, page.url)
    if isinstance(reading, Failure):
        return reading, None, _all_of("", read_blocks(tree))
    if reading:
        found = _extracted(metadata, reading, render(reading.blocks, page.url, _base(tree), reading.links))
        return _shortage(found.text, _SHORTEST_POST) or found, found, _all_of(reading.layout, reading.blocks)
    choice = choose(tree, metadata)
    found = _extracted(metadata, Reading(choice.method, []), render(choice.article, page.url, _base(tree)))
    failure = _barrier(tree, choice, found.text) or _shortage(found.text, min_characters)
    return failure or found, found, choice


def _barrier(tree: Any, choice: Choice, text: str) -> Failure | None:
    if len(text) >= LONGEST_WALL:
        return None
    shown = normalise("\n".join(block.text for block in choice.blocks))
    return barrier_of(tree, title=normalise(tree.findtext(".//title") or ""), shown=shown, text=text)


def _all_of(method: str, blocks: list[Block]) -> Choice:
    return Choice(method, blocks, [True] * len(blocks))


def _tree_of(page: Page) -> Any:
    """Return the lxml tree of a page, or the failure that says why it has none."""
    if refused := _refused(page):
        return refused
    html = decode(page.body, page.content_type)
    if not html.strip():
        return Failure("empty", "the answer has no content")
    if _FEED.match(html) or not _ELEMENT.search(html):
        return Failure("not_html", "the content is no HTML document")
    tree = parse(html)
    return Failure("not_html", "the content can't be parsed as HTML") if tree is None else tree


def _refused(page: Page) -> Failure | None:
    return _refused_status(page.status) or _refused_content(page)


def _refused_status(status: int) -> Failure | None:
    reason: Reason
    if status in _GONE:
        reason = "gone"
    elif status in _BLOCKED:
        reason = "blocked"
    elif status >= 400:  # noqa: PLR2004  HTTP's own border
        reason = "http_error"
    else:
        return None
    return Failure(reason, f"the server answered {status}")


def _refused_content(page: Page) -> Failure | None:
    if not page.body.strip():
        return Failure("empty", "the answer has no content")
    media_type = page.content_type.partition(";")[0].strip().lower()
    if media_type not in _HTML_TYPES:
        return Failure("not_html", f"the content type is {media_type}")
    if _BINARY.match(page.body):
        return Failure("not_html", "the content is no HTML document, whatever its type says")
    return None


def _extracted(metadata: Metadata, reading: Reading, rendered: Rendered) -> Extracted:
    """Return what is stored of a page; what its layout knows goes before what the page says of itself."""
    return Extracted(
        # Normalised, for what is stored may hold no half of a surrogate pair, which structured data can name.
        title=one_line(reading.title or metadata.title),
        authors=tuple(one_line(name) for name in reading.authors or metadata.authors),
        site=one_line(reading.site or metadata.site),
        language=language_of(rendered.text, metadata.declared_language),
        published=reading.published or metadata.published,
        published_day=_day(reading.published) or metadata.published_day,
        modified=reading.modified or metadata.modified,
        dates=tuple(DateCandidate(one.role, one.source, one.value) for one in metadata.dates),
        canonical_url=metadata.canonical_url,
        lead_image=metadata.lead_image,
        method=reading.layout,
        text=rendered.text,
        markdown=rendered.markdown,
        links=rendered.links,
    )


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _base(tree: Any) -> str:
    return next(iter(tree.xpath("//base/@href")), "")


def _shortage(text: str, min_characters: int) -> Failure | None:
    if not text:
        return Failure("no_text", "no main text was found in the page")
    if (characters := substance(text)) < min_characters:
        return Failure("too_short", f"{characters} characters of text, fewer than {min_characters}")
    return None
