"""Everything that starts by itself, at a glance: what changes here is noticed by everybody who has switched it on."""

from pathlib import Path

import pytest

from digest_pipeline.definitions import build_defs
from digest_pipeline.settings import Settings, load

ZONE = "Asia/Shanghai"
SCHEDULES = [
    ("daily_schedule", "daily", "0 6 * * *", ZONE, "STOPPED"),
    ("four_hourly_schedule", "four_hourly", ["5 */4 * * *"], ZONE, "STOPPED"),
    ("late_schedule", "daily", "30 */4 * * *", ZONE, "STOPPED"),
    ("monthly_schedule", "monthly", ["40 6 1 * *", "55 0 2 * *"], ZONE, "STOPPED"),
    ("refresh_schedule", "refresh", "0 */4 * * *", ZONE, "STOPPED"),
    ("weekly_schedule", "weekly", ["30 6 * * 1", "50 0 * * 2"], ZONE, "STOPPED"),
]
ABANDONED = ("abandoned_days", None, 30, "RUNNING")
IMPORTING = [("import_folder", "import_captures", 30, "RUNNING"), ("imported_days", "daily", 30, "RUNNING")]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


def test_every_schedule_is_off_until_it_is_switched_on(settings: Settings) -> None:
    found = sorted(build_defs(settings).get_repository_def().schedule_defs, key=lambda schedule: schedule.name)
    assert [
        (one.name, one.job_name, one.cron_schedule, one.execution_timezone, one.default_status.value) for one in found
    ] == SCHEDULES


@pytest.mark.parametrize(("channel", "status"), [("", "STOPPED"), ("ops", "RUNNING")])
def test_what_tells_is_on_as_soon_as_there_is_a_channel_for_alerts(
    settings: Settings, channel: str, status: str
) -> None:
    local = settings.model_copy(update={"delivery": settings.delivery.model_copy(update={"alert": channel})})
    found = sorted(build_defs(local).get_repository_def().sensor_defs, key=lambda sensor: sensor.name)
    assert [
        (
            one.name,
            one.job_name if one.targets else None,
            one.minimum_interval_seconds,
            one.default_status.value,
        )
        for one in found
    ] == [ABANDONED, ("failed_runs", None, 60, status), *IMPORTING, ("silent_sources", None, 3600, status)]
