"""`digest sources`: what sources.yaml lists, how each source fares, and the lists of feed readers, in and out."""

import gzip
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.cells import cell_len
from rich.text import Text

from digest_pipeline.cli.console import err, fail, out, say
from digest_pipeline.cli.options import WRONG_USE, Home, opened
from digest_pipeline.settings import Settings, config_file
from digest_pipeline.sources.source import Day, Source

if TYPE_CHECKING:
    from digest_pipeline.capture.fetch import Request, Unreached
    from digest_pipeline.capture.warc import Exchange
    from digest_pipeline.sources.survey import Health

sources = typer.Typer(no_args_is_help=True, help="Look after sources.yaml: check, list, import and export sources.")

Words = Annotated[list[str] | None, typer.Argument(metavar="[ID|TAG...]", help="Ids or tags (default: every source).")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Line = dict[str, Any]
_COLOURS = {"ok": "green", "odd": "yellow", "broken": "red", "skipped": "dim"}


@sources.command()
def check(context: typer.Context, words: Words = None, *, as_json: AsJson = False, home: Home = None) -> None:
    """Fetch each source once and say how it fares; nothing is recorded. Status 1 when one is broken."""
    from digest_pipeline.capture.fetch import fetch_all  # noqa: PLC0415  brings the client
    from digest_pipeline.newsroom import Newsroom  # noqa: PLC0415  brings the warehouse
    from digest_pipeline.sources.survey import survey  # noqa: PLC0415  brings the client

    with opened(context, home) as settings:
        named = _named(settings, words or ())

        def ask(requests: "Sequence[Request]") -> "list[Exchange | Unreached]":
            given: list[Exchange | Unreached] = []
            fetch_all(requests, settings.fetch, given.append)
            return given

        with Newsroom(settings, offline=True) as newsroom, err.status(f"asking {len(named)} sources"):
            found = survey(named, datetime.now(UTC), settings, ask, newsroom.workers)
        if as_json:
            _print_lines(_health_line(health) for health in found)
        else:
            _print_health(found, settings)
        raise typer.Exit(1 if any(health.state == "broken" for health in found) else 0)


@sources.command("list")
def list_sources(context: typer.Context, words: Words = None, *, as_json: AsJson = False, home: Home = None) -> None:
    """Print the sources and what is known of them without asking."""
    with opened(context, home) as settings:
        today = Day.of(datetime.now(settings.zone).date(), settings.zone)
        lines = [_source_line(source, today) for source in _named(settings, words or ())]
        if as_json:
            _print_lines(lines)
            return
        rows = [("id", "kind", "language", "authority", "tags", "past days", "address")]
        for line in lines:
            tags, past = ", ".join(line["tags"]), "asked" if line["past"] else "captures"
            rows.append((line["id"], line["kind"], line["language"], line["authority"], tags, past, line["address"]))
        for row in _aligned(rows):
            _print_line(row)


@sources.command("import")
def import_opml(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A list of a feed reader; may be gzipped.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added, and add nothing.")] = False,
    home: Home = None,
) -> None:
    """Add the feeds of an OPML file to sources.yaml of the home; its folders become tags."""
    from digest_pipeline.sources.entries import UneditableError, with_entries  # noqa: PLC0415  only this command
    from digest_pipeline.sources.opml import OpmlError, read_opml, sources_of  # noqa: PLC0415  only this command

    with opened(context, home) as settings:
        day = Day.of(datetime.now(settings.zone).date(), settings.zone)
        asked = [url for source in settings.sources for url in source.addresses(day)]
        current, target = config_file(settings.home, "sources.yaml"), settings.home / "sources.yaml"
        try:
            addition = sources_of(read_opml(_content(file, settings.limits.feed_bytes)), settings.sources, asked)
            text = with_entries(_text(current), addition.added, f"from {file.name}")
        except OpmlError as error:
            fail(f"{file}: {error}", WRONG_USE)
        except UneditableError as error:
            fail(f"{current}: {error}", WRONG_USE)
        for source in addition.added:
            out.print(_entry_text(source), highlight=False, markup=False, soft_wrap=True)
        for left in addition.left_out:
            say(f"left out: {left.title or 'untitled'} {left.url}".rstrip() + f": {left.reason}")
        if addition.added and not dry_run:
            _replace(target, text.encode())
            if current != target:
                say(f"wrote {target}: the {len(settings.sources)} sources that ship, and after them the new ones")
        counts = f"{len(addition.added)} added, {len(addition.known)} known, {len(addition.left_out)} left out"
        say(f"{counts} (nothing was written)" if dry_run else f"{counts}: {target}")


@sources.command("export")
def export_opml(
    context: typer.Context,
    output: Annotated[Path | None, typer.Option("--output", help="A file (default: standard output).")] = None,
    home: Home = None,
) -> None:
    """Write the sources as an OPML file that any feed reader takes; tags become folders."""
    from digest_pipeline.sources.opml import address_of, write_opml  # noqa: PLC0415  only this command

    with opened(context, home) as settings:
        document = write_opml(settings.sources, "digest-pipeline")
        if output is None:
            typer.echo(document, nl=False)
        else:
            _replace(output, document)
        for source in settings.sources:
            if not address_of(source):
                say(f"left out: {source.id}: a source of the kind {source.kind} has no feed that a reader could take")


def _named(settings: Settings, words: Sequence[str]) -> Sequence[Source]:
    """Return the sources that the words name, each once, in the order of the file."""
    if not words:
        return settings.sources
    from digest_pipeline.sources.survey import chosen  # noqa: PLC0415  brings the client

    named = chosen(settings.sources, words)
    if unknown := [word for word, found in named.items() if not found]:
        tags = sorted({tag for source in settings.sources for tag in source.tags})
        fail(f"{unknown[0]!r} is no id and no tag of a source; tags: {', '.join(tags) or 'none'}", WRONG_USE)
    ids = {source.id for found in named.values() for source in found}
    return [source for source in settings.sources if source.id in ids]


def _print_lines(lines: Iterable[Line]) -> None:
    for line in lines:
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _source_line(source: Source, today: Day) -> Line:
    from digest_pipeline.sources.opml import address_of  # noqa: PLC0415  only some commands

    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "language": source.language,
        "authority": source.authority,
        "tags": list(source.tags),
        "address": address_of(source) or next(iter(source.addresses(today)), ""),
        "past": source.asks_the_past,
    }


def _health_line(health: "Health") -> Line:
    return {
        "id": health.source.id,
        "name": health.source.name,
        "kind": health.source.kind,
        "state": health.state.value,
        "status": health.status,
        "entries": health.entries,
        "newest": health.newest.isoformat() if health.newest else None,
        "full_text": health.full_text,
        "findings": [
            {"problem": finding.problem, "detail": finding.detail, "hint": finding.hint} for finding in health.findings
        ],
    }


def _print_health(found: "Sequence[Health]", settings: Settings) -> None:
    """Print a row a source, and under it what is wrong and what to do about it."""
    rows: list[tuple[object, ...]] = [("source", "", "http", "entries", "newest", "text")]
    for health in found:
        newest = f"{health.newest.astimezone(settings.zone):%Y-%m-%d %H:%M}" if health.newest else ""
        text = {True: "full", False: "teaser", None: ""}[health.full_text]
        rows.append((health.source.id, health.state.value, health.status, health.entries, newest, text))
    head, *lines = _aligned(rows)
    _print_line(head)
    for health, line in zip(found, lines, strict=True):
        _print_line(line, _COLOURS[health.state])
        for finding in health.findings:
            if finding.detail != finding.hint:
                _print_line(f"    {finding.detail}")
            _print_line(f"    → {finding.hint}")
    states = [health.state.value for health in found]
    say(", ".join(f"{states.count(state)} {state}" for state in _COLOURS if state in states) or "there is no source")


def _aligned(rows: Sequence[Sequence[object]]) -> list[str]:
    """Return each row as one line, its cells under each other; nothing is cut, however narrow the window."""
    shown = [[str(cell or "") for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*shown, strict=True)]
    return [
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in shown
    ]


def _print_line(line: str, style: str = "") -> None:
    out.print(Text(line, style=style), soft_wrap=True)


def _entry_text(source: Source) -> str:
    tags = f" [{', '.join(source.tags)}]" if source.tags else ""
    return f"added: {source.id}: {source.name}{tags}"


def _content(file: Path, limit: int) -> bytes:
    try:
        with file.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
        with gzip.open(file) if packed else file.open("rb") as stream:
            content = stream.read(limit + 1)
    except (OSError, EOFError, ValueError) as error:
        fail(f"{file}: can't be read: {getattr(error, 'strerror', None) or error}", WRONG_USE)
    if len(content) > limit:
        fail(f"{file}: is larger than {limit:,} bytes; raise limits.feed_bytes, or split it", WRONG_USE)
    return content


def _text(path: Path) -> str:
    # Line ends stay as they are.
    return path.read_bytes().decode("utf-8")


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; where it is a link, what it leads to."""
    target = path.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as stream:
            stream.write(content)
        temporary = Path(stream.name)
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        temporary.replace(target)
    except OSError as error:
        fail(f"{path}: can't be written: {error.strerror}", WRONG_USE)
