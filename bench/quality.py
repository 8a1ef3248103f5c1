"""How many planted defects the checks catch, and what they wrongly say of clean days: the mutation bench.

    python -m bench.quality HOME [--day 2026-06-09] [--clean 20] [--layer LAYER ...] [--missed]

HOME is one in which recorded days were run; it is only read. The defects (`bench/defects/*.yaml`) are planted one at a
time in a copy of the day and of the 28 days before it, which have what it is compared with. One is *caught* when the
check that is meant to says so, as gravely as declared, in a message that names the thing and tells what to do, and said
nothing of the kind of the clean day. Then the checks judge the last `--clean` days before and with it as they are.

Prints a table by layer, what was not caught, and of the clean days what blocks, the share of warnings among the checks
that looked at any row, and seconds (without the import of great_expectations). Ends with status 1 below the bars.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from pydantic import ValidationError

from bench.defects import LAYERS, Declared, Swap, declared
from bench.defects.judging import Judged, Outcome, checked, day_partition, issue_partition, linted, outcome
from bench.defects.planting import NotPlantedError, copy_days, key_of, newsroom_of, planted, restore
from digest_pipeline.model import Stage
from digest_pipeline.quality.runner import CheckError
from digest_pipeline.settings import Settings, load

LEAST_PLANTED, LEAST_DETECTED = 60, 0.98
MOST_WARNINGS, MOST_SECONDS = 0.02, 3.0
HISTORY = timedelta(days=28)
DAILY: tuple[Stage, ...] = ("raw_feeds", "extracted_articles", "stories", "structured_summaries")


def main() -> None:
    """Plant the defects, judge the clean days and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path, help="one in which recorded days were run")
    parser.add_argument("--day", type=date.fromisoformat, help="the clean day to plant in; the last one by default")
    parser.add_argument("--clean", type=int, default=20, help="how many days to judge as they are")
    parser.add_argument("--layer", choices=LAYERS, nargs="+", default=LAYERS)
    parser.add_argument("--missed", action="store_true", help="print what was said of what was not caught")
    options = parser.parse_args()
    home = load(options.home)
    import great_expectations  # noqa: F401, PLC0415  8 s, and no part of the seconds that are measured

    with TemporaryDirectory() as folder:
        last = options.day or newest(home)
        rehearsal = Rehearsal(home, last, Path(folder))
        outcomes = {layer: list(rehearsal.outcomes(layer, declared(layer))) for layer in options.layer}
        print_outcomes(outcomes, talkative=options.missed)
        judged = list(clean(home, last, options.clean, Path(folder))) if options.clean else []
    if judged:
        print_clean(judged)
    if fallen := [*below(outcomes), *above(judged)]:
        sys.exit(f"NOT WITHIN the bars: {'; '.join(fallen)}")


def newest(home: Settings) -> date:
    """Return the last day that has entries."""
    with duckdb.connect(str(home.database), read_only=True) as connection:
        row = connection.execute("select max(day) from raw.entries").fetchone()
    if row is None or row[0] is None:
        sys.exit(f"{home.database} holds no day; run some with: digest backfill")
    day: date = row[0]
    return day


class Rehearsal:
    """A day with those before it, copied once into `folder`, in which defects are planted one at a time."""

    def __init__(self, home: Settings, day: date, folder: Path) -> None:
        self.day = day
        self.original = folder / "original.duckdb"
        self.newsroom = newsroom_of(home, folder / "planted")
        copy_days(home.database, self.original, day - HISTORY, day)

    def outcomes(self, layer: str, declaration: Declared) -> Iterator[Outcome]:
        """Yield what becomes of each defect that is declared of a layer."""
        before: dict[str, Judged] = {}
        for defect in declaration.defects:
            try:
                if defect.edition not in before:
                    restore(self.newsroom, self.original)
                    before[defect.edition] = self.judged(layer, defect.edition)
                names = planted(declaration, defect, self.newsroom, self.original, self.day)
                after = self.judged(layer, defect.edition, defect.text)
            except NotPlantedError as error:
                yield Outcome(defect, "not planted", reason=str(error))
            except (ValidationError, CheckError, duckdb.Error) as error:
                yield Outcome(defect, "crashed", reason=" ".join(str(error).split()))
            else:
                yield outcome(defect, names, before[defect.edition].complaints, after.complaints)

    def judged(self, layer: str, edition: str, swaps: Sequence[Swap] = ()) -> Judged:
        """Return what the checks of a layer say of the day, or of an edition's fullest issue of it."""
        if layer in DAILY:
            return checked(day_partition(layer, self.day), self.newsroom)
        partition = issue_partition(self.newsroom, edition, key_of(self.newsroom, edition, self.day))
        return linted(partition, self.newsroom, swaps) if layer == "lint" else checked(partition, self.newsroom)


def clean(home: Settings, last: date, days: int, folder: Path) -> Iterator[Judged]:
    """Yield what the checks and the linter say of so many days up to `last`, and of their issues."""
    first = last - timedelta(days=days - 1)
    newsroom = newsroom_of(home, folder / "clean")
    copy_days(home.database, newsroom.warehouse.path, first - HISTORY, last)
    for day in (first + timedelta(days=number) for number in range(days)):
        for layer in DAILY:
            yield checked(day_partition(layer, day), newsroom)
        issues = newsroom.warehouse.rows("select edition, key from digest.issues where day = ? order by all", [day])
        for issue in issues:
            partition = issue_partition(newsroom, issue["edition"], issue["key"])
            yield checked(partition, newsroom)
            yield linted(partition, newsroom)


def print_outcomes(outcomes: Mapping[str, Sequence[Outcome]], *, talkative: bool) -> None:
    """Print how many defects of each layer were caught, and which were not."""
    print(f"{'layer':22}{'planted':>8}{'caught':>8}{'share':>7}")
    for layer, found in [*outcomes.items(), ("together", [one for every in outcomes.values() for one in every])]:
        counts = Counter(one.verdict for one in found)
        number = counts.total() - counts["not planted"]
        print(f"{layer:22}{number:8}{counts['caught']:8}{counts['caught'] / max(1, number):7.3f}")
    for layer, found in outcomes.items():
        for one in found:
            if one.verdict != "caught":
                checks = ", ".join(complaint.name for complaint in one.said) or one.reason or "nothing said"
                print(f"  {one.verdict}: {layer}, {one.defect.name} (meant: {', '.join(one.defect.check)}): {checks}")
                if talkative:
                    print("".join(f"      {complaint.told[:300]}\n" for complaint in one.said), end="")


def print_clean(judged: Sequence[Judged]) -> None:
    """Print what is said of clean days, by layer and check, and what the checks of a day take."""
    told: dict[tuple[str, ...], list[str]] = {}
    for one in judged:
        for complaint in one.complaints:
            grade = "BLOCKS" if complaint.blocking else "warns"
            told.setdefault((grade, one.by, one.partition.layer, complaint.name), []).append(
                one.partition.key or str(one.partition.day)
            )
    seconds, checks = seconds_of_days(judged), sum(one.checks for one in judged if one.by == "suite")
    print(f"\n{len(seconds)} clean days, {checks} checks that looked at rows")
    for (grade, by, layer, name), where in sorted(told.items()):
        print(f"  {grade} ({by}) {layer}, {name}: {len(where)}, such as {', '.join(where[:3])}")
    print(f"blocked wrongly {blockings(judged)}, warnings {warning_share(judged):.4f} of the checks")
    if seconds:
        print(f"seconds of a day: {sum(seconds.values()) / len(seconds):.2f}, at most {max(seconds.values()):.2f}")


def below(outcomes: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    """Yield which bars the planted defects miss."""
    every = [one for found in outcomes.values() for one in found if one.verdict != "not planted"]
    caught = sum(one.verdict == "caught" for one in every)
    if len(every) < LEAST_PLANTED and len(outcomes) == len(LAYERS):
        yield f"{len(every)} defects planted, {LEAST_PLANTED} at least"
    if caught < LEAST_DETECTED * len(every):
        yield f"{caught} of {len(every)} caught, {LEAST_DETECTED} at least"


def above(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield which bars the clean days miss."""
    if blocked := blockings(judged):
        yield f"{blocked} clean partitions blocked"
    if (share := warning_share(judged)) > MOST_WARNINGS:
        yield f"warnings {share:.3f} of the checks, {MOST_WARNINGS} at most"
    if (longest := max(seconds_of_days(judged).values(), default=0)) > MOST_SECONDS:
        yield f"{longest:.1f} s for the checks of a day, {MOST_SECONDS} at most"


def blockings(judged: Sequence[Judged]) -> int:
    """Return how many partitions something blocks."""
    return sum(any(complaint.blocking for complaint in one.complaints) for one in judged)


def warning_share(judged: Sequence[Judged]) -> float:
    """Return the share of warnings among the checks that looked at any row; the linter's notes are no checks."""
    suites = [one for one in judged if one.by == "suite"]
    warnings = sum(not complaint.blocking for one in suites for complaint in one.complaints)
    return warnings / max(1, sum(one.checks for one in suites))


def seconds_of_days(judged: Sequence[Judged]) -> Mapping[date, float]:
    """Return what the checks of each day took, its issues' among them."""
    seconds: defaultdict[date, float] = defaultdict(float)
    for one in judged:
        seconds[one.partition.day] += one.seconds
    return seconds


if __name__ == "__main__":
    main()
