"""The endpoint over real HTTP: attempts, limits, bills, and what is kept."""

import asyncio
import socket
from collections.abc import Callable, Sequence

import pytest

from digest_pipeline.briefs.llm.call import Call, Completed
from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.failures import CallFailedError
from digest_pipeline.settings import ConfigurationError
from tests.doubles.memory_ledger import MemoryLedger
from tests.doubles.openai_server import Fault, OpenAiDouble

Endpoints = Callable[..., Endpoint]
TOKENS_OUT = 300


def call(text: str = "Say something.", model: str = "gpt-5-mini") -> Call:
    body = {"model": model, "messages": [{"role": "user", "content": text}], "max_completion_tokens": TOKENS_OUT}
    return Call("probe", "story-1", body)


def complete(endpoint: Endpoint, calls: Sequence[Call]) -> list[Completed | CallFailedError]:
    """Return what becomes of calls that are made at once."""

    async def one(wanted: Call) -> Completed | CallFailedError:
        try:
            return await endpoint.complete(wanted)
        except CallFailedError as error:
            return error

    async def run() -> list[Completed | CallFailedError]:
        async with endpoint:
            return await asyncio.gather(*map(one, calls))

    return asyncio.run(run())


def answered(outcome: Completed | CallFailedError) -> Completed:
    assert isinstance(outcome, Completed), outcome
    return outcome


def failed(outcome: Completed | CallFailedError) -> CallFailedError:
    assert isinstance(outcome, CallFailedError), outcome
    return outcome


def test_an_answer_is_kept_with_what_it_cost(endpoint: Endpoints, ledger: MemoryLedger, double: OpenAiDouble) -> None:
    done = answered(*complete(endpoint(), [call()]))
    assert done.answer.choices[0].message.content == "ok"
    (row,) = ledger.rows
    assert (row.purpose, row.story_id, row.model, row.estimated) == ("probe", "story-1", "gpt-5-mini", False)
    assert (row.tokens_in, row.tokens_out) == (double.tokens_in, double.tokens_out)
    assert row.cost == pytest.approx((row.tokens_in * 0.25 + row.tokens_out * 2) / 1e6)
    assert done.usage == row.usage


def test_a_kept_answer_is_replayed_and_costs_nothing(endpoint: Endpoints, double: OpenAiDouble) -> None:
    first = answered(*complete(endpoint(), [call()]))
    again = answered(*complete(endpoint(), [call()]))
    assert double.calls == 1
    assert again.answer == first.answer
    assert (again.usage.cached, again.usage.calls, again.usage.cost) == (True, 0, 0)


def test_whatever_is_asked_otherwise_has_another_key() -> None:
    bodies = [call().body, call("Say nothing.").body, call(model="another").body, {**call().body, "temperature": 0}]
    assert len({Call("brief", "", body).key for body in bodies}) == len(bodies)
    assert Call("brief", "", call().body).key == Call("triage", "story-2", call().body).key


@pytest.mark.parametrize(
    "fault",
    ["rate_limited", "request_timeout", "server_error", "bad_gateway", "unavailable", "overloaded", "hang_up"],
)
def test_what_may_pass_is_asked_for_again(endpoint: Endpoints, double: OpenAiDouble, fault: Fault) -> None:
    double.misbehave(fault, fault)
    done = answered(*complete(endpoint(), [call()]))
    assert (double.calls, done.usage.calls) == (3, 3)


@pytest.mark.parametrize(
    ("fault", "reason", "calls"),
    [
        ("rate_limited", "rate_limited", 3),
        ("server_error", "server_error", 3),
        ("overloaded", "server_error", 3),
        ("hang_up", "unreachable", 3),
        ("bad_request", "request_rejected", 1),
        ("web_page", "malformed", 1),
    ],
)
def test_what_does_not_pass_ends_with_its_reason(
    endpoint: Endpoints, double: OpenAiDouble, fault: Fault, reason: str, calls: int
) -> None:
    double.misbehave(always=fault)
    error = failed(*complete(endpoint(), [call()]))
    assert (error.reason, double.calls, error.usage.calls) == (reason, calls, calls)
    assert double.url.removesuffix("/v1") in error.detail


def test_an_endpoint_that_does_not_answer_in_time_is_given_up(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.misbehave(always="hang")
    error = failed(*complete(endpoint(timeout_seconds=0.05, attempts=2), [call()]))
    assert (error.reason, error.usage.calls) == ("timeout", 2)
    assert "llm.timeout_seconds" in error.detail


def test_a_dead_endpoint_is_unreachable_and_costs_nothing(endpoint: Endpoints, ledger: MemoryLedger) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
        run = endpoint(base_url=url)
        error = failed(*complete(run, [call()]))
    assert error.reason == "unreachable"
    assert (error.usage.calls, error.usage.tokens_in) == (3, 0)
    assert run.budget.spent.tokens == 0
    assert ledger.rows == []


def test_retry_after_is_waited_for_and_a_long_one_is_not(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.behaviour.retry_after_seconds = 0.05
    double.misbehave("rate_limited")
    # By itself it would pause for a minute.
    answered(*complete(endpoint(backoff_seconds=60), [call()]))
    double.behaviour.retry_after_seconds = 5
    double.misbehave("rate_limited")
    error = failed(*complete(endpoint(retry_after_seconds=4), [call("Say more.")]))
    assert (error.reason, double.calls) == ("rate_limited", 3)


def test_a_rate_limit_slows_a_run_down_and_fails_nobody(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.behaviour.window_requests, double.behaviour.window_seconds = 4, 0.1
    run = endpoint(concurrency=4, breaker_failures=1, attempts=9)
    assert all(isinstance(done, Completed) for done in complete(run, [call(str(n)) for n in range(20)]))


def test_no_more_requests_are_under_way_than_allowed(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.behaviour.latency_seconds = 0.3
    complete(endpoint(concurrency=3), [call(str(n)) for n in range(12)])
    assert double.most_at_once == 3


def test_answers_are_kept_before_more_is_asked_for_and_those_of_a_moment_together(
    endpoint: Endpoints, ledger: MemoryLedger, double: OpenAiDouble
) -> None:
    unkept: list[int] = []
    record = ledger.record

    def slowly(rows: Sequence[object]) -> None:
        unkept.append(double.calls - len(ledger.rows))
        record(rows)  # type: ignore[arg-type]  # they are rows

    ledger.record = slowly  # type: ignore[method-assign,assignment]  # looks before it writes
    complete(endpoint(concurrency=4), [call(str(n)) for n in range(40)])
    assert max(unkept) <= 4
    assert sum(ledger.writes) == 40
    assert max(ledger.writes) > 1


@pytest.mark.parametrize(("status_of", "advice"), [("keys", "OPENAI_API_KEY"), ("models", r"llm\.model")])
def test_a_wrong_key_or_model_ends_the_asking_at_once(
    endpoint: Endpoints, double: OpenAiDouble, status_of: str, advice: str
) -> None:
    setattr(double.behaviour, status_of, frozenset({"another"}))
    errors = [failed(outcome) for outcome in complete(endpoint(concurrency=1), [call(str(n)) for n in range(5)])]
    assert double.calls == 1
    assert [error.reason for error in errors] == ["request_rejected", *["breaker_open"] * 4]
    assert all(advice.replace("\\", "") in error.detail for error in errors)


def test_a_model_that_is_missing_does_not_take_another_along(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.behaviour.models = frozenset({"gpt-5-mini"})
    missing, there = complete(endpoint(concurrency=1), [call(model="gpt-5-nano"), call()])
    assert failed(missing).reason == "request_rejected"
    answered(there)


def test_the_key_is_not_repeated_in_a_reason(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.behaviour.models = frozenset()
    # An endpoint that repeats what it was sent; here the name of a model is the key.
    error = failed(*complete(endpoint(api_key="very-secret"), [call(model="very-secret")]))
    assert "very-secret" not in error.detail


def test_an_endpoint_that_fails_in_a_row_is_left_alone(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.misbehave(always="server_error")
    run = endpoint(concurrency=1, attempts=2, breaker_failures=4, breaker_seconds=30)
    reasons = [failed(outcome).reason for outcome in complete(run, [call(str(n)) for n in range(6)])]
    assert double.calls == 4
    assert reasons == ["server_error", "server_error", *["breaker_open"] * 4]


def test_after_a_while_it_is_tried_again(double: OpenAiDouble, ledger: MemoryLedger, endpoint: Endpoints) -> None:
    double.misbehave("server_error", "server_error")
    settings = endpoint(concurrency=1, attempts=1, breaker_failures=2, breaker_seconds=30).settings
    moments = iter([0.0, 0.0, 30.0])
    run = Endpoint(settings, api_key="k", base_url=double.url, ledger=ledger, clock=lambda: next(moments))
    # The clock is looked at when it opens, and at each call after that.
    outcomes = complete(run, [call(str(n)) for n in range(4)])
    assert [failed(outcome).reason for outcome in outcomes[:3]] == ["server_error", "server_error", "breaker_open"]
    answered(outcomes[3])


def test_a_call_that_does_not_fit_the_budget_is_not_made(endpoint: Endpoints, double: OpenAiDouble) -> None:
    most = call().most(None).spending.tokens
    error = failed(*complete(endpoint(budget={"run_tokens": most - 1}), [call()]))
    assert (error.reason, double.calls) == ("budget_spent", 0)
    assert "llm.budget.run_tokens" in error.detail
    answered(*complete(endpoint(budget={"run_tokens": most}), [call()]))


@pytest.mark.parametrize("concurrency", [1, 8])
@pytest.mark.parametrize("share", [0.0, 0.3])
def test_a_budget_is_never_exceeded_by_even_one_call(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger, concurrency: int, share: float
) -> None:
    double.behaviour.random_share = share
    # A call costs some twenty tokens; the last of the day's must leave room for the four hundred it reserves.
    limits = {"day_tokens": 700, "day_money": 0.002}
    for _ in range(2):
        run = endpoint(budget=limits, concurrency=concurrency, timeout_seconds=0.3, breaker_failures=99)
        outcomes = complete(run, [call(f"{n} {'x' * n}") for n in range(40)])
        assert any(isinstance(o, CallFailedError) and o.reason == "budget_spent" for o in outcomes)
        assert double.tokens_in + double.tokens_out <= ledger.spent().tokens <= 700
        assert (ledger.spent().money or 0) <= 0.002


def test_an_attempt_whose_cost_nobody_told_is_counted_with_the_most_it_may_have_cost(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger
) -> None:
    double.misbehave("hang_up", "no_usage")
    run = endpoint()
    done = answered(*complete(run, [call()]))
    most = call().most(None).spending.tokens
    assert [(row.estimated, row.answer is None) for row in ledger.rows] == [(True, True), (True, False)]
    assert run.budget.spent.tokens == 2 * most == done.usage.tokens_in + done.usage.tokens_out


def test_a_model_without_a_price_is_counted_in_tokens(endpoint: Endpoints, ledger: MemoryLedger) -> None:
    done = answered(*complete(endpoint(), [call(model="my-model")]))
    assert done.usage.cost is None
    assert done.usage.tokens_in
    assert ledger.rows[0].cost is None


def test_a_limit_of_money_is_refused_where_it_could_not_be_kept(endpoint: Endpoints, double: OpenAiDouble) -> None:
    with pytest.raises(ConfigurationError, match=r"llm\.prices"):
        endpoint(model="my-model", budget={"day_money": 1})
    with pytest.raises(ConfigurationError, match=r"llm\.prices"):
        complete(endpoint(budget={"day_money": 1}), [call(model="my-model")])
    assert double.calls == 0
