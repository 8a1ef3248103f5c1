"""One page in, an article or a reason out."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from digest_pipeline.articles.extract import extract
from digest_pipeline.articles.links import kind_of
from digest_pipeline.articles.page import Extracted, Failure
from digest_pipeline.articles.text import normalise
from tests.articles.conftest import (
    CHINESE,
    JAPANESE,
    PARAGRAPHS,
    article_html,
    extracted,
    failure,
    page,
    page_html,
)


def test_the_text_is_the_articles_paragraphs_and_nothing_around_them() -> None:
    around = "<nav><a href='/'>Home</a></nav><aside>Related: tides</aside><footer>All rights reserved</footer>"
    found = extracted(page(article_html().replace("<main>", f"{around}<main>")))
    assert found.text.split("\n")[-3:] == list(PARAGRAPHS)
    assert normalise(found.text) == found.text
    assert not any(word in found.text for word in ("Home", "tides", "reserved"))
    assert found.title == "A small model"
    assert found.language == "en"


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        *((404, "gone"), (410, "gone"), (400, "http_error"), (500, "http_error"), (503, "http_error")),
        *((401, "blocked"), (403, "blocked"), (429, "blocked"), (451, "blocked")),
    ],
)
def test_an_error_status_is_a_reason(status: int, reason: str) -> None:
    assert failure(page(article_html(), status=status)).reason == reason


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", "empty"),
        (b" \n ", "text/html", "empty"),
        (b"%PDF-1.7 ...", "text/html", "not_html"),
        (b"%PDF-1.7 ...", "application/pdf", "not_html"),
        (b'{"title": "A small model"}', "text/html", "not_html"),
        (b"just words", "text/plain", "not_html"),
        (b"<?xml version='1.0'?><rss><channel><title>t</title></channel></rss>", "text/xml", "not_html"),
        (page_html("<script>run()</script><div id=root></div>").encode(), "text/html", "script"),
        (page_html("<nav><a href=/a>Home</a> <a href=/b>Ships</a></nav>").encode(), "text/html", "no_text"),
        (page_html("<article><p>Too little to read here.</p></article>").encode(), "text/html", "too_short"),
    ],
)
def test_what_is_no_article_has_its_reason(body: bytes, content_type: str, reason: str) -> None:
    assert failure(page(body, content_type)).reason == reason


@pytest.mark.parametrize(
    ("reason", "body"),
    [
        ("blocked", "<h1>Just a moment...</h1><p>Checking your browser before the site is shown to you.</p>"),
        ("blocked", "<p>Please verify you are a human. Press and hold the button until the bar is full.</p>"),
        ("script", "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>"),
        ("consent", "<h1>Before you continue to the Harbour Post</h1><p>We use cookies to measure audience.</p>"),
        ("blocked", "<p>当前环境异常，完成验证后即可继续访问。</p><a>去验证</a>"),
    ],
)
def test_a_wall_that_answers_200_is_named(reason: str, body: str) -> None:
    assert failure(page(page_html(body))).reason == reason


def test_an_article_about_walls_is_an_article() -> None:
    about = "<p>Readers who see “verify you are a human” too often give up, a study of captchas finds.</p>"
    assert "verify you are a human" in extracted(page(article_html(PARAGRAPHS * 2, after=about))).text


def test_a_removed_page_that_answers_200_is_gone() -> None:
    assert failure(page(page_html("<div>该内容已被发布者删除</div>"))).reason == "gone"
    assert failure(page(page_html("<h1>Page not found</h1><p>It may have moved.</p>"))).reason == "gone"


def test_a_page_without_charset_header_is_read_by_its_meta_element() -> None:
    head = "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>"
    found = extracted(page(article_html(CHINESE, head=head).encode("gb18030"), "text/html"))
    assert found.text.endswith(CHINESE[-1])
    assert found.language == "zh"


def test_japanese_is_told_from_chinese() -> None:
    assert extracted(page(article_html(JAPANESE))).language == "ja"


def test_wechats_hidden_container_is_the_article() -> None:
    content = "".join(f"<section><span>{text}</span></section>" for text in CHINESE)
    html = f"""<!DOCTYPE html><html><head><title></title><meta property="og:title" content="横山发布小模型">
    <meta name="author" content="林岸"></head><body id="activity-detail"><h1 id="activity-name">横山发布小模型</h1>
    <a id="js_name">横山观察</a><em id="publish_time"></em>
    <div id="js_content" style="visibility: hidden; opacity: 0;">{content}
    <p>代码：https://github.com/hengshan/small。</p></div>
    <div class="tool">预览时标签不可点 微信扫一扫</div><script>var ct = "1780363800";</script></body></html>"""
    found = extracted(replace(page(html), url="https://mp.weixin.qq.com/s/abcdefgh"))
    assert found.text == "\n".join([*CHINESE, "代码：https://github.com/hengshan/small。"])
    assert (found.title, found.authors, found.site) == ("横山发布小模型", ("林岸",), "横山观察")
    assert found.published == datetime(2026, 6, 2, 1, 30, tzinfo=UTC)
    assert [(link.url, link.kind) for link in found.links] == [("https://github.com/hengshan/small", "code")]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in CHINESE)
    related = "<b>相关阅读</b><ul><li><a href='https://other.example.org/1'>别的消息一则又一则</a></li></ul>"
    html = page_html(f"<table><tr><td>{text}</td><td>{related}</td></tr></table>")
    found = extracted(page(html))
    assert found.text == "\n".join(CHINESE)
    assert found.links == ()


def test_links_of_the_main_text_are_kept_with_anchor_and_kind() -> None:
    after = (
        "<p>The <a href='https://arxiv.org/abs/2606.00001'>paper</a>, the <a href='/2025/first'>first report</a>, the"
        " <a href='https://huggingface.co/hengshan/small'>weights</a> and the"
        " <a href='https://github.com/hengshan/small#readme'>code</a> are public, the laboratory says.</p>"
    )
    links = extracted(page(article_html(after=after))).links
    assert [(link.url, link.anchor, link.kind) for link in links] == [
        ("https://arxiv.org/abs/2606.00001", "paper", "paper"),
        ("https://news.example.org/2025/first", "first report", "site"),
        ("https://huggingface.co/hengshan/small", "weights", "model"),
        ("https://github.com/hengshan/small", "code", "code"),
    ]


def test_links_around_the_main_text_are_left_out() -> None:
    after = (
        "<p>See <a href='#tests'>below</a>, <a href='?utm_source=x'>this page</a>,"
        " <a href='mailto:post@example.org'>write to us</a>, <a href='https://x.com/intent/post?url=y'>share it</a>,"
        " <a href='javascript:void(0)'>close</a>, <a rel='sponsored' href='https://shop.example.org'>buy cards</a> and"
        " <a href='https://doi.org/10.1000/182'>the report</a>, <a href='https://doi.org/10.1000/182'>again</a>.</p>"
        "<p>Read more: <a href='https://news.example.org/tides'>Tides of the spring</a></p>"
    )
    related = "<div class='related'><a href='/other'>Other news</a></div>"
    around = f"<nav><a href='https://nav.example.org/'>Start</a></nav>{related}"
    found = extracted(page(article_html(after=after).replace("<main>", f"{around}<main>")))
    assert [link.url for link in found.links] == ["https://doi.org/10.1000/182"]
    assert "Tides of the spring" not in found.text


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://huggingface.co/datasets/a/b", "dataset"),
        ("https://huggingface.co/spaces/a/b", "demo"),
        ("https://huggingface.co/papers/2606.00001", "paper"),
        ("https://huggingface.co/blog/a", "post"),
        ("https://github.com/features/actions", "site"),
        ("https://www.youtube.com/watch?v=1", "video"),
        ("https://www.bilibili.com/video/BV1", "video"),
        ("https://x.com/someone/status/123", "post"),
        ("https://mastodon.example/@someone/112233445566778899", "post"),
        ("https://lab.example.org/reports/relay.pdf", "paper"),
        ("https://notgithub.com/a/b", "site"),
    ],
)
def test_a_links_kind_is_told_by_host_and_path(url: str, kind: str) -> None:
    assert kind_of(url) == kind


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Small models - big hopes | Harbour Post", "<meta property='og:site_name' content='Harbour Post'>"),
        ("Small models - big hopes - news.example.org", ""),
        ("Small models - big hopes_海港报", ""),
    ],
)
def test_the_title_loses_the_sites_name_only(title: str, head: str) -> None:
    html = article_html(head=head).replace("A small model | The Harbour Post", title)
    assert (
        extracted(page(html.replace("A small model", "Small models - big hopes"))).title == "Small models - big hopes"
    )


def test_the_pages_date_is_a_moment_when_it_names_its_zone_and_else_a_date() -> None:
    meta = "<meta property='article:published_time' content='{}'>"
    exact = extracted(page(article_html(head=meta.format("2026-06-01 19:44:01  +0800"))))
    assert exact.published == datetime(2026, 6, 1, 11, 44, 1, tzinfo=UTC)
    assert extracted(page(article_html(head=meta.format("2026-06-01")))).published == date(2026, 6, 1)
    assert extracted(page(article_html())).published is None


@pytest.mark.parametrize(
    ("sentence", "enough"),
    [("港务局称，第三座电动起重机将于六月投入使用，比原计划提前两个月。", True), ("港务局称，起重机即将投用。", False)],
)
def test_a_chinese_sentence_is_an_article_and_half_a_one_is_none(sentence: str, enough: bool) -> None:
    outcome = extract(page(page_html(f"<article><h1>起重机投用</h1><p>{sentence}</p></article>")), min_characters=80)
    assert isinstance(outcome, Extracted) is enough


def test_deep_nesting_gives_a_text_or_a_reason() -> None:
    html = page_html("<div>" * 3000 + article_html() + "</div>" * 3000)
    assert isinstance(extract(page(html), min_characters=80), Extracted | Failure)


def test_a_short_article_with_a_word_for_readers_without_scripts_is_an_article() -> None:
    after = "<noscript>Please enable JavaScript to view the comments.</noscript>"
    assert "enable JavaScript" not in extracted(page(article_html(after=after))).text


def test_a_page_that_opens_with_thousands_of_comments_is_read_at_once() -> None:
    comments = "<!-- a --> " * 20_000
    outcome = extract(page(f"<!DOCTYPE html>{comments}{article_html()}"), min_characters=80)
    assert isinstance(outcome, Extracted)
    assert isinstance(extract(page(f"{comments}{article_html()}"), min_characters=80), Extracted)


def test_a_feed_behind_comments_and_a_stylesheet_is_no_article() -> None:
    feed = "<?xml version='1.0'?><!-- made by hand --><?xml-stylesheet href='a.xsl'?>\n<rss><channel/></rss>"
    assert extract(page(feed), min_characters=80) == Failure("not_html", "the content is no HTML document")
