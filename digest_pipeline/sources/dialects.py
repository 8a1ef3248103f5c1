"""What single hosts make of a feed: where they put the linked page, the text and the name of a thing.

Each adjustment is one row of the table at the end. The formats themselves are read in `feeds.py`; what holds for every
feed (an item without a title is a post) belongs there.
"""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from digest_pipeline.sources.announcement import abstract_of, authors_of, is_announcement
from digest_pipeline.sources.source import Item
from digest_pipeline.urls import canonical, host_of

_ANCHOR = r"<a\s[^<>]*?href=\"([^\"<>]+)\"[^<>]*>\s*\[{}\]\s*</a>"
_REDDIT_LINK, _REDDIT_COMMENTS = re.compile(_ANCHOR.format("link")), re.compile(_ANCHOR.format("comments"))
_REDDIT_TEXT = ("<!-- SC_OFF -->", "<!-- SC_ON -->")
_REDDIT_HOSTS = ("reddit.com", "redd.it", "redditmedia.com")
_GITHUB_RELEASE = re.compile(r"/[^/]+/([^/]+)/releases/tag/(.+)")
_NO_NOTES = "No content."
_HN_FACTS = re.compile(r"(?:<hr\s*/?>\s*)?<p>\s*(?:Article|Comments) URL:", re.IGNORECASE)


def adjusted(feed_url: str, item: Item) -> Item:
    """Return `item` of the feed at `feed_url` as it is meant, where its host has a way of its own."""
    host = host_of(feed_url)
    adjustment = next((made for known, made in _BY_HOST if host == known or host.endswith(f".{known}")), None)
    return adjustment(item) if adjustment else _named_release(item)


def _reddit(item: Item) -> Item:
    """A post is its own text, or it leads to another page; then that page is the item, found in the discussion."""
    link, comments = _REDDIT_LINK.search(item.content), _REDDIT_COMMENTS.search(item.content)
    if not link or not comments:
        return item
    text = item.content.partition(_REDDIT_TEXT[0])[2].partition(_REDDIT_TEXT[1])[0].strip()
    target, discussion = html.unescape(link[1]), canonical(html.unescape(comments[1]))
    address = canonical(target)
    # Pictures and galleries on Reddit's own hosts are the post itself.
    if not address or any(host_of(address) == own or host_of(address).endswith(f".{own}") for own in _REDDIT_HOSTS):
        return replace(item, summary=text, content=text, complete=bool(text))
    return replace(item, url=address, link=target, via=discussion, summary=text, content="")


def _youtube(item: Item) -> Item:
    """The description is all the text there is of a video, written with line breaks."""
    text = item.content or item.summary
    if "<br" not in text:
        text = text.replace("\n", "<br>\n")
    return replace(item, summary=text, content=text, complete=bool(text))


def _github(item: Item) -> Item:
    """The notes of a release are whole; a robot that publishes it has not written it."""
    if not _release(item):
        return item
    notes = item.content or item.summary
    return replace(
        _named_release(item),
        authors=tuple(name for name in item.authors if not name.endswith("[bot]")),
        complete=bool(notes) and _NO_NOTES not in notes[:100],
    )


def _named_release(item: Item) -> Item:
    """Return a release under the name of its project: its title is often the number, which says nothing alone."""
    release = _release(item)
    if not release or release[1].lower() in item.title.lower():
        return item
    return replace(item, title=f"{release[1]} {item.title or release[2]}")


def _release(item: Item) -> re.Match[str] | None:
    parts = urlsplit(item.url)
    return _GITHUB_RELEASE.fullmatch(unquote(parts.path)) if parts.hostname == "github.com" else None


def _bluesky(item: Item) -> Item:
    """A post is whole, and plain text although nothing says so."""
    text = html.escape(item.summary, quote=False).replace("\n", "<br>\n")
    return replace(item, summary=text, content=text, complete=True)


def _hacker_news(item: Item) -> Item:
    """A question is its own text, before a rule; of a link only addresses and points are told."""
    told = item.content or item.summary
    facts = _HN_FACTS.search(told)
    text = (told[: facts.start()] if facts else told).strip()
    return replace(
        item, summary=text, content=text, complete=bool(text) and host_of(item.url) == "news.ycombinator.com"
    )


def _google_news(item: Item) -> Item:
    """The text repeats title and publisher as a list of links, and the title ends with the publisher."""
    return replace(item, title=item.title.rpartition(" - ")[0] or item.title, summary="", content="")


def _arxiv(item: Item) -> Item:
    """The abstract is whole; one element names all authors."""
    if not is_announcement(item.summary):
        return item
    abstract = abstract_of(item.summary)
    return replace(item, summary=abstract, content=abstract, authors=authors_of(item.authors), complete=bool(abstract))


_BY_HOST: tuple[tuple[str, Callable[[Item], Item]], ...] = (
    ("reddit.com", _reddit),
    ("youtube.com", _youtube),
    ("github.com", _github),
    ("bsky.app", _bluesky),
    ("hnrss.org", _hacker_news),
    ("news.ycombinator.com", _hacker_news),
    ("news.google.com", _google_news),
    ("arxiv.org", _arxiv),
)
