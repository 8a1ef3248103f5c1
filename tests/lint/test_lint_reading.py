"""What the reader makes of Markdown: items, windows, lines, in every form."""

from datetime import date

import pytest

from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import FOLDER, read_edition
from digest_pipeline.lint import RULES, lint
from digest_pipeline.lint.reading import read
from tests.editions.sample import LATE, LATTICE, RING, sample_issue
from tests.lint.issues import DAILY, ENGLISH, FLASH, REPORT, TOP_TEN

EDITIONS = ("daily_briefing", "two_day_report", "top_ten", "four_hour_flash", "weekly", "monthly")


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (DAILY, ["1. [蓝潮] Ring-3：混合注意力让长文本更快", "2. [北岸] 调度器 Lattice 2.0 发布"]),
        (REPORT, ["Ring-3发布"]),
        (TOP_TEN, ["1. 蓝潮发布 Ring-3"]),
        (
            FLASH,
            [
                "蓝潮发布 Ring-3 - Lanchao Lab · 2026-05-03 09:20",
                "调度器 Lattice 2.0 发布 - 北岸周刊 · 2026-05-03 11:00",
            ],
        ),
        (ENGLISH, ["1. Ring-3 doubles long-context throughput"]),
    ],
)
def test_the_stories_of_each_form_are_its_items(text: str, headings: list[str]) -> None:
    assert [item.heading for item in read(text).items] == headings


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("AI 每日情报 | 2026-05-03", (5, 3), (5, 3)),
        ("速报 (2026-05-02 至 2026-05-03)", (5, 2), (5, 3)),
        ("AI 日报 2026年5月3日", (5, 3), (5, 3)),
        ("AI 周报 | 2026-W18", (4, 27), (5, 3)),
        ("AI Monthly | 2026-05", (5, 1), (5, 31)),
    ],
)
def test_the_title_says_which_days_an_issue_tells_of(title: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    window = read(f"# {title}\n").window

    assert window
    assert (window.first, window.last) == (date(2026, *first), date(2026, *last))


def test_an_issue_of_hours_ends_when_its_front_matter_is_dated() -> None:
    window = read(FLASH.rpartition("---")[0]).window

    assert window
    assert (window.start.isoformat(), window.end.isoformat()) == (
        "2026-05-03T08:00:00+08:00",
        "2026-05-03T12:00:00+08:00",
    )


@pytest.mark.parametrize("title", ["Configuration", "Release 0.2.0", "报告 2026-13-45"])
def test_a_title_without_a_date_makes_no_issue(title: str) -> None:
    assert read(f"# {title}\n\n### A heading\n").window is None


def test_a_soft_break_begins_a_line_with_a_number_of_its_own() -> None:
    document = read("# T\n\n- first\n  [second](https://a.org/b)\n> third https://a.org/c，后文\n")

    assert [(line.number, line.kind, line.text) for line in document.lines] == [
        (1, "heading", "T"),
        (3, "list", "first"),
        (4, "list", "second"),
        (5, "quote", "third https://a.org/c，后文"),
    ]
    assert [(link.line, link.url, link.bare) for link in document.links] == [
        (4, "https://a.org/b", False),
        (5, "https://a.org/c", True),
    ]


def test_a_story_about_overviews_is_a_story() -> None:
    story = "### Google widens AI Overviews\n\n[source](https://a.org/b) · 2026-05-03\n\n- point\n"

    assert len(read(f"# Digest 2026-05-03\n\n## News\n\n{story}").items) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_our_own_editions_have_no_fault_in_any_language(edition: str, language: str) -> None:
    faults = {rule.name for rule in RULES if rule.severity == "fault"}
    issue = sample_issue(language, edition=edition, keep=[RING, LATTICE, LATE])
    text = render_markdown(issue, read_edition(FOLDER / f"{edition}.yaml"))

    assert len(read(text).items) == len(issue.items)
    assert [finding for finding in lint(text) if finding.rule in faults] == []


@pytest.mark.parametrize(
    "text", ["", "\n", "---\n", "---\n---\n", "# \n", "1.\n", "> - #\n", "\ufeff# a 2026-05-03\r\n### b\r\n"]
)
def test_whatever_it_is_given_it_reads(text: str) -> None:
    assert isinstance(lint(text), list)
