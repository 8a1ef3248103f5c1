"""`digest backfill`: what it says of each day, what it runs again, and how it is stopped and goes on."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.instance import instance_of
from digest_pipeline.settings import CHECKOUT, load
from tests.homes import OFFLINE, backfill, demo_home, digest, environment
from tests.mishaps import CHECK, MISDATED, misdate_the_page

FIRST, SECOND = RANGE = DAYS[1:]
COMMAND = ("backfill", "--from", FIRST, "--to", SECOND, *OFFLINE)
EDITION, TEMPLATE = (Path("editions") / name for name in ("daily_briefing.yaml", "templates/daily_briefing.md.j2"))


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str]:
    """A home in which Ctrl-C ended a backfill during its second day, with the command's status and what it said."""
    home = demo_home(tmp_path_factory.mktemp("stopped") / "home", RECORDINGS[1:]).home
    command = [sys.executable, "-m", "digest_pipeline", *map(str, COMMAND)]
    with subprocess.Popen(
        command, env=environment(home), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, process_group=0
    ) as process:
        assert process.stderr
        said = process.stderr.readline()
        # As a terminal does: to the command and to all that it started.
        os.killpg(process.pid, signal.SIGINT)
        said += process.stderr.read()
    return home, process.returncode, said


@pytest.fixture(scope="module")
def whole(stopped: tuple[Path, int, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The home after the same command with --stale, and what it said."""
    home = Path(shutil.copytree(stopped[0], tmp_path_factory.mktemp("whole") / "home"))
    result = digest(*COMMAND, "--stale", home=home)
    assert result.exit_code == 0, result.output
    return home, result.stderr


@pytest.fixture
def home(whole: tuple[Path, str], tmp_path: Path) -> Path:
    """A home in which both days are made."""
    return Path(shutil.copytree(whole[0], tmp_path / "home"))


def runs(home: Path) -> list[str]:
    """Return the runs of the home in order, without those of the site: day and how it ended."""
    with instance_of(load(home)) as instance:
        found = [(run.tags.get("dagster/partition"), run.status.value) for run in reversed(instance.get_runs())]
    return [f"{day} {status}" for day, status in found if day]


def made_last(home: Path) -> set[str]:
    """Return the assets of the last run that was not the site's."""
    with instance_of(load(home)) as instance:
        last = next(run for run in instance.get_runs() if "dagster/partition" in run.tags)
    return {key.to_user_string() for key in last.asset_selection or ()}


def test_ctrl_c_leaves_what_was_made_and_tells_how_to_go_on(stopped: tuple[Path, int, str]) -> None:
    home, status, said = stopped
    assert status == 130
    assert said.startswith(f"{FIRST}: ok, ")
    assert said.endswith("stopped: 1 of 2 days are done, what was made stays; the same command with --stale goes on\n")
    assert "Traceback" not in said
    assert {day.split()[1] for day in runs(home)} <= {"SUCCESS", "FAILURE"}
    assert runs(home)[0] == f"{FIRST} SUCCESS"


def test_a_stopped_backfill_goes_on_with_what_is_missing(whole: tuple[Path, str]) -> None:
    home, said = whole
    assert said.splitlines()[0].startswith(f"{FIRST}: up to date, ")
    assert said.splitlines()[1].startswith(f"{SECOND}: ok, ")
    assert "(2 of 2 days, " in said
    done = [run for run in runs(home) if run.endswith("SUCCESS")]
    assert done == [f"{FIRST} SUCCESS", f"{SECOND} SUCCESS"]


def test_a_changed_template_makes_the_issues_again_and_nothing_before_them(home: Path) -> None:
    (home / TEMPLATE).parent.mkdir(parents=True)
    shutil.copyfile(CHECKOUT / "digest_pipeline" / EDITION, home / EDITION)
    shipped = (CHECKOUT / "digest_pipeline" / TEMPLATE).read_text("utf-8")
    (home / TEMPLATE).write_text(shipped + "\nPrinted at the harbour.\n", "utf-8")

    result = digest(*COMMAND, "--stale", home=home)

    assert result.exit_code == 0, result.output
    assert made_last(home) == {"issues/daily_briefing", "published/daily_briefing"}
    assert "Printed at the harbour." in (home / "site" / "daily_briefing" / f"{FIRST}.md").read_text("utf-8")
    assert "Printed at the harbour." in (home / "site" / "daily_briefing" / f"{SECOND}.md").read_text("utf-8")


def test_a_bad_day_fails_alone_and_is_run_again_alone(home: Path) -> None:
    misdate_the_page(home, days=2)
    bad = backfill(home, RANGE)
    assert bad.exit_code == 1
    assert MISDATED == SECOND
    assert runs(home)[-2:] == [f"{FIRST} SUCCESS", f"{SECOND} FAILURE"]
    assert f"{SECOND}: failed, " in bad.stderr
    assert bad.stderr.endswith(f"failed: {SECOND}\n")

    accepted = digest("run", "--day", SECOND, *OFFLINE, "--accept", CHECK, "--because", "two days are meant", home=home)
    assert accepted.exit_code == 0, accepted.output
    count = len(runs(home))
    again = digest(*COMMAND, "--stale", home=home)
    assert again.exit_code == 0, again.output
    assert len(runs(home)) == count


def test_only_what_is_selected_is_made(home: Path) -> None:
    result = digest(*COMMAND, "--only", "issues/*+", home=home)
    assert result.exit_code == 0, result.output
    assert made_last(home) == {"issues/daily_briefing", "published/daily_briefing"}


def test_an_issue_is_not_made_of_a_day_without_briefs(tmp_path: Path) -> None:
    home = demo_home(tmp_path / "home", []).home
    result = digest(*COMMAND, "--only", "issues/*+", home=home)
    assert result.exit_code == 1
    assert f"{FIRST}: structured_summaries of {FIRST} were never made: select them too" in result.stderr
    assert runs(home) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--only", "storys"), "digest: 'storys' names no asset; there are extracted_articles, "),
        (("--refetch", "--stale"), "digest: --refetch asks for every day again, --stale "),
        (("--refetch",), "digest: offline and refetch: "),
    ],
)
def test_what_cannot_be_meant_gets_status_2_before_any_run(
    words: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    home = demo_home(tmp_path / "home", []).home
    result = digest(*COMMAND, *words, home=home)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert runs(home) == []
