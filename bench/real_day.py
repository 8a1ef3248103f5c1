"""What one real day costs: `digest run` from process start, the first time and again, with peak memory.

    python bench/real_day.py ../shared/data/days/2026-06-02.warc.gz 2026-06-02

Prints seconds and the peak resident memory of the largest process (MB) for both runs, and their ratio.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

DIGEST = Path(sys.executable).with_name("digest")


def main() -> None:
    """Import the recording into a fresh home, run the day twice and print the figures."""
    recording, day = sys.argv[1:]
    with tempfile.TemporaryDirectory() as home:
        measured(home, "import-captures", recording)
        first, peak = measured(home, "run", "--offline", "--engine", "extractive", "--day", day)
        again, _ = measured(home, "run", "--offline", "--engine", "extractive", "--day", day)
    print(f"first run  {first:6.1f} s  {peak:5.0f} MB")
    print(f"again      {again:6.1f} s  (ratio {again / first:.2f})")


def measured(home: str, *arguments: str) -> tuple[float, float]:
    """Return seconds and the peak memory (MB) of one command, the largest of its processes."""
    started = monotonic()
    process = subprocess.Popen([DIGEST, "--home", home, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"digest {' '.join(arguments)} ended with status {os.waitstatus_to_exitcode(status)}")
    return monotonic() - started, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
