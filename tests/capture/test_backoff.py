"""When an answer is asked for again: named moments in all their spellings, and how the attempts are spent."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from digest_pipeline.capture.backoff import Attempt, is_passing, named_moment, persist
from digest_pipeline.capture.miss import MissError
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch

NOW = datetime(2026, 6, 2, 4, tzinfo=UTC)
SETTINGS = Fetch(attempts=3, backoff_seconds=0.001)


def busy(status: int = 429, **headers: str) -> Exchange:
    return Exchange(
        "https://e.org/", NOW, str(status), tuple((k.replace("_", "-"), v) for k, v in headers.items()), b""
    )


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("Tue, 02 Jun 2026 04:02:00 GMT", 120),
        ("Tuesday, 02-Jun-26 04:02:00 GMT", 120),
        ("Tue Jun  2 04:02:00 2026", 120),
        ("Tue, 02 Jun 2026 06:02:00 +0200", 120),
        ("Mon, 01 Jun 2026 04:00:00 GMT", -86_400),
        ("9" * 400, 31_536_000),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_all_its_forms(after: str, seconds: int | None) -> None:
    expected = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert named_moment(busy(Retry_After=after)) == expected


def test_a_used_up_limit_names_its_moment() -> None:
    reset = str(int(NOW.timestamp()) + 60)
    for status in (403, 429):
        limited = busy(status, X_RateLimit_Remaining="0", X_RateLimit_Reset=reset)
        assert named_moment(limited) == NOW + timedelta(seconds=60)
    assert named_moment(busy(403, X_RateLimit_Remaining="1", X_RateLimit_Reset=reset)) is None
    assert named_moment(busy(403, X_RateLimit_Remaining="0", X_RateLimit_Reset="tomorrow")) is None
    assert named_moment(busy(200, X_RateLimit_Remaining="0", X_RateLimit_Reset=reset)) is None
    assert named_moment(busy(301, Retry_After="60")) is None


def test_only_what_may_pass_is_asked_again() -> None:
    passing = [status for status in range(100, 600) if is_passing(status)]
    assert passing == [408, 425, 429, 500, 502, 503, 504, *range(506, 600)]


def tried(*outcomes: Attempt | MissError) -> tuple[Exchange | str, int]:
    """Return what came of a series of attempts, and how many there were."""
    left = list(outcomes)

    async def attempt() -> Attempt:
        outcome = left.pop(0)
        if isinstance(outcome, MissError):
            raise outcome
        return outcome

    try:
        found: Exchange | str = asyncio.run(persist(attempt, SETTINGS))
    except MissError as miss:
        found = miss.detail
    return found, len(outcomes) - len(left)


def test_attempts_end_with_the_first_good_answer_or_the_last_of_all() -> None:
    good, again = Attempt(busy(200)), Attempt(busy(503), again=True)
    passing, final = MissError("timeout", "silent", passing=True), MissError("refused", "private")
    assert tried(good) == (good.exchange, 1)
    assert tried(again, passing, good) == (good.exchange, 3)
    assert tried(passing, again, again, good) == (again.exchange, 3)
    assert tried(again, again, passing, good) == ("silent", 3)
    assert tried(again, final, good) == ("private", 2)
    assert tried(Attempt(busy(), again=True, held=True), good) == (good.exchange, 2)
