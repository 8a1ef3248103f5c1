"""Fetches addresses from the live web, within limits, and returns what was answered, ready to be recorded.

Only http and https, and never a private address: each hop's host is resolved, its addresses are checked, and the
connection goes to the checked address. Recording is `archive.py`; what to fetch is decided by the stages.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx2

from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch
from digest_pipeline.urls import canonical, is_web_address

# What the client has undone, or what speaks of the connection and not of the answer.
_HOP_HEADERS = frozenset({"transfer-encoding", "connection", "keep-alive"})

_UNICAST = ipaddress.IPv6Network("2000::/3")
# How a network that speaks IPv6 only reaches IPv4 (NAT64): the last four bytes are the IPv4 address.
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Unreached:
    """An address that gave no answer, and why: `refused` (not allowed), `unreachable`, `timeout` or `too_large`."""

    url: str
    attempted_at: datetime
    reason: str
    detail: str


class _UnreachedError(Exception):
    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def fetch_all(urls: Iterable[str], settings: Fetch, *, max_bytes: int) -> list[Exchange | Unreached]:
    """Fetch each address once and return every exchange, redirects included, and what could not be reached.

    Args:
        urls: absolute addresses; doubles are fetched once.
        settings: limits and the user agent.
        max_bytes: the largest body that is taken, as sent.
    """
    return asyncio.run(_fetch_all(list(dict.fromkeys(urls)), settings, max_bytes))


async def _fetch_all(urls: list[str], settings: Fetch, max_bytes: int) -> list[Exchange | Unreached]:
    gate = asyncio.Semaphore(settings.concurrency)
    timeout = httpx2.Timeout(settings.timeout_seconds)
    headers = {"User-Agent": settings.user_agent, "Accept-Encoding": "gzip, deflate"}
    # No proxy and no netrc from the environment: the checked address is the one that is connected to.
    # No cookies: hosts that share an address would be sent each other's, and answers would depend on their order.
    cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    async with httpx2.AsyncClient(timeout=timeout, headers=headers, cookies=cookies, trust_env=False) as client:

        async def one(url: str) -> list[Exchange | Unreached]:
            async with gate:
                return await _chain(client, url, settings, max_bytes)

        answers = await asyncio.gather(*(one(url) for url in urls))
    return [answer for chain in answers for answer in chain]


async def _chain(client: httpx2.AsyncClient, url: str, settings: Fetch, max_bytes: int) -> list[Exchange | Unreached]:
    """Follow redirects by hand, so that every hop is checked and recorded."""
    chain: list[Exchange | Unreached] = []
    target = url
    try:
        async with asyncio.timeout(settings.timeout_seconds * 2):
            for _ in range(settings.redirects + 1):
                exchange = await _exchange(client, target, settings, max_bytes)
                chain.append(exchange)
                if not (300 <= exchange.status < 400 and exchange.header("location")):  # noqa: PLR2004  redirects
                    return chain
                target = canonical(exchange.header("location"), target)
        chain.append(_unreached(url, "unreachable", f"more than {settings.redirects} redirects"))
    except _UnreachedError as error:
        chain.append(_unreached(url, error.reason, error.detail))
    except (TimeoutError, httpx2.TimeoutException):
        chain.append(_unreached(url, "timeout", f"no whole answer within {settings.timeout_seconds:g} s"))
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError, UnicodeError) as error:
        chain.append(_unreached(url, "unreachable", f"{type(error).__name__}: {error}"))
    return chain


def _unreached(url: str, reason: str, detail: str) -> Unreached:
    return Unreached(url, datetime.now(UTC), reason, detail)


async def _exchange(client: httpx2.AsyncClient, url: str, settings: Fetch, max_bytes: int) -> Exchange:
    if not is_web_address(url):
        raise _UnreachedError("refused", f"{url!r} is no http(s) address")
    address = httpx2.URL(url)
    pinned = address.copy_with(host=await _checked_address(address, settings))
    headers = {"Host": address.netloc.decode("ascii")}
    request = client.build_request("GET", pinned, headers=headers, extensions={"sni_hostname": address.host})
    response = await client.send(request, stream=True)
    try:
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > max_bytes:
                raise _UnreachedError("too_large", f"more than {max_bytes} bytes")
    finally:
        await response.aclose()
    return Exchange(
        url=url,
        fetched_at=datetime.now(UTC),
        status_line=f"{response.status_code} {response.reason_phrase}".strip(),
        headers=tuple((key, value) for key, value in response.headers.multi_items() if key not in _HOP_HEADERS),
        body=bytes(body),
    )


async def _checked_address(url: httpx2.URL, settings: Fetch) -> str:
    """Return the address to connect to, after all that the host resolves to were found public."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(url.host, url.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _UnreachedError("unreachable", f"{url.host} does not resolve: {error.strerror}") from None
    addresses = [str(entry[4][0]) for entry in found]
    if url.host not in settings.allow_hosts:
        for address in addresses:
            if not _is_public(address.partition("%")[0]):
                raise _UnreachedError("refused", f"{url.host} leads to {address}, which is no public address")
    return addresses[0]


def _is_public(address: str) -> bool:
    """Say whether an address belongs to one host of the internet, also where it is an IPv4 address in disguise."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        carried = found.ipv4_mapped or found.sixtofour
        if carried is None and found in _TRANSLATED:
            carried = ipaddress.IPv4Address(found.packed[-4:])
        if carried is None:
            return found in _UNICAST and found.is_global
        found = carried
    return found.is_global and not found.is_multicast
