"""`hackernews`: stories above the threshold for any day, with their discussions, and text posts as articles."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import HttpUrl

from digest_pipeline.sources.kinds.hackernews import HackerNewsSource
from digest_pipeline.sources.source import Answer, Day, Item, Listing, UnreadableAnswerError
from digest_pipeline.urls import canonical
from tests.doubles.apis import ODD_JSON, Apis, World, every, listings, story

DAY = Day.of(date(2026, 5, 28), ZoneInfo("Asia/Shanghai"))
NOON = datetime(2026, 5, 28, 4, tzinfo=UTC)
SOURCE = HackerNewsSource(id="hn", name="Hacker News")


def source_at(apis: Apis, **options: Any) -> HackerNewsSource:
    return HackerNewsSource(id="hn", name="Hacker News", api=HttpUrl(f"{apis.base}/algolia"), **options)


def read(document: object, url: str = SOURCE.addresses(DAY)[0]) -> Listing:
    return SOURCE.read(Answer(url, "application/json", json.dumps(document).encode()), DAY)


def only(**fields: Any) -> Item:
    (item,) = read({"hits": [story(8_000, NOON, **fields)], "nbHits": 1, "hitsPerPage": 1_000}).items
    return item


def told(source: HackerNewsSource, day: Day) -> list[str]:
    return [item.title for listing in listings(source, day, source.past_addresses(day)) for item in listing.items]


def test_a_story_leads_to_its_page_and_keeps_its_discussion() -> None:
    assert only(url="http://Harbour.example.org/a?utm_source=hn#top", title="Tides < rates & C++ <T>") == Item(
        guid="https://news.ycombinator.com/item?id=8000",
        url="http://harbour.example.org/a",
        link="http://Harbour.example.org/a?utm_source=hn#top",
        via="https://news.ycombinator.com/item?id=8000",
        title="Tides < rates & C++ <T>",
        authors=("quayside",),
        published="2026-05-28T04:00:00Z",
    )


def test_a_text_post_is_its_own_article() -> None:
    post = only(url=None, title="Ask HN: Which moorings?", story_text="<p>Which &amp; why?", _tags=["story", "ask_hn"])
    assert post.url == post.link == "https://news.ycombinator.com/item?id=8000"
    assert (post.via, post.content, post.complete, post.section) == ("", "<p>Which &amp; why?", True, "Ask HN")


def test_a_remark_beside_a_link_is_no_article() -> None:
    shown = only(story_text="I made this.", _tags=["story", "show_hn"])
    assert (shown.summary, shown.content, shown.complete, shown.section) == ("I made this.", "", False, "Show HN")


def test_a_post_without_a_text_is_read_from_its_page() -> None:
    assert not only(url="", story_text=None).complete


@pytest.mark.parametrize("points", [99, 0, None, "150", float("nan")])
def test_a_story_below_the_threshold_is_left_out(points: object) -> None:
    assert read({"hits": [story(1, NOON) | {"points": points}]}).items == ()


def test_the_time_is_taken_from_either_field() -> None:
    assert only(created_at=None).published == "2026-05-28T04:00:00+00:00"


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("day", [date(2026, 5, 28), date(2026, 3, 8), date(2026, 11, 1)])
def test_the_searches_cover_the_day_without_gap_or_overlap(zone: str, day: date) -> None:
    asked = Day.of(day, ZoneInfo(zone))
    addresses = SOURCE.addresses(asked)
    ends = [asked.start.timestamp()]
    for address in addresses:
        low, high = parse_qs(urlsplit(address).query)["numericFilters"][0].split(",")
        assert low == f"created_at_i>={ends[-1]:.0f}"
        ends.append(float(high.removeprefix("created_at_i<")))
    assert ends[-1] == asked.end.timestamp()
    assert SOURCE.past_addresses(asked) == addresses == tuple(map(canonical, addresses))


def test_any_day_is_told_exactly(world: World, apis: Apis) -> None:
    edges = [DAY.start - timedelta(seconds=1), DAY.start, DAY.end - timedelta(seconds=1), DAY.end]
    world.stories = [story(number, moment, title=f"at {number}") for number, moment in enumerate(edges)]
    world.stories += [story(9, NOON, 99)]
    assert told(source_at(apis), DAY) == ["at 1", "at 2"]
    assert told(source_at(apis, points=90), DAY) == ["at 1", "A story 9", "at 2"]


def test_words_narrow_the_search(world: World, apis: Apis) -> None:
    world.stories = [story(1, NOON, title="A language model"), story(2, NOON, title="A boat")]
    assert told(source_at(apis, query="model language"), DAY) == ["A language model"]


def test_more_stories_than_are_shown_are_had_by_shorter_spans(world: World, apis: Apis) -> None:
    world.most_hits = 20
    world.stories = [
        story(number, moment, title=f"at {number}")
        for number, moment in enumerate(every(timedelta(minutes=10), DAY.start, DAY.end))
    ]
    # A burst: more at one moment than are ever shown.
    world.stories += [story(1_000 + number, NOON + timedelta(minutes=1), title="burst") for number in range(25)]

    titles = told(source_at(apis), DAY)

    assert {title for title in titles if title != "burst"} == {f"at {number}" for number in range(144)}
    assert titles.count("burst") >= 20
    assert len(apis.asked) < 60


def test_what_algolia_says_against_a_question_is_passed_on() -> None:
    with pytest.raises(UnreadableAnswerError, match="invalid numeric attribute") as caught:
        read({"code": 400, "message": "invalid numeric attribute(points)"})
    assert caught.value.reason == "refused"


@pytest.mark.parametrize(("body", "reason"), [(b"", "empty"), (b"<html>busy</html>", "html"), (b"{", "malformed")])
def test_answers_that_are_no_json_are_named(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableAnswerError) as caught:
        SOURCE.read(Answer(SOURCE.addresses(DAY)[0], "application/json", body), DAY)
    assert caught.value.reason == reason


@given(odd=st.fixed_dictionaries({}, optional=dict.fromkeys(story(1, NOON), ODD_JSON)), counts=ODD_JSON, other=ODD_JSON)
def test_odd_fields_cost_their_own_story_at_most(odd: dict[str, Any], counts: object, other: object) -> None:
    document = {"hits": [odd, story(1, NOON) | odd, other, story(2, NOON)], "nbHits": counts, "hitsPerPage": counts}
    listing = read(document)
    assert listing.items[-1].title == "A story 2"
    assert all("\0" not in item.title + item.summary + item.content + item.link for item in listing.items)
    "".join(item.title + item.summary + item.content + item.link for item in listing.items).encode()


@given(ODD_JSON)
def test_no_answer_does_worse_than_being_unreadable(document: object) -> None:
    with suppress(UnreadableAnswerError):
        assert isinstance(read(document), Listing)
