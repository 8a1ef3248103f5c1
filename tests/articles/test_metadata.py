"""What a page says about its article: address, picture, site, description, and pages made to hurt."""

from datetime import date, datetime

import lxml.html  # type: ignore[import-untyped]
import pytest

from digest_pipeline.articles.metadata import Metadata, metadata_of

URL = "https://news.example.org/2026/06/small-model"


def read(body: str = "", head: str = "", url: str = URL, lang: str = "en") -> Metadata:
    html = f"<!DOCTYPE html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>"
    return metadata_of(lxml.html.document_fromstring(html), url)


def test_a_page_that_says_nothing_gives_empty_fields_and_its_own_address() -> None:
    found = read(url="https://news.example.org/small-model", lang="")
    assert found == Metadata(
        title="",
        authors=(),
        site="",
        canonical_url="https://news.example.org/small-model",
        lead_image="",
        published=None,
        published_day=None,
        modified=None,
        dates=(),
        declared_language="",
        description="",
        article_body="",
    )


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("https://news.example.org/2026/06/small-model?utm_source=x", URL),
        ("/2026/06/small-model-v2", "https://news.example.org/2026/06/small-model-v2"),
        ("https://www.news.example.org/a", "https://www.news.example.org/a"),
        ("https://harbour.example.com/2026/06/small-model", "https://harbour.example.com/2026/06/small-model"),
        ("https://news.example.org/", URL),
        ("https://shop.invalid/buy-now", URL),
        ("https://news.example.org", URL),
        ("javascript:alert(1)", URL),
        ("http://[", URL),
    ],
)
def test_a_canonical_link_is_followed_unless_it_leads_to_the_root_or_to_something_else(
    named: str, expected: str
) -> None:
    assert read(head=f"<link rel=canonical href='{named}'>").canonical_url == expected


def test_the_lead_picture_is_absolute_and_no_logo() -> None:
    head = "<meta property=og:image content='/img/logo.png'><meta name=twitter:image content='/img/lab.jpg'>"
    assert read(head=head).lead_image == "https://news.example.org/img/lab.jpg"
    assert read(head="<meta property=og:image content='data:image/png;base64,AA'>").lead_image == ""


def test_the_site_is_named_by_opengraph_else_by_what_stands_behind_the_title() -> None:
    title = "<title>A small model is out | The Harbour Post</title>"
    assert read(head=f"{title}<meta property=og:site_name content='Harbour'>").site == "Harbour"
    assert read("<h1>A small model is out</h1>", head=title).site == "The Harbour Post"


def test_description_language_and_body_are_the_declared_ones() -> None:
    head = """<meta property="og:locale" content="zh_CN"><meta name="description" content="A model &amp;amp; its data.">
    <script type="application/ld+json">{"@type": "NewsArticle", "articleBody": "All of it."}</script>"""
    found = read(head=head, lang="")
    assert (found.declared_language, found.description, found.article_body) == (
        "zh_CN",
        "A model & its data.",
        "All of it.",
    )


def test_the_tree_is_only_read() -> None:
    tree = lxml.html.document_fromstring("<html><body><h1>A</h1><footer>2026-06-03</footer><p>text</p></body></html>")
    before = lxml.html.tostring(tree)
    metadata_of(tree, URL)
    assert lxml.html.tostring(tree) == before


@pytest.mark.parametrize(
    "html",
    [
        "<title>a</title>" + "<div class=date>" * 5_000 + "2026-06-03",
        "<title>a</title>" + "<h1>x 2020</h1>" * 20_000,
        "<title>" + "a | " * 50_000 + "</title><h1>a</h1>",
        "<title>a</title>" + "<i itemprop='author datePublished'>x</i>" * 20_000,
        "<title>a</title>" + "<div class=author itemprop=author>" * 200 + "<a href=/author/x>9</a>" * 10_000,
        "<title>a</title><script type='application/ld+json'>" + "[" * 200_000 + "</script>",
        "<title>a</title><script type='application/ld+json'>{" + ",      " * 50_000 + "</script>",
        "<title>a</title><script type='application/ld+json'>{" + '"headline":"\\' * 50_000 + "</script>",
        "<title>文</title>" + "<p>作者 文</p>" * 20_000,
    ],
    ids=["deep", "headings", "title", "microdata", "bylines", "nested-json", "commas", "escapes", "chinese"],
)
@pytest.mark.timeout(20)
def test_a_hostile_page_is_read_in_time(html: str) -> None:
    found = metadata_of(lxml.html.document_fromstring(html), URL)
    assert isinstance(found.published, date | datetime | None)


def test_a_page_without_a_first_heading_has_its_title_from_the_second_rank() -> None:
    found = read(
        "<h2>Questions before we start</h2><h2>Read</h2>", "<title>Questions before we start - a@example.org</title>"
    )
    assert found.title == "Questions before we start"


def test_a_product_with_an_account_of_its_own_stays_in_the_title() -> None:
    head = "<title>Lighthouse — steer by it — Harbour</title><meta name=twitter:site content='@lighthouse'>"
    assert read(head=head, url="https://harbour.org/a").title == "Lighthouse — steer by it"
