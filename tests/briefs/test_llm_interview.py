"""Interviews over real HTTP: what of an answer's form is forgiven, what is asked again, and what is replayed."""

import asyncio
import json
from collections.abc import Callable

import pytest
from pydantic import Field

from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.interview import Interviewer
from digest_pipeline.briefs.llm.question import Question, Reply
from digest_pipeline.briefs.schema import Reviewed
from tests.doubles.memory_ledger import MemoryLedger
from tests.doubles.openai_server import REFUSAL, Fault, OpenAiDouble

MODES = ("tools", "json_schema", "json")
Endpoints = Callable[..., Endpoint]


class Verdict(Reviewed):
    """What the double's smallest answer fits."""

    word: str = Field(description="One word.")


class Numbers(Reviewed):
    """What the double's smallest answer fits as well."""

    first: int
    second: int


def no_objection(_: Verdict) -> list[str]:
    return []


def question(
    review: Callable[[Verdict], list[str]] = no_objection, user: str = "Say a word.", system: str = "Be brief."
) -> Question[Verdict]:
    return Question("probe", "story-1", "gpt-5-mini", system, user, Verdict, review, 300)


def ask(endpoint: Endpoint, asked: Question[Verdict]) -> Reply[Verdict]:
    async def run() -> Reply[Verdict]:
        async with endpoint:
            return await Interviewer(endpoint, endpoint.settings).ask(asked)

    return asyncio.run(run())


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_comes_back_as_what_was_asked_for(endpoint: Endpoints, double: OpenAiDouble, mode: str) -> None:
    reply = ask(endpoint(mode=mode), question())
    assert isinstance(reply.draft, Verdict)
    assert (reply.draft.word, reply.failure, reply.re_asks) == ("ok", None, 0)
    assert (reply.usage.calls, reply.usage.cached) == (1, False)
    assert double.calls == 1


@pytest.mark.parametrize("mode", ["json_schema", "json"])
@pytest.mark.parametrize("fault", ["wrapped", "fenced", "thinking"])
def test_what_stands_around_the_json_is_forgiven(
    endpoint: Endpoints, double: OpenAiDouble, mode: str, fault: Fault
) -> None:
    double.misbehave(fault)
    assert ask(endpoint(mode=mode), question()).draft
    assert double.calls == 1


@pytest.mark.parametrize("mode", MODES)
def test_an_objection_is_sent_back_once_in_its_own_words(endpoint: Endpoints, double: OpenAiDouble, mode: str) -> None:
    objections = [["- the word is not short enough"], []]
    reply = ask(endpoint(mode=mode), question(lambda _: objections.pop(0)))
    assert (reply.re_asks, reply.usage.calls, double.calls) == (1, 2, 2)
    assert "- the word is not short enough" in double.requests[1]["messages"][-1]["content"]


def test_the_draft_with_the_fewest_objections_is_kept(endpoint: Endpoints) -> None:
    seen: list[Verdict] = []

    def review(draft: Verdict) -> list[str]:
        seen.append(draft)
        return ["- one"] if len(seen) == 1 else ["- one", "- another"]

    assert ask(endpoint(), question(review)).draft is seen[0]


def test_of_equal_drafts_the_last_is_kept(endpoint: Endpoints) -> None:
    seen: list[Verdict] = []

    def review(draft: Verdict) -> list[str]:
        seen.append(draft)
        return ["- one"]

    assert ask(endpoint(), question(review)).draft is seen[1]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("fault", "reason", "calls"),
    [
        ("refusal", "refused", 1),
        ("filtered", "refused", 1),
        ("truncated", "truncated", 1),
        ("empty", "malformed", 2),
        ("no_choices", "malformed", 1),
        ("invalid_json", "malformed", 2),
        ("wrong_types", "malformed", 2),
        ("server_error", "server_error", 3),
    ],
)
def test_whatever_the_model_does_is_a_reason_and_no_error(  # noqa: PLR0913, PLR0917  # a table of three columns
    endpoint: Endpoints, double: OpenAiDouble, mode: str, fault: Fault, reason: str, calls: int
) -> None:
    double.misbehave(always=fault)
    reply = ask(endpoint(mode=mode), question())
    assert (reply.draft, reply.failure, double.calls) == (None, reason, calls)
    assert reply.detail
    assert reply.usage.calls == calls


def test_a_refusal_is_told_in_the_models_words(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.misbehave("refusal")
    assert ask(endpoint(), question()).detail == REFUSAL


@pytest.mark.parametrize("fault", ["refusal", "truncated"])
def test_a_refused_or_cut_off_answer_is_replayed(endpoint: Endpoints, double: OpenAiDouble, fault: Fault) -> None:
    double.misbehave(fault)
    first, second = ask(endpoint(), question()), ask(endpoint(), question())
    assert double.calls == 1
    assert (second.failure, second.usage.cached) == (first.failure, True)


@pytest.mark.parametrize("fault", ["empty", "invalid_json", "wrong_types", "no_choices"])
def test_answers_of_no_use_for_their_form_are_asked_for_again_by_the_next_run_and_stay_paid(
    endpoint: Endpoints, double: OpenAiDouble, ledger: MemoryLedger, fault: Fault
) -> None:
    double.misbehave(fault, fault)
    ask(endpoint(), question())
    paid = ledger.spent().tokens
    double.misbehave()
    calls = double.calls
    assert ask(endpoint(), question()).draft
    assert double.calls == calls + 1
    assert ledger.spent().tokens > paid > 0


def test_a_re_ask_that_fails_leaves_the_first_draft(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.misbehave(None, "invalid_json")
    reply = ask(endpoint(), question(lambda _: ["- mend this"]))
    assert reply.draft
    assert reply.failure is None


def test_an_interview_that_broke_off_is_taken_up_where_it_was(endpoint: Endpoints, double: OpenAiDouble) -> None:
    double.misbehave("invalid_json", "bad_request")
    broken = ask(endpoint(), question())
    assert broken.failure == "request_rejected"
    double.misbehave()
    again = ask(endpoint(), question())
    assert again.draft
    assert (again.re_asks, again.usage.calls, double.calls) == (1, 1, 3)


def test_an_unchanged_interview_is_replayed_with_its_re_ask(endpoint: Endpoints, double: OpenAiDouble) -> None:
    ask(endpoint(), question(lambda _: ["- mend this"]))
    calls = double.calls
    again = ask(endpoint(), question(lambda _: ["- mend this"]))
    assert double.calls == calls == 2
    assert (again.usage.cached, again.usage.calls, again.usage.tokens_in, again.re_asks) == (True, 0, 0, 1)


@pytest.mark.parametrize(
    "changed", [{"model": "another"}, {"system": "Be long."}, {"user": "Say two."}, {"max_output_tokens": 301}]
)
def test_another_question_is_asked_anew(
    endpoint: Endpoints, double: OpenAiDouble, changed: dict[str, str | int]
) -> None:
    values = {"purpose": "probe", "story_id": "story-1", "model": "gpt-5-mini", "system": "Be brief."}
    values |= {"user": "Say a word.", "response_model": Verdict, "review": no_objection, "max_output_tokens": 300}
    ask(endpoint(), Question(**values))
    ask(endpoint(), Question(**values | changed))
    assert double.calls == 2


@pytest.mark.parametrize("changed", [{"mode": "json"}, {"temperature": 0.5}, {"seed": 7}])
def test_so_is_one_with_other_settings(endpoint: Endpoints, double: OpenAiDouble, changed: dict[str, object]) -> None:
    ask(endpoint(), question())
    ask(endpoint(**changed), question())
    assert double.calls == 2


def test_parameters_are_sent_as_set_and_left_out_when_unset(endpoint: Endpoints, double: OpenAiDouble) -> None:
    ask(endpoint(), question())
    ask(endpoint(temperature=0.0, seed=7), question())
    plain, set_ = double.requests
    assert (plain["model"], plain["max_completion_tokens"]) == ("gpt-5-mini", 300)
    assert not {"temperature", "seed"} & plain.keys()
    assert (set_["temperature"], set_["seed"]) == (0.0, 7)


@pytest.mark.parametrize("mode", MODES)
def test_braces_reach_the_model_as_they_are(endpoint: Endpoints, double: OpenAiDouble, mode: str) -> None:
    text = "Its template language has {{ 7 * 7 }} and {% for x in y %} as well as {# remarks #} of its own."
    ask(endpoint(mode=mode), question(user=text, system=f"Read: {text}"))
    said = json.dumps([message["content"] for message in double.requests[0]["messages"]])
    assert said.count(text) == 2


def test_a_mistake_of_our_own_is_no_fault_of_the_model(endpoint: Endpoints, double: OpenAiDouble) -> None:
    def mistaken(_: Verdict) -> list[str]:
        raise ValueError("a review that fails")

    with pytest.raises(ValueError, match="a review that fails"):
        ask(endpoint(), question(mistaken))
    assert double.calls == 1


def test_a_ledger_that_cannot_keep_answers_ends_the_run(endpoint: Endpoints, ledger: MemoryLedger) -> None:
    def full(_: object) -> None:
        raise OSError("no space left")

    ledger.record = full  # type: ignore[method-assign,assignment]  # for this test it can't
    with pytest.raises(OSError, match="no space left"):
        ask(endpoint(), question())


def test_forms_are_not_mixed_up(endpoint: Endpoints) -> None:
    async def run() -> tuple[Reply[Verdict], Reply[Numbers]]:
        numbers = Question("probe", "", "gpt-5-mini", "Be brief.", "Say a word.", Numbers, lambda _: [], 300)
        async with endpoint() as shared:
            interviewer = Interviewer(shared, shared.settings)
            return await asyncio.gather(interviewer.ask(question()), interviewer.ask(numbers))

    word, numbers = asyncio.run(run())
    assert isinstance(word.draft, Verdict)
    assert isinstance(numbers.draft, Numbers)
