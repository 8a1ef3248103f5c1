"""The channel for alerts hears of a check that blocks once, and once of its end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.acceptances import Acceptance, fingerprint
from digest_pipeline.quality.alerts import Subject, settle
from digest_pipeline.quality.gate import Failure
from digest_pipeline.quality.runner import Result
from digest_pipeline.settings import Settings
from tests.conftest import NOON
from tests.delivery.servers import Hook

DAY = date(2026, 6, 2)
LAYER = Subject(DAY, "stories", "suite", DAY)
RESULT = Result(
    name="url_unique",
    expectation="ExpectColumnToBeUnique",
    column="url",
    severity="blocking",
    passed=False,
    checked=40,
    failed=1,
    examples=("id='a', url='https://a.example/x'",),
    message="url occurs more than once. (1 of 40 rows: id='a', url='https://a.example/x')",
)
FAILED = Failure(DAY, "stories", RESULT, None)
OTHER = Failure(DAY, "stories", replace(RESULT, name="id_unique"), None)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as hook:
        yield hook


@pytest.fixture
def told(tmp_path: Path, hook: Hook) -> Newsroom:
    """A newsroom whose channel for alerts is the webhook."""
    return newsroom_with(tmp_path, hook.url)


def newsroom_with(home: Path, url: str) -> Newsroom:
    channels = {
        "channels": {"ops": {"url": url}},
        "delivery": {"alert": "ops"},
        "editions": {"weekly": {"language": "en"}},
    }
    return Newsroom(Settings.model_validate({"home": home, "sources": (), **channels}), offline=True)


def test_a_check_that_blocks_is_told_once_with_its_rows_and_both_ways_out(told: Newsroom, hook: Hook) -> None:
    for _ in range(2):
        assert settle(told, LAYER, [FAILED], {}) == ""
    (message,) = hook.messages
    assert message["title"] == "Blocked: stories 2026-06-02"
    assert "**url_unique**: url occurs more than once. (1 of 40 rows: id='a'" in message["message"]
    assert "`digest run --day 2026-06-02`" in message["message"]
    assert '`digest run --day 2026-06-02 --accept stories.url_unique --because "…"`' in message["message"]


def test_another_check_that_fails_is_told_and_one_of_two_that_passes_is_not(told: Newsroom, hook: Hook) -> None:
    for found in ([FAILED], [FAILED, OTHER], [OTHER]):
        settle(told, LAYER, found, {})
    assert [text.count("--accept") for text in (message["message"] for message in hook.messages)] == [1, 2]


@pytest.mark.parametrize("accepted", [False, True])
def test_the_end_is_told_once_and_the_next_failure_again(told: Newsroom, hook: Hook, *, accepted: bool) -> None:
    reason = Acceptance(DAY, "stories", RESULT.name, fingerprint(RESULT), "known and fine", NOON)
    end = [replace(FAILED, acceptance=reason)] if accepted else []
    for found in ([FAILED], end, end, [FAILED]):
        settle(told, LAYER, found, {})
    titles = [message["title"] for message in hook.messages]
    assert titles == ["Blocked: stories 2026-06-02", "No longer blocked: stories 2026-06-02", titles[0]]
    assert ("known and fine" in hook.messages[1]["message"]) is accepted


def test_nothing_is_told_of_a_day_that_holds(told: Newsroom, hook: Hook) -> None:
    settle(told, LAYER, [], {})
    assert hook.messages == []


def test_days_layers_and_checks_are_told_apart(told: Newsroom, hook: Hook) -> None:
    subjects = [
        LAYER,
        replace(LAYER, layer="raw_feeds"),
        replace(LAYER, day=date(2026, 6, 3)),
        replace(LAYER, checked_by="lint"),
    ]
    for subject in subjects:
        settle(told, subject, [FAILED], {})
    assert len(hook.messages) == len(subjects)


def test_an_alert_that_did_not_arrive_is_said_and_tried_again(tmp_path: Path) -> None:
    with Hook(404) as refusing:
        why = settle(newsroom_with(tmp_path, refusing.url), LAYER, [FAILED], {})
        assert why.startswith("the alert to ops: failed (")
    with Hook() as taking:
        assert settle(newsroom_with(tmp_path, taking.url), LAYER, [FAILED], {}) == ""
        assert len(taking.messages) == 1


def test_an_alert_that_may_have_arrived_is_said_and_not_repeated(tmp_path: Path) -> None:
    with Hook("resets after the body") as resetting:
        newsroom = newsroom_with(tmp_path, resetting.url)
        said = [settle(newsroom, LAYER, [FAILED], {}) for _ in range(2)]
        assert said[0].startswith("the alert to ops: unknown (")
        assert said[1] == ""
        assert len(resetting.messages) == 1


def test_a_secret_that_is_missing_is_named(tmp_path: Path) -> None:
    assert "OPS_HOOK" in settle(newsroom_with(tmp_path, "${OPS_HOOK}"), LAYER, [FAILED], {})


def test_without_a_channel_nothing_is_kept(newsroom: Newsroom) -> None:
    assert settle(newsroom, LAYER, [FAILED], {}) == ""
    assert newsroom.warehouse.rows("from quality.alerts") == []
