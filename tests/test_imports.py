"""What loading costs: the heavy libraries stay unloaded until something needs them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.homes import environment

HEAVY = (
    "great_expectations",
    "pandas",
    "trafilatura",
    "openai",
    "instructor",
    "sklearn",
    "sqlglot",
    "dlt",
    "feedparser",
    "duckdb",
    "httpx2",
    "jinja2",
    "markdown_it",
)


@pytest.mark.parametrize(
    "statement",
    [
        "from digest_pipeline.definitions import defs; defs()",
        "import digest_pipeline.cli.app",
    ],
)
def test_loading_brings_none_of_the_heavy_libraries(statement: str, tmp_path: Path) -> None:
    script = f"import sys; {statement}; print(sorted(set({HEAVY}) & sys.modules.keys()))"
    assert printed(script, tmp_path) == "[]"


def test_the_command_line_loads_dagster_only_for_what_runs(tmp_path: Path) -> None:
    script = "import sys, digest_pipeline.cli.app; print(sorted({'dagster', 'duckdb'} & sys.modules.keys()))"
    assert printed(script, tmp_path) == "[]"


def printed(script: str, home: Path) -> str:
    result = subprocess.run(
        [sys.executable, "-c", script], env=environment(home), capture_output=True, text=True, check=True, timeout=60
    )
    return result.stdout.strip()
