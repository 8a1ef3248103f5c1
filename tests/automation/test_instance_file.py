"""The dagster.yaml of a home: what it sets, when it is renewed, and what is repeated by itself."""

from pathlib import Path

import dagster as dg
import pytest

from digest_pipeline.instance import BY_COMMAND, instance_of, prepare_instance, running
from digest_pipeline.settings import CHECKOUT, Settings, load

SHIPPED = (CHECKOUT / "dagster.yaml").read_text("utf-8")
FORMER = """\
# The Dagster instance of a home; `digest` copies this file to DIGEST_HOME/dagster the first time it is needed.

telemetry:
  enabled: false

# DuckDB lets one process write: one run at a time, the others wait in the queue.
concurrency:
  runs:
    max_concurrent_runs: 1

# A run whose machine was switched off is given up after six hours, so that the queue goes on.
run_monitoring:
  enabled: true
  max_runtime_seconds: 21600

# A run that failed shows why; it is not repeated by itself.
run_retries:
  enabled: false

# No newsletter dialog when the UI opens.
nux:
  enabled: false
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


def test_one_run_writes_at_a_time_and_the_next_is_not_kept_waiting(settings: Settings) -> None:
    with instance_of(settings) as instance:
        queue = instance.get_concurrency_config().run_queue_config
        assert queue is not None
        assert queue.max_concurrent_runs == 1
        assert getattr(instance.run_coordinator, "dequeue_interval_seconds", None) == 1
        assert instance.run_monitoring_enabled
        assert instance.freshness_enabled


@pytest.mark.parametrize(
    ("tags", "repeated"),
    [
        ({}, "true"),
        (BY_COMMAND, "false"),  # no daemon could start it again
    ],
)
def test_a_killed_run_is_repeated_unless_a_command_started_it(
    settings: Settings, tags: dict[str, str], repeated: str
) -> None:
    @dg.job
    def daily() -> None:
        """Do nothing."""

    with instance_of(settings) as instance:
        run = instance.create_run_for_job(daily, status=dg.DagsterRunStatus.STARTED, tags=tags)
        instance.report_run_failed(run)
        (ended,) = instance.get_runs()
        assert ended.tags["dagster/will_retry"] == repeated


def test_a_run_of_an_earlier_version_whose_command_was_killed_is_marked_failed(settings: Settings) -> None:
    @dg.job
    def daily() -> None:
        """Do nothing."""

    with instance_of(settings) as instance:
        tags = {"digest/started_by": "command"}
        instance.create_run_for_job(daily, status=dg.DagsterRunStatus.STARTED, tags=tags)
        with running(settings, instance):
            (run,) = instance.get_runs()
            assert run.status is dg.DagsterRunStatus.FAILURE


def test_a_run_in_which_a_step_failed_is_not_repeated(settings: Settings) -> None:
    @dg.op
    def fails() -> None:
        raise OSError("no space left on the device")

    @dg.job
    def daily() -> None:
        fails()

    with instance_of(settings) as instance:
        daily.execute_in_process(instance=instance, raise_on_error=False)
        (run,) = instance.get_runs()
        assert run.tags["dagster/will_retry"] == "false"


def test_the_file_of_an_earlier_version_is_renewed_and_a_changed_one_is_left(settings: Settings) -> None:
    file = prepare_instance(settings) / "dagster.yaml"
    for there, then in ((FORMER, SHIPPED), (SHIPPED, SHIPPED), (FORMER + "# mine\n", FORMER + "# mine\n")):
        file.write_text(there, "utf-8")
        prepare_instance(settings)
        assert file.read_text("utf-8") == then


def test_the_present_file_is_known_as_one_that_was_shipped(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = prepare_instance(settings) / "dagster.yaml"
    (tmp_path / "dagster.yaml").write_text("telemetry: {enabled: false}\n", "utf-8")
    # As the next version will find it.
    monkeypatch.setattr("digest_pipeline.instance.CHECKOUT", tmp_path)
    prepare_instance(settings)
    assert file.read_text("utf-8") == "telemetry: {enabled: false}\n"
