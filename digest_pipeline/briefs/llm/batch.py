"""Calls handed in together through OpenAI's Batch API: half the price, and up to a day until they are answered.

A run hands in what the ledger can't replay, waits as long as it may, and puts the answers that are there into the
ledger. Batches stand in the ledger as well, so that a later run finds them and goes on. What is asked is the
interview's, which is held against the answers in the ledger afterwards; nothing here is sent as a single call.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from digest_pipeline.briefs.llm.budget import BudgetSpentError, Spending
from digest_pipeline.briefs.llm.call import Call, Completed, billed, completion, is_completion
from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.failures import DETAIL_CHARACTERS, CallFailedError, read_error
from digest_pipeline.briefs.llm.interview import Interviewer
from digest_pipeline.briefs.llm.keeping import OpenBatch, Paid
from digest_pipeline.briefs.llm.prices import Rate, rate
from digest_pipeline.briefs.llm.question import Answer, Question, Usage

if TYPE_CHECKING:
    from openai import APIError, AsyncOpenAI
    from openai.types import Batch

_OVER = frozenset({"completed", "failed", "expired", "cancelled"})
_UNANSWERED = frozenset({"batch_expired", "batch_cancelled"})
_LONGEST_POLL_SECONDS = 60.0
# Looking and uploading may be repeated; starting a batch twice would be paid twice.
_RETRIES = 2


class Batches:
    """The batch side of an endpoint. It completes calls from the ledger alone."""

    def __init__(self, endpoint: Endpoint, *, poll_seconds: float = 1.0) -> None:
        """Prepare; the first look at a batch is after `poll_seconds`, each further after twice as long, 60 at most."""
        self._endpoint = endpoint
        self._poll_seconds = poll_seconds
        self._wanted: dict[str, Call] = {}
        self._failed: dict[str, CallFailedError] = {}
        self._handed_in: set[str] = set()
        self.interviewer = Interviewer(self, endpoint.settings)

    async def complete(self, call: Call) -> Completed:
        """Return the ledger's answer to `call`.

        Raises:
            CallFailedError: `batch_pending` when it has none yet, else why it will have none.
        """
        if (kept := self._endpoint.ledger.replay(call.key)) is not None:
            return Completed(completion(kept), Usage(cached=True))
        if call.key in self._failed:
            raise self._failed[call.key]
        if not call.re_ask:
            self._wanted[call.key] = call
        raise CallFailedError("batch_pending", "the batch has not answered yet; run the day again later")

    async def forget(self, keys: list[str]) -> None:
        """Let no answer under these keys be replayed."""
        await self._endpoint.forget(keys)

    async def fill(self, questions: Sequence[Question[Answer]]) -> None:
        """Put the answers to `questions` into the ledger, as far as they are there within `batch_wait_seconds`.

        Batches of earlier runs are collected first; what is in none of them is handed in, a batch for each model.
        """
        pending = await self._collect(self._endpoint.ledger.open_batches())
        for question in questions:
            # Whether an answer stands is looked at later; here, whether there is one.
            unchecked = replace(question, review=lambda _: [])
            reply = await self.interviewer.ask(unchecked)
            if reply.failure == "malformed":
                # Such an answer is forgotten by now; asked once more, the question is wanted again.
                await self.interviewer.ask(unchecked)
        waiting = {call.key for batch in pending for call in batch.calls}
        by_model: dict[str, list[Call]] = defaultdict(list)
        for call in self._wanted.values():
            if call.key not in waiting:
                by_model[call.model].append(call)
        for model, calls in sorted(by_model.items()):
            pending += await self._hand_in(model, calls)
        await self._wait(pending)

    async def _wait(self, pending: list[OpenBatch]) -> None:
        left, pause = self._endpoint.settings.batch_wait_seconds, self._poll_seconds
        while pending and left > 0:
            await asyncio.sleep(min(pause, left))
            left -= pause
            pause = min(2 * pause, _LONGEST_POLL_SECONDS)
            pending = await self._collect(pending)

    async def _hand_in(self, model: str, calls: Sequence[Call]) -> list[OpenBatch]:
        """Start a batch of what the budget allows; its reservation stands until it is collected."""
        import openai  # noqa: PLC0415  see `Endpoint.client`

        affordable = await self._reserved(calls, self._price(model))
        if not affordable:
            return []
        lines = "\n".join(_line(call) for call, _ in affordable)
        client = self._endpoint.client
        try:
            file = await client.with_options(max_retries=_RETRIES).files.create(
                file=("calls.jsonl", lines.encode()), purpose="batch"
            )
            started = await client.batches.create(
                input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
            )
        except openai.APIError as error:
            self._fail((call.key for call, _ in affordable), error, model)
            for _, most in affordable:
                self._endpoint.budget.correct(most.spending, Spending())
            return []
        batch = OpenBatch(started.id, model, tuple(most for _, most in affordable))
        self._handed_in.add(batch.id)
        await asyncio.to_thread(self._endpoint.ledger.open_batch, batch)
        return [batch]

    async def _reserved(self, calls: Sequence[Call], price: Rate | None) -> list[tuple[Call, Paid]]:
        """Book the calls that fit into the budget as spent, and return them with what they may cost."""
        booked: list[tuple[Call, Paid]] = []
        for call in calls:
            most = call.most(price)
            try:
                await self._endpoint.budget.reserve(most.spending)
            except BudgetSpentError as error:
                self._failed[call.key] = CallFailedError("budget_spent", str(error))
            else:
                self._endpoint.budget.settle(most.spending, most.spending)
                booked.append((call, most))
        return booked

    async def _collect(self, batches: Sequence[OpenBatch]) -> list[OpenBatch]:
        """Put the answers of those batches that are over into the ledger; return the others."""
        import openai  # noqa: PLC0415  see `Endpoint.client`

        pending: list[OpenBatch] = []
        for batch in batches:
            for call in batch.calls:
                self._failed.pop(call.key, None)
            try:
                state = await self._endpoint.client.with_options(max_retries=_RETRIES).batches.retrieve(batch.id)
                if state.status in _OVER:
                    await self._close(batch, state)
                else:
                    pending.append(batch)
            except openai.NotFoundError:
                # Another account's, or deleted: it will never be answered here, so its calls may be handed in again.
                await self._keep(batch, [], "lost")
            except openai.APIError as error:
                self._fail((call.key for call in batch.calls), error, batch.model)
                pending.append(batch)
        return pending

    async def _close(self, batch: OpenBatch, state: "Batch") -> None:
        """Keep what a batch has answered. What it left open, or failed to do, a later run hands in again."""
        booked, price = {call.key: call for call in batch.calls}, self._price(batch.model)
        client = self._endpoint.client.with_options(max_retries=_RETRIES)
        rows: list[Paid] = []
        for line in [
            *await _lines(client, state.output_file_id),
            *await _lines(client, state.error_file_id),
        ]:
            most = booked.get(str(line.get("custom_id")))
            if most is None:
                continue
            answer, error = _outcome(line)
            if answer:
                rows.append(billed(most, answer, price))
            elif error:
                self._failed[most.key] = CallFailedError("request_rejected", error)
        if state.status == "failed":
            said = "; ".join(error.message or "" for error in (state.errors.data or [] if state.errors else []))
            detail = f"the batch was not accepted: {said}"[:DETAIL_CHARACTERS]
            self._failed |= {key: CallFailedError("request_rejected", detail) for key in booked}
        await self._keep(batch, rows, state.status)

    async def _keep(self, batch: OpenBatch, rows: Sequence[Paid], status: str) -> None:
        await asyncio.to_thread(self._endpoint.ledger.close_batch, batch.id, rows, status)
        booked = sum((call.spending for call in batch.calls), start=Spending())
        actual = sum((row.spending for row in rows), start=Spending())
        self._endpoint.budget.correct(booked, actual, earlier=batch.id not in self._handed_in)

    def _price(self, model: str) -> Rate | None:
        price = rate(model, self._endpoint.settings)
        return price.in_batch if price else None

    def _fail(self, keys: Iterable[str], error: "APIError", model: str) -> None:
        read = read_error(error, model, str(self._endpoint.client.base_url))
        failed = CallFailedError(read.reason, self._endpoint.without_key(read.detail))
        self._failed |= dict.fromkeys(keys, failed)


def _line(call: Call) -> str:
    # ASCII, so that no line separator of Unicode ends a line early.
    return json.dumps({"custom_id": call.key, "method": "POST", "url": "/v1/chat/completions", "body": call.body})


async def _lines(client: "AsyncOpenAI", file_id: str | None) -> list[dict[str, Any]]:
    if not file_id:
        return []
    content = await client.files.content(file_id)
    return list(_objects(content.text))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found


def _outcome(line: dict[str, Any]) -> tuple[str, str]:
    """Return a call's completion, or what went wrong with it; neither when its batch did not come to it."""
    response, error = line.get("response"), line.get("error")
    body = response.get("body") if isinstance(response, dict) else None
    answer = json.dumps(body, ensure_ascii=False)
    if is_completion(answer):
        return answer, ""
    if isinstance(error, dict) and error.get("code") in _UNANSWERED:
        return "", ""
    said = error or (body.get("error") if isinstance(body, dict) else None) or line
    return "", json.dumps(said, ensure_ascii=False)[:DETAIL_CHARACTERS]
