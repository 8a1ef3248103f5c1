"""WeChat's pages: articles, shared texts and pictures, notices and profiles."""

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from trafilatura import load_html

from digest_pipeline.articles.layouts.wechat import read
from digest_pipeline.articles.page import Failure, Reading

ADDRESS = "https://mp.weixin.qq.com/s/Abc123"
RECORDED = Path(__file__).parents[4] / "shared/data/html/wechat-exporter"
REASONS = {
    "deleted_by_author": "gone",
    "content_violation": "gone",
    "temporarily_unavailable": "blocked",
    "account_page": "not_article",
}

ARTICLE = """
<html><head><meta property="og:title" content="新模型发布"><meta name="author" content="李雷"></head><body>
<h1 id="activity-name"> 新模型发布 </h1><a id="js_name">
  人工智能日报 </a><em id="publish_time"></em>
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">
  <section><img data-src="https://mmbiz.qpic.cn/a.jpg"></section>
  <p><span>今天，团队发布了<strong>新模型</strong>。</span></p>
  <section class="code-snippet__fix"><ul><li></li><li></li></ul>
  <pre><code>import model</code><code>model.run()</code></pre></section>
</div><div class="rich_media_tool">阅读原文 微信扫一扫关注该公众号</div>
<script>var ori = xml ? getXmlValue('ori_create_time.DATA') * 1 : '1767346773' * 1; var createTime = '2026-01-02 17:39';
var msg_source_url = 'https://example.org/post?a=1&amp;b=2';</script>
</body></html>
"""

STATE = r"""
<html><head><meta property="og:title" content="{title}"></head><body>
<div id="js_article" class="page_pages share_content_page"><div id="js_content">
<div class="wx_follow_nickname">某某</div></div></div>
<script>function JsDecode(str) {{ return str }}
window.cgiDataNew = {{
  base_resp: {{ errmsg: JsDecode('ok') }}, nick_name: JsDecode('编程宇宙'), title: JsDecode('{title}'),
  content_noencode: JsDecode('{content}'), desc: JsDecode(''), ori_create_time: '1590487813' * 1,
  item_show_type: '{kind}' * 1, picture_page_info_list: [ {{ cdn_url: JsDecode('https://mmbiz.qpic.cn/}}.png') }}, ],
  text_page_info: {{ content_noencode: JsDecode('{text}'), is_user_title: '0' * 1 }},
}};</script></body></html>
"""

UNENDING = "cgiDataNew = {a: '" + "\\'" * 200_000


def answer(html: str, url: str = ADDRESS) -> Reading | Failure | None:
    return read(load_html(html), url)


def article(html: str, url: str = ADDRESS) -> Reading:
    found = answer(html, url)
    assert isinstance(found, Reading)
    return found


def lines(reading: Reading) -> list[str]:
    return [block.text.strip() for block in reading.blocks]


def test_an_article_is_its_hidden_container_and_nothing_beside_it() -> None:
    assert lines(article(ARTICLE)) == ["今天，团队发布了新模型。", "import model\nmodel.run()"]


def test_account_author_and_time_are_the_pages_own() -> None:
    found = article(ARTICLE)
    assert (found.title, found.site, found.authors) == ("新模型发布", "人工智能日报", ("李雷",))
    assert found.published == datetime(2026, 1, 2, 9, 39, 33, tzinfo=UTC)


def test_the_original_source_is_a_link_outside_of_the_text() -> None:
    assert article(ARTICLE).links == (("https://example.org/post?a=1&b=2", "阅读原文"),)


def test_a_time_without_its_zone_is_chinas() -> None:
    assert article(ARTICLE.replace("ori_create_time", "other")).published == datetime(2026, 1, 2, 9, 39, tzinfo=UTC)


def test_the_shown_day_is_taken_where_no_script_names_a_time() -> None:
    html = (
        """<div class="rich_media_content" id="js_content"><p>正文</p></div><em id="publish_time">2026年05月01日</em>"""
    )
    assert article(f"<html><body>{html}</body></html>").published == date(2026, 5, 1)


def test_a_copy_on_another_host_is_read_by_its_container() -> None:
    assert lines(article(ARTICLE, "https://example.org/news/1"))[0] == "今天，团队发布了新模型。"


def test_a_tab_of_that_name_on_another_host_is_none_of_wechats() -> None:
    assert (
        answer("<html><body><div id='js_content' class='tab'>Preis</div></body></html>", "https://example.org") is None
    )


def test_a_shared_text_is_read_from_its_script_and_titled_by_its_first_sentence() -> None:
    text = r"大家好，新的账号今天上线了。欢迎关注！\x0a\x0a谢谢 A\x26amp;B"
    found = article(STATE.format(title=text, content="", kind="10", text=text))
    assert lines(found) == ["大家好，新的账号今天上线了。欢迎关注！", "谢谢 A&B"]
    assert (found.title, found.site) == ("大家好，新的账号今天上线了", "编程宇宙")


def test_a_shared_picture_keeps_its_words_and_its_title() -> None:
    html = STATE.format(
        title=r"股价\x26amp;鸡血", content=r"第一行[哇]\x0a第二行 \x3cb\x3e重点\x3c/b\x3e", kind="8", text=""
    )
    found = article(html)
    assert (found.title, lines(found)) == ("股价&鸡血", ["第一行[哇]", "第二行 重点"])
    assert found.published == datetime(2020, 5, 26, 10, 10, 13, tzinfo=UTC)


def test_a_shared_article_is_the_note_and_the_article_with_a_link_to_it() -> None:
    found = article(
        """<html><body><div id="js_article" class="share_content_page"><p id="js_share_notice">推荐一读</p>
        <span id="js_share_source" data-url="http://mp.weixin.qq.com/s?__biz=x&amp;mid=1">阅读全文</span></div>
        <script type="text/html" id="content_tpl"><p>原文第一段</p></script></body></html>"""
    )
    assert lines(found) == ["推荐一读", "原文第一段"]
    assert found.links == (("http://mp.weixin.qq.com/s?__biz=x&mid=1", "阅读全文"),)


# --- Articles that are sold -------------------------------------------------------------------------------------------

SOLD = "<script>var isPaySubscribe = '1' * 1; // sold\nvar isPaid = '0' * 1;</script></body>"
PREVIEW_END = '<p class="js_pay_preview_filter"><mp-pay-preview-filter data-offset="6"></mp-pay-preview-filter></p>'


def is_walled(html: str, url: str = ADDRESS) -> bool:
    found = answer(html, url)
    return isinstance(found, Failure) and found.reason == "paywall"


def shared_text(state: str) -> str:
    html = STATE.format(title="T", content="", kind="10", text="正文第一句。")
    return html.replace("item_show_type", f"{state}, item_show_type")


def test_the_preview_of_an_article_that_is_sold_is_no_article() -> None:
    assert is_walled(ARTICLE.replace("</body>", SOLD))
    assert is_walled(shared_text("is_pay_subscribe: '1' * 1, user_info: { is_paid: '0' * 1 }"))


def test_an_article_that_is_sold_and_shows_nothing_is_behind_a_wall_too() -> None:
    assert is_walled(f"<html><body><div id='js_content' class='rich_media_content'></div>{SOLD}</html>")


def test_a_buyers_page_is_the_whole_article() -> None:
    bought = SOLD.replace("isPaid = '0'", "isPaid = '1'")
    assert lines(article(ARTICLE.replace("</body>", bought)))[0] == "今天，团队发布了新模型。"
    html = shared_text("is_pay_subscribe: '1' * 1, user_info: { is_paid: '1' * 1 }")
    assert lines(article(html)) == ["正文第一句。"]


def test_a_free_article_that_speaks_of_paying_is_an_article() -> None:
    free = SOLD.replace("isPaySubscribe = '1'", "isPaySubscribe = '0'")
    html = ARTICLE.replace("</body>", free).replace("今天，", "付费阅读：购买后试读 isPaySubscribe = '1'，")
    assert lines(article(html))[0].startswith("付费阅读")


def test_the_mark_at_the_end_of_a_preview_tells_it_on_any_host() -> None:
    cut = ARTICLE.replace('<section class="code-snippet__fix">', f"{PREVIEW_END}<!--").replace(
        "</pre></section>", "-->"
    )
    assert is_walled(cut)
    assert is_walled(cut, "https://example.org/news/1")


def test_a_mark_with_text_behind_it_is_no_end() -> None:
    assert lines(article(ARTICLE.replace('<section class="code', f'{PREVIEW_END}<section class="code')))


# --- Pages without an article -----------------------------------------------------------------------------------------


def test_pictures_without_words_are_no_text() -> None:
    found = answer("<html><body><div id='js_content' class='rich_media_content'><img data-src='x'></div></body></html>")
    assert isinstance(found, Failure)
    assert found.reason == "no_text"


@pytest.mark.parametrize(
    ("notice", "reason"),
    [
        ("该内容已被发布者删除", "gone"),
        ("The content has been deleted by the author.", "gone"),
        ("此内容因违规无法查看", "gone"),
        ("该公众号已迁移", "gone"),
        ("此内容暂时无法查看", "blocked"),
        ("环境异常", "blocked"),
        ("请在微信客户端打开链接", "login"),
        ("系统出错", "error_page"),
    ],
)
def test_a_notice_is_the_reason_why_there_is_no_article(notice: str, reason: str) -> None:
    found = answer(f"<html><body><div class='weui-msg'><h2 class='weui-msg__title'> {notice}</h2></div></body></html>")
    assert isinstance(found, Failure)
    assert found.reason == reason
    assert notice in found.detail


def test_a_profile_is_no_article() -> None:
    found = answer("<html><body><div class='x'>简介</div></body></html>", "https://mp.weixin.qq.com/mp/profile_ext?a=1")
    assert isinstance(found, Failure)
    assert found.reason == "not_article"


def test_a_page_without_any_known_container_is_left_to_generic_extraction() -> None:
    assert answer("<html><body><article><p>新的版式</p></article></body></html>") is None


@pytest.mark.parametrize(
    "state", ["cgiDataNew = {", "cgiDataNew = {{{{[[[", "cgiDataNew = {a: '", "cgiDataNew = }", UNENDING]
)
def test_a_broken_script_costs_nothing_but_its_words(state: str) -> None:
    html = f"<html><body><div class='share_content_page'></div><script>window.{state}</script></body></html>"
    assert isinstance(answer(html), Failure)


def test_each_recorded_kind_is_recognised() -> None:
    if not RECORDED.exists():
        pytest.skip("the recorded pages of ../shared/data/html/wechat-exporter are not here")
    gold = json.loads((RECORDED / "gold.json").read_text("utf-8"))
    for entry in gold.values():
        found = answer(gzip.decompress((RECORDED / entry["html"]).read_bytes()).decode("utf-8", "replace"))
        kind = entry["page_kind"]
        if isinstance(found, Failure):
            assert found.reason == REASONS[kind], kind
        else:
            assert isinstance(found, Reading), kind
            assert kind not in REASONS
            assert sum(len(block.text) for block in found.blocks) > 100
            assert found.title
            assert found.site
            assert isinstance(found.published, datetime)
