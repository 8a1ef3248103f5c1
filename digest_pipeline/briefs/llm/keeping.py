"""What is kept of calls: the row of an answer, the row of a batch, who keeps them, and that they are kept in time.

The tables are the ledger's (`digest_pipeline/ledger.py`); what a call costs, and when it is made, is decided elsewhere.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

from digest_pipeline.briefs.llm.budget import Spending
from digest_pipeline.briefs.llm.question import Purpose, Usage

# Nothing beside the seconds that a model takes, and enough for the answers of several calls to come in.
_GATHERING_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Paid:
    """One call and what it cost. Its `answer` is the body of the HTTP answer, None when there is none (yet).

    `estimated` says that the endpoint told no cost: what was reserved for the call counts.
    """

    key: str
    purpose: Purpose
    story_id: str
    model: str
    answer: str | None
    tokens_in: int
    tokens_out: int
    cost: float | None
    estimated: bool = False

    @property
    def spending(self) -> Spending:
        """What it takes out of the budget."""
        return Spending(self.tokens_in + self.tokens_out, self.cost)

    @property
    def usage(self) -> Usage:
        """What it cost, as a request that was made just now."""
        return Usage(1, self.tokens_in, self.tokens_out, self.cost)


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A batch that was handed in and not collected yet: the endpoint's id for it, and its calls at what is reserved."""

    id: str
    model: str
    calls: tuple[Paid, ...]


class Ledger(Protocol):
    """Where the calls for the stories of one day are kept. Writing is safe from another thread, one at a time."""

    def replay(self, key: str) -> str | None:
        """Return the answer that was kept under `key` and may be used again, or None."""

    def record(self, rows: Sequence[Paid]) -> None:
        """Keep calls that were made, in one transaction."""

    def forget(self, keys: Collection[str]) -> None:
        """Let no answer under these keys be replayed any more; what they cost stays."""

    def spent(self) -> Spending:
        """Return what the day's calls have cost, open batches with what is reserved for them."""

    def open_batches(self) -> list[OpenBatch]:
        """Return the batches that are still to be collected, oldest first."""

    def open_batch(self, batch: OpenBatch) -> None:
        """Keep a batch that was handed in."""

    def close_batch(self, batch_id: str, rows: Sequence[Paid], status: str) -> None:
        """Keep the answers of a batch and how it ended, in one transaction."""


class Keeper:
    """Hands out slots for calls, and writes calls into the ledger while those that made them hold theirs.

    So there are never more unkept answers than slots. A transaction takes some 40 ms of a processor whatever it holds,
    so each writes all that wait: as soon as nobody is left who could join, or a moment after the first.
    """

    def __init__(self, ledger: Ledger, slots: int) -> None:
        self._ledger = ledger
        self._slots = asyncio.Semaphore(slots)
        self._held = 0
        self._waiting: list[Paid] = []
        self._turn = asyncio.Lock()
        self._all_wait = asyncio.Event()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Hold one of the slots, once there is one."""
        async with self._slots:
            self._held += 1
            self._look()
            try:
                yield
            finally:
                self._held -= 1
                self._look()

    async def keep(self, row: Paid) -> None:
        """Return when `row` is kept; for those who hold a slot."""
        self._waiting.append(row)
        self._look()
        async with self._turn:
            if not any(row is waiting for waiting in self._waiting):
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._all_wait.wait(), _GATHERING_SECONDS)
            rows, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._ledger.record, rows)
            except Exception:
                self._waiting = rows + self._waiting
                raise

    async def forget(self, keys: Collection[str]) -> None:
        """Return when no answer under these keys will be replayed any more."""
        async with self._turn:
            await asyncio.to_thread(self._ledger.forget, keys)

    def _look(self) -> None:
        if len(self._waiting) >= self._held:
            self._all_wait.set()
        else:
            self._all_wait.clear()


class Unkept:
    """The ledger of calls that stand outside of the record, a probe or an evaluation: it keeps and replays nothing."""

    def replay(self, key: str) -> str | None:  # noqa: ARG002  the protocol's
        """Return None: every call is made."""
        return None

    def record(self, rows: Sequence[Paid]) -> None:
        """Let them go."""

    def forget(self, keys: Collection[str]) -> None:
        """Know of none."""

    def spent(self) -> Spending:
        """Return nothing: no day pays for these calls."""
        return Spending()

    def open_batches(self) -> list[OpenBatch]:
        """Return none."""
        return []

    def open_batch(self, batch: OpenBatch) -> None:
        """Let it go."""

    def close_batch(self, batch_id: str, rows: Sequence[Paid], status: str) -> None:
        """Let it go."""
