"""What the checks say of a day as it stands, and whether that catches a planted defect.

How defects are declared and planted is beside this; how many are caught is counted by `bench/quality.py`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Literal, NamedTuple

from bench.defects import Defect, Swap
from bench.defects.planting import swapped
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.lint import lint
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.checking import check_partition
from digest_pipeline.quality.linting import lint_results
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.runner import Result

Verdict = Literal["caught", "elsewhere", "unlike declared", "unclear", "missed", "crashed", "not planted"]

# A message tells what to do by a command, a file of the configuration, or an order.
_ORDER = re.compile(
    r"`[^`]+`|\b(?:sources|digest)\.yaml\b|\bnothing to do\b|(?:^|[.;:,] |\b(?:and|or|then) )(?:begin|check|choose"
    r"|compare|copy|correct|cut|delete|give|join|leave|link|look|open|print|put|quote|remove|run|say|set|take|tell"
    r"|translate|write)\b",
    re.IGNORECASE,
)


class Complaint(NamedTuple):
    """What a check says: how gravely, of how many rows and which, and all that the user reads."""

    name: str
    blocking: bool
    failed: int
    shown: frozenset[str]
    told: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said of a partition: by how many checks that looked at any row, what they complain of, in which time."""

    by: Literal["suite", "lint"]
    partition: Partition
    checks: int
    complaints: tuple[Complaint, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a defect; `said` are the complaints that the clean day does not meet with."""

    defect: Defect
    verdict: Verdict
    said: tuple[Complaint, ...] = ()
    reason: str = ""


def issue_partition(newsroom: Newsroom, edition: str, key: str) -> Partition:
    """Return the partition of a composed issue."""
    issue = newsroom.issues.required(edition, key)
    first = issue.window_start.astimezone(newsroom.settings.zone).date()
    return Partition(f"issues/{edition}", issue.day, first, key)


def day_partition(layer: str, day: date) -> Partition:
    """Return the partition of a layer of days."""
    return Partition(layer, day, day)


def checked(partition: Partition, newsroom: Newsroom) -> Judged:
    """Run the checks of a partition."""
    started = monotonic()
    report = check_partition(partition, newsroom)
    return _judged("suite", partition, report.results, monotonic() - started)


def linted(partition: Partition, newsroom: Newsroom, swaps: Sequence[Swap] = ()) -> Judged:
    """Run the linter on the text of an issue, changed by `swaps`."""
    issue = newsroom.issues.required(partition.edition, partition.key)
    text = swapped(render_markdown(issue, newsroom.catalogue[partition.edition]), swaps)
    started = monotonic()
    results = lint_results(lint(text), len(text.splitlines()))
    return _judged("lint", partition, results, monotonic() - started)


def outcome(defect: Defect, names: str, before: Sequence[Complaint], after: Sequence[Complaint]) -> Outcome:
    """Hold what is said of the day with the defect against what was said without it."""
    known = {complaint.name: complaint for complaint in before}
    said = tuple(complaint for complaint in after if _is_new(complaint, known.get(complaint.name)))
    meant = [complaint for complaint in said if complaint.name in defect.check]
    if not meant:
        return Outcome(defect, "elsewhere" if said else "missed", said)
    alike = [complaint for complaint in meant if complaint.blocking == (defect.severity == "blocking")]
    if not alike:
        return Outcome(defect, "unlike declared", said)
    clear = any(one.shown and names in one.told and _ORDER.search(one.told) for one in alike)
    return Outcome(defect, "caught" if clear else "unclear", said)


def _judged(by: Literal["suite", "lint"], partition: Partition, results: Sequence[Result], seconds: float) -> Judged:
    complaints = tuple(
        Complaint(
            one.name,
            one.severity == "blocking",
            one.failed,
            frozenset(one.examples),
            f"{one.message} {'; '.join(one.examples)}",
        )
        for one in results
        if not one.passed
    )
    return Judged(by, partition, sum(one.checked > 0 for one in results), complaints, seconds)


def _is_new(complaint: Complaint, known: Complaint | None) -> bool:
    return known is None or complaint.failed > known.failed or not complaint.shown <= known.shown
