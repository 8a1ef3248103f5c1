"""What the checks of real days cost: seconds of the processor a layer, the Data Docs, and the memory they add.

    python -m bench.checks WAREHOUSE_HOME [--days 1] [--last 2026-06-14]

The frames of the newest days of a warehouse (or of those up to `--last`) are read, checked, kept and shown as the asset
checks do it, issues with their text included, in a copy of the warehouse. Seconds are the processor's, which other work
on the machine does not change, those of the clock stand beside them; libraries are imported before and counted apart.
The median day may take 3 s, and all days 200 MB more than the libraries.
"""

import argparse
import resource
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from digest_pipeline.editions.render import render_markdown
from digest_pipeline.lint import lint
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.checking import check_frames
from digest_pipeline.quality.docs import write_docs
from digest_pipeline.quality.frames import frames_of
from digest_pipeline.quality.gate import LAYERS, issue_layer
from digest_pipeline.quality.issue_frames import issue_frames
from digest_pipeline.quality.linting import lint_results
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.runner import CheckReport
from digest_pipeline.settings import load

if TYPE_CHECKING:
    import pandas as pd

LIBRARIES = ("pandas", "great_expectations.expectations", "great_expectations.render.renderer.page_renderer")
SECONDS_A_DAY = 3
MEGABYTES = 200

Spent = defaultdict[str, float]


def main() -> None:
    """Check the days and print what they cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, help="a home whose warehouse holds the days")
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--last", type=date.fromisoformat, help="the last of the days (default: the newest)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(options.home / "warehouse.duckdb", folder)
        newsroom = Newsroom(load(Path(folder)), offline=True)
        with newsroom.warehouse.linger():
            measure(newsroom, options.last or newest(newsroom), options.days)


def measure(newsroom: Newsroom, last: date, days: int) -> None:
    """Check so many days up to `last` and print a line for each, and what they cost together."""
    started = process_time()
    for library in LIBRARIES:
        import_module(library)
    print(f"import {process_time() - started:.2f} s, {memory():.0f} MB")
    before = memory()
    taken: dict[date, Spent] = {}
    for day in (last - timedelta(back) for back in reversed(range(days))):
        taken[day] = defaultdict(float)
        clock = perf_counter()
        reports = list(checked(newsroom, day, taken[day]))
        clock = perf_counter() - clock
        results = [result for report in reports for result in report.results]
        failed = [result for result in results if not result.passed]
        blocking = sum(result.severity == "blocking" for result in failed)
        parts = ", ".join(f"{name} {seconds:.2f}" for name, seconds in taken[day].items())
        print(
            f"{day}  {sum(taken[day].values()):.2f} s, {clock:.2f} by the clock ({parts});"
            f" {len(results)} expectations on {len(reports)} checks, {len(failed) - blocking} warn, {blocking} block;"
            f" {memory() - before:+.0f} MB",
            flush=True,
        )
    usual, more = median(sum(spent.values()) for spent in taken.values()), memory() - before
    print(f"a day {usual:.2f} s (at most {SECONDS_A_DAY}), {more:.0f} MB more (at most {MEGABYTES})")
    if usual > SECONDS_A_DAY or more > MEGABYTES:
        sys.exit("FAILS")


def checked(newsroom: Newsroom, day: date, spent: Spent) -> Iterator[CheckReport]:
    """Check the layers of a day and the issues that end on it, adding what each takes."""
    for layer in LAYERS:
        with newsroom.warehouse.hold():
            partition = Partition(layer, day, day)
            with timed(spent, f"{layer} frames"):
                frames = frames_of(partition, newsroom)
            yield one(newsroom, partition, frames, layer, spent)
    sql = "select edition, key from digest.issues where day = ? order by edition, key"
    for row in newsroom.warehouse.rows(sql, [day]):
        with newsroom.warehouse.hold():
            with timed(spent, "issues frames"):
                issue = newsroom.issues.required(row["edition"], row["key"])
                first = issue.window_start.astimezone(newsroom.settings.zone).date()
                frames = issue_frames(issue, first, newsroom)
            partition = Partition(f"issues/{issue.edition}", day, first, issue.key)
            kept_as = issue_layer(issue.edition, issue.key)
            yield one(newsroom, partition, frames, kept_as, spent)
            with timed(spent, "lint"):
                text = render_markdown(issue, newsroom.catalogue[issue.edition])
                results = lint_results(lint(text), len(text.splitlines()))
            with timed(spent, "keep"):
                newsroom.record.replace_results(day, kept_as, {"lint": results})


def one(
    newsroom: Newsroom, partition: Partition, frames: "Mapping[str, pd.DataFrame]", kept_as: str, spent: Spent
) -> CheckReport:
    """Check the rows of a partition as its asset check does."""
    with timed(spent, kept_as.partition("/")[0]):
        report = check_frames(partition, frames, newsroom)
    with timed(spent, "keep"):
        newsroom.record.replace_results(partition.day, kept_as, {"suite": report.results})
    with timed(spent, "docs"):
        write_docs(report, kept_as, newsroom)
    return report


@contextmanager
def timed(spent: Spent, name: str) -> Iterator[None]:
    """Add the seconds of the processor that the block takes."""
    started = process_time()
    yield
    spent[name] += process_time() - started


def newest(newsroom: Newsroom) -> date:
    """Return the newest day that has stories."""
    day = newsroom.record.newest_stories()
    if day is None:
        sys.exit("no day of this home has stories")
    return day


def memory() -> float:
    """Return the peak resident memory of the process, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
