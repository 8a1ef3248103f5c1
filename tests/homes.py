"""Homes for the tests of the whole: the demo days in a folder, the command run on it, and what two homes hold alike."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from typer.testing import CliRunner, Result

from digest_pipeline.cli.app import app
from digest_pipeline.demo import DAYS, RECORDINGS, SOURCES_FILE
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import CHECKOUT, Settings, load

DIGEST = Path(sys.executable).with_name("digest")
OFFLINE = ("--offline", "--engine", "extractive")

# Not compared: dlt's notes on each load name the moment of it, its staging area holds whatever was loaded last, and the
# llm schema caches answers of a model that the extractive engine never asks.
_NOTES_OF_LOADS = {"_dlt_loads", "_dlt_pipeline_state", "_dlt_version"}
_NOT_COMPARED = {"raw_staging", "llm"}


ONE_EDITION = ("daily_briefing",)


def demo_home(
    home: Path, recordings: Sequence[Path] = RECORDINGS, *, editions: Sequence[str] = ONE_EDITION
) -> Settings:
    """Make `home` a newsroom with the demo's sources, recordings and some editions, nothing run yet."""
    home.mkdir(parents=True)
    shutil.copyfile(SOURCES_FILE, home / "sources.yaml")
    configured = yaml.safe_load((CHECKOUT / "digest.yaml").read_text("utf-8"))
    configured["editions"] = {name: {} for name in editions}
    (home / "digest.yaml").write_text(yaml.safe_dump(configured, allow_unicode=True), "utf-8")
    settings = load(home)
    archive = Newsroom(settings).archive
    for recording in recordings:
        archive.import_file(recording)
    return settings


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the home of a name that is made once for all processes of the test run; nobody may change it."""
    base = factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "made-once"
    shared.mkdir(exist_ok=True)
    home, made = shared / name, shared / f"{name}.made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(home, ignore_errors=True)
            make(home)
            made.touch()
    return home


def published_home(factory: pytest.TempPathFactory) -> Path:
    """Return the home of the last demo day alone, which was run once; nobody may change it."""

    def publish(home: Path) -> None:
        demo_home(home, RECORDINGS[-1:])
        result = digest("run", "--day", DAYS[-1], *OFFLINE, home=home)
        assert result.exit_code == 0, result.output

    return made_once(factory, "published", publish)


def digest(*arguments: object, home: Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ["--home", str(home), *map(str, arguments)], catch_exceptions=False)


def digest_process(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed command in a process of its own."""
    return subprocess.run(
        [DIGEST, *map(str, arguments)], env=environment(home), capture_output=True, text=True, check=False, timeout=120
    )


def backfill(home: Path, days: Sequence[date] = DAYS) -> Result:
    """Run `digest backfill` over `days` without network or model."""
    return digest("backfill", "--from", min(days), "--to", max(days), *OFFLINE, home=home)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a process that works in `home`, free of the caller's own configuration."""
    foreign = ("DIGEST_", "DAGSTER_", "OPENAI_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return kept | {"DIGEST_HOME": str(home), "PYTHONPATH": str(CHECKOUT)}


def rows(home: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Return what a query finds in the warehouse of `home`."""
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def tables(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table whose content must not depend on how often, when or in which order days ran."""
    found = rows(home, "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE'")
    names = sorted(
        f"{schema}.{table}" for schema, table in found if schema not in _NOT_COMPARED and table not in _NOTES_OF_LOADS
    )
    return {name: rows(home, f"select * from {name} order by all") for name in names}  # noqa: S608  the catalogue's own names


def site(home: Path) -> dict[str, bytes]:
    """Return every file of the site, hidden ones included, by its path.

    Not those of the search, which its indexer writes differently each time, nor the note of when each file was written.
    """
    files = (path for path in sorted((home / "site").rglob("*")) if path.is_file())
    named = {path.relative_to(home).as_posix(): path for path in files}
    compared = (name for name in named if not name.startswith("site/pagefind/") and name != "site/.state.json")
    return {name: named[name].read_bytes() for name in compared}


def written_at(home: Path) -> dict[str, int]:
    """Return when each file of the site was last written."""
    return {path: (home / path).stat().st_mtime_ns for path in site(home)}


@contextmanager
def holding(database: Path) -> Iterator[int]:
    """Let another process hold the DuckDB file, and give its pid."""
    script = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", script, str(database)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        try:
            yield holder.pid
        finally:
            holder.communicate()
