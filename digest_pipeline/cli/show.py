"""`digest show`: an issue, the stories of a day, the tags in use, and of one story all that the record knows about it.

Reads the record and changes nothing. How a story as text or JSON looks is `dossier.py`.
"""

import json
import sys
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from digest_pipeline.cli.console import fail, out
from digest_pipeline.cli.options import WRONG_USE, Home, day_of, opened

if TYPE_CHECKING:
    from digest_pipeline.model import Story
    from digest_pipeline.record import Record


class _IssueByDefault(TyperGroup):
    """`digest show` alone prints the newest issue, and what is no command below it is the edition."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        is_issue = not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names)
        return super().parse_args(ctx, ["issue", *args] if is_issue else args)


show = typer.Typer(
    cls=_IssueByDefault, help="Print an issue, a story with its reasons, the stories of a day, or the tags in use."
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@show.command()
def issue(
    context: typer.Context,
    edition: Annotated[str, typer.Argument(help="The edition.")] = "daily_briefing",
    key: Annotated[
        str, typer.Argument(metavar="[KEY]", help="2026-05-03, 2026-05-03-08, 2026-W18, 2026-05 (default: the newest).")
    ] = "",
    home: Home = None,
) -> None:
    """Print an issue; the word `issue` may be left out."""
    from digest_pipeline.cli.home import show_issue  # noqa: PLC0415  brings the warehouse

    with opened(context, home) as settings:
        raise typer.Exit(show_issue(settings, edition, key))


@show.command()
def story(
    context: typer.Context,
    identity: Annotated[str, typer.Argument(metavar="ID", help="The id of a story, or its beginning.")],
    *,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print a story: its sources and what each adds, why they are one, and what it continues."""
    from digest_pipeline.cli.dossier import Dossier  # noqa: PLC0415  brings the warehouse
    from digest_pipeline.newsroom import Newsroom  # noqa: PLC0415  brings the warehouse

    with opened(context, home) as settings:
        record = Newsroom(settings).record
        story_id, day = _found(record, identity)
        (told,) = [one for one in _stories(record, day) if one.id == story_id]
        thread = record.thread(told.step.thread_id) if told.step else []
        dossier = Dossier(told, thread, settings.zone)
        if as_json:
            _print_json(dossier.document())
        else:
            for line in dossier.lines():
                out.print(line, soft_wrap=True)


@show.command()
def stories(
    context: typer.Context,
    *,
    day: Annotated[
        str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="The day (default: the newest).")
    ] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print the stories of a day, those that most sources tell first."""
    from digest_pipeline.cli.dossier import listed, listed_document  # noqa: PLC0415  brings the warehouse
    from digest_pipeline.newsroom import Newsroom  # noqa: PLC0415  brings the warehouse

    with opened(context, home) as settings:
        record = Newsroom(settings).record
        chosen = day_of(day, settings) if day else _newest(record)
        told = _stories(record, chosen)
        if not told:
            fail(f"there are no stories of {chosen}; make them with: digest run --day {chosen}", 1)
        for one in sorted(told, key=lambda one: (-len(one.articles), one.lead.published_at, one.id)):
            if as_json:
                _print_json(listed_document(one))
            else:
                out.print(listed(one), soft_wrap=True)


@show.command()
def tags(
    context: typer.Context,
    *,
    days: Annotated[int, typer.Option(min=1, help="So many days up to the newest.")] = 30,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print the tags of several days that no topic has: what `subject.topics` may give one name in both languages."""
    from digest_pipeline.articles.text import visible  # noqa: PLC0415  as below
    from digest_pipeline.briefs.lexicon import vocabulary_of  # noqa: PLC0415  0.1 s
    from digest_pipeline.newsroom import Newsroom  # noqa: PLC0415  brings the warehouse

    with opened(context, home) as settings:
        record, vocabulary = Newsroom(settings).record, vocabulary_of(settings.subject)
        last = _newest(record)
        for use in record.tags(last - timedelta(days=days - 1), last):
            if as_json:
                _print_json(asdict(use) | {"topic": use.tag in vocabulary})
            elif use.days > 1 and use.tag not in vocabulary:
                out.print(f"{visible(use.tag)}: {use.stories} stories on {use.days} days", soft_wrap=True, markup=False)


def _found(record: "Record", prefix: str) -> "tuple[str, date]":
    """Return id and day of the one story whose id begins so, or end the command."""
    found = record.story_day(prefix.lower())
    if not found:
        fail(f"no story's id begins with {prefix!r}; list them with: digest show stories --day YYYY-MM-DD", WRONG_USE)
    if len(found) > 1:
        shown = ", ".join(f"{story_id} ({day})" for story_id, day in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""  # noqa: PLR2004  as many as are shown
        fail(f"{len(found)} stories begin with {prefix!r}: {shown}{more}; write more of the id", WRONG_USE)
    return found[0]


def _stories(record: "Record", day: date) -> "list[Story]":
    from digest_pipeline.record import OutdatedStoriesError  # noqa: PLC0415  brings the warehouse

    try:
        return record.stories(day)
    except OutdatedStoriesError as error:
        fail(str(error), 1)


def _newest(record: "Record") -> date:
    day = record.newest_stories()
    if day is None:
        fail("there are no stories yet; make some with: digest run, or digest demo", 1)
    return day


def _print_json(document: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
