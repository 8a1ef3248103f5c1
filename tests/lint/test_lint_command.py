"""`digest lint`: lines for people, JSON for programs, an exit status for scripts."""

import json
from pathlib import Path

import pytest

from digest_pipeline.cli.lint import lint_files
from digest_pipeline.lint import RULES
from tests.lint.issues import DAILY

BARE = DAILY.replace("[Ring-3 技术报告](https://lanchao.cn/blog/ring-3)", "https://lanchao.cn/blog/ring-3")


def test_a_clean_file_ends_with_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint_files([written(tmp_path / "a.md", DAILY)], as_json=False) == 0
    assert capsys.readouterr().out == "Nothing found.\n"


def test_notes_alone_are_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "a.md", DAILY.replace("2605.01234", "2601.01234"))

    assert lint_files([file], as_json=False) == 0
    assert f"{file}:17: old-paper: " in capsys.readouterr().out


def test_a_fault_is_told_with_its_place_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "a.md", BARE)

    assert lint_files([file], as_json=False) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{file}:7: bare-url: ")
    assert lines[-1].split() == ["1", "fault", "bare-url"]


def test_a_file_that_cant_be_read_is_named_and_the_others_are_linted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing, binary = tmp_path / "missing.md", tmp_path / "binary.md"
    binary.write_bytes(b"\xff\xfe\x00")
    file = written(tmp_path / "a.md", BARE)

    assert lint_files([missing, binary, file], as_json=False) == 2
    printed = capsys.readouterr()
    assert "missing.md" in printed.err
    assert "binary.md" in printed.err
    assert f"{file}:7: bare-url: " in printed.out


def test_programs_get_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "a.md", BARE)

    assert lint_files([file, tmp_path / "missing.md"], as_json=True) == 2
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"bare-url": 1}
    assert [(one["file"], one["line"], one["severity"]) for one in report["findings"]] == [(str(file), 7, "fault")]
    assert [Path(one["file"]).name for one in report["unreadable"]] == ["missing.md"]


def test_nothing_of_an_issue_moves_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lint_files([written(tmp_path / "a.md", DAILY.replace("9:15", "9:15 **“\x1b[2J”**中"))], as_json=False)

    assert "\x1b" not in capsys.readouterr().out


def test_every_rule_is_documented_as_it_is() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "lint.md"
    rows = [line.split("|") for line in page.read_text("utf-8").splitlines() if line.startswith("| `")]

    documented = [tuple(cell.strip() for cell in row[1:4]) for row in rows]

    assert documented == [(f"`{rule.name}`", rule.severity, f"{rule.meaning} {rule.remedy}") for rule in RULES]


def written(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file
