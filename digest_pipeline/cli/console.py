"""Where the commands print: results to standard output, everything else to standard error."""

from typing import NoReturn

import typer
from rich.console import Console

out = Console()
err = Console(stderr=True)


def say(message: str) -> None:
    """Print a line for the person at the keyboard."""
    err.print(message, highlight=False, markup=False, soft_wrap=True)


def fail(message: str, status: int) -> NoReturn:
    """Print why it does not work and end with `status`."""
    err.print(f"digest: {message}", style="red", highlight=False, markup=False, soft_wrap=True)
    raise typer.Exit(status)
