"""The model double, asked through OpenAI's own client: what it answers, how it fails, and what it counts."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.request import Request, urlopen

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from openai.types.chat import ChatCompletion

from digest_pipeline.briefs.schema import BriefDraft
from tests.doubles.openai_server import INVENTED, Behaviour, Fault, OpenAiDouble
from tests.doubles.openai_server.behaviour import FAULTS
from tests.doubles.openai_server.languages import is_chinese, translated

MARK = "0123456789abcdef"
BODY = """Title: Aurora Labs releases Lumen-2
Site: Aurora News

Aurora Labs released Lumen-2 on Monday.
The model has 12 billion parameters.
It answers 71.4% of the questions.

Links of the article:
[1] report (paper) https://aurora.example/report"""
BRIEF = f"<article-{MARK}>\n{BODY}\n</article-{MARK}>\n\nWrite its brief in English."
TRIAGE = f"<stories-{MARK}>\n[1] Model released\nLead: one\n[2] Shoes on sale\nLead: two\n</stories-{MARK}>"
STRINGS = (
    f"Translate into Simplified Chinese.\n<strings-{MARK}>\n[1] Lumen-2 has 12 billion parameters\n</strings-{MARK}>"
)

Ask = Callable[..., ChatCompletion]


@pytest.fixture
def double() -> Iterator[OpenAiDouble]:
    with OpenAiDouble() as server:
        yield server


@pytest.fixture
def client(double: OpenAiDouble) -> Iterator[OpenAI]:
    with OpenAI(api_key="a-key", base_url=double.url, max_retries=0, timeout=10) as made:
        yield made


def request(prompt: str = BRIEF, **more: Any) -> dict[str, Any]:
    return {
        "model": "m-1",
        "messages": [{"role": "user", "content": prompt}],
        "response_format": {"type": "json_object"},
        **more,
    }


def content(completion: ChatCompletion) -> Any:
    return json.loads(completion.choices[0].message.content or "")


def test_a_brief_fills_the_schema_and_quotes_the_article_word_for_word(client: OpenAI) -> None:
    draft = BriefDraft.model_validate(content(client.chat.completions.create(**request())))
    assert [figure.value for figure in draft.figures] == ["12", "71.4"]
    for statement in (draft.one_sentence, draft.summary, *draft.technique, *draft.findings, *draft.figures):
        assert all(quote in BODY for quote in statement.quotes)


def test_a_brief_is_in_the_language_that_was_asked_for(client: OpenAI) -> None:
    prompt = BRIEF.replace("in English", "in Simplified Chinese")
    draft = BriefDraft.model_validate(content(client.chat.completions.create(**request(prompt))))
    assert is_chinese(draft.one_sentence.text)
    assert "12 billion" in draft.technique[0].text


def test_a_triage_scores_each_story_by_its_own_words(client: OpenAI) -> None:
    stories = content(client.chat.completions.create(**request(TRIAGE)))["stories"]
    swapped = TRIAGE.replace(
        "[1] Model released\nLead: one\n[2] Shoes on sale", "[1] Shoes on sale\n[2] Model released"
    )
    again = content(client.chat.completions.create(**request(swapped)))["stories"]
    assert [story["number"] for story in stories] == [1, 2]
    assert [story["score"] for story in stories] == [story["score"] for story in again][::-1]


def test_a_translation_keeps_numbers_and_names(client: OpenAI) -> None:
    (string,) = content(client.chat.completions.create(**request(STRINGS)))["strings"]
    assert string["text"].startswith("Lumen-2 ")
    assert "12 billion" in string["text"]
    assert is_chinese(string["text"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("融资 1.5 亿美元", "150,000,000"),
        ("2026 年 2 月 3 日发布", "February 3, 2026"),
        ("模型 Lumen-2 提升 12%", "12%"),
    ],
)
def test_chinese_figures_are_said_in_english(text: str, expected: str) -> None:
    assert expected in translated(text, "en")
    assert not is_chinese(translated(text, "en"))


def test_any_other_question_gets_the_least_its_schema_allows(client: OpenAI) -> None:
    schema = {
        "type": "object",
        "properties": {"word": {"type": "string"}, "size": {"$ref": "#/$defs/Size"}, "more": {"type": "array"}},
        "required": ["word", "size", "more"],
        "$defs": {"Size": {"type": "integer", "minimum": 3}},
    }
    tool: Any = {"type": "function", "function": {"name": "Probe", "parameters": schema}}
    completion = client.chat.completions.create(
        model="m-1", messages=[{"role": "user", "content": "Say a word."}], tools=[tool]
    )
    (call,) = completion.choices[0].message.tool_calls or []
    assert json.loads(call.function.arguments) == {"word": "ok", "size": 3, "more": []}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("rate_limited", openai.RateLimitError),
        ("request_timeout", openai.APIStatusError),
        ("server_error", openai.InternalServerError),
        ("bad_gateway", openai.InternalServerError),
        ("unavailable", openai.InternalServerError),
        ("overloaded", openai.InternalServerError),
        ("bad_request", openai.BadRequestError),
        ("hang_up", openai.APIConnectionError),
    ],
)
def test_a_failing_endpoint_fails_as_it_was_told(
    client: OpenAI, double: OpenAiDouble, fault: Fault, error: type[Exception]
) -> None:
    double.misbehave(fault)
    with pytest.raises(error):
        client.chat.completions.create(**request())
    client.chat.completions.create(**request())
    assert double.faults == {fault: 1}


def test_one_that_hangs_answers_nobody_and_does_not_outlive_its_context(double: OpenAiDouble, client: OpenAI) -> None:
    double.misbehave("hang")
    with pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=0.05).chat.completions.create(**request())


@pytest.mark.parametrize("fault", ["wrapped", "fenced", "thinking"])
def test_an_answer_can_have_something_around_its_json(client: OpenAI, double: OpenAiDouble, fault: Fault) -> None:
    double.misbehave(fault)
    text = client.chat.completions.create(**request()).choices[0].message.content or ""
    assert not text.startswith("{")
    assert '"headline"' in text


def test_an_answer_can_be_no_answer(client: OpenAI, double: OpenAiDouble) -> None:
    double.misbehave("no_choices", "no_usage", "truncated", "filtered", "incomplete")
    assert client.chat.completions.create(**request()).choices == []
    assert client.chat.completions.create(**request()).usage is None
    assert client.chat.completions.create(**request()).choices[0].finish_reason == "length"
    assert client.chat.completions.create(**request()).choices[0].finish_reason == "content_filter"
    assert "rubric" not in content(client.chat.completions.create(**request()))


def test_a_misquoting_answer_misquotes(client: OpenAI, double: OpenAiDouble) -> None:
    double.misbehave("invented_quotation")
    assert content(client.chat.completions.create(**request()))["technique"][0]["quotes"] == [INVENTED]


def test_keys_models_and_modes_can_be_unknown(client: OpenAI, double: OpenAiDouble) -> None:
    double.behaviour.keys = frozenset({"another-key"})
    with pytest.raises(openai.AuthenticationError):
        client.chat.completions.create(**request())
    double.behaviour = Behaviour(models=frozenset({"m-2"}), modes=frozenset({"tools"}))
    with pytest.raises(openai.NotFoundError):
        client.chat.completions.create(**request())
    with pytest.raises(openai.BadRequestError, match="does not support json"):
        client.chat.completions.create(**{**request(), "model": "m-2"})


def test_a_rate_limit_says_when_to_come_again(client: OpenAI, double: OpenAiDouble) -> None:
    double.behaviour.window_requests = 2
    first = client.chat.completions.with_raw_response.create(**request())
    client.chat.completions.create(**request())
    with pytest.raises(openai.RateLimitError) as refused:
        client.chat.completions.create(**request())
    assert first.headers["x-ratelimit-remaining-requests"] == "1"
    assert 0 < int(refused.value.response.headers["Retry-After"]) <= 60


def test_random_faults_are_those_of_the_seed_whatever_the_order(double: OpenAiDouble, client: OpenAI) -> None:
    double.behaviour = Behaviour.random_faults(0.5, seed=3)
    seen = {fault for n in range(400) if (fault := double.behaviour.drawn(str(n).encode(), 0))}
    assert seen == set(FAULTS)
    drawn = [double.behaviour.drawn(b"a request", n) for n in range(1000)]
    assert 400 < sum(fault is not None for fault in drawn) < 600
    assert drawn == [Behaviour.random_faults(0.5, seed=3).drawn(b"a request", n) for n in range(1000)]
    assert drawn != [Behaviour.random_faults(0.5, seed=4).drawn(b"a request", n) for n in range(1000)]
    assert client.max_retries == 0


def test_requests_are_counted_whoever_makes_them(double: OpenAiDouble) -> None:
    double.behaviour.latency_seconds = 1
    together = Barrier(2, timeout=60)

    async def ask(many: int) -> None:
        async with AsyncOpenAI(api_key="k", base_url=double.url, max_retries=0) as asked:
            together.wait()
            await asyncio.gather(*(asked.chat.completions.create(**request()) for _ in range(many)))

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda many: asyncio.run(ask(many)), (6, 6)))
    assert double.calls == 12
    assert double.most_at_once > 6
    assert double.tokens_in == 12 * (len(BRIEF) // 4)
    assert double.tokens_out > 0


# --- Batches ---------------------------------------------------------------------------------------------------------


def lines(count: int) -> bytes:
    entries = [
        {"custom_id": f"story-{n}", "method": "POST", "url": "/v1/chat/completions", "body": request()}
        for n in range(count)
    ]
    return "\n".join(json.dumps(entry) for entry in entries).encode()


def begun(client: OpenAI, count: int = 4) -> str:
    file = client.files.create(file=("requests.jsonl", lines(count)), purpose="batch")
    assert (file.bytes, client.files.content(file.id).read()) == (len(lines(count)), lines(count))
    batch = client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", metadata={"day": "2026-06-01"}
    )
    assert batch.status == "validating"
    return batch.id


def entries(client: OpenAI, file: str | None) -> list[Any]:
    return [json.loads(line) for line in client.files.content(file or "").text.splitlines()]


def test_a_batch_goes_through_its_states_a_poll_at_a_time(client: OpenAI, double: OpenAiDouble) -> None:
    double.behaviour.batch_polls = 2
    batch = begun(client)
    states = [client.batches.retrieve(batch).status for _ in range(6)]
    assert states == ["validating", "in_progress", "in_progress", "finalizing", "finalizing", "completed"]
    assert client.batches.list().data[0].metadata == {"day": "2026-06-01"}


def test_a_finished_batch_answers_each_line_by_its_id(client: OpenAI, double: OpenAiDouble) -> None:
    batch = client.batches.retrieve(begun(client))
    answers = entries(client, batch.output_file_id)
    assert [answer["custom_id"] for answer in answers] == ["story-0", "story-1", "story-2", "story-3"]
    completion = ChatCompletion.model_validate(answers[0]["response"]["body"])
    BriefDraft.model_validate(content(completion))
    assert (batch.error_file_id, double.calls) == (None, 0)


def test_half_of_the_lines_of_a_batch_can_fail(client: OpenAI, double: OpenAiDouble) -> None:
    double.behaviour.batch_failing = 0.5
    batch = client.batches.retrieve(begun(client))
    assert batch.request_counts is not None
    assert (batch.request_counts.completed, batch.request_counts.failed) == (2, 2)
    assert [entry["response"]["status_code"] for entry in entries(client, batch.error_file_id)] == [500, 500]


def test_an_expired_batch_has_answers_for_what_was_done(client: OpenAI, double: OpenAiDouble) -> None:
    double.behaviour.batch_end = "expired"
    batch = client.batches.retrieve(begun(client))
    assert batch.status == "expired"
    assert len(entries(client, batch.output_file_id)) == 2
    assert entries(client, batch.error_file_id)[0]["error"]["code"] == "batch_expired"


def test_a_failed_batch_says_why_and_has_no_files(client: OpenAI, double: OpenAiDouble) -> None:
    double.behaviour.batch_end = "failed"
    batch = client.batches.retrieve(begun(client))
    assert batch.errors is not None
    assert batch.errors.data is not None
    assert (batch.status, batch.errors.data[0].line, batch.output_file_id) == ("failed", 1, None)


def test_a_batch_can_be_cancelled(client: OpenAI, double: OpenAiDouble) -> None:
    double.behaviour.batch_polls = 5
    batch = begun(client)
    assert client.batches.cancel(batch).status == "cancelling"
    assert client.batches.retrieve(batch).status == "cancelled"


def test_what_is_not_there_is_not_found(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        client.batches.retrieve("batch-7")
    with pytest.raises(openai.NotFoundError):
        client.files.content("file-7")


def test_the_double_can_be_started_by_hand() -> None:
    options = ["--port", "0", "--always", "bad_request", "--random", "0.3", "--latency", "0.01"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.doubles.openai_server", *options], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().strip().removeprefix("OPENAI_BASE_URL=")
            body = json.dumps(request()).encode()
            with pytest.raises(OSError, match="400") as refused:
                urlopen(Request(f"{url}/chat/completions", data=body, method="POST"), timeout=10)  # noqa: S310  # loopback
            refused.value.close()  # type: ignore[attr-defined]  # an HTTPError holds the response
        finally:
            server.terminate()
