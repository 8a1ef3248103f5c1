"""A run that is killed pays again for no more calls than were under way, and a finished one for none."""

import asyncio
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from digest_pipeline.ledger import Ledger
from digest_pipeline.warehouse import Warehouse
from tests.doubles.openai_server import OpenAiDouble
from tests.killed_calls import CONCURRENCY, QUESTIONS, ask_all


@pytest.mark.parametrize("writes", [1, 6])
def test_a_killed_run_pays_again_for_the_calls_under_way_alone(
    writes: int, double: OpenAiDouble, tmp_path: Path
) -> None:
    database = tmp_path / "warehouse.duckdb"
    command = [sys.executable, "-m", "tests.killed_calls", double.url, str(database), str(writes)]
    killed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    before = double.calls
    assert before < QUESTIONS

    ledger = Ledger(Warehouse(database, wait_seconds=5), date(2026, 6, 1))
    assert asyncio.run(ask_all(double.url, ledger)) == QUESTIONS
    assert double.calls <= QUESTIONS + CONCURRENCY
    assert double.calls > before

    again = Ledger(Warehouse(database, wait_seconds=5), date(2026, 6, 1))
    calls = double.calls
    assert asyncio.run(ask_all(double.url, again)) == QUESTIONS
    assert double.calls == calls
