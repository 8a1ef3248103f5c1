"""`digest doctor`: what stands in the way of a run, named with the way out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from tests.homes import digest_process, holding

Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")


def findings(result: Result) -> dict[str, list[str]]:
    lines = [
        [cell.strip() for cell in line.strip("│┃").split("│")] for line in result.stdout.splitlines() if "│" in line
    ]
    return {subject: rest for subject, *rest in lines}


def test_a_new_home_is_in_order_and_stays_untouched(command: Command, home: Path) -> None:
    result = command("doctor")
    assert result.exit_code == 0
    assert {state for state, _ in findings(result).values()} == {"ok"}
    assert "no run yet" in result.stdout
    assert list(home.iterdir()) == []


def test_the_files_that_configure_the_home_are_named(command: Command, home: Path) -> None:
    command("init")
    found = findings(command("doctor"))
    assert found["digest.yaml"][1] == str(home / "digest.yaml")
    assert found["sources.yaml"][1].startswith(str(home / "sources.yaml"))


def test_a_model_without_key_or_address_stands_in_the_way(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_ENGINE", "llm")
    result = command("doctor")
    assert result.exit_code == 1
    state, finding = findings(result)["engine"]
    assert state == "wrong"
    assert "set OPENAI_API_KEY or OPENAI_BASE_URL" in finding


def test_a_key_is_never_printed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
    result = command("doctor")
    assert findings(result)["engine"][1].startswith("llm (key set")
    assert "key-of-the-test" not in result.output


def test_a_home_without_sources_is_wrong(command: Command, home: Path) -> None:
    (home / "sources.yaml").write_text("sources: []\n", "utf-8")
    result = command("doctor")
    assert result.exit_code == 1
    assert findings(result)["sources.yaml"][0] == "wrong"


def test_the_process_that_holds_the_warehouse_is_named(home: Path) -> None:
    with holding(home / "warehouse.duckdb") as holder:
        result = digest_process("doctor", home=home)
    assert result.returncode == 1
    assert f"pid {holder}" in " ".join(result.stdout.replace("│", " ").split())


def test_the_last_runs_are_listed_with_their_day_and_end(command: Command) -> None:
    command("run", "--day", "2026-03-02", "--offline")
    assert any("2026-03-02" in line and "failure" in line for line in command("doctor").stdout.splitlines())


def test_who_asks_the_web_without_saying_where_to_reach_them_is_told(command: Command, home: Path) -> None:
    assert "fetch.user_agent" in findings(command("doctor"))["live web"][1]
    (home / "digest.yaml").write_text("fetch: {user_agent: 'quay-digest (mail to desk at quay)'}\n", "utf-8")
    assert findings(command("doctor"))["live web"][1] == "asked as quay-digest (mail to desk at quay)"
