"""What a host's robots.txt allows (RFC 9309), asked once a run and origin.

Reading the rules is protego's; asking for the file is handed in.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2
from protego import Protego

from digest_pipeline.capture.miss import MissError, NoConnectionError
from digest_pipeline.capture.warc import Exchange, RecordError

FILE = "/robots.txt"
MAX_CRAWL_DELAY_SECONDS = 30.0

_MAX_BYTES = 500_000
_MAX_HOPS = 5
_SERVER_ERROR = 500
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of one origin, or why nothing of it may be asked."""

    parsed: Protego | None = None
    miss: MissError | None = None


class Robots:
    """The robots.txt files of one run."""

    def __init__(
        self,
        user_agent: str,
        ask: Callable[[str], Awaitable[Exchange]],
        recorded: Callable[[str], Exchange | None],
    ) -> None:
        """Take what is needed to read the files.

        Args:
            user_agent: the header; its first word without the version is the product token that rules name.
            ask: asks the live web, following redirects, and returns the last answer.
            recorded: returns an answer that was recorded less than a day ago, or None.
        """
        self._token = user_agent.partition("/")[0].split(" ", 1)[0]
        self._ask = ask
        self._recorded = recorded
        self._rules: dict[str, _Rules] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def admit(self, url: httpx2.URL) -> float:
        """Return the seconds that the host wants between two requests, when it allows this one.

        Raises:
            MissError: `robots`, when the page is not allowed or the file could not be read; or, when the file could not
                even be asked for, the reason that holds for the page as well.
        """
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        async with self._locks.setdefault(origin, asyncio.Lock()):
            if origin not in self._rules:
                self._rules[origin] = await self._read(origin)
        rules = self._rules[origin]
        if rules.miss:
            raise MissError(rules.miss.reason, rules.miss.detail)
        if rules.parsed is None:
            return 0.0
        if not rules.parsed.can_fetch(str(url), self._token):
            raise MissError("robots", f"{origin}{FILE} does not allow {self._token} to read it")
        return min(rules.parsed.crawl_delay(self._token) or 0.0, MAX_CRAWL_DELAY_SECONDS)

    async def _read(self, origin: str) -> _Rules:
        file = f"{origin}{FILE}"
        try:
            exchange = await self._answer(file)
        except MissError as miss:
            if miss.reason == "redirects":  # RFC 9309, section 2.3.1.2: as if there were none
                return _Rules()
            if isinstance(miss, NoConnectionError) or miss.reason in ("refused", "rate_limited", "budget"):
                return _Rules(miss=miss)
            return _Rules(miss=MissError("robots", f"{file} gave no answer, which forbids all: {miss.detail}"))
        return _rules(file, exchange)

    async def _answer(self, file: str) -> Exchange:
        for _ in range(_MAX_HOPS):
            exchange = self._recorded(file)
            if exchange is None or exchange.status >= _SERVER_ERROR:  # which may have passed since
                break
            if exchange.status not in _REDIRECTS or not exchange.header("location"):
                return exchange
            file = urljoin(file, exchange.header("location"))
        return await self._ask(file)


def _rules(file: str, exchange: Exchange) -> _Rules:
    if exchange.status >= _SERVER_ERROR:
        return _Rules(miss=MissError("robots", f"{file} answers {exchange.status_line}, which forbids all"))
    if not 200 <= exchange.status < 300:  # noqa: PLR2004  good answers; all others mean that there is no file
        return _Rules()
    try:
        text = exchange.content(_MAX_BYTES)[:_MAX_BYTES].decode("utf-8-sig", errors="replace")
    except RecordError as error:
        return _Rules(miss=MissError("robots", f"{file} can't be read, which forbids all: {error}"))
    return _Rules(parsed=Protego.parse(text))
