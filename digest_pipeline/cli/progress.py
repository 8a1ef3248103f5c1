"""How far the days of a run are: a bar on a terminal, and a line for each of several days as it ends."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from time import monotonic

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from digest_pipeline.cli.console import err, say
from digest_pipeline.runs import DayOutcome

# The rate is that of the whole backfill: days differ too much for the last half minute to tell what is left.
_RATE_OVER_SECONDS = 24 * 3600


class DayProgress:
    """Listens to the runs of some days and tells how far they are."""

    def __init__(self, days: Sequence[date], bar: Progress) -> None:
        self._days = days
        self._bar = bar
        self._task = bar.add_task("loading", total=len(days))
        self._began = monotonic()
        self.seconds: dict[date, float] = {}
        """What each day took that has ended."""

    def listen(self, step: str, event: str) -> None:
        """Show the step that began."""
        if event == "STEP_START" and len(self.seconds) < len(self._days):
            day = self._days[len(self.seconds)]
            self._bar.update(self._task, description=f"{day} {step.replace('__', '/')}")

    def ended(self, outcome: DayOutcome) -> None:
        """Count a day and, if there are several, tell how it ended."""
        elapsed = monotonic() - self._began
        self.seconds[outcome.day] = elapsed - sum(self.seconds.values())
        self._bar.advance(self._task)
        if len(self._days) == 1:
            return
        done, total = len(self.seconds), len(self._days)
        left = timedelta(seconds=round(elapsed / done * (total - done)))
        rate = f"{done} of {total} days, {60 * done / elapsed:.1f} a minute, {left} left"
        say(f"{outcome.day}: {outcome.word}, {self.seconds[outcome.day]:.1f} s ({rate})")
        for problem in outcome.problems:
            say(f"{outcome.day}: {problem}")


@contextmanager
def watching(days: Sequence[date]) -> Iterator[DayProgress]:
    """Show how far the days are while they run."""
    columns: list[ProgressColumn] = [SpinnerColumn(), TextColumn("{task.description}")]
    if len(days) > 1:
        columns += [BarColumn(), MofNCompleteColumn(), TextColumn("days"), _DaysPerMinute()]
    columns += [TimeElapsedColumn()]
    if len(days) > 1:
        columns += [TimeRemainingColumn(), TextColumn("left")]
    shown = err.is_terminal
    with Progress(
        *columns, console=err, transient=True, disable=not shown, speed_estimate_period=_RATE_OVER_SECONDS
    ) as bar:
        yield DayProgress(days, bar)


class _DaysPerMinute(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{60 * task.speed:.1f} a minute" if task.speed else "")
