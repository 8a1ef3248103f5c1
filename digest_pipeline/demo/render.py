"""Pages and feeds as a server would send them: Markdown to HTML, layouts, feed formats, date styles, charsets.

Only bytes are made here; at which time they are served, and how that is recorded, is `build.py`.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TypedDict
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from digest_pipeline.demo.manuscripts import Article, Feed
from digest_pipeline.sources.kinds.feed import FeedSource

ZONE = ZoneInfo("Asia/Shanghai")

_FEED_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
}
_TEASER_CHARACTERS = {"zh": 90, "ja": 90, "en": 220}


class _Item(TypedDict):
    link: str
    guid: str
    title: str
    author: str
    date: str
    summary: str
    content: str


def page(article: Article, source: FeedSource, feed: Feed, related: Sequence[Article]) -> tuple[str, bytes]:
    """Return the Content-Type and the body of an article's page; `related` are linked around the text."""
    if article.content_type != "text/html":
        return article.content_type, article.body.encode("utf-8")
    if article.status == HTTPStatus.NOT_FOUND:
        return "text/html", _render("gone.html.j2").encode("utf-8")
    published = article.published and article.published.astimezone(ZONE)
    html = _render(
        f"{article.layout or feed.layout}.html.j2",
        title=article.title,
        author=article.author,
        site=source.name,
        language=source.language,
        charset=feed.page_charset,
        canonical=_canonical(article),
        published=published,
        body=_html(article.body),
        related=related,
        metadata=_metadata(article, source, published),
    )
    return _content_type("text/html", feed.page_charset), html.encode(feed.page_charset)


def feed_document(source: FeedSource, feed: Feed, listed: Sequence[Article], polled: datetime) -> tuple[str, bytes]:
    """Return the Content-Type and the body of a feed that lists `listed` at the moment `polled`."""
    trouble = feed.broken.get(polled)
    content_type = _content_type(_FEED_TYPES[feed.format], feed.charset)
    if trouble == "empty":
        return content_type, b""
    if trouble == "html":
        return _content_type("text/html", "utf-8"), _render("maintenance.html.j2", site=source.name).encode("utf-8")
    items = [_item(article, source, feed) for article in listed]
    if feed.format == "json":
        return content_type, _json_feed(source, items)
    xml = _render(
        f"{feed.format}.xml.j2",
        site=source.name,
        url=str(source.url),
        home=urljoin(str(source.url), "/"),
        language=source.language,
        charset=feed.charset,
        polled=polled,
        items=items,
    )
    return content_type, xml.encode(feed.charset)


def _content_type(media_type: str, charset: str) -> str:
    # A charset other than UTF-8 stands in the document alone: that is the case a reader has to survive.
    return f"{media_type}; charset=utf-8" if charset == "utf-8" else media_type


def _item(article: Article, source: FeedSource, feed: Feed) -> _Item:
    text = _plain(article.body)
    full = feed.gives == "full"
    return {
        "link": article.url,
        "guid": _canonical(article),
        "title": article.title,
        "author": article.author,
        "date": _date(article.feed_date or article.published, feed.dates),
        "summary": article.summary or (text if full else _teaser(text, source.language or "en")),
        "content": _html(article.body) if full else "",
    }


def _date(moment: datetime | None, style: str) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(ZONE)
    match style:
        case "rfc822":
            return format_datetime(moment.astimezone(UTC), usegmt=True)
        case "spaced":
            return local.strftime("%Y-%m-%d %H:%M:%S  %z")
        case "chinese":
            return f"{local.year}年{local.month}月{local.day}日"
        case _:
            return local.isoformat()


def _json_feed(source: FeedSource, items: Sequence[_Item]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": source.name,
        "home_page_url": urljoin(str(source.url), "/"),
        "feed_url": str(source.url),
        "language": source.language,
        "items": [
            {
                "id": item["guid"],
                "url": item["link"],
                "title": item["title"],
                "date_published": item["date"],
                "authors": [{"name": item["author"]}],
                "summary": _teaser(item["summary"], source.language or "en"),
                "content_html": item["content"],
            }
            for item in items
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")


def _metadata(article: Article, source: FeedSource, published: datetime | None) -> dict[str, object]:
    metadata: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": source.name},
    }
    return metadata | ({"datePublished": published.isoformat()} if published else {})


def _canonical(article: Article) -> str:
    # The only queries of these days are the tracking parameters of one feed.
    return article.url.partition("?")[0]


def _html(markdown: str) -> str:
    html: str = _markdown().render(markdown)
    return html.strip()


def _plain(markdown: str) -> str:
    inline = [token for token in _markdown().parse(markdown) if token.type == "inline"]
    return "\n".join(
        "".join(child.content for child in token.children or () if child.type in {"text", "code_inline"})
        for token in inline
    )


def _teaser(text: str, language: str) -> str:
    first = text.partition("\n")[0]
    limit = _TEASER_CHARACTERS[language]
    return first if len(first) <= limit else f"{first[:limit]}…"


def _render(name: str, **values: object) -> str:
    text: str = _environment().get_template(name).render(values)
    return text


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


@cache
def _environment() -> Environment:
    # The body of a page is HTML already; everything else of an article is text and must be escaped.
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).resolve().parent / "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return environment
