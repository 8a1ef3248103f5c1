"""Batches over real HTTP: handed in once, found again, and collected however they end."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from digest_pipeline.briefs.llm.batch import Batches
from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.question import Question, Reply
from digest_pipeline.briefs.schema import Reviewed
from tests.doubles.memory_ledger import MemoryLedger
from tests.doubles.openai_server import OpenAiDouble

Endpoints = Callable[..., Endpoint]
WAITING = {"batch_wait_seconds": 30}


class Verdict(Reviewed):
    """What the double's smallest answer fits."""

    word: str


def questions(count: int, model: str = "gpt-5-mini", objections: tuple[str, ...] = ()) -> list[Question[Verdict]]:
    return [
        Question("brief", f"story-{n}", model, "Be brief.", f"Say word {n}.", Verdict, lambda _: list(objections), 300)
        for n in range(count)
    ]


def ask(endpoint: Endpoint, asked: list[Question[Verdict]]) -> list[Reply[Verdict]]:
    async def run() -> list[Reply[Verdict]]:
        async with endpoint:
            batches = Batches(endpoint, poll_seconds=0.001)
            await batches.fill(asked)
            return [await batches.interviewer.ask(question) for question in asked]

    return asyncio.run(run())


def failures(replies: list[Reply[Verdict]]) -> list[str | None]:
    return [reply.failure for reply in replies]


def test_a_batch_is_collected_within_the_time_a_run_may_wait(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger
) -> None:
    double.behaviour.batch_polls = 1
    replies = ask(endpoint(**WAITING), questions(3))
    assert [reply.draft and reply.draft.word for reply in replies] == ["ok"] * 3
    assert double.calls == 0
    assert len(double.batches.batches) == 1
    assert ledger.ended == {"batch-1": "completed"}
    assert {row.story_id for row in ledger.rows} == {"story-0", "story-1", "story-2"}


def test_it_costs_half_the_price(endpoint: Endpoints, ledger: MemoryLedger) -> None:
    run = endpoint(**WAITING)
    ask(run, questions(1))
    (row,) = ledger.rows
    assert row.cost == pytest.approx((row.tokens_in * 0.25 + row.tokens_out * 2) / 2e6)
    assert run.budget.spent.tokens == row.spending.tokens
    assert run.budget.spent.money == pytest.approx(row.cost)


def test_a_run_that_does_not_wait_leaves_the_batch_to_a_later_one(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger
) -> None:
    double.behaviour.batch_polls = 1
    assert failures(ask(endpoint(), questions(2))) == ["batch_pending"] * 2
    assert [batch.id for batch in ledger.batches] == ["batch-1"]
    # It stands in two states yet, and is handed in no second time.
    for _ in range(2):
        assert failures(ask(endpoint(), questions(2))) == ["batch_pending"] * 2
    replies = ask(endpoint(), questions(2))
    assert failures(replies) == [None, None]
    assert all(reply.usage.cached for reply in replies)
    assert len(double.batches.batches) == 1


def test_a_run_whose_answers_are_there_asks_for_nothing(endpoint: Endpoints, double: OpenAiDouble) -> None:
    ask(endpoint(**WAITING), questions(2))
    assert failures(ask(endpoint(base_url="http://127.0.0.1:9/v1"), questions(2))) == [None, None]
    assert len(double.batches.batches) == 1


def test_only_what_is_new_is_handed_in(endpoint: Endpoints, double: OpenAiDouble) -> None:
    ask(endpoint(**WAITING), questions(2))
    assert failures(ask(endpoint(**WAITING), questions(3))) == [None] * 3
    assert [len(batch.lines) for batch in double.batches.batches.values()] == [2, 1]


def test_each_model_has_a_batch_of_its_own(endpoint: Endpoints, double: OpenAiDouble) -> None:
    replies = ask(endpoint(**WAITING), [*questions(2), *questions(1, model="gpt-5")])
    assert failures(replies) == [None] * 3
    lines = [{line["body"]["model"] for line in batch.lines} for batch in double.batches.batches.values()]
    assert lines == [{"gpt-5"}, {"gpt-5-mini"}]


def test_what_an_expired_batch_has_answered_is_used_and_the_rest_handed_in_again(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger
) -> None:
    double.behaviour.batch_end = "expired"
    assert failures(ask(endpoint(**WAITING), questions(4))) == [None, None, "batch_pending", "batch_pending"]
    assert ledger.ended == {"batch-1": "expired"}
    double.behaviour.batch_end = "completed"
    assert failures(ask(endpoint(**WAITING), questions(4))) == [None] * 4
    assert [len(batch.lines) for batch in double.batches.batches.values()] == [4, 2]


def test_a_batch_that_is_not_accepted_says_why_and_costs_nothing(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger
) -> None:
    double.behaviour.batch_end = "failed"
    run = endpoint(**WAITING)
    replies = ask(run, questions(2))
    assert failures(replies) == ["request_rejected"] * 2
    assert "not parseable" in replies[0].detail
    assert (run.budget.spent.tokens, ledger.spent().tokens) == (0, 0)


def test_a_batch_that_somebody_cancelled_is_handed_in_again(endpoint: Endpoints, double: OpenAiDouble) -> None:
    ask(endpoint(), questions(2))
    double.batches.batches["batch-1"].cancelled = True
    assert failures(ask(endpoint(**WAITING), questions(2))) == [None, None]
    assert len(double.batches.batches) == 2


def test_a_batch_that_nobody_knows_any_more_is_handed_in_again(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger
) -> None:
    ask(endpoint(), questions(2))
    double.batches.batches.clear()
    double.batches.batches["batch-0"] = None  # type: ignore[assignment]  # so that the next has another id
    assert failures(ask(endpoint(**WAITING), questions(2))) == [None, None]
    assert ledger.ended == {"batch-1": "lost", "batch-2": "completed"}


def test_a_call_that_failed_in_its_batch_fails_alone(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.behaviour.batch_failing = 0.5
    replies = ask(endpoint(**WAITING), questions(4))
    assert sorted(map(str, failures(replies))) == ["None", "None", "request_rejected", "request_rejected"]
    assert all("double was told" in reply.detail for reply in replies if reply.failure)


def test_an_objection_is_not_sent_by_itself(endpoint: Endpoints, double: OpenAiDouble) -> None:
    (reply,) = ask(endpoint(**WAITING), questions(1, objections=("- mend this",)))
    assert (reply.draft is not None, reply.failure, double.calls) == (True, None, 0)


def test_an_answer_of_no_use_for_its_form_is_handed_in_again_by_the_next_run(
    endpoint: Endpoints, double: OpenAiDouble
) -> None:
    double.behaviour.always = "invalid_json"
    assert failures(ask(endpoint(**WAITING), questions(1))) == ["malformed"]
    double.behaviour.always = None
    assert failures(ask(endpoint(**WAITING), questions(1))) == [None]
    assert double.calls == 0


def test_what_does_not_fit_the_budget_is_left_out(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger
) -> None:
    ask(endpoint(), questions(1))
    most = ledger.spent().tokens
    # What an earlier run handed in is of the day's budget, not of this run's.
    run = endpoint(budget={"run_tokens": 2 * most}, **WAITING)
    replies = ask(run, [*questions(1), *questions(4, model="gpt-5-nano")])
    assert failures(replies) == [None, None, None, "budget_spent", "budget_spent"]
    assert [len(batch.lines) for batch in double.batches.batches.values()] == [1, 2]


def test_an_open_batch_counts_for_the_day_until_it_is_collected(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger
) -> None:
    double.behaviour.batch_polls = 1
    ask(endpoint(), questions(2))
    limits = {"day_tokens": ledger.spent().tokens}
    assert failures(ask(endpoint(budget=limits), questions(3))) == ["batch_pending"] * 2 + ["budget_spent"]
    double.behaviour.batch_polls = 0
    assert failures(ask(endpoint(budget=limits, **WAITING), questions(3))) == [None] * 3


@pytest.mark.parametrize("setting", [{"api_key": "wrong"}, {"base_url": "http://127.0.0.1:9/v1"}])
def test_an_endpoint_that_takes_no_batch_is_a_reason_and_no_error(
    endpoint: Endpoints, setting: dict[str, Any], ledger: MemoryLedger
) -> None:
    if "api_key" in setting:
        # The double looks at keys of completions only: an address without batches stands for it.
        setting = {"base_url": endpoint().client.base_url.join("nowhere").__str__()}
    run = endpoint(**setting)
    replies = ask(run, questions(2))
    assert set(failures(replies)) <= {"request_rejected", "unreachable"}
    assert all(reply.detail for reply in replies)
    assert (run.budget.spent.tokens, ledger.batches) == (0, [])
