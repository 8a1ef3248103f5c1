"""`digest eval`: models measured on what is recorded, so that one can be chosen by figures. Nothing is kept."""

import asyncio
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from digest_pipeline.cli.console import err, fail, out
from digest_pipeline.cli.options import WRONG_USE, Home, day_of, opened

if TYPE_CHECKING:
    from digest_pipeline.briefs.evaluation import Trial
    from digest_pipeline.model import Story
    from digest_pipeline.record import Record
    from digest_pipeline.settings import Settings

evaluations = typer.Typer(no_args_is_help=True, help="Measure models on recorded stories.")


@evaluations.callback()
def group() -> None:
    """Measure models on recorded stories."""


@evaluations.command()
def briefs(  # noqa: PLR0913  each is an option of the command
    context: typer.Context,
    *,
    models: Annotated[list[str], typer.Option("--model", help="A model to ask; may be given several times.")],
    stories: Annotated[int, typer.Option("--stories", min=1, help="So many of the day's best stories.")] = 10,
    day: Annotated[
        str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="The day (default: the newest).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a model.")] = False,
    home: Home = None,
) -> None:
    """Run recorded stories through models and print side by side how they did. Every call is made, and paid."""
    from digest_pipeline.briefs.evaluation import evaluate  # noqa: PLC0415  brings the stages
    from digest_pipeline.newsroom import Newsroom  # noqa: PLC0415  brings the warehouse

    key, address = os.environ.get("OPENAI_API_KEY"), os.environ.get("OPENAI_BASE_URL")
    if not (key or address):
        fail("set OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint without keys", WRONG_USE)
    with opened(context, home) as settings:
        record = Newsroom(settings).record
        chosen = _best(record, settings, day, stories)
        with err.status(f"asking {len(set(models))} models for {len(chosen)} briefs each"):
            trials = asyncio.run(
                evaluate(chosen, list(dict.fromkeys(models)), settings, api_key=key or "none", base_url=address)
            )
    if as_json:
        for trial in trials:
            sys.stdout.write(json.dumps(_document(trial), ensure_ascii=False) + "\n")
    else:
        _print(trials, chosen)
    raise typer.Exit(0 if any(trial.headlines for trial in trials) else 1)


def _best(record: "Record", settings: "Settings", day: str | None, count: int) -> "list[Story]":
    """Return the stories of a day that are worth most, or end the command when there are none."""
    chosen = day_of(day, settings) if day else record.newest_stories()
    if chosen is None:
        fail("no day has stories yet; make one with `digest run`, or `digest demo`", 1)
    value = {brief.story_id: brief.value for brief in record.briefs(chosen) if brief.kind != "advertisement"}
    told = sorted((one for one in record.stories(chosen) if one.id in value), key=lambda one: (-value[one.id], one.id))
    if not told:
        fail(f"{chosen} has no stories with a brief; make them with `digest run --day {chosen}`", 1)
    return told[:count]


def _document(trial: "Trial") -> dict[str, object]:
    figures = {"malformed": trial.malformed, "grounded": trial.grounded, "median_seconds": trial.median_seconds}
    return asdict(trial) | figures


def _print(trials: Sequence["Trial"], stories: Sequence["Story"]) -> None:
    table = Table("", *(trial.model for trial in trials))
    for name, *cells in zip(*(_lines(trial) for trial in trials), strict=True):
        table.add_row(name[0], *(cell[1] for cell in (name, *cells)))
    out.print(table)
    headlines = Table("story", *(trial.model for trial in trials), show_lines=True)
    for story in stories:
        headlines.add_row(story.lead.title, *(trial.headlines.get(story.id, "[dim]none[/]") for trial in trials))
    out.print(headlines)


def _lines(trial: "Trial") -> Iterator[tuple[str, str]]:
    """Yield what is printed of a trial, a line a figure."""
    usage = trial.usage
    slowest = max(trial.seconds, default=0.0)
    yield "briefs", f"{len(trial.headlines)} of {trial.stories}"
    yield "no answer of the right form", str(trial.malformed)
    yield "without a brief", ", ".join(f"{count} {reason}" for reason, count in trial.failures.items()) or "none"
    yield "re-asks", str(trial.re_asks)
    yield (
        "grounded statements",
        "" if trial.grounded is None else f"{trial.grounded:.1%} of {trial.kept + trial.struck}",
    )
    yield "dropped points", str(trial.dropped_points)
    yield "characters a brief", f"{trial.characters:.0f}"
    yield "seconds a story", f"{trial.median_seconds:.1f}, at most {slowest:.1f}"
    yield "tokens", f"{usage.tokens_in:,} in, {usage.tokens_out:,} out"
    yield "cost", "price not known (llm.prices)" if usage.cost is None else f"{usage.cost:.4f}"
