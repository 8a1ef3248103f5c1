"""Feeds of bridges to X: RSSHub's and nitter's, whose items are brought to the form of the API's posts.

nitter links a repost to the author's own post and names the sharer in the title ("RT by @sharer: "). RSSHub links it to
the sharer ("RT Name: "), and names the author's own post only in its JSON Feed (`?format=json`, `_extra.links`): a
repost whose author's own post is not named is left out, for want of an address to cite.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from digest_pipeline.headline import headline
from digest_pipeline.sources.feeds import list_of, plain, text_of
from digest_pipeline.sources.posts.text import without_links
from digest_pipeline.sources.posts.timeline import address, moment
from digest_pipeline.sources.source import Item, Listing
from digest_pipeline.urls import canonical, host_of

_STATUS = re.compile(r"/(?P<handle>\w{1,20})/status(?:es)?/(?P<id>\d{5,20})(?!\d)", re.ASCII)
_SHARED_BY = re.compile(r"RT by @(?P<sharer>\w{1,20}): ?", re.ASCII)
_SHARED = re.compile(r"(?:RT|🔁)(?::| [^:：]{1,80}[:：]) ?")
_REPLY_TO = re.compile(r"(?:R to|Re|↩️) @(?P<handle>\w{1,20}):? ?", re.ASCII)
_REPLY = re.compile(r"(?:Re|↩️) ")
_PINNED = re.compile(r"\A(?:Pinned|📌):? ")
_SHARED_HEADER = re.compile(r"\A\s*(?:<small>.{0,400}?</small>|(?:RT|🔁)(?:&ensp;|\s).{0,200}?)\s*<br\s*/?>", re.DOTALL)
_X_HOSTS = ("x.com", "twitter.com")


def posts_of(feed: Listing, body: bytes) -> Iterator[Item]:
    """Yield the posts of a bridge's feed; `body` is the document it was read from."""
    originals = _originals(body)
    for item in feed.items:
        if post := _post(item, originals.get(item.guid, {})):
            yield post


def _post(item: Item, named: dict[str, str]) -> Item | None:
    link = _status(item.link)
    title = _PINNED.sub("", item.title, count=1)
    if link is None:
        return None
    if shared := _SHARED_BY.match(title):
        return _told(item, link, title[shared.end() :], f"https://x.com/{shared['sharer'].lower()}")
    if shared := _SHARED.match(title):
        original = _status(named.get("repost", ""))
        # Old instances of nitter link to the author's own post without naming the sharer: "RT: ".
        if original is None and shared[0] != "RT: ":
            return None
        via = canonical(address(link["handle"], int(link["id"]))) if original else ""
        return _told(item, original or link, title[shared.end() :], via)
    text = _without_reply(title, link["handle"], _status(named.get("reply", "")))
    return None if text is None else _told(item, link, text, "")


def _status(url: str) -> re.Match[str] | None:
    return _STATUS.search(urlsplit(url).path)


def _without_reply(title: str, author: str, answered: re.Match[str] | None) -> str | None:
    """Return the title without the mark of a reply, None when it is a reply to somebody else."""
    reply = _REPLY_TO.match(title)
    others = {found["handle"].casefold() for found in (reply, answered) if found} - {author.casefold()}
    if others:
        return None
    mark = reply or (_REPLY.match(title) if answered else None)
    return title[mark.end() :] if mark else title


def _told(item: Item, link: re.Match[str], title: str, via: str) -> Item | None:
    identifier = int(link["id"])
    published = moment(identifier)
    content = item.content or item.summary
    if via:
        content = _SHARED_HEADER.sub("", content, count=1)
    named = headline(without_links(title)) or headline(without_links(plain(content)))
    if published is None or not named:
        return None
    post = address(link["handle"], identifier)
    return replace(
        item,
        guid=str(identifier),
        url=canonical(post),
        link=post,
        title=named,
        summary="",
        content=_on_x(content, item.link),
        authors=(f"@{link['handle']}",),
        published=published.isoformat(),
        via=via,
        complete=True,
    )


def _on_x(content: str, link: str) -> str:
    """Return the content with its links to the bridge's own host leading to X."""
    host = urlsplit(link).netloc
    if not host or host_of(link) in _X_HOSTS:
        return content
    return re.sub(
        rf"(?<=href=[\"'])https?://{re.escape(html.escape(host))}/(?!pic/)",
        "https://x.com/",
        content,
        flags=re.IGNORECASE,
    )


def _originals(body: bytes) -> dict[str, dict[str, str]]:
    """Return for each id of RSSHub's JSON Feed the posts that it refers to, by `repost`, `quote` and `reply`."""
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return {}
    document = json.loads(body)
    found: dict[str, dict[str, str]] = {}
    for item in list_of(document.get("items")):
        extra: Any = item.get("_extra") if isinstance(item, dict) else None
        links = list_of(extra.get("links")) if isinstance(extra, dict) else []
        named = {text_of(link.get("type")): text_of(link.get("url")) for link in links if isinstance(link, dict)}
        if named:
            found[text_of(item.get("id"))] = named
    return found
