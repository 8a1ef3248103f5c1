"""The budget: what is reserved and spent together never exceeds a limit, whatever is under way at once."""

import asyncio
from collections.abc import Awaitable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.briefs.llm.budget import Budget, BudgetSpentError, Spending
from digest_pipeline.settings import Budget as Limits
from digest_pipeline.settings import ConfigurationError

NOTHING = Spending()


def do(work: Awaitable[object]) -> None:
    async def run() -> None:
        await work

    asyncio.run(run())


@pytest.mark.parametrize("limit", ["day_tokens", "run_tokens"])
def test_a_call_that_does_not_fit_is_refused_and_the_limit_named(limit: str) -> None:
    async def work() -> None:
        budget = Budget(Limits.model_validate({limit: 100}), NOTHING)
        await budget.reserve(Spending(100))
        budget.settle(Spending(100), Spending(61))
        await budget.reserve(Spending(39))
        budget.settle(Spending(39), Spending(39))
        with pytest.raises(BudgetSpentError, match=rf"llm\.budget\.{limit} is 100"):
            await budget.reserve(Spending(1))

    do(work())


def test_what_the_day_cost_before_counts_for_the_day_alone() -> None:
    async def work() -> None:
        before = Spending(90, 0.9)
        await Budget(Limits(run_tokens=100, run_money=1), before).reserve(Spending(50, 0.5))
        for limits in (Limits(day_tokens=100), Limits(day_money=1)):
            with pytest.raises(BudgetSpentError):
                await Budget(limits, before).reserve(Spending(50, 0.5))

    do(work())


def test_nothing_is_limited_unless_a_limit_is_set() -> None:
    do(Budget(Limits(), NOTHING).reserve(Spending(10**9, None)))


def test_money_that_is_limited_and_not_known_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"llm\.prices"):
        do(Budget(Limits(day_money=1), NOTHING).reserve(Spending(1, None)))


def test_a_call_waits_where_only_others_under_way_leave_too_little() -> None:
    async def work() -> None:
        budget = Budget(Limits(run_tokens=100), NOTHING)
        await budget.reserve(Spending(80))
        second = asyncio.create_task(budget.reserve(Spending(80)))
        await asyncio.sleep(0)
        assert not second.done()
        budget.settle(Spending(80), Spending(20))
        await second

    do(work())


def test_a_call_that_waited_in_vain_is_refused() -> None:
    async def work() -> None:
        budget = Budget(Limits(run_tokens=100), NOTHING)
        await budget.reserve(Spending(80))
        second = asyncio.create_task(budget.reserve(Spending(80)))
        await asyncio.sleep(0)
        budget.settle(Spending(80), Spending(80))
        with pytest.raises(BudgetSpentError):
            await second

    do(work())


def test_what_an_earlier_run_booked_is_corrected_for_the_day_alone() -> None:
    async def work() -> None:
        budget = Budget(Limits(day_tokens=110, run_tokens=70), Spending(90))
        budget.correct(Spending(90), Spending(30), earlier=True)
        with pytest.raises(BudgetSpentError, match="run_tokens"):
            await budget.reserve(Spending(71))
        await budget.reserve(Spending(70))

    do(work())


_CALLS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 100), st.integers(0, 4)), max_size=30)


@given(calls=_CALLS, limit=st.integers(0, 300), before=st.integers(0, 100), slots=st.integers(1, 8))
def test_however_calls_interleave_no_limit_is_ever_exceeded(
    calls: list[tuple[int, int, int]], limit: int, before: int, slots: int
) -> None:
    """Each call reserves `most`, takes some turns of the loop, and costs a share of it."""

    async def work() -> None:
        budget = Budget(Limits(day_tokens=limit, run_money=limit / 100), Spending(before, 1.0))
        semaphore, under_way, refused = asyncio.Semaphore(slots), [0], []

        async def call(most: int, percent: int, turns: int) -> None:
            async with semaphore:
                reserved = Spending(most, most / 100)
                try:
                    await budget.reserve(reserved)
                except BudgetSpentError:
                    refused.append(most)
                    return
                under_way[0] += most
                assert before + budget.spent.tokens + under_way[0] <= limit
                for _ in range(turns):
                    await asyncio.sleep(0)
                cost = most * percent // 100
                under_way[0] -= most
                budget.settle(reserved, Spending(cost, cost / 100))

        async with asyncio.TaskGroup() as group:
            for one in calls:
                group.create_task(call(*one))
        assert budget.spent.tokens == 0 or before + budget.spent.tokens <= limit
        assert (budget.spent.money or 0) <= limit / 100 + 1e-9
        for most in refused:
            assert before + budget.spent.tokens + most > limit or (budget.spent.money or 0) + most / 100 > limit / 100

    do(work())
