"""`digest import-issue`: an archive of Markdown becomes published issues, and nothing that was made here is lost."""

from pathlib import Path

import pytest

from digest_pipeline.cli.imports import import_issues
from digest_pipeline.model import Issue
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings, load
from tests.editions.sample import DAY, sample_issue

BRIEFING = """# AI 每日情报 | 2026-02-14

## 📊 今日情报

### 1. 一个标题
**来源**: 量子位 | **时间**: 2026-02-14 09:15
**价值**: 🌟🌟🌟 **标签**: [开源]
**链接**: https://news.example.cn/s/abc

> 🎯 **一句话摘要**：一句话。

---
"""


@pytest.fixture
def settings(home: Path) -> Settings:
    return load(home)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2026-02-14.md"
    path.write_text(BRIEFING, "utf-8")
    return path


def published(settings: Settings) -> Issue:
    issue = Newsroom(settings).publications.issue("daily_briefing", str(DAY))
    assert issue is not None
    return issue


def run(settings: Settings, *files: Path, edition: str | None = None, dry_run: bool = False) -> int:
    return import_issues(settings, files, edition=edition, dry_run=dry_run)


def test_an_imported_issue_is_published_and_marked(settings: Settings, file: Path) -> None:
    assert run(settings, file) == 0

    (item,) = published(settings).items
    assert (item.brief.engine, item.brief.headline) == ("imported", "一个标题")


def test_a_second_import_changes_nothing(settings: Settings, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(settings, file)
    before = published(settings)

    assert run(settings, file) == 0
    assert published(settings) == before
    assert "there already" in capsys.readouterr().out


def test_an_issue_made_here_is_never_replaced(
    settings: Settings, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = sample_issue()
    Newsroom(settings).publications.add(ours)

    assert run(settings, file) == 0
    assert published(settings) == ours
    assert "was made here and stays as it is" in capsys.readouterr().err


def test_an_issue_of_ours_without_items_is_not_replaced_either(settings: Settings, file: Path) -> None:
    ours = sample_issue(keep=[])
    Newsroom(settings).publications.add(ours)

    run(settings, file)

    assert published(settings) == ours


def test_a_file_that_can_not_be_read_is_named_with_its_line_and_the_rest_goes_on(
    settings: Settings, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd, binary, missing = tmp_path / "odd.md", tmp_path / "binary.md", tmp_path / "missing.md"
    odd.write_text("\n\n# Shopping\n", "utf-8")
    binary.write_bytes(b"# a\n\xff\n")

    assert run(settings, odd, binary, missing, file) == 1

    told = capsys.readouterr().err
    assert f"{odd}: line 3: 'Shopping'" in told
    assert f"{binary}: line 2: is not UTF-8" in told
    assert f"{missing}: can't be read" in told
    assert published(settings).items


def test_of_two_files_of_one_issue_the_later_is_taken(
    settings: Settings, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = tmp_path / "again.md"
    again.write_text(BRIEFING.replace("一个标题", "另一个标题"), "utf-8")

    assert run(settings, file, again) == 0
    assert published(settings).items[0].brief.headline == "另一个标题"
    assert f"{again} is a later file of daily_briefing {DAY}" in capsys.readouterr().err


def test_a_dry_run_says_what_it_would_take_and_takes_nothing(
    settings: Settings, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, file, dry_run=True) == 0

    assert Newsroom(settings).publications.heads() == []
    assert f"daily_briefing {DAY}, 1 items" in capsys.readouterr().out


def test_an_edition_that_does_not_exist_is_wrong_use(settings: Settings, file: Path) -> None:
    with pytest.raises(Exception, match="2") as caught:
        run(settings, file, edition="nightly")
    assert caught.typename == "Exit"
