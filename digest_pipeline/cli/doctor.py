"""`digest doctor`: is everything in place for a run, and if not, what to do."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from digest_pipeline.cli.console import out
from digest_pipeline.instance import last_runs
from digest_pipeline.settings import EngineName, Settings, config_file
from digest_pipeline.shared_file import lock_holder

if TYPE_CHECKING:
    from digest_pipeline.briefs.llm.probe import Probe

_LOW_DISK_BYTES = 1_000_000_000
_RUNS = 5
_Line = tuple[str, bool, str]


def examine(settings: Settings, *, live: bool) -> int:
    """Print one line a subject and return the exit status: 1 when something stands in the way of a run.

    With `live` each configured model is called once.
    """
    lines = [*_configuration(settings), _fetch(settings), _engine(settings), _disk(settings), _lock(settings)]
    lines += _models(settings) if live else []
    table = Table("subject", "", "finding")
    for subject, good, finding in lines:
        table.add_row(subject, "[green]ok[/]" if good else "[red]wrong[/]", finding)
    out.print(table)
    _print_runs(settings)
    return 0 if all(good for _, good, _ in lines) else 1


def _configuration(settings: Settings) -> Iterator[_Line]:
    yield "home", True, str(settings.home)
    yield "digest.yaml", True, str(config_file(settings.home, "digest.yaml"))
    yield (
        "sources.yaml",
        bool(settings.sources),
        f"{config_file(settings.home, 'sources.yaml')}: {len(settings.sources)} sources",
    )


def _fetch(settings: Settings) -> _Line:
    nameless = "example.org" in settings.fetch.user_agent
    advice = "; put an address at which you can be reached into fetch.user_agent" if nameless else ""
    return "live web", True, f"asked as {settings.fetch.user_agent}{advice}"


def _engine(settings: Settings) -> _Line:
    key, address = bool(os.environ.get("OPENAI_API_KEY")), os.environ.get("OPENAI_BASE_URL")
    endpoint = f"key {'set' if key else 'not set'}, endpoint {address or 'OpenAI'}, model {settings.llm.model}"
    if settings.engine is EngineName.extractive or (settings.engine is EngineName.auto and not key):
        return "engine", True, f"extractive ({endpoint})"
    reachable = key or bool(address)
    return "engine", reachable, f"llm ({endpoint})" + ("" if reachable else "; set OPENAI_API_KEY or OPENAI_BASE_URL")


def _models(settings: Settings) -> Iterator[_Line]:
    """Yield what one small call to each model gives: mode, time, tokens and cost, or what is wrong."""
    from digest_pipeline.briefs.llm.probe import probe  # noqa: PLC0415  brings openai with the first call

    key, address = os.environ.get("OPENAI_API_KEY"), os.environ.get("OPENAI_BASE_URL")
    if not (key or address):
        yield "models", False, "not asked: set OPENAI_API_KEY or OPENAI_BASE_URL"
        return
    models = list(dict.fromkeys(filter(None, (settings.llm.model, settings.llm.triage_model))))
    for found in asyncio.run(probe(models, settings.llm, api_key=key or "none", base_url=address)):
        yield f"model {found.model}", found.works, _told(found)


def _told(found: "Probe") -> str:
    usage = found.usage
    cost = "price not known (llm.prices)" if usage.cost is None else f"cost {usage.cost:.6f}"
    spent = f"{found.seconds:.2f} s, {usage.tokens_in} tokens in, {usage.tokens_out} out, {cost}"
    if found.works:
        return f"answers in mode {found.mode}: {spent}"
    others = f"; it does in mode {' and '.join(found.working)}: set llm.mode" if found.working else ""
    return f"does not answer in mode {found.mode}: {found.detail}{others}"


def _disk(settings: Settings) -> _Line:
    folder = next(parent for parent in (settings.home, *settings.home.parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    writable = os.access(folder, os.W_OK)
    finding = f"{free / 1e9:.1f} GB free" + ("" if writable else f"; {folder} can't be written to")
    return "disk", writable and free >= _LOW_DISK_BYTES, finding


def _lock(settings: Settings) -> _Line:
    holder = lock_holder(settings.database)
    size = f"{settings.database.stat().st_size / 1e6:.1f} MB" if settings.database.exists() else "not made yet"
    if holder is None:
        return "warehouse", True, f"{settings.database} ({size}), free"
    return "warehouse", False, f"{settings.database} is held by the process with pid {holder} ({_command_of(holder)})"


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()[:80]
    except OSError:
        return "its command is not known"


def _print_runs(settings: Settings) -> None:
    runs = last_runs(settings, _RUNS)
    if not runs:
        out.print("no run yet")
        return
    table = Table("last runs", "day", "status", "ended")
    for run in runs:
        ended = f"{run.ended.astimezone(settings.zone):%Y-%m-%d %H:%M}" if run.ended else ""
        table.add_row(run.id[:8], run.day, f"[{'green' if run.succeeded else 'red'}]{run.status}[/]", ended)
    out.print(table)
