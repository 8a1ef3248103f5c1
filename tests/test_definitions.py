"""What Dagster loads, and that nothing is read or made before it is asked for."""

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from digest_pipeline.automation.jobs import JOB
from digest_pipeline.definitions import build_defs, defs
from digest_pipeline.instance import prepare_instance
from digest_pipeline.settings import CHECKOUT, ConfigurationError, Settings, load
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
    assert set(jobs) == {
        JOB,
        "four_hourly",
        "weekly",
        "monthly",
        "refresh",
        "site",
        "marts",
        "import_captures",
        "backfill",
    }
    made = {key for job in jobs.values() for key in job.asset_layer.executable_asset_keys}
    assert made == {spec.key for spec in definitions.resolve_all_asset_specs()}
    assert all(job.executor_def is dg.in_process_executor for job in jobs.values())
