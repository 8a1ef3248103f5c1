"""What a backfill of real days costs beside the days themselves and for its checks, and whether a bad day fails alone.

    python -m bench.backfill ../shared/data/days [--days 30] [--keep HOME]

The first recordings of the folder (one WARC a day, named by it) are imported into a fresh home and `digest backfill
--offline` is started over them as a user starts it. Prints the marginal cost of a day, which is the median of what the
days after the first two took in that process, the time of the whole command beside it (at most 1.25 x as much as so
many such days), and the share of the asset checks in it (at most 10 %). Then the middle day and its neighbours are run
in a home of their own, in which its recording is damaged: it must fail, and they must not. Ends with status 1 below
the bars.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic

from digest_pipeline.instance import instance_of
from digest_pipeline.settings import Settings, load

DIGEST = Path(sys.executable).with_name("digest")
MOST_RATIO, MOST_CHECKS = 1.25, 0.10
LEAST_DAYS = 3
CHECKS = ("_suite", "_checks")
DAY = re.compile(r"^(\d{4}-\d\d-\d\d): (ok|failed|up to date), ([\d.]+) s ", re.MULTILINE)


def main() -> None:
    """Run the days and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", type=Path, help="a folder with a WARC file a day")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--keep", type=Path, help="the home to make; by default one that is deleted at the end")
    chosen = parser.parse_args()
    recordings = sorted(chosen.recordings.glob("*.warc.gz"))[: chosen.days]
    if len(recordings) < LEAST_DAYS:
        parser.error(f"{chosen.recordings}: {len(recordings)} recordings are too few; {LEAST_DAYS} are needed")
    middle = len(recordings) // 2
    with TemporaryDirectory() as scratch:
        held = measure(chosen.keep or Path(scratch) / "home", recordings)
        alone = fails_alone(Path(scratch) / "damaged", recordings[middle - 1 : middle + 2])
    sys.exit(0 if held and alone else 1)


def measure(home: Path, recordings: Sequence[Path]) -> bool:
    """Print the figures of a backfill of these days, and say whether the bars are held."""
    days = imported(home, recordings)
    started = monotonic()
    ended = backfill(home, days)
    whole = monotonic() - started
    failed = [day for day, (word, _) in ended.items() if word != "ok"]
    warm = [seconds for _, seconds in list(ended.values())[2:]]
    marginal = median(warm)
    ratio = whole / (len(days) * marginal)
    share = check_seconds(load(home)) / whole
    print(f"days                {len(days)}, {days[0]} to {days[-1]}; failed: {', '.join(map(str, failed)) or 'none'}")
    print(f"marginal cost       {marginal:.2f} s a day (median; {min(warm):.2f} to {max(warm):.2f})")
    print(f"the whole command   {whole:.1f} s, {60 * len(days) / whole:.1f} days a minute")
    print(f"ratio               {ratio:.3f} (at most {MOST_RATIO})")
    print(f"share of the checks {share:.1%} (at most {MOST_CHECKS:.0%})")
    return not failed and ratio <= MOST_RATIO and share <= MOST_CHECKS


def imported(home: Path, recordings: Sequence[Path]) -> list[date]:
    """Import the recordings into a new home and return their days."""
    subprocess.run([DIGEST, "--home", home, "import-captures", *recordings], check=True, stdout=subprocess.DEVNULL)
    return [date.fromisoformat(file.name.removesuffix(".warc.gz")) for file in recordings]


def backfill(home: Path, days: Sequence[date]) -> dict[date, tuple[str, float]]:
    """Run `digest backfill` over the days and return how each ended and what it took, as the command tells."""
    span = ("--from", str(days[0]), "--to", str(days[-1]))
    command = [DIGEST, "--home", home, "backfill", *span, "--offline", "--engine", "extractive"]
    told = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False).stderr
    ended = {date.fromisoformat(day): (word, float(seconds)) for day, word, seconds in DAY.findall(told)}
    if [*ended] != [*days]:
        sys.exit(f"digest backfill did not tell of every day:\n{told}")
    return ended


def check_seconds(settings: Settings) -> float:
    """Return how long the steps of checks took in all runs of the home."""
    with instance_of(settings) as instance:
        steps = [step for run in instance.get_runs() for step in instance.get_run_step_stats(run.run_id)]
    checks = [step for step in steps if step.step_key.endswith(CHECKS) and step.start_time and step.end_time]
    return sum(step.end_time - step.start_time for step in checks)


def fails_alone(home: Path, recordings: Sequence[Path]) -> bool:
    """Run three days, the recording of the second damaged, and say whether it alone fails."""
    home.mkdir()
    # With the usual grace the recording of the next day would tell of the damaged one.
    (home / "digest.yaml").write_text("days: {grace_hours: 0}\n", "utf-8")
    days = imported(home, recordings)
    for file in (home / "captures" / str(days[1])).iterdir():
        file.write_bytes(bytes(file.stat().st_size))
    ended = backfill(home, days)
    alone = [word for word, _ in ended.values()] == ["ok", "failed", "ok"]
    print(f"a damaged day       {'fails alone' if alone else f'does not fail alone: {ended}'}")
    return alone


if __name__ == "__main__":
    main()
