"""What goes wrong with calls, in the stable words that are counted, and what follows from it.

Here the client's errors are read: whether to ask again and when, whether the call may have cost something, what it says
about the endpoint. What is done about it is up to the endpoint and the interview.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal

from digest_pipeline.briefs.llm.question import FallbackReason, Usage

if TYPE_CHECKING:
    from openai import APIError, APIStatusError

Health = Literal["alive", "undecided", "ill", "hopeless"]
"""What a failure says of the endpoint: it works, nothing, it does not work, it will not work for this run."""

DETAIL_CHARACTERS = 300
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS})
_ADVICE: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "the key is not accepted; set OPENAI_API_KEY to one of this endpoint",
    HTTPStatus.FORBIDDEN: "the key may not use this model here; give it the right to, or set llm.model",
    HTTPStatus.NOT_FOUND: "there is no such model or address; set llm.model, llm.triage_model or OPENAI_BASE_URL",
}


class CallFailedError(Exception):
    """A call got no answer that could be used; `usage` is what its attempts have cost."""

    def __init__(self, reason: FallbackReason, detail: str, usage: Usage = Usage()) -> None:  # noqa: B008  immutable
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.usage = usage


@dataclass
class AttemptFailedError(Exception):
    """One attempt of a call failed.

    Attributes:
        reason: the word it is counted under.
        detail: a sentence.
        health: what it says of the endpoint.
        again: whether another attempt may fare better.
        wait_seconds: how long the endpoint asks to be left alone, None when it says nothing.
        may_cost: whether the endpoint may have made an answer, and charge for it.
    """

    reason: FallbackReason
    detail: str
    health: Health = "alive"
    again: bool = False
    wait_seconds: float | None = None
    may_cost: bool = False


def read_error(error: "APIError", model: str, base_url: str) -> AttemptFailedError:
    """Return what an error of the client means for a call of `model` at `base_url`."""
    import httpx2  # noqa: PLC0415  with openai 1 s, which is loaded by now
    import openai  # noqa: PLC0415  the same

    if isinstance(error, openai.APIStatusError):
        return _read_status(error, model, base_url)
    cause = error.__cause__
    unsent = isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout)
    if isinstance(error, openai.APITimeoutError):
        return timed_out(base_url, may_cost=not unsent)
    said = f"{type(cause).__name__}: {cause}" if cause else str(error)
    return AttemptFailedError(
        "unreachable", f"{base_url}: {_short(said)}", health="ill", again=True, may_cost=not unsent
    )


def timed_out(base_url: str, *, may_cost: bool = True) -> AttemptFailedError:
    """Return the failure of an attempt that took too long."""
    detail = f"{base_url}: no answer in time; llm.timeout_seconds says how long to wait"
    return AttemptFailedError("timeout", detail, health="ill", again=True, may_cost=may_cost)


def no_completion(body: str, base_url: str) -> AttemptFailedError:
    """Return the failure of an attempt that was answered by something else than a chat completion."""
    detail = f"{base_url}: answered by no chat completion ({_short(body)!r}); is OPENAI_BASE_URL right?"
    return AttemptFailedError("malformed", detail, health="ill", may_cost=True)


def _read_status(error: "APIStatusError", model: str, base_url: str) -> AttemptFailedError:
    status = error.status_code
    detail = f"{base_url}: HTTP {status} for {model}: {_short(error.message)}"
    if status == HTTPStatus.TOO_MANY_REQUESTS and error.code == "insufficient_quota":
        advice = "the account has no credit left; raise it, or let OPENAI_API_KEY name another"
        return AttemptFailedError("rate_limited", f"{detail}; {advice}", health="hopeless")
    if status in _PASSING:
        reason: FallbackReason = "rate_limited" if status == HTTPStatus.TOO_MANY_REQUESTS else "server_error"
        return AttemptFailedError(
            reason, detail, health="undecided", again=True, wait_seconds=retry_after(error.response.headers)
        )
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return AttemptFailedError(
            "server_error",
            detail,
            health="ill",
            again=True,
            wait_seconds=retry_after(error.response.headers),
            # A gateway that has lost patience does not know what happens behind it.
            may_cost=status == HTTPStatus.GATEWAY_TIMEOUT,
        )
    if error.code == "content_filter":
        return AttemptFailedError("refused", detail)
    if status in _ADVICE:
        return AttemptFailedError("request_rejected", f"{detail}; {_ADVICE[status]}", health="hopeless")
    return AttemptFailedError("request_rejected", detail)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that `retry-after-ms` or Retry-After (RFC 9110, 10.2.3: seconds or a date) ask to wait.

    A date is counted from the answer's own Date, where it has one. None: nothing is asked, or nothing readable.
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        return seconds if 0 < seconds < float("inf") else None
    moment, now = _moment(headers.get("retry-after", "")), _moment(headers.get("date", ""))
    if moment is None:
        return None
    seconds = (moment - (now or datetime.now(UTC))).total_seconds()
    return seconds if seconds > 0 else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _short(said: Any) -> str:
    return " ".join(str(said).split())[:DETAIL_CHARACTERS]
