"""Fetches addresses from the live web, politely and within limits, and hands over each answer to be recorded.

Here redirects are followed and robots.txt is obeyed, hop by hop. How one request is sent is `wire.py`, when it is
`pace.py`, whether again `backoff.py`, which addresses never `address.py`; what to fetch is decided by the stages.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urldefrag, urljoin

import httpx2
from w3lib.url import safe_url_string

from digest_pipeline.capture.address import checked_url, host_names
from digest_pipeline.capture.backoff import Attempt, is_passing, named_moment, persist
from digest_pipeline.capture.connections import Connections
from digest_pipeline.capture.miss import MissError
from digest_pipeline.capture.pace import Pace
from digest_pipeline.capture.robots import Robots
from digest_pipeline.capture.warc import Exchange, Revisit
from digest_pipeline.capture.wire import Call, Headers, Method, Wire, repeats
from digest_pipeline.settings import Fetch
from digest_pipeline.urls import canonical

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Request:
    """One address to ask for, and how.

    Attributes:
        url: absolute, as it is to be asked.
        headers: sent to this origin only, dropped when a redirect leaves it, and never recorded.
        robots: whether the robots.txt of each host on the way is obeyed.
        pause: seconds between the starts of two calls to this host, at least (an API's own rule).
        known: the last good recorded answer; its validators are sent, and a 304 is recorded as its revisit.
        probes: ask for the status alone, in this way; nothing of a body is taken, so that it is no answer to record.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    robots: bool = True
    pause: float = 0.0
    known: Exchange | None = None
    probes: Method | None = None


@dataclass(frozen=True, slots=True)
class Unreached:
    """An address that gave no answer: a word of `miss.Reason` and a sentence to act on; `url` is as it was asked."""

    url: str
    attempted_at: datetime
    reason: str
    detail: str


def nothing_recorded(_url: str) -> None:
    """Say of any robots.txt that it has to be asked for."""


def _nobody_told(_request: Request, _last: Exchange) -> None:
    return None


def fetch_all(  # noqa: PLR0913, PLR0917  what each caller needs, most by its name
    requests: Iterable[Request],
    settings: Fetch,
    keep: Callable[[Exchange | Unreached], None],
    recorded: Callable[[str], Exchange | None] = nothing_recorded,
    pace: Pace | None = None,
    ended: Callable[[Request, Exchange], None] = _nobody_told,
) -> None:
    """Ask for every address once, and hand over each answer and each miss as soon as it is complete.

    Kept is an answer whatever its status, redirects and robots.txt too. Of several attempts, the last one counts.

    Args:
        requests: of several with the same address, the first is asked.
        settings: the limits and the user agent.
        keep: called in the thread of the caller, never twice at a time; what it raises ends the run.
        recorded: returns an answer of a robots.txt address that was recorded less than a day ago, or None.
        pace: what earlier calls owe to the hosts; without it nothing was asked before.
        ended: called with each request that came to an answer, and the last of those on its way.
    """
    once: dict[str, Request] = {}
    for request in requests:
        once.setdefault(request.url, request)
    asyncio.run(_fetch_all(list(once.values()), settings, keep, recorded, pace or Pace(settings), ended))


async def _fetch_all(  # noqa: PLR0913, PLR0917  what `fetch_all` takes
    requests: list[Request],
    settings: Fetch,
    keep: Callable[[Exchange | Unreached], None],
    recorded: Callable[[str], Exchange | None],
    pace: Pace,
    ended: Callable[[Request, Exchange], None],
) -> None:
    # Names are resolved in threads: as many as there may be requests, lest a slow name hold up the others.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(settings.concurrency))
    allowed = host_names(settings.allow_hosts)
    async with Connections(allowed) as connections:
        run = _Run(settings, Wire(settings, connections), allowed, keep, recorded, pace, ended)
        try:
            with pace.asking():
                async with asyncio.TaskGroup() as group:
                    for request in requests:
                        group.create_task(run.fetch(request))
        except BaseExceptionGroup as failures:
            # Misses are kept, so that only `keep`, `recorded` or an error in here can get to this place.
            raise failures.exceptions[0] from None


class _Run:
    def __init__(  # noqa: PLR0913, PLR0917  what one call works with, each by its name
        self,
        settings: Fetch,
        wire: Wire,
        allowed: frozenset[str],
        keep: Callable[[Exchange | Unreached], None],
        recorded: Callable[[str], Exchange | None],
        pace: Pace,
        ended: Callable[[Request, Exchange], None],
    ) -> None:
        self._settings = settings
        self._wire = wire
        self._allowed = allowed
        self._keep = keep
        self._pace = pace
        self._ended = ended
        self._robots = Robots(settings.user_agent, self._robots_file, recorded)

    async def fetch(self, request: Request) -> None:
        """Follow one request to its end; a miss is kept."""
        try:
            self._ended(request, await self._follow(request))
        except MissError as miss:
            self._keep(Unreached(request.url, datetime.now(UTC), miss.reason, miss.detail))

    async def _robots_file(self, url: str) -> Exchange:
        request = Request(url, robots=False)
        try:
            return await self._follow(request, any_type=True)
        except MissError as miss:
            self._keep(Unreached(url, datetime.now(UTC), miss.reason, miss.detail))
            raise

    async def _follow(self, request: Request, *, any_type: bool = False) -> Exchange:
        """Return the last answer after keeping it and those before it."""
        hop, passed = request, {request.url}
        for _ in range(self._settings.redirects + 1):
            exchange = await self._hop(hop, any_type=any_type)
            self._keep(exchange)
            location = exchange.header("location")
            if exchange.status not in _REDIRECTS or not location:
                return exchange
            hop = _next_hop(hop, location)
            if hop.url in passed:
                raise MissError("redirects", "its redirects go in a circle (no cookie is ever sent)")
            passed.add(hop.url)
        raise MissError("redirects", f"more than {self._settings.redirects} redirects (fetch.redirects)")

    async def _hop(self, hop: Request, *, any_type: bool) -> Exchange:
        target = checked_url(hop.url, self._allowed)
        pause = max(hop.pause, await self._robots.admit(target) if hop.robots else 0.0)
        known = hop.known if hop.known and canonical(hop.known.url) == canonical(hop.url) else None

        async def attempt() -> Attempt:
            async with self._pace.turn(target.host, pause) as sent:
                call = Call(
                    url=hop.url,
                    target=target,
                    headers=_conditions(known) + hop.headers,
                    any_type=any_type,
                    probes=hop.probes,
                    sent=sent,
                    received=lambda size: self._pace.spend(target.host, size),
                )
                exchange = await self._wire.ask(call)
                if repeats(exchange, hop.headers, self._settings.decoded_bytes):
                    raise MissError("refused", "the answer repeats the token that was sent, and is not recorded")
                # Before the turn ends: the next request to this host must know.
                moment = named_moment(exchange)
                if moment is not None and moment > exchange.fetched_at:
                    held = self._pace.hold(target.host, moment)
                    return Attempt(exchange, again=held, held=held)
            return Attempt(exchange, again=is_passing(exchange.status))

        exchange = await persist(attempt, self._settings)
        if known and exchange.status == _NOT_MODIFIED:
            return replace(exchange, body=b"", revisit=Revisit(known.digest, known.fetched_at))
        return exchange


def _next_hop(hop: Request, location: str) -> Request:
    """Return the request that a redirect asks for: what was meant for this origin stays here."""
    try:
        joined = urldefrag(urljoin(hop.url, location.strip())).url
        # Percent-encoded what a browser would encode; a backslash is left for the check to refuse.
        url = joined if "\\" in joined else safe_url_string(joined)
        stays = _origin(url) == _origin(hop.url)
    except (ValueError, httpx2.InvalidURL):
        raise MissError("refused", "it redirects to what is no web address") from None
    return replace(hop, url=url) if stays else replace(hop, url=url, headers=(), pause=0.0)


def _origin(url: str) -> tuple[bytes, bytes, int | None]:
    parsed = httpx2.URL(url)
    return parsed.raw_scheme, parsed.raw_host, parsed.port


def _conditions(known: Exchange | None) -> Headers:
    """Return the headers that ask for an answer only if it has changed (RFC 9110, section 13.1)."""
    if known is None:
        return ()
    validators = (("If-None-Match", known.header("etag")), ("If-Modified-Since", known.header("last-modified")))
    return tuple((name, value) for name, value in validators if value)
