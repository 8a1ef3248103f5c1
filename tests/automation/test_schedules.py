"""When the jobs start by themselves, told by the clock of the newsroom's zone, and which days they ask for."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import dagster as dg
import pytest

from digest_pipeline.automation.jobs import JOB
from digest_pipeline.definitions import build_defs
from digest_pipeline.instance import instance_of
from digest_pipeline.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with instance_of(settings) as instance:
        yield instance


def asked(settings: Settings, instance: dg.DagsterInstance, name: str, tick: str) -> list[str | None]:
    """Return the partitions that a schedule asks for at a local time."""
    definitions = build_defs(settings)
    moment = datetime.fromisoformat(tick).replace(tzinfo=settings.zone)
    repository = definitions.get_repository_def()
    with dg.build_schedule_context(instance, moment, repository_def=repository) as context:
        requests = definitions.resolve_schedule_def(name).evaluate_tick(context).run_requests or []
    return [request.partition_key for request in requests]


def remember(
    instance: dg.DagsterInstance,
    day: str,
    by: str = "daily_schedule",
    status: dg.DagsterRunStatus = dg.DagsterRunStatus.SUCCESS,
    name: str = JOB,
) -> None:
    """Let the instance have a run of a day or window, asked for by a schedule, or by nobody of that name."""

    @dg.job(name=name)
    def job() -> None:
        """Do nothing."""

    instance.create_run_for_job(
        job, status=status, tags={"dagster/partition": day, **({"dagster/schedule_name": by} if by else {})}
    )


@pytest.mark.parametrize(
    ("name", "tick", "partition"),
    [
        ("four_hourly_schedule", "2026-05-03T08:05", "2026-05-03-04:00"),
        ("four_hourly_schedule", "2026-05-04T00:05", "2026-05-03-20:00"),
        ("refresh_schedule", "2026-05-03T08:00", "2026-05-03"),
        ("refresh_schedule", "2026-05-04T00:00", "2026-05-03"),  # what ended at midnight is of the day before
        ("weekly_schedule", "2026-05-11T06:30", "2026-05-04"),
        ("monthly_schedule", "2026-06-01T06:40", "2026-05-01"),
    ],
)
def test_the_schedule_of_a_cadence_asks_for_the_window_that_is_over(
    settings: Settings, instance: dg.DagsterInstance, name: str, tick: str, partition: str
) -> None:
    assert asked(settings, instance, name, tick) == [partition]


@pytest.mark.parametrize(
    ("zone", "tick", "day"),
    [
        ("Asia/Shanghai", "2026-03-04T06:00", "2026-03-03"),
        ("Europe/Paris", "2026-03-29T06:00", "2026-03-28"),  # the clocks went forward in this night
        ("Europe/Paris", "2026-03-30T06:00", "2026-03-29"),  # a day of 23 hours is over
        ("Europe/Paris", "2026-10-26T06:00", "2026-10-25"),  # and one of 25
        ("Pacific/Kiritimati", "2026-01-01T06:00", "2025-12-31"),
    ],
)
def test_the_schedule_asks_for_yesterday(
    settings: Settings, instance: dg.DagsterInstance, zone: str, tick: str, day: str
) -> None:
    assert asked(settings.model_copy(update={"timezone": zone}), instance, "daily_schedule", tick) == [day]


def test_days_that_were_slept_through_are_asked_for_in_order(settings: Settings, instance: dg.DagsterInstance) -> None:
    remember(instance, "2026-05-03")
    assert asked(settings, instance, "daily_schedule", "2026-05-07T06:00") == ["2026-05-04", "2026-05-05", "2026-05-06"]


def test_no_more_days_are_caught_up_with_than_configured(settings: Settings, instance: dg.DagsterInstance) -> None:
    remember(instance, "2026-03-01")
    few = settings.model_copy(update={"automation": settings.automation.model_copy(update={"catch_up_days": 2})})
    assert asked(few, instance, "daily_schedule", "2026-05-07T06:00") == ["2026-05-05", "2026-05-06"]


def test_a_schedule_that_was_never_on_has_missed_nothing(settings: Settings, instance: dg.DagsterInstance) -> None:
    remember(instance, "2026-05-03", by="")
    assert asked(settings, instance, "daily_schedule", "2026-05-07T06:00") == ["2026-05-06"]


def test_what_somebody_ran_meanwhile_was_not_missed(settings: Settings, instance: dg.DagsterInstance) -> None:
    remember(instance, "2026-05-03")
    remember(instance, "2026-05-05", by="")
    assert asked(settings, instance, "daily_schedule", "2026-05-07T06:00") == ["2026-05-04", "2026-05-06"]


def test_windows_that_were_slept_through_are_asked_for_in_order(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    remember(instance, "2026-05-03-16:00", by="four_hourly_schedule", name="four_hourly")
    remember(instance, "2026-05-04-00:00", by="", name="four_hourly")
    remember(instance, "2026-05-04-04:00", by="")  # a day of that name is no window
    assert asked(settings, instance, "four_hourly_schedule", "2026-05-04T12:05") == [
        "2026-05-03-20:00",
        "2026-05-04-04:00",
        "2026-05-04-08:00",
    ]


def test_no_more_windows_are_caught_up_with_than_configured(settings: Settings, instance: dg.DagsterInstance) -> None:
    remember(instance, "2026-05-01-16:00", by="four_hourly_schedule", name="four_hourly")
    remember(instance, "2026-04-06", by="weekly_schedule", name="weekly")
    few = settings.model_copy(update={"automation": settings.automation.model_copy(update={"catch_up_days": 1})})
    assert len(asked(few, instance, "four_hourly_schedule", "2026-05-04T12:05")) == 7
    assert asked(few, instance, "weekly_schedule", "2026-05-04T06:30") == ["2026-04-27"]
    many = settings.model_copy(update={"automation": settings.automation.model_copy(update={"catch_up_days": 14})})
    assert asked(many, instance, "weekly_schedule", "2026-05-04T06:30") == ["2026-04-13", "2026-04-20", "2026-04-27"]


def test_the_refresh_asks_for_the_days_that_were_slept_through(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    remember(instance, "2026-05-03", by="refresh_schedule", name="refresh")
    assert asked(settings, instance, "refresh_schedule", "2026-05-05T08:00") == ["2026-05-04", "2026-05-05"]
    remember(instance, "2026-05-05", by="refresh_schedule", name="refresh")
    assert asked(settings, instance, "refresh_schedule", "2026-05-05T12:00") == ["2026-05-05"]


@pytest.mark.parametrize(
    ("assets", "missed"),
    [
        (("raw_feeds", "published/daily_briefing"), ["2026-05-04", "2026-05-06"]),
        (("published/daily_briefing",), ["2026-05-04", "2026-05-05", "2026-05-06"]),
    ],
)
def test_a_backfill_of_the_ui_counts_where_it_went_from_the_feeds_to_an_issue(
    settings: Settings, instance: dg.DagsterInstance, assets: tuple[str, ...], missed: list[str]
) -> None:
    remember(instance, "2026-05-03")
    chosen = build_defs(settings).resolve_implicit_global_asset_job_def()
    keys = {dg.AssetKey.from_user_string(name) for name in assets}
    range_of_one = dict.fromkeys(
        ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end"), "2026-05-05"
    )
    instance.create_run_for_job(chosen, status=dg.DagsterRunStatus.SUCCESS, asset_selection=keys, tags=range_of_one)
    assert asked(settings, instance, "daily_schedule", "2026-05-07T06:00") == missed


def test_a_day_run_before_it_was_over_was_missed_all_the_same(settings: Settings, instance: dg.DagsterInstance) -> None:
    # Days to come: no run of today was made after their end.
    remember(instance, "2096-05-03")
    remember(instance, "2096-05-04", by="")
    assert asked(settings, instance, "daily_schedule", "2096-05-06T06:00") == ["2096-05-04", "2096-05-05"]


def test_a_day_is_asked_for_once_though_the_hour_is_changed_after_it(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    remember(instance, "2026-05-06")
    assert asked(settings, instance, "daily_schedule", "2026-05-07T10:00") == []


@pytest.mark.parametrize(
    ("grace", "tick", "days"),
    [
        (24, "2026-05-07T08:30", ["2026-05-06"]),
        (24, "2026-05-08T00:30", ["2026-05-06", "2026-05-07"]),  # what the last hours of the grace brought
        (24, "2026-05-08T04:30", ["2026-05-07"]),
        (48, "2026-05-08T08:30", ["2026-05-06", "2026-05-07"]),
        (2, "2026-05-07T08:30", []),
    ],
)
def test_published_days_are_made_again_while_they_are_open_and_once_after(
    settings: Settings, instance: dg.DagsterInstance, grace: int, tick: str, days: list[str]
) -> None:
    local = settings.model_copy(update={"days": settings.days.model_copy(update={"grace_hours": grace})})
    for day in ("2026-05-05", "2026-05-06", "2026-05-07"):
        remember(instance, day)
    assert asked(local, instance, "late_schedule", tick) == days


def test_a_day_that_nobody_published_or_that_is_being_run_is_not_made_again(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    assert asked(settings, instance, "late_schedule", "2026-05-07T08:30") == []
    remember(instance, "2026-05-06")
    remember(instance, "2026-05-06", status=dg.DagsterRunStatus.STARTED)
    assert asked(settings, instance, "late_schedule", "2026-05-07T08:30") == []


def test_a_window_is_made_again_when_its_last_day_has_changed_for_the_last_time(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    assert asked(settings, instance, "weekly_schedule", "2026-05-12T00:50") == ["2026-05-04"]
    assert asked(settings, instance, "monthly_schedule", "2026-06-02T00:55") == ["2026-05-01"]


@pytest.mark.parametrize(
    ("grace", "hour", "crons"),
    [
        (24, 6, ["30 6 * * 1", "50 0 * * 2"]),
        (30, 6, ["30 6 * * 1", "50 8 * * 2"]),
        (72, 6, ["30 6 * * 1", "50 0 * * 4"]),
        (4, 6, ["30 6 * * 1"]),  # what comes in the grace is there before the first issue
        (0, 0, ["30 0 * * 1"]),
    ],
)
def test_a_week_is_made_again_only_where_its_grace_ends_after_its_first_issue(
    settings: Settings, grace: int, hour: int, crons: list[str]
) -> None:
    days = settings.days.model_copy(update={"grace_hours": grace, "schedule_hour": hour})
    definitions = build_defs(settings.model_copy(update={"days": days}))
    assert definitions.resolve_schedule_def("weekly_schedule").cron_schedule == crons


@pytest.mark.parametrize(("hour", "zone"), [(6, "Asia/Shanghai"), (2, "Europe/Paris"), (0, "America/Sao_Paulo")])
def test_the_schedule_ticks_once_a_day_at_the_configured_local_hour(settings: Settings, hour: int, zone: str) -> None:
    days = settings.days.model_copy(update={"schedule_hour": hour})
    local = settings.model_copy(update={"timezone": zone, "days": days})
    schedule = build_defs(local).resolve_schedule_def("daily_schedule")
    assert (schedule.cron_schedule, schedule.execution_timezone) == (f"0 {hour} * * *", zone)
