"""A loopback web in a process of its own: many hosts on one port, which answer well, late, wrongly or never.

Each host is an address of 127.0.0.0/8, so that nothing has to be resolved. The server writes down when each request
came and when its answer ended; that is what limits are measured by. `plan` says which pages there are, `serving` serves
them, and `loads` sums up what each host saw.
"""

import asyncio
import gzip
import json
import random
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

import brotli

Kind = Literal[
    "page",
    "packed",  # gzip
    "brotli",
    "slow",  # its body drips in for half a second
    "moved",  # to a page of another host
    "limited",  # 429 with Retry-After the first time
    "failing",  # 503 the first time
    "reset",  # the connection is cut the first time
    "cut",  # the first time, less is sent than was announced
    "down",  # 500, always
    "gone",  # 404
    "endless",  # its body never ends
    "circle",  # redirects to itself by way of another address
    "liar",  # announces more than it sends, always
    "bomb",  # a gzip bomb
    "forbidden",  # by robots.txt
]
RETRY_AFTER_SECONDS = 1
_ROOT = Path(__file__).resolve().parents[2]
# Of a hundred pages, so many are of these kinds; the rest are whole pages.
_SHARES: dict[Kind, int] = {
    "packed": 15,
    "brotli": 5,
    "slow": 4,
    "moved": 4,
    "limited": 3,
    "failing": 4,
    "reset": 3,
    "cut": 2,
    "down": 1,
    "gone": 3,
    "circle": 1,
    "liar": 1,
    "bomb": 1,
    "forbidden": 2,
}
# What becomes of a page that can't be had; all others end with the status beside them, or 200.
MISSES: dict[Kind, str] = {
    "endless": "timeout",
    "circle": "redirects",
    "liar": "unreachable",
    "bomb": "too_large",
    "forbidden": "robots",
}
_AT_FIRST = ("limited", "failing", "reset", "cut")
_TEXT = b"<html><body><p>A page of the loopback web.</p></body></html>" * 100
STATUSES: dict[Kind, int] = {"down": 500, "gone": 404}


@dataclass(frozen=True)
class Page:
    """One address of the web and how it behaves; `latency` is in seconds."""

    host: str
    path: str
    kind: Kind
    latency: float = 0.0
    target: str = ""


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it: seconds of its clock, and the Retry-After that it answered with, if any."""

    host: str
    path: str
    begin: float
    end: float
    retry_after: float = 0.0


def plan(hosts: int, pages: int, latency: float, seed: int = 20261122) -> list[Page]:
    """Return the same web for the same figures: a few hosts have many pages, most have few.

    Args:
        hosts: how many; the first has about 2.5 times the pages of the mean, the last a quarter.
        pages: how many in all.
        latency: seconds before an answer, on average.
        seed: of the choice.
    """
    choice = random.Random(seed)  # noqa: S311  a reproducible choice, no secret
    names = [f"127.0.{1 + number // 200}.{1 + number % 200}" for number in range(hosts)]
    weights = [0.25 + 2.25 * (1 - number / hosts) ** 3 for number in range(hosts)]
    kinds = [kind for kind, share in _SHARES.items() for _ in range(share)]
    kinds += ["page"] * (100 - len(kinds))
    web: list[Page] = []
    for number in range(pages):
        host = names[number] if number < hosts else choice.choices(names, weights)[0]
        kind: Kind = "endless" if number % 1000 == 500 else choice.choice(kinds)
        folder = "private" if kind == "forbidden" else kind
        target = choice.choice(names) if kind == "moved" else ""
        web.append(Page(host, f"/{folder}/{number}", kind, choice.uniform(0, 2 * latency), target))
    return web


@dataclass(frozen=True)
class Load:
    """What one host saw: most requests at once, and the shortest time between two starts (seconds)."""

    requests: int
    most_at_once: int
    shortest_gap: float


def loads(log: Iterable[Asked]) -> dict[str, Load]:
    """Return the load of each host."""
    by_host: dict[str, list[Asked]] = defaultdict(list)
    for asked in log:
        by_host[asked.host].append(asked)
    return {host: _load(sorted(requests, key=lambda asked: asked.begin)) for host, requests in by_host.items()}


def _load(requests: Sequence[Asked]) -> Load:
    gaps = [later.begin - former.begin for former, later in pairwise(requests)]
    at_once = max(sum(other.begin <= asked.begin < other.end for other in requests) for asked in requests)
    return Load(len(requests), at_once, min(gaps, default=float("inf")))


class LoopbackWeb:
    """The web while it is served."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self._process = process
        self.port = port

    def url(self, page: Page) -> str:
        """Return the address of a page."""
        return f"http://{page.host}:{self.port}{page.path}"

    def close(self) -> list[Asked]:
        """Stop serving and return what was asked, in the order of the ends."""
        out, _ = self._process.communicate()
        return [Asked(**json.loads(line)) for line in out.splitlines()]


@contextmanager
def serving(web: Sequence[Page]) -> Iterator[LoopbackWeb]:
    """Serve a web in another process until `close` is called or the block is left."""
    command = [sys.executable, "-m", "tests.doubles.web"]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([asdict(page) for page in web]) + "\n")
        process.stdin.flush()
        try:
            yield LoopbackWeb(process, int(process.stdout.readline()))
        finally:
            process.kill()


class _Server:
    def __init__(self, web: Iterable[Page]) -> None:
        self._pages = {(page.host, page.path): page for page in web}
        self._times: dict[tuple[str, str], int] = defaultdict(int)
        self.port = 0
        self.log: list[Asked] = []
        gzipped, brotlied = ("Content-Encoding: gzip",), ("Content-Encoding: br",)
        self._replies: dict[str, tuple[int, bytes, tuple[str, ...]]] = {
            "page": (200, _TEXT, ()),
            "packed": (200, gzip.compress(_TEXT), gzipped),
            "brotli": (200, brotli.compress(_TEXT), brotlied),
            "bomb": (200, gzip.compress(bytes(20_000_000)), gzipped),
            "down": (500, b"no page", ()),
            "gone": (404, b"no page", ()),
        }

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until either side ends it."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                if not await self._answer(head, reader, writer):
                    break
        writer.close()

    async def _answer(self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        clock = asyncio.get_running_loop().time
        begin = clock()
        path = head.split(" ", 2)[1]
        host = next(line[6:] for line in head.split("\r\n") if line.lower().startswith("host: ")).partition(":")[0]
        self._times[host, path] += 1
        page = self._pages.get((host, path.removesuffix("/again")))
        work = asyncio.ensure_future(self._send(page, path, self._times[host, path], writer))
        # A client that has lost patience ends its request by hanging up.
        gone = asyncio.ensure_future(reader.read(1))
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        retry_after = RETRY_AFTER_SECONDS if work.done() and not work.exception() and work.result() == "limited" else 0
        self.log.append(Asked(host, path, begin, clock(), retry_after))
        goes_on = work.done() and not work.exception() and work.result() != "cut"
        for task in (work, gone):
            task.cancel()
        await asyncio.gather(work, gone, return_exceptions=True)
        return goes_on

    async def _send(self, page: Page | None, path: str, times: int, writer: asyncio.StreamWriter) -> str:
        """Send one answer; return "limited" or "cut" when it was one of these."""
        if page is None:
            robots = path == "/robots.txt"
            _write(writer, 200 if robots else 404, b"User-agent: *\nDisallow: /private/\n" if robots else b"")
            return ""
        await asyncio.sleep(page.latency)
        if page.kind == "liar" or (times == 1 and page.kind in _AT_FIRST):
            return self._misbehave(page.kind, writer)
        if page.kind in ("slow", "endless"):
            await self._drip(writer, 10 if page.kind == "slow" else 1_000_000)
        elif page.kind in ("moved", "circle"):
            back = path.removesuffix("/again") if path.endswith("/again") else f"{path}/again"
            location = f"http://{page.target}:{self.port}/landing" if page.target else back
            _write(writer, 302, b"", f"Location: {location}")
        else:
            status, body, headers = self._replies.get(page.kind, self._replies["page"])
            _write(writer, status, body, *headers)
        await writer.drain()
        return ""

    def _misbehave(self, kind: Kind, writer: asyncio.StreamWriter) -> str:
        if kind == "limited":
            _write(writer, 429, b"", f"Retry-After: {RETRY_AFTER_SECONDS}")
            return "limited"
        if kind == "failing":
            _write(writer, 503, b"busy")
            return ""
        if kind == "reset":
            linger = (1).to_bytes(4, sys.byteorder) + bytes(4)  # closed at once, with a reset
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        else:
            _write(writer, 200, _TEXT, announced=len(_TEXT) + 10)
        return "cut"

    async def _drip(self, writer: asyncio.StreamWriter, chunks: int) -> None:
        _write(writer, 200, b"", "Content-Type: text/html", announced=chunks)
        for _ in range(chunks):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)


def _write(writer: asyncio.StreamWriter, status: int, body: bytes, *headers: str, announced: int | None = None) -> None:
    length = len(body) if announced is None else announced
    lines = [f"HTTP/1.1 {status} Loopback", f"Content-Length: {length}", *headers, "", ""]
    writer.write("\r\n".join(lines).encode() + body)


async def _main() -> None:
    loop = asyncio.get_running_loop()
    line = await loop.run_in_executor(None, sys.stdin.readline)
    server = _Server(Page(**page) for page in json.loads(line))
    listening = await asyncio.start_server(server.serve, "0.0.0.0", 0, backlog=1024)  # noqa: S104  all of 127.0.0.0/8
    server.port = listening.sockets[0].getsockname()[1]
    print(server.port, flush=True)  # noqa: T201  what the other process waits for
    await loop.run_in_executor(None, sys.stdin.read)
    for asked in server.log:
        print(json.dumps(asdict(asked)))  # noqa: T201  what the other process measures by


if __name__ == "__main__":
    assert set(MISSES) <= set(get_args(Kind))
    asyncio.run(_main())
