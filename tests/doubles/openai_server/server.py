"""The server: HTTP/1.1 on the loopback address, one event loop in a thread of its own, counters and limits.

Written against `asyncio` streams: faults happen on the wire too, where a web framework would hide the connection.
"""

import asyncio
import hashlib
import json
import math
import socket
from collections import Counter, deque
from contextlib import suppress
from http import HTTPStatus
from threading import Event, Lock, Thread
from typing import Any, Self

from tests.doubles.openai_server.batches import Batches
from tests.doubles.openai_server.behaviour import STATUSES, Behaviour, Fault
from tests.doubles.openai_server.completions import completion, error

_BACKLOG = 1024
_LARGEST_HEAD = 65_536
_WEB_PAGE = b"<html><body><h1>Please log in</h1></body></html>"


class OpenAiDouble:
    """The server; as a context manager it answers in a thread of its own.

    `requests` are the completions asked for, in the order they came; those of batches are not among them.
    """

    def __init__(self, port: int = 0, behaviour: Behaviour | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.requests: list[dict[str, Any]] = []
        self.batches = Batches()
        self.most_at_once = 0
        self.faults: Counter[Fault] = Counter()
        self.tokens_in = 0
        self.tokens_out = 0
        self._under_way = 0
        self._occurrences: Counter[bytes] = Counter()
        self._recent: deque[float] = deque()
        self._lock = Lock()
        self._socket = socket.create_server(("127.0.0.1", port), backlog=_BACKLOG)
        self._loop = asyncio.new_event_loop()
        self._ended: asyncio.Event | None = None
        self._began = Event()

    @property
    def url(self) -> str:
        """The address to give as OPENAI_BASE_URL."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    @property
    def calls(self) -> int:
        """How many completions have been asked for."""
        return len(self.requests)

    def misbehave(self, *script: Fault | None, always: Fault | None = None) -> None:
        """Answer the next calls by `script` and all others by `always`."""
        self.behaviour.script = deque(script)
        self.behaviour.always = always

    def serve(self) -> None:
        """Answer until the server is closed."""
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.serve, daemon=True)
        self._thread.start()
        self._began.wait()
        return self

    def __exit__(self, *_: object) -> None:
        if self._ended is not None:
            self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    async def _serve(self) -> None:
        self._ended = asyncio.Event()
        connections: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is None:
                return
            connections.add(task)
            try:
                # A client that has lost patience is gone.
                with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                    await self._converse(reader, writer)
            finally:
                connections.discard(task)
                writer.close()

        server = await asyncio.start_server(connected, sock=self._socket, limit=_LARGEST_HEAD)
        self._began.set()
        await self._ended.wait()
        server.close()
        for task in tuple(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        # The transports close in the loop's next rounds.
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        while head := await _head(reader):
            method, path, headers = head
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            if path == "/v1/chat/completions":
                going_on = await self._complete(writer, headers, body)
            else:
                status, answer = self.batches.answer(method, path, headers, body, self.behaviour)
                _send(writer, status, answer if isinstance(answer, bytes) else _json(answer))
                going_on = True
            await writer.drain()
            if not going_on:
                return

    async def _complete(self, writer: asyncio.StreamWriter, headers: dict[str, str], body: bytes) -> bool:
        """Answer a request for a completion; return whether the connection goes on."""
        behaviour = self.behaviour
        fault = self._fault(body)
        limits = self._limits()
        if limits is not None and "Retry-After" in limits:
            _send(writer, HTTPStatus.TOO_MANY_REQUESTS, _json(error("Rate limit reached.", "rate_limited")), limits)
            return True
        with self._lock:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            if behaviour.latency_seconds:
                await asyncio.sleep(behaviour.latency_seconds)
            if fault == "hang":
                await asyncio.get_running_loop().create_future()
        finally:
            with self._lock:
                self._under_way -= 1
        if (
            behaviour.keys is not None
            and headers.get("authorization", "").removeprefix("Bearer ") not in behaviour.keys
        ):
            _send(writer, HTTPStatus.UNAUTHORIZED, _json(error("Incorrect API key provided.", "invalid_api_key")))
            return True
        if fault == "web_page":
            _send(writer, HTTPStatus.OK, _WEB_PAGE, {"Content-Type": "text/html"})
            return True
        status, answer = completion(json.loads(body), fault, behaviour)
        self._count(answer)
        payload = _json(answer)
        extra = dict(limits or {})
        if fault in STATUSES and status == STATUSES[fault]:
            extra["Retry-After"] = f"{behaviour.retry_after_seconds:g}"
        _send(writer, status, payload, extra, sent=len(payload) // 2 if fault == "hang_up" else None)
        return fault != "hang_up"

    def _fault(self, body: bytes) -> Fault | None:
        """Note a request and return what goes wrong with it."""
        digest = hashlib.sha256(body).digest()
        behaviour = self.behaviour
        with self._lock:
            self.requests.append(json.loads(body))
            occurrence = self._occurrences[digest]
            self._occurrences[digest] += 1
            fault = behaviour.script.popleft() if behaviour.script else behaviour.always
            if fault is None and behaviour.random_share:
                fault = behaviour.drawn(body, occurrence)
            if fault is not None:
                self.faults[fault] += 1
        return fault

    def _count(self, answer: dict[str, Any]) -> None:
        usage = answer.get("usage") or {}
        with self._lock:
            self.tokens_in += usage.get("prompt_tokens", 0)
            self.tokens_out += usage.get("completion_tokens", 0)

    def _limits(self) -> dict[str, str] | None:
        """Return the headers that tell of the rate limit, with `Retry-After` once it is reached; None without one."""
        behaviour = self.behaviour
        if behaviour.window_requests is None:
            return None
        now = self._loop.time()
        while self._recent and self._recent[0] <= now - behaviour.window_seconds:
            self._recent.popleft()
        left = behaviour.window_requests - len(self._recent)
        if left > 0:
            self._recent.append(now)
        pause = self._recent[0] + behaviour.window_seconds - now if self._recent else 0.0
        headers = {
            "x-ratelimit-limit-requests": str(behaviour.window_requests),
            "x-ratelimit-remaining-requests": str(max(0, left - 1)),
            "x-ratelimit-reset-requests": f"{pause:.3f}s",
        }
        if left <= 0:
            headers |= {"Retry-After": str(math.ceil(pause)), "retry-after-ms": str(math.ceil(pause * 1000))}
        return headers


async def _head(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]] | None:
    """Return method, path and headers (lower case) of the next request; None when the client has hung up."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ", 2)
    fields = (line.partition(":") for line in lines if line)
    return method, target.partition("?")[0], {name.lower(): value.strip() for name, _, value in fields}


def _json(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _send(
    writer: asyncio.StreamWriter,
    status: int,
    payload: bytes,
    headers: dict[str, str] | None = None,
    *,
    sent: int | None = None,
) -> None:
    """Send an answer, or only the first `sent` bytes of what it promises."""
    fields = {"Content-Type": "application/json", "Content-Length": str(len(payload)), **(headers or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    writer.write(f"HTTP/1.1 {int(status)} Answer\r\n{lines}\r\n".encode("latin-1") + payload[:sent])
