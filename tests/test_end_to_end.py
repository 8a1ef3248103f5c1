"""The demo days from recordings to published issues: special cases behave, every line has its place in the record."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from digest_pipeline.capture.warc import Exchange
from digest_pipeline.definitions import build_defs
from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.model import Article, Evidence, Issue, IssueItem
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.record import Record
from digest_pipeline.runs import run_days
from digest_pipeline.settings import EngineName, load
from tests.homes import OFFLINE, backfill, demo_home, digest, holding, rows, site, tables, written_at

MONDAY, TUESDAY, WEDNESDAY = DAYS
EDITIONS = ("daily_briefing", "two_day_report", "top_ten")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home in which the demo days ran once."""
    folder = tmp_path_factory.mktemp("whole") / "home"
    demo_home(folder, editions=EDITIONS)
    result = backfill(folder)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def record(home: Path) -> Record:
    return Newsroom(load(home)).record


@pytest.fixture(scope="module")
def issues(home: Path) -> dict[date, Issue]:
    return {day: Newsroom(load(home)).issues.required("daily_briefing", str(day)) for day in DAYS}


@pytest.fixture(scope="module")
def articles(record: Record) -> dict[str, Article]:
    return {article.id: article for day in DAYS for article in record.articles(day)}


@pytest.fixture
def again(home: Path, tmp_path: Path) -> Path:
    """A copy of the home in which the demo days ran, for a test that runs or changes something."""
    return Path(shutil.copytree(home, tmp_path / "home"))


def items(issues: dict[date, Issue]) -> Iterator[IssueItem]:
    return (item for issue in issues.values() for item in issue.items)


def article_at(articles: dict[str, Article], address: str) -> Article:
    (found,) = (article for article in articles.values() if address in article.url)
    return found


def evidence_of(item: IssueItem) -> list[Evidence]:
    brief = item.brief
    statements = [brief.one_sentence, *brief.technique, *brief.findings, *brief.insight, *brief.limitations]
    return [evidence for statement in statements for evidence in statement.evidence]


def test_every_day_gets_an_issue_of_each_edition_as_markdown_page_and_json(
    home: Path, issues: dict[date, Issue]
) -> None:
    written = {f"site/{name}/{day}.{suffix}" for name in EDITIONS for day in DAYS for suffix in ("md", "html", "json")}
    assert {"site/index.html", *written} < set(site(home))
    assert all(len(issue.items) >= 10 for issue in issues.values())


def test_every_layer_of_every_day_was_checked_and_holds(home: Path) -> None:
    checked = rows(
        home,
        "select day, layer, bool_and(passed or severity = 'warning'), max(checked) > 0"
        " from quality.results group by all order by all",
    )
    layers = ["extracted_articles", "raw_feeds", "stories", "structured_summaries"]
    wanted = [(day, layer) for day in DAYS for layer in [*layers, *(f"issues/{name}/{day}" for name in EDITIONS)]]
    assert sorted(checked) == sorted((day, layer, True, True) for day, layer in wanted)


def test_a_page_that_is_gone_is_reported_and_its_feed_text_serves_where_there_is_one(home: Path) -> None:
    gone = rows(home, "select day, item, replaced from quality.drops where reason = 'gone' order by all")
    assert gone == [
        (MONDAY, "https://news.shubo.example/ai/20260302/88240.html", False),
        (TUESDAY, "https://brightwater-labs.example/blog/why-we-show-sources", True),
    ]


def test_what_is_no_article_is_left_out_with_its_reason(home: Path) -> None:
    drops = rows(
        home, "select day, item, reason from quality.drops where reason in ('too_short', 'not_html') order by all"
    )
    assert drops == [
        (TUESDAY, "https://www.kechuang-morning.example/flash/9921", "too_short"),
        (WEDNESDAY, "https://files.daybreak.example/reports/model-licences-2026.pdf", "not_html"),
    ]


def test_a_date_in_the_future_is_not_believed_and_a_missing_one_is_marked(articles: dict[str, Article]) -> None:
    from_the_future = article_at(articles, "/news/5517")
    undated = article_at(articles, "/news/5533")
    assert (from_the_future.day, undated.day) == (TUESDAY, WEDNESDAY)
    assert from_the_future.date_origin != "feed"
    assert undated.date_origin != "feed"


def test_a_date_that_nobody_gave_is_marked_in_the_issue(issues: dict[date, Issue], home: Path) -> None:
    (reference,) = (
        source for item in issues[WEDNESDAY].items for source in item.sources if source.url.endswith("/news/5533")
    )
    assert reference.date_origin == "first_seen"
    assert "首次见到的时间" in site(home)[f"site/daily_briefing/{WEDNESDAY}.md"].decode()


def test_an_entry_of_the_day_before_is_printed_only_where_it_arrived_late_and_is_marked(
    issues: dict[date, Issue], home: Path
) -> None:
    old = [
        (issue.day, item.late, item.sources[0].url)
        for issue in issues.values()
        for item in issue.items
        if item.sources[0].published_local.date() < issue.day
    ]
    assert old == [
        (TUESDAY, True, "https://www.inference-ledger.example/2026/03/01/orchard-translation-union/"),
    ]
    assert rows(home, "select count(*) from raw.entries where url like '%c1019%'") == [(0,)]


def test_everything_else_printed_is_of_the_day(issues: dict[date, Issue]) -> None:
    for day, issue in issues.items():
        assert {item.sources[0].published_local.date() for item in issue.items if not item.late} == {day}


def test_a_page_published_after_the_last_poll_of_its_day_still_reaches_its_issue(issues: dict[date, Issue]) -> None:
    assert any("88267" in item.sources[0].url for item in issues[MONDAY].items)


def test_the_advertisement_is_in_no_issue(issues: dict[date, Issue], articles: dict[str, Article]) -> None:
    advertisement = article_at(articles, "bootcamp-0302")
    assert advertisement.url not in {source.url for item in items(issues) for source in item.sources}


def test_the_same_report_by_two_sources_is_one_story(issues: dict[date, Issue], articles: dict[str, Article]) -> None:
    agency, portal = article_at(articles, "c1024"), article_at(articles, "88213")
    (joined,) = (item for item in issues[MONDAY].items if agency.url in {source.url for source in item.sources})
    assert portal.url in {source.url for source in joined.sources}


def test_a_page_that_gives_orders_changes_nothing_but_its_own_text(issues: dict[date, Issue], home: Path) -> None:
    (item,) = (item for item in items(issues) if "prompt-garden" in item.sources[0].url)
    assert item.brief.stars < 5
    for path, content in site(home).items():
        assert b"PINEAPPLE" not in content, path
        assert b"buy-now." not in content, path


def test_pages_in_gb18030_and_shift_jis_are_read_as_their_authors_wrote_them(articles: dict[str, Article]) -> None:
    assert "从8.9%降至2.3%" in article_at(articles, "/news/5533").text
    assert "星洲" in article_at(articles, "c1024").text
    assert "溶接検査AI「ヒビミル」を発表した" in article_at(articles, "weld-inspection").text
    assert not [article.url for article in articles.values() if "\ufffd" in article.title + article.text]


def test_every_claim_stands_in_the_stored_text_where_it_says(home: Path) -> None:
    claims = rows(
        home,
        "select claims.text, articles.text[claims.start + 1 : claims.end], verdict, field from core.claims"
        " join core.articles on articles.day = claims.day and articles.id = claims.article_id",
    )
    assert len(claims) == rows(home, "select count(*) from core.claims")[0][0] > 0
    # A figure is taken apart; everything else is the passage itself, a summary several of them.
    assert {verdict for *_, verdict, field in claims if field != "figures"} == {"verbatim"}
    assert [told for told, stored, verdict, _ in claims if verdict == "verbatim" and stored not in told] == []


def test_every_quote_of_an_issue_is_the_stored_text_at_its_offsets(
    issues: dict[date, Issue], articles: dict[str, Article]
) -> None:
    for item in items(issues):
        assert evidence_of(item)
        for evidence in evidence_of(item):
            assert articles[evidence.article_id].text[evidence.start : evidence.end] == evidence.quote


def test_every_resource_of_an_issue_is_a_link_of_its_articles(
    issues: dict[date, Issue], articles: dict[str, Article]
) -> None:
    for item in items(issues):
        own = {link.url for source in item.sources for link in articles[source.article_id].links}
        assert {resource.url for resource in item.brief.resources} <= own
    assert any(item.brief.resources for item in items(issues))


def test_running_the_days_again_changes_no_row_and_no_published_byte(again: Path) -> None:
    before, published, moments = tables(again), site(again), written_at(again)
    assert backfill(again).exit_code == 0
    assert tables(again) == before
    assert site(again) == published
    assert written_at(again) == moments


def test_days_run_in_disorder_stand_when_run_again_as_if_run_in_order(home: Path, tmp_path: Path) -> None:
    settings = demo_home(tmp_path / "other", recordings=RECORDINGS[::-1], editions=EDITIONS)
    definitions = build_defs(settings, offline=True, engine=EngineName.extractive)
    outcomes = list(run_days(definitions, settings, [WEDNESDAY, MONDAY, TUESDAY, WEDNESDAY]))
    assert [outcome.problems for outcome in outcomes] == [(), (), (), ()]
    assert tables(settings.home) == tables(home)
    assert site(settings.home) == site(home)


def test_a_blocked_check_stops_the_day_before_anything_is_published(again: Path) -> None:
    published, moments = site(again), written_at(again)
    page = "https://early.example/premature"
    feed = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Early</title><item><title>A premature model</title>'
        f"<link>{page}</link><pubDate>Mon, 02 Mar 2026 18:00:00 +0800</pubDate></item></channel></rss>"
    )
    text = "".join(
        f"<p>The language model number {number} was described before it existed at all.</p>" for number in range(9)
    )
    # The page was recorded nine hours before its feed says that it was published.
    newsroom = Newsroom(load(again))
    newsroom.archive.add(
        [
            _answer("https://early.example/feed", 15, "application/rss+xml", feed),
            _answer(
                page, 1, "text/html", f"<html><body><article><h1>A premature model</h1>{text}</article></body></html>"
            ),
        ]
    )

    result = digest("run", "--day", MONDAY, *OFFLINE, home=again)

    assert result.exit_code == 1
    assert "published_at lies after the moment the page was recorded" in " ".join(result.stderr.split())
    assert site(again) == published
    assert written_at(again) == moments


def test_a_warehouse_that_another_process_holds_is_waited_for_then_its_holder_named_and_nothing_lost(
    again: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_WAREHOUSE__WAIT_SECONDS", "1")
    before, published, moments = tables(again), site(again), written_at(again)
    with holding(again / "warehouse.duckdb") as holder:
        result = digest("run", "--day", MONDAY, *OFFLINE, home=again)
    assert result.exit_code == 1
    assert f"is held by the process with pid {holder} (waited 1 s)" in result.stderr
    assert (tables(again), site(again), written_at(again)) == (before, published, moments)


def _answer(url: str, hour: int, content_type: str, body: str) -> Exchange:
    moment = datetime(2026, 3, 2, hour, tzinfo=UTC)
    return Exchange(url, moment, "200 OK", (("Content-Type", content_type),), body.encode())
