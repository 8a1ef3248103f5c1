"""What the llm engine takes for many briefs: time against latency and concurrency, memory, re-runs, failing calls.

    python bench/llm_engine.py

The endpoint is the tests' double in a process of its own, the ledger a warehouse on disk, 16 calls are under way at a
time. Each line is a process of its own: so many stories at a latency (s), the seconds it took, their ratio to stories x
latency / 16 (the least there is), the processor's seconds of this side, the calls made, the peak resident memory (MB)
and how many briefs a model wrote.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic, process_time

from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.interview import Interviewer
from digest_pipeline.briefs.llm.writer import BriefOutcome, LlmEngine
from digest_pipeline.ledger import Ledger
from digest_pipeline.model import Article, Story
from digest_pipeline.settings import Llm, Scoring, Subject
from digest_pipeline.warehouse import Warehouse

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 6, 1)
CONCURRENCY = 16
# Stories and latency: the bar of a minute for a thousand briefs, then where the work of this side no longer counts.
RUNS = ((1_000, 0.05), (1_000, 0.5), (1_000, 1.0), (1_000, 2.0), (500, 4.0))
FAILING = (300, 0.05, 0.3)
_SENTENCES = 40
_LEAST_PATIENCE = 2.0


def main() -> None:
    """Print a line for each run."""
    if sys.argv[1:]:
        write(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
        return
    print("stories  latency  seconds  ratio    cpu  calls   MB  by the model")
    for count, latency in RUNS:
        with tempfile.TemporaryDirectory() as home, double("--latency", str(latency)) as url:
            line(url, Path(home), count, latency)
            if (count, latency) == RUNS[0]:
                line(url, Path(home), count, latency, note="again")
    count, latency, share = FAILING
    with tempfile.TemporaryDirectory() as home, double("--latency", str(latency), "--random", str(share)) as url:
        line(url, Path(home), count, latency, note=f"{share:.0%} of the calls fail")


def line(url: str, home: Path, count: int, latency: float, note: str = "") -> None:
    """Measure one run in a process of its own and print its figures."""
    patience = _LEAST_PATIENCE + 3 * latency
    command = [sys.executable, __file__, url, str(home / "warehouse.duckdb"), str(count), str(patience)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    output, _ = process.communicate()
    if process.returncode:
        sys.exit(f"the run ended with status {process.returncode}")
    seconds, cpu, calls, megabytes, written = (float(part) for part in output.split())
    ratio = seconds / (count * latency / CONCURRENCY)
    figures = f"{count:7}  {latency:7.2f}  {seconds:7.1f}  {ratio:5.2f}  {cpu:5.1f}  {calls:5.0f}  {megabytes:3.0f}"
    print(f"{figures}  {written:12.0f}  {note}".rstrip(), flush=True)


def write(url: str, warehouse: Path, count: int, patience: float) -> None:
    """Write the briefs of one run and print its figures: seconds, the processor's, calls, MB, briefs by the model."""
    settings = Llm(concurrency=CONCURRENCY, timeout_seconds=patience, backoff_seconds=0.05, breaker_failures=50)
    stories = [story(number) for number in range(count)]
    started, worked = monotonic(), process_time()
    outcomes = asyncio.run(_written(settings, url, Ledger(Warehouse(warehouse, wait_seconds=5), DAY), stories))
    seconds, cpu = monotonic() - started, process_time() - worked
    if any(outcome.brief is None for outcome in outcomes):
        sys.exit("a story has no brief")
    calls = sum(outcome.usage.calls for outcome in outcomes)
    written = sum(outcome.fallback_reason is None for outcome in outcomes)
    print(seconds, cpu, calls, peak_megabytes(), written)


async def _written(settings: Llm, url: str, ledger: Ledger, stories: list[Story]) -> list[BriefOutcome]:
    async with Endpoint(settings, api_key="k", base_url=url, ledger=ledger) as endpoint:
        engine = LlmEngine(
            Interviewer(endpoint, settings),
            settings,
            language="en",
            subject=Subject(keywords=("language model",)),
            weights=Scoring(),
        )
        return await engine.briefs_async(stories)


def story(number: int) -> Story:
    """Return a story of some 4,000 characters that is like no other."""
    text = "\n".join(
        f"In trial {n} of report {number} the language model of Aurora Labs answered {n * 7 % 100}.{n % 10}% of them. "
        "Its authors say what it was trained on, how it was measured, and which of their own methods they gave up."
        for n in range(_SENTENCES // 2)
    )
    article = Article(
        id=f"article-{number}",
        day=DAY,
        url=f"https://aurora.example/news/{number}",
        title=f"Aurora Labs reports trial {number} of its language model",
        authors=(),
        site="Aurora News",
        source_id="aurora",
        authority=3,
        language="en",
        published_at=datetime(2026, 6, 1, 8, tzinfo=UTC),
        date_origin="page",
        late=False,
        text=text,
        text_origin="page",
        capture_id="capture",
    )
    return Story(f"story-{number}", DAY, (article,))


@contextmanager
def double(*options: str) -> Iterator[str]:
    """Start the endpoint on a free port, and yield its address."""
    command = [sys.executable, "-m", "tests.doubles.openai_server", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            assert server.stdout is not None  # noqa: S101  a pipe was asked for
            yield server.stdout.readline().strip().removeprefix("OPENAI_BASE_URL=")
        finally:
            server.terminate()


def peak_megabytes() -> float:
    """Return this process's peak resident memory (MB), which a child does not inherit from its parent."""
    status = Path(f"/proc/{os.getpid()}/status").read_text("utf-8")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(peak[1]) / 1024 if peak else 0.0


if __name__ == "__main__":
    main()
