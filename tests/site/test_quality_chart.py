"""The charts of the checks: what held, warned and blocked a day, of each layer, and which checks failed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import html

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.acceptances import Acceptance, Acceptances, fingerprint
from digest_pipeline.quality.runner import Result
from digest_pipeline.quality.suite import Severity
from digest_pipeline.site.bars import PLOT_HEIGHT, ROW_HEIGHT
from digest_pipeline.site.build import build_site
from digest_pipeline.site.check_charts import check_charts_of
from digest_pipeline.site.figure_pages import render_charts
from digest_pipeline.site.labels import site_labels
from digest_pipeline.site.views import FailedCheck, Figures, LayerChecks
from tests.editions.sample import DAY
from tests.site.archive import issue_on, published, touched

DAYS = (date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3))
FIGURES = Figures(
    days=DAYS,
    stories=(1, 1, 1),
    stars=(0, 0, 3, 0, 0),
    topics=(),
    sources=(),
    money=(0, 0, 0),
    checks=(
        LayerChecks("raw_feeds", held=(6, 5, 0), warned=(0, 1, 0), blocked=(0, 0, 0)),
        LayerChecks("issues", held=(4, 2, 3), warned=(0, 1, 0), blocked=(0, 1, 1)),
    ),
    failed=(FailedCheck("issues/weekly.url_unique", (0, 4, 1)), FailedCheck("raw_feeds.title_not_blank", (0, 2, 0))),
)
WORDS = site_labels("en")


def result(name: str, *, severity: Severity = "blocking", failed: int = 0) -> Result:
    examples = tuple(f"id='{name}{index}'" for index in range(failed))
    return Result(name, "ExpectColumnToBeUnique", "id", severity, not failed, 9, failed, examples, "wrong")


def keep(newsroom: Newsroom, layer: str, *results: Result, day: date = DAY) -> None:
    newsroom.record.replace_results(day, layer, {"suite": results})


def history(newsroom: Newsroom, *columns: str) -> list[tuple[object, ...]]:
    rows = newsroom.warehouse.rows("select * from marts.quality_history order by day, layer, key, name")
    return [tuple(row[column] for column in columns) for row in rows]


def test_the_bars_of_a_day_stand_on_each_other_what_failed_below_and_none_stands_for_nought() -> None:
    checks = check_charts_of(FIGURES, WORDS)[0]

    of_days = [[bar for bar in checks.columns if bar.label.startswith(str(day))] for day in DAYS]
    assert [sorted(bar.kind for bar in bars) for bars in of_days] == [
        ["value"],
        ["blocked", "value", "warned"],
        ["blocked", "value"],
    ]
    blocked, warned, held = of_days[1]
    tenth = PLOT_HEIGHT / 10
    assert [bar.height for bar in (blocked, warned, held)] == pytest.approx([tenth, 2 * tenth, 7 * tenth])
    assert [bar.y for bar in (blocked, warned, held)] == pytest.approx([9 * tenth, 7 * tenth, 0])


def test_a_single_failure_among_many_checks_can_be_seen() -> None:
    many = LayerChecks("stories", held=(999, 1000, 1000), warned=(0, 0, 0), blocked=(1, 0, 0))

    checks, layers = check_charts_of(replace(FIGURES, checks=(many,), failed=()), WORDS)

    for bars, height in ((checks.columns, PLOT_HEIGHT), (layers.rows[0].columns, ROW_HEIGHT)):
        (blocked,) = [bar for bar in bars if bar.kind == "blocked"]
        assert blocked.height == 2
        assert blocked.y + blocked.height == height


def test_the_charts_say_in_words_what_they_draw_and_have_their_data_as_tables() -> None:
    checks, layers, failed = check_charts_of(FIGURES, WORDS)

    assert checks.summary == "24 checks in all: 20 held, 2 warned, 2 blocked; the worst day is 2026-03-02."
    assert checks.head == ("Day", "held", "warned", "blocked")
    assert checks.table[1] == ("2026-03-02", "7", "2", "1")
    assert layers.summary == "Held: Entries 91.6 %, Issues 75 %."
    assert layers.table == (
        ("2026-03-01", "6 / 6", "4 / 4"),
        ("2026-03-02", "5 / 6", "2 / 4"),
        ("2026-03-03", "0 / 0", "3 / 4"),
    )
    assert failed.summary.startswith("Failed on most days: issues/weekly.url_unique 2, raw_feeds.title_not_blank 1.")
    assert [bar.height for bar in failed.rows[0].columns] == [0, ROW_HEIGHT, ROW_HEIGHT / 4]
    assert failed.table[1] == ("2026-03-02", "4", "2")


def test_where_every_check_held_the_words_say_so_and_no_failed_ones_are_drawn() -> None:
    held = LayerChecks("stories", held=(3, 3, 3), warned=(0, 0, 0), blocked=(0, 0, 0))

    checks, layers = check_charts_of(replace(FIGURES, checks=(held,), failed=()), WORDS)

    assert checks.summary == "9 checks in all; every one held."
    assert layers.rows[0].total == "100 %"


def test_without_a_record_of_checks_there_is_no_chart_of_them() -> None:
    assert check_charts_of(replace(FIGURES, checks=(), failed=()), WORDS) == []


@pytest.mark.parametrize(("language", "title"), [("zh", "每天的检查"), ("en", "Checks a day")])
def test_the_page_of_charts_draws_them_in_its_language(language: str, title: str) -> None:
    tree = html.fromstring(render_charts(FIGURES, language=language))

    (section,) = tree.xpath(f"//section[h2 = '{title}']")
    assert {
        kind: len(section.xpath(f".//rect[@class = 'bar-{kind}'][title]")) for kind in ("value", "warned", "blocked")
    } == {
        "value": 3,
        "warned": 1,
        "blocked": 2,
    }
    assert len(section.xpath(".//ul[@class = 'legend']/li")) == 3
    assert len(section.xpath(".//tbody/tr")) == 3


def test_the_site_draws_what_the_record_holds_and_makes_the_page_anew_when_that_changes(newsroom: Newsroom) -> None:
    published(newsroom, issue_on(DAY))
    build_site(newsroom)
    page = newsroom.settings.site_folder / "charts.html"
    assert "checks-title" not in page.read_text("utf-8")

    keep(newsroom, "stories", result("a"), result("b", severity="warning", failed=2))
    keep(newsroom, f"issues/daily_briefing/{DAY}", result("c", failed=3))
    build_site(newsroom)

    tree = html.fromstring(page.read_text("utf-8"))
    (row,) = tree.xpath("//section[@aria-labelledby = 'checks-title']//tbody/tr")
    assert row.xpath("th/text() | td/text()") == [str(DAY), "1", "1", "1"]
    assert tree.xpath("//section[@aria-labelledby = 'failed-title']//li/span[@class = 'strip-name']/text()") == [
        "issues/daily_briefing.c",
        "stories.b",
    ]
    before = touched(newsroom.settings.site_folder)
    build_site(newsroom)
    assert touched(newsroom.settings.site_folder) == before


def test_what_a_person_accepted_warns(newsroom: Newsroom) -> None:
    published(newsroom, issue_on(DAY))
    failure = result("a", failed=3)
    keep(newsroom, "stories", failure)
    accept(newsroom, "stories", failure)
    build_site(newsroom)

    tree = html.parse(newsroom.settings.site_folder / "charts.html")
    (row,) = tree.xpath("//section[@aria-labelledby = 'checks-title']//tbody/tr")
    assert row.xpath("td/text()") == ["0", "1", "0"]


@pytest.mark.parametrize("failure", [result("a", failed=3), replace(result("a", failed=1), examples=())])
def test_a_failure_is_accepted_as_long_as_the_very_same_rows_fail(newsroom: Newsroom, failure: Result) -> None:
    keep(newsroom, "stories", failure)
    accept(newsroom, "stories", failure)
    assert history(newsroom, "name", "accepted") == [("a", True)]

    keep(newsroom, "stories", result("a", failed=4))
    assert history(newsroom, "name", "accepted") == [("a", False)]

    keep(newsroom, "stories", failure)
    Acceptances(newsroom.warehouse).withdraw(DAY, "stories", "a", datetime(2026, 3, 5, tzinfo=UTC))
    assert history(newsroom, "name", "accepted") == [("a", False)]


def test_the_share_that_held_is_of_the_28_days_up_to_the_day(newsroom: Newsroom) -> None:
    for back, failed in ((28, 1), (27, 1), (1, 0), (0, 0)):
        keep(newsroom, "stories", result("a", failed=failed), day=DAY - timedelta(back))

    assert history(newsroom, "held") == [(0.0,), (0.0,), (pytest.approx(1 / 3),), (pytest.approx(2 / 3),)]


def test_a_day_without_rows_is_no_part_of_the_share_and_one_that_could_not_be_compared_is(newsroom: Newsroom) -> None:
    empty, broken = replace(result("a"), checked=0), replace(result("a", failed=1), checked=0, failed=0)
    for back, one in enumerate((broken, empty, result("a"))):
        keep(newsroom, "stories", one, day=DAY - timedelta(back))

    assert history(newsroom, "held") == [(1.0,), (1.0,), (0.5,)]


def test_all_issues_of_an_edition_are_one_layer(newsroom: Newsroom) -> None:
    keys = (f"{DAY}T04", f"{DAY}T08")
    for key, failed in zip(keys, (0, 1), strict=True):
        keep(newsroom, f"issues/four_hour_flash/{key}", result("a", failed=failed))

    assert history(newsroom, "layer", "key", "held") == [("issues/four_hour_flash", key, 0.5) for key in keys]


def accept(newsroom: Newsroom, layer: str, failure: Result) -> None:
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    given = Acceptance(DAY, layer, failure.name, fingerprint(failure), "known", moment)
    Acceptances(newsroom.warehouse).add(given)
