"""`digest run --accept` and `--withdraw`: what may be named, and what is written down of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import Result as Shown

from digest_pipeline.cli.accept import accept, withdraw
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.acceptances import Acceptances
from digest_pipeline.quality.runner import Result
from digest_pipeline.settings import load
from tests.conftest import NOON

Command = Callable[..., Shown]
DAY = date(2026, 6, 2)
WEEK = "issues/weekly/2026-W23"
BRIEFING = f"issues/daily_briefing/{DAY}"
REASON = "the source corrected it"


@pytest.fixture
def failed(home: Path) -> Path:
    """A home in which a check of a layer and one of two issues failed on the day."""
    newsroom = Newsroom(load(home))
    for layer, name in (("stories", "url_unique"), (WEEK, "lint_bare_url"), (BRIEFING, "lint_bare_url")):
        result = Result(name, "expect", "url", "blocking", False, 9, 2, ("id='a'", "id='b'"), "twice")  # noqa: FBT003
        newsroom.record.replace_results(DAY, layer, {"suite": [result]})
    return home


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--because", REASON), "digest: --because goes with --accept\n"),
        (("--accept", "stories.url_unique"), "digest: --accept needs a reason"),
        (("--accept", "stories.url_unique", "--because", "ok"), "digest: --accept needs a reason"),
        (
            ("--accept", "stories.url_uniqe", "--because", REASON),
            "digest: stories.url_uniqe (did you mean stories.url_unique?)",
        ),
        (("--withdraw", "stories.url_unique"), "digest: stories.url_unique is none of the checks that are accepted"),
    ],
)
def test_wrong_words_get_status_2_and_change_nothing(
    command: Command, failed: Path, words: tuple[str, ...], message: str
) -> None:
    result = command("run", "--day", DAY, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert held(failed) == []


def test_a_check_that_did_not_fail_is_refused_with_those_that_did(command: Command, failed: Path) -> None:
    result = command("run", "--day", DAY, "--accept", "raw_feeds.id_unique", "--because", REASON)
    listed = "issues/daily_briefing.lint_bare_url, issues/weekly/2026-W23.lint_bare_url, stories.url_unique"
    assert result.stderr.endswith(f"on {DAY}: {listed}\n")
    assert held(failed) == []


@pytest.mark.parametrize(
    ("check", "layer"),
    [
        ("stories.url_unique", "stories"),
        ("issues/daily_briefing.lint_bare_url", BRIEFING),
        (f"{BRIEFING}.lint_bare_url", BRIEFING),
        (f"{WEEK}.lint_bare_url", WEEK),
    ],
)
def test_a_check_is_named_by_its_layer_and_an_issue_by_its_key_too(failed: Path, check: str, layer: str) -> None:
    accept(load(failed), DAY, [check], f" {REASON}\n", NOON)
    assert held(failed) == [(layer, check.rpartition(".")[2], REASON)]


def test_a_reason_in_chinese_is_counted_in_characters(failed: Path) -> None:
    accept(load(failed), DAY, ["stories.url_unique"], "来源已更正", NOON)
    assert len(held(failed)) == 1


def test_of_several_checks_none_is_accepted_when_one_did_not_fail(failed: Path) -> None:
    with pytest.raises(typer.Exit):
        accept(load(failed), DAY, ["stories.url_unique", "stories.id_unique"], REASON, NOON)
    assert held(failed) == []


def test_what_is_withdrawn_is_accepted_no_longer(failed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checks = ["stories.url_unique", f"{WEEK}.lint_bare_url"]
    accept(load(failed), DAY, checks, REASON, NOON)
    withdraw(load(failed), DAY, checks[:1], NOON)
    assert held(failed) == [(WEEK, "lint_bare_url", REASON)]
    assert capsys.readouterr().err.endswith(f"no longer accepted for {DAY}: stories.url_unique\n")


def held(home: Path) -> list[tuple[str, str, str]]:
    acceptances = Acceptances(Newsroom(load(home)).warehouse).between(DAY, DAY)
    return [(one.layer, one.name, one.because) for one in acceptances]
