"""The pages of the checks: what failed and what to do stands on them, and nothing else happens when they are opened."""

import os
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from lxml import html

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality import docs, runner
from digest_pipeline.quality.docs import render_page, write_docs
from digest_pipeline.quality.report import failures_table
from digest_pipeline.quality.runner import CheckReport, check, sentence_of
from digest_pipeline.quality.suite import Expectation, Suite
from digest_pipeline.quality.suites.vocabulary import at_least_one, present, unique, web_address

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)> ${column} {{ 7 * 7 }} "&amp;'
DAY = date(2026, 6, 2)

SUITE = Suite(
    frame="stories",
    identity="id",
    columns={"id": "value", "url": "value", "articles": "value"},
    expectations=(
        *present("id", "url"),
        unique("id", "id occurs more than once."),
        *web_address("url"),
        at_least_one("articles", "articles is below 1: nothing is told. Run `{rerun}`."),
        Expectation(
            "articles_few",
            "ExpectColumnMeanToBeBetween",
            {"column": "articles", "max_value": 9},
            "stories have more than 9 articles: look at them.",
            severity="warning",
        ),
    ),
)


@pytest.fixture(autouse=True)
def _one_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check stories by a small suite, whatever they are really expected to be."""
    monkeypatch.setattr(runner, "SUITES", {"stories": (SUITE,), "issues": (SUITE,)})


def checked(count: int = 3, day: date = DAY, **changed: object) -> CheckReport:
    """Return the report on so many stories, the first of them changed."""
    rows: list[dict[str, Any]] = [
        {"id": f"s{index}", "url": f"https://news.example/{index}", "articles": 2} for index in range(count)
    ]
    rows[0] |= changed
    return check("stories", {"stories": pd.DataFrame(rows)}, day)


def text(page: str) -> str:
    """Return what a page says, with single spaces."""
    return " ".join(html.fromstring(page).text_content().split())


def test_a_page_tells_what_is_wrong_what_to_do_and_which_rows_failed() -> None:
    said = text(render_page(checked(url="no address"), "stories"))

    assert "url_well_formed (blocking): 1 of 3 rows" in said
    assert "url is no absolute http(s) address with a host: a reader could not follow it. Correct the link" in said
    assert "id='s0', url='no address'" in said


def test_a_page_shows_up_to_twenty_failing_rows() -> None:
    rows = [{"id": f"s{index}", "url": f"https://news.example/{index}", "articles": 0} for index in range(40)]

    said = text(render_page(check("stories", {"stories": pd.DataFrame(rows)}, DAY), "stories"))

    assert "id='s19', articles=0" in said
    assert "id='s20', articles=0" not in said


def test_a_page_is_great_expectations_own_rendering_of_everything_that_was_looked_at() -> None:
    said = text(render_page(checked(), "stories"))

    assert "8 checks, 0 failed." in said
    assert said.count("values must be unique.") == 1
    assert said.count("values must never be null.") == 2


def test_what_could_not_be_compared_stands_on_the_page_with_its_reason_and_no_trace_of_the_code() -> None:
    page = render_page(checked(articles="many"), "stories")

    assert "Can't be compared" in text(page)
    assert "Traceback" not in page


def test_text_from_the_web_is_shown_as_it_is_and_does_nothing() -> None:
    page = render_page(checked(url=HOSTILE, id=HOSTILE), "stories")

    assert text(page).count(f"id='{HOSTILE}', url='{HOSTILE}'") == 3
    tree = html.fromstring(page)
    assert tree.xpath("//script | //img | //iframe | //link | //form") == []
    assert tree.xpath("//@*[starts-with(name(), 'on') or name() = 'src' or name() = 'style']") == []


def test_a_page_loads_nothing_and_links_to_the_index_only() -> None:
    tree = html.fromstring(render_page(checked(), "issues/weekly/2026-W23"))

    assert tree.xpath("//@href") == ["../../index.html"]
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_the_same_rows_give_the_same_page() -> None:
    report = checked(articles=0)
    assert (
        render_page(report, "stories") == render_page(report, "stories") == render_page(checked(articles=0), "stories")
    )


def test_what_is_remembered_of_a_page_is_what_would_be_made_anew() -> None:
    tomorrow = DAY + timedelta(1)
    reports = [checked(), checked(7), checked(day=tomorrow), checked(articles=0), checked(articles=0, day=tomorrow)]
    remembered = [render_page(report, "stories") for report in reports]

    for report, page in zip(reports, remembered, strict=True):
        docs._body.cache_clear()  # noqa: SLF001  what it keeps is what is tested
        assert render_page(report, "stories") == page


def test_a_layer_without_rows_says_so() -> None:
    assert "There were no rows to look at." in text(render_page(check("stories", {}, DAY), "stories"))


def test_a_page_is_replaced_by_the_next_run_and_the_index_counts_what_failed(newsroom: Newsroom) -> None:
    before = write_docs(checked(articles=0), "stories", newsroom)
    page = write_docs(checked(), "stories", newsroom)

    assert page == before == newsroom.settings.home / "quality" / "stories" / f"{DAY}.html"
    assert "0 failed" in text(page.read_text("utf-8"))
    assert indexed(newsroom) == [(str(DAY), f"stories/{DAY}.html", "8", "0", "0")]


def test_the_index_lists_the_checks_that_have_a_page_newest_day_first(newsroom: Newsroom) -> None:
    older = checked(day=DAY - timedelta(1), articles=0)
    for report, kept_as in ((older, "stories"), (checked(), "issues/weekly/2026-W23"), (checked(), "stories")):
        newsroom.record.replace_results(report.day, kept_as, {"suite": report.results})
        write_docs(report, kept_as, newsroom)
    newsroom.record.replace_results(DAY, "raw_feeds", {"suite": older.results})

    write_docs(checked(), "stories", newsroom)

    assert indexed(newsroom) == [
        (str(DAY), "issues/weekly/2026-W23.html", "8", "0", "0"),
        ("", f"stories/{DAY}.html", "8", "0", "0"),
        (str(older.day), f"stories/{older.day}.html", "8", "0", "1"),
    ]


def test_the_index_leads_to_what_another_process_checked_meanwhile(newsroom: Newsroom) -> None:
    page = write_docs(checked(), "stories", newsroom)
    theirs = checked(day=DAY - timedelta(1), articles=0)
    newsroom.record.replace_results(theirs.day, "stories", {"suite": theirs.results})
    page.with_name(f"{theirs.day}.html").write_text(render_page(theirs, "stories"), "utf-8")
    (page.parent.parent / "index.html").write_text("the index as another process wrote it", "utf-8")

    write_docs(checked(), "stories", newsroom)

    assert indexed(newsroom) == [
        (str(DAY), f"stories/{DAY}.html", "8", "0", "0"),
        (str(theirs.day), f"stories/{theirs.day}.html", "8", "0", "1"),
    ]


def test_a_page_that_stays_the_same_is_not_written_again(newsroom: Newsroom) -> None:
    page = write_docs(checked(), "stories", newsroom)
    files = [page, page.parent.parent / "index.html"]
    for file in files:
        os.utime(file, (1, 1))

    write_docs(checked(), "stories", newsroom)

    assert [file.stat().st_mtime for file in files] == [1, 1]
    assert sorted(file.name for file in page.parent.parent.rglob("*") if file.is_file()) == [page.name, "index.html"]


def test_the_ui_shows_a_block_for_each_failure_with_its_rows_as_a_list() -> None:
    assert failures_table(checked(articles=0)).splitlines() == [
        "**articles_at_least_1** (blocking, 1 of 3 rows)",
        "",
        "articles is below 1: nothing is told. Run \\`digest run --day 2026-06-02\\`.",
        "",
        "- id='s0', articles=0",
    ]
    assert failures_table(checked()) == "everything holds"


def test_a_figure_of_the_whole_frame_is_one_row_with_what_was_observed(caplog: pytest.LogCaptureFixture) -> None:
    report = checked(articles=29)

    (failed,) = [result for result in report.results if not result.passed]
    assert (failed.name, failed.checked, failed.failed, failed.examples) == ("articles_few", 1, 1, ("observed=11.0",))
    assert failed.message == "stories have more than 9 articles: look at them. (observed=11.0)"
    assert report.passed
    assert "articles_few: stories have more than 9 articles: look at them. 11 " in text(render_page(report, "stories"))
    assert caplog.records == []


def test_a_sentence_is_the_message_without_its_rows() -> None:
    (failed,) = [result for result in checked(articles=0).results if not result.passed]

    assert failed.message == f"{sentence_of(failed)} (1 of 3 rows: id='s0', articles=0)"


def indexed(newsroom: Newsroom) -> list[tuple[str, ...]]:
    """Return the lines of the index: day, page, checks, warnings and blocking failures."""
    tree = html.parse(newsroom.settings.home / "quality" / "index.html")
    return [
        (row.findtext("th/time") or "", row.xpath("td/a/@href")[0], *(cell.text for cell in row.xpath("td")[1:]))
        for row in tree.xpath("//tbody/tr")
    ]
