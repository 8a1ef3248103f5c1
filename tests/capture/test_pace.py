"""Turns: never more at a time than allowed, never closer together than the pause, and the longest host first."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from digest_pipeline.capture.miss import MissError
from digest_pipeline.capture.pace import Pace
from digest_pipeline.settings import Fetch

FAST = Fetch(host_pause_seconds=0, concurrency=3, host_concurrency=2)


class Ledger:
    """Takes turns and writes down what was under way when."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.starts: dict[str, list[float]] = defaultdict(list)
        self.order: list[str] = []
        self.under_way: dict[str, int] = defaultdict(int)
        self.most: dict[str, int] = defaultdict(int)

    async def visit(self, host: str, seconds: float = 0.0, pause: float = 0.0) -> None:
        """Take one turn."""
        async with self.pace.turn(host, pause):
            self.starts[host].append(asyncio.get_running_loop().time())
            self.order.append(host)
            for key in (host, "all"):
                self.under_way[key] += 1
                self.most[key] = max(self.most[key], self.under_way[key])
            await asyncio.sleep(seconds)
            for key in (host, "all"):
                self.under_way[key] -= 1


def run(settings: Fetch, script: Callable[[Ledger], Awaitable[None]]) -> Ledger:
    """Run a script on a fresh pace."""

    async def main() -> Ledger:
        ledger = Ledger(Pace(settings))
        await script(ledger)
        return ledger

    return asyncio.run(main())


@examples(max_examples=25, deadline=None)
@given(
    visits=st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([0.0, 0.001, 0.003])), max_size=30),
    concurrency=st.integers(1, 4),
    host_concurrency=st.integers(1, 3),
    pause=st.sampled_from([0.0, 0.002]),
)
def test_limits_are_kept_whatever_is_asked(
    visits: list[tuple[str, float]], concurrency: int, host_concurrency: int, pause: float
) -> None:
    async def script(ledger: Ledger) -> None:
        await asyncio.gather(*(ledger.visit(host, seconds, pause) for host, seconds in visits))

    limits = Fetch(concurrency=concurrency, host_concurrency=host_concurrency, host_pause_seconds=0)
    ledger = run(limits, script)
    assert sum(len(starts) for starts in ledger.starts.values()) == len(visits)
    assert ledger.most["all"] <= concurrency
    for host, starts in ledger.starts.items():
        assert ledger.most[host] <= host_concurrency
        assert all(later - former >= pause for former, later in pairwise(starts))


def test_a_host_that_waits_holds_no_shared_place() -> None:
    async def script(ledger: Ledger) -> None:
        resting = [asyncio.create_task(ledger.visit("resting", pause=60)) for _ in range(5)]
        await asyncio.sleep(0)
        await asyncio.wait_for(asyncio.gather(*(ledger.visit("busy", 0.001) for _ in range(10))), timeout=5)
        for task in resting:
            task.cancel()

    ledger = run(FAST.model_copy(update={"concurrency": 1}), script)
    assert (len(ledger.starts["resting"]), len(ledger.starts["busy"])) == (1, 10)


def test_the_pause_counts_from_when_the_request_was_sent() -> None:
    sent_at: list[float] = []

    async def slow_connection(pace: Pace) -> None:
        async with pace.turn("a", 0.03) as sent:
            await asyncio.sleep(0.02)
            sent()
            sent_at.append(asyncio.get_running_loop().time())

    async def script(ledger: Ledger) -> None:
        await asyncio.gather(slow_connection(ledger.pace), ledger.visit("a"))

    ledger = run(FAST, script)
    assert ledger.starts["a"][0] - sent_at[0] >= 0.029


def test_new_hosts_come_first_and_then_those_with_the_most_to_do() -> None:
    async def script(ledger: Ledger) -> None:
        visits = [ledger.visit(host, 0.001) for host in ("short", *["long"] * 6, "new")]
        await asyncio.gather(*visits)

    limits = FAST.model_copy(update={"concurrency": 1, "host_concurrency": 1})
    order = run(limits, script).order
    assert order[:3] == ["short", "long", "new"]

    async def later(ledger: Ledger) -> None:
        await asyncio.gather(*(ledger.visit(host) for host in ("short", "long")))
        await asyncio.gather(*(ledger.visit(host, 0.001) for host in ("other", *["short"] * 2, *["long"] * 8)))

    order = run(limits, later).order
    assert order.count("long") == 9
    assert order[-1] in {"short", "long"}
    assert order.index("short", 2) > 3


def test_a_host_rests_as_long_as_it_asks() -> None:
    async def script(ledger: Ledger) -> None:
        await ledger.visit("a")
        assert ledger.pace.hold("a", datetime.now(UTC) + timedelta(seconds=0.03))
        await asyncio.gather(ledger.visit("a"), ledger.visit("b"))

    ledger = run(FAST, script)
    assert ledger.order == ["a", "b", "a"]
    assert ledger.starts["a"][1] - ledger.starts["a"][0] >= 0.029


def test_a_host_that_asks_for_rest_while_a_place_is_waited_for_gets_it() -> None:
    async def script(ledger: Ledger) -> None:
        first = asyncio.create_task(ledger.visit("b", 0.01))
        await asyncio.sleep(0)
        second = asyncio.create_task(ledger.visit("a"))
        await asyncio.sleep(0)
        ledger.pace.hold("a", datetime.now(UTC) + timedelta(seconds=0.04))
        third = asyncio.create_task(ledger.visit("b"))
        await asyncio.gather(first, second, third)

    ledger = run(FAST.model_copy(update={"concurrency": 1}), script)
    assert ledger.order == ["b", "b", "a"]


def test_a_host_that_asks_for_too_long_a_rest_is_left_alone() -> None:
    async def script(ledger: Ledger) -> None:
        assert not ledger.pace.hold("a", datetime(2100, 1, 1, tzinfo=UTC))
        with pytest.raises(MissError, match="a is not to be asked before 2100-01-01 00:00:00 UTC"):
            await ledger.visit("a")
        await ledger.visit("b")

    assert run(FAST, script).order == ["b"]


def test_a_place_that_comes_with_a_cancellation_goes_on() -> None:
    async def script(ledger: Ledger) -> None:
        async with ledger.pace.turn("a", 0):
            waiting = [asyncio.create_task(ledger.visit(host)) for host in "bc"]
            await asyncio.sleep(0.001)
            waiting[1].cancel()
        # The place has just been given to the first of them, which has not run since.
        waiting[0].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.wait_for(ledger.visit("d"), timeout=5)

    assert run(FAST.model_copy(update={"concurrency": 1}), script).order == ["d"]
