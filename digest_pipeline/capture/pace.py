"""Whose turn it is: pauses, places and budgets of each host, and the places that all hosts share.

What hosts are owed outlasts the event loop: an API wants its pause between two pages too that are asked in two calls.
Nothing is sent here, and nothing is decided about answers.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from digest_pipeline.capture.miss import MissError
from digest_pipeline.settings import Fetch


@dataclass(slots=True, eq=False)
class _Host:
    name: str
    places: asyncio.Semaphore
    start: asyncio.Lock = field(default_factory=asyncio.Lock)
    pause: float = 0.0
    first_start: float | None = None
    last_start: float = float("-inf")
    held_until: float = float("-inf")
    closed_until: datetime | None = None
    received: int = 0
    waiting: int = 0
    busy_seconds: float = 0.0
    finished: int = 0

    def seconds_left(self, concurrency: int) -> float:
        """Return how long this host will still take, at its pace up to now."""
        service = self.busy_seconds / self.finished / concurrency if self.finished else 0.0
        return self.waiting * max(self.pause, service)


class Pace:
    """The turns of one run, in one event loop after the other."""

    def __init__(self, settings: Fetch) -> None:
        self._settings = settings
        self._hosts: dict[str, _Host] = {}
        self._gate = _Gate(settings.concurrency, settings.host_concurrency)
        self._clock = time.monotonic  # as the event loop's own, and the same in the next one
        self._end = self._clock() + settings.run_seconds
        self._left = settings.run_seconds
        self._received = 0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Take up asking in the running event loop: all places are free again, everything else is remembered.

        Only the time within these blocks counts for the run.
        """
        for host in self._hosts.values():
            host.places, host.start, host.waiting = self._places(), asyncio.Lock(), 0
        self._gate = _Gate(self._settings.concurrency, self._settings.host_concurrency)
        self._end = self._clock() + self._left
        try:
            yield
        finally:
            self._left = self._end - self._clock()

    @asynccontextmanager
    async def turn(self, host: str, pause: float) -> AsyncIterator[Callable[[], None]]:
        """Wait for the next turn of a host, and hold its place and a shared one while the request is under way.

        Waiting for the host holds no shared place. The value is to be called when the request has been sent: the pause
        counts from there, since making the connection may have taken a while.

        Args:
            host: its name, without a port.
            pause: seconds between the starts of two requests to this host, at least, from now on.

        Raises:
            MissError: `rate_limited` or `budget`, when the host may be asked nothing more in this run.
        """
        state = self._host(host)
        state.pause = max(state.pause, pause, self._settings.host_pause_seconds)
        state.waiting += 1
        async with state.places:
            try:
                async with state.start:
                    await self._start(state)
            finally:
                state.waiting -= 1
            started = state.last_start

            def sent() -> None:
                if state.last_start == started:  # no later request has started since
                    state.last_start = self._clock()

            try:
                yield sent
            finally:
                self._gate.leave()
                state.busy_seconds += self._clock() - started
                state.finished += 1

    def hold(self, host: str, until: datetime) -> bool:
        """Let a host rest until it wants to be asked again; say whether that is soon enough to wait for."""
        state = self._host(host)
        seconds = (until - datetime.now(UTC)).total_seconds()
        if seconds > self._settings.retry_after_seconds:
            state.closed_until = max(until, state.closed_until or until)
            return False
        state.held_until = max(state.held_until, self._clock() + seconds)
        return True

    def spend(self, host: str, size: int) -> None:
        """Count bytes that a host sent.

        Raises:
            MissError: `budget`, when they are more than a host or a run may send.
        """
        state = self._host(host)
        state.received += size
        self._received += size
        self._check_bytes(state)

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            self._hosts[name] = _Host(name, self._places())
        return self._hosts[name]

    def _places(self) -> asyncio.Semaphore:
        return asyncio.Semaphore(self._settings.host_concurrency)

    async def _start(self, host: _Host) -> None:
        """Return with a shared place, at a moment when the host may be asked."""
        while True:
            wait = self._wait(host)
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            await self._gate.enter(host)
            try:
                # The host may have asked for rest, or used up its budget, while a place was waited for.
                if self._wait(host) <= 0:
                    host.last_start = self._clock()
                    if host.first_start is None:
                        host.first_start = host.last_start
                    return
            except MissError:
                self._gate.leave()
                raise
            self._gate.leave()

    def _wait(self, host: _Host) -> float:
        """Return the seconds until a host may be asked, when that is within what it and the run may take."""
        ready = max(host.last_start + host.pause, host.held_until, self._clock())
        self._check(host, ready)
        return ready - self._clock()

    def _check(self, host: _Host, moment: float) -> None:
        if host.closed_until and host.closed_until > datetime.now(UTC):
            until = host.closed_until.astimezone(UTC)
            detail = f"{host.name} is not to be asked before {until:%Y-%m-%d %H:%M:%S} UTC (fetch.retry_after_seconds)"
            raise MissError("rate_limited", detail)
        if host.first_start is not None and moment - host.first_start >= self._settings.host_seconds:
            raise MissError(
                "budget", f"the run's {self._settings.host_seconds:g} s for {host.name} are over (fetch.host_seconds)"
            )
        if moment >= self._end:
            raise MissError("budget", f"the run's {self._settings.run_seconds:g} s are over (fetch.run_seconds)")
        self._check_bytes(host)

    def _check_bytes(self, host: _Host) -> None:
        if host.received > self._settings.host_bytes:
            raise MissError(
                "budget", f"{host.name} sent more than {self._settings.host_bytes} bytes in this run (fetch.host_bytes)"
            )
        if self._received > self._settings.run_bytes:
            raise MissError("budget", f"the run took more than {self._settings.run_bytes} bytes (fetch.run_bytes)")


class _Gate:
    """The shared places. A free one goes to a host never asked before, else to the one that will take longest.

    Longest first is the rule that ends a run early when places are scarce (R. L. Graham, Bounds on Multiprocessing
    Timing Anomalies, 1969); what a host has still to do is known only when it was asked once.
    """

    def __init__(self, places: int, host_concurrency: int) -> None:
        self._free = places
        self._host_concurrency = host_concurrency
        # At most one a host, which holds its start lock; in the order of arrival.
        self._waiting: dict[_Host, asyncio.Future[None]] = {}

    async def enter(self, host: _Host) -> None:
        if self._free:
            self._free -= 1
            return
        admitted = self._waiting[host] = asyncio.get_running_loop().create_future()
        try:
            await admitted
        except asyncio.CancelledError:
            if self._waiting.pop(host, None) is None:
                self.leave()  # the place came with the cancellation
            raise

    def leave(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        host = max(self._waiting, key=self._urgency)
        self._waiting.pop(host).set_result(None)

    def _urgency(self, host: _Host) -> tuple[bool, float]:
        return host.first_start is None, host.seconds_left(self._host_concurrency)
