"""The UI of a home as its users meet it: `digest ui` with webserver and daemon, asked through GraphQL."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import Request, urlopen

from tenacity import Retrying, retry_if_exception_type, retry_if_result, stop_after_delay, wait_fixed

from tests.homes import DIGEST, environment

Answer = TypeVar("Answer")

_LAUNCH = """mutation ($params: ExecutionParams!) { launchRun(executionParams: $params) { __typename
    ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
_STATUS = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
_ENDED = ("SUCCESS", "FAILURE", "CANCELED")
_LOCATION = {"repositoryLocationName": "digest_pipeline", "repositoryName": "__repository__"}


@dataclass(frozen=True, slots=True)
class Ui:
    """A running UI: `address` is its root."""

    address: str

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """Return the data that GraphQL answers; an error fails the test."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = Request(f"{self.address}/graphql", body, {"Content-Type": "application/json"})  # noqa: S310  loopback
        with urlopen(request, timeout=30) as answer:  # noqa: S310  the same
            found = json.load(answer)
        assert "errors" not in found, found["errors"]
        data: dict[str, Any] = found["data"]
        return data

    def launch(self, job: str, partition: str) -> str:
        """Launch a partition of a job and return the id of its run."""
        params = {
            "selector": {**_LOCATION, "jobName": job},
            "mode": "default",
            "executionMetadata": {"tags": [{"key": "dagster/partition", "value": partition}]},
        }
        launched = self.ask(_LAUNCH, params=params)["launchRun"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        return str(launched["run"]["runId"])

    def status(self, run: str) -> str:
        """Return the status of a run."""
        return str(self.ask(_STATUS, id=run)["runOrError"]["status"])

    def ended(self, run: str) -> str:
        """Wait for the end of a run and return its status."""
        return until(lambda: self.status(run), lambda status: status in _ENDED)

    def selector(self, **more: str) -> dict[str, str]:
        """Return what names a thing of the location: `scheduleName`, `sensorName`, `jobName`."""
        return {**_LOCATION, **more}


def until(ask: Callable[[], Answer], good: Callable[[Answer], bool], *, seconds: float = 180) -> Answer:
    """Ask until the answer is good, and return it."""
    waiting = Retrying(
        stop=stop_after_delay(seconds), wait=wait_fixed(0.5), retry=retry_if_result(lambda found: not good(found))
    )
    return waiting(ask)


@contextmanager
def serving(home: Path) -> Iterator[Ui]:
    """Start `digest ui` on a free port and give it as soon as it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(DIGEST), "ui", "--port", str(port)]
    with (home / "ui.log").open("w") as log:
        # A session of its own, so that what it started can be ended with it.
        process = subprocess.Popen(command, env=environment(home), stdout=log, stderr=log, start_new_session=True)
    ui = Ui(f"http://127.0.0.1:{port}")
    waiting = Retrying(
        stop=stop_after_delay(90), wait=wait_fixed(0.5), retry=retry_if_exception_type(URLError), reraise=True
    )
    try:
        waiting(ui.ask, "{ version }")
        yield ui
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=20)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
