"""Which pages of a day are asked for, against a loopback site."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from digest_pipeline.articles.day import articles_of_day
from digest_pipeline.articles.extractions import Extractions
from digest_pipeline.articles.pages import Pages
from digest_pipeline.dates import day_of
from digest_pipeline.model import Article, Drop, Entry
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Fetch, Settings
from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.workers import Workers
from tests.articles.conftest import article_html
from tests.doubles.answers import Reply, Site

PAST = date(2026, 6, 2)
MakeEntry = Callable[..., Entry]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as started:
        started.answers["/story"] = Reply(article_html().encode())
        yield started


@pytest.fixture
def live_room(settings: Settings, workers: Workers) -> Newsroom:
    """Return a newsroom that may ask this machine."""
    fetch = Fetch(allow_hosts=("127.0.0.1",), host_pause_seconds=0, attempts=1)
    source = FeedSource.model_validate({"id": "stubborn", "name": "S", "url": "http://127.0.0.1/", "robots": False})
    room = Newsroom(settings.model_copy(update={"fetch": fetch, "sources": (source,)}))
    room.workers = workers
    return room


@pytest.fixture
def entry(site: Site, make_entry: MakeEntry) -> MakeEntry:
    """Return a maker of entries of this minute whose page is on the site."""

    def make(path: str = "/story", **changes: object) -> Entry:
        now = datetime.now(UTC)
        url = f"{site.url}{path}"
        return make_entry(**{"url": url, "article_id": path, "published_at": now, "seen_at": now, **changes})

    return make


def ask(room: Newsroom, day: date, *entries: Entry) -> Pages:
    pages = Pages(day, entries, room.archive, room.settings)
    assert room.live
    pages.ask(room.live)
    return pages


def read(room: Newsroom, day: date, entry: Entry, *, offline: bool = False) -> tuple[list[Article], list[Drop]]:
    live = None if offline else room.live
    extractions = Extractions(room.warehouse)
    found = articles_of_day(day, [entry], room.archive, extractions, room.settings, room.workers, live)
    return found.articles, found.drops


def today(room: Newsroom) -> date:
    return day_of(datetime.now(UTC), room.settings.zone)


def test_a_page_is_asked_for_once(live_room: Newsroom, site: Site, entry: MakeEntry) -> None:
    for _ in range(2):
        pages = ask(live_room, today(live_room), entry())
    assert site.paths == ["/story"]
    assert pages.captures()[entry().url].status == 200


def test_a_page_that_is_gone_stays_gone_and_a_host_in_a_bad_moment_is_asked_again(
    live_room: Newsroom, site: Site, entry: MakeEntry
) -> None:
    site.answers["/busy"] = Reply(status=503)
    for _ in range(2):
        pages = ask(live_room, today(live_room), entry("/busy"), entry("/gone"))
    assert sorted(site.paths) == ["/busy", "/busy", "/gone"]
    site.answers["/busy"] = Reply(article_html().encode())
    pages = ask(live_room, today(live_room), entry("/busy"), entry("/gone"))
    assert [capture.status for _, capture in sorted(pages.captures().items())] == [200, 404]


def test_the_page_of_a_day_that_is_over_is_not_asked_for(live_room: Newsroom, site: Site, entry: MakeEntry) -> None:
    seen = datetime(2026, 6, 2, 10, tzinfo=UTC)
    assert ask(live_room, PAST, entry(seen_at=seen)).captures() == {}
    assert site.asked == []


def test_an_entry_that_was_told_when_its_day_was_over_brings_its_page_then(
    live_room: Newsroom, site: Site, entry: MakeEntry
) -> None:
    told_later = entry(published_at=datetime(2026, 6, 2, 10, tzinfo=UTC), day=PAST)
    articles, drops = read(live_room, PAST, told_later)
    assert (len(articles), drops) == (1, [])
    again, _ = read(live_room, PAST, told_later, offline=True)
    assert again == articles
    assert site.paths == ["/story"]


def test_a_page_recorded_later_is_no_page_of_an_entry_that_was_told_in_time(
    live_room: Newsroom, entry: MakeEntry
) -> None:
    later = entry()
    ask(live_room, today(live_room), later)
    in_time = replace(later, seen_at=datetime(2026, 6, 2, 10, tzinfo=UTC))
    assert Pages(PAST, [in_time], live_room.archive, live_room.settings).captures() == {}
    assert Pages(PAST, [later], live_room.archive, live_room.settings).captures() != {}


def test_an_entry_that_is_complete_needs_no_page(live_room: Newsroom, site: Site, entry: MakeEntry) -> None:
    post = entry(complete=True, content="<p>The crane lifts forty tonnes.</p>")
    articles, drops = read(live_room, today(live_room), post)
    assert site.asked == []
    assert ([article.text for article in articles], drops) == (["The crane lifts forty tonnes."], [])


def test_a_complete_entry_that_says_nothing_is_left_out_with_a_reason(live_room: Newsroom, entry: MakeEntry) -> None:
    post = entry(complete=True, content="<p>wow</p>")
    articles, (drop,) = read(live_room, today(live_room), post, offline=True)
    assert (articles, drop.replaced) == ([], False)


def test_robots_are_obeyed_unless_the_source_says_otherwise(live_room: Newsroom, site: Site, entry: MakeEntry) -> None:
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", kind="text/plain")
    pages = ask(live_room, today(live_room), entry(), entry("/open", source_id="stubborn"))
    assert site.paths == ["/open"]
    assert pages.misses()[entry().url].reason == "robots"


def test_a_miss_is_asked_again_by_the_next_run(live_room: Newsroom, site: Site, entry: MakeEntry) -> None:
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", kind="text/plain")
    ask(live_room, today(live_room), entry())
    live_room.warehouse.rows("update raw.captures set fetched_at = fetched_at - ?", [timedelta(days=2)])
    del site.answers["/robots.txt"]
    assert ask(live_room, today(live_room), entry()).captures()


def test_a_redirect_whose_target_gave_no_answer_is_asked_again_and_named(
    live_room: Newsroom, site: Site, entry: MakeEntry
) -> None:
    site.answers["/moved"] = Reply(status=301, headers={"Location": "http://127.0.0.1:9/story"})
    moved = entry("/moved")
    _, (drop,) = read(live_room, today(live_room), moved)
    assert drop.reason == "not_recorded"
    assert "unreachable" in drop.detail
    site.answers["/moved"] = Reply(status=301, headers={"Location": "/story"})
    assert ask(live_room, today(live_room), moved).captures()[moved.url].status == 200
    ask(live_room, today(live_room), moved)
    assert site.paths == ["/moved", "/moved", "/story"]
