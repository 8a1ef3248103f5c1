"""`digest run` and `digest backfill`: runs through Dagster, with progress while they go on and a table at the end."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.table import Column, Table

from digest_pipeline.cli.console import out, say
from digest_pipeline.cli.progress import watching
from digest_pipeline.definitions import build_defs
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.periods import periods_ending_on
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.gate import failures
from digest_pipeline.record import Record
from digest_pipeline.runs import DayOutcome
from digest_pipeline.runs import run_days as run_through_dagster
from digest_pipeline.scope import WHOLE, Scope
from digest_pipeline.settings import EngineName, Settings
from digest_pipeline.sources.source import Day, MissingTokenError
from resources import WriterResource

_INTERRUPTED = 130
"""The exit status that a shell gives to a command that was ended by Ctrl-C."""


def run_days(  # noqa: PLR0913  each is an option of the command
    settings: Settings,
    days: Sequence[date],
    scope: Scope = WHOLE,
    *,
    offline: bool,
    refetch: bool = False,
    engine: EngineName | None,
) -> int:
    """Run each day, print what came of it, and return the exit status.

    Raises:
        ConfigurationError: before any work, when a model is asked for that can't be reached, or a day is to be fetched
            again without fetching.
        SelectionError: before any work, when the scope names no asset.
    """
    newsroom = Newsroom(settings, offline=offline, refetch=refetch)
    WriterResource(home=str(settings.home), engine=engine).desk()
    outcomes: list[DayOutcome] = []
    with watching(days) as progress, suppress(KeyboardInterrupt):
        definitions = build_defs(settings, offline=offline, refetch=refetch, engine=engine, listener=progress.listen)
        for outcome in run_through_dagster(definitions, settings, days, scope):
            outcomes.append(outcome)
            progress.ended(outcome)
    if outcomes:
        _print_table(newsroom.record, outcomes, progress.seconds)
        _print_pages(settings, outcomes)
    for lack in [] if offline else _lacks(settings, days[0]):
        say(f"skipped: {lack}")
    for failure in failures(newsroom, min(days), max(days)):
        if failure.acceptance:
            say(f"{failure.day}: {failure.check} is accepted because {failure.acceptance.because}")
    return _status(days, outcomes)


def _status(days: Sequence[date], outcomes: Sequence[DayOutcome]) -> int:
    """Say what is left to do, and return the exit status."""
    failed = [outcome for outcome in outcomes if not outcome.succeeded]
    if len(days) > 1 and failed:
        say(f"failed: {', '.join(str(outcome.day) for outcome in failed)}")
    else:
        for outcome in failed:
            for problem in outcome.problems:
                say(f"{outcome.day}: {problem}")
    if len(outcomes) < len(days):
        how = "the same command with --stale goes on" if len(days) > 1 else "the same command begins it again"
        say(f"stopped: {len(outcomes)} of {len(days)} days are done, what was made stays; {how}")
        return _INTERRUPTED
    return 1 if failed else 0


def _lacks(settings: Settings, day: date) -> Iterator[str]:
    """Yield what each source lacks that can't be asked for want of a token."""
    for source in settings.sources:
        try:
            for address in source.addresses(Day.of(day, settings.zone)):
                source.ask(address)
        except MissingTokenError as error:
            yield str(error)


def _print_table(record: Record, outcomes: Sequence[DayOutcome], seconds: Mapping[date, float]) -> None:
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
        mark = f"[{'green' if outcome.succeeded else 'red'}]{outcome.word}[/]"
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
