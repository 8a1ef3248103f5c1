"""The feeds of an edition: Atom (RFC 4287) and JSON Feed 1.1, with every issue's full content and a permanent id.

Which issues stand in a feed is `feed_pages`.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import nh3
from feedgen.feed import FeedGenerator
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.settings import Site
from digest_pipeline.site.addresses import issue_url
from digest_pipeline.site.templating import language_tag
from digest_pipeline.webtext import clean

# A tag URI (RFC 4151) names the year from which on its authority gives out these ids.
_MINTED = "2026"
# A site that does not know where it stands still needs ids; nobody else may own this name (RFC 2606).
_NOWHERE = "digest-pipeline.invalid"
# JSON Feed lets each writer add an object of its own under a name that begins so.
_OURS = "_digest_pipeline"
# Nothing that loads from elsewhere: no picture, no frame, no style.
_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li em strong code pre blockquote hr br a".split())
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# What XML 1.0 has no place for, not even escaped.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIELD = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One issue in a feed; `updated` is the end of its window.

    `html` is its content, made by `entry_html`, and `made_from` names what it was made from.
    """

    key: str
    title: str
    language: str
    updated: datetime
    html: str
    made_from: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of an edition: what it is called and about, and its entries, the newest first."""

    edition: str
    title: str
    about: str
    language: str
    entries: tuple[FeedEntry, ...]


def atom_url(edition: str) -> str:
    """Return the address of an edition's Atom feed."""
    return f"{edition}/atom.xml"


def json_feed_url(edition: str) -> str:
    """Return the address of an edition's JSON Feed."""
    return f"{edition}/feed.json"


def base_of(site: Site) -> str:
    """Return the address of the site's folder with a slash at its end, or an empty string when it is not known."""
    return f"{site.url.rstrip('/')}/" if site.url else ""


def title_of(edition: EditionSpec, language: str) -> str:
    """Return the name of an edition: the words of its issues' titles that are the same in each."""
    before, field, after = edition.said(edition.title, language).partition("{")
    return before.strip(" |-–—:：·([（") or _FIELD.sub("", field + after).strip() or edition.name


def entry_html(markdown: str, page: str) -> str:
    """Return an issue's Markdown as sanitised HTML; a link within the issue leads to `page`, its absolute address.

    Without one (an empty string) such a link is left out and its words stay.
    """

    def kept(element: str, attribute: str, value: str) -> str | None:
        if (element, attribute) != ("a", "href") or urlsplit(value).scheme:
            return value
        # Headings of the Markdown are no anchors of the page.
        return page or None

    return nh3.clean(
        _NO_XML.sub("", _renderer().render(markdown)),
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer",
    )


def atom(feed: Feed, site: Site) -> bytes:
    """Return the feed as Atom. Without the site's address its links are relative, as RFC 4287 allows."""
    base = base_of(site)
    document = FeedGenerator()
    document.id(tag_uri(base, feed.edition))
    document.title(_text(feed.title))
    document.subtitle(_text(feed.about))
    document.author(name=_text(site.title))
    document.language(language_tag(feed.language))
    document.generator("digest-pipeline")
    document.link(
        href=f"{base}{atom_url(feed.edition)}" if base else "atom.xml", rel="self", type="application/atom+xml"
    )
    document.link(href=base or "../index.html", rel="alternate", type="text/html")
    document.updated(max(entry.updated for entry in feed.entries))
    for entry in feed.entries:
        item = document.add_entry(order="append")
        item.id(tag_uri(base, f"{feed.edition}/{entry.key}"))
        item.title(_text(entry.title))
        item.link(href=_page(base, feed, entry) or f"{entry.key}.html", rel="alternate", type="text/html")
        item.published(entry.updated)
        item.updated(entry.updated)
        item.content(entry.html, type="html")
    return bytes(document.atom_str(pretty=True))


def json_feed(feed: Feed, site: Site) -> str:
    """Return the feed as JSON Feed 1.1. Without the site's address it has no links of its own, which must be whole."""
    base = base_of(site)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _text(feed.title),
        "description": _text(feed.about),
        "language": language_tag(feed.language),
        "authors": [{"name": _text(site.title)}],
        **({"home_page_url": base, "feed_url": f"{base}{json_feed_url(feed.edition)}"} if base else {}),
        "items": [
            {
                "id": tag_uri(base, f"{feed.edition}/{entry.key}"),
                **({"url": _page(base, feed, entry)} if base else {}),
                "title": _text(entry.title),
                "content_html": entry.html,
                "date_published": entry.updated.isoformat(),
                "language": language_tag(entry.language),
                _OURS: {"made_from": entry.made_from},
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def contents_of(file: Path) -> dict[str, str]:
    """Return the content of each entry of a JSON Feed of ours by what it was made from; none when it can't be read."""
    try:
        items = json.loads(file.read_bytes())["items"]
        return {item[_OURS]["made_from"]: item["content_html"] for item in items}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def tag_uri(base: str, name: str) -> str:
    """Return the permanent id of what the site under `base` calls `name`: `tag:example.org,2026:weekly/2026-W18`.

    It depends on nothing else: neither on a title nor on a place in a list (RFC 4151).
    """
    parts = urlsplit(base)
    return f"tag:{parts.hostname or _NOWHERE},{_MINTED}:{parts.path.lstrip('/')}{name}"


def _page(base: str, feed: Feed, entry: FeedEntry) -> str:
    return base + issue_url(feed.edition, entry.key) if base else ""


def _text(text: str) -> str:
    return _NO_XML.sub("", clean(text))


@cache
def _renderer() -> MarkdownIt:
    # Our templates write anchors as HTML; what comes from the web is escaped in the Markdown already, and nh3 looks at
    # the outcome in any case.
    return MarkdownIt("commonmark", {"html": True}).use(front_matter_plugin)
