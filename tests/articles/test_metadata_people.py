"""Who wrote an article."""

import pytest

from tests.articles.test_metadata import read


def by(text: str) -> tuple[str, ...]:
    return read(head=f'<meta name="author" content="{text}">').authors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Ann Writer", ("Ann Writer",)),
        ("ByAnn Writer", ("Ann Writer",)),
        ("Ann Writer and Bo Author", ("Ann Writer", "Bo Author")),
        ("Ann Writer, Bo Author & Cy Scribe", ("Ann Writer", "Bo Author", "Cy Scribe")),
        ("Ann Writer; ann writer", ("Ann Writer",)),
        ("Ann Writer, Senior Science Correspondent", ("Ann Writer",)),
        ("Ann Miller Senior Politics Editor", ("Ann Miller",)),
        ("Ann Writer (ann@example.org)", ("Ann Writer",)),
        ("Ann Miller June 3, 2026", ("Ann Miller",)),
        ("https://news.example.org/people/ann", ()),
        ("admin", ()),
        ("编辑", ()),
        ("记者 王建宏 张文攀", ("王建宏", "张文攀")),
        ("文/李 明", ("李明",)),
        ("作者：赵延东、风笑天", ("赵延东", "风笑天")),
        ("© 2026", ()),
    ],
)
def test_a_byline_is_read_as_names(text: str, expected: tuple[str, ...]) -> None:
    assert by(text) == expected


def test_a_japanese_name_keeps_its_space() -> None:
    assert read(head="<meta name=author content='大渡 美咲'>", lang="ja").authors == ("大渡 美咲",)


def test_a_site_is_no_author() -> None:
    head = "<meta property=og:site_name content='The Harbour Post'><meta name=author content='The Harbour Post'>"
    assert read("<p class=byline>By <a href='/author/ann'>Ann Writer</a></p>", head).authors == ("Ann Writer",)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Ann Writer", "Person", ("Ann Writer",)),
        ("Ann Writer", "Organization", ()),
        ("The Harbour", "Person", ()),
        ("Harbour News", "Person", ()),
        ("Harbourpost", "Person", ()),
        ("harbour.example", "Organization", ()),
    ],
)
def test_a_blog_called_by_its_owners_name_keeps_its_author(name: str, kind: str, expected: tuple[str, ...]) -> None:
    author = f'{{"@type": "BlogPosting", "author": {{"@type": "{kind}", "name": "{name}"}}}}'
    head = f'<meta property=og:site_name content="{name}"><script type="application/ld+json">{author}</script>'
    assert read(head=head).authors == expected


def test_an_agency_is_an_author() -> None:
    assert by("dpa") == ("dpa",)


def test_a_name_with_its_role_is_not_a_second_author() -> None:
    assert by("Ann Miller; Ann Miller Journaliste") == ("Ann Miller",)


def test_a_body_with_a_sidebar_does_not_hide_a_byline() -> None:
    body = "<div class='page withSidebar'><p class=byline>By <a href='/author/ann'>Ann Writer</a></p></div>"
    assert read(body).authors == ("Ann Writer",)


@pytest.mark.parametrize(
    "author",
    [
        '"Ann Writer"',
        '{"@type": "Person", "name": "Ann Writer"}',
        '[{"name": "By Ann Writer"}]',
        '{"@id": "#ann"}, "x": {"@id": "#ann", "name": "Ann Writer"}',
    ],
)
def test_authors_of_json_ld_may_be_strings_objects_lists_and_references(author: str) -> None:
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {author}}}</script>'
    assert read(head=head).authors == ("Ann Writer",)


def test_a_catalogues_names_are_put_in_order() -> None:
    head = "<meta name=citation_author content='Writer, Ann'><meta name=citation_author content='Author, Bo'>"
    assert read(head=head).authors == ("Ann Writer", "Bo Author")


@pytest.mark.parametrize("line", ["作者：林岸", "本报记者 林岸", "（记者 林岸）横山周一", "文｜林岸"])
def test_a_chinese_page_names_its_author_in_the_text(line: str) -> None:
    found = read(f"<h1>横山发布小模型</h1><p>{line}</p>", "<title>横山发布小模型</title>", lang="zh-CN")
    assert found.authors == ("林岸",)


def test_the_authors_of_comments_are_not_the_articles() -> None:
    assert read("<div class='comment-list'><span class='author'>Troll</span></div>").authors == ()
