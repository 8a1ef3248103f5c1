"""`digest try`: one stage at a time on files or addresses, to see what it makes of them. Nothing is recorded."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from digest_pipeline.cli.console import fail, out, say
from digest_pipeline.cli.options import WRONG_USE, Home, opened
from digest_pipeline.settings import Settings

look = typer.Typer(no_args_is_help=True, help="Look inside one stage: what it makes of files or addresses.")

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE|URL...",
        help="Files (may be gzipped), patterns of them, http(s) addresses, WARC files or FILE.warc.gz#ADDRESS.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Line = dict[str, Any]


@look.command()
def feed(context: typer.Context, inputs: Inputs, *, as_json: AsJson = False, home: Home = None) -> None:
    """Print the items of feeds."""
    from digest_pipeline.cli.samples import feed_lines  # noqa: PLC0415  brings the stages

    _print(context, home, lambda settings: feed_lines(inputs, settings), as_json=as_json)


@look.command()
def article(
    context: typer.Context,
    inputs: Inputs,
    *,
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="The articles as Markdown.")] = False,
    home: Home = None,
) -> None:
    """Print the article of pages, with what was cut from them, or the reason why there is none."""
    from digest_pipeline.cli.samples import article_lines  # noqa: PLC0415  brings the stages

    if as_json and markdown:
        fail("choose one of --json and --markdown", WRONG_USE)
    if as_json:
        _print(context, home, lambda settings: article_lines(inputs, settings), as_json=True)
    with opened(context, home) as settings:
        succeeded = _show_articles(inputs, settings, markdown=markdown)
    raise typer.Exit(0 if succeeded else 1)


@look.command()
def stories(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE.jsonl", help="One article a line: id, url, title, text, published.")
    ],
    *,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print which articles tell the same story."""
    from digest_pipeline.cli.samples import story_lines  # noqa: PLC0415  brings the stages

    _print(context, home, lambda _: story_lines(file), as_json=as_json)


@look.command()
def brief(context: typer.Context, inputs: Inputs, *, as_json: AsJson = False, home: Home = None) -> None:
    """Print the extractive brief of pages."""
    from digest_pipeline.cli.samples import brief_lines  # noqa: PLC0415  brings the stages

    _print(context, home, lambda settings: brief_lines(inputs, settings), as_json=as_json)


def _print(
    context: typer.Context, home: Path | None, lines_of: Callable[[Settings], Iterator[Line]], *, as_json: bool
) -> NoReturn:
    from digest_pipeline.cli.samples import SampleError  # noqa: PLC0415  brings the stages

    # A reason is an answer too; the command failed only when it has nothing else to show.
    succeeded = False
    with opened(context, home) as settings:
        try:
            for line in lines_of(settings):
                succeeded = succeeded or "reason" not in line
                if as_json:
                    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
                else:
                    _print_for_people(line)
        except SampleError as error:
            fail(str(error), 2)
    raise typer.Exit(0 if succeeded else 1)


def _show_articles(inputs: list[str], settings: Settings, *, markdown: bool) -> bool:
    """Print what is made of each input, and return whether any gave an article."""
    from digest_pipeline.articles.page import Extracted, Failure  # noqa: PLC0415  brings the stages
    from digest_pipeline.cli.samples import explained_articles  # noqa: PLC0415  the same
    from digest_pipeline.cli.shown import show_article, show_markdown  # noqa: PLC0415  the same

    succeeded = False
    for name, explained in explained_articles(inputs, settings):
        if isinstance(explained, str):
            say(f"{name}: {explained}")
            continue
        outcome = explained.outcome
        succeeded = succeeded or isinstance(outcome, Extracted)
        if not markdown:
            show_article(out, name, outcome, explained.lines)
        elif isinstance(outcome, Failure):
            say(f"{name}: {outcome.reason}: {outcome.detail}")
        else:
            show_markdown(out, outcome)
    return succeeded


def _print_for_people(line: Line) -> None:
    for key, value in line.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
        out.print(f"{key}: {text}", highlight=False, markup=False, soft_wrap=True)
    out.print()
