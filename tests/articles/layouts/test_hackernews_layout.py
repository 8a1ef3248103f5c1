"""Discussions on Hacker News."""

from datetime import UTC, datetime

import pytest
from trafilatura import load_html

from digest_pipeline.articles.layouts.hackernews import MOST_COMMENTS, read
from digest_pipeline.articles.page import Failure, Reading

ADDRESS = "https://news.ycombinator.com/item?id=47000001"


def comment(author: str, text: str, indent: int = 0) -> str:
    return f"""<tr class="athing comtr" id="1"><td><table><tr><td class="ind" indent="{indent}"><img src="s.gif"
    width="{indent * 40}"></td><td class="default"><div><span class="comhead"><a href="user?id={author}" class="hnuser">
    {author}</a> <span class="age" title="2026-03-13T18:00:00 1773424800"><a href="item?id=1">2 hours ago</a></span>
    </span></div><div class="comment"><div class="commtext c00">{text}</div><div class="reply"><p><u>
    <a href="reply?id=1">reply</a></u></p></div></div></td></tr></table></td></tr>"""


def page(href: str, text: str = "", comments: str = "") -> str:
    row = f'<tr><td colspan="2"></td><td><div class="toptext">{text}</div></td></tr>' if text else ""
    return f"""<html><head><title>Ask HN: Models? | Hacker News</title></head><body><center><table id="hnmain">
    <tr><td><a href="news">Hacker News</a> <a href="login">login</a></td></tr><tr><td>
    <table class="fatitem" border="0"><tr class="athing submission" id="47000001"><td class="title">
    <span class="titleline"><a href="{href}">Ask HN: Models?</a></span></td></tr>
    <tr><td colspan="2"></td><td class="subtext"><span class="score">212 points</span> by
    <a href="user?id=ada" class="hnuser">ada</a>
    <span class="age" title="2026-03-13T17:19:01 1773422341"><a href="item?id=47000001">2 hours ago</a></span></td></tr>
    {row}<tr><td colspan="2"></td><td><form action="comment"><textarea></textarea></form></td></tr></table>
    <table class="comment-tree">{comments}</table></td></tr></table></center></body></html>"""


def reading(html: str) -> Reading:
    found = read(load_html(html), ADDRESS)
    assert isinstance(found, Reading)
    return found


def test_a_discussion_is_its_text_and_the_first_level_comments_as_quotations() -> None:
    comments = comment("bob", "Small ones.<p>They are cheap.") + comment("eve", "No!", 1) + comment("dan", "None.")

    found = reading(page("item?id=47000001", "Which <i>models</i> do you use?<p>And why?", comments))

    assert [(block.kind, block.text.strip()) for block in found.blocks] == [
        ("paragraph", "Which models do you use?"),
        ("paragraph", "And why?"),
        ("quote", "bob: Small ones."),
        ("quote", "They are cheap."),
        ("quote", "dan: None."),
    ]
    assert found.blocks[2].runs[0].bold
    assert (found.title, found.authors, found.links) == ("Ask HN: Models?", ("ada",), ())
    assert found.published == datetime(2026, 3, 13, 17, 19, 1, tzinfo=UTC)


def test_the_page_that_is_discussed_is_a_link() -> None:
    found = reading(page("https://lab.example/models", comments=comment("bob", "Good.")))

    assert found.links == (("https://lab.example/models", "Ask HN: Models?"),)


def test_only_the_first_comments_are_kept() -> None:
    found = reading(page("item?id=1", comments=comment("bob", "Yes.") * (MOST_COMMENTS + 9)))

    assert len(found.blocks) == MOST_COMMENTS


def test_code_in_a_comment_stays_code() -> None:
    found = reading(page("item?id=1", comments=comment("bob", "Try:<p><pre><code>a = 1\nb = 2</code></pre>")))

    assert [block.kind for block in found.blocks] == ["quote", "code"]


def test_a_comments_own_page_is_named_by_its_story() -> None:
    html = f"""<html><body><table class="fatitem">{comment("bob", "Small ones.")}
    <tr><td><span class="onstory">on: <a href="item?id=47000001">Ask HN: Models?</a></span></td></tr></table>
    <table class="comment-tree"></table></body></html>"""

    found = reading(html)

    assert found.blocks[0].text.strip() == "Small ones."
    assert found.title == "Ask HN: Models?"


def test_pages_of_years_ago_are_read() -> None:
    html = """<html><body><table><tr><td><table class="fatitem"><tr class="athing"><td class="title">
    <a href="item?id=1" class="storylink">Ask HN: Lisp?</a></td></tr><tr><td></td><td class="subtext">by
    <a class="hnuser" href="user?id=ada">ada</a> <span class="age"><a href="item?id=1">9 years ago</a></span></td></tr>
    <tr style="height:2px"></tr><tr><td colspan="2"></td><td>Is it worth it?</td></tr></table>
    <table class="comment-tree"><tr class="athing comtr"><td class="ind"><img src="s.gif" width="0"></td><td>
    <a class="hnuser">bob</a><span class="commtext c00">Yes.</span></td></tr></table></td></tr></table></body></html>"""

    found = reading(html)

    assert [block.text.strip() for block in found.blocks] == ["Is it worth it?", "bob: Yes."]
    assert found.published is None


@pytest.mark.parametrize(
    ("url", "html", "reason"),
    [
        (ADDRESS, "<html><body>No such item.</body></html>", "gone"),
        (ADDRESS, page("https://lab.example/models"), "no_text"),
        ("https://news.ycombinator.com/newest", page("item?id=1"), "not_article"),
        ("https://news.ycombinator.com/", page("item?id=1"), "not_article"),
    ],
)
def test_pages_without_a_discussion_say_why(url: str, html: str, reason: str) -> None:
    found = read(load_html(html + "<p>x</p>"), url)

    assert isinstance(found, Failure)
    assert found.reason == reason


def test_a_page_whose_mark_up_changed_is_left_to_others() -> None:
    assert read(load_html("<html><body><main><p>A</p><p>B</p></main></body></html>"), ADDRESS) is None
