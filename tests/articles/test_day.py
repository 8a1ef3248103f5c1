"""A day's articles from what was recorded of it."""

from collections.abc import Callable

from digest_pipeline.articles.day import articles_of_day
from digest_pipeline.articles.extractions import Extractions
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.model import Article, Drop, Entry
from digest_pipeline.newsroom import Newsroom
from tests.articles.conftest import article_html
from tests.conftest import NOON

MakeEntry = Callable[..., Entry]
MakeExchange = Callable[..., Exchange]


def read(newsroom: Newsroom, *entries: Entry) -> tuple[list[Article], list[Drop]]:
    found = articles_of_day(
        NOON.date(),
        entries,
        newsroom.archive,
        Extractions(newsroom.warehouse),
        newsroom.settings,
        newsroom.workers,
    )
    return found.articles, found.drops


def test_each_address_becomes_one_article_though_several_sources_name_it(
    newsroom: Newsroom, make_entry: MakeEntry, exchange: MakeExchange
) -> None:
    newsroom.archive.add([exchange("https://harbour.example.org/a", article_html().encode())])
    known = {"url": "https://harbour.example.org/a", "article_id": "a", "published_at": NOON, "day": NOON.date()}
    weak, strong = make_entry(id="1", authority=2, **known), make_entry(id="2", authority=5, **known)
    (one,), drops = read(newsroom, weak, strong)
    assert (one.authority, drops) == (5, [])


def test_the_sites_own_entry_speaks_for_a_page_that_others_link_to(
    newsroom: Newsroom, make_entry: MakeEntry, exchange: MakeExchange
) -> None:
    url = "https://harbour.example.org/a"
    newsroom.archive.add([exchange(url, article_html().encode())])
    known = {"url": url, "article_id": "a", "published_at": NOON, "day": NOON.date()}
    own = make_entry(id="2", authority=3, source_url="https://harbour.example.org/rss", source_id="own", **known)
    links = make_entry(id="1", authority=5, source_url="https://links.example/rss", source_id="links", **known)
    (one,), _ = read(newsroom, links, own)
    assert one.source_id == "own"


def test_a_page_that_is_gone_is_reported_and_the_feeds_own_text_serves_when_it_is_long_enough(
    newsroom: Newsroom, make_entry: MakeEntry, exchange: MakeExchange
) -> None:
    urls = [f"https://harbour.example.org/{name}" for name in ("told", "untold")]
    newsroom.archive.add([exchange(url, b"", status="404 Not Found") for url in urls])
    entries = [
        make_entry(id=url, url=url, article_id=url, published_at=NOON, day=NOON.date(), content=content, summary="")
        for url, content in zip(urls, (f"<p>{'A sentence of the feed itself. ' * 10}</p>", "short"), strict=True)
    ]
    articles, drops = read(newsroom, *entries)
    assert [article.text_origin for article in articles] == ["feed"]
    assert [(drop.item, drop.reason, drop.replaced) for drop in sorted(drops, key=lambda drop: drop.item)] == [
        (urls[0], "gone", True),
        (urls[1], "gone", False),
    ]


def test_redirects_are_followed_within_the_record(
    newsroom: Newsroom, make_entry: MakeEntry, exchange: MakeExchange
) -> None:
    newsroom.archive.add(
        [
            exchange("https://harbour.example.org/old", b"", status="301 Moved", headers=(("Location", "/new"),)),
            exchange("https://harbour.example.org/new", article_html().encode()),
        ]
    )
    entry = make_entry(
        url="https://harbour.example.org/old", published_at=NOON, day=NOON.date(), content="", summary=""
    )
    (article,), drops = read(newsroom, entry)
    assert article.text_origin == "page"
    assert drops == []


def test_a_page_beyond_the_size_limit_or_without_a_record_is_reported_alone(
    newsroom: Newsroom, make_entry: MakeEntry, exchange: MakeExchange
) -> None:
    newsroom.archive.add([exchange("https://harbour.example.org/big", b"<p>x</p>" * 600_000)])
    entries = [
        make_entry(id=name, url=f"https://harbour.example.org/{name}", article_id=name, content="", summary="")
        for name in ("big", "missing")
    ]
    articles, drops = read(newsroom, *entries)
    assert articles == []
    assert sorted(drop.reason for drop in drops) == ["not_recorded", "too_large"]
