"""`sitemap`: a site without a feed, read from its sitemaps: news sitemaps, plain ones, and indexes of them.

What a sitemap may hold: https://www.sitemaps.org/protocol.html, and for news
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap. A sitemap lists all a site has ever
published, so only what can belong to the day or its neighbours is returned. It says of a page when it was last changed:
where the address itself carries a date, that one is taken, and where a rebuild has set one time for all, none is. It
knows no titles but those of news; a title is never made of an address.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, HttpUrl

from digest_pipeline.sources.feeds import one_line, parse_feed, storable
from digest_pipeline.sources.source import Answer, Day, Item, Listing, Source, UnreadableAnswerError
from digest_pipeline.urls import canonical

_MOST_CHILDREN = 100
# A news sitemap may list 1,000 addresses of two days; more than that in three days is a rebuild, not news.
_MOST_ITEMS = 1_000
# The protocol's own limit of a sitemap, unpacked.
_MOST_BYTES = 50 * 1024 * 1024
_LONGEST_ADDRESS = 2_048
# So many pages changed in the same second, and most of all: the site was rebuilt then.
_REBUILT_TOGETHER = 20
_NAMED_DAY = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)([-/]?)(0?[1-9]|1[0-2])\2([0-2]?\d|3[01])(?!\d)")
# The period a child is named for: a year, a month or a day.
_PERIOD = re.compile(r"(?<!\d)(20\d\d)(?:[-_/.]?(0[1-9]|1[0-2])(?:[-_/.]?([0-2]\d|3[01]))?)?(?!\d)")
_PERIOD_IN_QUERY = re.compile(r"y+=(20\d\d)(?:&mm?=(\d{1,2}))?(?:&dd?=(\d{1,2}))?", re.IGNORECASE)
_ROBOTS_LINE = re.compile(rb"^\s*sitemap\s*:", re.IGNORECASE | re.MULTILINE)
_GZIP = b"\x1f\x8b"


def _expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


# They come from the one who runs the newsroom, not from the web. One that takes forever on some path costs its own
# source alone: the answer is read in a worker that is ended after `limits.page_seconds`.
Expression = Annotated[str, AfterValidator(_expression)]


class SitemapSource(Source):
    """A site's pages by its sitemap, each dated by the news it announces, its address, or its last change."""

    asks_the_past: ClassVar[bool] = True

    kind: Literal["sitemap"] = "sitemap"
    url: HttpUrl = Field(description="a sitemap, an index of sitemaps, or the robots.txt that names them")
    include: Expression = Field("", description="regular expression that the path must contain, such as ^/blog/")
    exclude: Expression | None = Field(None, description="regular expression that the path must not contain")

    def addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  a sitemap lists all days
        """Return the address of the sitemap."""
        return (canonical(str(self.url)),)

    def read(self, answer: Answer, day: Day) -> Listing:
        """Return the pages that may belong to `day`, or the sitemaps that may hold them."""
        body = _unpacked(answer.body).lstrip(b"\xef\xbb\xbf\0 \t\r\n")
        if not body:
            raise UnreadableAnswerError("empty", "the answer has no content")
        if not body.startswith(b"<"):
            return _robots(body, answer.url) if _ROBOTS_LINE.search(body) else self._listing(_lines(body), answer, day)
        root = _root(body)
        if root == "html":
            raise UnreadableAnswerError("html", "a web page was answered instead of a sitemap; robots.txt may name it")
        if root in {"rss", "feed", "rdf"}:
            return parse_feed(body, answer.content_type, answer.url)
        if root == "sitemapindex":
            return Listing(further=_children(_elements(body, "sitemap"), answer.url, day))
        if root == "urlset":
            return self._listing(_elements(body, "url"), answer, day)
        raise UnreadableAnswerError("malformed", "this is no sitemap: its root is neither urlset nor sitemapindex")

    def _listing(self, places: "Iterable[_Place]", answer: Answer, day: Day) -> Listing:
        listed = list(places)
        rebuild = _rebuild(listed)
        dated = [(place, _published(place, rebuild)) for place in listed]
        # A zone moves a time by less than a day.
        near = {near.isoformat() for near in _neighbours(day)}
        around = [(place, text) for place, text in dated if _day_of(text) in near and self._takes(place.address)]
        # Where some pages are dated, the others are not news; where none is, the day they are first seen must do.
        if not around and not any(text and self._takes(place.address) for place, text in dated):
            around = [(place, text) for place, text in dated if self._takes(place.address)]
        if len(around) > _MOST_ITEMS:
            raise UnreadableAnswerError(
                "undated",
                f"{len(around)} of {len(dated)} addresses may belong to {day.date} and its neighbours, so their dates"
                " tell nothing; narrow them with `include`, or give the site's news sitemap",
            )
        items = (_item(place, text, answer.url) for place, text in around)
        return Listing(
            title=next((place.publication for place in listed if place.publication), ""),
            language=next((place.language for place in listed if place.language), ""),
            items=tuple(item for item in items if item.url),
        )

    def _takes(self, address: str) -> bool:
        try:
            path = unquote(urlsplit(address).path) or "/"
        except ValueError:
            return False
        return bool(re.search(self.include, path)) and not (self.exclude and re.search(self.exclude, path))


@dataclass(frozen=True, slots=True)
class _Place:
    """An address of a sitemap or index; the fields after `changed` are those of news."""

    address: str
    changed: str = ""
    published: str = ""
    title: str = ""
    publication: str = ""
    language: str = ""


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        content = unpacker.decompress(body, _MOST_BYTES + 1)
    except zlib.error as error:
        raise UnreadableAnswerError("malformed", f"this is no gzip file: {error}") from None
    if len(content) > _MOST_BYTES:
        raise UnreadableAnswerError("too_large", "the sitemap is larger than the 50 MB that the protocol allows")
    return content


def _robots(body: bytes, url: str) -> Listing:
    from protego import Protego  # noqa: PLC0415  only for the answer that is a robots.txt

    named = Protego.parse(body.decode("utf-8", "replace")).sitemaps
    found = dict.fromkeys(filter(None, (canonical(address, url) for address in named)))
    return Listing(further=tuple(found)[:_MOST_CHILDREN])


def _lines(body: bytes) -> Iterator[_Place]:
    """Yield the addresses of a text sitemap: one a line, nothing else."""
    lines = [line.strip() for line in body.decode("utf-8", "replace").splitlines() if line.strip()]
    addresses = [line for line in lines if line.lower().startswith(("http://", "https://"))]
    if not addresses:
        raise UnreadableAnswerError("malformed", "this is no sitemap: neither XML nor a list of addresses")
    yield from (_Place(storable(address)) for address in addresses if len(address) <= _LONGEST_ADDRESS)


def _root(body: bytes) -> str:
    """Return the local name of the root element in lower case, empty when there is none."""
    match = re.search(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)", body[:65_536])
    doctype = re.match(rb"(?:<\?xml[^>]*>\s*)?<!doctype\s+html", body, re.IGNORECASE)
    return "html" if doctype else match[1].decode("ascii", "replace").lower() if match else ""


def _elements(body: bytes, name: str) -> Iterator[_Place]:
    """Yield the entries of a sitemap as they are parsed; those before a fault are told, what is no text is not."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  only the workers need it

    # No entity is replaced and no file or address opened; libxml2's own limits on depth and size stay in force.
    parser = etree.iterparse(
        BytesIO(body), events=("end",), tag=f"{{*}}{name}", recover=True, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, element in parser:
            place = _place(element)
            # An entry is forgotten once it is read: 50,000 of them would fill the memory.
            element.clear()
            while (before := element.getprevious()) is not None:
                before.getparent().remove(before)
            if place.address and len(place.address) <= _LONGEST_ADDRESS:
                yield place
    except etree.XMLSyntaxError:
        return


def _place(element: Any) -> _Place:
    found: dict[str, str] = {}
    for part in element.iter("{*}loc", "{*}lastmod", "{*}publication_date", "{*}title", "{*}name", "{*}language"):
        namespace, _, name = part.tag.rpartition("}")
        # Images and videos of the page have addresses and titles of their own.
        if "image" in namespace or "video" in namespace or (name == "loc" and part.getparent() is not element):
            continue
        found.setdefault(name, storable(part.text or "").strip())
    return _Place(
        address=found.get("loc", ""),
        changed=found.get("lastmod", ""),
        published=found.get("publication_date", ""),
        title=found.get("title", ""),
        publication=one_line(found.get("name", "")),
        language=one_line(found.get("language", "")),
    )


def _children(places: Iterable[_Place], url: str, day: Day) -> tuple[str, ...]:
    """Return the sitemaps of an index that can hold the day, the likeliest first.

    One that was last changed before the day can't, nor one that is named for another year, month or day. Of the others
    the one that was changed soonest after the day is the likeliest; a sitemap of news is before all.
    """
    first = _neighbours(day)[0].isoformat()
    ranked: dict[str, tuple[bool, bool, str]] = {}
    for place in places:
        changed = _day_of(place.changed)
        address = canonical(place.address, url)
        if address and (not changed or changed >= first) and _may_hold(address, day):
            ranked.setdefault(address, ("news" not in address.lower(), not changed, changed))
    return tuple(sorted(ranked, key=lambda address: ranked[address]))[:_MOST_CHILDREN]


def _may_hold(address: str, day: Day) -> bool:
    parts = urlsplit(address)
    match = _PERIOD_IN_QUERY.search(parts.query) or _PERIOD.search(parts.path.rpartition("/")[2])
    if not match:
        return True
    named = [int(group) for group in match.groups() if group]
    return any(named == [near.year, near.month, near.day][: len(named)] for near in _neighbours(day))


def _rebuild(places: Iterable[_Place]) -> str:
    """Return the moment at which most pages of the site were changed together, or an empty string."""
    moments = Counter(place.changed for place in places if ":" in place.changed and not place.published)
    moment, count = next(iter(moments.most_common(1)), ("", 0))
    return moment if count >= _REBUILT_TOGETHER and count * 2 > moments.total() else ""


def _published(place: _Place, rebuild: str) -> str:
    """Return when a page was published, as near as the sitemap tells, or an empty string."""
    if place.published:
        return place.published
    named, changed = _day_in_address(place.address), _day_of(place.changed)
    is_rebuilt = bool(rebuild) and place.changed == rebuild
    # On the same day the change has the time as well; what looks like a day after it is a number.
    if named and (not changed or named < changed or (named == changed and is_rebuilt)):
        return named
    return "" if is_rebuilt else place.changed


def _day_in_address(address: str) -> str:
    match = _DAY_IN_ADDRESS.search(address.partition("://")[2].partition("/")[2])
    return _iso(match[1], match[3], match[4]) if match else ""


def _neighbours(day: Day) -> list[date]:
    return [day.date + timedelta(days=offset) for offset in (-1, 0, 1)]


def _day_of(text: str) -> str:
    """Return the calendar day that a date of a sitemap names, as ISO; empty where it names none."""
    if match := _NAMED_DAY.match(text):
        return _iso(*match.groups())
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, IndexError, OverflowError):
        return ""


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _item(place: _Place, published: str, url: str) -> Item:
    address = canonical(place.address, url)
    return Item(guid=address, url=address, title=one_line(place.title), published=published, link=place.address)
