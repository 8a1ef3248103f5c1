"""The kind `wechat`: whatever the bridge, an article has its own address, its account's name, and is whole or not."""

import tarfile
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.dates import parse
from digest_pipeline.sources.kinds.wechat import WechatSource
from digest_pipeline.sources.source import Answer, Day, Item, Listing, UnreadableAnswerError

DAY = Day.of(date(2026, 6, 2), ZoneInfo("Asia/Shanghai"))
ARTICLE = "https://mp.weixin.qq.com/s/abcdefghijklmnopqrstuv"
FEEDS = Path(__file__).parents[3] / "shared" / "data" / "feeds" / "wechat-feeds-2021.tar.xz"
LONG = "起重机每天从码头吊起一千个集装箱。" * 30


def source(**options: Any) -> WechatSource:
    given_options = {"id": "harbour", "name": "Harbour", "url": "https://bridge.example.org/feeds/MP_WXS_1.rss"}
    return WechatSource.model_validate(given_options | options)


def read(body: str, **options: Any) -> Listing:
    return source(**options).read(Answer("https://bridge.example.org/feeds/MP_WXS_1.rss", "", body.encode()), DAY)


def article(*elements: str, title: str = "港口观察", **options: Any) -> Item:
    written = f"<item><title>起重机</title>{''.join(elements)}</item>"
    (only,) = read(f"<rss version='2.0'><channel><title>{title}</title>{written}</channel></rss>", **options).items
    return only


def test_it_is_read_from_captures_and_dated_in_chinas_zone() -> None:
    assert source().past_addresses(DAY) == ()
    assert source().timezone == "Asia/Shanghai"
    assert source(timezone=None).timezone is None


@pytest.mark.parametrize(
    "place",
    [
        f"<link>{ARTICLE}</link>",
        f"<link>{ARTICLE}?scene=27#wechat_redirect</link>",
        f"<link>http://bridge.example.org/go?k=1&amp;u={ARTICLE.replace(':', '%3A').replace('/', '%2F')}</link>",
        f"<link>http://bridge.example.org/views/1</link><guid>{ARTICLE}</guid>",
    ],
)
def test_an_article_has_its_own_address(place: str) -> None:
    assert article(place).url == ARTICLE


def test_an_article_elsewhere_keeps_its_address() -> None:
    assert article("<link>https://harbour.example.org/1</link>").url == "https://harbour.example.org/1"
    assert article().url == ""


@pytest.mark.parametrize(
    ("title", "account"),
    [
        ("港口观察", "港口观察"),
        ("港口观察 | wechat-feeds", "港口观察"),
        ("港口观察 - 微信公众号", "港口观察"),
        ("WeWe-RSS", ""),
    ],
)
def test_the_account_is_the_author_unless_the_feed_is_named_for_its_bridge(title: str, account: str) -> None:
    assert article(title=title).authors == ((account,) if account else ())


def test_the_configured_account_is_the_author_where_the_bridge_names_none() -> None:
    assert article(account="港口", title="WeWe-RSS").authors == ("港口",)
    assert article("<author>陈梅</author>", account="港口").authors == ("陈梅",)
    assert read("<rss version='2.0'><channel><title>x</title></channel></rss>", account="港口").title == "港口"


@pytest.mark.parametrize(
    ("described", "complete"),
    [
        ("", False),
        ("起重机", False),
        ("起重机每天从码头吊起一千个集装箱。" * 7, False),
        (f"<p>{LONG}</p>", True),
        ("<div class=rich_media_content><p>起重机</p></div>", True),
        ('<style> .rich_media_content {color: #222;}</style><div id="js_content">起</div>', True),
        (f"<![CDATA[<section>{LONG}</section>]]>", True),
    ],
)
def test_a_text_is_whole_when_it_is_wechats_own_or_longer_than_a_teaser(described: str, complete: bool) -> None:
    found = article(f"<description>{escape(described)}</description>")
    assert found.complete is complete
    assert "CDATA" not in found.content


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Tue, 02 Jun 2026 10:00:00 +0800", datetime(2026, 6, 2, 2, tzinfo=UTC)),
        ("Tue, 02 Jun 2026 02:00:00 GMT", datetime(2026, 6, 2, 2, tzinfo=UTC)),
        ("Tue, 02 Jun 2026 10:00:00 ", datetime(2026, 6, 2, 2, tzinfo=UTC)),
        ("2026-06-02 10:00:00", datetime(2026, 6, 2, 2, tzinfo=UTC)),
        ("2026年6月2日 10:00", datetime(2026, 6, 2, 2, tzinfo=UTC)),
    ],
)
def test_the_dates_of_bridges_are_read(written: str, moment: datetime) -> None:
    found = article(f"<pubDate>{written}</pubDate>")
    assert parse(found.published, ZoneInfo(source().timezone or "")) == moment


@given(st.binary())
def test_any_answer_is_a_listing_or_a_reason(body: bytes) -> None:
    try:
        source().read(Answer("https://bridge.example.org/", "", body), DAY)
    except UnreadableAnswerError as error:
        assert error.detail  # noqa: PT017  either outcome is right


def test_real_bridge_feeds_give_every_article_address_account_and_date() -> None:
    if not FEEDS.exists():
        pytest.skip(f"{FEEDS} is absent: real feeds are not part of the project")
    with tarfile.open(FEEDS) as archive:
        bodies = [archive.extractfile(member) for member in list(archive)[:40] if member.isfile()]
        listings = [
            source().read(Answer("https://bridge.example.org/", "", body.read()), DAY) for body in bodies if body
        ]
    items = [item for listing in listings for item in listing.items]
    assert len(items) > 300
    assert all(item.url.startswith("https://mp.weixin.qq.com/s/") for item in items)
    assert all(item.authors and parse(item.published, UTC) and not item.complete for item in items)
