"""Days as partitions: which are open when, and how counts are shown."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from assets import days
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


def test_no_day_before_the_configured_start_is_a_partition(settings: Settings) -> None:
    assert days(settings).get_first_partition_key() == settings.start.isoformat()


def test_counts_are_shown_as_a_table_in_the_order_of_their_names() -> None:
    assert counted({"gone": 2, "empty": 1}).value == "| reason | count |\n|---|---|\n| empty | 1 |\n| gone | 2 |"


def test_nothing_to_count_is_said_in_words() -> None:
    assert counted({}).value == "nothing was left out"
