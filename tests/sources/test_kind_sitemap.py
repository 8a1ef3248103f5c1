"""The kind `sitemap`: of all that a site has ever published, what can belong to the day, dated as far as is told."""

import gzip
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from digest_pipeline.sources.kinds.sitemap import SitemapSource
from digest_pipeline.sources.source import Answer, Day, Listing, UnreadableAnswerError

DAY = Day.of(date(2026, 6, 2), ZoneInfo("Asia/Shanghai"))
SITE = "https://harbour.example.org"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def source(**options: Any) -> SitemapSource:
    return SitemapSource.model_validate({"id": "harbour", "name": "Harbour", "url": f"{SITE}/sitemap.xml"} | options)


def read(body: str | bytes, url: str = f"{SITE}/sitemap.xml", **options: Any) -> Listing:
    return source(**options).read(Answer(url, "application/xml", body.encode() if isinstance(body, str) else body), DAY)


def page(path: str, changed: str = "", more: str = "") -> str:
    return f"<url><loc>{SITE}{path}</loc>{f'<lastmod>{changed}</lastmod>' if changed else ''}{more}</url>"


def urlset(*pages: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMESPACES}>{"".join(pages)}</urlset>'


def news(title: str, published: str) -> str:
    publication = (
        "<news:publication><news:name>Harbour Wire</news:name><news:language>en</news:language></news:publication>"
    )
    told = f"<news:publication_date>{published}</news:publication_date><news:title>{title}</news:title>"
    return f"<news:news>{publication}{told}</news:news>"


def index(*children: tuple[str, str]) -> str:
    written = (
        f"<sitemap><loc>{SITE}/{name}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>"
        for name, day in children
    )
    return f"<sitemapindex {NAMESPACES}>{''.join(written)}</sitemapindex>"


def paths(listing: Listing) -> list[str]:
    return [item.url.removeprefix(SITE) for item in listing.items]


def children(*named: tuple[str, str]) -> list[str]:
    return [address.removeprefix(f"{SITE}/") for address in read(index(*named)).further]


def reason(body: str | bytes, **options: Any) -> str:
    with pytest.raises(UnreadableAnswerError) as caught:
        read(body, **options)
    assert caught.value.detail
    return caught.value.reason


def test_it_can_be_asked_for_the_past() -> None:
    assert source().past_addresses(DAY) == source().addresses(DAY) == (f"{SITE}/sitemap.xml",)


def test_news_have_title_date_language_and_publication() -> None:
    listing = read(urlset(page("/1", "2026-06-03", news("A crane &amp; its load", "2026-06-02T10:00:00+08:00"))))
    (found,) = listing.items
    assert (listing.title, listing.language) == ("Harbour Wire", "en")
    assert (found.title, found.published) == ("A crane & its load", "2026-06-02T10:00:00+08:00")
    assert (found.url, found.link, found.guid) == (f"{SITE}/1", f"{SITE}/1", f"{SITE}/1")


def test_a_title_is_never_made_of_an_address() -> None:
    (found,) = read(urlset(page("/a-crane-lifts", "2026-06-02"))).items
    assert (found.title, found.published) == ("", "2026-06-02")


@pytest.mark.parametrize(
    ("changed", "near"),
    [
        ("2026-05-31", False),
        ("2026-06-01T23:59:59Z", True),
        ("2026-06-02", True),
        ("2026-06-02T10:00:00.123+08:00", True),
        ("2026-06-03T00:00:00-08:00", True),
        ("2026-06-04", False),
        ("2026-6-2", True),
        ("Tue, 02 Jun 2026 10:00:00 GMT", True),
        ("2026-06", False),
        ("2026-13-45", False),
        ("yesterday", False),
    ],
)
def test_only_the_day_and_its_neighbours_are_told(changed: str, near: bool) -> None:
    assert paths(read(urlset(page("/1", changed), page("/2", "2020-01-01")))) == (["/1"] if near else [])


def test_a_change_long_after_the_date_of_the_address_is_no_publication() -> None:
    assert paths(read(urlset(page("/2024/05/01/a", "2026-06-02"), page("/2026/06/02/b", "2026-06-02T01:00:00Z")))) == [
        "/2026/06/02/b"
    ]
    (found,) = read(urlset(page("/2026/06/01/a", "2026-06-02"))).items
    assert found.published == "2026-06-01"
    (found,) = read(urlset(page("/n/20270101", "2026-06-02"))).items
    assert found.published == "2026-06-02"


def test_a_rebuild_of_the_site_dates_nothing() -> None:
    rebuilt = [page(f"/{number}", "2026-06-02T03:00:00Z") for number in range(30)]
    told = (page("/new", "2026-06-02T05:00:00Z"), page("/2026/06/02/x", "2026-06-02T03:00:00Z"))
    assert paths(read(urlset(*rebuilt, *told))) == ["/new", "/2026/06/02/x"]
    assert len(read(urlset(*(page(f"/{number}", "2026-06-02") for number in range(30)))).items) == 30


def test_addresses_without_any_date_are_told_without_one() -> None:
    assert [item.published for item in read(urlset(page("/1"), page("/2"))).items] == ["", ""]
    assert paths(read(urlset(page("/1"), page("/2", "2026-06-02")))) == ["/2"]


def test_more_than_three_days_can_bring_is_no_date() -> None:
    crowd = [page(f"/{number}", "2026-06-02") for number in range(1001)]
    assert reason(urlset(*crowd)) == "undated"
    assert reason("\n".join(f"{SITE}/{number}" for number in range(1001))) == "undated"
    assert len(read(urlset(*crowd), include="/1..$").items) == 100


def test_pictures_have_addresses_and_titles_of_their_own() -> None:
    picture = f"<image:image><image:loc>{SITE}/x.png</image:loc><image:title>Blue</image:title></image:image>"
    (found,) = read(urlset(page("/1", "2026-06-02", picture))).items
    assert (found.url, found.title) == (f"{SITE}/1", "")


def test_paths_are_included_and_excluded() -> None:
    body = urlset(*(page(path, "2026-06-02") for path in ("/blog/1", "/blog/tag/2", "/shop/3", "/%E6%96%B0/4")))
    assert paths(read(body, include="^/blog/", exclude="/tag/")) == ["/blog/1"]
    assert paths(read(body, include="^/新/")) == ["/%E6%96%B0/4"]


@pytest.mark.parametrize("option", ["include", "exclude"])
def test_a_broken_expression_is_refused_with_its_fault(option: str) -> None:
    with pytest.raises(ValidationError, match=r"'\^/\(blog' is no regular expression: missing \)"):
        source(**{option: "^/(blog"})


def test_an_index_leads_to_the_sitemaps_that_can_hold_the_day() -> None:
    found = children(
        ("old.xml", "2026-05-30"), ("a.xml", "2026-06-09"), ("b.xml", "2026-06-02T10:00:00Z"), ("c.xml", "")
    )
    assert found == ["b.xml", "a.xml", "c.xml"]


@pytest.mark.parametrize(
    ("name", "may_hold"),
    [
        ("posts-2026-06.xml", True),
        ("posts-2026-05.xml", False),
        ("posts-202606.xml.gz", True),
        ("2025.xml", False),
        ("2026.xml", True),
        ("sitemap-2026-06-02.xml", True),
        ("sitemap-20260607.xml", False),
        ("sitemap.xml?yyyy=2026&amp;mm=06&amp;dd=01", True),
        ("sitemap.xml?yyyy=2026&amp;mm=06&amp;dd=09", False),
        ("post-sitemap12.xml", True),
    ],
)
def test_a_sitemap_named_for_another_time_is_not_asked(name: str, may_hold: bool) -> None:
    assert bool(children((name, ""))) is may_hold


def test_news_are_asked_first_and_never_more_than_a_hundred() -> None:
    found = children(*((f"{number}.xml", "") for number in range(200)), ("news.xml", ""))
    assert (found[0], len(found)) == ("news.xml", 100)


def test_robots_txt_leads_to_its_sitemaps() -> None:
    body = f"User-agent: *\nDisallow: /x\nsitemap: {SITE}/a.xml\nSitemap: /b.xml # b\n"
    assert f"{SITE}/a.xml" in read(body, url=f"{SITE}/robots.txt").further


def test_a_packed_sitemap_is_unpacked() -> None:
    assert paths(read(gzip.compress(urlset(page("/1", "2026-06-02")).encode()))) == ["/1"]


def test_a_bomb_is_not_unpacked() -> None:
    assert reason(gzip.compress(b"\0" * (50 * 1024 * 1024 + 2))) == "too_large"


def test_a_text_sitemap_is_a_list_of_addresses() -> None:
    assert paths(read(f"\ufeff{SITE}/1\r\n\r\n{SITE}/2\nnonsense\n")) == ["/1", "/2"]


def test_a_feed_serves_as_a_sitemap() -> None:
    body = f"<rss version='2.0'><channel><item><title>a</title><link>{SITE}/1</link></item></channel></rss>"
    assert paths(read(body)) == ["/1"]


def test_entries_before_a_fault_are_told() -> None:
    assert paths(read(urlset(page("/1", "2026-06-02"), "<url><loc>" + SITE))) == ["/1"]


def test_prefixed_elements_and_no_namespace_are_read() -> None:
    assert paths(read(f"<urlset><url><loc> {SITE}/1 </loc><lastmod>2026-06-02</lastmod></url></urlset>")) == ["/1"]
    prefixed = (
        f'<s:urlset xmlns:s="x"><s:url><s:loc>{SITE}/1</s:loc><s:lastmod>2026-06-02</s:lastmod></s:url></s:urlset>'
    )
    assert paths(read(prefixed)) == ["/1"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "empty"),
        ("<!DOCTYPE html><html></html>", "html"),
        ("<html><body>", "html"),
        ("<?xml version='1.0'?><opml/>", "malformed"),
        ("<", "malformed"),
        ("plain words", "malformed"),
        (b"\x1f\x8bbroken", "malformed"),
    ],
)
def test_what_is_no_sitemap_says_so(body: str | bytes, expected: str) -> None:
    assert reason(body) == expected


def test_no_entity_is_replaced() -> None:
    for entity in ("SYSTEM 'file:///etc/hostname'", f"'{'x' * 99}'"):
        body = f"<!DOCTYPE urlset [<!ENTITY x {entity}>]>{urlset(page('/&x;', '2026-06-02')).partition('?>')[2]}"
        assert paths(read(body)) in (["/"], [])


@given(
    st.binary()
    | st.lists(
        st.sampled_from(
            [
                "<urlset>",
                "<url>",
                "</url>",
                "<loc>",
                "</loc>",
                f"{SITE}/1",
                "<lastmod>",
                "2026-06-02",
                "<sitemapindex>",
                "\0",
                "&x;",
            ]
        )
    ).map(lambda pieces: "".join(pieces).encode())
)
def test_any_answer_is_a_listing_or_a_reason(body: bytes) -> None:
    try:
        read(body)
    except UnreadableAnswerError as error:
        assert error.detail  # noqa: PT017  either outcome is right


def test_of_a_sitemap_of_the_largest_size_the_days_asked_for_are_read() -> None:
    newest = datetime(2026, 6, 3, tzinfo=UTC)
    moments = ((newest - timedelta(minutes=15 * number)).isoformat() for number in range(50_000))
    body = urlset(*(page(f"/news/{number}", moment) for number, moment in enumerate(moments))).encode()
    assert 190 < len(read(body, include="^/news/").items) < 300
