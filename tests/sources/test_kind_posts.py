"""`posts`: which posts of a day are asked for, who is credited with them, and what becomes of their text."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import HttpUrl, ValidationError

from digest_pipeline.dates import distrust, snowflake_time
from digest_pipeline.sources.kinds.posts import PostsSource
from digest_pipeline.sources.source import Answer, Day, Item, Listing, MissingTokenError, UnreadableAnswerError
from digest_pipeline.urls import canonical
from tests.doubles.apis import listings
from tests.doubles.x_api import TOKEN, World, XApi, link, problem, snowflake

DAY = Day.of(date(2026, 5, 28), ZoneInfo("Asia/Shanghai"))
NOON = datetime(2026, 5, 28, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TIMELINE = "https://api.x.com/2/users/7/tweets"


@pytest.fixture
def world() -> World:
    return World(users={"7": "QuaySide", "8": "AdaTide", "9": "boquay"}, lists={"55": {"7", "8"}})


@pytest.fixture
def api(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[XApi]:
    monkeypatch.setenv("X_BEARER_TOKEN", TOKEN)
    with XApi(world) as server:
        yield server


def told(api: XApi, **options: Any) -> list[Item]:
    source = PostsSource(id="x", name="X", api=HttpUrl(api.base), **options)
    return [item for listing in listings(source, DAY, source.past_addresses(DAY)) for item in listing.items]


def quayside(api: XApi) -> dict[str, Item]:
    return {item.guid: item for item in told(api, users=("QuaySide",))}


def reading(document: object, url: str = TIMELINE) -> Listing:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return PostsSource(id="x", name="X", users=("QuaySide",)).read(Answer(url, "application/json", body), DAY)


def reason(document: object, url: str = TIMELINE) -> str:
    with pytest.raises(UnreadableAnswerError) as caught:
        reading(document, url)
    assert caught.value.detail
    return caught.value.reason


def test_a_users_posts_of_exactly_the_day_are_told(world: World, api: XApi) -> None:
    second = timedelta(seconds=1)
    outside = [world.post(DAY.start - second, "7", "the day before"), world.post(DAY.end, "7", "the day after", 3)]
    first = world.post(DAY.start, "7", "the first of the day")
    last = world.post(DAY.end - timedelta(milliseconds=1), "7", "the last of the day", 4_194_303)
    assert quayside(api).keys() == {str(first), str(last)}
    assert not quayside(api).keys() & set(map(str, outside))


@given(st.integers(0, 5_000), st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/Berlin", "UTC"]))
def test_the_range_of_ids_covers_any_day_and_nothing_else(days: int, zone: str) -> None:
    day = Day.of(date(2012, 1, 1) + timedelta(days=days), ZoneInfo(zone))
    source = PostsSource(id="x", name="X", users=("QuaySide",))
    (asked,) = source.past_addresses(day)
    answer = Answer(asked, "application/json", b'{"data": {"id": "7", "name": "Quay", "username": "QuaySide"}}')
    (timeline,) = source.read(answer, day).further
    query = parse_qs(urlsplit(timeline).query)
    # Both ends are exclusive.
    assert snowflake_time(int(query["since_id"][0]) + 1) == day.start
    assert snowflake_time(int(query["since_id"][0])) < day.start
    assert snowflake_time(int(query["until_id"][0])) == day.end
    assert snowflake_time(int(query["until_id"][0]) - 1) < day.end


def test_a_day_of_many_posts_is_paged_to_its_end(world: World, api: XApi) -> None:
    written = {str(world.post(NOON + timedelta(seconds=number), "7", f"Crane {number}")) for number in range(250)}
    assert quayside(api).keys() == written
    assert sum("/tweets?" in path for path in api.asked) == 3


def test_a_list_is_paged_back_until_the_day_is_over(world: World, api: XApi) -> None:
    later = [world.post(DAY.end + MINUTE, "7", "later", number) for number in range(150)]
    wanted = {str(world.post(NOON, "8", "of the day", number)) for number in range(120)}
    for number in range(400):
        world.post(DAY.start - MINUTE, "7", "earlier", number)
    found = {item.guid for item in told(api, lists=("55",))}
    assert wanted <= found
    assert len(api.asked) == 3
    # Posts of other days on the same pages are placed by their dates.
    assert found >= set(map(str, later))


@pytest.mark.parametrize("address", [TIMELINE, "https://api.x.com/2/lists/55/tweets"])
def test_an_empty_page_is_no_error(address: str) -> None:
    assert reading({"meta": {"result_count": 0}}, address) == Listing(title="X")


def test_every_question_stays_apart_in_its_canonical_form(world: World, api: XApi) -> None:
    for number in range(101):
        world.post(NOON, "7", "on", number)
    source = PostsSource(id="x", name="X", api=HttpUrl(api.base), users=("QuaySide", "AdaTide"), lists=("55",))
    addresses = [*source.addresses(DAY)]
    addresses += [further for listing in listings(source, DAY, source.addresses(DAY)) for further in listing.further]
    assert len(set(addresses)) == len(addresses) == 7
    assert [canonical(address) for address in addresses] == addresses


def test_a_post_is_complete_and_dated_by_its_id(world: World, api: XApi) -> None:
    number = world.post(NOON, "7", "The crane <b>lifts</b> &amp; turns &lt;twice&gt;.\nSlowly.\n\nThen it rests.")
    item = quayside(api)[str(number)]
    assert item.title == "The crane <b>lifts</b> & turns <twice>"
    assert item.url == f"https://x.com/quayside/status/{number}"
    assert item.link == f"https://x.com/QuaySide/status/{number}"
    assert item.authors == ("@QuaySide",)
    assert item.published == NOON.isoformat()
    assert distrust(NOON, NOON, item.url) is None
    assert item.complete
    assert item.content == (
        "<p>The crane &lt;b&gt;lifts&lt;/b&gt; &amp; turns &lt;twice&gt;.<br>Slowly.</p><p>Then it rests.</p>"
    )


def test_links_lead_where_they_say_and_pictures_are_no_text(world: World, api: XApi) -> None:
    number = world.post(
        NOON,
        "7",
        "Our report: https://t.co/aaa with a picture https://t.co/bbb",
        entities={
            "urls": [
                link("aaa", "https://harbour.example.org/report?a=1&b=2", display_url="harbour.example.org/rep…"),
                link("bbb", "https://x.com/QuaySide/status/1/photo/1", media_key="3_1"),
            ]
        },
    )
    item = quayside(api)[str(number)]
    assert item.title == "Our report: with a picture"
    assert item.content == (
        '<p>Our report: <a href="https://harbour.example.org/report?a=1&amp;b=2">harbour.example.org/rep…</a>'
        " with a picture</p>"
    )


def test_a_post_that_is_but_a_link_is_named_by_its_page(world: World, api: XApi) -> None:
    entities = {"urls": [link("aaa", "https://harbour.example.org/report", title="How we built the crane")]}
    number = world.post(NOON, "7", "https://t.co/aaa", entities=entities)
    assert quayside(api)[str(number)].title == "How we built the crane"


def test_a_picture_alone_has_nothing_to_tell(world: World, api: XApi) -> None:
    entities = {"urls": [link("bbb", "https://x.com/QuaySide/status/1/photo/1", media_key="3_1")]}
    world.post(NOON, "7", "https://t.co/bbb", entities=entities)
    assert not quayside(api)


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "https://", "not an address"])
def test_a_link_to_nowhere_is_no_link(world: World, api: XApi, target: str) -> None:
    number = world.post(NOON, "7", "Look https://t.co/aaa here", entities={"urls": [link("aaa", target)]})
    assert quayside(api)[str(number)].content == "<p>Look  here</p>"


def test_a_long_post_is_told_to_its_end(world: World, api: XApi) -> None:
    long = "A crane. " + "It lifts and turns. " * 40 + "See https://t.co/zzz"
    note = {"text": long, "entities": {"urls": [link("zzz", "https://harbour.example.org/z")]}}
    number = world.post(NOON, "7", long[:270] + "… https://t.co/self", note_tweet=note)
    content = quayside(api)[str(number)].content
    assert content.endswith('See <a href="https://harbour.example.org/z">harbour.example.org/z</a></p>')
    assert "…" not in content


def test_a_long_article_has_its_own_title(world: World, api: XApi) -> None:
    number = world.post(NOON, "7", "https://t.co/art", article={"title": "Ten years of cranes"})
    assert quayside(api)[str(number)].title == "Ten years of cranes"


def test_a_repost_is_the_authors_own_post(world: World, api: XApi) -> None:
    yesterday = DAY.start - timedelta(hours=3)
    original = world.post(yesterday, "8", "We open our models today. " + "They are good. " * 20)
    shared = world.repost(NOON, "7", original)
    (item,) = quayside(api).values()
    assert item.guid == str(original)
    assert item.url == f"https://x.com/adatide/status/{original}"
    assert item.authors == ("@AdaTide",)
    assert item.via == f"https://x.com/quayside/status/{shared}"
    assert item.published == yesterday.isoformat()
    assert item.title == "We open our models today"
    assert item.content.endswith("They are good.</p>")


def test_a_repost_of_what_nobody_is_shown_is_still_credited(world: World, api: XApi) -> None:
    original = world.post(NOON - MINUTE, "8", "We open our models today.")
    world.hidden.add(original)
    world.repost(NOON, "7", original)
    (item,) = quayside(api).values()
    assert (item.url, item.authors) == (f"https://x.com/adatide/status/{original}", ("@AdaTide",))
    assert item.title.startswith("We open our models today")


def test_a_post_that_is_shared_too_is_told_once_by_its_author(world: World, api: XApi) -> None:
    original = world.post(NOON, "8", "We open our models today.")
    world.repost(NOON + MINUTE, "7", original)
    (item,) = told(api, lists=("55",))
    assert (item.guid, item.via) == (str(original), "")


def test_a_quote_keeps_both(world: World, api: XApi) -> None:
    quoted = world.post(
        NOON - MINUTE,
        "8",
        "Models are open: https://t.co/mmm",
        entities={"urls": [link("mmm", "https://models.example.org/")]},
    )
    number = world.post(
        NOON,
        "7",
        "This matters. https://t.co/qqq",
        referenced_tweets=[{"type": "quoted", "id": str(quoted)}],
        entities={"urls": [link("qqq", f"https://twitter.com/AdaTide/status/{quoted}")]},
    )
    (item,) = quayside(api).values()
    assert item.guid == str(number)
    assert item.authors == ("@QuaySide",)
    assert item.content == (
        f'<p>This matters.</p><blockquote><p><a href="https://x.com/AdaTide/status/{quoted}">@AdaTide</a>:</p>'
        '<p>Models are open: <a href="https://models.example.org/">models.example.org/</a></p></blockquote>'
    )


def test_a_reply_to_somebody_else_is_left_out(world: World, api: XApi) -> None:
    other = world.post(NOON - MINUTE, "8", "Who built it?")
    world.post(
        NOON,
        "7",
        "@AdaTide we did",
        conversation_id=str(other),
        in_reply_to_user_id="8",
        referenced_tweets=[{"type": "replied_to", "id": str(other)}],
    )
    assert not quayside(api)


def thread(world: World, *texts: str) -> list[int]:
    numbers: list[int] = []
    for at, text in enumerate(texts):
        reply = (
            {
                "conversation_id": str(numbers[0]),
                "in_reply_to_user_id": "7",
                "referenced_tweets": [{"type": "replied_to", "id": str(numbers[-1])}],
            }
            if numbers
            else {}
        )
        numbers.append(world.post(NOON + at * MINUTE, "7", text, **reply))
    return numbers


def test_a_thread_is_one_item(world: World, api: XApi) -> None:
    numbers = thread(world, "We built a crane.", "It lifts.", "It turns.")
    (item,) = quayside(api).values()
    assert (item.guid, item.title) == (str(numbers[0]), "We built a crane")
    assert item.content == "<p>We built a crane.</p><p>It lifts.</p><p>It turns.</p>"


def test_the_rest_of_a_thread_of_yesterday_is_not_lost(world: World, api: XApi) -> None:
    opening = world.post(DAY.start - MINUTE, "7", "We built a crane.")
    number = world.post(
        NOON,
        "7",
        "It lifts.",
        conversation_id=str(opening),
        in_reply_to_user_id="7",
        referenced_tweets=[{"type": "replied_to", "id": str(opening)}],
    )
    assert quayside(api).keys() == {str(number)}


def test_an_unknown_handle_says_so(api: XApi) -> None:
    with pytest.raises(UnreadableAnswerError, match="Could not find user") as caught:
        told(api, users=("nobody_here",))
    assert caught.value.reason == "refused"


def test_a_wrong_token_is_refused(api: XApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_BEARER_TOKEN", "wrong")
    with pytest.raises(HTTPError) as caught:
        told(api, users=("QuaySide",))
    assert reason(caught.value.read()) == "refused"
    caught.value.close()


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><title>Log in</title></html>", "html"),
        (b"{", "malformed"),
        (b"[]", "malformed"),
        ({}, "malformed"),
        ({"title": "Too Many Requests", "detail": "Too Many Requests", "status": 429}, "refused"),
        ({"errors": [{"message": "Your current plan does not include this endpoint", "code": 467}]}, "refused"),
        ({"client_id": "1", "title": "Client Forbidden", "reason": "client-not-enrolled"}, "refused"),
    ],
)
def test_what_is_no_timeline_is_refused_with_a_reason(document: object, expected: str) -> None:
    assert reason(document) == expected


def test_an_account_without_a_number_is_malformed() -> None:
    assert reason({"data": {"id": "../7"}}, "https://api.x.com/2/users/by/username/QuaySide") == "malformed"


def test_an_odd_post_costs_no_other() -> None:
    number = snowflake(NOON)
    good = {"id": str(number), "text": "The crane lifts.", "author_id": "7"}
    odd: list[object] = [
        None,
        "post",
        {},
        {"id": "12"},
        {"id": -5, "text": "x"},
        {"id": "9" * 40, "text": "x"},
        {"id": str(number + 1), "text": None, "entities": {"urls": "none"}, "referenced_tweets": [None, {"type": []}]},
        {"id": str(number + 2), "text": "\ud800", "author_id": {}},
    ]
    document = {"data": [*odd, good], "includes": {"users": [None, {"id": "7", "username": "QuaySide"}], "tweets": {}}}
    (item,) = reading(document).items
    assert (item.guid, item.authors) == (str(number), ("@QuaySide",))


def test_an_author_nobody_names_is_not_invented() -> None:
    (item,) = reading({"data": [{"id": str(snowflake(NOON)), "text": "The crane lifts."}]}).items
    assert item.authors == ()
    assert item.url == f"https://x.com/i/status/{snowflake(NOON)}"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just(str(snowflake(NOON))),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "data includes tweets users errors meta next_token id text author_id entities urls url expanded_url "
                "note_tweet referenced_tweets type in_reply_to_user_id conversation_id article title username".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(json_values)
@pytest.mark.parametrize(
    "address", [TIMELINE, "https://api.x.com/2/lists/5/tweets", "https://api.x.com/2/users/by/username/a"]
)
def test_any_json_is_read_or_refused(address: str, document: object) -> None:
    try:
        listing = reading(document, address)
    except UnreadableAnswerError:
        return
    assert all(item.url and item.title and item.guid for item in listing.items)


@given(st.binary())
@pytest.mark.parametrize("address", [TIMELINE, "https://bridge.example.org/twitter/user/QuaySide"])
def test_any_bytes_are_read_or_refused(address: str, body: bytes) -> None:
    source = PostsSource(id="x", name="X", url=HttpUrl("https://bridge.example.org/twitter/user/QuaySide"))
    try:
        source.read(Answer(address, "text/plain", body), DAY)
    except UnreadableAnswerError:
        return


def test_the_token_goes_to_x_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    source = PostsSource(id="x", name="X", users=("QuaySide",), url=HttpUrl("https://bridge.example.org/feed"))
    monkeypatch.delenv("X_BEARER_TOKEN", raising=False)
    bridge, lookup = source.addresses(DAY)
    assert source.ask(bridge).headers == ()
    assert source.ask(bridge).robots
    with pytest.raises(MissingTokenError, match="X_BEARER_TOKEN"):
        source.ask(lookup)
    monkeypatch.setenv("X_BEARER_TOKEN", "secret")
    assert source.ask(lookup).headers == (("Authorization", "Bearer secret"),)
    assert source.ask(bridge).headers == ()
    assert source.ask("https://api.x.com.evil.example/2/lists/1/tweets").headers == ()


def test_a_bridge_has_no_past() -> None:
    source = PostsSource(id="x", name="X", url=HttpUrl("https://bridge.example.org/feed"))
    assert source.addresses(DAY) == ("https://bridge.example.org/feed",)
    assert source.past_addresses(DAY) == ()


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({}, "users"),
        ({"users": ("a b",)}, "handle"),
        ({"users": ("https://x.com/OpenAI",)}, "handle"),
        ({"lists": ("ai",)}, "number"),
    ],
)
def test_options_that_can_not_be_meant_are_refused(options: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        PostsSource(id="x", name="X", **options)


def test_a_handle_may_be_written_with_its_sign() -> None:
    assert PostsSource(id="x", name="X", users=("@OpenAI", "OpenAI")).users == ("OpenAI",)


def bridged(*items: dict[str, str], host: str = "nitter.example.org") -> list[Item]:
    written = "".join(
        f"<item><title><![CDATA[{item['title']}]]></title><dc:creator>{item.get('creator', '@QuaySide')}</dc:creator>"
        f"<description><![CDATA[{item.get('text', '<p>text</p>')}]]></description>"
        f"<pubDate>Thu, 28 May 2026 04:00:00 GMT</pubDate><guid>{item['link']}</guid><link>{item['link']}</link></item>"
        for item in items
    )
    document = (
        '<?xml version="1.0"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>'
        f"<title>Quay Side / @QuaySide</title><language>en-us</language>{written}</channel></rss>"
    )
    source = PostsSource(id="x", name="X", url=HttpUrl(f"https://{host}/QuaySide/rss"))
    return list(source.read(Answer(source.addresses(DAY)[0], "text/xml", document.encode()), DAY).items)


def test_a_post_of_nitter_is_a_post_of_x() -> None:
    number = snowflake(NOON)
    (item,) = bridged(
        {
            "title": "The crane lifts. See harbour.example.org https://harbour.example.org/1",
            "link": f"https://nitter.example.org/QuaySide/status/{number}#m",
            "text": '<p>The crane lifts, says <a href="https://nitter.example.org/AdaTide">@AdaTide</a></p>',
        }
    )
    assert item.url == f"https://x.com/quayside/status/{number}"
    assert item.published == NOON.isoformat()
    assert (item.title, item.authors, item.complete, item.via) == ("The crane lifts", ("@QuaySide",), True, "")
    assert item.content == '<p>The crane lifts, says <a href="https://x.com/AdaTide">@AdaTide</a></p>'


def test_a_repost_of_nitter_is_the_authors_own_post() -> None:
    number = snowflake(NOON)
    (item,) = bridged(
        {
            "title": "RT by @QuaySide: We open our models",
            "link": f"https://nitter.example.org/AdaTide/status/{number}#m",
            "creator": "@AdaTide",
        }
    )
    assert (item.url, item.authors) == (f"https://x.com/adatide/status/{number}", ("@AdaTide",))
    assert (item.title, item.via) == ("We open our models", "https://x.com/quayside")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("R to @AdaTide: we did", []),
        ("R to @QuaySide: and it turns", ["and it turns"]),
        ("Re @AdaTide we did", []),
        ("Pinned: The crane lifts", ["The crane lifts"]),
        ("Reading about cranes", ["Reading about cranes"]),
        ("Image", ["Image"]),
    ],
)
def test_a_bridges_replies_to_others_are_left_out(title: str, expected: list[str]) -> None:
    found = bridged({"title": title, "link": f"https://nitter.example.org/QuaySide/status/{snowflake(NOON)}#m"})
    assert [item.title for item in found] == expected


def test_a_repost_whose_author_is_not_known_is_left_out() -> None:
    title, post = "RT Ada Tidewater: We open our models", f"https://x.com/QuaySide/status/{snowflake(NOON)}"
    assert bridged({"title": title, "link": post, "creator": "Quay Side"}, host="rsshub.example.org") == []


def test_what_is_no_post_is_left_out() -> None:
    assert bridged({"title": "About us", "link": "https://nitter.example.org/about"}) == []


def rsshub(*items: dict[str, Any]) -> list[Item]:
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "Twitter", "language": "zh-cn", "items": items}
    source = PostsSource(id="x", name="X", url=HttpUrl("https://rsshub.example.org/twitter/user/QuaySide?format=json"))
    answer = Answer(source.addresses(DAY)[0], "application/feed+json", json.dumps(document).encode())
    listing = source.read(answer, DAY)
    assert listing.language == ""
    return list(listing.items)


def test_a_repost_of_rsshub_is_the_authors_own_post_where_it_is_named() -> None:
    number, share = snowflake(NOON - MINUTE), snowflake(NOON)
    (item,) = rsshub(
        {
            "id": f"https://twitter.com/QuaySide/status/{share}",
            "url": f"https://x.com/QuaySide/status/{share}",
            "title": "RT Ada Tidewater: We open our models",
            "content_html": "RT&ensp;Ada Tidewater<br>We open our models<br>today",
            "date_published": "2026-05-28T03:59:00.000Z",
            "authors": [{"name": "Quay Side", "url": "https://x.com/QuaySide"}],
            "_extra": {"links": [{"url": f"https://x.com/AdaTide/status/{number}", "type": "repost"}]},
        }
    )
    assert (item.url, item.authors) == (f"https://x.com/adatide/status/{number}", ("@AdaTide",))
    assert item.via == f"https://x.com/quayside/status/{share}"
    assert item.published == (NOON - MINUTE).isoformat()
    assert (item.title, item.content) == ("We open our models", "We open our models<br>today")


@pytest.mark.parametrize(("answered", "expected"), [("AdaTide", []), ("QuaySide", ["and it turns"])])
def test_a_reply_of_rsshub_is_kept_where_it_goes_on_with_a_thread(answered: str, expected: list[str]) -> None:
    number = snowflake(NOON)
    found = rsshub(
        {
            "id": f"https://twitter.com/QuaySide/status/{number}",
            "url": f"https://x.com/QuaySide/status/{number}",
            "title": "Re and it turns",
            "content_html": "Re and it turns",
            "_extra": {"links": [{"url": f"https://x.com/{answered}/status/{number - 9}", "type": "reply"}]},
        },
        {"id": 5, "_extra": {"links": [None, {"type": 5}]}},
        {"id": "x", "_extra": []},
    )
    assert [item.title for item in found] == expected


def test_a_problem_document_names_its_detail() -> None:
    document = problem(HTTPStatus.FORBIDDEN, "Forbidden", "You may not.")
    with pytest.raises(UnreadableAnswerError, match="You may not"):
        reading(document)
