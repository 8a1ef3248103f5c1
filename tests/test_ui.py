"""The UI of a home: Dagster loads the newsroom, and a run started there makes what the command line makes."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from tenacity import Retrying, retry_if_exception_type, retry_if_result, stop_after_delay, wait_fixed

from digest_pipeline.demo import DAYS, RECORDINGS
from tests.homes import DIGEST, OFFLINE, demo_home, digest, environment, site, tables

DAY, RECORDING = DAYS[2], RECORDINGS[2]

_LOCATIONS = """{ workspaceOrError { ... on Workspace { locationEntries { name loadStatus locationOrLoadError {
    __typename ... on PythonError { message } ... on RepositoryLocation { repositories { name } } } } } } }"""
_LAUNCH = """mutation ($params: ExecutionParams!) { launchRun(executionParams: $params) { __typename
    ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
_STATUS = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
_ASSETS = """query ($day: String!) { assetNodes { assetKey { path }
    assetMaterializations(partitions: [$day]) { partition runId } } }"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return demo_home(tmp_path / "ui", [RECORDING]).home


@pytest.fixture
def ui(home: Path) -> Iterator[str]:
    """`digest ui` on a free port; its address, as soon as it answers."""
    port = free_port()
    command = [str(DIGEST), "ui", "--port", str(port)]
    with (home / "ui.log").open("w") as log:
        # A session of its own, so that what it started can be ended with it.
        process = subprocess.Popen(command, env=environment(home), stdout=log, stderr=log, start_new_session=True)
    address = f"http://127.0.0.1:{port}/graphql"
    waiting = Retrying(
        stop=stop_after_delay(90), wait=wait_fixed(0.5), retry=retry_if_exception_type(URLError), reraise=True
    )
    try:
        waiting(ask, address, "{ version }")
        yield address
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=20)
        finally:
            end(process.pid)


def test_a_run_started_in_the_ui_gives_the_warehouse_of_the_command_line(ui: str, home: Path, tmp_path: Path) -> None:
    (location,) = ask(ui, _LOCATIONS)["workspaceOrError"]["locationEntries"]
    assert (location["name"], location["loadStatus"]) == ("digest_pipeline", "LOADED")
    (repository,) = location["locationOrLoadError"]["repositories"]

    selector = {
        "repositoryLocationName": location["name"],
        "repositoryName": repository["name"],
        "jobName": "daily",
    }
    tags = [{"key": "dagster/partition", "value": str(DAY)}]
    params = {"selector": selector, "mode": "default", "executionMetadata": {"tags": tags}}
    launched = ask(ui, _LAUNCH, params=params)["launchRun"]
    assert launched["__typename"] == "LaunchRunSuccess", launched
    run = launched["run"]["runId"]
    assert ended(ui, run) == "SUCCESS"

    nodes = ask(ui, _ASSETS, day=str(DAY))["assetNodes"]
    partitions = {"/".join(node["assetKey"]["path"]): node["assetMaterializations"] for node in nodes}
    assert len(partitions) == 7
    assert partitions.pop("published/site") == []
    assert all(found == [{"partition": str(DAY), "runId": run}] for found in partitions.values()), partitions

    other = demo_home(tmp_path / "command", [RECORDING]).home
    assert digest("run", "--day", DAY, *OFFLINE, home=other).exit_code == 0
    assert tables(home) == tables(other)
    assert site(home) == site(other)


def ask(address: str, query: str, **variables: object) -> dict[str, Any]:
    request = Request(  # noqa: S310  our own server on the loopback address
        address, json.dumps({"query": query, "variables": variables}).encode(), {"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=30) as answer:  # noqa: S310  the same
        found = json.load(answer)
    assert "errors" not in found, found["errors"]
    data: dict[str, Any] = found["data"]
    return data


def ended(address: str, run: str) -> str:
    """Wait for the end of a run and return its status."""
    running = retry_if_result(lambda status: status not in ("SUCCESS", "FAILURE", "CANCELED"))
    waiting = Retrying(stop=stop_after_delay(120), wait=wait_fixed(0.5), retry=running)
    return str(waiting(lambda: ask(address, _STATUS, id=run)["runOrError"]["status"]))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
