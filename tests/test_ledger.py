"""The ledger in a real warehouse: what is replayed, what it cost, and which batches are open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from digest_pipeline.briefs.llm.budget import Spending
from digest_pipeline.briefs.llm.keeping import Ledger as LedgerProtocol
from digest_pipeline.briefs.llm.keeping import OpenBatch, Paid
from digest_pipeline.ledger import Ledger
from digest_pipeline.warehouse import Warehouse

DAY, NEXT_DAY = date(2026, 6, 1), date(2026, 6, 2)
PAID = Paid("key", "brief", "story-1", "gpt-5-mini", '{"choices": []}', 100, 20, 0.5)

Ledgers = Callable[..., Ledger]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledgers:
    """Ledgers of one warehouse, each as a run of its own would open it."""
    warehouse = Warehouse(tmp_path / "warehouse.duckdb", wait_seconds=1)
    return lambda day=DAY: Ledger(warehouse, day)


def test_it_is_what_the_engine_wants(ledger: Ledgers) -> None:
    def takes(_: LedgerProtocol) -> None: ...

    takes(ledger())


def test_an_answer_is_replayed_by_this_run_and_the_next_and_on_its_day(ledger: Ledgers) -> None:
    first = ledger()
    assert first.replay("key") is None
    first.record([PAID])
    assert first.replay("key") == ledger().replay("key") == PAID.answer
    assert ledger(NEXT_DAY).replay("key") is None


def test_what_is_forgotten_is_not_replayed_and_stays_paid(ledger: Ledgers) -> None:
    first = ledger()
    first.record([PAID, replace(PAID, key="other")])
    first.forget(["key"])
    assert first.replay("key") is ledger().replay("key") is None
    assert ledger().replay("other") == PAID.answer
    assert ledger().spent() == Spending(240, 1.0)


def test_what_was_asked_for_again_is_replayed(ledger: Ledgers) -> None:
    first = ledger()
    first.record([PAID])
    first.forget(["key"])
    first.record([replace(PAID, answer="better")])
    assert ledger().replay("key") == "better"


def test_a_lost_answer_costs_and_is_not_replayed(ledger: Ledgers) -> None:
    ledger().record([replace(PAID, answer=None, estimated=True)])
    assert ledger().replay("key") is None
    assert ledger().spent() == Spending(120, 0.5)


def test_nothing_was_spent_on_a_day_without_calls(ledger: Ledgers) -> None:
    ledger().record([PAID])
    assert ledger(NEXT_DAY).spent() == Spending(0, 0.0)


def test_a_batch_is_found_until_it_is_closed_and_reserved_till_then(ledger: Ledgers) -> None:
    calls = (replace(PAID, answer=None, estimated=True), replace(PAID, key="other", answer=None, estimated=True))
    first, second = OpenBatch("batch-9", "gpt-5-mini", calls), OpenBatch("batch-1", "gpt-5-mini", calls[:1])
    ledger().open_batch(first)
    ledger().open_batch(second)
    assert ledger().open_batches() == [first, second]
    assert ledger(NEXT_DAY).open_batches() == []
    assert ledger().spent() == Spending(360, 1.5)
    ledger().close_batch("batch-9", [PAID], "completed")
    assert ledger().open_batches() == [second]
    assert ledger().replay("key") == PAID.answer
    assert ledger().spent() == Spending(240, 1.0)
