"""Days as partitions: which are open when, and how counts are shown."""

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from assets import days, windows
from assets.partitions import counted
from digest_pipeline.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path).model_copy(update={"timezone": "Europe/Paris"})


@pytest.mark.parametrize(
    ("moment", "newest"),
    [
        ("2026-03-28T23:59", "2026-03-28"),
        ("2026-03-29T00:00", "2026-03-29"),
        ("2026-03-30T00:00", "2026-03-30"),  # the 29th had 23 hours
        ("2026-10-25T23:59", "2026-10-25"),  # this one has 25
        ("2026-10-26T00:00", "2026-10-26"),
    ],
)
def test_a_day_can_be_run_as_soon_as_it_has_begun_in_its_zone(settings: Settings, moment: str, newest: str) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(settings.timezone))
    with dg.partition_loading_context(effective_dt=now):
        assert days(settings).get_last_partition_key() == newest


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 3, 29), [3, 4, 4, 4, 4, 4]),  # the clocks go forward at two
        (date(2026, 10, 25), [5, 4, 4, 4, 4, 4]),  # and back at three
        (date(2026, 10, 26), [4, 4, 4, 4, 4, 4]),
    ],
)
def test_six_slots_make_a_day_also_where_it_has_23_or_25_hours(settings: Settings, day: date, hours: list[int]) -> None:
    slots = windows("four_hourly", settings)
    found = [slots.time_window_for_partition_key(f"{day}-{hour:02}:00") for hour in range(0, 24, 4)]
    assert [(slot.end.timestamp() - slot.start.timestamp()) / 3600 for slot in found] == hours
    assert all(before.end == after.start for before, after in pairwise(found))


def test_a_week_begins_on_monday_and_a_month_on_its_first_though_the_start_is_neither(settings: Settings) -> None:
    local = settings.model_copy(update={"start": date(2026, 5, 6)})
    with dg.partition_loading_context(effective_dt=datetime(2026, 7, 1, tzinfo=settings.zone)):
        assert windows("weekly", local).get_partition_keys()[:2] == ["2026-05-11", "2026-05-18"]
        assert windows("monthly", local).get_partition_keys() == ["2026-06-01"]


def test_no_day_before_the_configured_start_is_a_partition(settings: Settings) -> None:
    assert days(settings).get_first_partition_key() == settings.start.isoformat()


def test_counts_are_shown_as_a_table_in_the_order_of_their_names() -> None:
    assert counted({"gone": 2, "empty": 1}).value == "| reason | count |\n|---|---|\n| empty | 1 |\n| gone | 2 |"


def test_nothing_to_count_is_said_in_words() -> None:
    assert counted({}).value == "nothing was left out"
