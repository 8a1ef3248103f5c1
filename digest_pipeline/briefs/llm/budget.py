"""The budget: what a day and a run may cost, reserved before a call is made and settled with what it cost in the end.

What a call may cost is for `prices` and the endpoint to say. Nothing is awaited between looking and reserving, so that
calls under way at the same time never exceed a limit together; an endpoint that ignores `max_completion_tokens` can.
"""

import asyncio
from dataclasses import dataclass

from digest_pipeline.settings import Budget as Limits
from digest_pipeline.settings import ConfigurationError


@dataclass(frozen=True, slots=True)
class Spending:
    """Tokens sent and received, and money in the currency of the prices; None where no price is known."""

    tokens: int = 0
    money: float | None = 0.0

    def __add__(self, other: "Spending") -> "Spending":
        return Spending(self.tokens + other.tokens, (self.money or 0.0) + (other.money or 0.0))

    def __sub__(self, other: "Spending") -> "Spending":
        return Spending(self.tokens - other.tokens, (self.money or 0.0) - (other.money or 0.0))


class BudgetSpentError(Exception):
    """A call does not fit into what is left; the message names the limit and its key."""


class Budget:
    """What is left of the limits, for the calls of one run; `before` is what the day's stories had cost until then."""

    def __init__(self, limits: Limits, before: Spending) -> None:
        self._limits = limits
        self._before = before
        self._spent = Spending()
        self._reserved = Spending()
        self._under_way = 0
        self._settled = asyncio.Event()

    @property
    def spent(self) -> Spending:
        """What this run has cost so far."""
        return self._spent

    async def reserve(self, most: Spending) -> None:
        """Reserve what a call may cost `most`; where only calls under way leave too little, wait for their bills.

        Raises:
            BudgetSpentError: when it does not fit.
            ConfigurationError: when money is limited and the call has no price.
        """
        if most.money is None and (self._limits.day_money is not None or self._limits.run_money is not None):
            raise ConfigurationError("llm.budget limits money, and the model has no price; set one in llm.prices")
        while exceeded := self._exceeded(self._spent + self._reserved + most):
            if not self._under_way or self._exceeded(self._spent + most):
                raise BudgetSpentError(exceeded)
            await self._settled.wait()
        self._reserved += most
        self._under_way += 1

    def settle(self, most: Spending, actual: Spending) -> None:
        """Replace a reservation by what the call did cost."""
        self._reserved -= most
        self._under_way -= 1
        if not self._under_way:
            # What adding and subtracting fractions leaves behind.
            self._reserved = Spending()
        self._spent += actual
        self._settled.set()
        self._settled = asyncio.Event()

    def correct(self, booked: Spending, actual: Spending, *, earlier: bool = False) -> None:
        """Replace what was booked as spent, by this run or an `earlier` one of the day, by what it did cost."""
        if earlier:
            self._before += actual - booked
        else:
            self._spent += actual - booked

    def _exceeded(self, run: Spending) -> str:
        """Return which limit a run of this cost would exceed, in words, or nothing."""
        day = self._before + run
        for key, limit, cost in (
            ("day_tokens", self._limits.day_tokens, day.tokens),
            ("day_money", self._limits.day_money, day.money),
            ("run_tokens", self._limits.run_tokens, run.tokens),
            ("run_money", self._limits.run_money, run.money),
        ):
            if limit is not None and (cost or 0) > limit:
                return f"llm.budget.{key} is {limit:g}; with this call it could become {cost:.6g}"
        return ""
