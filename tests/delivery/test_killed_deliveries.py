"""A delivery that is killed anywhere and then repeated sends at most one message, or commits exactly once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.delivery.desk import Desk
from tests.delivery.servers import Hook, Mailbox, Repository
from tests.homes import environment

POINTS = ["before the row", "after the row", "before it is settled", "after it is settled"]
# How many messages there are in the end: nobody knows whether one left after the row.
MESSAGES = {"before the row": 1, "after the row": 0, "before it is settled": 1, "after it is settled": 1}
STATES = {
    "before the row": ["sent", "held"],
    "after the row": ["unknown", "held"],
    "before it is settled": ["unknown", "held"],
    "after it is settled": ["held", "held"],
}


@pytest.mark.parametrize("point", POINTS)
def test_a_webhook_gets_one_message_at_most_when_the_run_is_killed(point: str, tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        run_until(point, desk.home)
        assert [desk.run()["team"].state for _ in range(2)] == STATES[point]
        assert len(hook.messages) == MESSAGES[point]


@pytest.mark.parametrize("point", POINTS)
def test_a_mailbox_gets_one_mail_at_most_when_the_run_is_killed(point: str, tmp_path: Path) -> None:
    with Mailbox() as mailbox:
        desk = Desk(tmp_path / "home", {"team": {"url": mailbox.url}}, {"team": {}})
        run_until(point, desk.home)
        assert [desk.run()["team"].state for _ in range(2)] == STATES[point]
        assert len(mailbox.mails) == MESSAGES[point]


@pytest.mark.parametrize("point", POINTS)
def test_a_repository_gets_exactly_one_commit_when_the_run_is_killed(point: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "remote")
    repository.write("README.md", "An archive.\n")
    desk = Desk(tmp_path / "home", {"team": {"git": repository.url}}, {"team": {"form": "full"}})
    run_until(point, desk.home)
    assert desk.run()["team"].state in {"sent", "held"}
    assert desk.run()["team"].state == "held"
    assert len(repository.commits()) == 2


@pytest.mark.parametrize("with_its_child", [True, False])
def test_a_run_that_is_killed_while_it_sends_has_sent_once(with_its_child: bool, tmp_path: Path) -> None:
    with Hook("hangs after the body") as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        kill_while_sending(desk.home, hook, with_its_child=with_its_child)
        hook.fault = ""
        assert [desk.run()["team"].state for _ in range(2)] == ["unknown", "held"]
        assert len(hook.messages) == 1


def test_a_run_that_is_killed_while_a_mail_is_taken_has_sent_once(tmp_path: Path) -> None:
    with Mailbox("hangs after the text") as mailbox:
        desk = Desk(tmp_path / "home", {"team": {"url": mailbox.url}}, {"team": {}})
        kill_while_sending(desk.home, mailbox, with_its_child=True)
        mailbox.fault = ""
        assert [desk.run()["team"].state for _ in range(2)] == ["unknown", "held"]
        assert len(mailbox.mails) == 1


def run_until(point: str, home: Path) -> None:
    killed = subprocess.run(command(point), env=environment(home), capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr


def kill_while_sending(home: Path, server: Hook | Mailbox, *, with_its_child: bool) -> None:
    with subprocess.Popen(command("sending"), env=environment(home), start_new_session=True) as process:
        assert server.reached.wait(30)
        if with_its_child:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    assert process.returncode == -signal.SIGKILL


def command(point: str) -> list[str]:
    return [sys.executable, "-m", "tests.delivery.killed_delivery", point, "team"]
