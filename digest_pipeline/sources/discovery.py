"""From a site's page to its feed: what a reader means who gives the address of a page where a feed's was asked for.

Known sites by the form of their addresses, then what the page declares, then the links that look like a feed. One feed
is chosen; whether it is one is seen when it is asked for. Feeds themselves are read in `feeds.py`.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from digest_pipeline.sources.feeds import one_line, parse_feed
from digest_pipeline.sources.source import Answer, Listing, UnreadableAnswerError
from digest_pipeline.urls import canonical, host_of, same_site

_NO_FEED = (
    "a web page was answered instead of a feed, and it names none; give the feed's own address, use `kind: sitemap`"
    " where the site has a sitemap, or a bridge (RSSHub; for WeChat, WeWe-RSS) that makes a feed of it"
)
# Ordered by preference; `application/json` is left out because WordPress declares its API so on every page.
_TYPES = (
    *("application/atom+xml", "application/rss+xml", "application/rdf+xml", "application/atom", "application/rss"),
    *("application/rdf", "application/x.atom+xml", "application/x-atom+xml", "text/atom+xml", "text/rss+xml"),
    *("text/rdf+xml", "text/atom", "text/rss", "text/rdf", "application/xml", "text/xml"),
    *("application/feed+json", "application/jsonfeed+json"),
)
_JSON_TYPE, _JSON_NAME = "application/json", re.compile(r"\bfeed[^/]*(?:json)?/?$|\.json$", re.IGNORECASE)
_API = re.compile(r"/wp-json(?:/|$)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|评论|留言|回复|コメント|kommentar|comentario|replies", re.IGNORECASE)
# Part of a site only, unless the page asked for is such a part.
_PART = re.compile(r"/(?:tags?|categor(?:y|ies)|topics?|author|user|search|archives?)/", re.IGNORECASE)
_LOOKS_LIKE_A_FEED = re.compile(
    r"(?:^|/)(?:feeds?|rss2?|atom|rdf|index\.xml|feed\.php)/?$|\.(?:rss|atom|rdf)$|[/_-](?:rss2?|atom|feed)[^/]*\.(?:xml|json|php)$"
    r"|/(?:feed|rss|atom)\d?\.(?:xml|json)$|/feeds?/(?:all|main|posts|posts/default|blog|news|index)(?:\.\w+)?/?$"
    r"|[?&]feed=(?:rss2?|atom|rdf)\b|[?&](?:format|type|output)=(?:rss|atom|feed)\b",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(r"^(?:rss|atom|xml)?\s*(?:feeds?|rss|atom|rss\s*2(?:\.0)?|订阅|rss\s*订阅)$", re.IGNORECASE)
# They take a feed's address to subscribe to it.
_READERS = re.compile(
    r"^\w+://[^/]*\b(?:feedly|inoreader|newsblur|feedbin|netvibes|theoldreader|bloglines|follow)\.(?:com|is)|add\.my\.yahoo",
    re.IGNORECASE,
)
_ANCHORS_CONSIDERED = 5_000

_YOUTUBE_FEED = "https://www.youtube.com/feeds/videos.xml?"
# Where a channel's page names itself, the surest first; other channels stand in it too.
_YOUTUBE_CHANNEL = tuple(
    re.compile(before + r"(UC[\w-]{22})\"")
    for before in (
        r'itemprop="(?:identifier|channelId)"\s+content="',
        r'rel="canonical"\s+href="https://www\.youtube\.com/channel/',
        r'"externalId":"',
        r'"channelId":"',
    )
)
_MASTODON = re.compile(r"""<(?:div|body|noscript|meta|script)\b[^<>]*\bmastodon\b""", re.IGNORECASE)
# A page by host and path, and its feed; the first that fits decides.
_KNOWN: tuple[tuple[str, str], ...] = (
    (r"(?:m\.)?youtube\.com/channel/(UC[\w-]{22})(?:/.*)?", _YOUTUBE_FEED + r"channel_id=\1"),
    (r"(?:\w+\.)?reddit\.com/(r/\w+(?:\+\w+)*)(?:/(?:hot|new|top|rising|best))?/?", r"https://www.reddit.com/\1/.rss"),
    (r"(?:\w+\.)?reddit\.com/(?:user|u)/([\w-]+)(?:/.*)?", r"https://www.reddit.com/user/\1/.rss"),
    (r"github\.com/([\w.-]+/[\w.-]+)/commits(?:/[^/]+)?/?", r"https://github.com/\1/commits.atom"),
    (r"github\.com/([\w.-]+/[\w.-]+)(?:/(?:releases|tags|tree)(?:/.*)?)?/?", r"https://github.com/\1/releases.atom"),
    (r"github\.com/([\w-]+)/?", r"https://github.com/\1.atom"),
    (r"bsky\.app/profile/([^/]+)/?", r"https://bsky.app/profile/\1/rss"),
    (r"medium\.com/(@[\w.-]+|[\w-]+)/?", r"https://medium.com/feed/\1"),
    (r"[\w-]+\.(?:medium|substack)\.com/.*", r"/feed"),
    # The page of an account at WeWe-RSS, on any host.
    (r"[^/]+/dash/feeds/(MP_WXS_\d+|all)/?", r"/feeds/\1.atom"),
)


def read_feed(answer: Answer) -> Listing:
    """Return the items of a feed; of a page, where to go on: the address of the feed it names.

    Raises:
        UnreadableAnswerError: `empty`, `malformed`, or `html` for a page that names no feed.
    """
    try:
        return parse_feed(answer.body, answer.content_type, answer.url)
    except UnreadableAnswerError as error:
        if error.reason != "html":
            raise
    return Listing(further=(feed_of(answer),))


def feed_of(page: Answer) -> str:
    """Return the address of the best feed that a web page names, never one of comments.

    Raises:
        UnreadableAnswerError: `html`, when it names none.
    """
    from w3lib.encoding import html_to_unicode  # noqa: PLC0415  only for the rare answer that is a page

    _, text = html_to_unicode(page.content_type, page.body)
    own = canonical(page.url)
    for address in (*_known(page.url, text), *_named(page.url, text)):
        if (found := canonical(address)) and found != own:
            return found
    raise UnreadableAnswerError("html", _NO_FEED)


def _known(url: str, text: str) -> Iterator[str]:
    """Yield the feeds that a site is known to have beside a page of this form."""
    parts = urlsplit(url)
    host = host_of(url)
    for page, feed in _KNOWN:
        if match := re.fullmatch(page, f"{host}{parts.path}"):
            yield urljoin(url, match.expand(feed))
            break
    if host in {"youtube.com", "m.youtube.com"}:
        if parts.path == "/playlist" and (playlist := re.search(r"\blist=([\w-]+)", parts.query)):
            yield f"{_YOUTUBE_FEED}playlist_id={playlist[1]}"
        for pattern in _YOUTUBE_CHANNEL:
            if match := pattern.search(text):
                yield f"{_YOUTUBE_FEED}channel_id={match[1]}"
    if re.fullmatch(r"/@\w+/?", parts.path) and _MASTODON.search(text):
        yield f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}.rss"


def _named(url: str, text: str) -> list[str]:
    """Return the feeds that the page itself names, the best first: declared ones, else links that look like one."""
    import lxml.html  # type: ignore[import-untyped]  # noqa: PLC0415  0.05 s, and only for the rare answer that is a page
    from lxml.etree import ParserError  # type: ignore[import-untyped]  # noqa: PLC0415  the same

    try:
        tree = lxml.html.document_fromstring(text.replace("\0", "").encode("utf-8", "ignore"), parser=_parser())
    except (ParserError, ValueError):
        return []
    base = _joined(url, next(iter(tree.xpath("//base/@href")), "")) or url
    declared = list(_declared(tree, base))
    return [address for _, address in sorted(declared or list(_linked(tree, base, url)), key=lambda pair: pair[0])]


def _declared(tree: Any, base: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield rank and address of the feeds in the page's `link` elements."""
    for place, link in enumerate(tree.iter("link")):
        href, kind = link.get("href", "").strip(), link.get("type", "").partition(";")[0].strip().lower()
        if not href or "alternate" not in link.get("rel", "").lower().split():
            continue
        if kind in _TYPES:
            format_rank = int(kind.endswith("+json"))
        elif (kind == _JSON_TYPE and _JSON_NAME.search(href)) or (not kind and _LOOKS_LIKE_A_FEED.search(href)):
            format_rank = 2
        else:
            continue
        if not _API.search(href) and not _is_of_comments(href, link.get("title", "")):
            address = _joined(base, href)
            yield (*_scope(address, base), format_rank, place), address


def _linked(tree: Any, base: str, url: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield rank and address of the page's links that look like a feed by their address or their words."""
    for place, anchor in zip(range(_ANCHORS_CONSIDERED), tree.iter("a"), strict=False):
        href = anchor.get("href", "").strip()
        words = one_line(anchor.get("title", "") or anchor.text_content()[:100])
        looks, says = bool(_LOOKS_LIKE_A_FEED.search(href)), bool(_FEED_WORDS.match(words))
        address = _joined(base, href) if looks or says else ""
        # Another host's feed is the site's own when the words say so (a feed service), not when it is only linked.
        if not address or not (same_site(address, url) or says):
            continue
        if not _READERS.search(address) and not _is_of_comments(href, words):
            yield (int(not looks), *_scope(address, base), place), address


def _is_of_comments(address: str, words: str) -> bool:
    return bool(_COMMENTS.search(urlsplit(_joined("http://x/", address)).path) or _COMMENTS.search(words))


def _scope(address: str, page: str) -> tuple[int, int]:
    """Rank a feed by what it covers: the part of the site that the page belongs to, before all of it, before others."""
    path, own = _joined_path(address), _joined_path(page)
    shared = 0
    for one, other in zip(path, own, strict=False):
        if one != other:
            break
        shared += 1
    is_other_part = bool(_PART.search("/".join(("", *path, "")))) and shared == 0
    return int(is_other_part), -shared


def _joined_path(address: str) -> list[str]:
    try:
        return [part for part in urlsplit(address).path.split("/") if part]
    except ValueError:
        return []


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.replace("feed://", "https://", 1) if address.startswith("feed:") else address)
    except ValueError:
        return ""


def _parser() -> Any:
    import lxml.html  # noqa: PLC0415  as above

    return lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
