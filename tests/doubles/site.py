"""A loopback web site that answers as it is told, path by path, and remembers what it was asked.

For a whole web of misbehaving hosts, measured from another process, see `web.py`.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass(frozen=True)
class Reply:
    """One answer; `raw`, if given, is sent instead of all else, and the connection is closed after it."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes | None = None
    silent: bool = False  # until the site is closed


PAGE = Reply(headers={"Content-Type": "text/html"}, body=b"a page")


class Site:
    """The site; as a context manager it answers in threads of its own. What is not told otherwise is a page."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._replies: dict[str, list[Reply]] = {"/robots.txt": [Reply(404)]}
        self._closing = threading.Event()
        self._server = _Server((host, 0), _handler(self))
        self.port = self._server.server_port

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of `path` on this site, under any name of its host."""
        return f"http://{host}:{self.port}{path}"

    def tell(self, path: str, *replies: Reply) -> str:
        """Answer `path` with one reply after the other, the last one ever after, and return its address."""
        self._replies[path] = list(replies)
        return self.url(path)

    def paths(self) -> list[str]:
        """Return what was asked for, in order."""
        return [path for path, _ in self.asked]

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        """Return the answer to one request."""
        self.asked.append((path, headers))
        replies = self._replies.get(path, [PAGE])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if reply.silent:
            self._closing.wait()
        return reply

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Header and body are two writes: with Nagle's algorithm the second waits 40 ms for an acknowledgement.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            reply = site.reply(self.path, {key.lower(): value for key, value in self.headers.items()})
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the site remembers what it was asked itself."""

        def handle(self) -> None:
            # A client that hangs up is no error here.
            with suppress(ConnectionError):
                super().handle()

    return Handler
