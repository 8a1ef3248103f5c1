"""A repository as a channel: one commit for an issue, whoever else pushes and whatever it refuses."""

from pathlib import Path

import pytest

from tests.delivery.desk import Desk
from tests.delivery.servers import Repository, daemon

FILE = "content/posts/2026-02-14.md"


@pytest.fixture
def remote(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "remote")
    repository.write("README.md", "An archive.\n")
    return repository


def desk_for(home: Path, url: str, **channel: str) -> Desk:
    archive = {"git": url, "folder": "content/posts", "path": "{key}.md", **channel}
    return Desk(home, {"archive": archive}, {"archive": {"form": "full"}})


def test_the_issue_is_committed_on_top_of_what_is_there(remote: Repository, tmp_path: Path) -> None:
    desk = desk_for(tmp_path / "home", remote.url, author="News Desk <desk@example.org>")
    assert desk.run()["archive"].state == "sent"
    assert remote.read(FILE).startswith("# AI 每日情报")
    assert remote.read("README.md") == "An archive."
    assert remote.commits() == [desk.issue.title, "write README.md"]
    assert (
        remote.git("log", "-1", "--format=%an %ae %cI", "main")
        == "News Desk desk@example.org 2026-02-15T01:00:00+00:00"
    )


def test_an_empty_repository_gets_its_first_commit(tmp_path: Path) -> None:
    remote = Repository(tmp_path / "empty")
    assert desk_for(tmp_path / "home", remote.url).run()["archive"].state == "sent"
    assert len(remote.commits()) == 1


def test_what_is_there_already_needs_no_commit(remote: Repository, tmp_path: Path) -> None:
    desk_for(tmp_path / "one", remote.url).run()
    assert desk_for(tmp_path / "two", remote.url).run()["archive"].state == "sent"
    assert len(remote.commits()) == 2


def test_a_corrected_issue_is_committed_when_asked_for_again(remote: Repository, tmp_path: Path) -> None:
    desk = desk_for(tmp_path / "home", remote.url)
    desk.run()
    corrected = desk.issue.model_copy(update={"title": "Corrected"})
    assert desk.run(corrected)["archive"].state == "held"
    assert desk.run(corrected, purpose="again")["archive"].state == "sent"
    assert remote.read(FILE).startswith("# Corrected")


def test_somebody_who_pushes_in_between_loses_nothing(remote: Repository, tmp_path: Path) -> None:
    # Before the first push of ours is looked at, the branch moves: what git calls a non-fast-forward.
    remote.hook("pre-receive", moving(remote))
    assert desk_for(tmp_path / "home", remote.url).run()["archive"].state == "sent"
    assert remote.read("other.md") == "other"
    assert remote.read(FILE)
    assert len(remote.commits()) == 3


def test_a_refusing_hook_is_a_failure_that_says_so_and_the_next_run_tries_again(
    remote: Repository, tmp_path: Path
) -> None:
    remote.hook("pre-receive", "echo 'no posts on Sundays' >&2; exit 1")
    desk = desk_for(tmp_path / "home", remote.url)
    outcome = desk.run()["archive"]
    assert outcome.state == "failed"
    assert "no posts on Sundays" in outcome.why
    remote.hook("pre-receive", "exit 0")
    assert desk.run()["archive"].state == "sent"
    assert len(remote.commits()) == 2


def test_a_push_that_hangs_after_it_was_taken_is_seen_to_have_arrived(remote: Repository, tmp_path: Path) -> None:
    remote.hook("post-receive", "exec sleep 30 >&- 2>&-")
    desk = desk_for(tmp_path / "home", remote.url)
    channels = {"archive": {"git": remote.url, "path": "{key}.md"}}
    desk = Desk(tmp_path / "home", channels, {"archive": {"form": "full"}}, delivery={"timeout_seconds": 3})
    assert desk.run()["archive"].state == "sent"
    assert len(remote.commits()) == 2


def test_it_works_over_the_network_and_says_when_nobody_listens(remote: Repository, tmp_path: Path) -> None:
    with daemon(remote.folder.parent) as address:
        assert desk_for(tmp_path / "one", f"{address}/remote").run()["archive"].state == "sent"
    outcome = desk_for(tmp_path / "two", f"{address}/remote").run()["archive"]
    assert outcome.state == "failed"
    assert "Connection refused" in outcome.why
    assert len(remote.commits()) == 2


def test_a_branch_that_is_not_there_is_named_with_those_that_are(remote: Repository, tmp_path: Path) -> None:
    outcome = desk_for(tmp_path / "home", remote.url, branch="master").run()["archive"]
    assert outcome.why == "the repository has no branch master; it has: main"
    assert remote.commits() == ["write README.md"]


def test_a_kept_repository_that_was_deleted_is_made_again(remote: Repository, tmp_path: Path) -> None:
    desk = desk_for(tmp_path / "home", remote.url)
    desk.run()
    (tmp_path / "home" / "delivery" / "archive" / "HEAD").unlink()
    corrected = desk.issue.model_copy(update={"title": "Corrected"})
    assert desk.run(corrected, purpose="again")["archive"].state == "sent"


def test_no_password_of_a_repository_is_shown_or_written_to_disk(tmp_path: Path) -> None:
    desk = desk_for(tmp_path / "home", "http://me:${TOKEN}@127.0.0.1:9/x.git")
    outcome = desk.run(environment={"TOKEN": "hunter22/"})["archive"]
    assert outcome.state == "failed"
    kept = [path.read_bytes() for path in (tmp_path / "home" / "delivery").rglob("*") if path.is_file()]
    assert not any(b"hunter22" in content for content in kept)
    assert "hunter22" not in outcome.why + repr(desk.ledger.all())


def test_a_channel_can_be_tried_without_a_commit(remote: Repository, tmp_path: Path) -> None:
    desk = desk_for(tmp_path / "home", remote.url)
    assert desk.courier().test("archive").state == "sent"
    assert remote.commits() == ["write README.md"]
    (tmp_path / "remote").rename(tmp_path / "moved")
    assert desk.courier().test("archive").state == "failed"


def test_the_callers_own_repository_is_left_alone(
    remote: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Repository(tmp_path / "own")
    monkeypatch.setenv("GIT_DIR", str(own.folder))
    monkeypatch.setenv("GIT_INDEX_FILE", str(own.folder / "index"))
    assert desk_for(tmp_path / "home", remote.url).run()["archive"].state == "sent"
    monkeypatch.undo()
    assert not (own.folder / "index").exists()
    assert remote.read(FILE)


def moving(remote: Repository) -> str:
    """Return a hook that moves the branch once, as a push of somebody else at the same moment does."""
    blob = remote.git("hash-object", "-w", "--stdin", text="other")
    tip = remote.git("rev-parse", "main")
    remote.git("read-tree", tip)
    remote.git("update-index", "--add", "--cacheinfo", f"100644,{blob},other.md")
    commit = remote.git("commit-tree", remote.git("write-tree"), "-p", tip, text="somebody else")
    # The quarantine of a push forbids to move branches; the file behind the branch is moved as its owner would.
    return f"mkdir moved 2>/dev/null || exit 0\necho {commit} > refs/heads/main"
