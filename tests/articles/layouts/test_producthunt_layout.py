"""Launches and products on Product Hunt."""

from datetime import UTC, date, datetime

import pytest
from trafilatura import load_html

from digest_pipeline.articles.layouts.producthunt import read
from digest_pipeline.articles.page import Failure, Reading

ADDRESS = "https://www.producthunt.com/products/harbour?launch=harbour-2"

PUSHED = r"""(window[Symbol.for("ApolloSSRDataTransport")] ??= []).push({"events":[{"type":"next","value":{"data":{
"post":{"__typename":"Post","id":"7","slug":"harbour-2","name":"Harbour 2","tagline":"Letters, sorted",
"description":"Harbour reads letters.\nIt says \"undefined\" never.","featuredAt":"2026-06-03T00:01:00-07:00",
"makers":[{"__typename":"User","name":"Ada L."},{"name":"Bob"}],"score":undefined,
"product":{"__typename":"Product","slug":"harbour","name":"Harbour","websiteUrl":"https://harbour.example"}}}}}]})"""


def page(script: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><h1>Harbour</h1><p>Upvote</p>{script}</body></html>"


def reading(html: str, url: str = ADDRESS) -> Reading:
    found = read(load_html(html), url)
    assert isinstance(found, Reading)
    return found


def test_a_launch_is_read_from_the_state_of_the_application() -> None:
    found = reading(page(f"<script>{PUSHED}</script>"))

    assert [block.text for block in found.blocks] == [
        "Letters, sorted",
        "Harbour reads letters.",
        'It says "undefined" never.',
    ]
    assert found.title == "Harbour 2 – Letters, sorted"
    assert (found.authors, found.site) == (("Ada L.", "Bob"), "Product Hunt")
    assert found.published == datetime(2026, 6, 3, 7, 1, tzinfo=UTC)
    assert found.links == (("https://harbour.example", "Harbour 2"),)


def test_a_cache_with_references_is_read_too() -> None:
    state = """{"props": {"apolloState": {
    "Post7": {"__typename": "Post", "slug": "harbour-2", "name": "Harbour 2", "tagline": "Letters, sorted",
              "createdAt": "2026-06-03T07:01:00Z", "makers": [{"__ref": "User1"}], "product": {"__ref": "Product3"}},
    "User1": {"name": "Ada L."}, "Product3": {"description": "Harbour reads letters.", "cleanUrl": "harbour.example"}
    }}}"""

    found = reading(
        page(f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'),
        "https://www.producthunt.com/posts/harbour-2",
    )

    assert [block.text for block in found.blocks] == ["Letters, sorted", "Harbour reads letters."]
    assert (found.authors, found.links) == (("Ada L.",), (("https://harbour.example", "Harbour 2"),))


def test_without_a_state_schema_and_head_are_read() -> None:
    schema = """{"@type": ["WebApplication", "Product"], "name": "Harbour", "description": "Reads letters.",
    "datePublished": "2026-06-03", "author": [{"@type": "Person", "name": "Ada L."}]}"""
    head = """<meta property="og:title" content="Harbour: Letters, sorted | Product Hunt">
    <meta property="og:url" content="https://www.producthunt.com/products/harbour">
    <meta property="og:description" content="Harbour reads letters."/>"""

    by_schema = reading(page("", f'<script type="application/ld+json">{schema}</script>'))
    by_head = reading(page("", head))

    assert (by_schema.title, by_schema.authors, by_schema.published) == ("Harbour", ("Ada L.",), date(2026, 6, 3))
    assert by_head.title == "Harbour: Letters, sorted"
    assert [block.text for block in by_head.blocks] == ["Harbour reads letters."]


def test_a_wall_before_the_page_is_left_to_the_barriers() -> None:
    wall = page("<script>window._cf_chl_opt={}</script>", "<title>Just a moment...</title>")

    assert read(load_html(wall), ADDRESS) is None


@pytest.mark.parametrize("path", ["", "@ada", "leaderboard/daily/2026/6/3", "topics/artificial-intelligence"])
def test_lists_and_accounts_are_no_articles(path: str) -> None:
    found = read(load_html(page("")), f"https://www.producthunt.com/{path}")

    assert isinstance(found, Failure)
    assert found.reason == "not_article"


def test_pages_of_other_kinds_are_left_to_others() -> None:
    assert read(load_html(page("")), "https://www.producthunt.com/stories/how-we-did-it") is None
