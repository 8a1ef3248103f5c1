"""What several commands share: the option that names the home, how its settings are opened, and which day is meant."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from digest_pipeline.cli.console import fail
from digest_pipeline.dates import yesterday
from digest_pipeline.settings import ConfigurationError, Settings, home_folder, load

WRONG_USE = 2

Home = Annotated[
    Path | None,
    typer.Option(
        "--home", help="Folder of the newsroom (default: $DIGEST_HOME, else .digest/ in the checkout).", file_okay=False
    ),
]


@contextmanager
def opened(context: typer.Context, home: Path | None) -> Iterator[Settings]:
    """Give a command its settings; what is wrong with them, or with the warehouse, is said in one message."""
    from digest_pipeline.shared_file import WarehouseError  # noqa: PLC0415  0.2 s that --help need not pay

    try:
        yield load(usable_home(home or context.obj))
    except ConfigurationError as error:
        fail(str(error), WRONG_USE)
    except WarehouseError as error:
        fail(str(error), 1)


def usable_home(home: Path | None) -> Path:
    """Return the home that a command was given, or end it when a file stands in the way of that folder."""
    folder = home_folder(home)
    standing = next(path for path in (folder, *folder.parents) if path.exists())
    if not standing.is_dir():
        fail(f"{folder} can't be the home: {standing} is a file; choose another --home (or DIGEST_HOME)", WRONG_USE)
    return folder


def day_of(text: str, settings: Settings) -> date:
    """Return the day that a command was given, or end it when that is none the newsroom can have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        fail(f"{text!r} is no day; write it as YYYY-MM-DD", WRONG_USE)
    today = yesterday(datetime.now(UTC), settings.zone).toordinal() + 1
    if not settings.start <= day or day.toordinal() > today:
        fail(
            f"{day} lies outside {settings.start} (`start` in digest.yaml) to {date.fromordinal(today)} (today)",
            WRONG_USE,
        )
    return day
