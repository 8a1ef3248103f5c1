"""One feed document: RSS, Atom and RDF through feedparser, JSON Feed by its specification.

Nothing here knows days, sources or the record: bytes in, items out. What single hosts make of the dialects is
`dialects.py`, how a page names its feed is `discovery.py`, and which items belong to a day is `intake.py`.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException  # the type of feedparser's errors; nothing is parsed with it

from w3lib.html import replace_entities

from digest_pipeline.headline import headline
from digest_pipeline.sources.dialects import adjusted
from digest_pipeline.sources.source import Item, Listing, UnreadableAnswerError
from digest_pipeline.urls import canonical, host_of

_HTML_PAGE = re.compile(rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_FEED_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.IGNORECASE)
# Each pattern stops at the next bracket, so that a text of a million brackets takes no longer than any other.
_TAG = re.compile(r"<(?:[a-zA-Z/!?][^<>]*)>")
_BLOCK_TAG = re.compile(
    r"</?(?:address|blockquote|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|t[dhr]|table|ul)\b[^<>]*>", re.IGNORECASE
)
_UNSEEN = re.compile(r"<(script|style)\b|<!--")
_NAMES = (
    "a|abbr|article|b|big|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre|q"
    "|s|section|small|span|strike|strong|sub|sup|table|tbody|td|th|tr|tt|u|ul|video"
)
_ELEMENT = re.compile(rf"</?(?:{_NAMES})\b[^<>]*>", re.IGNORECASE)
_CLOSED_ELEMENT = re.compile(rf"</(?:{_NAMES})\s*>", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:href|src)\s*=\s*[\"']?(?![\"'\s>#]|//|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
# Some bridges escape the brackets of the section that should have kept their mark-up from being escaped.
_LITERAL_CDATA = re.compile(r"\s*<!\[CDATA\[(.*?)(?:\]\]>)?\s*", re.DOTALL)
# All that the items of link lists say of themselves is a link to their discussion.
_ONLY_A_LINK = re.compile(r"\s*(?:<p>\s*)?<a\s[^<>]*>\s*Comments\s*</a>\s*(?:</p>\s*)?")
_LONGEST_TITLE = 1_000
_MOST_OF_TITLE = 2_000
# A page that so many items lead to tells of all of them, as a list of changes does; less text than this tells nothing.
_SHARED_BY = 3
_SHORTEST_TEXT = 80


def parse_feed(body: bytes, content_type: str, url: str) -> Listing:
    """Read a feed document that was answered by `url`.

    An item without a title is complete in itself (RSS 2.0 says so, and posts are written that way): its title is its
    first sentence.

    Raises:
        UnreadableAnswerError: `empty`, `html` or `malformed`.
    """
    head = body[:4096].lstrip(b"\xef\xbb\xbf\0 \t\r\n")
    if not head:
        raise UnreadableAnswerError("empty", "the answer has no content")
    if _HTML_PAGE.match(head) and not _FEED_ROOT.search(body):
        raise _a_page()
    if head.startswith(b"{"):
        return _json_feed(body, url)
    return _xml_feed(body, content_type, url)


def plain(markup: str) -> str:
    """Return the text of a short piece of HTML on one line, without scripts, styles and control characters.

    The time it takes grows with the length alone, whatever the mark-up.
    """
    return one_line(_shown(markup))


def one_line(text: str) -> str:
    """Return plain text on one line, without control characters; nothing is taken for mark-up."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def storable(text: str) -> str:
    """Return what DuckDB and Arrow can hold of a text: no NUL, and no lone surrogate, which UTF-8 can't encode."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def as_html(text: str) -> str:
    """Return plain text as HTML that shows its lines."""
    return html.escape(text, quote=False).replace("\r\n", "\n").replace("\n", "<br>\n")


def text_of(value: object) -> str:
    """Return a JSON value as text where it is a string or a number, else an empty string."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def list_of(value: object) -> list[Any]:
    """Return a JSON value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def _a_page() -> UnreadableAnswerError:
    return UnreadableAnswerError("html", "a web page was answered instead of a feed; look for the feed's own address")


def _xml_feed(body: bytes, content_type: str, url: str) -> Listing:
    import feedparser  # noqa: PLC0415  0.2 s, and only the workers need it

    # A stream, because feedparser takes bytes for the name of a file and opens it when there is one. Its passes over
    # the items' mark-up are nine tenths of its time: unsafe mark-up is left behind when an article is made of the text,
    # and the few relative links are resolved here.
    parsed: Any = feedparser.parse(
        BytesIO(body),
        response_headers={"content-type": content_type or "application/xml", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    fault = parsed.get("bozo_exception")
    # Not even half a feed; one that merely lists nothing today is well-formed.
    if not parsed.entries and (not parsed.get("version") or isinstance(fault, SAXException)):
        if b"<html" in body[:4096].lower():
            raise _a_page()
        raise UnreadableAnswerError("malformed", f"this is no feed: {fault or 'no known root element'}")
    return Listing(
        title=_title(parsed.feed),
        language=plain(_get(parsed.feed, "language")),
        items=_alone([_titled(adjusted(url, _xml_item(entry, url))) for entry in parsed.entries]),
    )


def _xml_item(entry: Any, url: str) -> Item:
    summary = _markup(entry.get("summary_detail") or {}, _get(entry, "summary"))
    if _says_nothing(summary):
        summary = ""
    address, link = _address((_get(entry, "feedburner_origlink") or _get(entry, "link"), _get(entry, "id")), url)
    return Item(
        guid=storable(_get(entry, "id")),
        url=address,
        link=link,
        via=_via(entry, address, url),
        title=_title(entry),
        summary=summary,
        content=_content(entry, summary),
        authors=_names([_get(author, "name") for author in entry.get("authors", ())] or [_get(entry, "author")]),
        published=storable(_get(entry, "published") or _get(entry, "updated") or _get(entry, "created")),
    )


def _content(entry: Any, summary: str) -> str:
    """Return the longest text that the item carries, where it is more than a plain summary."""
    details = entry.get("content", ())
    longest: Any = max(details, key=lambda detail: len(_get(detail, "value")), default={})
    content = _markup(longest, _get(longest, "value"))
    # Plain text beside a summary may be the description of a picture.
    if longest.get("type") == "text/plain" and len(content) < len(summary):
        content = ""
    if _says_nothing(content) or (len(content) < _LONGEST_TITLE and plain(content) == _title(entry)):
        content = ""
    # Many bridges put the whole article into the description.
    return content or (summary if _TAG.search(summary) else "")


def _says_nothing(markup: str) -> bool:
    return _ONLY_A_LINK.fullmatch(markup) is not None


def _via(entry: Any, address: str, base: str) -> str:
    """Return where the item was found: its discussion, or the `via` it names; a site's own comments lead nowhere."""
    sources = (link for link in entry.get("links", ()) if link.get("rel") == "via")
    named = (_get(entry, "comments"), *(_get(link, "href") for link in sources))
    found = (canonical(place, base) for place in named if place)
    return next((place for place in found if place and host_of(place) != host_of(address)), "")


def _json_feed(body: bytes, url: str) -> Listing:
    try:
        # Line breaks within strings are a common fault of generators, and do no harm.
        document = json.loads(body, strict=False)
    except (ValueError, RecursionError) as error:
        raise UnreadableAnswerError("malformed", f"this is no JSON: {error}") from None
    if not isinstance(document, dict) or "jsonfeed.org" not in str(document.get("version")):
        raise UnreadableAnswerError("malformed", "this is JSON, but no JSON Feed: `version` does not name jsonfeed.org")
    items = [item for item in list_of(document.get("items")) if isinstance(item, dict)]
    return Listing(
        title=plain(text_of(document.get("title"))),
        language=plain(text_of(document.get("language"))),
        items=_alone([_titled(adjusted(url, _json_item(item, url))) for item in items]),
    )


def _json_item(item: dict[str, Any], url: str) -> Item:
    authors = [*list_of(item.get("authors")), item.get("author")]
    address, link = _address(
        (text_of(item.get("url")), text_of(item.get("external_url")), text_of(item.get("id"))), url
    )
    return Item(
        guid=storable(text_of(item.get("id"))),
        url=address,
        link=link,
        title=plain(text_of(item.get("title"))[:_MOST_OF_TITLE]),
        summary=storable(text_of(item.get("summary"))),
        content=storable(text_of(item.get("content_html")) or as_html(text_of(item.get("content_text")))),
        authors=_names(text_of(author.get("name")) for author in authors if isinstance(author, dict)),
        published=storable(text_of(item.get("date_published")) or text_of(item.get("date_modified"))),
    )


def _titled(item: Item) -> Item:
    """Return the item with a title: one that has none is a post, and its text is all of it."""
    if item.title:
        return item
    text = item.content or item.summary
    title = headline("\n".join(map(one_line, _shown(text).splitlines())))
    return replace(item, title=title, content=text, complete=True) if title else item


def _alone(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items, those complete whose page is that of many: what the feed says is all that is theirs alone."""
    sharing = Counter(url for url, _ in {(item.url, item.guid) for item in items if item.url and item.guid})
    return tuple(
        replace(item, content=text, complete=True)
        if sharing[item.url] >= _SHARED_BY and len(plain(text := item.content or item.summary)) >= _SHORTEST_TEXT
        else item
        for item in items
    )


def _get(element: Any, key: str) -> str:
    # A broken feed leaves None, or the attributes of an element instead of its text. Asked as a dict, because
    # feedparser gives `published` for a missing `updated`, and warns of it.
    value = dict.get(element, key)
    return value if isinstance(value, str) else ""


def _title(element: Any) -> str:
    detail = element.get("title_detail") or {}
    # Normalisation of a hostile title takes the square of its length.
    value = _get(element, "title")[:_MOST_OF_TITLE]
    # In a title that is declared to be text, `List<String>` is no mark-up; HTML is, though it should not be there.
    if detail.get("type") == "text/plain" and not _CLOSED_ELEMENT.search(value):
        return one_line(replace_entities(value))
    return plain(value)


def _markup(detail: Any, value: str) -> str:
    """Return a text of the feed as HTML whose links are absolute."""
    text = storable(value)
    if (literal := _LITERAL_CDATA.fullmatch(text)) is not None:
        text = literal[1]
    elif detail.get("type") == "text/plain" and not _ELEMENT.search(text):
        return as_html(html.unescape(text))
    return _resolved(text, detail.get("base") or "") if _RELATIVE.search(text) else text


def _resolved(markup: str, base: str) -> str:
    import lxml.html  # type: ignore[import-untyped]  # noqa: PLC0415  0.05 s, and few feeds have relative links
    from lxml.etree import ParserError  # type: ignore[import-untyped]  # noqa: PLC0415  the same

    try:
        tree = lxml.html.fragment_fromstring(markup, create_parent="div")
        tree.make_links_absolute(base, handle_failures="ignore")
    except (ParserError, ValueError):
        return markup
    return str(lxml.html.tostring(tree, encoding="unicode")).removeprefix("<div>").removesuffix("</div>")


def _address(candidates: Iterable[str], base: str) -> tuple[str, str]:
    """Return the first candidate that is an address, canonical and as written; an id counts only if it is absolute."""
    link, *identifiers = (storable(candidate).strip() for candidate in candidates)
    if link and (found := canonical(link, base)):
        return found, urljoin(base, link)
    return next(((found, identifier) for identifier in identifiers if (found := canonical(identifier))), ("", ""))


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (plain(name) for name in names))))


def _shown(markup: str) -> str:
    """Return the text of HTML, a line a block."""
    return replace_entities(_TAG.sub("", _BLOCK_TAG.sub("\n", _seen(markup))) if "<" in markup else markup)


def _seen(markup: str) -> str:
    """Return mark-up without comments, scripts and styles; one that is never closed hides the rest, as in a browser."""
    pieces, at, lower = [], 0, markup.lower()
    while match := _UNSEEN.search(lower, at):
        pieces.append(markup[at : match.start()])
        closing = f"</{match[1]}" if match[1] else "-->"
        end = lower.find(closing, match.end())
        # What is left of a closing tag goes with the other tags.
        at = len(markup) if end < 0 else end if match[1] else end + len(closing)
    return "".join([*pieces, markup[at:]])
