"""Three recorded days of the real web, imported and run offline: all green, an issue each, nothing out of its day."""

from datetime import date
from pathlib import Path

import pytest

from digest_pipeline.editions.reading.read import as_printed, read_issue
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.lint import lint
from digest_pipeline.model import Issue
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.record import Record
from digest_pipeline.settings import CHECKOUT, load
from tests.homes import backfill, digest, rows, site

RECORDINGS = CHECKOUT.parent / "shared" / "data" / "days"
DAYS = [date(2026, 6, 1), date(2026, 6, 2)]

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the real recordings (../shared/data/days) are not here"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home in which the real days ran."""
    folder = tmp_path_factory.mktemp("real") / "home"
    imported = digest("import-captures", *(RECORDINGS / f"{day}.warc.gz" for day in DAYS), home=folder)
    assert imported.exit_code == 0, imported.output
    ran = backfill(folder, DAYS)
    assert ran.exit_code == 0, ran.output
    return folder


@pytest.fixture(scope="module")
def newsroom(home: Path) -> Newsroom:
    return Newsroom(load(home))


@pytest.fixture(scope="module")
def record(newsroom: Newsroom) -> Record:
    return newsroom.record


@pytest.fixture(scope="module")
def issues(newsroom: Newsroom) -> dict[date, Issue]:
    return {day: newsroom.issues.required("daily_briefing", str(day)) for day in DAYS}


def test_every_check_of_every_day_holds(home: Path) -> None:
    checked = rows(
        home,
        "select day, count(distinct layer), bool_and(passed or severity = 'warning')"
        " from quality.results group by day order by day",
    )
    # Four layers, three daily editions, six flashes; no week or month ends on these days.
    assert checked == [(day, 13, True) for day in DAYS]


def test_no_issue_of_any_edition_has_a_fault(home: Path) -> None:
    written = sorted((home / "site").glob("*/*.md"))
    assert len(written) == 9 * len(DAYS)
    faults = [
        (file.name, one.rule, one.line)
        for file in written
        for one in lint(file.read_text("utf-8"))
        if one.severity == "fault"
    ]
    assert faults == []


def test_what_the_markdown_of_a_real_issue_shows_is_read_back_without_loss(newsroom: Newsroom) -> None:
    for name in ("daily_briefing", "two_day_report", "top_ten", "four_hour_flash"):
        edition, timezone = newsroom.catalogue[name], newsroom.settings.timezone
        for key in newsroom.issues.keys(name):
            printed = render_markdown(issue := newsroom.issues.required(name, key), edition)
            read = read_issue(printed, edition, timezone=timezone)
            assert read == as_printed(issue, edition), (name, key)
            assert render_markdown(read, edition) == printed, (name, key)


def test_every_day_gets_a_full_issue(home: Path, issues: dict[date, Issue]) -> None:
    assert [len(issue.items) for issue in issues.values()] == [15] * len(DAYS)
    assert {f"site/daily_briefing/{day}.{suffix}" for day in DAYS for suffix in ("md", "html", "json")} < set(
        site(home)
    )


def test_every_item_is_of_its_day_or_marked_late(issues: dict[date, Issue]) -> None:
    for day, issue in issues.items():
        for item in issue.items:
            published = item.sources[0].published_local.date()
            assert published < day if item.late else published == day


def test_no_link_is_printed_twice_in_an_issue(issues: dict[date, Issue]) -> None:
    for issue in issues.values():
        links = [source.url for item in issue.items for source in item.sources]
        assert len(links) == len(set(links))


def test_the_pages_that_are_gone_are_reported_and_cost_nothing_else(home: Path, record: Record) -> None:
    for day in DAYS:
        answered_404 = {
            url
            for (url,) in rows(
                home,
                "select url from raw.entries where day = ?"
                " and url in (select url from raw.captures where status = 404)"
                " and url not in (select url from raw.captures where status = 200)",
                day,
            )
        }
        gone = {drop.item for drop in record.drops(day) if drop.reason == "gone"}
        assert answered_404
        assert gone == answered_404
        assert len(record.articles(day)) > 100


def test_every_claim_stands_in_the_stored_text(home: Path) -> None:
    wrong = rows(
        home,
        "select claims.text from core.claims left join core.articles"
        " on articles.day = claims.day and articles.id = claims.article_id"
        " where claims.field <> 'figures' and"
        " not coalesce(contains(claims.text, articles.text[claims.start + 1 : claims.end]), false)",
    )
    assert wrong == []
