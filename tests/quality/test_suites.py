"""Every defect that a suite names is caught by the expectation meant for it, and clean rows pass."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pandas as pd
import pytest

from digest_pipeline.dates import FUTURE_TOLERANCE
from digest_pipeline.quality import runner
from digest_pipeline.quality.runner import CheckReport
from digest_pipeline.quality.suites import SUITES

Rows = list[dict[str, Any]]


def check(layer: str, frame: pd.DataFrame, day: date, **known: Any) -> CheckReport:
    """Check a layer by its rows alone."""
    return runner.check(layer, {layer.partition("/")[0]: frame}, day, **known)


ARTICLES = "extracted_articles"
BRIEFS = "structured_summaries"
ISSUE = "issues"
NOON = datetime(2026, 6, 2, 4, tzinfo=UTC)


class Defect(NamedTuple):
    """What is planted in which row of a layer, and the expectation meant for it."""

    layer: str
    row: int
    planted: dict[str, Any]
    name: str


DEFECTS = [
    Defect(*defect)
    for defect in (
        ("raw_feeds", 1, {"id": "e0"}, "id_unique"),
        ("raw_feeds", 1, {"day": date(2026, 6, 1)}, "day_is_the_partition"),
        ("raw_feeds", 1, {"local_day": date(2026, 6, 1)}, "local_day_on_the_day"),
        ("raw_feeds", 1, {"local_day": date(2026, 6, 3)}, "local_day_on_the_day"),
        ("raw_feeds", 1, {"local_day": None}, "local_day_present"),
        ("raw_feeds", 2, {"local_day": date(2026, 6, 2)}, "local_day_late_before_the_day"),
        ("raw_feeds", 2, {"local_day": date(2026, 3, 1)}, "local_day_late_before_the_day"),
        ("raw_feeds", 1, {"published_at": None}, "published_at_present"),
        ("raw_feeds", 1, {"date_origin": "guess"}, "date_origin_known"),
        ("raw_feeds", 1, {"url": None}, "url_present"),
        ("raw_feeds", 1, {"url": "/relative"}, "url_well_formed"),
        ("raw_feeds", 1, {"url": "https://news.example/a b"}, "url_without_whitespace"),
        ("raw_feeds", 1, {"url": "https://news.example/1\n"}, "url_without_whitespace"),
        ("raw_feeds", 1, {"url": "https://doi.org/10.1000/182。我们发现"}, "url_without_glued_text"),
        ("raw_feeds", 1, {"title": ""}, "title_not_blank"),
        ("raw_feeds", 1, {"title": " \t\u3000\u200b"}, "title_not_blank"),
        (ARTICLES, 1, {"id": "a0"}, "id_unique"),
        (ARTICLES, 1, {"url": "https://news.example/0"}, "url_unique"),
        (ARTICLES, 1, {"url": "mailto:a@news.example"}, "url_well_formed"),
        (ARTICLES, 1, {"day": date(2026, 6, 3)}, "day_is_the_partition"),
        (ARTICLES, 1, {"local_day": date(2026, 6, 1)}, "local_day_on_the_day"),
        (ARTICLES, 2, {"local_day": date(2026, 6, 3)}, "local_day_late_before_the_day"),
        (ARTICLES, 1, {"published_at": NOON + timedelta(hours=2)}, "published_at_not_in_the_future"),
        (ARTICLES, 1, {"title": "\u00a0"}, "title_not_blank"),
        (ARTICLES, 1, {"text_length": 0}, "text_length_at_least_1"),
        (ARTICLES, 1, {"language": "unknown"}, "language_known"),
        ("stories", 1, {"id": "s0"}, "id_unique"),
        ("stories", 1, {"day": date(2026, 6, 1)}, "day_is_the_partition"),
        ("stories", 1, {"lead_url": "https://news.example/0"}, "lead_url_unique"),
        ("stories", 1, {"lead_url": "https:news.example"}, "lead_url_well_formed"),
        ("stories", 1, {"articles": 0}, "articles_at_least_1"),
        (BRIEFS, 1, {"story_id": "s0"}, "story_id_unique"),
        (BRIEFS, 1, {"day": date(2026, 6, 1)}, "day_is_the_partition"),
        (BRIEFS, 1, {"stars": 6}, "stars_from_1_to_5"),
        (BRIEFS, 1, {"novelty": 0}, "novelty_from_1_to_5"),
        (BRIEFS, 1, {"depth": 2.5}, "depth_from_1_to_5"),
        (BRIEFS, 1, {"evidence": "3"}, "evidence_from_1_to_5"),
        (BRIEFS, 1, {"impact": -1}, "impact_from_1_to_5"),
        (BRIEFS, 1, {"reach": 50}, "reach_from_1_to_5"),
        (BRIEFS, 1, {"reach": None}, "reach_present"),
        (BRIEFS, 2, {"stars": 2}, "advertisement_at_most_1_star"),
        (BRIEFS, 1, {"kind": "gossip"}, "kind_known"),
        (BRIEFS, 1, {"statements": 0, "statements_with_evidence": 0}, "statements_at_least_1"),
        (BRIEFS, 1, {"statements_with_evidence": 5}, "statements_all_with_evidence"),
        (BRIEFS, 1, {"statements_with_evidence": None}, "statements_all_with_evidence"),
        (BRIEFS, 1, {"resources_outside_article": 1}, "resources_all_from_the_article"),
        (ISSUE, 1, {"number": 4}, "number_from_1_to_n"),
        (ISSUE, 1, {"number": 1}, "number_increasing"),
        (ISSUE, 1, {"story_id": "s0"}, "story_id_unique"),
        (ISSUE, 1, {"url": "https://news.example/0"}, "url_unique"),
        (ISSUE, 1, {"url": "https://news example/1"}, "url_well_formed"),
        (ISSUE, 1, {"within_window": False}, "within_window"),
        (ISSUE, 2, {"published_local": date(2026, 6, 2)}, "published_local_late_before_the_day"),
        (ISSUE, 1, {"stars": 0}, "stars_from_1_to_5"),
        (ISSUE, 1, {"headline": "\n"}, "headline_not_blank"),
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


@pytest.mark.parametrize("layer", SUITES)
def test_clean_rows_pass_every_expectation(layer: str, clean: Callable[[str], Rows], day: date) -> None:
    report = check(layer, pd.DataFrame(clean(layer)), day)

    assert report.passed
    assert [result for result in report.results if not result.passed] == []
    assert [result.name for result in report.results] == [
        item.name for item in [item for suite in SUITES[layer] for item in suite.expectations]
    ]
    assert all(result.checked for result in report.results)
    assert all(result.message == "" for result in report.results)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.layer}-{defect.name}")
def test_a_planted_defect_is_caught_by_the_expectation_meant_for_it(
    defect: Defect, clean: Callable[[str], Rows], day: date
) -> None:
    rows = clean(defect.layer)
    rows[defect.row].update(defect.planted)

    report = check(defect.layer, pd.DataFrame(rows, dtype=object), day)

    found = {result.name: result for result in report.results}[defect.name]
    identity = SUITES[defect.layer][0].identity
    assert not found.passed
    assert report.passed == all(result.passed for result in report.results if result.severity == "blocking")
    assert 1 <= found.failed <= 2
    assert next(iter(defect.planted)) in found.message
    assert any(f"{identity}={rows[defect.row][identity]!r}" in example for example in found.examples)
    assert found.examples[0] in found.message


def test_every_expectation_but_presence_has_a_planted_defect_in_some_layer() -> None:
    planted = {name for *_, name in DEFECTS}
    named = {item.name for suites in SUITES.values() for suite in suites for item in suite.expectations}
    untested = {name for name in named - planted if not name.endswith("_present")}
    assert untested == {"lead_url_without_whitespace", "lead_url_without_glued_text"}


def test_no_malformed_address_passes(day: date) -> None:
    report = check("stories", _stories_led_by(MALFORMED, day), day)
    caught = {result.name: result for result in report.results}["lead_url_well_formed"]
    assert caught.failed == len(MALFORMED)
    assert not report.passed


def test_unusual_but_valid_addresses_pass(day: date) -> None:
    report = check("stories", _stories_led_by(UNUSUAL, day), day)
    assert [result for result in report.results if not result.passed] == []


def test_a_clock_that_is_minutes_off_is_forgiven(clean: Callable[[str], Rows], day: date) -> None:
    rows = clean(ARTICLES)
    rows[1]["published_at"] = rows[1]["fetched_at"] + FUTURE_TOLERANCE
    assert check(ARTICLES, pd.DataFrame(rows), day).passed


def test_a_blank_title_in_a_feed_warns_and_does_not_block(clean: Callable[[str], Rows], day: date) -> None:
    rows = clean("raw_feeds")
    rows[0]["title"] = ""
    assert check("raw_feeds", pd.DataFrame(rows), day).passed


def test_names_are_unique_in_a_layer_and_expectations_look_only_at_columns_their_suite_declares() -> None:
    for suites in SUITES.values():
        names = [item.name for suite in suites for item in suite.expectations]
        assert len(names) == len(set(names))
    for suite in (suite for suites in SUITES.values() for suite in suites):
        looked_at = {column for item in suite.expectations for column in item.columns}
        assert looked_at <= set(suite.columns) | set(suite.shifted)
        assert suite.identity in suite.columns


def _stories_led_by(urls: list[str], day: date) -> pd.DataFrame:
    return pd.DataFrame([{"id": f"s{i}", "day": day, "lead_url": url, "articles": 1} for i, url in enumerate(urls)])
