"""Hosts with a way of their own: the linked page, the text and the name of a thing are found where they put them."""

from html import escape

import pytest

from digest_pipeline.sources.feeds import parse_feed, plain
from digest_pipeline.sources.source import Item

COMMENTS = "https://www.reddit.com/r/cranes/comments/1ab/title/"


def atom(url: str, title: str, content: str, link: str) -> Item:
    document = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><entry>
    <title>{title}</title><id>t3_1ab</id><link href="{link}"/><updated>2026-06-02T10:00:00Z</updated>
    <content type="html">{escape(content)}</content></entry></feed>"""
    (only,) = parse_feed(document.encode(), "application/atom+xml", url).items
    return only


def rss(url: str, *elements: str) -> Item:
    document = f'<rss version="2.0"><channel><title>Harbour</title><item>{"".join(elements)}</item></channel></rss>'
    (only,) = parse_feed(document.encode(), "application/rss+xml", url).items
    return only


def reddit(target: str, text: str = "") -> Item:
    body = f'<!-- SC_OFF --><div class="md"><p>{text}</p></div><!-- SC_ON -->' if text else ""
    links = f'<span><a href="{escape(target)}">[link]</a></span> <span><a href="{COMMENTS}">[comments]</a></span>'
    return atom("https://www.reddit.com/r/cranes/.rss", "A crane", f"{body} submitted by /u/mei {links}", COMMENTS)


def test_a_post_on_reddit_that_links_is_the_linked_page() -> None:
    found = reddit("https://harbour.example.org/1?a=1&b=2")
    assert (found.url, found.via) == ("https://harbour.example.org/1?a=1&b=2", COMMENTS)
    assert (found.content, found.summary, found.complete) == ("", "", False)


def test_a_post_on_reddit_that_tells_is_its_own_text() -> None:
    found = reddit(COMMENTS, "It lifts.")
    assert (found.url, found.via, found.complete) == (COMMENTS, "", True)
    assert found.content == '<div class="md"><p>It lifts.</p></div>'


@pytest.mark.parametrize(
    "own", ["https://i.redd.it/x.jpeg", "https://v.redd.it/x", "https://www.reddit.com/gallery/1ab"]
)
def test_a_picture_on_reddit_is_the_post(own: str) -> None:
    found = reddit(own)
    assert (found.url, found.via, found.content) == (COMMENTS, "", "")


def test_the_description_of_a_video_is_its_text_with_its_lines() -> None:
    document = """<?xml version="1.0"?><feed xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">
    <title>Harbour</title><entry><id>yt:video:abc</id><title>A crane</title>
    <link rel="alternate" href="https://www.youtube.com/watch?v=abcdefghijk"/><published>2026-06-02T10:00:00+00:00</published>
    <media:group><media:title>A crane</media:title><media:description>It lifts.

    More: https://harbour.example.org/1</media:description></media:group></entry></feed>"""
    url = "https://www.youtube.com/feeds/videos.xml?channel_id=UC1"
    (found,) = parse_feed(document.encode(), "", url).items
    assert found.complete
    assert found.content.splitlines()[0] == "It lifts.<br>"
    assert found.title == "A crane"


def test_a_release_is_whole_and_named_for_its_project() -> None:
    url, link = "https://github.com/harbour/crane/releases.atom", "https://github.com/harbour/crane/releases/tag/v1.2"
    found = atom(url, "v1.2", "<p>It lifts more.</p>", link)
    assert (found.title, found.complete) == ("crane v1.2", True)
    assert atom(url, "Crane 1.2", "<p>It lifts more.</p>", link).title == "Crane 1.2"
    assert not atom(url, "v1.2", "No content.", link).complete


def test_a_release_that_another_feed_lists_is_named_too_but_not_known_to_be_whole() -> None:
    link = "https://github.com/harbour/crane/releases/tag/v1.2"
    found = atom("https://feeds.example.org/crane.xml", "v1.2", "<p>It lifts more.</p>", link)
    assert (found.title, found.complete) == ("crane v1.2", False)


def test_a_robot_is_no_author_of_a_release() -> None:
    url, link = "https://github.com/harbour/crane/releases.atom", "https://github.com/harbour/crane/releases/tag/v1.2"
    document = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>v1.2</title><link href="{link}"/>
    <author><name>github-actions[bot]</name></author><author><name>mei</name></author></entry></feed>"""
    (found,) = parse_feed(document.encode(), "", url).items
    assert found.authors == ("mei",)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_paper_of_arxiv_is_its_abstract_and_has_its_authors_one_by_one(form: str) -> None:
    said = "arXiv:2606.01234v1 Announce Type: new \nAbstract: We lift where $a &lt; b$."
    link, people = "https://arxiv.org/abs/2606.01234", "<dc:creator>Mei Li (Harbour (Quay)), Bo Ng</dc:creator>"
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    documents = {
        "rss": f'<rss version="2.0" {names}><channel><item><title>A crane</title><link>{link}</link>'
        f"<description>{said}</description>{people}</item></channel></rss>",
        "atom": f'<feed xmlns="http://www.w3.org/2005/Atom" {names}><entry><title>A crane</title>'
        f'<link href="{link}"/><summary>{said}</summary>{people}</entry></feed>',
    }
    (found,) = parse_feed(documents[form].encode(), "", f"https://rss.arxiv.org/{form}/cs.RO").items
    assert plain(found.content) == "We lift where $a < b$."
    assert found.content == found.summary
    assert (found.authors, found.complete) == (("Mei Li", "Bo Ng"), True)


def test_a_post_on_mastodon_is_whole() -> None:
    link = "https://social.example.org/@mei/111490148685626192"
    told = escape("<p>The crane lifts again.</p><p>See harbour.example.org</p>")
    picture = '<media:description xmlns:media="http://search.yahoo.com/mrss/" type="plain">Blue</media:description>'
    found = rss(
        "https://social.example.org/@mei.rss", f"<guid>{link}</guid><link>{link}</link>",
        f"<description>{told}</description>", picture,
    )  # fmt: skip
    assert (found.title, found.url, found.complete) == ("The crane lifts again", link, True)
    assert found.content == "<p>The crane lifts again.</p><p>See harbour.example.org</p>"


def test_a_post_on_bluesky_is_plain_text() -> None:
    link = "https://bsky.app/profile/mei.example.org/post/3kxyz"
    found = rss(
        "https://bsky.app/profile/mei.example.org/rss",
        f"<link>{link}</link><description>The crane &lt;lifts&gt; again\nIt is blue</description>",
        '<pubDate>02 Jun 2026 10:00 +0000</pubDate><guid isPermaLink="false">at://did:plc:abc/app.bsky.feed.post/3kxyz</guid>',
    )
    assert (found.title, found.url, found.complete) == ("The crane <lifts> again", link, True)
    assert found.content == "The crane &lt;lifts&gt; again<br>\nIt is blue"


def test_hacker_news_tells_nothing_of_a_link_but_its_discussion() -> None:
    talk = "https://news.ycombinator.com/item?id=1"
    facts = f"<p>Article URL: <a href='x'>x</a></p><p>Comments URL: <a href='{talk}'>y</a></p><p>Points: 9</p>"
    found = rss(
        "https://hnrss.org/newest", "<title>A crane</title><link>https://harbour.example.org/1</link>",
        f"<comments>{talk}</comments><description>{escape(facts)}</description>",
    )  # fmt: skip
    assert (found.url, found.via) == ("https://harbour.example.org/1", talk)
    assert (found.summary, found.content, found.complete) == ("", "", False)


def test_a_question_on_hacker_news_is_its_own_text() -> None:
    talk = "https://news.ycombinator.com/item?id=1"
    told = escape(f"<p>Which crane?</p> <hr> <p>Comments URL: <a href='{talk}'>y</a></p><p>Points: 9</p>")
    found = rss(
        "https://hnrss.org/ask", f"<title>Ask HN</title><link>{talk}</link><comments>{talk}</comments>",
        f"<description>{told}</description>",
    )  # fmt: skip
    assert (found.content, found.via, found.complete) == ("<p>Which crane?</p>", "", True)


def test_google_news_tells_nothing_but_the_title_with_its_publisher_at_the_end() -> None:
    told = escape('<a href="https://news.google.com/rss/articles/x">A crane</a> <font>Harbour</font>')
    link = "<title>A crane - Harbour</title><link>https://news.google.com/rss/articles/x</link>"
    found = rss("https://news.google.com/rss/search?q=crane", link, f"<description>{told}</description>")
    assert (found.title, found.summary, found.content) == ("A crane", "", "")
