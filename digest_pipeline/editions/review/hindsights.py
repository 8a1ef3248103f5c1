"""What was right and wrong early on: the reports of a thread compared with its later ones.

How figures are compared is `figures.py`, plans and rumours `promises.py`.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from digest_pipeline.editions.review.facts import Report
from digest_pipeline.editions.review.figures import told_again, told_otherwise
from digest_pipeline.editions.review.promises import kept, taken_back
from digest_pipeline.model import Hindsight

MOST = 4


def hindsights_of(reports: Sequence[Report], since: date) -> tuple[Hindsight, ...]:
    """Return what became of the statements of early reports, what changed first, four at most.

    Each sentence stands in one of them, and each figure is told once: by its first report and the first that came back
    to it. Reports of one day are not compared: who was first is not known.

    Args:
        reports: of one thread, in the order in which they were told; what only repeats it may confirm it.
        since: the first day of the later reports: what came of a statement before that was told before.
    """
    chosen: list[Hindsight] = []
    for one in sorted(_compared(reports, since), key=lambda found: found.outcome == "confirmed"):
        told = {statement.text for other in chosen for statement in (other.early, other.late)}
        if len(chosen) < MOST and not {one.early.text, one.late.text} & told:
            chosen.append(one)
    return tuple(chosen)


def _compared(reports: Sequence[Report], since: date) -> Iterator[Hindsight]:
    for rule in (taken_back, told_otherwise, kept, told_again):
        for early, late in combinations(reports, 2):
            if early.brief.day < late.brief.day and since <= late.brief.day:
                yield from rule(early, late)
