"""What a check reports, what it refuses, and what it leaves alone: the network, the warnings, the frame."""

import logging
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pandas as pd
import pytest
from annotated_types import Le

from digest_pipeline.quality import runner
from digest_pipeline.quality.runner import EXAMPLES, LONGEST_MAX_AGE_DAYS, CheckError, CheckReport
from digest_pipeline.quality.suites import SUITES
from digest_pipeline.settings import Days

Rows = list[dict[str, Any]]


def check(layer: str, frame: pd.DataFrame, day: date, **known: Any) -> CheckReport:
    """Check a layer by its rows alone."""
    return runner.check(layer, {layer.partition("/")[0]: frame}, day, **known)


_network: list[str] = []
sys.addaudithook(lambda event, _: _network.append(event) if event in {"socket.connect", "socket.getaddrinfo"} else None)


def test_importing_suites_and_runner_loads_neither_great_expectations_nor_pandas() -> None:
    program = (
        "import sys, digest_pipeline.quality.suites, digest_pipeline.quality.runner;"
        "print({'great_expectations', 'pandas'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("layer", SUITES)
def test_a_frame_without_rows_passes_with_nothing_checked(layer: str, day: date) -> None:
    for frame in (pd.DataFrame(), pd.DataFrame(columns=list(SUITES[layer][0].columns))):
        report = check(layer, frame, day)
        assert report.passed
        assert len(report.results) == sum(len(suite.expectations) for suite in SUITES[layer])
        assert {(result.passed, result.checked, result.failed) for result in report.results} == {(True, 0, 0)}


def test_a_result_counts_rows_and_names_the_first_failing_ones(clean: Callable[[str], Rows], day: date) -> None:
    (story, *_) = clean("stories")
    rows = [
        story | {"id": f"s{i}", "lead_url": f"https://n.example/{i}", "articles": i - 30, "members": i - 30}
        for i in range(40)
    ]

    report = check("stories", pd.DataFrame(rows), day)

    (failed,) = [result for result in report.results if not result.passed]
    assert (failed.name, failed.expectation) == ("articles_at_least_1", "ExpectColumnValuesToBeBetween")
    assert (failed.column, failed.severity) == ("articles", "blocking")
    assert (failed.checked, failed.failed) == (40, 31)
    assert failed.examples == tuple(f"id='s{i}', articles={i - 30}" for i in range(EXAMPLES))
    assert failed.message == (
        "articles is below 1: a story without an article has no source. Run `digest run --day 2026-06-02`. "
        "(31 of 40 rows: id='s0', articles=-30; id='s1', articles=-29; id='s2', articles=-28; …)"
    )
    assert not report.passed


def test_text_from_the_web_is_escaped_and_cut_in_examples(clean: Callable[[str], Rows], day: date) -> None:
    rows = clean("stories")
    rows[0]["lead_url"] = "no address\n# a heading\x1b[31m" + "x" * 5_000
    found = {result.name: result for result in check("stories", pd.DataFrame(rows), day).results}
    (example,) = found["lead_url_well_formed"].examples
    assert "no address\\n# a heading\\x1b[31m" in example
    assert len(example) < 200


def test_values_that_can_not_be_compared_fail_with_the_reason(clean: Callable[[str], Rows], day: date) -> None:
    rows = clean("stories")
    rows[0]["articles"] = "many"
    report = check("stories", pd.DataFrame(rows), day)
    failed = {result.name: result for result in report.results}["articles_at_least_1"]
    assert not failed.passed
    assert "Can't be compared" in failed.message
    assert not report.passed


def test_how_old_a_late_item_may_be_is_the_callers_setting(clean: Callable[[str], Rows], day: date) -> None:
    frame = pd.DataFrame(clean("raw_feeds"))
    assert check("raw_feeds", frame, day, max_age_days=3).passed
    assert not check("raw_feeds", frame, day, max_age_days=2).passed


def test_the_longest_age_is_the_one_that_the_settings_allow() -> None:
    assert Le(LONGEST_MAX_AGE_DAYS) in Days.model_fields["max_age_days"].metadata


def test_the_same_rows_give_the_same_report_and_stay_as_they_were(clean: Callable[[str], Rows], day: date) -> None:
    frame = pd.DataFrame(clean("extracted_articles"), index=[7, 7, 9])
    before = frame.copy()
    assert check("extracted_articles", frame, day) == check("extracted_articles", frame, day)
    pd.testing.assert_frame_equal(frame, before)


def test_a_frame_read_by_duckdb_is_checked_like_one_made_of_rows(clean: Callable[[str], Rows], day: date) -> None:
    frame = pd.DataFrame(clean("extracted_articles"))
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        connection.register("rows", frame)
        # Not `.df()`: it uses what pandas 3.1 deprecates.
        read = connection.execute("from rows").to_arrow_table().to_pandas()
    assert str(read["published_at"].dt.tz) == "Asia/Shanghai"
    assert check("extracted_articles", read, day) == check("extracted_articles", frame, day)


def test_a_layer_without_suite_is_refused_with_those_that_have_one(day: date) -> None:
    with pytest.raises(CheckError, match=r"'feeds' has no suite; there is one for each of .*raw_feeds"):
        check("feeds", pd.DataFrame(), day)


def test_a_missing_column_is_refused_by_name(clean: Callable[[str], Rows], day: date) -> None:
    frame = pd.DataFrame(clean("stories")).drop(columns=["lead_url", "articles"])
    with pytest.raises(CheckError, match="rows of stories for 2026-06-02 lack lead_url, articles"):
        check("stories", frame, day)


def test_times_without_a_zone_are_refused(clean: Callable[[str], Rows], day: date) -> None:
    rows = clean("raw_feeds")
    for row in rows:
        row["published_at"] = datetime(2026, 6, 2, 4, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(CheckError, match="published_at of raw_feeds for 2026-06-02 must hold times with a time zone"):
        check("raw_feeds", pd.DataFrame(rows), day)


def test_days_that_are_no_dates_are_refused(clean: Callable[[str], Rows], day: date) -> None:
    rows = [row | {"article_day": "yesterday-ish"} for row in clean("stories_articles")]
    with pytest.raises(CheckError, match="article_day of stories_articles for 2026-06-02 must hold dates"):
        runner.check("stories", {"stories_articles": pd.DataFrame(rows)}, day)


def test_a_check_touches_no_network_prints_nothing_and_leaves_warnings_as_they_were(
    clean: Callable[[str], Rows], day: date, capfd: pytest.CaptureFixture[str]
) -> None:
    show, filters = warnings.showwarning, list(warnings.filters)
    before = len(_network)

    check("stories", pd.DataFrame(clean("stories")), day)

    assert _network[before:] == []
    assert capfd.readouterr() == ("", "")
    assert warnings.showwarning is show
    assert warnings.filters == filters
    assert not logging.getLogger("py.warnings").handlers


def test_the_second_check_of_a_process_sets_nothing_up(
    clean: Callable[[str], Rows], day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    import great_expectations as gx
    from great_expectations.datasource.fluent.pandas_datasource import PandasDatasource

    frame = pd.DataFrame(clean("structured_summaries"))
    check("structured_summaries", frame, day)
    set_up: list[str] = []
    for owner, name in ((gx, "get_context"), (PandasDatasource, "add_dataframe_asset")):
        monkeypatch.setattr(owner, name, lambda *_, _name=name, **__: set_up.append(_name))

    report = check("structured_summaries", frame, day)

    assert set_up == []
    assert any(result.checked for result in report.results)
