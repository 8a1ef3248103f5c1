"""`digest deliver`: on purpose, by the names of edition, issue and channel, with an exit status that tells."""

from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from digest_pipeline.cli.deliver import deliver
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.publications import Publications
from tests.delivery.desk import Desk
from tests.delivery.servers import Hook
from tests.editions.sample import sample_issue

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    app = typer.Typer()
    app.command()(deliver)
    return lambda *words: CliRunner().invoke(app, ["--home", str(tmp_path / "home"), *words], catch_exceptions=False)


def published(desk: Desk, *editions: str) -> None:
    for edition in editions:
        Publications(Newsroom(desk.settings).warehouse).add(sample_issue(edition=edition))


def test_an_issue_is_sent_once_and_again_on_purpose(command: Command, tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        published(desk, "daily_briefing")
        briefing = ("--edition", "daily_briefing")
        first, second = command(*briefing), command(*briefing, "--day", "2026-02-14")
        third = command(*briefing, "--key", "2026-02-14", "--channel", "team", "--again")
        assert [result.exit_code for result in (first, second, third)] == [0, 0, 0]
        assert "daily_briefing 2026-02-14 -> team: sent\n" in first.stdout
        assert "team: held\n" in second.stdout
        assert len(hook.messages) == 2
        listed = command("--list")
        assert listed.stdout.count("daily_briefing 2026-02-14 -> team  attempt") == 2


def test_a_failure_ends_with_one(command: Command, tmp_path: Path) -> None:
    with Hook(404) as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        published(desk, "daily_briefing")
        result = command("--edition", "daily_briefing")
        assert result.exit_code == 1
        assert "HTTP 404" in result.stderr
        assert command("--test", "team").exit_code == 1


def test_a_channel_is_tried(command: Command, tmp_path: Path) -> None:
    with Hook() as hook:
        Desk(tmp_path / "home", {"team": {"url": hook.url}}, {})
        assert command("--test", "team").exit_code == 0
        assert hook.messages[0]["title"] == "Test message: team"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((), 2, "name one of --edition, --list and --test"),
        (("--list", "--test", "team"), 2, "name one of"),
        (("--list", "--again"), 2, "go with --edition"),
        (("--edition", "daily_briefing", "--day", "2026-02-14", "--key", "x"), 2, "not by both"),
        (("--edition", "nonesuch"), 2, "there is no edition 'nonesuch'; there is: daily_briefing"),
        (("--edition", "weekly"), 2, "weekly has no channels"),
        (("--edition", "daily_briefing", "--channel", "x"), 2, "has no channel 'x' under `deliver`; it has: team"),
        (("--edition", "daily_briefing"), 1, "daily_briefing has no published issue; make one with: digest run"),
        (("--edition", "daily_briefing", "--key", "2026-01-01"), 1, "has no published issue 2026-01-01"),
        (("--test", "x"), 2, "there is no channel 'x'; there is: team"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(
    command: Command, tmp_path: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    Desk(tmp_path / "home", {"team": {"url": "json://127.0.0.1:9/"}}, {"team": {}})
    result = command(*words)
    assert (result.exit_code, said in result.stderr) == (status, True), result.stderr


def test_loading_the_command_brings_no_apprise() -> None:
    import subprocess
    import sys

    script = (
        "import sys, digest_pipeline.settings, digest_pipeline.cli.deliver, digest_pipeline.cli.deliveries;"
        " print(sorted({'apprise', 'requests'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
