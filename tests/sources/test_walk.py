"""The walk from sources to recorded answers against a loopback site: what is asked, when, and what is read again."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from digest_pipeline.capture.live import Live
from digest_pipeline.dates import day_of
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Fetch, Settings
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


def feed(url: str) -> FeedSource:
    return FeedSource.model_validate({"id": "harbour", "name": "Harbour", "url": url})


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
