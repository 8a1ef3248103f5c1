"""The kind `feed`: one address for every day, a feed's items, or the way on from a page."""

from datetime import date
from zoneinfo import ZoneInfo

from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.sources.source import Answer, Day

DAY = Day.of(date(2026, 6, 2), ZoneInfo("Asia/Shanghai"))
SOURCE = FeedSource.model_validate(
    {"id": "harbour", "name": "Harbour", "url": "https://harbour.example.org/feed?utm_source=x"}
)


def test_a_feed_is_asked_at_its_canonical_address_and_only_while_the_day_is_open() -> None:
    assert SOURCE.addresses(DAY) == ("https://harbour.example.org/feed",)
    assert SOURCE.past_addresses(DAY) == ()


def test_a_feed_gives_its_items() -> None:
    body = b"<rss><channel><title>Harbour</title><item><title>A crane</title><link>/1</link></item></channel></rss>"
    listing = SOURCE.read(Answer("https://harbour.example.org/feed", "text/xml", body), DAY)
    assert [item.url for item in listing.items] == ["https://harbour.example.org/1"]


def test_a_page_leads_on_to_the_feed_it_names() -> None:
    body = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head></html>'
    listing = SOURCE.read(Answer("https://harbour.example.org/feed", "text/html", body), DAY)
    assert listing.further == ("https://harbour.example.org/rss.xml",)
