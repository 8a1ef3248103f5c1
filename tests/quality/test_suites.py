"""Every defect that a suite of one frame names is caught by the expectation meant for it, and clean rows pass."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pandas as pd
import pytest

from digest_pipeline.dates import FUTURE_TOLERANCE
from digest_pipeline.quality import runner
from digest_pipeline.quality.runner import CheckReport, Result
from digest_pipeline.quality.suite import Suite
from digest_pipeline.quality.suites import SUITES

Rows = list[dict[str, Any]]

ENTRIES = "raw_feeds"
SOURCES = "raw_feeds_sources"
ARTICLES = "extracted_articles"
LINKS = "extracted_articles_links"
EXTRACTED = "extracted_articles_sources"
STORIES = "stories"
MEMBERS = "stories_articles"
BRIEFS = "structured_summaries"
FRAMES = (ENTRIES, SOURCES, ARTICLES, LINKS, EXTRACTED, STORIES, MEMBERS, BRIEFS)
NOON = datetime(2026, 6, 2, 4, tzinfo=UTC)
LAYERS = {suite.frame: layer for layer, suites in SUITES.items() for suite in suites}
SUITE_OF: dict[str, Suite] = {suite.frame: suite for suites in SUITES.values() for suite in suites}


def check(frame: str, rows: pd.DataFrame, day: date, own_hosts: tuple[str, ...] = ()) -> CheckReport:
    """Check one frame of its layer."""
    return runner.check(LAYERS[frame], {frame: rows}, day, limits={"allowed_hosts": own_hosts})


def found_in(frame: str, report: CheckReport) -> dict[str, Result]:
    """Return the results of one frame's suite by name."""
    names = {item.name for item in SUITE_OF[frame].expectations}
    return {result.name: result for result in report.results if result.name in names}


class Defect(NamedTuple):
    """What is planted in which row of a frame, and the expectation meant for it."""

    frame: str
    row: int
    planted: dict[str, Any]
    name: str


DEFECTS = [
    Defect(*defect)
    for defect in (
        (ENTRIES, 1, {"id": "e0"}, "id_unique"),
        (ENTRIES, 1, {"days_late": 1}, "local_day_on_the_day"),
        (ENTRIES, 1, {"days_late": -1}, "local_day_on_the_day"),
        (ENTRIES, 1, {"days_late": None}, "days_late_present"),
        (ENTRIES, 2, {"days_late": 0}, "local_day_late_before_the_day"),
        (ENTRIES, 2, {"days_late": 93}, "local_day_late_before_the_day"),
        (ENTRIES, 1, {"published_at": None}, "published_at_present"),
        (ENTRIES, 1, {"date_origin": "guess"}, "date_origin_known"),
        (ENTRIES, 1, {"url": None}, "url_present"),
        (ENTRIES, 1, {"url": "/relative"}, "url_well_formed"),
        (ENTRIES, 1, {"url": "https://news.example/a b"}, "url_without_whitespace"),
        (ENTRIES, 1, {"url": "https://news.example/1\n"}, "url_without_whitespace"),
        (ENTRIES, 1, {"url": "https://doi.org/10.1000/182。我们发现"}, "url_without_glued_text"),
        (ENTRIES, 1, {"title": ""}, "title_not_blank"),
        (ENTRIES, 1, {"title": " \t\u3000\u200b"}, "title_not_blank"),
        (ENTRIES, 1, {"date_origin": None}, "date_origin_present"),
        (ENTRIES, 0, {"seen_at": NOON - timedelta(hours=1)}, "first_seen_when_recorded"),
        (ENTRIES, 1, {"published_at": NOON + timedelta(hours=2)}, "published_at_not_in_the_future"),
        (ENTRIES, 1, {"url": "https://arxiv.org/abs/2602.01234"}, "published_at_agrees_with_id"),
        (ENTRIES, 1, {"url": "https://x.com/a/status/1795700000000000000"}, "published_at_agrees_with_id"),
        (ENTRIES, 1, {"url": "https://news.example:443/1"}, "url_canonical"),
        (ENTRIES, 1, {"url": "https://arxiv.org/pdf/2606.01234"}, "url_canonical"),
        (ENTRIES, 1, {"url": "https://news.example/1?utm_source=feed"}, "url_without_tracking"),
        (ENTRIES, 1, {"url": "https://news.example/1;jsessionid=1A2B"}, "url_without_tracking"),
        (ENTRIES, 1, {"url": "http://192.168.1.1/admin"}, "url_host_public"),
        (ENTRIES, 1, {"url": "http://127.0.0.1/"}, "url_host_public"),
        (ENTRIES, 1, {"url": "http://[::1]/"}, "url_host_public"),
        (ENTRIES, 1, {"url": "http://0x7f.1/"}, "url_host_public"),
        (ENTRIES, 1, {"url": "https://wiki.corp.internal/"}, "url_host_public"),
        (ENTRIES, 1, {"source_and_url": "news https://news.example/0"}, "source_and_url_unique"),
        (SOURCES, 1, {"entries": 0}, "source_not_silent"),
        (SOURCES, 1, {"entries": 400}, "source_not_flooding"),
        (SOURCES, 1, {"late_share": 0.6}, "late_share_below_limit"),
        (SOURCES, 1, {"undated_share": 0.9}, "undated_share_below_limit"),
        (SOURCES, 1, {"duplicate_share": 0.4}, "duplicate_share_below_limit"),
        (SOURCES, 1, {"zones_assumed": 3}, "zones_known"),
        (ARTICLES, 1, {"id": "a0"}, "id_unique"),
        (ARTICLES, 1, {"url": "https://news.example/0"}, "url_unique"),
        (ARTICLES, 1, {"url": "mailto:a@news.example"}, "url_well_formed"),
        (ARTICLES, 1, {"url": "http://10.0.0.7/status"}, "url_host_public"),
        (ARTICLES, 1, {"days_late": 1}, "local_day_on_the_day"),
        (ARTICLES, 2, {"days_late": -1}, "local_day_late_before_the_day"),
        (ARTICLES, 1, {"published_at": NOON + timedelta(hours=2)}, "published_at_not_in_the_future"),
        (ARTICLES, 1, {"title": "\u00a0"}, "title_not_blank"),
        (ARTICLES, 1, {"text_length": 0}, "text_length_at_least_1"),
        (ARTICLES, 1, {"language": "unknown"}, "language_known"),
        (ARTICLES, 1, {"fetched_at": None}, "fetched_at_present"),
        (ARTICLES, 1, {"page_days_off": 2}, "page_agrees_with_feed"),
        (ARTICLES, 1, {"substance": 79}, "substance_long_enough"),
        (ARTICLES, 1, {"boilerplate_share": 0.8}, "boilerplate_share_below_limit"),
        (LINKS, 1, {"link": None}, "link_present"),
        (LINKS, 1, {"link": "../up"}, "link_well_formed"),
        (LINKS, 1, {"link": "https://elsewhere.example/ 1"}, "link_without_whitespace"),
        (LINKS, 1, {"link": "https://elsewhere.example/1，这"}, "link_without_glued_text"),
        (LINKS, 1, {"link": "http://10.0.0.7/status"}, "link_host_public"),
        (EXTRACTED, 1, {"extracted": 3}, "extraction_as_usual"),
        (STORIES, 1, {"id": "s0"}, "id_unique"),
        (STORIES, 1, {"lead_url": "https://news.example/0"}, "lead_url_unique"),
        (STORIES, 1, {"lead_url": "https:news.example"}, "lead_url_well_formed"),
        (STORIES, 1, {"articles": 0}, "articles_at_least_1"),
        (STORIES, 1, {"lead_url": None}, "lead_url_present"),
        (STORIES, 1, {"days": 2}, "days_one"),
        (STORIES, 1, {"primary_url": "doi:10.1000/182"}, "primary_url_well_formed"),
        (STORIES, 1, {"primary_url": "http://10.0.0.7/status"}, "primary_url_host_public"),
        (STORIES, 1, {"members": 1}, "articles_all_stored"),
        (STORIES, 1, {"lead_id": "a7"}, "lead_id_comes_first"),
        (STORIES, 1, {"articles": 90, "members": 90}, "articles_plausible"),
        (STORIES, 1, {"days_after_followed": 0}, "followed_day_before_the_day"),
        (STORIES, 1, {"followed_thread": None, "days_after_followed": None}, "followed_thread_exists"),
        (STORIES, 1, {"followed_thread": "t7"}, "followed_thread_the_same"),
        (STORIES, 0, {"standing": "update"}, "standing_of_the_first"),
        (STORIES, 1, {"standing": "new"}, "standing_of_what_continues"),
        (MEMBERS, 1, {"article_id": "a0"}, "article_id_unique"),
        (MEMBERS, 1, {"article_day": None}, "article_day_present"),
        (BRIEFS, 1, {"story_id": "s0"}, "story_id_unique"),
        (BRIEFS, 1, {"stars": 6}, "stars_from_1_to_5"),
        (BRIEFS, 1, {"novelty": 0}, "novelty_from_1_to_5"),
        (BRIEFS, 1, {"depth": 2.5}, "depth_from_1_to_5"),
        (BRIEFS, 1, {"evidence": "3"}, "evidence_from_1_to_5"),
        (BRIEFS, 1, {"impact": -1}, "impact_from_1_to_5"),
        (BRIEFS, 1, {"reach": 50}, "reach_from_1_to_5"),
        (BRIEFS, 1, {"reach": None}, "reach_present"),
        (BRIEFS, 2, {"stars": 2}, "advertisement_at_most_1_star"),
        (BRIEFS, 1, {"kind": "gossip"}, "kind_known"),
        (BRIEFS, 1, {"statements_with_evidence": 5}, "statements_all_with_evidence"),
        (BRIEFS, 1, {"statements_with_evidence": None}, "statements_all_with_evidence"),
        (BRIEFS, 1, {"resources_outside_article": 1}, "resources_all_from_the_article"),
        (BRIEFS, 1, {"failed_claim": "42%"}, "printed_claims_hold"),
        (BRIEFS, 1, {"listed_as_written": False}, "listed_as_written"),
    )
]

MALFORMED = [
    "news.example/1",
    "//news.example/1",
    "ftp://news.example/1",
    "javascript:alert(1)",
    "https://",
    "https:///path",
    "https://a..example/",
    "https://user@news.example/",
    "https://news.example:port/",
    "https://https://news.example/",
    'https://news.example/"><script>',
    "https://news.example/\u202egnp.exe",
    "https://news.example/a\u3000b",
    "see https://news.example/1",
    "https://新闻 .example/",
]
UNUSUAL = [
    "http://127.0.0.1:8000/feed",
    "https://[2001:db8::1]:8443/",
    "https://intranet",
    "https://例え.jp/路径?q=人工智能",
    "https://en.wikipedia.org/wiki/Transformer_(deep_learning)#History",
    "https://news.example/%E8%B7%AF?a=b|c&d={e}",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_clean_rows_pass_every_expectation(frame: str, clean: Callable[[str], Rows], day: date) -> None:
    report = check(frame, pd.DataFrame(clean(frame)), day)

    found = found_in(frame, report)
    assert report.passed
    assert [result for result in report.results if not result.passed] == []
    assert list(found) == [item.name for item in SUITE_OF[frame].expectations]
    assert all(result.checked for result in found.values())
    assert all(result.message == "" for result in report.results)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.frame}-{defect.name}")
def test_a_planted_defect_is_caught_by_the_expectation_meant_for_it(
    defect: Defect, clean: Callable[[str], Rows], day: date
) -> None:
    rows = clean(defect.frame)
    rows[defect.row].update(defect.planted)

    report = check(defect.frame, pd.DataFrame(rows, dtype=object), day)

    found = found_in(defect.frame, report)[defect.name]
    identity = SUITE_OF[defect.frame].identity
    assert not found.passed
    assert report.passed == all(result.passed for result in report.results if result.severity == "blocking")
    assert 1 <= found.failed <= 2
    assert next(iter(defect.planted)) in found.message
    assert any(f"{identity}={rows[defect.row][identity]!r}" in example for example in found.examples)
    assert found.examples[0] in found.message


def test_every_expectation_on_these_frames_but_presence_has_a_planted_defect() -> None:
    planted = {(defect.frame, defect.name) for defect in DEFECTS}
    named = {(frame, item.name) for frame in FRAMES for item in SUITE_OF[frame].expectations}
    untested = {name for _, name in named - planted if not name.endswith("_present")}
    # They are the same for every address.
    assert {name.removeprefix("lead_").removeprefix("primary_") for name in untested} <= {
        "url_without_whitespace",
        "url_without_glued_text",
    }


def test_no_malformed_address_passes(day: date) -> None:
    report = check(LINKS, _links_to(MALFORMED), day)
    caught = found_in(LINKS, report)["link_well_formed"]
    assert caught.failed == len(MALFORMED)
    assert not report.passed


def test_unusual_but_valid_addresses_pass(day: date) -> None:
    report = check(LINKS, _links_to(UNUSUAL), day, ("127.0.0.1", "2001:db8::1", "intranet"))
    assert [result for result in report.results if not result.passed] == []


def test_a_clock_that_is_minutes_off_is_forgiven(clean: Callable[[str], Rows], day: date) -> None:
    entries, articles = clean(ENTRIES), clean(ARTICLES)
    entries[1]["published_at"] = entries[1]["seen_at"] + FUTURE_TOLERANCE
    articles[1]["published_at"] = articles[1]["fetched_at"] + FUTURE_TOLERANCE
    assert check(ENTRIES, pd.DataFrame(entries), day).passed
    assert check(ARTICLES, pd.DataFrame(articles), day).passed


def test_what_is_statistics_or_taste_warns_and_does_not_block(clean: Callable[[str], Rows], day: date) -> None:
    entries, sources = clean(ENTRIES), clean(SOURCES)
    entries[0]["title"] = ""
    sources[0] |= {"entries": 0, "late_share": 1.0, "undated_share": 1.0, "duplicate_share": 1.0}
    frames = {ENTRIES: pd.DataFrame(entries), SOURCES: pd.DataFrame(sources)}
    report = runner.check(ENTRIES, frames, day)
    assert report.passed
    assert len([result for result in report.results if not result.passed]) == 5


@pytest.mark.parametrize(
    ("published", "url"),
    [
        # Announced in the month after its id was given out, and the other way round.
        (NOON, "https://arxiv.org/abs/2605.30407"),
        (NOON, "https://arxiv.org/abs/2607.00001"),
        # An old id without a month, an id without a time.
        (NOON, "https://arxiv.org/abs/math/0601001"),
        (NOON, "https://x.com/jack/status/20"),
        # The moment of the id, to the second.
        (datetime(2024, 5, 29, 6, 10, 26, tzinfo=UTC), "https://x.com/a/status/1795700000000000000"),
    ],
)
def test_a_date_that_its_id_allows_passes(
    published: datetime, url: str, clean: Callable[[str], Rows], day: date
) -> None:
    rows = clean(ENTRIES)
    rows[1].update(url=url, published_at=published)
    assert found_in(ENTRIES, check(ENTRIES, pd.DataFrame(rows), day))["published_at_agrees_with_id"].passed


def test_a_date_of_sharing_is_not_held_against_the_id(clean: Callable[[str], Rows], day: date) -> None:
    rows = clean(ENTRIES)
    rows[1].update(url="https://arxiv.org/abs/1706.03762", own_date=False)
    assert check(ENTRIES, pd.DataFrame(rows), day).passed


def test_a_host_of_the_users_own_may_be_private(clean: Callable[[str], Rows], day: date) -> None:
    rows = [{**row, "url": f"http://127.0.0.1:8000/{i}"} for i, row in enumerate(clean(ENTRIES))]
    assert check(ENTRIES, pd.DataFrame(rows), day, ("127.0.0.1",)).passed


def test_what_is_unknown_for_want_of_history_is_passed_over(clean: Callable[[str], Rows], day: date) -> None:
    rows = clean(SOURCES)
    rows[0].update(entries=0, fewest_usual=None, most_usual=None, late_share=None, undated_share=None)
    assert [result for result in check(SOURCES, pd.DataFrame(rows), day).results if not result.passed] == []


def test_names_are_unique_in_a_layer_and_expectations_look_only_at_columns_their_suite_declares() -> None:
    for suites in SUITES.values():
        names = [item.name for suite in suites for item in suite.expectations]
        assert len(names) == len(set(names))
    for suite in SUITE_OF.values():
        looked_at = {column for item in suite.expectations for column in item.columns}
        assert looked_at <= set(suite.columns) | set(suite.shifted)
        assert suite.identity in suite.columns


def _links_to(urls: list[str]) -> pd.DataFrame:
    return pd.DataFrame([{"article_id": f"a{i}", "link": url} for i, url in enumerate(urls)])
