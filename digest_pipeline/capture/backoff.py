"""When an answer is asked for again: what a host says about coming back, and how long to wait when it says nothing.

Whole hosts are held back by `pace.py`; nothing here waits for a turn.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, retry_if_result, stop_after_attempt
from tenacity.wait import wait_random_exponential

from digest_pipeline.capture.miss import MissError
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch

_ASK_AGAIN = frozenset({408, 425, 429})
_NEVER_AGAIN = frozenset({501, 505})
# 403 is how GitHub says that a limit is used up.
_LIMITED = frozenset({403, 429, 503})
_LONGEST_WAIT_SECONDS = 60
# A year: what is named beyond it says no more than "never", and may be too far for a date.
_LONGEST_NAMED_SECONDS = 31_536_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer; `again` when asking again may help, `held` when the host named the moment for that itself."""

    exchange: Exchange
    again: bool = False
    held: bool = False


async def persist(attempt: Callable[[], Awaitable[Attempt]], settings: Fetch) -> Exchange:
    """Attempt until an answer is worth keeping or the attempts are used up; the last answer counts.

    Between attempts: exponential backoff with full jitter, seconds, unless the host itself named the moment.

    Raises:
        MissError: of the last attempt.
    """
    jitter = wait_random_exponential(multiplier=settings.backoff_seconds, max=_LONGEST_WAIT_SECONDS)

    def wait(state: RetryCallState) -> float:
        outcome = state.outcome
        held = outcome is not None and not outcome.failed and outcome.result().held
        return 0 if held else jitter(state)

    def last(state: RetryCallState) -> Attempt:
        assert state.outcome is not None  # noqa: S101  tenacity asks only after an attempt
        result: Attempt = state.outcome.result()
        return result

    retrying = AsyncRetrying(
        stop=stop_after_attempt(settings.attempts),
        wait=wait,
        retry=retry_if_result(lambda done: done.again)
        | retry_if_exception(lambda error: isinstance(error, MissError) and error.passing),
        retry_error_callback=last,
    )
    return (await retrying(attempt)).exchange


def is_passing(status: int) -> bool:
    """Say whether another attempt may be answered better than with this status."""
    return status in _ASK_AGAIN or (500 <= status < 600 and status not in _NEVER_AGAIN)  # noqa: PLR2004  server errors


def named_moment(exchange: Exchange) -> datetime | None:
    """Return when the host wants to be asked again, if it says so.

    Read are Retry-After (RFC 9110, section 10.2.3: seconds or a date) and the headers of a used-up limit
    (`x-ratelimit-remaining: 0` with `x-ratelimit-reset`, seconds of the epoch).
    """
    if exchange.status not in _LIMITED:
        return None
    if after := exchange.header("retry-after").strip():
        return _after(after, exchange.fetched_at)
    if exchange.header("x-ratelimit-remaining").strip() == "0":
        reset = exchange.header("x-ratelimit-reset").strip()
        if reset.isascii() and reset.isdecimal():
            return _later(exchange.fetched_at, int(reset) - exchange.fetched_at.timestamp())
    return None


def _after(text: str, now: datetime) -> datetime | None:
    if text.isascii() and text.isdecimal():
        return _later(now, int(text[:12]))
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _later(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=min(max(seconds, 0), _LONGEST_NAMED_SECONDS))
