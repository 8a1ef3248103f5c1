"""Servers on the loopback address that take what is delivered, or fail at a chosen moment: mail, webhooks, git."""

import json
import os
import signal
import socket
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, Literal, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MailFault = Literal["", "refuses the recipient", "refuses the text", "drops after the text", "hangs after the text"]
HookFault = Literal["", "hangs after the body", "resets after the body"] | int


class Mailbox:
    """A mail server: `mails` is what it has taken, `reached` is set when a text has arrived, whatever came of it.

    `refused` is a recipient that it does not know.
    """

    def __init__(self, fault: MailFault = "", refused: str = "") -> None:
        self.fault = fault
        self.refused = refused
        self.mails: list[EmailMessage] = []
        self.reached = Event()
        self.let_go = Event()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        """Its address for Apprise; an answer is waited for one second."""
        return f"mailto://127.0.0.1:{self.port}/?from=news@example.org&to=reader@example.org&cto=1"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802  aiosmtpd's names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        del server, session, options
        if self.fault == "refuses the recipient" or address == self.refused:
            return "550 no such reader"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  the same
        """Take a text."""
        del session
        if self.fault == "refuses the text":
            return "554 not wanted"
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.reached.set()
        if self.fault == "hangs after the text":
            await server.loop.run_in_executor(None, self.let_go.wait, 20)
        if self.fault == "drops after the text":
            assert server.transport is not None
            server.transport.abort()
        return "250 taken"


class Hook:
    """A webhook: `messages` is what it has read, `status` and `answer` what it says to it."""

    def __init__(self, fault: HookFault = "", answer: bytes = b"{}", location: str = "") -> None:
        self.fault = fault
        self.answer = answer
        self.location = location
        self.messages: list[dict[str, Any]] = []
        self.reached = Event()
        self.let_go = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def port(self) -> int:
        """Its port."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Its address for Apprise; an answer is waited for one second."""
        return f"json://127.0.0.1:{self.port}/hook?rto=1"

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                double.messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                double.reached.set()
                if double.fault == "hangs after the body":
                    double.let_go.wait(20)
                if double.fault == "resets after the body":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                    return
                with suppress(ConnectionError):
                    self.send_response(double.fault if isinstance(double.fault, int) else 200)
                    if double.location:
                        self.send_header("Location", double.location)
                    self.send_header("Content-Length", str(len(double.answer)))
                    self.end_headers()
                    self.wfile.write(double.answer)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def finish(self) -> None:
                with suppress(OSError, ValueError):
                    super().finish()

        return Handler


class Repository:
    """A bare repository with one commit on `main`, written to by somebody else as well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", "--initial-branch=main", ".")

    @property
    def url(self) -> str:
        """Its address."""
        return f"file://{self.folder}"

    def git(self, *arguments: str, text: str = "") -> str:
        """Run git in the repository and return what it prints."""
        who = {
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=os.environ | who | {"GIT_DIR": str(self.folder)},
            input=text,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def write(self, file: str, content: str) -> None:
        """Commit a file, as somebody else would."""
        blob = self.git("hash-object", "-w", "--stdin", text=content)
        tip = self.git("for-each-ref", "--format=%(objectname)", "refs/heads/main")
        self.git("read-tree", *([tip] if tip else ["--empty"]))
        self.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{file}")
        commit = self.git("commit-tree", self.git("write-tree"), *(["-p", tip] if tip else []), text=f"write {file}")
        self.git("update-ref", "refs/heads/main", commit)

    def read(self, file: str) -> str:
        """Return a file as it stands on `main`."""
        return self.git("show", f"main:{file}")

    def commits(self) -> list[str]:
        """Return the first lines of the commits on `main`, the newest first."""
        return self.git("log", "--format=%s", "main").splitlines()

    def hook(self, name: str, script: str) -> None:
        """Install a hook."""
        path = self.folder / "hooks" / name
        path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        path.chmod(0o755)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def daemon(folder: Path) -> Iterator[str]:
    """Serve the repositories in a folder by `git daemon`, and give the address of the folder."""
    port = free_port()
    options = ["--export-all", "--enable=receive-pack", f"--base-path={folder}", "--listen=127.0.0.1", f"--port={port}"]
    command = ["git", "daemon", "--verbose", "--log-destination=stderr", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        assert process.stderr
        assert b"Ready" in process.stderr.readline()
        try:
            yield f"git://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGKILL)
