"""The job `backfill` of the UI: days in one process, each a run of its own, and what is left when it is ended."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from digest_pipeline.backfill import TAG, abandoned_sensor, backfill_job
from digest_pipeline.definitions import build_defs
from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.instance import instance_of
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import CHECKOUT, Settings, load
from tests.dagster_ui import until
from tests.homes import environment, published_home
from tests.mishaps import misdate_the_page

FIRST, SECOND = RANGE = DAYS[1:]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home of two recorded days, one of which was run and contradicts itself since."""
    home = Path(shutil.copytree(published_home(tmp_path_factory), tmp_path_factory.mktemp("recorded") / "home"))
    Newsroom(load(home)).archive.import_file(RECORDINGS[1])
    misdate_the_page(home, days=2)
    return home


@pytest.fixture
def settings(recorded: Path, tmp_path: Path) -> Settings:
    return load(Path(shutil.copytree(recorded, tmp_path / "home")))


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with instance_of(settings) as opened:
        yield opened


def config(**values: object) -> dict[str, Any]:
    """Return what the launchpad would hold."""
    days = {"first": str(FIRST), "last": str(SECOND)}
    return {"ops": {"days": {"config": days | {"offline": True, "engine": "extractive"} | values}}}


def launch(settings: Settings, instance: dg.DagsterInstance, **values: object) -> dg.ExecuteInProcessResult:
    """Run the job in this process."""
    job = build_defs(settings, listener=lambda *_: None).resolve_job_def("backfill")
    logged = {"loggers": {"listener": {}}}
    return job.execute_in_process(run_config=config(**values) | logged, instance=instance, raise_on_error=False)


def failure_of(result: dg.ExecuteInProcessResult) -> Any:
    (event,) = (event for event in result.all_events if event.is_step_failure)
    return event.step_failure_data.user_failure_data


def test_each_day_is_a_run_of_its_own_and_a_bad_one_is_named(settings: Settings, instance: dg.DagsterInstance) -> None:
    result = launch(settings, instance)

    of_job = dg.RunsFilter(tags={TAG: result.run_id})
    days = {run.tags.get("dagster/partition", ""): run.status.value for run in instance.get_runs(of_job)}
    assert days == {"": "SUCCESS", str(FIRST): "SUCCESS", str(SECOND): "FAILURE"}
    told = failure_of(result)
    assert told.description == f"1 of 2 days failed: {SECOND}"
    assert f"| {FIRST} | ok |" in told.metadata["days"].value
    assert f"| {SECOND} | failed | check of extracted_articles: " in told.metadata["days"].value
    assert not result.success

    issues = launch(settings, instance, last=str(FIRST), only=["issues/*+"])

    assert issues.success
    (made,) = (run for run in instance.get_runs(dg.RunsFilter(tags={TAG: issues.run_id})) if run.job_name == "daily")
    assert {key.to_user_string() for key in made.asset_selection or ()} == {
        "issues/daily_briefing",
        "published/daily_briefing",
    }


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"first": "yesterday"}, "'yesterday' is no day of the newsroom; it has 2025-01-01 to "),
        ({"first": str(SECOND), "last": str(FIRST)}, f"last ({FIRST}) lies before first ({SECOND})"),
        ({"only": ["storys"]}, "'storys' names no asset; there are "),
    ],
)
def test_a_form_that_makes_no_sense_fails_before_any_day(
    values: dict[str, object], reason: str, settings: Settings, instance: dg.DagsterInstance
) -> None:
    result = launch(settings, instance, **values)
    assert failure_of(result).description.startswith(reason)
    assert instance.get_runs(dg.RunsFilter(tags={TAG: result.run_id})) == []


def test_every_field_of_the_form_is_described_and_only_the_days_must_be_given(settings: Settings) -> None:
    (op,) = backfill_job(settings.home, build_defs).all_node_defs
    fields = op.config_schema.config_type.fields  # type: ignore[attr-defined]  # Dagster types it as a union
    assert all(field.description for field in fields.values())
    assert {name for name, field in fields.items() if field.is_required} == {"first", "last"}
    assert set(fields) == {"first", "last", "only", "stale", "engine", "offline", "refetch"}


def test_a_job_that_is_terminated_leaves_no_run_that_seems_to_go_on(
    settings: Settings, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    form = tmp_path / "form.json"
    form.write_text(json.dumps(config()), "utf-8")
    dagster = str(Path(sys.executable).with_name("dagster"))
    command = [dagster, "job", "execute", "-m", "digest_pipeline.definitions", "-j", "backfill", "-c", str(form)]
    environment_of_dagster = environment(settings.home) | {"DAGSTER_HOME": str(settings.instance)}
    with subprocess.Popen(
        command, env=environment_of_dagster, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        begun = dg.RunsFilter(job_name="daily", statuses=[dg.DagsterRunStatus.STARTED])
        (day,) = until(lambda: instance.get_runs(begun), bool)
        parent = instance.get_run_by_id(day.tags[TAG])
        assert parent
        # What the UI does when a run is terminated.
        instance.report_run_canceling(parent)
        os.kill(process.pid, signal.SIGINT)

    ended = [
        (run.job_name, run.status.value)
        for run in instance.get_runs(dg.RunsFilter(run_ids=[day.run_id, parent.run_id]))
    ]
    assert sorted(ended) == [("backfill", "CANCELED"), ("daily", "FAILURE")]


def test_the_day_of_a_killed_job_is_ended_by_the_sensor(settings: Settings, instance: dg.DagsterInstance) -> None:
    definitions = build_defs(settings)
    job, daily = definitions.resolve_job_def("backfill"), definitions.resolve_job_def("daily")
    parent = instance.create_run_for_job(job, run_config=config(), status=dg.DagsterRunStatus.STARTED)
    begun = dg.DagsterRunStatus.STARTED
    child = instance.create_run_for_job(daily, status=begun, tags={TAG: parent.run_id})
    stranger = instance.create_run_for_job(daily, status=begun, tags={TAG: "another"})
    event = instance.report_run_failed(parent)

    sensor = abandoned_sensor(backfill_job(settings.home, build_defs))
    context = dg.build_run_status_sensor_context(sensor.name, event, instance, parent)
    sensor(context.for_run_failure())

    status = {run.run_id: run.status.value for run in instance.get_runs()}
    assert (status[child.run_id], status[stranger.run_id]) == ("FAILURE", "STARTED")
