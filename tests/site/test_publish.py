"""The three files of an issue: complete, the same after a second run, and never half-written."""

from pathlib import Path

import pytest

from digest_pipeline.editions.spec import EditionError
from digest_pipeline.model import Issue
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.site.build import build_site
from digest_pipeline.site.files import write_atomically
from digest_pipeline.site.publish import PublishedFiles, publish
from tests.editions.sample import DAY, sample_issue
from tests.site.archive import contents, days, issue_on, published, touched


def publish_in(newsroom: Newsroom, issue: Issue) -> PublishedFiles:
    edition = newsroom.catalogue[issue.edition]
    return publish(newsroom.settings.site_folder, issue, edition, newsroom.publications)


def test_an_issue_becomes_three_files_and_counts_as_published(newsroom: Newsroom) -> None:
    issue = sample_issue()

    files = publish_in(newsroom, issue)

    site = newsroom.settings.site_folder
    assert sorted(contents(site)) == [f"daily_briefing/{DAY}.{suffix}" for suffix in ("html", "json", "md")]
    assert set(files.changed) == {files.markdown, files.page, files.json}
    assert newsroom.publications.issue("daily_briefing", issue.key) == issue
    assert Issue.model_validate_json(files.json.read_bytes()) == issue


def test_the_page_links_to_no_page_that_is_not_there_yet(newsroom: Newsroom) -> None:
    files = publish_in(newsroom, sample_issue())

    assert "stories/" not in files.page.read_text("utf-8")


def test_publishing_again_touches_no_file(newsroom: Newsroom) -> None:
    publish_in(newsroom, sample_issue())
    before = touched(newsroom.settings.site_folder)

    assert publish_in(newsroom, sample_issue()).changed == ()
    assert touched(newsroom.settings.site_folder) == before


def test_publishing_again_leaves_the_page_that_the_site_gave_its_neighbours(newsroom: Newsroom) -> None:
    first, second = (issue_on(day) for day in days(2))
    published(newsroom, first, second)
    build_site(newsroom)

    assert publish_in(newsroom, first).changed == ()
    assert f"{second.key}.html" in (newsroom.settings.site_folder / f"daily_briefing/{first.key}.html").read_text()


def test_a_changed_issue_replaces_its_files_and_the_publication(newsroom: Newsroom) -> None:
    publish_in(newsroom, sample_issue())
    build_site(newsroom)

    files = publish_in(newsroom, sample_issue(items=1))

    assert set(files.changed) == {files.markdown, files.page, files.json}
    assert files.json.read_text("utf-8").count('"number"') == 1
    (head,) = newsroom.publications.heads()
    assert head.items == 1


def test_what_a_killed_run_left_behind_is_gone_after_the_next_one(newsroom: Newsroom) -> None:
    files = publish_in(newsroom, sample_issue())
    whole = contents(newsroom.settings.site_folder)
    files.page.with_name(f".{files.page.name}.tmp").write_text("half a pa", "utf-8")
    files.markdown.unlink()
    files.markdown.with_name(f".{files.markdown.name}.tmp").write_text("# AI", "utf-8")

    publish_in(newsroom, sample_issue())

    assert contents(newsroom.settings.site_folder) == whole
    assert not list(newsroom.settings.site_folder.rglob("*.tmp"))


def test_a_run_killed_between_files_and_record_is_made_good_by_publishing_what_stands_there(newsroom: Newsroom) -> None:
    issue = issue_on(DAY)
    publish_in(newsroom, issue)
    build_site(newsroom)
    whole = contents(newsroom.settings.site_folder)
    other = publish_in(newsroom, issue_on(DAY, keep=()))
    publish_in(newsroom, issue)

    assert "stories/" not in other.page.read_text("utf-8")
    build_site(newsroom)
    assert contents(newsroom.settings.site_folder) == whole


def test_an_issue_in_a_language_that_its_edition_does_not_speak_writes_nothing(newsroom: Newsroom) -> None:
    with pytest.raises(EditionError, match=r"daily_briefing\.yaml: labels: no 'fr'"):
        publish_in(newsroom, sample_issue().model_copy(update={"language": "fr"}))

    assert not newsroom.settings.site_folder.exists()
    assert newsroom.publications.heads() == []


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_atomically(path, "old")
    (tmp_path / ".page.html.tmp").mkdir()

    with pytest.raises(IsADirectoryError):
        write_atomically(path, "new")

    assert path.read_text("utf-8") == "old"
