"""A day's questions to a model, asked until the answers of a moment are there and not kept, when the process is killed.

Started by `briefs/test_llm_killed.py` in a process of its own: `python -m tests.killed_calls URL WAREHOUSE WRITES`.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.interview import Interviewer
from digest_pipeline.briefs.llm.keeping import Paid
from digest_pipeline.briefs.llm.question import Question
from digest_pipeline.briefs.schema import Reviewed
from digest_pipeline.ledger import Ledger
from digest_pipeline.settings import Llm
from digest_pipeline.warehouse import Warehouse

QUESTIONS = 40
CONCURRENCY = 4


class Verdict(Reviewed):
    """What the double's smallest answer fits."""

    word: str


class DyingLedger(Ledger):
    """A ledger whose process is killed at the last of so many writes, before anything of it is kept."""

    def __init__(self, warehouse: Warehouse, day: date, writes: int) -> None:
        super().__init__(warehouse, day)
        self._left = writes

    def record(self, rows: Sequence[Paid]) -> None:
        """Keep calls, or die."""
        self._left -= 1
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        super().record(rows)


async def ask_all(url: str, ledger: Ledger) -> int:
    """Ask the day's questions and return how many were answered."""
    settings = Llm(concurrency=CONCURRENCY)
    async with Endpoint(settings, api_key="k", base_url=url, ledger=ledger) as endpoint:
        interviewer = Interviewer(endpoint, settings)
        asked = [
            Question("probe", f"story-{n}", "gpt-5-mini", "Be brief.", f"Say word {n}.", Verdict, lambda _: [], 300)
            for n in range(QUESTIONS)
        ]
        replies = await asyncio.gather(*(interviewer.ask(question) for question in asked))
    return sum(reply.draft is not None for reply in replies)


def main(url: str, warehouse: str, writes: str) -> None:
    """Ask until the write that kills."""
    ledger = DyingLedger(Warehouse(Path(warehouse), wait_seconds=5), date(2026, 6, 1), int(writes))
    sys.exit(f"ended alive: {asyncio.run(ask_all(url, ledger))}")


if __name__ == "__main__":
    main(*sys.argv[1:])
