"""Whether anything may be built on a day: failed blocking checks stop it until they pass or are accepted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.acceptances import Acceptance, Acceptances, fingerprint
from digest_pipeline.quality.gate import BlockedError, failures, issue_layer, judged, require_good, sentences
from digest_pipeline.quality.runner import Result
from tests.conftest import NOON

DAY = date(2026, 6, 2)
FAILED = Result(
    name="url_unique",
    expectation="ExpectColumnToBeUnique",
    column="url",
    severity="blocking",
    passed=False,
    checked=40,
    failed=2,
    examples=("id='a', url='https://a.example'", "id='b', url='https://a.example'"),
    message="url occurs more than once; run `digest run --day 2026-06-02`. (2 of 40 rows: id='a'; id='b')",
)
PASSED = replace(FAILED, passed=True, failed=0, examples=(), message="")


def accept(
    newsroom: Newsroom, result: Result = FAILED, layer: str = "stories", because: str = "known and fine"
) -> None:
    reason = Acceptance(DAY, layer, result.name, fingerprint(result), because, NOON)
    Acceptances(newsroom.warehouse).add(reason)


def test_what_is_needed_is_refused_with_check_day_rows_and_both_ways_out(newsroom: Newsroom) -> None:
    newsroom.record.replace_results(DAY, "stories", {"suite": [FAILED, replace(FAILED, name="id_unique")]})

    with pytest.raises(BlockedError) as refusal:
        require_good(newsroom, ["stories"], DAY)

    said = str(refusal.value)
    assert said.startswith("stories of 2026-06-02 did not pass its checks. id_unique: url occurs more than once;")
    assert "(2 of 40 rows: id='a'; id='b')" in said
    accepted = "--accept stories.id_unique --accept stories.url_unique"
    assert said.endswith(
        f'digest run --day 2026-06-02; to let it pass: digest run --day 2026-06-02 {accepted} --because "…"'
    )


@pytest.mark.parametrize(
    "result",
    [PASSED, replace(FAILED, severity="warning"), None],
    ids=["passed", "only warns", "was never checked"],
)
def test_what_does_not_block_is_let_through(newsroom: Newsroom, result: Result | None) -> None:
    newsroom.record.replace_results(DAY, "stories", {"suite": [result] if result else []})
    require_good(newsroom, ["stories"], DAY)


def test_only_the_layers_and_days_that_are_needed_count(newsroom: Newsroom) -> None:
    newsroom.record.replace_results(DAY, "stories", {"suite": [FAILED]})
    require_good(newsroom, ["raw_feeds"], DAY)
    require_good(newsroom, ["stories"], DAY + timedelta(1))
    with pytest.raises(BlockedError, match=r"stories of 2026-06-02"):
        require_good(newsroom, ["raw_feeds", "stories"], DAY - timedelta(3), DAY + timedelta(3))


def test_a_check_that_passes_again_blocks_no_longer(newsroom: Newsroom) -> None:
    newsroom.record.replace_results(DAY, "stories", {"suite": [FAILED]})
    newsroom.record.replace_results(DAY, "stories", {"suite": [PASSED]})
    require_good(newsroom, ["stories"], DAY)


def test_the_linter_and_the_suite_of_an_issue_keep_their_results_apart(newsroom: Newsroom) -> None:
    layer = issue_layer("weekly", "2026-W23")
    lint = replace(FAILED, name="lint_bare_url")
    newsroom.record.replace_results(DAY, layer, {"lint": [lint]})
    newsroom.record.replace_results(DAY, layer, {"suite": [PASSED]})
    assert [one.check for one in failures(newsroom, DAY, DAY)] == ["issues/weekly/2026-W23.lint_bare_url"]


def test_an_accepted_failure_is_let_through_and_said(newsroom: Newsroom) -> None:
    newsroom.record.replace_results(DAY, "stories", {"suite": [FAILED]})
    accept(newsroom)
    require_good(newsroom, ["stories"], DAY)
    found = judged(newsroom, DAY, "stories", [FAILED])
    assert sentences([FAILED], found) == f"accepted because known and fine: {FAILED.message}"


@pytest.mark.parametrize(
    "other",
    [
        replace(FAILED, examples=("id='a', url='https://a.example'", "id='c', url='https://a.example'")),
        replace(FAILED, failed=3),
        replace(FAILED, name="id_unique"),
    ],
    ids=["other rows", "more rows", "another check"],
)
def test_an_acceptance_is_for_the_rows_that_failed_alone(newsroom: Newsroom, other: Result) -> None:
    accept(newsroom)
    newsroom.record.replace_results(DAY, "stories", {"suite": [other]})
    with pytest.raises(BlockedError):
        require_good(newsroom, ["stories"], DAY)


def test_an_acceptance_outlives_rows_that_do_not_fail(newsroom: Newsroom) -> None:
    accept(newsroom)
    reordered = replace(FAILED, checked=41, examples=FAILED.examples[::-1], message="2 of 41")
    newsroom.record.replace_results(DAY, "stories", {"suite": [reordered]})
    require_good(newsroom, ["stories"], DAY)


def test_an_acceptance_of_another_layer_or_day_is_none(newsroom: Newsroom) -> None:
    accept(newsroom, layer="raw_feeds")
    for day in (DAY, DAY + timedelta(1)):
        newsroom.record.replace_results(day, "stories", {"suite": [FAILED]})
        with pytest.raises(BlockedError):
            require_good(newsroom, ["stories"], day)
