"""The site's files: complete, the same after a second run, and never half-written."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from digest_pipeline.model import Issue
from digest_pipeline.site.publish import SiteError, publish, write_atomically
from tests.editions.sample import DAY, sample_issue


def on(day: date) -> Issue:
    """Return the sample as the issue of another day."""
    return sample_issue().model_copy(update={"day": day, "title": f"AI 每日情报 | {day}"})


def contents(site: Path) -> dict[str, bytes]:
    """Return every file of the site."""
    return {str(file.relative_to(site)): file.read_bytes() for file in sorted(site.rglob("*")) if file.is_file()}


def test_an_issue_becomes_three_files_and_a_line_of_the_list(tmp_path: Path) -> None:
    files = publish(tmp_path, sample_issue())

    assert sorted(contents(tmp_path)) == [f"daily_briefing/{DAY}.{suffix}" for suffix in ("html", "json", "md")] + [
        "index.html"
    ]
    assert files.changed == (files.markdown, files.page, files.json, files.index)
    assert f'href="daily_briefing/{DAY}.html"' in files.index.read_text("utf-8")


def test_publishing_again_touches_no_file(tmp_path: Path) -> None:
    publish(tmp_path, sample_issue())
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")}

    assert publish(tmp_path, sample_issue()).changed == ()
    assert {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*")} == before


def test_the_order_of_publishing_does_not_matter(tmp_path: Path) -> None:
    days = [DAY + timedelta(days=offset) for offset in range(3)]
    for day in days:
        publish(tmp_path / "forwards", on(day))
    for day in reversed(days):
        publish(tmp_path / "backwards", on(day))

    assert contents(tmp_path / "forwards") == contents(tmp_path / "backwards")


def test_a_changed_issue_replaces_its_files(tmp_path: Path) -> None:
    publish(tmp_path, sample_issue())

    files = publish(tmp_path, sample_issue(items=1))

    assert files.changed == (files.markdown, files.page, files.json, files.index)
    assert files.json.read_text("utf-8").count('"number"') == 1


def test_what_a_killed_run_left_behind_is_gone_after_the_next_one(tmp_path: Path) -> None:
    publish(tmp_path, sample_issue())
    whole = contents(tmp_path)
    (tmp_path / "daily_briefing" / f".{DAY}.html.tmp").write_text("half a pa", "utf-8")
    (tmp_path / "daily_briefing" / f"{DAY}.md").unlink()
    (tmp_path / "daily_briefing" / f".{DAY}.md.tmp").write_text("# AI", "utf-8")

    publish(tmp_path, sample_issue())

    assert contents(tmp_path) == whole


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_atomically(path, "old")
    (tmp_path / ".page.html.tmp").mkdir()

    with pytest.raises(IsADirectoryError):
        write_atomically(path, "new")

    assert path.read_text("utf-8") == "old"


def test_a_json_file_that_is_no_issue_is_named_after_the_issue_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "daily_briefing"
    folder.mkdir()
    (folder / "2026-02-01.json").write_text("{}", "utf-8")

    with pytest.raises(
        SiteError, match=r"2026-02-01\.json is no issue \(edition: Field required\); publish that day again"
    ):
        publish(tmp_path, sample_issue())

    assert (folder / f"{DAY}.html").exists()
