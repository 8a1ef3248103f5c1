"""`digest import-issue`: issues of older systems, or of this one, taken from their Markdown into what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from digest_pipeline.cli.console import fail, out, say
from digest_pipeline.cli.options import WRONG_USE, Home, opened
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.spec import EditionError, EditionSpec
from digest_pipeline.model import Issue
from digest_pipeline.settings import Settings

Files = Annotated[list[Path], typer.Argument(metavar="FILE.md...", help="Markdown of issues.")]
Edition = Annotated[str | None, typer.Option("--edition", help="The edition (default: told from the form).")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken.")]


@dataclass(frozen=True, slots=True)
class _Read:
    file: Path
    issue: Issue


def import_issue(
    context: typer.Context, files: Files, *, edition: Edition = None, dry_run: DryRun = False, home: Home = None
) -> None:
    """Take issues from their Markdown into the published ones, marked as imported; those made here stay."""
    with opened(context, home) as settings:
        raise typer.Exit(import_issues(settings, files, edition=edition, dry_run=dry_run))


def import_issues(settings: Settings, files: Sequence[Path], *, edition: str | None, dry_run: bool) -> int:
    """Import each file by itself and return the exit status: 1 when one could not be read.

    Of several files of the same issue the last is taken. An issue that was made here is never replaced.
    """
    try:
        spec = Catalogue(settings.home)[edition] if edition else None
    except EditionError as error:
        fail(str(error), WRONG_USE)
    read = [_read(file, spec, settings) for file in files]
    last: dict[tuple[str, str], _Read] = {}
    for one in (one for one in read if one):
        name = (one.issue.edition, one.issue.key)
        if name in last:
            say(f"{last[name].file}: {one.file} is a later file of {' '.join(name)} and is taken instead")
        last[name] = one
    for one in last.values():
        _store(one, settings, dry_run=dry_run)
    return 0 if all(read) else 1


def _read(file: Path, edition: EditionSpec | None, settings: Settings) -> _Read | None:
    from digest_pipeline.editions.reading.blocks import ReadingError  # noqa: PLC0415  0.3 s, with the next
    from digest_pipeline.editions.reading.read import read_issue  # noqa: PLC0415  only this command

    try:
        return _Read(file, read_issue(file.read_text("utf-8-sig"), edition, timezone=settings.timezone))
    except OSError as error:
        say(f"{file}: can't be read: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        say(f"{file}: line {line}: is not UTF-8 text; save it as UTF-8")
    except ReadingError as error:
        say(f"{file}: {error}")
    return None


def _store(one: _Read, settings: Settings, *, dry_run: bool) -> None:
    from digest_pipeline.newsroom import Newsroom  # noqa: PLC0415  brings the warehouse

    publications = Newsroom(settings).publications
    issue = one.issue
    known = publications.issue(issue.edition, issue.key)
    told = f"{issue.edition} {issue.key}, {len(issue.items)} items"
    if known and known != issue and not _is_imported(known):
        say(f"{one.file}: {issue.edition} {issue.key} was made here and stays as it is")
    elif dry_run:
        out.print(f"{one.file}: {told}", soft_wrap=True, highlight=False, markup=False)
    else:
        done = "imported" if publications.add(issue) else "there already"
        out.print(f"{one.file}: {told}: {done}", soft_wrap=True, highlight=False, markup=False)


def _is_imported(issue: Issue) -> bool:
    return bool(issue.items) and all(item.brief.engine == "imported" for item in issue.items)
