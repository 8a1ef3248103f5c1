"""A run that is killed anywhere and then repeated leaves what an undisturbed run leaves."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.instance import instance_of
from digest_pipeline.model import Capture
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from tests.homes import OFFLINE, demo_home, digest, environment, published_home, site, tables

DAY, RECORDING = DAYS[2], RECORDINGS[2]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published_home(tmp_path_factory)


@pytest.mark.parametrize("point", ["importing", "indexing"])
def test_an_import_killed_while(point: str, undisturbed: Path, tmp_path: Path) -> None:
    home = demo_home(tmp_path / "home", []).home
    run_until(point, home)

    assert digest("import-captures", RECORDING, home=home).exit_code == 0

    assert tables(home)["raw.captures"] == tables(undisturbed)["raw.captures"]
    assert bodies(home) == bodies(undisturbed)


@pytest.mark.parametrize("point", ["loading entries", "replacing briefs", "publishing"])
def test_a_run_killed_while(point: str, undisturbed: Path, tmp_path: Path) -> None:
    home = demo_home(tmp_path / "home", []).home
    run_until(point, home)

    assert digest("run", "--day", DAY, *OFFLINE, home=home).exit_code == 0

    assert tables(home) == tables(undisturbed)
    assert site(home) == site(undisturbed)
    # What was killed, the day, the site.
    assert statuses(home) == ["FAILURE", "SUCCESS", "SUCCESS"]


def statuses(home: Path) -> list[str]:
    """Return how the runs of the home ended, in order: one that seems to go on would block the queue of the UI."""
    with instance_of(load(home)) as instance:
        return [run.status.value for run in reversed(instance.get_runs())]


def run_until(point: str, home: Path) -> None:
    command = [sys.executable, "-m", "tests.killed_run", point, str(DAY), str(RECORDING)]
    killed = subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr


def bodies(home: Path) -> dict[str, bytes]:
    """Return what the archive reads of each capture."""
    newsroom = Newsroom(load(home))
    captures = (Capture(**row) for row in newsroom.warehouse.rows("select * from raw.captures"))
    return {capture.id: newsroom.archive.read(capture).body for capture in captures}
