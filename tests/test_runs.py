"""Which runs a day is made of, how a run that fails is told, and the instance that remembers them."""

from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from digest_pipeline.automation.jobs import JOB
from digest_pipeline.definitions import build_defs
from digest_pipeline.instance import instance_of, prepare_instance, running
from digest_pipeline.runs import run_days, runs_of
from digest_pipeline.settings import CHECKOUT, EngineName, Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


def test_with_a_day_run_the_windows_that_end_on_it(settings: Settings) -> None:
    sunday = [f"{run.job} {run.partition}" for run in runs_of(settings, date(2026, 5, 31))]
    assert sunday == [
        "daily 2026-05-31",
        *(f"four_hourly 2026-05-31-{hour:02}:00" for hour in range(0, 24, 4)),
        "monthly 2026-05-01",
        "weekly 2026-05-25",
    ]
    assert len(runs_of(settings, date(2026, 5, 30))) == 7


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
