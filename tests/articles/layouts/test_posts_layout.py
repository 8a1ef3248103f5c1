"""Posts on X and its mirrors, on Mastodon servers, and on Bluesky."""

from datetime import UTC, datetime

import pytest
from trafilatura import load_html

from digest_pipeline.articles.layouts.posts import read
from digest_pipeline.articles.page import Failure, Reading

STATUS = 2042290592961741114
POSTED = datetime(2026, 4, 9, 17, 16, 35, 943000, UTC)
ADDRESS = f"https://x.com/ada/status/{STATUS}"
MASTODON = "https://social.example/@ada/114000000000000001"
BLUESKY = "https://bsky.app/profile/ada.example/post/3kabcdefgh2z"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><div>{body}</div></body></html>"


def reading(html: str, url: str) -> Reading:
    found = read(load_html(html), url)
    assert isinstance(found, Reading)
    return found


def lines(found: Reading) -> list[tuple[str, str]]:
    return [(block.kind, block.text.strip()) for block in found.blocks]


def tweet(number: int, handle: str, text: str, inner: str = "") -> str:
    return f"""
    <article data-tweet-id="{number}" itemscope itemtype="https://schema.org/SocialMediaPosting">
    <meta itemprop="url" content="https://x.com/{handle}/status/{number}">
    <meta itemprop="text" content="{text}">
    <meta itemprop="datePublished" content="2026-04-09T17:16:35.000Z">
    <div hidden itemprop="author" itemscope itemtype="https://schema.org/Person">
    <meta itemprop="alternateName" content="{handle}"><meta itemprop="name" content="{handle.title()} L."></div>
    {inner}</article>"""


def test_a_post_on_x_is_read_with_its_author_and_the_moment_that_its_id_names() -> None:
    found = reading(page(tweet(STATUS, "ada", "The model is out.\n\nIt runs on one card.")), ADDRESS)

    assert lines(found) == [("paragraph", "The model is out."), ("paragraph", "It runs on one card.")]
    assert (found.title, found.site, found.authors) == ("The model is out", "X", ("Ada L. (@ada)",))
    assert found.published == POSTED


def test_what_the_author_wrote_below_belongs_to_the_post_and_answers_of_others_do_not() -> None:
    thread = [
        tweet(STATUS - 9, "bob", "Question?"),
        tweet(STATUS, "ada", "First."),
        tweet(STATUS + 9, "ada", "Second."),
        tweet(STATUS + 19, "bob", "Nice!"),
        tweet(STATUS + 29, "ada", "Thanks, Bob."),
    ]

    assert lines(reading(page("".join(thread)), ADDRESS)) == [("paragraph", "First."), ("paragraph", "Second.")]


def test_shortened_addresses_are_expanded_where_the_page_tells_and_the_card_is_a_link() -> None:
    inner = """<div data-testid="tweetText">Weights here:
<a href="https://t.co/abc" data-expanded-url="https://hub.example/model">hub.example/model</a></div>
    <div data-testid="card.wrapper"><a href="https://blog.example/launch" aria-label="Our launch">…</a></div>"""

    found = reading(page(tweet(STATUS, "ada", "Weights here: https://t.co/abc", inner)), ADDRESS)

    assert lines(found) == [("paragraph", "Weights here:"), ("paragraph", "hub.example/model")]
    assert found.blocks[1].runs[0].href == "https://hub.example/model"
    assert found.links == (("https://blog.example/launch", "Our launch"),)


def test_a_quoted_post_is_a_quotation_under_its_author() -> None:
    quoted = tweet(STATUS - 99, "bob", "Ships today.")

    found = reading(page(tweet(STATUS, "ada", "Finally!", quoted)), ADDRESS)

    assert lines(found) == [("paragraph", "Finally!"), ("quote", "Bob L. (@bob)"), ("quote", "Ships today.")]


def test_a_post_as_scripts_show_it_is_read_too() -> None:
    body = f"""<article data-testid="tweet"><div data-testid="User-Name"><a href="/ada"><span>Ada L.</span></a>
    <a href="/ada/status/{STATUS}"><time datetime="2026-04-09T17:16:35.000Z">5h</time></a></div>
    <div data-testid="tweetText"><span>Model
out.</span></div>
    <div role="link"><div data-testid="User-Name"><span>Bob</span></div><div data-testid="tweetText">Old</div></div>
    </article>"""

    found = reading(page(body), ADDRESS)

    assert lines(found)[:2] == [("paragraph", "Model"), ("paragraph", "out.")]
    assert [kind for kind, _ in lines(found)[2:]] == ["quote", "quote"]
    assert found.authors == ("Ada L. (@ada)",)


@pytest.mark.parametrize(
    "head",
    [
        '<title>Ada L. on X: "The model is out. https://t.co/abc" / X</title>',
        '<meta property="og:title" content="Ada L. on X: “The model is out. https://t.co/abc”">',
        (
            '<meta property="og:title" content="Ada L. (@ada) on X">'
            '<meta property="og:description" content="The model is out. https://t.co/abc">'
        ),
    ],
)
def test_a_post_is_read_from_the_head_of_a_page_without_it(head: str) -> None:
    found = reading(page("<p>Sign up</p>", head), ADDRESS)

    assert lines(found) == [("paragraph", "The model is out. https://t.co/abc")]
    assert found.authors == ("Ada L. (@ada)",)


@pytest.mark.parametrize(
    ("url", "body", "reason"),
    [
        (ADDRESS, "<noscript>JavaScript is not available.</noscript><div id='react-root'></div>", "script"),
        (ADDRESS, "<h1>Log in to X</h1>", "login"),
        (ADDRESS, "<p>These posts are protected</p>", "login"),
        (ADDRESS, "<p>Hmm...this page doesn’t exist. Try searching for something else.</p>", "gone"),
        ("https://x.com/ada", "<p>Ada L.</p>", "not_article"),
    ],
)
def test_why_x_shows_no_post_is_told(url: str, body: str, reason: str) -> None:
    found = read(load_html(page(body + "<p>X</p>")), url)

    assert isinstance(found, Failure)
    assert found.reason == reason


def test_a_mirror_of_x_is_read_with_thread_and_quotation() -> None:
    def item(number: int, name: str, text: str, more: str = "") -> str:
        return f"""<div class="timeline-item "><div class="tweet-body"><div class="tweet-header">
        <a class="fullname" href="/{name}">{name.title()}</a><a class="username" href="/{name}">@{name}</a>
        <span class="tweet-date"><a href="/{name}/status/{number}#m" title="Apr 9, 2026 · 5:16 PM UTC">2h</a></span>
        </div><div class="tweet-content media-body" dir="auto">{text}</div>{more}</div></div>"""

    quote = """<div class="quote quote-big"><a class="fullname" href="/bob">Bob</a><a class="username">@bob</a>
    <div class="quote-text" dir="auto">Ships today.</div></div>"""
    card = '<div class="card"><a class="card-container" href="https://blog.example/x"><h2>Launch</h2></a></div>'
    main = item(STATUS, "ada", "Out.\nToday.", quote + card)
    body = f"""<div class="conversation"><div class="main-thread"><div class="main-tweet">{main}</div>
    <div class="after-tweet thread-line">{item(STATUS + 9, "ada", "More.")}</div></div>
    <div class="replies">{item(STATUS + 19, "eve", "Spam")}</div></div>"""

    found = reading(page(body), f"https://nitter.example/ada/status/{STATUS}")

    assert [text for _, text in lines(found)] == ["Out.", "Today.", "Bob (@bob)", "Ships today.", "More."]
    assert (found.authors, found.published, found.site) == (("Ada (@ada)",), POSTED, "X")
    assert found.links == (("https://blog.example/x", "Launch"),)


def test_a_post_of_an_old_mastodon_page_is_read_with_the_thread() -> None:
    def entry(kind: str, name: str, text: str) -> str:
        return f"""<div class="entry"><div class="{kind}"><span class="display-name">
        <strong class="p-name">{name}</strong><span class="display-name__account">@{name}@social.example</span></span>
        <div class="status__content"><div class="e-content"><p>{text}</p></div></div>
        <data class="dt-published" value="2026-04-09T17:16:35Z"></data></div></div>"""

    body = entry("detailed-status", "ada", "Out.") + entry("status", "ada", "More.") + entry("status", "eve", "Spam")

    found = reading(page(body), MASTODON)

    assert lines(found) == [("paragraph", "Out."), ("paragraph", "More.")]
    assert found.authors == ("ada (@ada@social.example)",)
    assert found.published == datetime(2026, 4, 9, 17, 16, 35, tzinfo=UTC)


MASTODON_HEAD = """<meta property="og:site_name" content="Social Example">
<meta property="og:title" content="Ada L. (@ada@social.example)">
<meta property="og:published_time" content="2026-04-09T17:16:35Z">
<meta property="profile:username" content="ada@social.example">
<meta property="og:description" content="Attached: 1 image

The model is out.

Weights: https://hub.example/model">
<link rel="alternate" type="application/activity+json" href="https://social.example/users/ada/statuses/1">"""


def test_a_post_of_todays_mastodon_is_read_from_the_head() -> None:
    found = reading(page("<div id='mastodon'></div>", MASTODON_HEAD), MASTODON)

    assert [text for _, text in lines(found)] == ["The model is out.", "Weights: https://hub.example/model"]
    assert found.authors == ("Ada L. (@ada@social.example)",)
    assert found.site == "Social Example"


def test_a_post_in_the_state_of_a_mastodon_page_has_its_links_card_and_quotation() -> None:
    state = """{"meta": {}, "statuses": [{"id": "114000000000000001", "created_at": "2026-04-09T17:16:35.000Z",
    "content": "<p>Out: <a href=\\"https://hub.example/model\\">hub</a></p>",
    "account": {"acct": "ada", "display_name": "Ada"},
    "card": {"url": "https://blog.example/x", "title": "Launch"},
    "quote": {"quoted_status": {"id": "2", "content": "<p>Soon.</p>", "account": {"acct": "bob"}}}}]}"""

    script = f'<script id="initial-state" type="application/json">{state}</script>'
    found = reading(page("<div id='mastodon'></div>", script), MASTODON)

    assert [text for _, text in lines(found)] == ["Out: hub", "@bob", "Soon."]
    assert found.blocks[0].runs[1].href == "https://hub.example/model"
    assert found.links == (("https://blog.example/x", "Launch"),)


def test_an_address_like_mastodons_on_another_site_is_left_to_others() -> None:
    assert read(load_html(page("<p>A story</p><p>Its second paragraph</p>")), MASTODON) is None


BLUESKY_HEAD = """<meta property="profile:username" content="ada.example">
<meta property="og:title" content="Ada L. (@ada.example)">
<meta property="og:description" content="The model is out.

[contains quote post or other embedded content]">
<meta property="article:published_time" content="2026-04-09T17:16:35.123Z">"""


def test_a_post_on_bluesky_is_read_from_the_head() -> None:
    found = reading(page("<div id='root'></div>", BLUESKY_HEAD), BLUESKY)

    assert lines(found) == [("paragraph", "The model is out.")]
    assert (found.authors, found.site) == (("Ada L. (@ada.example)",), "Bluesky")
    assert found.published == datetime(2026, 4, 9, 17, 16, 35, 123000, UTC)


@pytest.mark.parametrize(
    ("url", "head", "reason"),
    [
        (BLUESKY, "", "script"),
        ("https://bsky.app/profile/ada.example", "", "not_article"),
        (
            BLUESKY,
            (
                '<meta property="og:description" content="This author has chosen to make their posts'
                ' visible only to people who are signed in.">'
            ),
            "login",
        ),
    ],
)
def test_why_bluesky_shows_no_post_is_told(url: str, head: str, reason: str) -> None:
    found = read(load_html(page("<p>Bluesky</p><p>x</p>", head)), url)

    assert isinstance(found, Failure)
    assert found.reason == reason


def test_pages_of_other_sites_are_left_to_others() -> None:
    assert read(load_html(page("<p>A story</p><p>more</p>")), "https://paper.example/ada/status/12") is None
