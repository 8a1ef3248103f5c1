"""Addresses: one canonical form each that leads to the same resource, and nothing that could break out of a page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.articles.links import written_spans
from digest_pipeline.urls import arxiv_id, canonical, is_web_address, status_id, trimmed

HOSTILE = Path(__file__).resolve().parents[2] / "shared/data/hostile"
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
POST = "https://x.com/openai/status/1998776328586477672"
ARTICLE = "https://mp.weixin.qq.com/s?__biz=MjM5NzAwMzU0MA==&mid=2247645067&idx=3&sn=26c8abfbad7467b1f6fb61a2430bbe4a"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTPS://News.Example.ORG:443/a#part", "https://news.example.org/a"),
        ("http://news.example.org:8080", "http://news.example.org:8080/"),
        ("https://news.example.org/a?q=a+b&Q=%E4%B8%AD", "https://news.example.org/a?q=a+b&Q=%E4%B8%AD"),
        ("  https://news.example.org/新闻 ", "https://news.example.org/%E6%96%B0%E9%97%BB"),
        ("https://news.example.org/a b", "https://news.example.org/a%20b"),
        ("http://[2001:db8::1]:80/a", "http://[2001:db8::1]/a"),
        ("https://news.example.org\\a", "https://news.example.org/a"),
        ("https://trusted.example@news.example.org/a", "https://news.example.org/a"),
        ("https://ｘ.com/OpenAI/status/1998776328586477672", POST),
        ("https://news.example.org/%7euser/%4a?q=%2e%e4%b8%ad", "https://news.example.org/~user/J?q=.%E4%B8%AD"),
        ("https://news.example.org/a%2fb%252f", "https://news.example.org/a%2Fb%252f"),
        ("https://news.example.org/a/./b/../c", "https://news.example.org/a/c"),
        ("https://news.example.org/%2e%2e/../a/..", "https://news.example.org/"),
        ("https://news.example.org/a//b?", "https://news.example.org/a//b"),
        ("https://news.example.org./a?#part", "https://news.example.org/a"),
        ("https://例子.example/a", "https://xn--fsqu00a.example/a"),
        ("https://BÜCHER.example/a", "https://xn--bcher-kva.example/a"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
    ],
)
def test_an_address_has_one_form(given: str, expected: str) -> None:
    assert canonical(given) == expected


@pytest.mark.parametrize(
    "address",
    [
        "http://news.example.org/a",
        "https://news.example.org/a/",
        "https://news.example.org/index.html",
        "https://news.example.org/list?b=2&a=1",
        "https://zh.wikipedia.org/wiki/%E4%BA%BA%E5%B7%A5%E6%99%BA%E8%83%BD",
        "https://en.wikipedia.org/wiki/Transformer_(deep_learning)",
        "https://www.alphaxiv.org/abs/2605.30407",
        "https://huggingface.co/papers/2605.30407",
        "https://rss.arxiv.org/rss/cs.AI",
        "http://export.arxiv.org/api/query?search_query=cat:cs.AI&start=0",
        "https://www.youtube.com/feeds/videos.xml?channel_id=UCLMPXsvSrhNPN3i9h-u8PYg",
        "https://www.youtube.com/embed/live_stream?channel=UCLMPXsvSrhNPN3i9h-u8PYg",
        "https://nitter.net/OpenAI/rss",
        "https://mp.weixin.qq.com/s?src=11&timestamp=1766000000&ver=5&signature=abc",
        "https://github.com/trending/c%2B%2B?since=daily",
        "https://github.com/someone?tab=repositories",
        "http://www.reddit.com/r/LocalLLaMA/.rss",
        "http://x.com:8080/openai/status/1998776328586477672",
        "https://news.example.org/#/article/123",
        "https://groups.example.org/forum/#!topic/a/b",
        "https://news.google.com/rss/articles/CBMiabc?oc=5",
        "https://mp.weixin.qq.com/s?__biz=MjM5NzAwMzU0MA==&mid=2247645067&idx=3&chksm=a718",
        "https://arxiv.org/list/cs.AI/recent?skip=50&show=25",
        "https://git.example.org/a/b/long-file-name.md?ref=v1.2",
        "https://github.com/a/b/blob/main/README.md?plain=1",
        "https://openreview.net/pdf?id=abc",
        "https://medium.com/p/123456abcdef?sk=abc",
        "https://www.v2ex.com/t/123456?p=2",
    ],
)
def test_what_only_the_site_knows_to_be_equal_stays(address: str) -> None:
    assert canonical(address) == address


def test_a_relative_address_is_resolved() -> None:
    assert canonical("../b?x=1", "https://news.example.org/a/c/d") == "https://news.example.org/a/b?x=1"
    assert canonical("//cdn.example.org/b", "https://news.example.org/") == "https://cdn.example.org/b"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("utm_source=x&id=3&fbclid=y", "?id=3"),
        ("q=a+b%20c&UTM_Medium=x&&r", "?q=a+b%20c&&r"),
        ("id=1&amp;utm_source=x&amp;amp;b=2", "?id=1&b=2"),
        ("amp%3Butm_campaign=x", ""),
        ("spm=a2c.1&scm=1&vd_source=f&share_token=9&from=timeline&isappinstalled=0", ""),
        ("PHPSESSID=1&sid=97ccbeaade9cfe41cfd7279cd44af956", ""),
        ("sid=6475&session=12&gl=CN&keyword=ai&cid=7&uid=1&source=b&ref=main&game=1", None),
        ("from=2026-01-01&f=live&s=97ccbeaade9cfe41cfd7279cd44af956", None),
    ],
)
def test_tracking_goes_and_everything_else_keeps_its_spelling(query: str, expected: str | None) -> None:
    assert (
        canonical(f"https://a.example/x?{query}")
        == f"https://a.example/x{f'?{query}' if expected is None else expected}"
    )


def test_a_session_id_in_the_path_goes() -> None:
    assert canonical("http://a.example/b;jsessionid=977D50BF?id=1") == "http://a.example/b?id=1"


@pytest.mark.parametrize(
    "query", ["source=rss----7f60cf5620c9---4", "ref=hn", "cid=rss", "from=weixin", "f=rss", "smid=tw"]
)
@pytest.mark.parametrize(
    "path", ["/p/3806282623147526", "/story/a-name-of-words", "/0/946/123.htm", "/2026/05/01/news"]
)
def test_a_doubtful_parameter_goes_where_the_path_names_the_page(path: str, query: str) -> None:
    assert canonical(f"https://a.example{path}?{query}&id=1") == f"https://a.example{path}?id=1"


@pytest.mark.parametrize(
    "address",
    [
        "https://news.slashdot.example/comments.pl?sid=23765914&cid=65583466",
        "https://api.example.org/repos/a/b/contents/a-b-c.py?ref=v2",
        "https://www.example.org/api/pages/12345?source=print",
        "https://search.example.org/rs/search/view.xml?partnerId=wrss01&id=10000664",
        "https://news.example.org/rss/search-for-a-word?source=all",
        "https://news.example.org/?cid=5",
    ],
)
def test_a_doubtful_parameter_stays_where_it_may_name_the_page(address: str) -> None:
    assert canonical(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example.org/2026/05/01/a-long-name/amp",
        "https://news.example.org/2026/05/01/a-long-name?amp",
        "https://news.example.org/2026/05/01/a-long-name?outputType=amp",
        "https://www.google.com/amp/s/news.example.org/2026/05/01/a-long-name?amp_gsa=1",
        "https://www.google.co.uk/amp/s/news.example.org/2026/05/01/a-long-name/amp",
        "https://news-example-org.cdn.ampproject.org/c/s/news.example.org/2026/05/01/a-long-name?usqp=mq3",
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Fnews.example.org%2F2026%2F05%2F01%2Fa-long-name&usg=1",
        "https://www.bing.com/news/apiclick.aspx?aid=&url=https%3a%2f%2fnews.example.org%2f2026%2f05%2f01%2fa-long-name&c=1",
        "https://www.youtube.com/redirect?event=video&q=https%3A%2F%2Fnews.example.org%2F2026%2F05%2F01%2Fa-long-name",
        "https://link.zhihu.com/?target=https%3A//news.example.org/2026/05/01/a-long-name",
    ],
)
def test_amp_and_redirectors_become_the_page_itself(address: str) -> None:
    assert canonical(address) == "https://news.example.org/2026/05/01/a-long-name"


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/example/amp",
        "https://docs.example.org/docs/mixed-precision-training-guide/amp",
        "https://news.example.org/amp/",
        "https://amp.dev/documentation/",
    ],
)
def test_a_page_about_amp_stays(address: str) -> None:
    assert canonical(address) == address


def test_redirectors_behind_each_other_without_end_are_no_address() -> None:
    assert canonical("https://www.google.com/amp/s/" + "www.google.com/amp/s/" * 300) == ""


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://m.ithome.com/html/946123.htm", "https://www.ithome.com/0/946/123.htm"),
        ("https://m.36kr.com/p/3806282623147526?f=rss", "https://36kr.com/p/3806282623147526"),
        ("http://m.huxiu.com/article/4812345.html", "https://www.huxiu.com/article/4812345.html"),
        ("https://m.thepaper.cn/newsDetail_forward_31234567", "https://www.thepaper.cn/newsDetail_forward_31234567"),
        ("https://en.m.wikipedia.org/wiki/Attention", "https://en.wikipedia.org/wiki/Attention"),
        (
            "https://amp.theguardian.com/technology/2026/may/01/a",
            "https://www.theguardian.com/technology/2026/may/01/a",
        ),
        ("https://m.weibo.cn/status/4999", "https://m.weibo.cn/detail/4999"),
        ("https://m.signalvnoise.com/feed/", "https://m.signalvnoise.com/feed/"),
        ("https://m.cnbeta.com.tw/view/1500000.htm", "https://m.cnbeta.com.tw/view/1500000.htm"),
    ],
)
def test_a_mobile_page_is_folded_only_where_that_is_known_to_be_right(given: str, expected: str) -> None:
    assert canonical(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://arxiv.org/pdf/2605.30407v2.pdf", "2605.30407"),
        ("http://www.arxiv.org/html/2605.30407v1#S2", "2605.30407"),
        ("https://arxiv.org/format/2605.30407?context=cs.AI", "2605.30407"),
        ("http://cn.arxiv.org/abs/arXiv:2605.30407", "2605.30407"),
        ("https://ar5iv.labs.arxiv.org/html/2605.30407", "2605.30407"),
        ("https://arxiv.org/abs/2605.30407Key", "2605.30407"),
        ("https://arxiv.org/abs/2605.30407本文来自", "2605.30407"),
        ("https://doi.org/10.48550/arXiv.2605.30407", "2605.30407"),
        ("http://arxiv.org/abs/0704.0001", "0704.0001"),
        ("http://export.arxiv.org/abs/cs/0112017v1", "cs/0112017"),
        ("https://arxiv.org/abs/math.GT/0309136", "math/0309136"),
    ],
)
def test_a_paper_has_one_address(given: str, expected: str) -> None:
    assert canonical(given) == f"https://arxiv.org/abs/{expected}"
    assert arxiv_id(given) == expected


@pytest.mark.parametrize(
    "identifier",
    ["2613.30407", "2600.30407", "2605.304071", "2605.3040", "0703.0001", "1412.12345", "cs/0713017", "x/0112017"],
)
def test_a_paper_that_can_not_exist_has_no_address(identifier: str) -> None:
    assert canonical(f"https://arxiv.org/abs/{identifier}") == ""


def test_the_arxiv_id_is_read_from_arxiv_alone() -> None:
    assert arxiv_id("https://news.example.org/abs/2605.30407") is None
    assert arxiv_id("https://arxiv.org/html/2605.30407v1/x1.png") is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://dx.doi.org/10.1098/rsos.250921Key", "10.1098/rsos.250921"),
        ("https://doi.org/10.1038/S41586-025-09522-W", "10.1038/s41586-025-09522-w"),
        ("https://doi.org/10.1016%2FS1040-6182%2898%2900067-6", "10.1016/s1040-6182(98)00067-6"),
        ("https://doi.org/doi:10.1000/182。我们发现", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182).", "10.1000/182"),
        ("https://doi.org/10.1000/182](https://doi.org/10.1000/182)", "10.1000/182"),
        ("https://doi.org/10.1175/1520(1963)020%3C0130:DNF%3E2.0.CO;2", "10.1175/1520(1963)020%3C0130:dnf%3E2.0.co;2"),
    ],
)
def test_a_doi_has_one_address_and_ends_where_it_ends(given: str, expected: str) -> None:
    assert canonical(given) == f"https://doi.org/{expected}"


def test_a_doi_of_a_paper_that_can_not_exist_has_no_address() -> None:
    assert canonical("https://doi.org/10.48550/arXiv.250921Key") == ""


@pytest.mark.parametrize(
    "address",
    [
        "https://youtu.be/dQw4w9WgXcQ?si=abc&t=3",
        "http://m.youtube.com/watch?v=dQw4w9WgXcQ&feature=share",
        "https://music.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=10",
        "https://youtube.com/live/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ。后面",
    ],
)
def test_a_video_has_one_address(address: str) -> None:
    assert canonical(address) == VIDEO


@pytest.mark.parametrize("address", ["https://youtu.be/short", "https://www.youtube.com/watch?v=short"])
def test_a_video_whose_id_is_too_short_has_no_address(address: str) -> None:
    assert canonical(address) == ""


def test_a_playlist_is_no_video() -> None:
    playlist = "https://www.youtube.com/playlist?list=PL0-9_a"
    assert canonical("https://m.youtube.com/playlist?si=1&list=PL0-9_a)") == playlist
    assert canonical("https://www.youtube.com/embed/videoseries?list=PL0-9_a") == playlist


@pytest.mark.parametrize(
    "address",
    [
        "https://twitter.com/OpenAI/status/1998776328586477672/photo/1",
        "http://mobile.twitter.com/OpenAI/status/1998776328586477672?s=20&t=abc",
        "https://x.com/OpenAI/status/1998776328586477672Key",
        "https://nitter.net/OpenAI/status/1998776328586477672#m",
        "https://xcancel.com/OpenAI/status/1998776328586477672",
        "https://vxtwitter.com/OpenAI/status/1998776328586477672",
    ],
)
def test_a_post_has_one_address(address: str) -> None:
    assert canonical(address) == POST
    assert status_id(address) == 1998776328586477672


def test_the_number_of_a_post_is_read_without_a_name() -> None:
    assert status_id("https://x.com/i/web/status/1998776328586477672") == 1998776328586477672
    assert status_id("https://x.com/OpenAI") is None
    assert status_id("https://news.example.org/OpenAI/status/1") is None
    assert canonical("https://x.com/OpenAI/status/19987763285864776721") == ""


@pytest.mark.parametrize(
    "address",
    [
        f"{ARTICLE}&chksm=a718221d0aaea10e6&scene=21#wechat_redirect",
        ARTICLE.replace("https", "http").replace("&", "&amp;") + "&amp;mpshare=1",
        ARTICLE.replace("==", "%3D%3D") + "后面",
        "https://mp.weixin.qq.com/s?sn=26c8abfbad7467b1f6fb61a2430bbe4a&idx=3&mid=2247645067&__biz=MjM5NzAwMzU0MA==",
    ],
)
def test_a_wechat_article_is_named_by_four_parameters(address: str) -> None:
    assert canonical(address) == ARTICLE


def test_a_short_wechat_address_stays_short() -> None:
    short = "https://mp.weixin.qq.com/s/HC54qxXd2EFhcM3DS7kpFw"
    assert canonical(f"{short}?mpshare=1&scene=1&srcid=0820") == short
    assert canonical(f"{short}）后面") == short


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://www.github.com/Example/Repo.git", "https://github.com/Example/Repo"),
        ("https://github.com/Example/Repo/?tab=readme-ov-file#install", "https://github.com/Example/Repo"),
        ("https://github.com/a/b。后面", "https://github.com/a/b"),
        ("https://github.com/a/b/issues/16100)，欢迎", "https://github.com/a/b/issues/16100"),
        ("https://github.com/a/b/tree/main/docs/", "https://github.com/a/b/tree/main/docs"),
        ("https://hf.co/org/model", "https://huggingface.co/org/model"),
        (
            "https://old.reddit.com/r/a/comments/1inr9uy/name/?share_id=2",
            "https://www.reddit.com/r/a/comments/1inr9uy/name/",
        ),
        ("http://news.ycombinator.com/item?id=1&p=2", "https://news.ycombinator.com/item?id=1"),
        ("https://a.substack.com/p/a-name?r=abc&s=r&showWelcome=true", "https://a.substack.com/p/a-name"),
        ("https://a.substack.com/api/v1/posts?s=2", "https://a.substack.com/api/v1/posts?s=2"),
        ("https://openreview.net/forum?noteId=b&id=a", "https://openreview.net/forum?id=a"),
        ("https://baijiahao.baidu.com/s?id=18423&wfr=spider&for=pc", "https://baijiahao.baidu.com/s?id=18423"),
    ],
)
def test_sites_with_a_known_grammar_have_one_form(given: str, expected: str) -> None:
    assert canonical(given) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("https://example.org/x）", "https://example.org/x"),
        ("https://example.org/x。后面", "https://example.org/x"),
        ("https://example.org/a后面的文字", "https://example.org/a"),
        ("https://example.org/a](https://example.org/b)", "https://example.org/a"),
        ("https://example.org/a)).", "https://example.org/a"),
        ("https://example.org/ahttps://example.org/b", "https://example.org/a"),
        ("https://web.archive.org/web/1/https://example.org/a.", "https://web.archive.org/web/1/https://example.org/a"),
        ("https://example.org/a**,", "https://example.org/a"),
        ('https://example.org/a">more', "https://example.org/a"),
        ("https://example.org/a&quot;&gt;more", "https://example.org/a"),
        ("https://example.org/?a=1&amp;b=2;", "https://example.org/?a=1&b=2"),
        ("https://en.wikipedia.org/wiki/A_(b)", "https://en.wikipedia.org/wiki/A_(b)"),
        ("http://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
        ("https://zh.wikipedia.org/wiki/人工智能", "https://zh.wikipedia.org/wiki/人工智能"),
    ],
)
def test_an_address_in_running_text_ends_where_the_text_goes_on(found: str, expected: str) -> None:
    assert trimmed(found) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("https://e.org/a.", "https://e.org/a"),
        ("https://e.org/a,", "https://e.org/a"),
        ("https://e.org/a。", "https://e.org/a"),
        ("https://e.org/a，然后", "https://e.org/a"),
        ("https://e.org/a；", "https://e.org/a"),
        ("https://e.org/a：说明", "https://e.org/a"),
        ("https://e.org/a！", "https://e.org/a"),
        ("https://e.org/a？", "https://e.org/a"),
        ("https://e.org/a）", "https://e.org/a"),
        ("https://e.org/a】", "https://e.org/a"),
        ("https://e.org/a》", "https://e.org/a"),
        ("https://e.org/a」", "https://e.org/a"),
        ("https://e.org/a』", "https://e.org/a"),
        ("https://e.org/a”", "https://e.org/a"),
        ("https://e.org/a’", "https://e.org/a"),
        ("https://e.org/a、https://e.org/b", "https://e.org/a"),
        ("https://e.org/a…", "https://e.org/a"),
        ("https://e.org/a...", "https://e.org/a"),
        ("https://e.org/a——这", "https://e.org/a"),
        ("https://e.org/a—this", "https://e.org/a"),
        ("https://e.org/a)", "https://e.org/a"),
        ("https://e.org/a).", "https://e.org/a"),
        ("https://e.org/a](https://e.org/b)", "https://e.org/a"),
        ("https://e.org/a)](x", "https://e.org/a"),
        ("https://e.org/a}", "https://e.org/a"),
        ("https://e.org/a>", "https://e.org/a"),
        ("https://e.org/a>;", "https://e.org/a"),
        ('https://e.org/a"', "https://e.org/a"),
        ("https://e.org/a'", "https://e.org/a"),
        ("https://e.org/a');", "https://e.org/a"),
        ("https://e.org/a`", "https://e.org/a"),
        ("https://e.org/a**", "https://e.org/a"),
        ("https://e.org/a*。", "https://e.org/a"),
        ("https://e.org/a~~", "https://e.org/a"),
        ("https://e.org/a~", "https://e.org/a"),
        ("https://e.org/a|", "https://e.org/a"),
        ("https://e.org/a|b", "https://e.org/a"),
        ("https://e.org/a\\\\nb", "https://e.org/a"),
        ("https://e.org/a&quot;", "https://e.org/a"),
        ("https://e.org/a&amp;b", "https://e.org/a&b"),
        ("https://e.org/?a=1&amp;b=2", "https://e.org/?a=1&b=2"),
        ("https://e.org/?a=1&b=2。", "https://e.org/?a=1&b=2"),
        ("https://e.org/a后面", "https://e.org/a"),
        ("https://e.org/人工智能，后面", "https://e.org/人工智能"),
        ("https://e.org/ahttps://e.org/b", "https://e.org/a"),
        ("https://e.org/a/:", "https://e.org/a/"),
        ("https://e.org/a#b。", "https://e.org/a#b"),
        ("https://e.org/a?b=1]", "https://e.org/a?b=1"),
        ("https://e.org.", "https://e.org"),
        ("https://e.org的", "https://e.org"),
        ("https://e.org/a（b）", "https://e.org/a"),
        ("https://e.org/a😀", "https://e.org/a"),
        ("https://e.org/a？b=1", "https://e.org/a"),
        ("https://e.org/a&nbsp;b", "https://e.org/a"),
        ("https://e.org/a@b,", "https://e.org/a@b"),
        ("https://[2001:db8::1]/a]", "https://[2001:db8::1]/a"),
        ("https://e.org/a&lt;br", "https://e.org/a"),
        ("https://e.org/a’s", "https://e.org/a"),
        ("HTTPS://E.org/A。", "HTTPS://E.org/A"),
    ],
)
def test_punctuation_brackets_and_other_scripts_end_an_address(found: str, expected: str) -> None:
    assert trimmed(found) == expected


@pytest.mark.parametrize(
    "address",
    [
        "https://e.org/a",
        "https://e.org/a(b)",
        "https://e.org/a_(b)_c",
        "https://e.org/a__",
        "https://e.org/人工智能",
        "https://e.org/wiki/人工智能_(学科)",
        "https://e.org/2026/05/01/后面",
        "https://e.org/r?u=https://e.org/b",
        "https://e.org/#a",
        "https://e.org/a?b=[1]",
        "https://en.wikipedia.org/wiki/C++",
        "https://e.org/é",
        "https://e.org/café",
        "https://e.org/naïve/x",
        "https://e.org/Köln.html",
        "https://e.org/a%20",
        "https://e.org/новости/2026",
        "https://e.org/a$",
        "https://e.org/a=",
        "(https://e.org/a",
        "https://e.org/a?b=c&copy=1",
        "https://e.org/a/b/250921Key",
        "https://e.org/O'Reilly",
    ],
)
def test_what_belongs_to_an_address_stays(address: str) -> None:
    assert trimmed(address) == address


def test_an_address_written_in_a_text_is_not_cut_within_a_word() -> None:
    text = "详见https://example.org/a，以及 https://example.org/naïve-x 和https://example.org/b项目"
    assert [text[start:end] for start, end in written_spans(text)] == [
        "https://example.org/a",
        "https://example.org/naïve-x",
        "https://example.org/b",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mailto:desk@news.example.org",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "http://a:b/",
        "/a",
        ".",
        "http://example.org）对我发布文章的版权行为进行追究与维权，并保留进一步追究法律责任的权利，特此声明，欢迎监督，谢谢大家对我们的支持",
        f"https://a.example/{'a' * 9_000}",
    ],
)
def test_what_is_no_web_address_has_no_form(address: str) -> None:
    assert canonical(address) == ""


@pytest.mark.parametrize(
    "address",
    ["https://a.example/\u202egpj", 'https://a.example/"x', "https://a.example/\n", "https://a.example/ b", "a"],
)
def test_what_breaks_out_of_a_page_is_no_web_address(address: str) -> None:
    assert not is_web_address(address)


PIECES = (
    "https:// http:// doi:10.1000/ doi.org/10.1000/ arxiv.org/abs/ 2605.30407 v1 x.com/ twitter.com/a/status/12"
    " youtu.be/ dQw4w9WgXcQ watch?v= github.com/a/b .git mp.weixin.qq.com/s reddit.com/r/a/comments/1"
    " www.google.com/amp/s/ www.google.com/url?q= en.m.wikipedia.org /p/long-name-here /amp ;jsessionid=1"
    " ? & = / : @ # % %2F \\ . .. ( ) [ ] < ` &amp; utm_source ref source=rss"
    " 。 ） 中 ｘ İ ſ K ٣ ß \u200b \ud800 Key 12345"
).split(" ")


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.sampled_from(["", "https://", "//"]))
def test_the_canonical_form_is_stable_and_safe(text: str, start: str) -> None:
    form = canonical(start + text, "https://news.example.org/")
    assert canonical(form) == form
    assert form == "" or is_web_address(form)
    assert trimmed(trimmed(text)) == trimmed(text)


@pytest.mark.skipif(not HOSTILE.exists(), reason="the attack samples are not beside this checkout")
@pytest.mark.parametrize("folder", ["ssrf", "strings", "xss"])
def test_no_attack_sample_gets_through(folder: str) -> None:
    files = [path for path in sorted((HOSTILE / folder).rglob("*")) if path.is_file()]
    lines = [line for path in files for line in path.read_text("utf-8", "replace").splitlines()]
    assert lines
    for start in ("", "https://", "https://x.com/", "https://doi.org/10.1000/", "https://a.example/?"):
        forms = [canonical(start + line) for line in lines]
        assert [form for form in forms if form and not is_web_address(form)] == []
        assert [form for form in forms if canonical(form) != form] == []
