"""One feed document: RSS, Atom and RDF through feedparser, JSON Feed by its specification.

Nothing here knows days, sources or the record: bytes in, items out. Which items belong to a day is `intake.py`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax import SAXException  # the type of feedparser's errors; nothing is parsed with it

from w3lib.html import remove_tags, replace_entities

from digest_pipeline.urls import canonical


class NotAFeedError(Exception):
    """A document can't be read as a feed: `reason` is a stable word, `detail` a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item as the feed gave it: `summary` and `content` are HTML, `published` is the feed's own string."""

    guid: str
    url: str
    title: str
    summary: str
    content: str
    authors: tuple[str, ...]
    published: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A parsed feed."""

    title: str
    language: str
    items: tuple[FeedItem, ...]


def parse_feed(body: bytes, content_type: str, url: str) -> Feed:
    """Read a feed document that was answered by `url`.

    Raises:
        NotAFeedError: `empty`, `html` or `malformed`.
    """
    head = body[:4096].lstrip(b"\xef\xbb\xbf\0 \t\r\n")
    if not head:
        raise NotAFeedError("empty", "the answer has no content")
    if head.startswith(b"{"):
        return _json_feed(body, url)
    return _xml_feed(body, content_type, url)


def plain(markup: str) -> str:
    """Return the text of a short piece of HTML on one line, without control characters."""
    text = replace_entities(remove_tags(markup))
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _xml_feed(body: bytes, content_type: str, url: str) -> Feed:
    import feedparser  # noqa: PLC0415  0.2 s, and only the workers need it

    # A stream, because feedparser takes bytes for the name of a file and opens it when there is one.
    parsed: Any = feedparser.parse(
        BytesIO(body), response_headers={"content-type": content_type or "application/xml", "content-location": url}
    )
    fault = parsed.get("bozo_exception")
    # Not even half a feed; one that merely lists nothing today is well-formed.
    if not parsed.entries and (not parsed.get("version") or isinstance(fault, SAXException)):
        if b"<html" in body[:4096].lower():
            raise NotAFeedError("html", "a web page was answered instead of a feed; look for the feed's own address")
        raise NotAFeedError("malformed", f"this is no feed: {fault or 'no known root element'}")
    return Feed(
        title=plain(parsed.feed.get("title", "")),
        language=plain(parsed.feed.get("language") or ""),
        items=tuple(_xml_item(entry, url) for entry in parsed.entries),
    )


def _xml_item(entry: Any, url: str) -> FeedItem:
    contents = [content.get("value", "") for content in entry.get("content", ())]
    return FeedItem(
        guid=entry.get("id", ""),
        url=_address((entry.get("link", ""), entry.get("id", "")), url),
        title=plain(entry.get("title", "")),
        summary=_storable(entry.get("summary", "")),
        content=_storable(max(contents, key=len, default="")),
        authors=_names([author.get("name", "") for author in entry.get("authors", ())] or [entry.get("author", "")]),
        published=entry.get("published") or entry.get("updated") or entry.get("created") or "",
    )


def _json_feed(body: bytes, url: str) -> Feed:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("malformed", f"this is no JSON: {error}") from None
    if not isinstance(document, dict) or "jsonfeed.org" not in str(document.get("version")):
        raise NotAFeedError("malformed", "this is JSON, but no JSON Feed: `version` does not name jsonfeed.org")
    items = [item for item in _list(document.get("items")) if isinstance(item, dict)]
    return Feed(
        title=plain(_text(document.get("title"))),
        language=plain(_text(document.get("language"))),
        items=tuple(_json_item(item, url) for item in items),
    )


def _json_item(item: dict[str, Any], url: str) -> FeedItem:
    authors = [*_list(item.get("authors")), item.get("author")]
    return FeedItem(
        guid=_text(item.get("id")),
        url=_address((_text(item.get("url")), _text(item.get("external_url")), _text(item.get("id"))), url),
        title=plain(_text(item.get("title"))),
        summary=_storable(_text(item.get("summary"))),
        content=_storable(_text(item.get("content_html")) or _text(item.get("content_text"))),
        authors=_names(_text(author.get("name")) for author in authors if isinstance(author, dict)),
        published=_text(item.get("date_published")) or _text(item.get("date_modified")),
    )


def _address(candidates: Iterable[str], base: str) -> str:
    """Return the first candidate that is an address; an id counts only when it is absolute by itself."""
    link, *identifiers = candidates
    absolute = (canonical(candidate) for candidate in identifiers)
    return (canonical(link, base) if link else "") or next(filter(None, absolute), "")


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (plain(name) for name in names))))


def _storable(text: str) -> str:
    # DuckDB and Arrow take UTF-8 without NUL; a lone surrogate can't be encoded.
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
