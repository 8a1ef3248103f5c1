"""Feed documents: every dialect gives the same items, and what is broken or hostile ends with a reason."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.sources.feeds import parse_feed, plain
from digest_pipeline.sources.source import Item, Listing, UnreadableAnswerError
from digest_pipeline.workers import Workers

URL = "https://harbour.example.org/news/feed"
RSS = '<rss version="2.0"><channel><title>Harbour</title><language>en-GB</language>%s</channel></rss>'
ITEM = "<item><title>%s</title><link>https://harbour.example.org/%s</link></item>"
FEEDS = Path(__file__).parents[3] / "shared" / "data" / "feeds"


def feed(document: str | bytes, content_type: str = "application/xml; charset=utf-8") -> Listing:
    return parse_feed(document.encode() if isinstance(document, str) else document, content_type, URL)


def item(document: str | bytes) -> Item:
    (only,) = feed(document).items
    return only


def reason(document: str | bytes) -> str:
    with pytest.raises(UnreadableAnswerError) as caught:
        feed(document)
    assert caught.value.detail
    return caught.value.reason


RSS_091 = """<?xml version="1.0"?><rss version="0.91"><channel><title>Harbour</title>
<item><title>A crane</title><link>https://harbour.example.org/1</link><description>It lifts.</description></item>
</channel></rss>"""
RSS_092 = RSS_091.replace("0.91", "0.92")
RSS_10 = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://harbour.example.org/"><title>Harbour</title></channel>
<item rdf:about="https://harbour.example.org/1"><title>A crane</title><link>https://harbour.example.org/1</link>
<description>It lifts.</description><dc:date>2026-06-02T10:00:00+08:00</dc:date><dc:creator>Mei Tan</dc:creator></item>
</rdf:RDF>"""
RSS_20 = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><item><title>A crane</title>
<guid isPermaLink="false">crane-1</guid><link>https://harbour.example.org/1</link><description>It lifts.</description>
<pubDate>Tue, 02 Jun 2026 10:00:00 +0800</pubDate><author>Mei Tan</author></item></channel></rss>"""
ATOM_03 = """<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Harbour</title>
<entry><title>A crane</title><link rel="alternate" href="https://harbour.example.org/1"/><id>tag:crane-1</id>
<issued>2026-06-02T10:00:00+08:00</issued><summary>It lifts.</summary><author><name>Mei Tan</name></author></entry>
</feed>"""
ATOM_10 = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>
<entry><title>A crane</title><link href="https://harbour.example.org/1"/><id>tag:crane-1</id>
<published>2026-06-02T10:00:00+08:00</published><summary>It lifts.</summary>
<author><name>Mei Tan</name></author></entry>
</feed>"""


@pytest.mark.parametrize("document", [RSS_091, RSS_092, RSS_10, RSS_20, ATOM_03, ATOM_10])
def test_every_dialect_gives_the_same_item(document: str) -> None:
    assert feed(document).title == "Harbour"
    found = item(document)
    assert (found.title, found.url, found.summary) == ("A crane", "https://harbour.example.org/1", "It lifts.")


@pytest.mark.parametrize("document", [RSS_10, RSS_20, ATOM_03, ATOM_10])
def test_dates_are_kept_as_the_feed_wrote_them(document: str) -> None:
    assert item(document).published in {"2026-06-02T10:00:00+08:00", "Tue, 02 Jun 2026 10:00:00 +0800"}
    assert item(document).authors == ("Mei Tan",)


@pytest.mark.parametrize("text", ["2026-05-01 10:52:49  +0800", "2026年5月1日"])
def test_odd_dates_reach_the_reader_of_dates(text: str) -> None:
    assert item(RSS % f"<item><title>a</title><pubDate>{text}</pubDate></item>").published.split() == text.split()


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_a_json_feed_is_read(version: str) -> None:
    author = {"authors": [{"name": "Mei Tan"}]} if version == "1.1" else {"author": {"name": "Mei Tan"}}
    document = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "Harbour",
        "language": "en",
        "items": [
            {"id": 1, "url": "/1", "title": "A crane", "content_html": "<p>It lifts.</p>", **author},
            "odd",
            None,
        ],
    }
    found = item(json.dumps(document))
    address = "https://harbour.example.org/1"
    assert found == Item("1", address, "A crane", "", "<p>It lifts.</p>", ("Mei Tan",), link=address)


def test_a_json_feed_with_line_breaks_in_its_strings_is_read() -> None:
    document = '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"A","content_text":"3 < 4\nb"}]}'
    assert item(document).content == "3 &lt; 4<br>\nb"


def test_relative_links_are_resolved_against_the_feed() -> None:
    assert (
        item(RSS % "<item><title>a</title><link>../1?utm_source=rss</link></item>").url
        == "https://harbour.example.org/1"
    )
    based = ATOM_10.replace("<entry>", '<entry xml:base="https://mirror.example.org/x/">').replace(
        "https://harbour.example.org/1", "1"
    )
    assert item(based).url == "https://mirror.example.org/x/1"


def described(description: str, **elements: str) -> Item:
    more = "".join(f"<{name}>{text}</{name}>" for name, text in elements.items())
    return item(
        RSS % f"<item><link>https://harbour.example.org/a/1</link><description>{description}</description>{more}</item>"
    )


def test_relative_links_of_a_text_are_resolved_against_its_base() -> None:
    found = described("&lt;p&gt;&lt;a href='/2'&gt;b&lt;/a&gt; &lt;img src=x.png&gt;&lt;/p&gt;", title="a")
    assert 'href="https://harbour.example.org/2"' in found.content
    assert 'src="https://harbour.example.org/news/x.png"' in found.content
    based = ATOM_10.replace(
        "<summary>It", '<summary type="html" xml:base="https://m.example.org/x/">&lt;a href="1"&gt;It'
    )
    assert 'href="https://m.example.org/x/1"' in item(based).summary


def test_a_text_with_absolute_links_alone_is_kept_as_it_is() -> None:
    markup = '<p>A <a href="https://a.example.org/?b=1&amp;c">b</a>  <b>c</p>'
    assert described(f"<![CDATA[{markup}]]>", title="a").content == markup


def test_a_description_with_mark_up_is_the_text_where_there_is_no_other() -> None:
    assert described("&lt;p&gt;It lifts.&lt;/p&gt;", title="a").content == "<p>It lifts.</p>"
    assert described("It lifts.", title="a").content == ""
    assert not described("&lt;p&gt;It lifts.&lt;/p&gt;", title="a").complete


def test_an_item_without_a_title_is_complete_and_titled_by_its_first_sentence() -> None:
    found = described("&lt;p&gt;The crane lifts again. It is blue.&lt;/p&gt;&lt;p&gt;#harbour&lt;/p&gt;")
    assert (found.title, found.complete) == ("The crane lifts again", True)
    assert "#harbour" in found.content


def test_the_description_of_a_picture_is_not_the_text() -> None:
    picture = "<media:content><media:description type='plain'>A blue crane</media:description></media:content>"
    document = RSS.replace("<rss", '<rss xmlns:media="http://search.yahoo.com/mrss/"') % (
        f"<item><description>&lt;p&gt;The crane lifts again&lt;/p&gt;</description>{picture}</item>"
    )
    assert item(document).content == "<p>The crane lifts again</p>"


def test_a_content_that_repeats_the_title_is_none() -> None:
    document = RSS.replace("<rss", '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"') % (
        "<item><title>起重机</title><description/><content:encoded><![CDATA[起重机]]></content:encoded></item>"
    )
    assert item(document).content == ""


def test_a_section_whose_brackets_are_escaped_is_opened() -> None:
    assert described("&lt;![CDATA[&lt;p&gt;It lifts.&lt;/p&gt;]]&gt;", title="a").content == "<p>It lifts.</p>"


def test_a_discussion_elsewhere_is_where_the_item_was_found() -> None:
    talk = "https://talk.example.com/9"
    link = '&lt;a href="https://talk.example.com/9"&gt;Comments&lt;/a&gt;'
    found = described(link, title="a", comments=talk)
    assert (found.via, found.summary, found.content) == (talk, "", "")
    assert described("x", title="a", comments="https://harbour.example.org/a/1#comments").via == ""
    credited = ATOM_10.replace("<id>", f'<link rel="via" href="{talk}"/><id>')
    assert item(credited).via == talk


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("A &lt;b&gt;bold&lt;/b&gt; one", "A bold one"),
        ("You need no &lt;p&gt; or &lt;li&gt;", "You need no <p> or <li>"),
        ("List&lt;String&gt; in Java", "List<String> in Java"),
        ("AT&amp;amp;T", "AT&T"),
        ("3 &lt; 4", "3 < 4"),
    ],
)
def test_a_title_loses_its_mark_up_but_not_what_only_looks_like_it(written: str, title: str) -> None:
    assert item(RSS % (ITEM % (written, "1"))).title == title


def test_scripts_styles_and_comments_are_no_text() -> None:
    assert plain("a<script>b</script><STYLE>c</STYLE><!-- d > e -->f<p>g</p>h<script>i") == "af g h"


# A tenth of a second where nothing is read twice; hours where every tag is sought from every place.
@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["<a ", "<script>", "<!--", "<", "&", "&#", "<![CDATA["])
def test_text_is_taken_out_of_any_mark_up_in_time_that_grows_with_its_length(piece: str) -> None:
    plain(piece * 200_000)


def test_elements_that_are_not_what_they_should_be_cost_no_item() -> None:
    odd = '<item><title/><link href="x" rel="via"/><author/><guid a="b"/><pubDate x="y"/><description z="1"/></item>'
    assert len(feed(RSS % (odd + ITEM % ("two", "2"))).items) == 2


def test_an_id_is_a_link_only_when_it_is_an_address() -> None:
    def linked(guid: str) -> str:
        return item(RSS % f'<item><title>a</title><guid isPermaLink="false">{guid}</guid></item>').url

    assert linked("https://harbour.example.org/1") == "https://harbour.example.org/1"
    assert linked("crane-1") == ""


@pytest.mark.parametrize("content_type", ["text/xml", "application/rss+xml; charset=gbk", ""])
def test_a_gbk_feed_is_read(content_type: str) -> None:
    document = '<?xml version="1.0" encoding="gbk"?>' + RSS % (ITEM % ("港口的起重机开始运转", "1"))
    (only,) = feed(document.encode("gbk"), content_type).items
    assert only.title == "港口的起重机开始运转"


def test_markup_and_control_characters_do_not_reach_a_title() -> None:
    assert item(RSS % (ITEM % ("A &lt;b&gt;bold&lt;/b&gt;\n&amp;amp; \u202etitle", "1"))).title == "A bold & title"
    assert plain("a\0b\x1b[31m\u2028c") == "a b [31m c"


def test_nul_bytes_are_left_out() -> None:
    found = item(RSS % (ITEM.replace("</item>", "<description>a\0b</description></item>") % ("T\0", "1")))
    assert "\0" not in found.title + found.summary


def test_lone_surrogates_of_json_are_left_out() -> None:
    document = (
        r'{"version":"https://jsonfeed.org/version/1","language":"e\ud800","items":[{"id":"1","summary":"a\ud800b"}]}'
    )
    found = feed(document)
    assert (found.language, found.items[0].summary) == ("e", "ab")


def test_an_unfinished_feed_gives_the_items_before_its_end() -> None:
    found = feed((RSS % (ITEM % ("one", "1") + ITEM % ("two", "2")))[:-60])
    assert found.items[0].title == "one"


@pytest.mark.parametrize("document", [b"", b" \n\t", b"\xef\xbb\xbf", b"\0" * 1000])
def test_nothing_is_empty(document: bytes) -> None:
    assert reason(document) == "empty"


def test_a_page_is_no_feed() -> None:
    assert reason("<!DOCTYPE html><html><head><title>Harbour</title></head><body><p>News</p></body></html>") == "html"


@pytest.mark.parametrize(
    "document",
    [
        "plain words",
        "<urlset><url><loc>https://harbour.example.org/1</loc></url></urlset>",
        '{"version": "2"}',
        '{"broken": ',
        b"\x1f\x8b\x08\x00broken gzip",
        b"\xff\xfe\x00\x01" * 100,
    ],
)
def test_what_is_no_feed_is_malformed(document: str | bytes) -> None:
    assert reason(document) == "malformed"


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=8)
    | st.just("https://harbour.example.org/1"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("id url title content_html content_text authors name date_published".split()), inner
        )
    ),
    max_leaves=12,
)
PIECES = st.sampled_from(
    "<rss> <channel> <item> </item> <entry> <feed> <title> </title> <link/> <link>x</link> <description> <![CDATA[ ]]>"
    " &lt;b&gt; &#0; &x; <guid/> <author> <content type='xhtml'> <summary> </summary> <a href='x'> \0 \x1b 港".split(
        " "
    )
)


@given(JSON_VALUES)
def test_any_json_is_a_feed_or_a_reason(value: object) -> None:
    parse(
        json.dumps(
            {"version": "https://jsonfeed.org/version/1", "title": value, "items": [value, {"id": value}]}
        ).encode()
    )


@given(st.binary() | st.lists(PIECES).map(lambda pieces: "".join(pieces).encode()))
def test_any_bytes_are_a_feed_or_a_reason(document: bytes) -> None:
    parse(document)


def test_a_feed_without_items_is_a_feed() -> None:
    assert feed(RSS % "").items == ()


def test_the_name_of_a_file_is_no_feed(tmp_path: Path) -> None:
    (tmp_path / "private.xml").write_text(RSS_20, "utf-8")
    assert reason(str(tmp_path / "private.xml")) == "malformed"


def test_an_external_entity_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("TOP-SECRET", "utf-8")
    for declaration in (f'SYSTEM "{(tmp_path / "secret").as_uri()}"', f'PUBLIC "x" "{tmp_path / "secret"}"'):
        document = f"<!DOCTYPE rss [<!ENTITY x {declaration}>]>" + RSS % (ITEM % ("a &x; b", "1"))
        assert "TOP-SECRET" not in repr(feed(document))


def test_entities_that_multiply_do_not_grow() -> None:
    levels = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 10))
    found = feed(f'<!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]>' + RSS % (ITEM % ("&e9;", "1") + ITEM % ("two", "2")))
    assert len(repr(found)) < 10_000


def parse(document: bytes) -> Listing | str:
    try:
        return parse_feed(document, "application/xml", URL)
    except UnreadableAnswerError as error:
        return error.reason


def test_deep_nesting_ends_in_time(workers: Workers) -> None:
    deep = 100_000
    documents = [
        (RSS % ("<a>" * deep + "</a>" * deep)).encode(),
        b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * deep,
        RSS_20.encode(),
    ]
    outcomes = list(workers.each(parse, documents, seconds=30))
    assert len(outcomes) == len(documents)
    assert outcomes[1] == "malformed"
    assert isinstance(outcomes[2], Listing)


def test_real_feeds_of_every_kind_are_read() -> None:
    captures = sorted((FEEDS / "cn-captures").rglob("*.xml"))[:8]
    if not captures:
        pytest.skip(f"{FEEDS} is absent: real feeds are not part of the project")
    assert all(parse_feed(path.read_bytes(), "", URL).title for path in captures)


def test_items_that_share_a_page_are_told_by_the_feed_alone() -> None:
    text = "The crane lifts twice as much as before, in half of the time, and for a third of the price. " * 2

    def feed(count: int, told: str) -> bytes:
        items = "".join(
            f"<item><title>Crane {n}</title><guid isPermaLink='false'>{n}</guid>"
            f"<link>https://harbour.example.org/changes#v{n}</link><description>{told}</description></item>"
            for n in range(count)
        )
        return f"<rss version='2.0'><channel><title>Changes</title>{items}</channel></rss>".encode()

    url = "https://harbour.example.org/feed"
    shared = parse_feed(feed(3, text), "", url).items
    assert [(item.complete, item.content) for item in shared] == [(True, shared[0].summary)] * 3
    assert not any(item.complete for item in parse_feed(feed(2, text), "", url).items)
    assert not any(item.complete for item in parse_feed(feed(3, "Lifts more."), "", url).items)
