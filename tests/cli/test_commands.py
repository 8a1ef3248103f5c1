"""The commands and their exit status: 0 success, 1 a check or stage failed, 2 wrong use; one message, no traceback."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import Result

from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.settings import CHECKOUT
from tests.homes import digest, digest_process, rows

Command = Callable[..., Result]
StoreIssue = Callable[[Path, date], None]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "--day", "2026-13-01"), "digest: '2026-13-01' is no day; write it as YYYY-MM-DD\n"),
        (("run", "--day", "yesterday"), "digest: 'yesterday' is no day; write it as YYYY-MM-DD\n"),
        (("run", "--day", "2001-01-01"), "digest: 2001-01-01 lies outside 2025-01-01"),
        (("run", "--day", "2999-01-01"), "digest: 2999-01-01 lies outside 2025-01-01"),
        (
            ("backfill", "--from", "2026-03-04", "--to", "2026-03-02"),
            "digest: --to 2026-03-02 lies before --from 2026-03-04\n",
        ),
        (("backfill", "--from", "2026-03-04", "--to", "x"), "digest: 'x' is no day; write it as YYYY-MM-DD\n"),
        (("show", "evening"), "digest: there is no edition 'evening'; there is: daily_briefing, two_day_report, "),
        (("try", "stories", "missing.jsonl"), "digest: missing.jsonl: can't be read: No such file or directory\n"),
    ],
)
def test_wrong_use_gets_status_2_and_one_message(command: Command, words: tuple[str, ...], message: str) -> None:
    result = command(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [("run", "--engine", "oracle"), ("backfill",), ("nonsense",), ("try", "article"), ("import-captures",)]
)
def test_what_the_command_does_not_know_or_misses_gets_status_2(command: Command, words: tuple[str, ...]) -> None:
    result = command(*words)
    assert result.exit_code == 2
    assert "Usage" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("backfill", "--from", "2026-03-02", "--to", "2026-03-03"),
        ("import-captures", str(RECORDINGS[0])),
        ("show",),
        ("doctor",),
        ("demo",),
        ("ui",),
        ("try", "feed", "x"),
    ],
)
@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("digest.yaml", "timezone: Mars\n", "timezone: 'Mars' is no time zone; use an IANA name"),
        ("digest.yaml", "limits: {pages: 3}\n", "limits.pages: is unknown; allowed: "),
        ("sources.yaml", "sources: [{id: a, name: A}]\n", "sources.0.url: Field required"),
    ],
)
def test_wrong_configuration_gets_status_2_and_one_message_before_any_work(
    words: tuple[str, ...], file: str, content: str, message: str, home: Path
) -> None:
    (home / file).write_text(content, "utf-8")
    result = digest(*words, home=home)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"digest: {home / file}: {message}")
    assert result.stderr.count("\n") == 1
    assert [path.name for path in home.iterdir()] == [file]


@pytest.mark.parametrize("words", [("run",), ("init",), ("show",), ("doctor",)])
def test_a_file_in_the_place_of_the_home_is_named(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("")
    result = digest(*words, home=tmp_path / "file" / "home")
    assert result.exit_code == 2
    assert f"{tmp_path / 'file'} is a file; choose another --home" in result.stderr


def test_the_home_may_be_named_before_or_after_the_command(home: Path, tmp_path: Path, issue: StoreIssue) -> None:
    issue(home, DAYS[0])
    assert digest("show", home=home).exit_code == 0
    assert digest("show", "--home", home, home=tmp_path / "other").exit_code == 0


def test_the_installed_command_ends_with_one_message_and_no_traceback(home: Path) -> None:
    (home / "digest.yaml").write_text("engine: oracle\n", "utf-8")
    result = digest_process("run", home=home)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"digest: {home / 'digest.yaml'}: engine: ")
    assert "Traceback" not in result.stderr


def test_a_day_without_any_recording_fails_with_the_way_out(command: Command) -> None:
    result = command("run", "--day", "2026-03-02", "--offline", "--engine", "extractive")
    assert result.exit_code == 1
    assert "2026-03-02: raw_feeds: " in result.stderr
    assert "digest import-captures FILE" in result.stderr


def test_a_model_that_cannot_be_reached_gets_status_2_before_any_work(command: Command, home: Path) -> None:
    result = command("run", "--day", "2026-03-02", "--offline", "--engine", "llm")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "OPENAI_API_KEY" in result.stderr
    assert list(home.iterdir()) == []


def test_an_imported_recording_is_counted_and_known_the_second_time(command: Command, home: Path) -> None:
    first, second = command("import-captures", RECORDINGS[0]), command("import-captures", RECORDINGS[0])
    assert (first.exit_code, second.exit_code) == (0, 0)
    (taken,) = rows(home, "select count(*) from raw.captures")[0]
    words = [line.split() for result in (first, second) for line in result.stdout.splitlines() if "warc.gz" in line]
    assert words == [
        ["2026-03-02.warc.gz", str(taken), "0", "1", "warcinfo", "2026-03-02"],
        ["2026-03-02.warc.gz", "0", str(taken), "1", "warcinfo"],
    ]


def test_a_plain_recording_is_taken_like_a_compressed_one(command: Command, tmp_path: Path, home: Path) -> None:
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(RECORDINGS[0].read_bytes()))
    assert command("import-captures", plain).exit_code == 0
    assert command("import-captures", RECORDINGS[0]).exit_code == 0
    assert rows(home, "select count(*) = count(distinct id) from raw.captures") == [(True,)]


def test_of_a_damaged_recording_what_is_whole_is_taken_and_the_rest_reported(
    command: Command, tmp_path: Path, home: Path
) -> None:
    damaged = tmp_path / "cut.warc.gz"
    damaged.write_bytes(RECORDINGS[0].read_bytes()[:20_000])
    result = command("import-captures", damaged)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"{damaged}: damaged at byte ")
    assert result.stderr.count("\n") == 1
    assert rows(home, "select count(*) > 0 from raw.captures") == [(True,)]


def test_a_file_that_cannot_be_imported_does_not_cost_the_others(command: Command, tmp_path: Path, home: Path) -> None:
    (tmp_path / "empty.warc").write_bytes(b"")
    (tmp_path / "letter.warc").write_text("no archive at all\n")
    files = [tmp_path / "empty.warc", tmp_path / "letter.warc", tmp_path / "missing.warc", RECORDINGS[1]]
    result = command("import-captures", *files)
    assert result.exit_code == 1
    assert all(str(file) in result.stderr for file in files[:3])
    assert "missing.warc: can't be opened: No such file or directory" in result.stderr
    assert rows(home, "select count(*) > 0 from raw.captures") == [(True,)]


def test_init_writes_the_configuration_and_leaves_what_is_there(command: Command, home: Path) -> None:
    (home / "digest.yaml").write_text("timezone: Europe/Paris\n", "utf-8")
    result = command("init")
    assert result.exit_code == 0
    assert (home / "digest.yaml").read_text("utf-8") == "timezone: Europe/Paris\n"
    assert (home / "sources.yaml").read_bytes() == (CHECKOUT / "sources.yaml").read_bytes()
    assert result.stderr.splitlines() == [
        f"{home / 'digest.yaml'} is there already and stays as it is",
        f"wrote {home / 'sources.yaml'}",
    ]


def test_init_makes_a_home_that_is_missing(tmp_path: Path) -> None:
    assert digest("init", home=tmp_path / "new" / "home").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new" / "home").iterdir()) == ["digest.yaml", "sources.yaml"]


def test_show_prints_the_newest_issue_or_that_of_a_day(command: Command, home: Path, issue: StoreIssue) -> None:
    for day in DAYS:
        issue(home, day)
    assert command("show").stdout.startswith(f"# Briefing of {DAYS[-1]}")
    assert command("show", "daily_briefing", str(DAYS[0])).stdout.startswith(f"# Briefing of {DAYS[0]}")


def test_show_without_an_issue_says_how_to_make_one(command: Command, home: Path, issue: StoreIssue) -> None:
    nothing = command("show")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "digest run, or digest demo" in nothing.stderr
    issue(home, DAYS[0])
    other_day = command("show", "daily_briefing", str(DAYS[1]))
    assert (other_day.exit_code, other_day.stdout) == (1, "")
    assert f"there is no daily_briefing {DAYS[1]}; the last ones are {DAYS[0]}" in other_day.stderr
