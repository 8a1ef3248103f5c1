"""What Dagster loads: read when it is asked for, one job, one schedule, and a check that stands between stages."""

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from digest_pipeline.automation import JOB
from digest_pipeline.definitions import build_defs, defs, instance_of, prepare_instance, run_days, running, runs_of
from digest_pipeline.settings import CHECKOUT, ConfigurationError, EngineName, Settings, load
from tests.homes import environment


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


def test_importing_the_definitions_reads_no_configuration_and_makes_no_file(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "digest.yaml").write_text("timezone: Mars\n", "utf-8")
    script = "import digest_pipeline.definitions, digest_pipeline.cli.app, assets, resources"
    subprocess.run([sys.executable, "-c", script], env=environment(home), cwd=tmp_path, check=True, timeout=60)
    assert [path.name for path in tmp_path.rglob("*")] == ["home", "digest.yaml"]


def test_loading_the_definitions_reads_the_configuration_of_the_home_and_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_HOME", str(tmp_path))
    assert isinstance(defs(), dg.Definitions)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "digest.yaml").write_text("timezone: Mars\n", "utf-8")
    with pytest.raises(ConfigurationError, match="is no time zone"):
        defs()


def test_everything_that_can_be_bound_is_bound(settings: Settings) -> None:
    dg.Definitions.validate_loadable(build_defs(settings))


def test_the_workspace_loads_as_dagster_itself_loads_it(tmp_path: Path) -> None:
    environment_of_dagster = environment(tmp_path / "home") | {"DAGSTER_HOME": str(prepare_instance(load(tmp_path)))}
    dagster = str(Path(sys.executable).with_name("dagster"))
    command = [dagster, "definitions", "validate", "-w", str(CHECKOUT / "workspace.yaml")]
    result = subprocess.run(
        command, env=environment_of_dagster, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


def test_each_cadence_has_a_job_and_together_they_make_every_asset_in_one_process(settings: Settings) -> None:
    definitions = build_defs(settings)
    jobs = {job.name: job for job in definitions.resolve_all_job_defs() if not job.name.startswith("__")}
    assert set(jobs) == {JOB, "four_hourly", "weekly", "monthly", "refresh", "site"}
    made = {key for job in jobs.values() for key in job.asset_layer.executable_asset_keys}
    assert made == {spec.key for spec in definitions.resolve_all_asset_specs()}
    assert all(job.executor_def is dg.in_process_executor for job in jobs.values())


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
    settings: Settings, name: str, tick: str, partition: str
) -> None:
    definitions = build_defs(settings)
    moment = datetime.fromisoformat(tick).replace(tzinfo=settings.zone)
    with dg.build_schedule_context(
        scheduled_execution_time=moment, repository_def=definitions.get_repository_def()
    ) as context:
        (request,) = definitions.resolve_schedule_def(name).evaluate_tick(context).run_requests or []
    assert request.partition_key == partition


def test_with_a_day_run_the_windows_that_end_on_it(settings: Settings) -> None:
    sunday = [f"{run.job} {run.partition}" for run in runs_of(settings, date(2026, 5, 31))]
    assert sunday == [
        "daily 2026-05-31",
        *(f"four_hourly 2026-05-31-{hour:02}:00" for hour in range(0, 24, 4)),
        "monthly 2026-05-01",
        "weekly 2026-05-25",
    ]
    assert len(runs_of(settings, date(2026, 5, 30))) == 7


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
def test_the_schedule_asks_for_yesterday(settings: Settings, zone: str, tick: str, day: str) -> None:
    local = settings.model_copy(update={"timezone": zone})
    definitions = build_defs(local)
    moment = datetime.fromisoformat(tick).replace(tzinfo=ZoneInfo(zone))
    schedule = definitions.resolve_schedule_def("daily_schedule")
    repository = definitions.get_repository_def()
    with dg.build_schedule_context(scheduled_execution_time=moment, repository_def=repository) as context:
        (request,) = schedule.evaluate_tick(context).run_requests or []
    assert (request.partition_key, request.run_key) == (day, day)


@pytest.mark.parametrize(("hour", "zone"), [(6, "Asia/Shanghai"), (2, "Europe/Paris"), (0, "America/Sao_Paulo")])
def test_the_schedule_ticks_once_a_day_at_the_configured_local_hour(settings: Settings, hour: int, zone: str) -> None:
    days = settings.days.model_copy(update={"schedule_hour": hour})
    local = settings.model_copy(update={"timezone": zone, "days": days})
    schedule = build_defs(local).resolve_schedule_def("daily_schedule")
    assert (schedule.cron_schedule, schedule.execution_timezone) == (f"0 {hour} * * *", zone)


def test_a_run_that_cannot_begin_says_why(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    (outcome,) = run_days(build_defs(settings, engine=EngineName.llm), settings, [settings.start])
    assert not outcome.succeeded
    assert [problem.partition(": ")[2][:33] for problem in outcome.problems] == ["the llm engine needs OPENAI_API_K"]


def test_only_a_run_whose_command_is_gone_is_taken_for_abandoned(settings: Settings) -> None:
    with instance_of(settings) as instance:
        job = build_defs(settings).resolve_job_def(JOB)
        begun = dg.DagsterRunStatus.STARTED
        run = instance.create_run_for_job(job, status=begun, tags={"digest/started_by": "command"})
        with running(settings, instance):
            assert status_of(instance, run) is dg.DagsterRunStatus.FAILURE
            other = instance.create_run_for_job(job, status=begun, tags={"digest/started_by": "command"})
            with running(settings, instance):
                assert status_of(instance, other) is begun


def status_of(instance: dg.DagsterInstance, run: dg.DagsterRun) -> dg.DagsterRunStatus:
    found = instance.get_run_by_id(run.run_id)
    assert found
    return found.status


def test_the_instance_of_a_home_is_made_once_and_left_as_its_owner_changed_it(settings: Settings) -> None:
    file = prepare_instance(settings) / "dagster.yaml"
    assert file.read_bytes() == (CHECKOUT / "dagster.yaml").read_bytes()
    file.write_text("telemetry: {enabled: false}\n", "utf-8")
    prepare_instance(settings)
    assert file.read_text("utf-8") == "telemetry: {enabled: false}\n"
