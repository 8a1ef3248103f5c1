"""The outward links of an item, and which of them it is about.

Outward is what leads to another site than the newsletter's own, to a page that can be read without an account there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from digest_pipeline.urls import canonical, host_of, same_site, status_id

_WORD = re.compile(r"(?=[a-z0-9]*[a-z])(?=[a-z0-9]*\d)[a-z0-9]{2,}|[a-z]{4,}")
_VERSION_MARK = re.compile(r"(?<=[a-z])[-._](?=\d)")
# Where the thing itself is linked, the words that link to it say so.
_CUE = re.compile(
    r"\b(?:paper|blog(?: ?post)?|post|report|announce\w*|release\w*|launch\w*|introduc\w+|unveil\w*|publish\w*|repo|"
    r"code|weights|model card|article|original)\b|论文|原文|博客|公告|报告|代码|官方",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|mp4|webm|mov)$", re.IGNORECASE)
_SHARES = re.compile(r"/(?:intent|share|sharer|shareArticle|dialog)(?:[/.?]|$)", re.IGNORECASE)

# A conversation about something, which links to the thing itself at best.
_DISCUSSIONS = ("reddit.com", "redd.it", "news.ycombinator.com", "lobste.rs", "producthunt.com")
_SOCIAL = "x.com threads.net linkedin.com facebook.com weibo.com bsky.app mastodon.social".split()
_MEDIA = (
    "i.redd.it v.redd.it preview.redd.it imgur.com tenor.com giphy.com twimg.com discordapp.com discordapp.net".split()
)
_HUBS = ("github.com", "huggingface.co", "gitlab.com")
# Nobody reads a page there without an account, or it is about the newsletter itself.
_CLOSED = "discord.com discord.gg support.substack.com t.me wa.me buttondown.email mailchi.mp beehiiv.com".split()


@dataclass(frozen=True, slots=True)
class Link:
    """An outward link: canonical and as written, the words it is on, and whether they lead the item."""

    element: Any
    url: str
    written: str
    anchor: str
    in_lead: bool = False


def links_of(element: Any, base: str, text_of: Callable[[Any], str]) -> Iterator[Link]:
    """Yield the outward links of an element in their order."""
    for anchor in element.iter("a"):
        written = resolved(base, anchor.get("href") or "")
        url = canonical(written)
        if url and not _is_own(url, base) and not _is_closed(url):
            yield Link(anchor, url, written, text_of(anchor))


def leads_away(element: Any, base: str) -> bool:
    """Say whether anything in the element links away from the newsletter, readable or not."""
    found = (canonical(resolved(base, anchor.get("href") or "")) for anchor in element.iter("a"))
    return any(url and not _is_own(url, base) for url in found)


def primary(links: Sequence[Link], title: str, *, headed: bool) -> Link | None:
    """Return the link that an item is about; None when it links to pictures only, or to front pages in passing.

    What the lead links to, unless that is a conversation and a page in the text speaks of the same thing; else the
    first page, and a post on a social network where there is no page. The earlier of two that are as good. A front page
    only where the heading of a story (`headed`) links to it, or a lead does and nothing else is linked.
    """
    readable = [link for link in links if not _is_media(link.url) and (link.in_lead or not _is_front_page(link.url))]
    return max(readable, key=lambda link: _worth(link, title, headed=headed), default=None)


def resolved(base: str, address: str) -> str:
    """Return the address, absolute; empty when it can't be one."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _worth(link: Link, title: str, *, headed: bool) -> int:
    path = unquote(urlsplit(link.url).path)
    words = _words(title)
    if _is_front_page(link.url) and not headed:
        return -1
    if _on(link.url, _DISCUSSIONS):
        # Its address repeats the title, whatever it is about.
        kind, speaks, is_cued = 0, False, False
    elif _on(link.url, _SOCIAL):
        author = path.casefold().partition("/status/")[0]
        kind, speaks, is_cued = 1, any(word in author for word in words), False
    else:
        shared = words & _words(f"{link.anchor} {path}")
        speaks = len(shared) > 1 or any(map(str.isdigit, "".join(shared)))
        kind, is_cued = 2, bool(_CUE.search(link.anchor))
    return kind + 2 * link.in_lead + speaks + is_cued


def _words(text: str) -> frozenset[str]:
    # "GEN-1.5" is one word, however its parts are joined.
    return frozenset(_WORD.findall(_VERSION_MARK.sub("", text.casefold())))


def _is_own(url: str, base: str) -> bool:
    """Say whether an address belongs to the newsletter: its site, or the repository that a GitHub page is made from."""
    owner, _, host = host_of(base).partition(".")
    is_source = host == "github.io" and url.casefold().startswith(f"https://github.com/{owner}/")
    return same_site(url, base) or is_source


def _is_closed(url: str) -> bool:
    # A profile or a list of X tells nothing of the day.
    is_profile = _on(url, ("x.com",)) and status_id(url) is None
    return is_profile or _on(url, _CLOSED) or bool(_SHARES.search(urlsplit(url).path))


def _is_media(url: str) -> bool:
    return _on(url, _MEDIA) or bool(_IMAGE.search(urlsplit(url).path))


def _is_front_page(url: str) -> bool:
    """Say whether it is the front page of a site, or of somebody's place on a hub: what it tells is not of the day."""
    parts = urlsplit(url)
    names = parts.path.strip("/").split("/")
    return not parts.query and (names == [""] or (len(names) == 1 and _on(url, _HUBS)))


def _on(url: str, hosts: Iterable[str]) -> bool:
    host = host_of(url)
    return any(host == known or host.endswith(f".{known}") for known in hosts)
