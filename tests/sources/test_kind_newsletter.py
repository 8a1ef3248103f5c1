"""`newsletter`: which issues of a day are asked for, from feeds, archives and patterns; how their items are dated."""

import gzip
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import HttpUrl, ValidationError

from digest_pipeline.dates import parse
from digest_pipeline.sources.kinds.newsletter import NewsletterSource
from digest_pipeline.sources.source import Answer, Day, Item, Listing, UnreadableAnswerError

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = Day.of(date(2026, 5, 28), SHANGHAI)
FEED = "https://news.example.org/rss.xml"
ARCHIVE = "https://news.example.org/issues"
ISSUE = "https://news.example.org/issues/26-05-28-quiet"
CAPTURES = Path(__file__).resolve().parents[3] / "shared" / "data" / "feeds" / "ai-captures"

BULLETS = "<h2>News</h2><ul>" + "".join(
    f"<li><b>Cranes lift {number} times as much</b>: <a href='https://crane.example.org/{number}'>page</a></li>"
    for number in range(2, 6)
) + "</ul>"  # fmt: skip


def source(url: str = FEED, issues: str = "") -> NewsletterSource:
    return NewsletterSource(id="news", name="News", url=HttpUrl(url), issues=issues)


def read(body: str | bytes, url: str = FEED, day: Day = DAY, at: str = FEED) -> Listing:
    document = body.encode() if isinstance(body, str) else body
    return source(at).read(Answer(url, "text/html; charset=utf-8", document), day)


def feed(*entries: tuple[str, str, str]) -> str:
    written = "".join(
        f"<item><title>Issue {link}</title><link>{link}</link><guid>{link}</guid><pubDate>{published}</pubDate>"
        f"<description><![CDATA[{content}]]></description></item>"
        for link, published, content in entries
    )
    head = "<title>News</title><language>en</language>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{written}</channel></rss>'


def page(content: str, head: str = "", title: str = "Quiet - News") -> str:
    return f'<!DOCTYPE html><html lang="en-GB"><head><title>{title}</title>{head}</head><body>{content}</body></html>'


def reason(body: str | bytes, url: str = ISSUE, at: str = FEED) -> str:
    with pytest.raises(UnreadableAnswerError) as caught:
        read(body, url, at=at)
    assert caught.value.detail
    return caught.value.reason


def test_an_issue_in_the_feed_is_split_and_dated_by_the_feed() -> None:
    published = "Thu, 28 May 2026 05:44:39 GMT"
    listing = read(feed((ISSUE, published, BULLETS)))
    assert (listing.title, listing.language, listing.further, len(listing.items)) == ("News", "en", (), 4)
    item = listing.items[0]
    assert item == Item(
        guid=item.guid,
        url="https://crane.example.org/2",
        link="https://crane.example.org/2",
        title="Cranes lift 2 times as much",
        content='<ul><li><b>Cranes lift 2 times as much</b>: <a href="https://crane.example.org/2">page</a></li></ul>',
        published=published,
        via=ISSUE,
        section="News",
    )  # fmt: skip


def test_what_an_item_is_known_by_does_not_hang_on_its_place() -> None:
    moved = "<h2>Other</h2><p>Hello.</p>" + BULLETS.replace("News", "Moved")
    before = read(feed((ISSUE, "2026-05-28", BULLETS))).items
    after = read(feed((ISSUE, "2026-05-28", moved))).items
    assert [item.guid for item in before] == [item.guid for item in after]
    assert len({item.guid for item in before}) == 4
    other = read(feed((f"{ISSUE}-2", "2026-05-28", BULLETS))).items
    assert not {item.guid for item in before} & {item.guid for item in other}


def test_issues_on_one_page_are_told_apart() -> None:
    one, two = (f"https://news.example.org/#2026-05-{day}" for day in (27, 28))
    items = read(feed((one, "2026-05-27", BULLETS), (two, "2026-05-28", BULLETS))).items
    assert len({item.guid for item in items}) == 8


def test_a_post_is_complete_and_a_page_is_not() -> None:
    tweet = "<li><b>Cranes are open to all</b>: <a href='https://x.com/a/status/2059990434827661769'>post</a></li></ul>"
    items = read(feed((ISSUE, "2026-05-28", BULLETS.replace("</ul>", tweet)))).items
    assert [item.complete for item in items] == [False, False, False, False, True]


@pytest.mark.parametrize(
    ("published", "asked"),
    [
        ("Thu, 28 May 2026 05:44:39 GMT", True),
        ("Wed, 27 May 2026 16:00:00 GMT", True),
        ("Thu, 28 May 2026 15:59:59 GMT", True),
        ("Thu, 28 May 2026 16:00:00 GMT", False),
        ("2026-05-28", True),
        ("2026-05-29", False),
        # An issue comes out up to a day after the one it is dated by, and is seen the day after.
        ("2026-05-26", True),
        ("2026-05-25", False),
    ],
)
@pytest.mark.parametrize("teaser", ["", "<p>Read it <a href='https://other.example.org/1'>here</a>.</p>"])
def test_an_issue_that_the_feed_only_names_is_asked_for_on_its_day(published: str, teaser: str, *, asked: bool) -> None:
    link = "https://news.example.org/issue-9"
    assert read(feed((link, published, teaser))).further == ((link,) if asked else ())


def test_a_feed_of_years_of_issues_asks_for_those_of_the_day() -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(1_000)]
    listing = read(feed(*((f"https://news.example.org/{day}", f"{day}T05:44:39Z", "") for day in days)))
    assert [address[-10:] for address in listing.further] == ["2026-05-26", "2026-05-27", "2026-05-28"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<a href='/issues/26-05-28-quiet'>Quiet</a>", True),
        ("<a href='/2026-05-28'>Quiet</a>", True),
        ("<a href='/2026/05/28/quiet'>Quiet</a>", True),
        ("<a href='/p/20260528'>Quiet</a>", True),
        ("<a href='/p/quiet'>Quiet</a><time datetime='2026-05-28T05:00:00Z'>yesterday</time>", True),
        ("<div><a href='/p/quiet'>Quiet</a></div><span>May 28, 2026</span>", True),
        ("<a href='/p/quiet'>2026年5月28日 早报</a>", True),
        ("<a href='/issues/26-05-22-quiet'>Quiet</a>", False),
        ("<a href='/p/quiet'>Quiet</a><span>Jun 3, 2026</span>", False),
        ("<a href='/p/260528'>Quiet</a>", False),
        ("<a href='/p/quiet'>Quiet</a>", False),
        ("<a href='https://elsewhere.example.com/2026-05-28'>Quiet</a>", False),
        ("<a href='http://[/2026-05-28'>Quiet</a>", False),
    ],
)
def test_an_archive_names_its_issues_by_their_dates(line: str, *, found: bool) -> None:
    other = "<li><a href='/issues/25-01-02-old'>Old</a> Jan 2, 2025</li>"
    listing = read(page(f"<ul><li>{line}</li>{other}</ul>"), ARCHIVE, at=ARCHIVE)
    assert len(listing.further) == found
    assert listing.items == ()


def test_an_archive_that_answers_elsewhere_by_a_slash_is_still_the_archive() -> None:
    listing = read(
        page("<a href='/issues/26-05-28-quiet'>Quiet</a>"), f"{ARCHIVE}/", at="http://www.news.example.org/issues"
    )
    assert listing.further == (ISSUE,)


def test_an_archive_without_dates_says_what_to_do() -> None:
    assert reason(page("<a href='/p/quiet'>Quiet</a>"), ARCHIVE, at=ARCHIVE) == "no_issues"


def test_an_issue_is_dated_by_its_address() -> None:
    listing = read(page(BULLETS), ISSUE)
    assert (listing.title, listing.language, len(listing.items)) == ("Quiet - News", "en-GB", 4)
    assert {item.published for item in listing.items} == {"2026-05-28T00:00:00+08:00"}
    assert {item.via for item in listing.items} == {ISSUE}


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-05-27T23:30:00Z">',
        '<meta name="date" content="2026-05-27T23:30:00+00:00">',
        '<script type="application/ld+json">{"@type": "Article", "datePublished": "2026-05-27T23:30:00.000Z"}</script>',
        '</head><body><time datetime="2026-05-28T07:30:00+08:00">today</time>',
    ],
)
def test_an_issue_without_a_date_in_its_address_is_dated_by_its_page(head: str) -> None:
    (published,) = {item.published for item in read(page(BULLETS, head), "https://news.example.org/issue-9").items}
    assert datetime.fromisoformat(published).isoformat() == "2026-05-27T23:30:00+00:00"


def test_an_issue_without_any_date_is_not_given_one() -> None:
    assert {item.published for item in read(page(BULLETS), "https://news.example.org/issue-9").items} == {""}


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Pacific/Auckland", "UTC"])
@given(days=st.integers(0, 3_000))
def test_the_issue_of_any_day_belongs_to_that_day(zone: str, days: int) -> None:
    day = Day.of(date(2020, 1, 1) + timedelta(days=days), ZoneInfo(zone))
    (address,) = source(issues="https://news.example.org/{date}").past_addresses(day)
    assert address == f"https://news.example.org/{day.date}"
    moment = parse(read(page(BULLETS), address, day).items[0].published, ZoneInfo(zone))
    assert moment is not None
    assert day.start <= moment < day.end


def test_the_past_is_asked_by_a_pattern_where_there_is_one() -> None:
    assert source().past_addresses(DAY) == source().addresses(DAY) == (FEED,)
    patterned = source(issues="https://news.example.org/{date:%Y/%m}/{date:%y-%m-%d}")
    assert patterned.past_addresses(DAY) == ("https://news.example.org/2026/05/26-05-28",)
    assert patterned.addresses(DAY) == (FEED,)
    assert NewsletterSource.asks_the_past


@pytest.mark.parametrize(
    "pattern",
    ["https://news.example.org/today", "{date}", "https://news.example.org/{day}", "https://a.example/{", "{0}"],
)
def test_a_pattern_that_names_no_day_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError, match="date"):
        source(issues=pattern)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("plain words", "malformed"),
        ("{}", "malformed"),
        (page("<p>Please switch on JavaScript.</p>"), "no_items"),
    ],
)
def test_what_is_no_issue_is_refused_with_a_reason(body: str, expected: str) -> None:
    assert reason(body) == expected


def test_a_page_in_another_encoding_is_read() -> None:
    body = page(BULLETS.replace("Cranes lift", "港口的起重机能举"), '<meta charset="gb18030">').encode("gb18030")
    listing = source().read(Answer(ISSUE, "text/html", body), DAY)
    assert listing.items[0].title.startswith("港口的起重机能举")


def test_a_json_feed_may_carry_the_issues() -> None:
    item = {
        "id": "9",
        "url": ISSUE,
        "title": "Quiet",
        "date_published": "2026-05-28T05:00:00Z",
        "content_html": BULLETS,
    }
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [item]}
    assert len(read(json.dumps(document)).items) == 4


def in_a_feed(text: str) -> bytes:
    return feed((ISSUE, text, text)).encode("utf-8", "ignore")


def in_a_page(text: str) -> bytes:
    return page(text).encode("utf-8", "ignore")


@given(st.binary() | st.text().map(in_a_page) | st.text().map(in_a_feed))
@pytest.mark.parametrize("url", [FEED, ISSUE, ARCHIVE])
def test_any_bytes_are_read_or_refused(url: str, body: bytes) -> None:
    try:
        listing = read(body, url, at=ARCHIVE)
    except UnreadableAnswerError:
        return
    assert all(item.url and item.title and item.via for item in listing.items)


real = pytest.mark.skipif(not CAPTURES.exists(), reason="the real feeds are not beside the project")


@real
@pytest.mark.parametrize(
    ("path", "day", "items", "further"),
    [
        ("juya/rss.xml.gz", date(2026, 6, 1), 113, 0),
        ("leontloveless/deeplearning-ai.xml.gz", date(2026, 7, 24), 60, 0),
        ("olshansk/feed_the_batch.xml.gz", date(2026, 5, 29), 0, 1),
        ("turing-ai-rss/tldr-ai.xml", date(2026, 6, 17), 0, 3),
    ],
)
def test_real_feeds_give_their_items_or_name_their_issues(path: str, day: date, items: int, further: int) -> None:
    body = (CAPTURES / path).read_bytes()
    listing = read(gzip.decompress(body) if path.endswith(".gz") else body, day=Day.of(day, SHANGHAI))
    assert (len(listing.items), len(listing.further)) == (items, further)
