"""A loopback web site that answers as it is told, path by path, and remembers what it was asked.

For a whole web of misbehaving hosts, measured from another process, see `web.py`.
"""

from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.doubles.loopback import Loopback, send


@dataclass(frozen=True)
class Reply:
    """One answer; `raw`, if given, is sent instead of all else, and the connection is closed after it."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes | None = None
    silent: bool = False  # until the site is closed


PAGE = Reply(headers={"Content-Type": "text/html"}, body=b"a page")


class Site(Loopback):
    """The site; what is not told otherwise is a page."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        super().__init__(host)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._replies: dict[str, list[Reply]] = {"/robots.txt": [Reply(404)]}

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

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        self.asked.append((request.path, {key.lower(): value for key, value in request.headers.items()}))
        replies = self._replies.get(request.path, [PAGE])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if reply.silent:
            self.closing.wait()
        if reply.raw is not None:
            request.wfile.write(reply.raw)
            request.close_connection = True
        else:
            send(request, reply.status, reply.headers, reply.body)
