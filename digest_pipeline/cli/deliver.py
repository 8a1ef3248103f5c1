"""`digest deliver`: sending an issue on purpose, looking at what was sent, and trying a channel."""

from typing import Annotated

import typer

from digest_pipeline.cli.console import fail
from digest_pipeline.cli.options import WRONG_USE, Home, day_of, opened


def deliver(  # noqa: PLR0913  each is an option of the command
    context: typer.Context,
    *,
    edition: Annotated[str | None, typer.Option("--edition", help="The edition.")] = None,
    day: Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="The last day of the issue.")] = None,
    key: Annotated[str | None, typer.Option("--key", help="The issue's key, such as 2026-05-03 or 2026-W18.")] = None,
    channel: Annotated[str | None, typer.Option("--channel", help="To this channel alone.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Send it even if it was, or may have been, sent.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="List what was sent, the newest first.")] = False,
    test: Annotated[str | None, typer.Option("--test", metavar="CHANNEL", help="Send a test message.")] = None,
    home: Home = None,
) -> None:
    """Send a published issue (the newest when none is named) to the channels of its edition."""
    from digest_pipeline.cli import deliveries  # noqa: PLC0415  brings the warehouse

    if sum((listed, test is not None, edition is not None)) != 1:
        fail("name one of --edition, --list and --test", WRONG_USE)
    if edition is None and (day or key or channel or again):
        fail("--day, --key, --channel and --again go with --edition", WRONG_USE)
    if day and key:
        fail("name the issue by --day or by --key, not by both", WRONG_USE)
    with opened(context, home) as settings:
        if listed:
            raise typer.Exit(deliveries.show_all(settings))
        if test is not None:
            raise typer.Exit(deliveries.test_channel(settings, test))
        chosen = deliveries.Choice(str(edition), day_of(day, settings) if day else None, key, channel, again)
        raise typer.Exit(deliveries.deliver_issue(settings, chosen))
