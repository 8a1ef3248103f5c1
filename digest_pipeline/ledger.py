"""The ledger of what models were asked: `llm.completions` and `llm.batches`, for the stories of one day.

It keeps, replays and adds up; what a call costs and whether it is made is decided in `briefs/llm`, which knows this
module by its protocol alone (`briefs/llm/keeping.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from digest_pipeline.briefs.llm.budget import Spending
from digest_pipeline.briefs.llm.keeping import OpenBatch, Paid
from digest_pipeline.warehouse import Warehouse, insert, transaction

_CALL = ("key", "purpose", "story_id", "tokens_in", "tokens_out", "cost")


class Ledger:
    """The calls made for the stories of one day, each in a row of its own. Nothing is ever deleted."""

    def __init__(self, warehouse: Warehouse, day: date) -> None:
        self._warehouse = warehouse
        self._day = day
        self._answers: dict[str, str] | None = None

    def replay(self, key: str) -> str | None:
        """Return the answer that was kept under `key` and may be used again, or None. The first time reads the day."""
        return self._replayable().get(key)

    def record(self, rows: Sequence[Paid]) -> None:
        """Keep calls that were made, in one transaction."""
        with self._warehouse.connect() as connection, transaction(connection):
            insert(connection, "llm.completions", [self._row(row) for row in rows])
        self._remember(rows)

    def forget(self, keys: Collection[str]) -> None:
        """Let no answer under these keys be replayed any more; what they cost stays."""
        sql = "update llm.completions set replayable = false where day = ? and list_contains(?, key)"
        with self._warehouse.connect() as connection:
            connection.execute(sql, [self._day, list(keys)])
        for key in keys:
            self._replayable().pop(key, None)

    def spent(self) -> Spending:
        """Return what the day's calls have cost, open batches with what is reserved for them.

        Money counts what calls with a price have cost.
        """
        sql = (
            "select coalesce(sum(tokens), 0)::bigint as tokens, coalesce(sum(cost), 0) as money from"
            " (select tokens_in + tokens_out as tokens, cost from llm.completions where day = $1 union all"
            " select call.tokens_in + call.tokens_out, call.cost from"
            " (select unnest(calls) as call from llm.batches where day = $1 and status = 'open'))"
        )
        (row,) = self._warehouse.rows(sql, [self._day])
        return Spending(row["tokens"], row["money"])

    def open_batches(self) -> list[OpenBatch]:
        """Return the batches that are still to be collected, oldest first."""
        sql = "select id, model, calls from llm.batches where day = ? and status = 'open' order by number"
        return [
            OpenBatch(
                row["id"],
                row["model"],
                tuple(Paid(model=row["model"], answer=None, estimated=True, **call) for call in row["calls"]),
            )
            for row in self._warehouse.rows(sql, [self._day])
        ]

    def open_batch(self, batch: OpenBatch) -> None:
        """Keep a batch that was handed in."""
        calls = [{name: getattr(call, name) for name in _CALL} for call in batch.calls]
        with self._warehouse.connect() as connection, transaction(connection):
            number = connection.execute("select count(*) from llm.batches where day = ?", [self._day]).fetchone()
            head = {"id": batch.id, "day": self._day, "model": batch.model, "status": "open"}
            insert(connection, "llm.batches", [{**head, "number": number[0] if number else 0, "calls": calls}])

    def close_batch(self, batch_id: str, rows: Sequence[Paid], status: str) -> None:
        """Keep the answers of a batch and how it ended, in one transaction."""
        with self._warehouse.connect() as connection, transaction(connection):
            connection.execute(
                "update llm.batches set status = ? where day = ? and id = ?", [status, self._day, batch_id]
            )
            insert(connection, "llm.completions", [self._row(row, batch_id) for row in rows])
        self._remember(rows)

    def _replayable(self) -> dict[str, str]:
        if self._answers is None:
            sql = "select key, answer from llm.completions where day = ? and replayable order by key"
            self._answers = {row["key"]: row["answer"] for row in self._warehouse.rows(sql, [self._day])}
        return self._answers

    def _remember(self, rows: Sequence[Paid]) -> None:
        self._replayable().update({row.key: row.answer for row in rows if row.answer is not None})

    def _row(self, row: Paid, batch_id: str | None = None) -> dict[str, Any]:
        return {"day": self._day, **asdict(row), "replayable": row.answer is not None, "batch_id": batch_id}
