"""A loopback web site whose answers a test writes, and what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


@dataclass(frozen=True)
class Reply:
    """One answer; a body is HTML unless `kind` says otherwise."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request: path with query, and its headers by lower-case name."""

    path: str
    headers: dict[str, str]


Answering = Callable[[Asked], Reply]


class Site:
    """Answers what `answers` has for a path (query included, else without it), and 404 for the rest."""

    def __init__(self) -> None:
        self.answers: dict[str, Reply | Answering] = {}
        self.asked: list[Asked] = []
        self.sent_bytes = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                asked = Asked(self.path, {key.lower(): value for key, value in self.headers.items()})
                site.asked.append(asked)
                reply = site.reply(asked)
                self.send_response(reply.status)
                for name, value in {"Content-Type": reply.kind, **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
                site.sent_bytes += len(reply.body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def paths(self) -> list[str]:
        """What was asked, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def reply(self, asked: Asked) -> Reply:
        """Return the answer to a request."""
        found = self.answers.get(asked.path, self.answers.get(asked.path.partition("?")[0], Reply(b"gone", 404)))
        return found if isinstance(found, Reply) else found(asked)

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
