"""One request over the wire and its answer as it came, within the limits of time, size and type.

There are no cookies, no proxy and no redirects here: which connection it takes is `connections.py`, what is asked next
is decided in `fetch.py`.
"""

import asyncio
import logging
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from http import HTTPStatus
from http.client import responses
from typing import Any, Literal

import httpcore2
import httpx2

from digest_pipeline.capture.connections import Connections
from digest_pipeline.capture.decoding import DecodedSize
from digest_pipeline.capture.miss import MissError, NoConnectionError
from digest_pipeline.capture.warc import Exchange, RecordError
from digest_pipeline.settings import Fetch

Headers = tuple[tuple[str, str], ...]
Method = Literal["HEAD", "GET"]

# What the client has undone, or what speaks of the connection and not of the answer.
_HOP_HEADERS = frozenset({"transfer-encoding", "connection", "keep-alive"})
_SHORTEST_TOKEN = 6
_SHORTEST_SECRET = 8
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"([!-~]([\t -~]*[!-~])?)?")


@dataclass(frozen=True, slots=True)
class Call:
    """What is sent, and who is told of it. A call that *probes* takes the status and headers, and nothing of a body."""

    url: str
    target: httpx2.URL
    headers: Headers
    any_type: bool
    probes: Method | None
    sent: Callable[[], None]
    received: Callable[[int], None]


class Wire:
    """Sends the requests of one run."""

    def __init__(self, settings: Fetch, connections: Connections) -> None:
        self._settings = settings
        self._connections = connections
        # Their debug logs hold whole headers: tokens that are sent, and cookies and echoes that come back.
        for name in ("hpack", "httpcore2"):
            logging.getLogger(name).setLevel(logging.INFO)

    async def ask(self, call: Call) -> Exchange:
        """Send one request and return its answer, whatever its status.

        Raises:
            MissError: naming the limit that was passed, or how the connection failed; no header of the request in it.
        """
        limits = self._settings
        try:
            async with asyncio.timeout(limits.total_seconds):
                return await self._exchange(call)
        except TimeoutError:
            detail = f"no whole answer within {limits.total_seconds:g} s (fetch.total_seconds)"
            raise MissError("timeout", detail, passing=True) from None
        except httpcore2.ConnectTimeout:
            detail = f"{call.target.host} takes no connection within {limits.connect_seconds:g} s"
            raise NoConnectionError("timeout", detail, passing=True) from None
        except httpcore2.TimeoutException:
            detail = f"silent for {limits.read_seconds:g} s (fetch.read_seconds)"
            raise MissError("timeout", detail, passing=True) from None
        except httpcore2.ConnectError as error:
            rejected = isinstance(_cause(error), ssl.SSLCertVerificationError)
            detail = f"no connection to {call.target.host}: {_message(error)}"
            raise NoConnectionError("unreachable", detail, passing=not rejected) from None
        except httpcore2.RemoteProtocolError as error:
            cause = _cause(error)
            if getattr(cause, "error_status_hint", 0) == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
                raise MissError("too_large", "its headers are longer than any client reads") from None
            detail = f"the answer broke off or is no HTTP: {_without_tokens(_message(error), call.headers)}"
            raise MissError("unreachable", detail, passing=True) from None
        except (httpcore2.NetworkError, OSError) as error:
            detail = f"the connection broke: {_without_tokens(_message(error), call.headers)}"
            raise MissError("unreachable", detail, passing=True) from None
        except MissError:
            raise
        except Exception as error:  # noqa: BLE001  one answer may fail: what breaks the rules of HTTP/2 comes unwrapped
            detail = f"the answer breaks the rules of HTTP ({type(error).__name__})"
            raise MissError("unreachable", detail, passing=True) from None

    async def _exchange(self, call: Call) -> Exchange:
        async def trace(event: str, _: dict[str, Any]) -> None:
            if event.endswith("send_request_headers.complete"):
                call.sent()

        target = call.target
        url = httpcore2.URL(scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path)
        extensions = {"timeout": self._timeouts(), "trace": trace}
        async with (
            self._connections.to(target) as pool,
            pool.stream(call.probes or "GET", url, headers=self._headers(call), extensions=extensions) as response,
        ):
            headers = tuple((_text(name), _text(value)) for name, value in response.headers)
            self._check_headers(headers)
            answer = Exchange(
                url=call.url,
                fetched_at=datetime.now(UTC),
                # HTTP/2 has no words beside the code.
                status_line=f"{response.status} {_phrase(response)}".strip(),
                headers=tuple((name, value) for name, value in headers if name.lower() not in _HOP_HEADERS),
                body=b"",
            )
            if call.probes:
                return answer
            if not call.any_type and 200 <= response.status < 300:  # noqa: PLR2004  good answers
                self._check_type(_without_tokens(answer.content_type, call.headers))
            body = await self._body(response, answer, call)
        return Exchange(answer.url, datetime.now(UTC), answer.status_line, answer.headers, body)

    def _headers(self, call: Call) -> list[tuple[bytes, bytes]]:
        headers = {
            "host": ("Host", call.target.netloc.decode("ascii")),
            "user-agent": ("User-Agent", self._settings.user_agent),
            "accept": ("Accept", "*/*"),
            "accept-encoding": ("Accept-Encoding", "gzip, deflate, br"),
        }
        for name, value in call.headers:
            if not (_HEADER_NAME.fullmatch(name) and _HEADER_VALUE.fullmatch(value)):
                raise MissError("refused", f"the header {name!r} of the request holds characters that can't be sent")
            headers[name.lower()] = (name, value)
        return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.values()]

    def _timeouts(self) -> dict[str, float]:
        seconds = self._settings.read_seconds
        return {"connect": self._settings.connect_seconds, "read": seconds, "write": seconds}

    def _check_headers(self, headers: Headers) -> None:
        size = sum(len(name) + len(value) + 4 for name, value in headers)
        if size > self._settings.header_bytes:
            raise MissError("too_large", f"{size} bytes of headers (fetch.header_bytes)")

    def _check_type(self, content_type: str) -> None:
        kind = content_type.partition(";")[0].strip().lower()
        patterns = (f"{taken}*" if taken.endswith("/") else taken for taken in self._settings.content_types)
        if kind and not any(fnmatchcase(kind, pattern.lower()) for pattern in patterns):
            raise MissError("content_type", f"it is {kind[:100]!r}, which is not taken (fetch.content_types)")

    async def _body(self, response: httpcore2.Response, answer: Exchange, call: Call) -> bytes:
        limit = self._settings.body_bytes
        announced = answer.header("content-length")
        if announced.isdecimal() and int(announced[:20]) > limit:
            raise MissError("too_large", f"{announced[:20]} bytes, more than {limit} (fetch.body_bytes)")
        decoded = DecodedSize(answer.header("content-encoding"), self._settings.decoded_bytes)
        body = bytearray()
        async for chunk in response.aiter_stream():
            body += chunk
            call.received(len(chunk))
            if len(body) > limit:
                raise MissError("too_large", f"more than {limit} bytes (fetch.body_bytes)")
            decoded.add(chunk)
        return bytes(body)


def repeats(exchange: Exchange, headers: Headers, limit: int) -> bool:
    """Say whether an answer holds a token that was sent to it: recorded, it would be handed on with the record.

    Args:
        exchange: the answer.
        headers: those of the request that hold tokens; of `Bearer TOKEN`, the last word is the token.
        limit: how many bytes of the decoded body are looked at.
    """
    secrets = [words[-1] for _, value in headers if (words := value.split()) and len(words[-1]) >= _SHORTEST_SECRET]
    if not secrets:
        return False
    try:
        body = exchange.content(limit)
    except RecordError:
        body = exchange.body
    told = [exchange.status_line, *(value for _, value in exchange.headers)]
    return any(secret in text for secret in secrets for text in told) or any(
        secret.encode() in body for secret in secrets
    )


def _phrase(response: httpcore2.Response) -> str:
    phrase = response.extensions.get("reason_phrase", b"")
    return _text(phrase) if phrase else responses.get(response.status, "")


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _cause(error: Exception) -> object:
    """Return what httpcore2 wrapped; its pool cuts `__cause__` off, but the wrapped error stays the first argument."""
    return error.args[0] if error.args else None


def _message(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _without_tokens(text: str, headers: Headers) -> str:
    """Return text without anything that was sent as the value of a header: a server may repeat it."""
    for _, value in headers:
        for word in (value, *value.split()):
            if len(word) >= _SHORTEST_TOKEN:
                text = text.replace(word, "***")
    return text
