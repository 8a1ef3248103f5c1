"""An OpenAI-compatible endpoint: calls are replayed from the ledger, or made within limits and kept.

The way of a call: ledger (a hit costs nothing), circuit breaker, budget, HTTP, bill, ledger. What is asked and whether
an answer is any good is the interview's; a batch of calls is handed in by `batch`.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from digest_pipeline.briefs.llm.breaker import Breaker, BreakerOpenError
from digest_pipeline.briefs.llm.budget import Budget, BudgetSpentError, Spending
from digest_pipeline.briefs.llm.call import Call, Completed, billed, completion, is_completion
from digest_pipeline.briefs.llm.failures import (
    AttemptFailedError,
    CallFailedError,
    no_completion,
    read_error,
    timed_out,
)
from digest_pipeline.briefs.llm.keeping import Keeper, Ledger, Paid
from digest_pipeline.briefs.llm.prices import rate, require_prices
from digest_pipeline.briefs.llm.question import Usage
from digest_pipeline.settings import Llm

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_LONGEST_PAUSE_SECONDS = 60


class Endpoint(AbstractAsyncContextManager["Endpoint"]):
    """An endpoint for one run: at most `concurrency` requests under way, within the budget of day and run.

    Making it connects to nothing. It is used within its context and one event loop.
    """

    def __init__(
        self,
        settings: Llm,
        *,
        api_key: str,
        base_url: str | None,
        ledger: Ledger,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare a run whose budget is what the day's calls in the ledger leave of it; `clock` counts seconds.

        Raises:
            ConfigurationError: when money is limited and a model's price is not known.
        """
        require_prices(settings)
        self.settings = settings
        self.ledger = ledger
        self.budget = Budget(settings.budget, ledger.spent())
        self._api_key = api_key
        self._base_url = base_url
        self._clock = clock
        self._keeper = Keeper(ledger, settings.concurrency)
        self._breakers: dict[str, Breaker] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections, if any were made."""
        if "client" in self.__dict__:
            await self.client.close()

    @cached_property
    def client(self) -> "AsyncOpenAI":
        """The client, made when the first call is. It repeats nothing by itself."""
        from openai import AsyncOpenAI  # noqa: PLC0415  1 s, which only a run that asks a model pays

        return AsyncOpenAI(
            api_key=self._api_key, base_url=self._base_url, timeout=self.settings.timeout_seconds, max_retries=0
        )

    async def complete(self, call: Call) -> Completed:
        """Return the answer to `call`, the ledger's where it has one.

        Raises:
            CallFailedError: when there is none; the reason says why.
        """
        if (kept := self.ledger.replay(call.key)) is not None:
            return Completed(completion(kept), Usage(cached=True))
        async with self._keeper.slot():
            return await self._ask(call)

    async def forget(self, keys: list[str]) -> None:
        """Let no answer under these keys be replayed."""
        await self._keeper.forget(keys)

    def without_key(self, detail: str) -> str:
        """Return what an endpoint said, without the key that it may have repeated."""
        return detail.replace(self._api_key, "…")

    async def _ask(self, call: Call) -> Completed:
        """Attempt until there is an answer or no use in asking again. The slot is held over the pauses as well."""
        requests: list[Usage] = []
        attempts = AsyncRetrying(
            stop=stop_after_attempt(self.settings.attempts),
            wait=self._pause,
            retry=retry_if_exception(self._worth_repeating),
            reraise=True,
        )
        try:
            answer: str = await attempts(self._attempt, call, requests)
        except AttemptFailedError as failed:
            if failed.reason == "rate_limited" and failed.health == "undecided":
                # An endpoint that limits its rate is well; one that lets a call never through might as well be gone.
                self._breaker(call.model).failed(failed.detail)
            raise CallFailedError(failed.reason, self.without_key(failed.detail), Usage.total(requests)) from failed
        return Completed(completion(answer), Usage.total(requests))

    async def _attempt(self, call: Call, requests: list[Usage]) -> str:
        """Make one request and return the body of its answer, when it is in the ledger; note what it cost.

        Raises:
            AttemptFailedError: when it was refused, or not answered by a completion.
        """
        breaker, price = self._breaker(call.model), rate(call.model, self.settings)
        most = call.most(price)
        try:
            breaker.admit()
            await self.budget.reserve(most.spending)
        except BreakerOpenError as error:
            raise AttemptFailedError("breaker_open", str(error)) from None
        except BudgetSpentError as error:
            breaker.undecided()
            raise AttemptFailedError("budget_spent", str(error)) from None
        paid: Paid | None = most
        failed: AttemptFailedError | None = None
        try:
            answer = await self._send(call)
            paid = billed(most, answer, price)
        except AttemptFailedError as error:
            failed = error
            paid = paid if error.may_cost else None
        finally:
            # Also when the run is cancelled: then the most it may have cost.
            self.budget.settle(most.spending, paid.spending if paid else Spending())
        requests.append(paid.usage if paid else Usage(calls=1))
        _tell(breaker, failed)
        if paid:
            await self._keeper.keep(paid)
        if failed:
            raise failed
        return answer

    async def _send(self, call: Call) -> str:
        import openai  # noqa: PLC0415  see `client`

        address = str(self.client.base_url)
        try:
            # The client's own limit is one of silence, this one of all.
            async with asyncio.timeout(self.settings.timeout_seconds):
                response = await self.client.chat.completions.with_raw_response.create(**call.body)
        except TimeoutError:
            raise timed_out(address) from None
        except openai.APIError as error:
            raise read_error(error, call.model, address) from error
        answer: str = response.text
        if not is_completion(answer):
            raise no_completion(answer, address)
        return answer

    def _breaker(self, model: str) -> Breaker:
        # One a model: a model that the endpoint does not have must not take the others along.
        if model not in self._breakers:
            self._breakers[model] = Breaker(
                self.settings.breaker_failures, self.settings.breaker_seconds, clock=self._clock
            )
        return self._breakers[model]

    def _pause(self, state: RetryCallState) -> float:
        """Return the seconds until the next attempt: what the endpoint asked for, else a growing pause with jitter."""
        failed = state.outcome.exception() if state.outcome else None
        if isinstance(failed, AttemptFailedError) and failed.wait_seconds is not None:
            return failed.wait_seconds
        first = self.settings.backoff_seconds
        return (wait_exponential(multiplier=first, max=_LONGEST_PAUSE_SECONDS) + wait_random(0, first))(state)

    def _worth_repeating(self, error: BaseException) -> bool:
        return (
            isinstance(error, AttemptFailedError)
            and error.again
            and (error.wait_seconds or 0) <= self.settings.retry_after_seconds
        )


def _tell(breaker: Breaker, failed: AttemptFailedError | None) -> None:
    match failed.health if failed else "alive":
        case "alive":
            breaker.answered()
        case "undecided":
            breaker.undecided()
        case "ill":
            breaker.failed(failed.detail if failed else "")
        case "hopeless":
            breaker.give_up(failed.detail if failed else "")
