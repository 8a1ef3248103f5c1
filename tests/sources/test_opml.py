"""Lists of feed readers: what is read from them, what becomes a source, and that writing and reading again agree."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.sources.opml import LeftOut, OpmlError, Outlines, read_opml, sources_of, write_opml
from digest_pipeline.sources.source import Source

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")
FILES = sorted(file for file in (DATA / "feeds").rglob("*") if file.name.removesuffix(".gz").endswith(".opml"))


def document(body: str, head: str = "", version: str = "2.0") -> bytes:
    return f'<?xml version="1.0"?><opml version="{version}"><head>{head}</head><body>{body}</body></opml>'.encode()


def feed(url: str = "https://a.example/feed", text: str = "A", **attributes: str) -> str:
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<outline type="rss" text="{text}" xmlUrl="{url}"{more}/>'


def read(body: str) -> Outlines:
    return read_opml(document(body))


def source(**options: Any) -> FeedSource:
    return FeedSource.model_validate({"id": "a", "name": "A", "url": "https://a.example/feed"} | options)


def ids(outlines: Outlines, *there: Source) -> list[str]:
    return [added.id for added in sources_of(outlines, there).added]


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_a_feed_has_address_title_page_and_language() -> None:
    (outline,) = read(feed(htmlUrl="https://a.example/", language="zh-CN", text="甲 &amp; 乙")).feeds

    assert (outline.url, outline.title, outline.page) == ("https://a.example/feed", "甲 & 乙", "https://a.example/")
    assert outline.language == "zh"


def test_the_list_has_a_title() -> None:
    assert read_opml(document(feed(), head="<title>My list</title>")).title == "My list"


def test_a_feed_without_a_title_is_called_by_its_host() -> None:
    assert read('<outline xmlUrl="https://www.a.example/feed"/>').feeds[0].title == "a.example"


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        (feed(), ()),
        (f'<outline text="AI">{feed()}</outline>', ("AI",)),
        (f'<outline title="AI"><outline text="论文">{feed()}</outline></outline>', ("AI/论文",)),
        (feed(category="/AI/Papers,/Code"), ("AI/Papers", "Code")),
        (f'<outline text="Code">{feed(category="/AI,/Code")}</outline>', ("AI", "Code")),
        (f'<outline text="UI / UX, all">{feed()}</outline>', ("UI - UX all",)),
        (f'<outline><outline text="  "><outline text="AI">{feed()}</outline></outline></outline>', ("AI",)),
        (f'<outline text="B">{feed("https://b.example/")[:-2]}>{feed()}</outline></outline>', ("B",)),
    ],
)
def test_folders_and_categories_are_tags(body: str, tags: tuple[str, ...]) -> None:
    assert next(one.tags for one in read(body).feeds if one.title == "A") == tags


@pytest.mark.parametrize("version", ["1.0", "1.1", "2.0", "3", ""])
def test_every_version_is_read(version: str) -> None:
    assert len(read_opml(document(feed(), version=version)).feeds) == 1


@pytest.mark.parametrize("name", ["xmlUrl", "xmlURL", "xmlurl", "XMLURL"])
def test_the_spelling_of_the_attribute_does_not_matter(name: str) -> None:
    assert len(read(f'<outline text="A" {name}="https://a.example/feed"/>').feeds) == 1


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" https://a.example/feed ", "https://a.example/feed"),
        ("feed://a.example/feed", "http://a.example/feed"),
        ("feed:https://a.example/feed", "https://a.example/feed"),
        ("feed://https://a.example/feed", "https://a.example/feed"),
        ("itpc://a.example/feed", "http://a.example/feed"),
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/?a=1&copy=2", "https://a.example/?a=1&copy=2"),
    ],
)
def test_an_address_is_read_as_a_reader_would(written: str, address: str) -> None:
    assert read(feed(written)).feeds[0].url == address


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (feed("/feed.xml"), "no absolute http(s) address"),
        (feed("file:///etc/passwd"), "no absolute http(s) address"),
        (feed("javascript:alert(1)"), "no absolute http(s) address"),
        (feed(""), "its address is empty"),
        (feed("", htmlUrl="https://a.example/"), "names a page and no feed"),
        ('<outline text="A" htmlUrl="https://a.example/"/>', "names a page and no feed"),
        ('<outline text="A" type="include" url="https://a.example/list.opml"/>', "names another list"),
    ],
)
def test_what_is_no_feed_is_left_out_with_its_reason(body: str, reason: str) -> None:
    outlines = read(body + feed("https://b.example/feed", text="B"))

    assert [one.title for one in outlines.feeds] == ["B"]
    (left,) = outlines.left_out
    assert left.title == "A"
    assert reason in left.reason


@pytest.mark.parametrize("again", ["https://a.example/feed", "https://A.example:443/feed", "http://a.example/feed#x"])
def test_a_feed_that_is_listed_twice_is_one_with_both_folders(again: str) -> None:
    outlines = read(f'<outline text="X">{feed()}</outline><outline text="Y">{feed(again)}</outline>')

    assert [one.tags for one in outlines.feeds] == [("X", "Y")]
    assert outlines.left_out == (LeftOut("A", again, "it is listed twice; the folders of both are its tags"),)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("gbk", "gbk"),
        ("gb2312", "gb18030"),
        ("utf-8", "gbk"),
        ("gbk", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
        ("utf-16", "utf-8"),
        ("big5", "big5"),
        ("no-such-thing", "utf-8"),
    ],
)
def test_titles_are_read_in_the_encoding_they_have_not_in_the_one_they_claim(declared: str, encoding: str) -> None:
    text = document(feed(text="中文新聞")).decode().replace("?>", f' encoding="{declared}"?>', 1)

    assert read_opml(text.encode(encoding)).feeds[0].title == "中文新聞"


@pytest.mark.parametrize(
    "broken",
    [
        document(feed())[:-10],
        document(feed()[:-2] + ">"),
        document("<outline text=AI>" + feed()),
        document(feed(text="A & B < C")),
        b"\xef\xbb\xbf\n\n" + document(feed()),
        document("\x00\x01" + feed()),
        feed().encode(),
        document(f'<outline text="a">{feed()}</wrong></outline>'),
        document('<outline text="A" description="<a href="/">A</a>, <b>B</b>" xmlUrl="https://a.example/feed"/>'),
    ],
)
def test_a_broken_document_is_read_as_far_as_it_goes(broken: bytes) -> None:
    assert [one.url for one in read_opml(broken).feeds] == ["https://a.example/feed"]


@pytest.mark.parametrize(
    "other", [b"", b"<", b"text", b"<html><body>no list</body></html>", b"<rss/>", b"{}", b"\0" * 9]
)
def test_what_is_no_list_is_refused(other: bytes) -> None:
    with pytest.raises(OpmlError, match="no OPML document"):
        read_opml(other)


def test_entities_are_never_followed_or_multiplied(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    declared = f'<!DOCTYPE opml [<!ENTITY e0 "ha"><!ENTITY s SYSTEM "{secret.as_uri()}">{bomb}]>'
    outlines = read_opml(declared.encode() + document(feed(text="&s;&e29;")))

    assert [one.title for one in outlines.feeds] == ["&s;&e29;"]


def test_a_hundred_thousand_nested_folders_are_no_deeper_than_a_reader_shows() -> None:
    depth = 100_000
    outlines = read('<outline text="a">' * depth + feed() + "</outline>" * depth + feed("https://b.example/", "B"))

    assert [one.tags for one in outlines.feeds] == [("/".join("a" * 16),), ()]


@given(st.binary() | st.text().map(document) | st.text().map(lambda text: document(feed(text, text))))
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    try:
        outlines = read_opml(content)
    except OpmlError:
        return
    added = sources_of(outlines, []).added
    assert sources_of(read_opml(write_opml(added, "again")), []).added == added


# --- Becoming sources ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "url", "identity"),
    [
        ("Simon Willison’s Weblog", "https://simonwillison.net/atom/", "simon-willisons-weblog"),
        ("Café Ångström", "https://a.example/", "cafe-angstrom"),
        ("机器之心", "https://www.jiqizhixin.com/rss", "jiqizhixin"),
        ("36氪", "https://36kr.com/feed", "36kr"),
        ("IT之家", "https://www.ithome.com/rss/", "ithome"),
        ("Bilibili 科技区", "https://b.example/", "bilibili"),
        ("阮一峰的网络日志", "https://feeds.ruanyifeng.example/atom.xml", "ruanyifeng-example"),
        ("Ъ", "http://127.0.0.1:4000/feeds/1.atom", "127-0-0-1"),
        (
            "A very long title that goes on and on about everything",
            "https://a.example/",
            "a-very-long-title-that-goes-on-and-on",
        ),
    ],
)
def test_an_id_is_made_of_the_title_or_else_of_the_host(title: str, url: str, identity: str) -> None:
    assert ids(read(feed(url, title))) == [identity]


def test_ids_of_one_host_differ_by_address_whatever_their_order() -> None:
    one, two = (feed(f"https://bridge.example/{number}.xml", "公众号") for number in (1, 2))

    assert sorted(ids(read(one + two))) == sorted(ids(read(two + one)))
    assert len(set(ids(read(one + two)))) == 2


def test_an_id_that_is_taken_is_not_given_again() -> None:
    there = source(id="news", url="https://there.example/")
    made = ids(read(feed("https://a.example/", "News") + feed("https://b.example/", "News")), there)

    assert made == ["a-example", "b-example"]


def test_a_feed_that_is_there_already_is_known() -> None:
    there = source(url="http://www.a.example:80/feed")
    addition = sources_of(read(feed("https://www.a.example/feed") + feed("https://b.example/", "B")), [there])

    assert [added.name for added in addition.added] == ["B"]
    assert [known.url for known in addition.known] == ["https://www.a.example/feed"]


def test_an_address_that_another_kind_asks_is_known_too() -> None:
    addition = sources_of(read(feed()), [], ["https://a.example/feed"])

    assert (len(addition.added), len(addition.known)) == (0, 1)


def test_an_option_that_is_not_allowed_leaves_the_feed_out_with_its_name() -> None:
    body = feed(**{"digest:authority": "9"}) + feed("https://b.example/", "B", **{"digest:kind": "carrier-pigeon"})
    addition = sources_of(read(body), [])

    assert addition.added == ()
    assert ["authority" in addition.left_out[0].reason, "kind" in addition.left_out[1].reason] == [True, True]


def test_a_list_can_t_say_where_tokens_are_sent() -> None:
    (outline,) = read(feed(**{"digest:api": "https://thief.example/", "digest:authority": "4"})).feeds

    assert outline.options == (("authority", "4"),)


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_what_is_written_reads_again_as_the_same_sources() -> None:
    sources = (
        source(language="zh", authority=5, timezone="Asia/Shanghai", robots=False, tags=("AI/论文", "code")),
        source(id="b", name='<B> & "co"', url="https://b.example/?a=1&b=2", tags=("code",)),
        source(id="c", url="https://c.example/", tags=("AI",)),
    )

    assert set(sources_of(read_opml(write_opml(sources, "Mine")), []).added) == set(sources)


def test_other_readers_see_folders_titles_and_languages() -> None:
    written = write_opml([source(tags=("AI/Papers",), language="en")], "Mine").decode()

    assert '<outline text="AI" title="AI">' in written
    assert '<outline text="Papers" title="Papers">' in written
    assert 'type="rss" text="A" title="A" xmlUrl="https://a.example/feed" language="en"' in written


def test_titles_with_control_characters_make_no_broken_document() -> None:
    (again,) = read_opml(write_opml([source(name="A\x0b\x00B")], "\x01")).feeds

    assert again.title == "A B"


@needs_data
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_real_lists_are_taken_in_whole_and_survive_export_and_import(file: Path) -> None:
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    outlines = read_opml(content)
    addition = sources_of(outlines, [])
    written = content.lower().count(b"xmlurl=")

    assert len(addition.added) == len(outlines.feeds)
    assert len(addition.added) + len(addition.left_out) == written
    assert len({added.id for added in addition.added}) == len(addition.added)
    assert set(sources_of(read_opml(write_opml(addition.added, "again")), []).added) == set(addition.added)


@needs_data
def test_attack_samples_are_lists_or_refused() -> None:
    samples = sorted(file for file in (DATA / "hostile" / "xml").rglob("*") if file.is_file())
    assert samples
    for sample in samples:
        try:
            outlines = read_opml(sample.read_bytes())
        except OpmlError:
            continue
        assert "root:" not in str(outlines)
