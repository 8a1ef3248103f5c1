"""The connections of one run: a small pool for each origin, over the network that connects to checked addresses only.

One pool for all would look at every idle connection at each request: at 200 hosts that took more than half of the
fetcher's processor time.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

import httpcore2
import httpx2

from digest_pipeline.capture.address import CheckedNetwork

if TYPE_CHECKING:
    import ssl

_KEEPALIVE_SECONDS = 15
# Two connections each leave half of the files that a process may usually open.
_KEPT_ORIGINS = 256

_Origin = tuple[bytes, bytes, int | None]


@dataclass(slots=True)
class _Kept:
    pool: httpcore2.AsyncConnectionPool
    under_way: int = 0


class Connections:
    """HTTP/1.1 and HTTP/2, kept alive; an asynchronous context manager that closes them all."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._network = CheckedNetwork(allowed)
        self._ssl_context: ssl.SSLContext | None = None
        self._kept: dict[_Origin, _Kept] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        while self._kept:
            await self._kept.popitem()[1].pool.aclose()

    @asynccontextmanager
    async def to(self, target: httpx2.URL) -> AsyncIterator[httpcore2.AsyncConnectionPool]:
        """Lend the pool of an origin for one request."""
        origin = target.raw_scheme, target.raw_host, target.port
        # Taken out and put in again: the first of them is the one not used for longest.
        kept = self._kept[origin] = self._kept.pop(origin) if origin in self._kept else _Kept(self._pool(target))
        kept.under_way += 1
        try:
            yield kept.pool
        finally:
            kept.under_way -= 1
            await self._close_surplus()

    def _pool(self, target: httpx2.URL) -> httpcore2.AsyncConnectionPool:
        if target.scheme == "https" and self._ssl_context is None:
            # Of the environment, only SSL_CERT_FILE and SSL_CERT_DIR count: a company's own authority.
            self._ssl_context = httpx2.create_ssl_context()
        return httpcore2.AsyncConnectionPool(
            ssl_context=self._ssl_context,
            max_connections=None,  # `pace.py` bounds what is under way
            keepalive_expiry=_KEEPALIVE_SECONDS,
            http2=True,
            network_backend=self._network,
        )

    async def _close_surplus(self) -> None:
        surplus = max(len(self._kept) - _KEPT_ORIGINS, 0)
        for origin in [origin for origin, kept in self._kept.items() if not kept.under_way][:surplus]:
            await self._kept.pop(origin).pool.aclose()
