"""The commands and their options. Exit status: 0 success, 1 a check or stage failed, 2 wrong use."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from digest_pipeline.cli.console import fail
from digest_pipeline.cli.deliver import deliver
from digest_pipeline.cli.evaluate import evaluations
from digest_pipeline.cli.imports import import_issue
from digest_pipeline.cli.lint import lint
from digest_pipeline.cli.look import look
from digest_pipeline.cli.options import WRONG_USE, Home, day_of, opened, usable_home
from digest_pipeline.cli.serve import serve, site
from digest_pipeline.cli.show import show
from digest_pipeline.cli.sources import sources
from digest_pipeline.dates import days_between, yesterday
from digest_pipeline.settings import EngineName, Settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="News digests that can be traced."
)
app.add_typer(look, name="try")
app.add_typer(sources, name="sources")
app.add_typer(show, name="show")
app.add_typer(evaluations, name="eval")
app.command()(lint)
app.command("import-issue")(import_issue)
app.command()(deliver)
app.command()(serve)
app.command()(site)


Offline = Annotated[bool, typer.Option("--offline", help="Fetch nothing; use what is recorded.")]
Refetch = Annotated[bool, typer.Option("--refetch", help="Ask again for what is recorded, where it can still be had.")]
EngineOption = Annotated[EngineName | None, typer.Option("--engine", help="Overrides the engine of digest.yaml.")]
Day = Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="The day (default: yesterday).")]
Accept = Annotated[
    list[str],
    typer.Option(
        "--accept", metavar="CHECK", help="Let a check pass that failed, for the rows that failed; can be repeated."
    ),
]
Because = Annotated[str, typer.Option("--because", help="Why; readers see it under the issue.")]
Withdraw = Annotated[
    list[str], typer.Option("--withdraw", metavar="CHECK", help="Let a check block again; can be repeated.")
]
Only = Annotated[
    list[str],
    typer.Option(
        "--only",
        metavar="SELECTION",
        help="Only these assets, in Dagster's selection syntax: stories, issues/*+, group:issues; can be repeated.",
    ),
]
Stale = Annotated[bool, typer.Option("--stale", help="Only what is missing, out of date or failed when it last ran.")]
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="WARC files, gzip a record or plain.")]


@app.callback()
def common(context: typer.Context, home: Home = None) -> None:
    """Turn recorded feeds into published news digests whose every statement can be traced to its source."""
    context.obj = home


@app.command()
def run(  # noqa: PLR0913  each is an option of the command
    context: typer.Context,
    *,
    day: Day = None,
    offline: Offline = False,
    refetch: Refetch = False,
    engine: EngineOption = None,
    accept: Accept = [],  # noqa: B006  typer makes a new list for each call
    because: Because = "",
    withdraw: Withdraw = [],  # noqa: B006  the same
    home: Home = None,
) -> None:
    """Make and publish the issues of one day."""
    if because and not accept:
        fail("--because goes with --accept", WRONG_USE)
    with opened(context, home) as settings:
        chosen = day_of(day, settings) if day else yesterday(datetime.now(UTC), settings.zone)
        if accept or withdraw:
            _keep_words(settings, chosen, accept, because, withdraw)
        _run_days(settings, [chosen], offline=offline, refetch=refetch, engine=engine)


@app.command()
def backfill(  # noqa: PLR0913  each is an option of the command
    context: typer.Context,
    *,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day.")],
    only: Only = [],  # noqa: B006  typer makes a new list for each call
    stale: Stale = False,
    offline: Offline = False,
    refetch: Refetch = False,
    engine: EngineOption = None,
    home: Home = None,
) -> None:
    """Make and publish the issues of a range of days; a day that fails does not stop the next."""
    if refetch and stale:
        fail("--refetch asks for every day again, --stale runs only what is out of date; choose one", WRONG_USE)
    with opened(context, home) as settings:
        start, end = day_of(first, settings), day_of(last, settings)
        if end < start:
            fail(f"--to {end} lies before --from {start}", WRONG_USE)
        days = days_between(start, end)
        _run_days(settings, days, only, stale=stale, offline=offline, refetch=refetch, engine=engine)


@app.command("import-captures")
def import_captures(context: typer.Context, files: Files, home: Home = None) -> None:
    """Take recorded exchanges of other WARC files into the archive."""
    from digest_pipeline.cli.intake import import_files  # noqa: PLC0415  brings the warehouse
    from digest_pipeline.kept_calendar import keep_calendar  # noqa: PLC0415  the same

    with opened(context, home) as settings:
        # Captures are indexed by the days of the newsroom's zone.
        keep_calendar(settings)
        raise typer.Exit(import_files(settings, files))


@app.command()
def init(context: typer.Context, home: Home = None) -> None:
    """Write commented digest.yaml and sources.yaml into the home, where they are yours to change."""
    from digest_pipeline.cli.home import write_configuration  # noqa: PLC0415  only this command

    write_configuration(usable_home(home or context.obj))


@app.command()
def doctor(
    context: typer.Context,
    *,
    live: Annotated[bool, typer.Option("--live", help="Make one small call to each configured model.")] = False,
    home: Home = None,
) -> None:
    """Look at configuration, keys, disk, the warehouse's lock and the last runs."""
    from digest_pipeline.cli.doctor import examine  # noqa: PLC0415  brings Dagster

    with opened(context, home) as settings:
        raise typer.Exit(examine(settings, live=live))


@app.command()
def demo(context: typer.Context, home: Home = None) -> None:
    """Import the small recorded days that ship with the project and publish them."""
    from digest_pipeline.cli.intake import import_files  # noqa: PLC0415  brings the warehouse
    from digest_pipeline.demo import DAYS, RECORDINGS  # noqa: PLC0415  only this command

    with opened(context, home) as settings:
        if status := import_files(settings, RECORDINGS):
            raise typer.Exit(status)
        _run_days(settings, list(DAYS), offline=True, engine=None)


@app.command()
def ui(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", help="The port on 127.0.0.1.")] = 3000,
    home: Home = None,
) -> None:
    """Open the Dagster UI of the newsroom on the loopback address."""
    from digest_pipeline.cli.home import serve_ui  # noqa: PLC0415  brings Dagster

    with opened(context, home) as settings:
        serve_ui(settings, port)


def main() -> None:
    """Run the command line."""
    app()


def _keep_words(settings: Settings, day: date, accept: list[str], because: str, withdraw: list[str]) -> None:
    from digest_pipeline.cli import accept as words  # noqa: PLC0415  brings the warehouse

    now = datetime.now(UTC)
    if accept:
        words.accept(settings, day, accept, because, now)
    if withdraw:
        words.withdraw(settings, day, withdraw, now)


def _run_days(  # noqa: PLR0913  each is an option of a command
    settings: Settings,
    days: list[date],
    only: Sequence[str] = (),
    *,
    stale: bool = False,
    offline: bool,
    refetch: bool = False,
    engine: EngineName | None,
) -> None:
    from digest_pipeline.cli.run import run_days  # noqa: PLC0415  brings Dagster, 1.9 s
    from digest_pipeline.scope import Scope, SelectionError  # noqa: PLC0415  the same

    try:
        status = run_days(settings, days, Scope(only, stale), offline=offline, refetch=refetch, engine=engine)
    except SelectionError as error:
        fail(str(error), WRONG_USE)
    raise typer.Exit(status)
