"""`digest serve` and `digest site`: the site shown on this machine, and brought up to date."""

import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from tests.cli.conftest import Command
from tests.site.archive import days, issue_on, published


def test_the_site_is_built_and_what_was_done_is_said(command: Command, home: Path) -> None:
    published(Newsroom(Settings(home=home), offline=True), issue_on(days(1)[0]))

    first, second = command("site"), command("site")

    assert first.exit_code == second.exit_code == 0
    assert second.stdout.startswith("0 files written, 0 removed")
    assert (home / "site" / "index.html").is_file()


def test_the_site_is_shown_until_the_command_is_interrupted(command: Command, home: Path) -> None:
    command("site")
    words = ["--home", str(home), "serve", "--port", str(free_port())]
    process = subprocess.Popen([sys.executable, "-um", "digest_pipeline", *words], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().split()[0])
        connection = HTTPConnection("127.0.0.1", address.port or 0, timeout=10)
        connection.request("GET", "/")
        assert b"<!doctype html>" in connection.getresponse().read()
        connection.close()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)

    assert process.returncode == 0


def test_without_a_site_the_command_says_what_makes_one(command: Command) -> None:
    told = command("serve")

    assert told.exit_code == 1
    assert "there is no site in" in told.stderr


def free_port() -> int:
    """Return a port that was free a moment ago; the command takes none by itself."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
