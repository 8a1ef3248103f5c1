"""The walk from sources to recorded answers against a loopback site: what is asked, when, and what is read again."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from threading import Event

import pytest

from digest_pipeline.capture.live import Live
from digest_pipeline.dates import day_of
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Fetch, Settings
from digest_pipeline.sources import walk
from digest_pipeline.sources.intake import EveryFeedFailedError, Intake, NothingRecordedError, intake
from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.sources.load import load_entries
from digest_pipeline.sources.source import Answer, ApiSource, Day, Item, Listing, Source, UnreadableAnswerError
from digest_pipeline.workers import Workers
from tests.conftest import NOON
from tests.doubles.answers import Asked, Reply, Site

FETCH = Fetch(allow_hosts=("127.0.0.1",), host_pause_seconds=0, attempts=1)
PAST = date(2026, 6, 2)


class Ledger(ApiSource):
    """A source that is asked by the day and answers in pages of one item."""

    asks_the_past = True
    token_variable = "LEDGER_TOKEN"  # noqa: S105  the name of a variable
    kind: str = "ledger"

    def addresses(self, day: Day) -> tuple[str, ...]:
        """Ask for the day."""
        return (f"{self.api}items?day={day.date}",)

    def read(self, answer: Answer, day: Day) -> Listing:  # noqa: ARG002  the answer names its dates
        """Read the items and the next page."""
        try:
            document = json.loads(answer.body)
        except ValueError:
            raise UnreadableAnswerError("malformed", "no JSON") from None
        items = [
            Item(guid=row["id"], url=f"{self.api}{row['id']}", title=row["id"], published=row["at"])
            for row in document["items"]
        ]
        return Listing(items=tuple(items), further=tuple(filter(None, [document.get("next")])))


class Register(Ledger):
    """A ledger whose address is the same on every day, as that of a site map."""

    def addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  the same on every day
        """Ask for all there is."""
        return (f"{self.api}register",)


class Herald(Ledger):
    """A source with a feed for the open day and an API for the past."""

    def addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  a feed is the same on every day
        """Ask for what is new."""
        return (f"{self.api}new",)

    def past_addresses(self, day: Day) -> tuple[str, ...]:
        """Ask for the day."""
        return (f"{self.api}items?day={day.date}",)


class Vault(Ledger):
    """The same behind a token."""

    token_required = True


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as started:
        yield started


@pytest.fixture
def room(settings: Settings, workers: Workers) -> Callable[..., Newsroom]:
    """Return a maker of newsrooms that share a home."""

    def make(*sources: Source, offline: bool = False) -> Newsroom:
        chosen = settings.model_copy(update={"sources": sources, "fetch": FETCH})
        newsroom = Newsroom(chosen, offline=offline)
        newsroom.workers = workers
        return newsroom

    return make


def feed(url: str, key: str = "harbour") -> FeedSource:
    return FeedSource.model_validate({"id": key, "name": key.title(), "url": url})


def ledger(site: Site, kind: type[Ledger] = Ledger) -> Ledger:
    return kind.model_validate({"id": "ledger", "name": "Ledger", "api": f"{site.url}/"})


def read(room: Newsroom, day: date) -> Intake:
    return intake(day, room.archive, room.settings, room.workers, room.live)


def today(room: Newsroom) -> date:
    return day_of(datetime.now(UTC), room.settings.zone)


def rss(site: Site, *names: str) -> Reply:
    now = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>{name}</title><link>{site.url}/{name}</link><pubDate>{now}</pubDate></item>" for name in names
    )
    document = f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>"
    return Reply(document.encode(), kind="application/rss+xml", headers={"ETag": '"1"'})


def page_of(site: Site, name: str, at: str, following: str = "") -> Reply:
    document = {"items": [{"id": name, "at": at}], "next": f"{site.url}{following}" if following else None}
    return Reply(json.dumps(document).encode(), kind="application/json")


def backdate(newsroom: Newsroom, days: int) -> None:
    """Make all that was recorded so many days older."""
    newsroom.warehouse.rows("update raw.captures set fetched_at = fetched_at - to_days(?), day = day - ?", [days, days])


def drops(found: Intake) -> list[tuple[str, str]]:
    return [(drop.item, drop.reason) for drop in found.drops]


def titles(found: Intake) -> list[str]:
    return sorted(entry.title for entry in found.entries)


# --- An open day -----------------------------------------------------------------------------------------------------


def test_an_unchanged_feed_is_asked_with_its_validator_and_read_from_the_record(
    room: Callable[..., Newsroom], site: Site
) -> None:
    whole = rss(site, "crane")

    def answer(asked: Asked) -> Reply:
        return Reply(status=304) if asked.headers.get("if-none-match") == '"1"' else whole

    site.answers["/feed"] = answer
    newsroom = room(feed(f"{site.url}/feed"))
    first = read(newsroom, today(newsroom))
    load_entries(newsroom.warehouse, today(newsroom), first.entries)
    sent, rows = site.sent_bytes, newsroom.warehouse.rows("select * from raw._dlt_loads")

    second = read(newsroom, today(newsroom))
    load_entries(newsroom.warehouse, today(newsroom), second.entries)

    assert (titles(second), second.entries) == (["crane"], first.entries)
    assert site.sent_bytes == sent
    assert newsroom.warehouse.rows("select * from raw._dlt_loads") == rows
    assert len(site.paths) == 2


def test_a_feed_that_only_says_it_has_not_changed_serves_the_day(room: Callable[..., Newsroom], site: Site) -> None:
    site.answers["/feed"] = rss(site, "crane")
    newsroom = room(feed(f"{site.url}/feed"))
    read(newsroom, today(newsroom))
    site.answers["/feed"] = Reply(status=304)
    newsroom.warehouse.rows("update raw.captures set fetched_at = fetched_at - interval 2 day, day = day - 2")
    (entry,) = read(newsroom, today(newsroom)).entries
    assert read(room(feed(f"{site.url}/feed"), offline=True), today(newsroom)).entries == [entry]
    # Evidence names the record that holds the words, not the one that says they are still good.
    held = newsroom.warehouse.rows("select revisit from raw.captures where id = ?", [entry.capture_id])
    assert held == [{"revisit": False}]


def test_a_redirect_leads_to_the_feed_of_the_same_source(room: Callable[..., Newsroom], site: Site) -> None:
    site.answers["/feed"] = Reply(status=301, headers={"Location": "/moved"})
    site.answers["/moved"] = rss(site, "crane")
    newsroom = room(feed(f"{site.url}/feed"))
    (entry,) = read(newsroom, today(newsroom)).entries
    assert (entry.source_id, entry.source_url) == ("harbour", f"{site.url}/moved")


def test_what_never_answers_is_a_broken_day_live_and_rebuilt(room: Callable[..., Newsroom], site: Site) -> None:
    dead = feed("http://127.0.0.1:9/feed")
    newsroom = room(dead)
    for again in (newsroom, room(dead, offline=True)):
        with pytest.raises(EveryFeedFailedError, match="unreachable"):
            read(again, today(newsroom))
    assert site.asked == []


def test_an_answer_in_pages_is_followed_to_its_end_and_rebuilt_without_network(
    room: Callable[..., Newsroom], site: Site
) -> None:
    newsroom = room(ledger(site))
    day = today(newsroom)
    moment = datetime.now(UTC).isoformat()
    site.answers[f"/items?day={day}"] = page_of(site, "one", moment, "/items?page=2")
    site.answers["/items?page=2"] = page_of(site, "two", moment, "/items?page=2")
    assert titles(read(newsroom, day)) == ["one", "two"]
    assert titles(read(room(ledger(site), offline=True), day)) == ["one", "two"]
    assert len(site.asked) == 2


def test_a_feed_that_moved_is_asked_once_a_poll_and_only_for_what_changed(
    room: Callable[..., Newsroom], site: Site
) -> None:
    whole = rss(site, "crane")
    site.answers["/feed"] = Reply(status=301, headers={"Location": "/moved"})
    site.answers["/moved"] = lambda asked: Reply(status=304) if "if-none-match" in asked.headers else whole
    newsroom = room(feed(f"{site.url}/feed"))
    first = read(newsroom, today(newsroom))
    assert site.paths == ["/feed", "/moved"]
    sent = site.sent_bytes
    assert read(newsroom, today(newsroom)).entries == first.entries
    assert (site.paths, site.sent_bytes) == (["/feed", "/moved"] * 2, sent)


def test_a_feed_whose_new_place_gives_no_answer_is_reported_live_and_rebuilt(
    room: Callable[..., Newsroom], site: Site
) -> None:
    site.answers["/feed"] = Reply(status=301, headers={"Location": "http://127.0.0.1:9/feed"})
    site.answers["/other"] = rss(site, "crane")
    sources = feed(f"{site.url}/feed"), feed(f"{site.url}/other", "other")
    for newsroom in (room(*sources), room(*sources, offline=True)):
        assert drops(read(newsroom, today(newsroom))) == [(f"{site.url}/feed", "unreachable")]


def test_a_feed_whose_new_place_was_not_recorded_is_reported(room: Callable[..., Newsroom], site: Site) -> None:
    site.answers["/feed"] = Reply(status=301, headers={"Location": "/moved"})
    site.answers["/moved"] = site.answers["/other"] = rss(site, "crane")
    sources = feed(f"{site.url}/feed"), feed(f"{site.url}/other", "other")
    newsroom = room(*sources)
    read(newsroom, today(newsroom))
    newsroom.warehouse.rows("delete from raw.captures where url like '%/moved'")
    found = read(room(*sources, offline=True), today(newsroom))
    assert drops(found) == [(f"{site.url}/feed", "not_recorded")]


def test_an_error_that_passed_is_not_reported_and_one_that_stays_is_reported_once(
    room: Callable[..., Newsroom], site: Site
) -> None:
    site.answers["/other"] = rss(site, "crane")
    newsroom = room(feed(f"{site.url}/feed"), feed(f"{site.url}/other", "other"))
    site.answers["/feed"] = Reply(status=503)
    first = read(newsroom, today(newsroom))
    assert drops(first) == [(f"{site.url}/feed", "http_error")]
    assert read(newsroom, today(newsroom)).drops == first.drops
    site.answers["/feed"] = rss(site, "tug")
    assert read(newsroom, today(newsroom)).drops == []


def test_an_address_that_two_sources_name_belongs_to_the_first(room: Callable[..., Newsroom], site: Site) -> None:
    site.answers["/feed"] = rss(site, "crane")
    newsroom = room(feed(f"{site.url}/feed", "one"), feed(f"{site.url}/feed", "two"))
    assert [entry.source_id for entry in read(newsroom, today(newsroom)).entries] == ["one"]
    assert site.paths == ["/feed"]


def test_of_a_chain_without_end_the_rest_is_left_out_and_said(
    room: Callable[..., Newsroom], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "_MOST_ADDRESSES", 2)
    moment = datetime.now(UTC).isoformat()
    newsroom = room(ledger(site), feed(f"{site.url}/feed"))
    site.answers["/feed"] = rss(site, "crane")
    site.answers["/items"] = page_of(site, "one", moment, "/items?page=2")
    site.answers["/items?page=2"] = page_of(site, "two", moment, "/items?page=3")
    found = read(newsroom, today(newsroom))
    # The limit is each source's own: the feed has its turn.
    assert titles(found) == ["crane", "one", "two"]
    assert drops(found) == [(f"{site.url}/items?page=3", "too_many")]
    assert "ledger" in found.drops[0].detail


def test_of_a_chain_of_too_many_rounds_the_rest_is_left_out_and_said(
    room: Callable[..., Newsroom], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "_MOST_ROUNDS", 1)
    newsroom = room(ledger(site))
    site.answers["/items"] = page_of(site, "one", datetime.now(UTC).isoformat(), "/items?page=2")
    found = read(newsroom, today(newsroom))
    assert (titles(found), drops(found)) == (["one"], [(f"{site.url}/items?page=2", "too_many")])


def test_the_pause_of_an_api_is_kept_between_its_pages(
    room: Callable[..., Newsroom], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ledger, "call_pause", 0.4)
    starts: list[float] = []

    def paged(asked: Asked) -> Reply:
        starts.append(time.monotonic())
        number = len(starts)
        return page_of(site, asked.path, datetime.now(UTC).isoformat(), f"/items?page={number}" if number < 3 else "")

    site.answers["/items"] = paged
    newsroom = room(ledger(site))
    read(newsroom, today(newsroom))
    assert len(starts) == 3
    assert min(later - former for former, later in pairwise(starts)) >= 0.3


def test_a_host_that_wants_to_be_left_alone_is_not_asked_for_the_next_page(
    room: Callable[..., Newsroom], site: Site
) -> None:
    newsroom = room(ledger(site), feed(f"{site.url}/feed"))
    is_limited = Event()

    def limited(_: Asked) -> Reply:
        is_limited.set()
        return Reply(status=429, headers={"Retry-After": "3600"})

    def paged(_: Asked) -> Reply:
        is_limited.wait(10)
        return page_of(site, "one", datetime.now(UTC).isoformat(), "/items?page=2")

    site.answers["/feed"], site.answers[f"/items?day={today(newsroom)}"] = limited, paged
    found = read(newsroom, today(newsroom))
    assert sorted(drops(found)) == [(f"{site.url}/feed", "http_error"), (f"{site.url}/items?page=2", "rate_limited")]
    assert "/items?page=2" not in site.paths


def test_what_is_told_late_or_without_a_date_is_the_same_in_a_rebuild(
    room: Callable[..., Newsroom], site: Site
) -> None:
    old = (datetime.now(UTC) - timedelta(days=4)).isoformat()
    register = ledger(site, Register)
    newsroom = room(register)
    site.answers["/register"] = page_of(site, "first", old)
    with suppress(EveryFeedFailedError, NothingRecordedError):
        read(newsroom, today(newsroom))
    backdate(newsroom, 3)
    site.answers["/register"] = Reply(
        json.dumps({"items": [{"id": "late", "at": old}, {"id": "undated", "at": ""}]}).encode(),
        kind="application/json",
    )
    live = read(newsroom, today(newsroom))
    assert [(entry.title, entry.late, entry.date_origin) for entry in live.entries] == [
        ("late", True, "feed"),
        ("undated", False, "first_seen"),
    ]
    assert read(room(register, offline=True), today(newsroom)).entries == live.entries


def test_what_a_feed_told_before_it_moved_is_not_new(room: Callable[..., Newsroom], site: Site) -> None:
    undated = f"<rss version='2.0'><channel><title>H</title><item><title>old</title><link>{site.url}/old</link></item>"
    document = Reply(f"{undated}</channel></rss>".encode(), kind="application/rss+xml")
    site.answers["/feed"] = document
    newsroom = room(feed(f"{site.url}/feed"))
    assert titles(read(newsroom, today(newsroom))) == ["old"]
    backdate(newsroom, 3)
    site.answers["/feed"], site.answers["/moved"] = Reply(status=301, headers={"Location": "/moved"}), document
    assert titles(read(newsroom, today(newsroom))) == []


# --- A day that is over ----------------------------------------------------------------------------------------------


def test_a_day_that_is_over_is_asked_for_once(room: Callable[..., Newsroom], site: Site) -> None:
    site.answers[f"/items?day={PAST}"] = page_of(site, "one", "2026-06-02T10:00:00+08:00", "/items?page=2")
    site.answers["/items?page=2"] = page_of(site, "two", "2026-06-02T11:00:00+08:00")
    first = read(room(ledger(site)), PAST)
    assert titles(first) == ["one", "two"]
    assert read(room(ledger(site)), PAST).entries == first.entries
    assert read(room(ledger(site), offline=True), PAST).entries == first.entries
    assert len(site.asked) == 2


def test_an_item_of_another_day_is_not_taken_for_late(room: Callable[..., Newsroom], site: Site) -> None:
    site.answers["/items"] = page_of(site, "old", "2026-05-30T10:00:00+08:00")
    found = read(room(ledger(site)), PAST)
    assert (found.entries, found.other_days) == ([], 1)


def test_a_feed_is_never_asked_for_a_day_that_is_over(room: Callable[..., Newsroom], site: Site) -> None:
    site.answers["/feed"] = rss(site, "crane")
    with pytest.raises(NothingRecordedError):
        read(room(feed(f"{site.url}/feed")), PAST)
    assert site.asked == []


def test_a_day_to_come_is_not_asked_for(room: Callable[..., Newsroom], site: Site) -> None:
    newsroom = room(ledger(site))
    with pytest.raises(NothingRecordedError):
        read(newsroom, today(newsroom) + timedelta(days=2))
    assert site.asked == []


def test_an_answer_of_before_the_end_of_the_day_is_completed_when_the_day_is_over(
    room: Callable[..., Newsroom], site: Site
) -> None:
    newsroom = room(ledger(site))
    site.answers[f"/items?day={PAST}"] = page_of(site, "morning", "2026-06-02T08:00:00+08:00")
    read(newsroom, PAST)
    # As if it had been asked at noon of its day.
    newsroom.warehouse.rows("update raw.captures set fetched_at = ?, day = ?", [NOON, PAST])
    site.answers[f"/items?day={PAST}"] = page_of(site, "evening", "2026-06-02T20:00:00+08:00")
    assert titles(read(room(ledger(site), offline=True), PAST)) == ["morning"]
    assert titles(read(newsroom, PAST)) == ["evening", "morning"]
    assert len(site.asked) == 2


def test_an_error_is_asked_again(room: Callable[..., Newsroom], site: Site) -> None:
    site.answers["/items"] = Reply(status=500)
    with pytest.raises((EveryFeedFailedError, NothingRecordedError)):
        read(room(ledger(site)), PAST)
    site.answers["/items"] = page_of(site, "one", "2026-06-02T10:00:00+08:00")
    assert titles(read(room(ledger(site)), PAST)) == ["one"]


def test_a_past_answer_that_lies_elsewhere_is_followed_and_asked_for_once(
    room: Callable[..., Newsroom], site: Site
) -> None:
    site.answers[f"/items?day={PAST}"] = Reply(status=301, headers={"Location": "/archive"})
    site.answers["/archive"] = page_of(site, "one", "2026-06-02T10:00:00+08:00", "/items?page=2")
    site.answers["/items?page=2"] = page_of(site, "two", "2026-06-02T10:00:00+08:00")
    for offline in (False, False, True):
        found = read(room(ledger(site), offline=offline), PAST)
        assert (titles(found), found.drops) == (["one", "two"], [])
    assert site.paths == [f"/items?day={PAST}", "/archive", "/items?page=2"]


def test_a_source_that_can_not_be_asked_for_the_past_now_is_reported(room: Callable[..., Newsroom], site: Site) -> None:
    dead = Ledger.model_validate({"id": "dead", "name": "Dead", "api": "http://127.0.0.1:9/"})
    failing = Register.model_validate({"id": "failing", "name": "Failing", "api": f"{site.url}/"})
    site.answers["/items"] = page_of(site, "one", "2026-06-02T10:00:00+08:00")
    site.answers["/register"] = Reply(status=500)
    for offline in (False, True):
        found = read(room(ledger(site), dead, failing, offline=offline), PAST)
        assert titles(found) == ["one"]
        assert dict(drops(found)) == {
            f"http://127.0.0.1:9/items?day={PAST}": "unreachable",
            f"{site.url}/register": "http_error",
        }


def test_a_day_of_nothing_but_errors_is_asked_for_when_it_is_over(room: Callable[..., Newsroom], site: Site) -> None:
    newsroom = room(ledger(site, Herald))
    site.answers["/new"] = Reply(status=503)
    with pytest.raises(EveryFeedFailedError):
        read(newsroom, today(newsroom))
    newsroom.warehouse.rows("update raw.captures set fetched_at = ?, day = ?", [NOON, PAST])
    site.answers["/items"] = page_of(site, "one", "2026-06-02T10:00:00+08:00")
    assert titles(read(newsroom, PAST)) == ["one"]
    assert titles(read(room(ledger(site, Herald), offline=True), PAST)) == ["one"]


def test_a_past_answer_is_no_feed_of_the_day_it_came_on(room: Callable[..., Newsroom], site: Site) -> None:
    document = rss(site, "crane")
    site.answers["/register"] = lambda asked: Reply(status=304) if "if-none-match" in asked.headers else document
    newsroom = room(feed(f"{site.url}/register"))
    read(newsroom, today(newsroom))
    backdate(newsroom, 3)
    with suppress(EveryFeedFailedError, NothingRecordedError):
        read(room(ledger(site, Register)), today(newsroom) - timedelta(days=3))
    assert newsroom.warehouse.rows("select status from raw.captures where url like '%register' and revisit")
    with pytest.raises(NothingRecordedError):
        read(room(offline=True), today(newsroom))


# --- Tokens ----------------------------------------------------------------------------------------------------------


def test_a_source_without_its_token_is_passed_over_with_one_line(
    room: Callable[..., Newsroom], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEDGER_TOKEN", raising=False)
    site.answers["/feed"] = rss(site, "crane")
    newsroom = room(feed(f"{site.url}/feed"), ledger(site, Vault))
    found = read(newsroom, today(newsroom))
    assert found.not_asked == {"ledger": "set LEDGER_TOKEN to ask Ledger"}
    assert (titles(found), found.drops) == (["crane"], [])


def test_a_day_without_any_token_says_which_one_is_missing(
    room: Callable[..., Newsroom], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEDGER_TOKEN", raising=False)
    newsroom = room(ledger(site, Vault))
    with pytest.raises(NothingRecordedError, match="LEDGER_TOKEN"):
        read(newsroom, today(newsroom))


def test_a_token_goes_to_the_api_and_nowhere_else(
    room: Callable[..., Newsroom], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_TOKEN", "secret-token")
    with Site() as other:
        site.answers[f"/items?day={PAST}"] = Reply(
            json.dumps({"items": [], "next": f"{other.url}/items"}).encode(), kind="application/json"
        )
        other.answers["/items"] = page_of(other, "one", "2026-06-02T10:00:00+08:00")
        newsroom = room(ledger(site, Vault))
        read(newsroom, PAST)
        assert [asked.headers.get("authorization") for asked in site.asked] == ["Bearer secret-token"]
        assert [asked.headers.get("authorization") for asked in other.asked] == [None]
    recorded = [gzip.decompress(path.read_bytes()) for path in newsroom.settings.home.rglob("*.warc.gz")]
    assert recorded
    assert not any(b"secret-token" in records for records in recorded)


def test_asking_is_left_to_the_live_web(room: Callable[..., Newsroom], site: Site) -> None:
    assert isinstance(room(ledger(site)).live, Live)
    assert room(ledger(site), offline=True).live is None
