"""A day's intake: which day an item belongs to, what is late or left out, and when a day fails."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from digest_pipeline.capture.warc import Exchange
from digest_pipeline.model import Entry
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.sources.intake import EveryFeedFailedError, Intake, NothingRecordedError, intake
from digest_pipeline.sources.kinds.feed import FeedSource
from tests.conftest import NOON

DAY = date(2026, 6, 2)
FEED = "https://harbour.example.org/feed"
DAYS, HOURS = timedelta(days=1), timedelta(hours=1)
# Local midnight, which opens 2 June in Shanghai.
MIDNIGHT = datetime(2026, 6, 1, 16, tzinfo=UTC)
MORNING = "2026-06-02 08:00 +0800"

Rss = Callable[..., bytes]
MakeExchange = Callable[..., Exchange]


@dataclass
class Desk:
    """A newsroom whose feeds are recorded and read by the test."""

    newsroom: Newsroom
    exchange: MakeExchange
    rss: Rss

    def record(self, body: bytes, at: datetime = NOON, url: str = FEED, **answer: object) -> None:
        """Record one answer of a source."""
        answer = {"content_type": "application/rss+xml", **answer}
        self.newsroom.archive.add([self.exchange(url, body, at=at, **answer)])

    def items(self, *items: tuple[str, str], at: datetime = NOON, url: str = FEED) -> None:
        """Record a feed of these items."""
        self.record(self.rss(*items), at, url)

    def read(self, day: date = DAY, settings: Settings | None = None) -> Intake:
        """Return the day's intake."""
        room = self.newsroom
        return intake(day, room.archive, settings or room.settings, room.workers)

    def entries(self, day: date = DAY) -> list[str]:
        """Return the names of the day's entries."""
        return [name(entry) for entry in self.read(day).entries]


@pytest.fixture
def desk(newsroom: Newsroom, exchange: MakeExchange, rss: Rss) -> Desk:
    return Desk(newsroom, exchange, rss)


def name(entry: Entry) -> str:
    return entry.url.rpartition("/")[2]


def reasons(found: Intake) -> list[str]:
    return sorted(drop.reason for drop in found.drops)


def test_an_entry_belongs_to_the_local_day_it_was_published(desk: Desk) -> None:
    desk.items(
        ("last-of-yesterday", "2026-06-01T23:59:59+08:00"),
        ("first", "2026-06-02T00:00:00+08:00"),
        ("last", "2026-06-02T15:59:59Z"),
        ("first-of-tomorrow", "2026-06-02T16:00:00Z"),
        at=MIDNIGHT + 26 * HOURS,
    )
    found = desk.read()
    assert [name(entry) for entry in found.entries] == ["first", "last"]
    assert found.other_days == 2
    assert desk.entries(date(2026, 6, 3)) == ["first-of-tomorrow"]


def test_what_is_recorded_within_the_grace_still_serves_the_day(desk: Desk) -> None:
    desk.items(("a", MORNING), at=MIDNIGHT + 2 * DAYS - timedelta(seconds=1))
    assert desk.entries() == ["a"]


def test_what_is_recorded_after_the_grace_does_not(desk: Desk) -> None:
    desk.items(("a", MORNING), at=MIDNIGHT + 2 * DAYS)
    with pytest.raises(NothingRecordedError, match=r"2026-06-02.*import-captures"):
        desk.read()


def test_a_listed_source_gives_its_name_and_authority(desk: Desk) -> None:
    desk.items(("a", MORNING))
    (entry,) = desk.read().entries
    assert (entry.source_id, entry.source_name, entry.source_url) == ("harbour", "Harbour Post", FEED)
    assert (entry.language, entry.date_origin, entry.late) == ("en", "feed", False)


def test_a_source_that_is_not_listed_is_named_by_its_feed(desk: Desk) -> None:
    desk.items(("a", MORNING), url="https://quay.example.org/rss?id=7")
    (entry,) = desk.read().entries
    assert (entry.source_id, entry.source_name) == ("quay.example.org/rss?id=7", "Harbour wire")


def test_dates_without_a_zone_are_read_in_the_zone_of_their_source(desk: Desk) -> None:
    desk.items(("a", "2026-06-01 20:00"))
    assert desk.entries() == []
    source = FeedSource.model_validate({"id": "harbour", "name": "H", "url": FEED, "timezone": "America/New_York"})
    (entry,) = desk.read(settings=desk.newsroom.settings.model_copy(update={"sources": (source,)})).entries
    assert entry.published_at == datetime(2026, 6, 2, tzinfo=UTC)
    assert not entry.zone_assumed


def test_a_time_whose_zone_nobody_names_is_marked(desk: Desk) -> None:
    desk.items(
        ("utc", "Tue, 02 Jun 2026 02:00:00 GMT"),
        ("offset", "2026-06-02T09:00:00+07:00"),
        ("hours-ago", "2 hours ago"),
        ("time-alone", "2026-06-02 10:30"),
        ("of-the-clock", "今天 10:30"),
        ("whole-day", "2026-06-02"),
        ("undated", ""),
    )
    marked = {name(entry) for entry in desk.read().entries if entry.zone_assumed}
    assert marked == {"time-alone", "of-the-clock"}


def test_an_entry_without_a_date_is_dated_by_first_sight_and_once(desk: Desk) -> None:
    desk.items(("old", ""), at=NOON - DAYS)
    for hours in (0, 5):
        desk.items(("old", ""), ("undated", ""), at=NOON + hours * HOURS)
    desk.items(("old", ""), ("undated", ""), ("new", ""), at=NOON + DAYS)
    (entry,) = desk.read().entries
    assert name(entry) == "undated"
    assert (entry.date_origin, entry.published_at, entry.late) == ("first_seen", NOON, False)
    assert desk.entries(DAY + DAYS) == ["new"]


def test_what_is_first_seen_within_the_grace_belongs_to_the_next_day(desk: Desk) -> None:
    desk.items(("a", MORNING))
    desk.items(("a", MORNING), ("undated", ""), at=NOON + DAYS)
    assert desk.entries() == ["a"]
    assert desk.entries(DAY + DAYS) == ["undated"]


def test_a_date_in_the_future_is_not_trusted(desk: Desk) -> None:
    desk.items(("a", "2026-06-09 08:00 +0800"))
    (entry,) = desk.read().entries
    assert (entry.date_origin, entry.published_at) == ("first_seen", NOON)


def test_a_date_that_contradicts_an_arxiv_id_is_not_trusted(desk: Desk) -> None:
    desk.items(
        ("https://arxiv.org/abs/2605.30407", "2025-05-30 08:00 +0800"),
        ("https://arxiv.org/abs/2605.30408v2", MORNING),
    )
    found = {name(entry): entry for entry in desk.read().entries}
    assert found["2605.30407"].date_origin == "first_seen"
    assert found["2605.30408"].date_origin == "feed"


def test_what_an_old_id_names_is_old_whatever_date_it_comes_with(desk: Desk) -> None:
    desk.items(
        ("https://arxiv.org/abs/2102.05231", MORNING), ("https://x.com/quay/status/1585841080431321088", MORNING)
    )
    found = desk.read()
    assert found.entries == []
    assert {(drop.item, drop.reason) for drop in found.drops} == {
        ("https://arxiv.org/abs/2102.05231", "too_old"),
        ("https://x.com/quay/status/1585841080431321088", "too_old"),
    }
    assert all("contradicts" in drop.detail for drop in found.drops)


def test_what_arrives_late_is_marked_and_only_on_the_day_it_is_first_seen(desk: Desk) -> None:
    long_ago = "2026-05-30 08:00 +0800"
    desk.items(("a", MORNING), at=NOON - DAYS)
    desk.items(("a", MORNING), ("late", long_ago), at=NOON)
    desk.items(("a", MORNING), ("late", long_ago), at=NOON + DAYS)
    found = {name(entry): entry for entry in desk.read().entries}
    assert found["late"].late
    assert found["late"].published_at == datetime(2026, 5, 30, tzinfo=UTC)
    assert not found["a"].late
    assert desk.entries(DAY + DAYS) == []


def test_the_stock_of_a_feed_that_was_never_seen_before_is_not_late(desk: Desk) -> None:
    desk.items(("a", MORNING), ("stock", "2026-05-30 08:00 +0800"))
    assert desk.entries() == ["a"]


def test_what_is_too_old_is_left_out_with_the_reason(desk: Desk) -> None:
    desk.items(("a", MORNING), at=NOON - DAYS)
    desk.items(("a", MORNING), ("old", "2026-05-25 23:00 +0800"), ("seven-days", "2026-05-26 01:00 +0800"))
    found = desk.read()
    assert [name(entry) for entry in found.entries] == ["seven-days", "a"]
    assert [(drop.item, drop.reason) for drop in found.drops] == [("https://harbour.example.org/old", "too_old")]


def test_an_item_without_a_link_is_left_out_on_its_day_only(desk: Desk) -> None:
    desk.items(("", MORNING), ("a", MORNING), ("mailto:desk@harbour.example.org", MORNING))
    assert desk.entries() == ["a"]
    assert reasons(desk.read()) == ["no_link", "no_link"]
    desk.items(("", MORNING), ("b", "2026-06-03 08:00 +0800"), at=NOON + DAYS)
    assert reasons(desk.read(DAY + DAYS)) == []


def test_an_item_that_leads_to_a_private_host_is_left_out_alone(desk: Desk) -> None:
    private = ("http://localhost:8080/draft", "http://192.168.1.7/a", "http://desk.internal/a")
    desk.items(("a", MORNING), *((link, MORNING) for link in private))
    found = desk.read()
    assert [name(entry) for entry in found.entries] == ["a"]
    assert {drop.item: drop.reason for drop in found.drops} == dict.fromkeys(private, "no_public_link")
    assert "192.168.1.7 is no public address" in {drop.detail for drop in found.drops}


def test_an_entry_keeps_its_identity_whatever_tracks_its_link(desk: Desk) -> None:
    desk.items(("a?utm_source=rss", MORNING))
    desk.items(("a?utm_source=feed&utm_medium=x", MORNING), at=NOON + HOURS)
    assert desk.entries() == ["a"]


def test_a_feed_that_moved_keeps_its_source_over_every_hop(desk: Desk) -> None:
    middle, new = "https://harbour.example.org/rss", "https://wire.example.org/feed"
    desk.record(b"", status="301 Moved", headers=(("Location", middle),), content_type="text/html")
    desk.record(b"", status="302 Found", headers=(("Location", new),), content_type="text/html", url=middle)
    desk.items(("a", MORNING), url=new)
    (entry,) = desk.read().entries
    assert (entry.source_id, entry.source_url) == ("harbour", new)


def test_what_stands_where_a_feed_moved_to_is_reported(desk: Desk) -> None:
    desk.record(b"", status="301 Moved", headers=(("Location", "/gone"),), content_type="text/html")
    desk.record(b"gone", url="https://harbour.example.org/gone", status="410 Gone", content_type="text/html")
    desk.items(("a", MORNING), url="https://quay.example.org/rss")
    assert [(drop.item, drop.reason) for drop in desk.read().drops] == [
        ("https://harbour.example.org/gone", "http_error")
    ]


BROKEN = {
    "http_error": {"body": b"", "status": "503 Service Unavailable"},
    "empty": {"body": b""},
    "html": {"body": b"<html><head><title>x</title></head><body><p>x</p></body></html>"},
    "malformed": {"body": b"nothing known"},
    "too_large": {"body": b"<rss>" + b" " * 10_000_000},
    "unreadable": {"body": b"\x1f\x8b\x08\x00truncated", "headers": (("Content-Encoding", "gzip"),)},
}


def test_each_broken_feed_gives_its_reason_and_the_rest_is_whole(desk: Desk) -> None:
    for reason, answer in BROKEN.items():
        desk.record(url=f"https://{reason.replace('_', '-')}.example.org/feed", **answer)  # type: ignore[arg-type]
    desk.items(("a", MORNING))
    found = desk.read()
    assert [name(entry) for entry in found.entries] == ["a"]
    assert {drop.reason: drop.item.split(".")[0] for drop in found.drops} == {
        reason: f"https://{reason.replace('_', '-')}" for reason in BROKEN
    }
    assert all(drop.detail.startswith("2026-06-02 04:00Z: ") for drop in found.drops)
    assert found.answers_read == 1


def test_a_lost_file_of_the_record_costs_only_its_feeds(desk: Desk) -> None:
    desk.items(("b", MORNING), url="https://quay.example.org/feed")
    for path in Path(desk.newsroom.settings.captures_root).rglob("*.warc.gz"):
        path.unlink()
    desk.items(("a", MORNING))
    found = desk.read()
    assert [name(entry) for entry in found.entries] == ["a"]
    assert reasons(found) == ["unreadable"]


def test_a_feed_that_takes_too_long_costs_only_itself(desk: Desk) -> None:
    settings = desk.newsroom.settings
    quick = settings.model_copy(update={"limits": settings.limits.model_copy(update={"page_seconds": 1})})
    deep = b"<rss version='2.0'><channel>" + b"<item>" + b"<b>" * 400_000
    desk.record(deep, url="https://deep.example.org/feed")
    desk.items(("a", MORNING))
    found = desk.read(settings=quick)
    assert [name(entry) for entry in found.entries] == ["a"]
    assert reasons(found) == ["timeout"]


def test_when_every_feed_fails_the_day_fails_and_names_the_reasons(desk: Desk) -> None:
    desk.record(b"", status="404 Not Found")
    desk.record(b"", url="https://quay.example.org/feed")
    with pytest.raises(EveryFeedFailedError, match=r"2026-06-02.*http_error.*404.*empty.*sources\.yaml") as caught:
        desk.read()
    assert sorted(drop.reason for drop in caught.value.drops) == ["empty", "http_error"]


def test_a_day_on_which_nothing_happened_is_no_failure(desk: Desk) -> None:
    desk.items()
    found = desk.read()
    assert (found.entries, found.drops, found.answers_read) == ([], [], 1)


def test_a_day_without_a_record_is_an_error_that_says_what_to_do(desk: Desk) -> None:
    with pytest.raises(NothingRecordedError, match="digest import-captures"):
        desk.read()


def test_the_order_of_the_captures_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    bodies = [
        (desk.rss(("a", MORNING), ("undated", "")), NOON),
        (desk.rss(("undated", ""), ("b", MORNING)), NOON + HOURS),
        (desk.rss(("b", MORNING), ("a", MORNING)), NOON + HOURS),
    ]
    results = []
    for place, order in enumerate(permutations(bodies)):
        room = Newsroom(desk.newsroom.settings.model_copy(update={"home": tmp_path / str(place)}), offline=True)
        room.workers = desk.newsroom.workers
        for body, at in order:
            Desk(room, desk.exchange, desk.rss).record(body, at)
        results.append(intake(DAY, room.archive, room.settings, room.workers).entries)
    assert all(result == results[0] for result in results)
    assert sorted(name(entry) for entry in results[0]) == ["a", "b", "undated"]
