"""What it costs to load the code location, beside importing Dagster alone, and what three years of days add to it.

    python -m bench.loading [--times 7]

Each figure is the median over fresh processes, which take turns: `import dagster`; that and the definitions with what
the webserver is sent of them, in a home that begins this week; the same in one that begins three years ago. Prints
seconds and the peak of memory. Ends with status 1 when loading takes more than 0.8 s over `import dagster` or more than
150 MB, or three years of days more than 0.2 s over a week.
"""

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

MOST_SECONDS, MOST_MB, MOST_FOR_YEARS = 0.8, 150, 0.2
_LOADED = """
from dagster._core.remote_representation.external_data import RepositorySnap
from digest_pipeline.definitions import defs
RepositorySnap.from_def(defs().get_repository_def())
"""
_TIMED = """
import resource, time
began = time.perf_counter()
import dagster
{loaded}
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Load in fresh processes and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=7)
    times = parser.parse_args().times
    with TemporaryDirectory() as folder:
        week, years = (_home(Path(folder), days) for days in (7, 3 * 366))
        runs = [(_loaded(week, ""), _loaded(week, _LOADED), _loaded(years, _LOADED)) for _ in range(times)]
    dagster, location, with_years = (
        [median(run[one][figure] for run in runs) for figure in (0, 1)] for one in range(3)
    )
    over, for_years = location[0] - dagster[0], with_years[0] - location[0]
    print(f"import dagster   {dagster[0]:.2f} s  {dagster[1]:.0f} MB")
    print(f"a week of days   {location[0]:.2f} s  {location[1]:.0f} MB  {over:+.2f} s (at most {MOST_SECONDS})")
    print(
        f"three years      {with_years[0]:.2f} s  {with_years[1]:.0f} MB  {for_years:+.2f} s (at most {MOST_FOR_YEARS})"
    )
    sys.exit(over > MOST_SECONDS or with_years[1] > MOST_MB or for_years > MOST_FOR_YEARS)


def _home(folder: Path, days: int) -> Path:
    """Return a home that begins so many days ago."""
    home = folder / f"{days}"
    home.mkdir()
    (home / "digest.yaml").write_text(f"start: {datetime.now(UTC).date() - timedelta(days)}\n", "utf-8")
    return home


def _loaded(home: Path, loaded: str) -> tuple[float, float]:
    """Return the seconds and megabytes of one fresh process."""
    environment = {**os.environ, "DIGEST_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", _TIMED.format(loaded=loaded)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


if __name__ == "__main__":
    main()
