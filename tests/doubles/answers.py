"""A loopback web site whose answers a test writes, and what it was asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests.doubles.loopback import Loopback, send


@dataclass(frozen=True)
class Reply:
    """One answer; a body is HTML unless `kind` says otherwise."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request: path with query, its headers by lower-case name, and its method."""

    path: str
    headers: dict[str, str]
    method: str = "GET"


Answering = Callable[[Asked], Reply]


class Site(Loopback):
    """Answers what `answers` has for a path (query included, else without it), and 404 for the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, Reply | Answering] = {}
        self.asked: list[Asked] = []
        self.sent_bytes = 0
        self.url = self.base

    @property
    def paths(self) -> list[str]:
        """What was asked, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        asked = Asked(request.path, {key.lower(): value for key, value in request.headers.items()}, request.command)
        self.asked.append(asked)
        found = self.answers.get(asked.path, self.answers.get(asked.path.partition("?")[0], Reply(b"gone", 404)))
        reply = found if isinstance(found, Reply) else found(asked)
        send(request, reply.status, {"Content-Type": reply.kind, **reply.headers}, reply.body)
        self.sent_bytes += len(reply.body)
