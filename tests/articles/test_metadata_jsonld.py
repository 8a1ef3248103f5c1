"""JSON-LD is read although it is broken, and only where it speaks of the page's article."""

import pytest

from digest_pipeline.articles.metadata.jsonld import Described, described

URL = "https://news.example.org/small-model"


def read(*scripts: str, titles: tuple[str, ...] = ()) -> Described:
    return described(scripts, URL, titles)


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "A model",}',
        '<!-- {"@type": "NewsArticle", "headline": "A model"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "A model"}\n//]]>',
        '{"@type": "NewsArticle", "headline": "A\nmodel"};',
        '\ufeff{"@type": ["Thing", "http://schema.org/NewsArticle"], "headline": "A model"}',
        '{"@type": "NewsArticle", "headline": "A model", "x": "\\d"}',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;A model&quot;}",
        '{"@graph": [{"@type": "Organization", "name": "Post"}, {"@type": "BlogPosting", "headline": "A model"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": {"@value": "A model"}}}',
        '{"@type": "NewsArticle", "headline": "A model", "broken": "a "quote" within"}',
    ],
)
def test_what_is_nearly_json_is_read(script: str) -> None:
    assert read(script).headlines[:1] == ("A model",)


@pytest.mark.parametrize(
    "script", ["", "null", "[1, 2]", '"text"', "{", "[" * 100_000, '{"@type": 3}', '{"@graph": "x"}']
)
def test_what_is_no_description_gives_nothing(script: str) -> None:
    assert read(script) == Described()


def test_lists_of_other_articles_are_left_aside() -> None:
    others = ",".join(
        f'{{"@type": "NewsArticle", "headline": "Other {n}", "datePublished": "2026-01-0{n}"}}' for n in range(1, 5)
    )
    assert read(f"[{others}]") == Described()
    own = '{"@type": "NewsArticle", "headline": "A model", "datePublished": "2026-06-03"}'
    assert read(f"[{others}, {own}]", titles=("A Model!",)).published == ("2026-06-03",)
    addressed = own.replace("headline", "url").replace("A model", URL)
    assert read(f"[{others}, {addressed}]").published == ("2026-06-03",)


def test_related_articles_and_comments_within_the_article_are_not_the_article() -> None:
    script = """{"@type": "Article", "headline": "A model", "comment": [{"@type": "Article", "datePublished": "2020"}],
    "isRelatedTo": {"@type": "Article", "headline": "Other"}, "datePublished": "2026-06-03"}"""
    found = read(script)
    assert (found.headlines, found.published) == (("A model",), ("2026-06-03",))
