"""`newsletter`: a round-up that tells of many things an issue: each becomes an item, dated by the issue's own date.

The issues are named by the newsletter's feed or by the page of its archive. A feed that carries the issues whole is
split as it is; else the issues of the day are asked for by their addresses. How an issue is split is `roundup.py`.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from pydantic import Field, HttpUrl, field_validator

from digest_pipeline.dates import parse
from digest_pipeline.model import content_id
from digest_pipeline.sources.feeds import one_line, parse_feed
from digest_pipeline.sources.roundup import RoundupItem, parsed, split, split_page
from digest_pipeline.sources.source import Answer, Day, Item, Listing, Source, UnreadableAnswerError
from digest_pipeline.urls import canonical, host_of, same_site

# An issue is dated by the day it covers, and comes out up to a day later: it is still asked for then.
_LATEST = timedelta(days=2)
# A feed's item with fewer is a teaser of the issue, not the issue.
_FEWEST_ITEMS = 3
_DATE_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:20)?\d\d)(?P<mark>[-/_.]?)(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_DATE_IN_TEXT = re.compile(
    r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|"
    r"\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4}"
)
_PUBLISHED = (
    "//meta[@property='article:published_time' or @name='article:published_time' or @itemprop='datePublished' or "
    "@name='date' or @name='pubdate' or @name='publish_date']/@content | //*[@itemprop='datePublished']/@datetime"
)
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
# How far from a link its date may stand.
_STEPS_UP = 3
_NEAR = 400


class NewsletterSource(Source):
    """A newsletter that rounds up news, papers and posts: each thing it tells of becomes an entry."""

    kind: Literal["newsletter"] = "newsletter"
    asks_the_past = True
    dates_its_links = False
    url: HttpUrl = Field(description="its feed, or the page that lists its issues")
    issues: str = Field(
        "",
        description="where the issue of a day stands, with {date} (2026-05-28) or {date:%y-%m-%d} in it; it serves days"
        " that are over, when the feed no longer lists them",
    )

    @field_validator("issues")
    @classmethod
    def _with_a_date(cls, pattern: str) -> str:
        if not pattern:
            return pattern
        try:
            one, other = (pattern.format(date=date(2026, 5, day)) for day in (28, 29))
        except (KeyError, IndexError, ValueError, AttributeError):
            raise ValueError("write the date as {date} or {date:%y-%m-%d}; braces mean nothing else here") from None
        if one == other or not canonical(one):
            raise ValueError("must be an address with {date} in it, such as https://example.org/issues/{date}")
        return pattern

    def addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  the list is the same on every day
        """Return the feed or the list of issues."""
        return (canonical(str(self.url)),)

    def past_addresses(self, day: Day) -> tuple[str, ...]:
        """Return the address of the day's issue where it follows a pattern, else the list of issues."""
        return (canonical(self.issues.format(date=day.date)),) if self.issues else self.addresses(day)

    def read(self, answer: Answer, day: Day) -> Listing:
        """Return the items of the issues that a feed or a page holds, and the addresses of the issues to ask for.

        Raises:
            UnreadableAnswerError: `empty` or `malformed` as for a feed; `no_issues` for a list that names none with its
                date; `no_items` for an issue in which nothing links to another site.
        """
        head = answer.body[:4096].lstrip(b"\xef\xbb\xbf\0 \t\r\n").lower()
        if not head:
            raise UnreadableAnswerError("empty", "the answer has no content")
        if not (head.startswith((b"<!doctype html", b"<html")) or b"<html" in head or b"<body" in head):
            return _feed(parse_feed(answer.body, answer.content_type, answer.url), day)
        if _is_same_page(answer.url, str(self.url)):
            return _archive(answer, day)
        return _issue(answer, day)


def _feed(feed: Listing, day: Day) -> Listing:
    items: list[Item] = []
    further: list[str] = []
    for entry in feed.items:
        found = split(max(entry.content, entry.summary, key=len), entry.url, entry.title) if entry.url else ()
        if len(found) >= _FEWEST_ITEMS:
            # One page may hold all issues, told apart by the part of the address that is no part of its canonical form.
            items += _dated(found, entry.guid or entry.link, entry.url, entry.published)
        elif entry.url and _is_asked(_day_of(entry.published, entry.url, day), day):
            further.append(entry.link)
    return Listing(feed.title, feed.language, tuple(items), tuple(dict.fromkeys(further)))


def _archive(answer: Answer, day: Day) -> Listing:
    page = parsed(_decoded(answer))
    title, language = _title_and_language(page)
    dated = dict(_dated_links(page, answer.url, day))
    if not dated:
        raise UnreadableAnswerError(
            "no_issues", "no link of this page has a date in it or beside it; give the newsletter's feed as `url`"
        )
    asked = [url for url, published in dated.items() if _is_asked(published, day)]
    return Listing(title, language, further=tuple(asked))


def _issue(answer: Answer, day: Day) -> Listing:
    html = _decoded(answer)
    page = parsed(html)
    title, language = _title_and_language(page)
    found = split_page(page, answer.url, title)
    if not found:
        raise UnreadableAnswerError(
            "no_items", "nothing on this page links to another site: it is no issue, or is written by a script"
        )
    published = _published(page, html, answer.url, day)
    return Listing(title, language, tuple(_dated(found, answer.url, answer.url, published)))


def _dated(found: Iterable[RoundupItem], issue: str, via: str, published: str) -> Iterator[Item]:
    for item in found:
        yield Item(
            # Neither the place within the issue nor the section: an issue that is corrected moves its items about.
            guid=content_id(issue, item.url, item.title),
            url=item.url,
            link=item.link,
            title=one_line(item.title),
            content=item.html,
            published=published,
            via=via,
            section=one_line(item.section),
            # What a post says can't be read on X without an account: what the round-up says of it is all there is.
            complete=item.is_post,
        )


def _published(page: Any, html: str, url: str, day: Day) -> str:
    """Return the issue's own date: the one in its address, else what the page says of itself; empty when neither."""
    zone = _zone(day)
    if named := _date_in_address(url):
        return datetime.combine(named, time(), zone).isoformat()
    stated = [*map(str, page.xpath(_PUBLISHED)), *_JSON_LD.findall(html), *map(str, page.xpath("//time/@datetime"))]
    moments = (parse(text, zone) for text in stated)
    return next((moment.isoformat() for moment in moments if moment), "")


def _day_of(published: str, url: str, day: Day) -> date | None:
    zone = _zone(day)
    moment = parse(published, zone)
    return moment.astimezone(zone).date() if moment else _date_in_address(url)


def _is_asked(published: date | None, day: Day) -> bool:
    return published is not None and day.date - _LATEST <= published <= day.date


def _zone(day: Day) -> timezone:
    """Return the offset that the day begins at."""
    return timezone(datetime.combine(day.date, time(), UTC) - day.start)


def _date_in_address(url: str) -> date | None:
    """Return the date that the path names: 2026/05/28, 2026-05-28, 20260528, 26-05-28; None when none or several."""
    found: set[date] = set()
    for match in _DATE_IN_ADDRESS.finditer(urlsplit(url).path):
        year, mark = match["year"], match["mark"]
        if len(year) == len("26") and mark not in {"-", "_"}:
            continue  # six digits are an id as often, 26/05/28 is a path
        try:
            found.add(date(int(year.rjust(4, "0")) % 100 + 2000, int(match["month"]), int(match["day"])))
        except ValueError:
            continue
    return found.pop() if len(found) == 1 else None


def _dated_links(page: Any, base: str, day: Day) -> Iterator[tuple[str, date]]:
    """Yield the links to other pages of the site with the date in their address, or the one beside them."""
    zone = _zone(day)
    for anchor in page.iter("a"):
        try:
            url = canonical(urljoin(base, (anchor.get("href") or "").strip()))
        except ValueError:
            continue
        if not url or not same_site(url, base) or _is_same_page(url, base):
            continue
        published = _date_in_address(url) or _date_beside(anchor, zone)
        if published:
            yield url, published


def _date_beside(anchor: Any, zone: timezone) -> date | None:
    element = anchor
    for _ in range(_STEPS_UP):
        if element is None or element.tag in {"body", "main", "html", "ul", "ol", "table", "tbody"}:
            return None
        stated = [str(text) for text in element.xpath(".//time/@datetime")]
        stated += _DATE_IN_TEXT.findall(" ".join(element.text_content().split())[:_NEAR])
        days = {moment.astimezone(zone).date() for text in stated if (moment := parse(text, zone))}
        if days:
            # Two dates are two issues: this is the list, not its line.
            return days.pop() if len(days) == 1 else None
        element = element.getparent()
    return None


def _is_same_page(url: str, other: str) -> bool:
    one, two = urlsplit(canonical(url)), urlsplit(canonical(other))
    return (host_of(url), one.path.rstrip("/"), one.query) == (host_of(other), two.path.rstrip("/"), two.query)


def _title_and_language(page: Any) -> tuple[str, str]:
    title = next(iter(page.xpath("//title//text() | //h1//text()")), "")
    language = next(iter(page.xpath("/html/@lang")), "")
    return one_line(str(title)), one_line(str(language))


def _decoded(answer: Answer) -> str:
    from w3lib.encoding import html_to_unicode  # noqa: PLC0415  only the workers need it

    return html_to_unicode(answer.content_type or None, answer.body)[1]
