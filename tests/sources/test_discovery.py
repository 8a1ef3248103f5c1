"""From a page to the feed it names: known sites first, then what is declared, then what looks like one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.sources.discovery import feed_of, read_feed
from digest_pipeline.sources.source import Answer, UnreadableAnswerError

URL = "https://harbour.example.org/"
CHANNEL, OTHER = "UC" + "x" * 22, "UC" + "y" * 22
YOUTUBE = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"
RELEASES = "https://github.com/harbour/crane/releases.atom"
PAGES = Path(__file__).parents[3] / "shared" / "data" / "feeds" / "netnewswire-rsparser"


def page(head: str = "", body: str = "", url: str = URL) -> Answer:
    text = f"<!DOCTYPE html><html><head><title>Harbour</title>{head}</head><body>{body}</body></html>"
    return Answer(url, "text/html; charset=utf-8", text.encode())


def link(href: str, kind: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_a_page_leads_on_to_its_feed_and_a_feed_gives_its_items() -> None:
    found = read_feed(page(link("/feed.xml")))
    assert (found.items, found.further) == ((), ("https://harbour.example.org/feed.xml",))
    feed = b"<rss><channel><item><title>a</title></item></channel></rss>"
    assert len(read_feed(Answer(URL, "text/xml", feed)).items) == 1


@pytest.mark.parametrize(
    ("head", "feed"),
    [
        (link("/a.xml") + link("/b.xml"), "/a.xml"),
        (link("/comments/feed/") + link("/feed/"), "/feed/"),
        (link("/a.xml", title="Harbour » Comments Feed") + link("/b.xml"), "/b.xml"),
        (link("/评论.xml", title="评论") + link("/b.xml"), "/b.xml"),
        (link("/feed.json", "application/feed+json") + link("/atom.xml", "application/atom+xml"), "/atom.xml"),
        (link("/wp-json/wp/v2/pages/1", "application/json") + link("/feed/"), "/feed/"),
        (link("/oembed?format=xml", "text/xml+oembed") + link("/feed/"), "/feed/"),
        (link("/category/cranes/feed/") + link("/feed/"), "/feed/"),
        (link("/feed.json", "application/json"), "/feed.json"),
        (link("/feed", "APPLICATION/RSS+XML; charset=utf-8"), "/feed"),
        ('<base href="/x/">' + link("feed.xml"), "/x/feed.xml"),
        ('<link rel="ALTERNATE home" href="feed.rss">', "/feed.rss"),
    ],
)
def test_the_best_of_the_declared_feeds_is_taken(head: str, feed: str) -> None:
    assert feed_of(page(head)) in {f"https://harbour.example.org{feed}", f"https://harbour.example.org{feed}/"}


def test_the_feed_of_the_part_that_was_asked_for_is_preferred() -> None:
    both = link("/feed/") + link("/category/cranes/feed/")
    assert feed_of(page(both, url=f"{URL}category/cranes/")) == f"{URL}category/cranes/feed/"


@pytest.mark.parametrize(
    ("body", "feed"),
    [
        ('<a href="/rss">all news</a>', "/rss"),
        ('<a href="/about">About</a><a href="/blog/atom.xml">x</a>', "/blog/atom.xml"),
        ('<a href="/?feed=rss2">x</a>', "/?feed=rss2"),
        ('<a href="/x/y">RSS 订阅</a>', "/x/y"),
        ('<a href="/feeds/posts/default">x</a>', "/feeds/posts/default"),
        ('<a href="https://feedly.com/i/subscription/feed">RSS</a><a href="/feed">x</a>', "/feed"),
        ('<a href="https://other.example.com/feed">a friend</a><a href="/feed.xml">x</a>', "/feed.xml"),
    ],
)
def test_links_that_look_like_a_feed_are_taken_where_none_is_declared(body: str, feed: str) -> None:
    assert feed_of(page(body=body)) == f"https://harbour.example.org{feed}"


@pytest.mark.parametrize(
    ("url", "body", "feed"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}/videos", "", YOUTUBE),
        ("https://www.youtube.com/@harbour", f'{{"channelId":"{OTHER}","externalId":"{CHANNEL}"}}', YOUTUBE),
        ("https://www.youtube.com/@harbour", f'<meta itemprop="identifier" content="{CHANNEL}">', YOUTUBE),
        (
            "https://www.youtube.com/playlist?list=PLabc",
            "",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PLabc",
        ),
        ("https://old.reddit.com/r/cranes/top/", "", "https://www.reddit.com/r/cranes/.rss"),
        ("https://www.reddit.com/user/mei", "", "https://www.reddit.com/user/mei/.rss"),
        ("https://github.com/harbour/crane", link("/harbour/crane/commits/main.atom"), RELEASES),
        ("https://github.com/harbour/crane/releases", "", RELEASES),
        ("https://github.com/harbour", "", "https://github.com/harbour.atom"),
        ("https://bsky.app/profile/mei.example.org", "", "https://bsky.app/profile/mei.example.org/rss"),
        ("https://medium.com/@mei", "", "https://medium.com/feed/@mei"),
        ("https://cranes.medium.com/", "", "https://cranes.medium.com/feed"),
        ("https://cranes.substack.com/archive", "", "https://cranes.substack.com/feed"),
        ("https://social.example.org/@mei", '<div id="mastodon"></div>', "https://social.example.org/@mei.rss"),
        ("https://bridge.example.org/dash/feeds/MP_WXS_123", "", "https://bridge.example.org/feeds/MP_WXS_123.atom"),
    ],
)
def test_known_sites_have_known_feeds(url: str, body: str, feed: str) -> None:
    assert feed_of(page(body=body, url=url)) == feed


@pytest.mark.parametrize(
    "body",
    [
        "",
        link("/comments/feed/", title="Comments"),
        link(URL),
        link("javascript:alert(1)"),
        link("http://[::1"),
        '<base href="a://[">',
        '<a href="mailto:feed">feed</a><a href="/feedback">Feedback</a>',
    ],
)
def test_a_page_without_a_feed_says_what_to_do(body: str) -> None:
    with pytest.raises(UnreadableAnswerError) as caught:
        feed_of(page(body))
    assert caught.value.reason == "html"
    assert "sitemap" in caught.value.detail


PIECES = st.sampled_from(
    '<link|<a|href=|rel="alternate"|type="application/rss+xml"|"/feed"|>|</a>|\0|港|<svg>|<base href="http://[">|&#0;|//['.split(
        "|"
    )
)


@given(st.binary() | st.lists(PIECES).map(lambda pieces: " ".join(pieces).encode()))
def test_any_page_names_a_feed_or_gives_a_reason(body: bytes) -> None:
    try:
        assert feed_of(Answer(URL, "", body)).startswith("http")
    except UnreadableAnswerError as error:
        assert error.detail  # noqa: PT017  either outcome is right


def test_a_real_page_names_its_feed() -> None:
    pages = sorted(PAGES.glob("*.html"))
    if not pages:
        pytest.skip(f"{PAGES} is absent: real pages are not part of the project")
    assert all(feed_of(Answer(f"https://{path.stem}.example.org/", "", path.read_bytes())) for path in pages)
