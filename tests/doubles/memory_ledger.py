"""A ledger that forgets when the test ends."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from digest_pipeline.briefs.llm.budget import Spending
from digest_pipeline.briefs.llm.keeping import OpenBatch, Paid


@dataclass
class MemoryLedger:
    """The `Ledger` of the llm engine, in memory: `rows` are all calls, `writes` how many came at a time."""

    rows: list[Paid] = field(default_factory=list)
    forgotten: set[str] = field(default_factory=set)
    writes: list[int] = field(default_factory=list)
    batches: list[OpenBatch] = field(default_factory=list)
    ended: dict[str, str] = field(default_factory=dict)

    def replay(self, key: str) -> str | None:
        """Return the answer that was kept under `key` and may be used again, or None."""
        answers = [row.answer for row in self.rows if row.key == key and row.answer is not None]
        return answers[-1] if answers and key not in self.forgotten else None

    def record(self, rows: Sequence[Paid]) -> None:
        """Keep calls that were made."""
        self.rows += rows
        self.writes.append(len(rows))
        self.forgotten -= {row.key for row in rows}

    def forget(self, keys: Collection[str]) -> None:
        """Let no answer under these keys be replayed any more."""
        self.forgotten |= set(keys)

    def spent(self) -> Spending:
        """Return what all calls have cost, open batches with what is reserved for them."""
        open_calls = [call for batch in self.batches for call in batch.calls]
        return sum((row.spending for row in (*self.rows, *open_calls)), start=Spending())

    def open_batches(self) -> list[OpenBatch]:
        """Return the batches that are still to be collected, oldest first."""
        return list(self.batches)

    def open_batch(self, batch: OpenBatch) -> None:
        """Keep a batch that was handed in."""
        self.batches.append(batch)

    def close_batch(self, batch_id: str, rows: Sequence[Paid], status: str) -> None:
        """Keep the answers of a batch and how it ended."""
        self.batches = [batch for batch in self.batches if batch.id != batch_id]
        self.ended[batch_id] = status
        self.record(rows)
