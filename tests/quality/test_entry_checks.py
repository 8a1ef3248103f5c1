"""A day's entries as they lie in the warehouse: each source is held against its past, each entry against its id."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.checking import check_partition
from digest_pipeline.quality.frames import frames_of
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.runner import Result
from digest_pipeline.settings import Fetch, Settings
from digest_pipeline.warehouse import insert

LAYER = "raw_feeds"
DAY = date(2026, 6, 2)
"""A Tuesday."""


def entry(day: date, number: int, source: str = "harbour", **changed: Any) -> dict[str, Any]:
    noon = datetime.combine(day, time(4), UTC)
    url = f"https://{source}.example.org/{day}/{number}"
    return {
        "id": f"{source}-{day}-{number}",
        "day": day,
        "source_id": source,
        "source_name": source,
        "authority": 3,
        "source_url": f"https://{source}.example.org/feed",
        "url": url,
        "link": url,
        "via": "",
        "section": "",
        "article_id": url,
        "title": f"Pier {number} of {source} opens on {day}",
        "summary": "",
        "content": "",
        "complete": False,
        "authors": [],
        "language": "en",
        "published_at": noon,
        "date_origin": "feed",
        "late": False,
        "seen_at": noon + timedelta(hours=1),
        "capture_id": "c0",
        "zone_assumed": False,
        **changed,
    }


def entries(day: date, count: int, source: str = "harbour", **changed: Any) -> list[dict[str, Any]]:
    return [entry(day, number, source, **changed) for number in range(count)]


class Record:
    """The entries of a newsroom, and what a check says of its day."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom

    def store(self, *rows: dict[str, Any]) -> None:
        """Store rows beside those that are there."""
        with self.newsroom.warehouse.connect() as connection:
            insert(connection, "raw.entries", rows)

    def past(self, count: Callable[[date], int], days: int = 28, source: str = "harbour", **changed: Any) -> None:
        """Store so many entries on each of the days before."""
        before = [DAY - timedelta(days=back) for back in range(1, days + 1)]
        # Another source, so that a day on which this one was silent was recorded all the same.
        self.store(*(entry(day, 0, "other") for day in before))
        self.store(*(row for day in before for row in entries(day, count(day), source, **changed)))

    def source(self, source_id: str = "harbour") -> dict[str, Any]:
        """Return the row of a source."""
        frame = frames_of(Partition(LAYER, DAY, DAY), self.newsroom)["raw_feeds_sources"]
        (row,) = frame[frame["source_id"] == source_id].to_dict("records")
        return {str(name): value for name, value in row.items()}

    def failed(self) -> dict[str, Result]:
        """Return what does not hold."""
        report = check_partition(Partition(LAYER, DAY, DAY), self.newsroom)
        return {result.name: result for result in report.results if not result.passed}


@pytest.fixture
def record(newsroom: Newsroom) -> Record:
    return Record(newsroom)


def test_a_source_that_falls_silent_is_told_by_name_with_what_was_usual(record: Record) -> None:
    record.past(lambda _: 20)
    record.store(entry(DAY, 0, "other"))

    (failed,) = record.failed().values()

    assert (failed.name, failed.severity) == ("source_not_silent", "warning")
    assert failed.examples == ("source_id='harbour', entries=0, fewest_usual=8.0",)


def test_a_flood_is_told_by_name(record: Record) -> None:
    record.past(lambda _: 20)
    record.store(*entries(DAY, 90))
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("source_not_flooding", "warning")
    assert "entries=90" in failed.examples[0]


def test_a_usual_day_is_not_told(record: Record) -> None:
    record.past(lambda day: 18 + day.day % 5)
    record.store(*entries(DAY, 15))
    assert record.failed() == {}


def test_a_source_that_rests_on_this_weekday_is_not_silent(record: Record) -> None:
    record.past(lambda day: 0 if day.weekday() == DAY.weekday() else 40)
    record.store(entry(DAY, 0, "other"))
    assert record.source()["fewest_usual"] == 0


def test_a_weekday_that_always_brings_more_is_no_flood(record: Record) -> None:
    record.past(lambda day: 120 if day.weekday() == DAY.weekday() else 30)
    record.store(*entries(DAY, 125))
    assert record.failed() == {}


def test_one_broken_day_does_not_make_silence_usual(record: Record) -> None:
    record.past(lambda day: 0 if day == DAY - timedelta(days=7) else 40)
    record.store(entry(DAY, 0, "other"))
    assert record.source()["fewest_usual"] > 0


def test_a_small_source_that_never_rests_is_missed(record: Record) -> None:
    record.past(lambda _: 2)
    record.store(entry(DAY, 0, "other"))
    assert record.source()["fewest_usual"] == 1


def test_a_source_that_often_rests_is_not_missed(record: Record) -> None:
    record.past(lambda day: day.day % 2)
    record.store(entry(DAY, 0, "other"))
    assert record.source()["fewest_usual"] == 0


def test_too_little_history_is_silent(record: Record) -> None:
    record.past(lambda _: 20, days=13)
    record.store(*entries(DAY, 300), entry(DAY, 0, "other"))
    assert record.failed() == {}


def test_a_source_that_is_configured_no_more_is_not_missed(record: Record) -> None:
    record.past(lambda _: 20, source="gone")
    record.store(entry(DAY, 0, "other"))
    assert record.failed() == {}


@pytest.mark.parametrize(
    ("changed", "name"),
    [({"late": True}, "late_share"), ({"date_origin": "first_seen"}, "undated_share")],
)
def test_a_share_above_its_limit_is_told_of_a_source_with_ten_entries(
    changed: dict[str, Any], name: str, record: Record
) -> None:
    record.store(*entries(DAY, 10, **changed), *entries(DAY, 9, "other", **changed))
    assert record.source()[name] == 1
    assert record.source("other")[name] != record.source("other")[name]  # missing


def test_a_source_whose_times_name_no_zone_is_told_until_its_zone_is_set(record: Record) -> None:
    record.past(lambda _: 20, zone_assumed=True)
    record.store(*entries(DAY, 19), entry(DAY, 19, zone_assumed=True), *entries(DAY, 20, "other"))
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("zones_known", "warning")
    assert failed.examples == ("source_id='harbour', zones_assumed=1",)
    assert "Set the source's timezone in sources.yaml" in failed.message


def test_what_is_a_sources_habit_is_no_news(record: Record) -> None:
    record.past(lambda _: 20, date_origin="first_seen")
    record.store(*entries(DAY, 20, date_origin="first_seen", seen_at=datetime.combine(DAY, time(4), UTC)))
    assert record.failed() == {}


def test_a_feed_that_says_the_same_again_is_told(record: Record) -> None:
    again = [entry(DAY, 20 + number, title="The pier opens") for number in range(10)]
    record.store(*entries(DAY, 20), *again)
    (failed,) = record.failed().values()
    assert failed.name == "duplicate_share_below_limit"
    assert "above checks.duplicate_share (20%)" in failed.message


def test_one_page_under_two_ids_of_a_source_warns_and_under_two_sources_does_not(record: Record) -> None:
    page = "https://pier.example.org/1"
    record.store(entry(DAY, 0, url=page), entry(DAY, 0, "other", url=page))
    assert record.failed() == {}
    record.store(entry(DAY, 1, url=page))
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("source_and_url_unique", "warning")


def test_a_limit_of_the_users_own_counts(settings: Settings) -> None:
    strict = settings.model_copy(update={"checks": settings.checks.model_copy(update={"unusual_score": 1.0})})
    record = Record(Newsroom(strict, offline=True))
    record.past(lambda _: 20)
    record.store(*entries(DAY, 14))
    assert list(record.failed()) == ["source_not_silent"]


def test_the_hosts_that_may_be_private_are_the_ones_that_may_be_asked(settings: Settings) -> None:
    own = settings.model_copy(update={"fetch": Fetch(allow_hosts=("127.0.0.1", "::1", "Wiki.corp"))})
    record = Record(Newsroom(own, offline=True))
    allowed = ("http://127.0.0.1:8080/a", "http://[::1]:8080/b", "http://wiki.corp/c")
    record.store(*(entry(DAY, number, url=url) for number, url in enumerate(allowed)))
    assert record.failed() == {}
    record.store(entry(DAY, 9, url="http://127.0.0.2/"))
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("url_host_public", "blocking")
    assert "fetch.allow_hosts" in failed.message


def test_an_id_is_compared_with_a_feeds_own_date_only(record: Record) -> None:
    paper = "https://arxiv.org/abs/1706.03762"
    shared = {"url": paper, "via": "https://news.ycombinator.com/item?id=1"}
    seen = {"url": paper, "date_origin": "first_seen", "seen_at": datetime.combine(DAY, time(4), UTC)}
    record.store(entry(DAY, 0, **shared), entry(DAY, 1, "other", **seen))
    assert record.failed() == {}
    record.store(entry(DAY, 2, "third", url=paper))
    assert list(record.failed()) == ["published_at_agrees_with_id"]
