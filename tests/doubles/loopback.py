"""What the doubles on the loopback address share: a server in threads of its own that ends with its context.

What is answered is decided by each double.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Self


class Loopback(ABC):
    """A server on an address of this machine; it answers while its context lasts, and `closing` is set at its end."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.closing = Event()
        self._server = _Server((host, 0), _handler(self))
        self.port = self._server.server_port

    @property
    def base(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @abstractmethod
    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def send(request: BaseHTTPRequestHandler, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Send a whole answer; its length is added where the headers name none."""
    request.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    if request.command != "HEAD":
        request.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler(double: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Header and body are two writes: with Nagle's algorithm the second waits 40 ms for an acknowledgement.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            double.answer(self)

        def do_HEAD(self) -> None:
            double.answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing: the doubles remember what they were asked."""

        def handle(self) -> None:
            # A client that hangs up is no error here.
            with suppress(ConnectionError):
                super().handle()

    return Handler
