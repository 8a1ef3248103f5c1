"""`digest run` and `digest backfill`: runs through Dagster, with progress while they go on and a table at the end."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from time import monotonic

from rich.box import SIMPLE_HEAD
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from digest_pipeline.cli.console import err, out, say
from digest_pipeline.definitions import DayOutcome, build_defs, runs_of
from digest_pipeline.definitions import run_days as run_through_dagster
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.periods import periods_ending_on
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.gate import failures
from digest_pipeline.record import Record
from digest_pipeline.settings import EngineName, Settings
from digest_pipeline.sources.source import Day, MissingTokenError
from resources import WriterResource


def run_days(settings: Settings, days: Sequence[date], *, offline: bool, engine: EngineName | None) -> int:
    """Run each day, print what came of it, and return the exit status.

    Raises:
        ConfigurationError: before any work, when a model is asked for that can't be reached.
    """
    WriterResource(home=str(settings.home), engine=engine).desk()
    started = monotonic()
    seconds: dict[date, float] = {}
    outcomes: list[DayOutcome] = []
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task("loading", total=None)

        def listen(step: str, event: str) -> None:
            if event == "STEP_START":
                progress.update(task, description=f"{days[len(outcomes)]} {step.replace('__', '/')}")

        definitions = build_defs(settings, offline=offline, engine=engine, listener=listen)
        progress.update(task, total=sum(len(runs_of(settings, day)) for day in days))
        for outcome in run_through_dagster(definitions, settings, days):
            seconds[outcome.day] = monotonic() - started - sum(seconds.values())
            outcomes.append(outcome)
            progress.advance(task, len(runs_of(settings, outcome.day)))
    newsroom = Newsroom(settings)
    _print_table(newsroom.record, outcomes, seconds)
    _print_pages(settings, outcomes)
    for lack in [] if offline else _lacks(settings, days[0]):
        say(f"skipped: {lack}")
    for failure in failures(newsroom, min(days), max(days)):
        if failure.acceptance:
            say(f"{failure.day}: {failure.check} is accepted because {failure.acceptance.because}")
    for outcome in outcomes:
        for problem in outcome.problems:
            say(f"{outcome.day}: {problem}")
    return 0 if all(outcome.succeeded for outcome in outcomes) else 1


def _lacks(settings: Settings, day: date) -> Iterator[str]:
    """Yield what each source lacks that can't be asked for want of a token."""
    for source in settings.sources:
        try:
            for address in source.addresses(Day.of(day, settings.zone)):
                source.ask(address)
        except MissingTokenError as error:
            yield str(error)


def _print_table(record: Record, outcomes: Sequence[DayOutcome], seconds: dict[date, float]) -> None:
    names = ("entries", "articles", "stories", "briefs", "dropped", "seconds")
    table = Table(
        "day",
        "",
        *(Column(name, justify="right") for name in names),
        box=SIMPLE_HEAD,
        collapse_padding=True,
        pad_edge=False,
    )
    days = [outcome.day for outcome in outcomes]
    lines = {summary.day: summary for summary in record.summaries(min(days), max(days))}
    for outcome in outcomes:
        line = lines.get(outcome.day)
        counts = (line.entries, line.articles, line.stories, line.briefs, line.dropped) if line else (0,) * 5
        mark = "[green]ok[/]" if outcome.succeeded else "[red]failed[/]"
        table.add_row(str(outcome.day), mark, *map(str, counts), f"{seconds[outcome.day]:.1f}")
    out.print(table)
    for day in days:
        lost = Counter((drop.stage, drop.reason) for drop in record.drops(day) if not drop.replaced)
        if lost:
            why = ", ".join(f"{count} {reason} ({stage})" for (stage, reason), count in sorted(lost.items()))
            out.print(f"{day} dropped: {why}", soft_wrap=True, highlight=False)


def _print_pages(settings: Settings, outcomes: Sequence[DayOutcome]) -> None:
    """Print where the issues of the last day that succeeded stand, and where all of them are found."""
    done = [outcome.day for outcome in outcomes if outcome.succeeded]
    if not done:
        return
    catalogue = Catalogue(settings.home)
    for name in settings.editions:
        for period in periods_ending_on(catalogue[name], done[-1], settings.zone):
            page = settings.site_folder / name / f"{period.key}.html"
            out.print(str(page), soft_wrap=True, highlight=False)
    out.print(f"all issues: {settings.site_folder / 'index.html'}", soft_wrap=True, highlight=False)
