"""One recorded page in, its article or the reason why there is none out: a pure function, run in `pool.py`'s workers.

trafilatura is the engine; what it does not know (WeChat's layout, walls that answer 200, teasers between paragraphs) is
put right here. What an article's text is, letter by letter, is `text.py`.
"""

import re
from configparser import ConfigParser
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from digest_pipeline.articles.barriers import SHORT_PAGE_CHARACTERS, barrier_in
from digest_pipeline.articles.charset import decode
from digest_pipeline.articles.flatten import flatten, parse
from digest_pipeline.articles.language import language_of
from digest_pipeline.articles.links import in_main_text, outbound, written
from digest_pipeline.articles.metadata import authors_in, full_title, published_in, site_name, title_without_site
from digest_pipeline.articles.prepare import prepare
from digest_pipeline.articles.text import normalise
from digest_pipeline.articles.wechat import HOST as WECHAT_HOST
from digest_pipeline.articles.wechat import WechatPage, read_wechat
from digest_pipeline.model import Link

Reason = Literal[
    "gone",
    "http_error",
    "blocked",
    "empty",
    "too_short",
    "not_html",
    "too_large",
    "timeout",
    "crashed",
    "no_text",
    "not_recorded",
]


@dataclass(frozen=True, slots=True)
class Page:
    """A recorded answer to be read: the address it was asked for, the status, the Content-Type header and the bytes."""

    url: str
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a page says. `published` is a moment in UTC, or a date where the page names no time with its zone."""

    title: str
    authors: tuple[str, ...]
    site: str
    language: str
    published: date | datetime | None
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a page gave no article: a short stable word, and a sentence for the reader of the report."""

    reason: Reason
    detail: str


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
# htmldate compares with today unless told otherwise: the same page must give the same date on any day. A date after the
# capture is refused when the article is built. Its extensive search (any date anywhere in the text) is off: on pages
# with a known date it answered 11 times more and was right once less.
_DATE_PARAMETERS = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def extract(page: Page, *, min_characters: int) -> Extracted | Failure:
    """Return the article of `page`, or why it has none; a text below `min_characters` code points is `too_short`.

    The size and time limits (`too_large`, `timeout`, `crashed`) are the pool's.
    """
    if refused := _refused(page):
        return refused
    html = decode(page.body, page.content_type)
    if not html.strip():
        return Failure("empty", "the answer has no content")
    if _FEED.match(html) or not _ELEMENT.search(html):
        return Failure("not_html", "the content is no HTML document")
    from trafilatura import load_html  # noqa: PLC0415  0.45 s, only the workers pay it

    tree = load_html(html)
    if tree is None:  # trafilatura's own test wants more than one element under the root
        tree = parse(html)
    if tree is None:
        return Failure("not_html", "the content can't be parsed as HTML")
    wechat = read_wechat(tree, html)
    found = _from_wechat(page, wechat) if wechat else _from_any_layout(page, tree)
    return _failure(page, tree, found.title, found.text, min_characters) or found


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


def _from_wechat(page: Page, found: WechatPage) -> Extracted:
    text = normalise(found.content.text)
    candidates = [(anchor.address, found.content.anchor_text(anchor)) for anchor in found.content.anchors]
    return Extracted(
        title=found.title,
        authors=authors_in(found.author),
        site=found.account,
        language=language_of(text),
        published=found.published,
        text=text,
        links=outbound([*candidates, *written(text)], page.url),
    )


def _from_any_layout(page: Page, tree: Any) -> Extracted:
    from trafilatura import bare_extraction, extract_metadata  # noqa: PLC0415  0.45 s, only the workers pay it
    from trafilatura.settings import Document  # noqa: PLC0415  the same

    metadata = extract_metadata(tree, page.url, _DATE_PARAMETERS)
    title = full_title(tree, metadata.title or "")
    published = published_in(tree, metadata.date)
    prepare(tree)
    flat = flatten(tree)
    document = bare_extraction(tree, url=page.url, include_comments=False, config=_configuration())
    text = normalise(document.text or "") if isinstance(document, Document) else ""
    site = site_name(metadata.sitename or "", title)
    base = next(iter(tree.xpath("//base/@href")), "")
    return Extracted(
        title=title_without_site(title, site, page.url, flat),
        authors=authors_in(metadata.author),
        site=site,
        language=language_of(text),
        published=published,
        text=text,
        links=outbound([*in_main_text(flat, text), *written(text)], page.url, base),
    )


@cache
def _configuration() -> ConfigParser:
    from trafilatura.settings import use_config  # noqa: PLC0415  with trafilatura itself

    configuration = use_config()
    # Below this trafilatura reads the whole page again, boxes included. Its 250 are more than a short Chinese article
    # has; with 60, F1 rises by .02 on magic-html-article, .008 on chinese-handcrafted, .001 on scrapinghub-aeb.
    configuration.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
    return configuration


def _failure(page: Page, tree: Any, title: str, text: str, min_characters: int) -> Failure | None:
    if urlsplit(page.url).hostname == WECHAT_HOST and not tree.xpath("//*[@id='js_content']"):
        text = ""  # an account's profile, or a notice
    enough = len(text) >= min_characters
    if enough and len(text) >= SHORT_PAGE_CHARACTERS:
        return None
    shown = normalise(flatten(tree).text)
    # A short article is walled only where the page shows nothing else and opens with the wall's words; beside an
    # article, a noscript element speaks of comments.
    if not enough or len(shown) < SHORT_PAGE_CHARACTERS:
        aside = "" if enough else " ".join(tree.xpath("//noscript//text()"))
        if barrier := barrier_in(f"{title} {aside} {shown}"):
            return Failure(barrier[0], f"the page shows “{barrier[1]}” instead of an article")
    if enough:
        return None
    if not text:
        return Failure("no_text", "no main text was found in the page")
    return Failure("too_short", f"{len(text)} characters of text, fewer than {min_characters}")
