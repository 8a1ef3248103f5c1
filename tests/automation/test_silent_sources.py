"""The channel for alerts hears of a source that fell silent once, and once that it speaks again."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import dagster as dg
import pytest

from digest_pipeline.automation.sensors import sensors
from digest_pipeline.automation.silence import Told, tell_of_silence
from digest_pipeline.automation.telling import NotToldError
from digest_pipeline.settings import Settings
from digest_pipeline.warehouse import Warehouse, insert
from tests.delivery.servers import Hook
from tests.homes import holding

FIRST = date(2026, 5, 1)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as hook:
        yield hook


class Record:
    """The entries of a home by day, and what its sensor tells of them."""

    def __init__(self, home: Path, url: str) -> None:
        source = {"kind": "feed", "id": "harbour", "name": "Harbour Post", "url": "https://harbour.example.org/feed"}
        self.settings = Settings.model_validate(
            {
                "home": home,
                "sources": [source],
                "channels": {"ops": {"url": url}},
                "delivery": {"alert": "ops"},
                "editions": {"weekly": {"language": "en"}},
            }
        )
        self.warehouse = Warehouse(self.settings.database, wait_seconds=0)
        self.told = Told()

    def brings(self, days: Iterable[int], *, harbour: int) -> None:
        """Store the entries of days, counted from the first; another source has some on each."""
        rows = [
            entry(FIRST + timedelta(day), source, number)
            for day in days
            for source, count in (("harbour", harbour), ("other", 3))
            for number in range(count)
        ]
        with self.warehouse.connect() as connection:
            insert(connection, "raw.entries", rows)

    def tick(self, day: int) -> None:
        """Let the sensor look on a day."""
        self.told, _ = tell_of_silence(self.warehouse, self.settings, self.told, FIRST + timedelta(day))


def entry(day: date, source: str, number: int) -> dict[str, object]:
    noon, url = datetime.combine(day, time(4), UTC), f"https://{source}.example.org/{day}/{number}"
    texts = dict.fromkeys(("via", "section", "summary", "content", "language", "capture_id"), "")
    return {
        "id": f"{source}-{day}-{number}",
        "day": day,
        "source_id": source,
        "source_name": source,
        "source_url": f"https://{source}.example.org/feed",
        "authority": 3,
        "url": url,
        "link": url,
        "article_id": url,
        "title": f"Pier {number}",
        "complete": False,
        "authors": [],
        "published_at": noon,
        "date_origin": "feed",
        "late": False,
        "seen_at": noon,
        **texts,
    }


@pytest.fixture
def record(tmp_path: Path, hook: Hook) -> Record:
    return Record(tmp_path, hook.url)


def test_a_source_that_fell_silent_is_told_once_and_so_is_its_end(record: Record, hook: Hook) -> None:
    record.brings(range(20), harbour=12)
    # So long that nobody expects anything of it any more: that is no end of its silence.
    for day in range(20, 60):
        record.brings([day], harbour=0)
        record.tick(day + 1)
    record.brings([60], harbour=2)
    record.tick(61)
    record.tick(61)
    assert [message["title"] for message in hook.messages] == ["Silent: Harbour Post", "No longer silent: Harbour Post"]
    silent = hook.messages[0]["message"]
    assert "**Harbour Post**: no entry on the last 3 recorded days; the last one was of 2026-05-20" in silent
    assert "`digest sources check harbour`" in silent


@pytest.mark.parametrize(
    ("usual", "silent_days"),
    [
        (12, 2),  # not long enough
        (0, 3),  # it never said anything
    ],
)
def test_what_is_usual_is_not_told(record: Record, hook: Hook, usual: int, silent_days: int) -> None:
    record.brings(range(20), harbour=usual)
    record.brings(range(20, 20 + silent_days), harbour=0)
    record.tick(20 + silent_days)
    assert hook.messages == []


def test_days_that_were_not_recorded_are_nobodys_silence(record: Record, hook: Hook) -> None:
    record.brings(range(20), harbour=12)
    record.tick(27)
    assert hook.messages == []


def test_a_message_that_did_not_arrive_is_sent_by_the_next_tick(tmp_path: Path, hook: Hook) -> None:
    record = Record(tmp_path, "json://127.0.0.1:9/hook?rto=1")
    record.brings(range(20), harbour=12)
    record.brings(range(20, 23), harbour=0)
    with pytest.raises(NotToldError):
        record.tick(23)
    record.settings = Record(tmp_path, hook.url).settings
    record.tick(23)
    assert len(hook.messages) == 1


def test_the_sensor_leaves_a_warehouse_at_work_alone(
    record: Record, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest_pipeline.automation.sensors._WAIT_SECONDS", 0.0)
    (sensor,) = (one for one in sensors(record.settings) if one.name == "silent_sources")
    with dg.DagsterInstance.ephemeral() as instance:
        record.brings(range(1), harbour=1)
        assert sensor.evaluate_tick(dg.build_sensor_context(instance)).skip_message == "0 silent"
        with holding(record.settings.database) as pid:
            skipped = sensor.evaluate_tick(dg.build_sensor_context(instance, cursor="{}"))
    assert f"pid {pid}" in (skipped.skip_message or "")
    assert hook.messages == []
