"""Title without the site's name, authors, site and publication date of a page, from what trafilatura found in it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from digest_pipeline.articles.flatten import Flat
from digest_pipeline.articles.text import one_line, squeezed
from digest_pipeline.urls import host_of

# " - ", " | ", "｜", "_": what stands between a title and a site's name. A hyphen within a word is none; the Chinese
# habit of "标题-站名" is handled because the part after it must then be the site's name itself.
_SEPARATOR = re.compile(r"\s+[-–—|·:»•~/]+\s+|\s*[|｜_]+\s*|\s*[-–—](?=[^-–—]*$)")
_AUTHOR_SEPARATOR = re.compile(r"\s*[;；、]\s*")
_ZONE_GAP = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")
_JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_TIME_META = (
    "article:published_time",
    "og:published_time",
    "datePublished",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
)
# Labels of a host that name no site: second-level domains and usual subdomains.
_NO_NAME = frozenset({"www", "m", "blog", "news", "com", "co", "org", "net", "gov", "edu", "ac"})


def full_title(tree: Any, found: str) -> str:
    """Return the page's title: `found` by trafilatura, unless it is a heading that the page's own title lacks."""
    own = one_line(tree.findtext(".//title") or "")
    if tree.xpath("//meta[@property='og:title']/@content") or squeezed(found) in squeezed(own):
        return found or own
    return own or found


def site_name(found: str, title: str) -> str:
    """Return the site's name as trafilatura `found` it, or nothing where it took a part of the title for it."""
    name = one_line(found)
    return "" if _folded(name) in _folded(title) and "." not in name else name


def title_without_site(title: str, site: str, url: str, page: Flat) -> str:
    """Return `title` without the name of its site behind (or before) a separator.

    What counts as the site's name is the name the page gives, its host and the labels of the host; letter case, spaces
    and punctuation make no difference. Whatever stands behind the separator is cut as well when the rest is a line of
    the page's own: its heading.
    """
    names, lines = _names(site, url), {squeezed(line) for line in page.text.split("\n")}
    kept = one_line(title)
    while (shorter := _shortened(kept, names, lines)) != kept:
        kept = shorter
    return kept


def authors_in(byline: str | None) -> tuple[str, ...]:
    """Return the single names of trafilatura's author field, each once, in order."""
    names = (one_line(name) for name in _AUTHOR_SEPARATOR.split(byline or ""))
    return tuple(dict.fromkeys(name for name in names if name))


def published_in(tree: Any, found: str | None) -> date | datetime | None:
    """Return when the page says it was published: a moment in UTC where it names one with its zone, else a date.

    `found` is htmldate's verdict (`YYYY-MM-DD`); a moment is believed when it falls on that date.
    """
    day = date.fromisoformat(found) if found else None
    for text in _time_strings(tree):
        try:
            moment = datetime.fromisoformat(_ZONE_GAP.sub("", text.strip()))
        except ValueError:
            continue
        if moment.tzinfo and (day is None or moment.date() == day):
            return moment.astimezone(UTC)
    return day


def _time_strings(tree: Any) -> Iterator[str]:
    for name in _TIME_META:
        yield from tree.xpath("//meta[@property=$name or @name=$name or @itemprop=$name]/@content", name=name)
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        yield from _JSON_LD_DATE.findall(script)
    yield from tree.xpath("//time[@datetime]/@datetime")


def _shortened(title: str, names: frozenset[str], lines: set[str]) -> str:
    for match in reversed(list(_SEPARATOR.finditer(title))):
        head, tail = title[: match.start()].strip(), title[match.end() :].strip()
        if head and tail and (_folded(tail) in names or squeezed(head) in lines):
            return head
    first = _SEPARATOR.search(title)
    if first and _folded(title[: first.start()]) in names:
        return title[first.end() :].strip() or title
    return title


def _names(site: str, url: str) -> frozenset[str]:
    host = host_of(url)
    labels = host.split(".")[:-1]
    names = {site, host, *(label for label in labels if label not in _NO_NAME)}
    return frozenset(folded for name in names if (folded := _folded(name)))


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
