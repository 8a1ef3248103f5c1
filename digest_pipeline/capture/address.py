"""Which addresses may be connected to, and the network that connects to nothing else.

An address is checked twice: as it is spelled, before anything is asked (`checked_url`), and as its name resolves, at
the moment of connecting (`CheckedNetwork`), so that no name can change its meaning in between. Asking is `wire.py`.
"""

import asyncio
import re
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpcore2
import httpx2

from digest_pipeline.capture.miss import MissError, NoConnectionError
from digest_pipeline.urls import is_web_address

# The special-purpose registries of IANA, written out: `is_global` follows them differently in each Python release.
_PRIVATE_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "168.63.129.16/32",  # a public number, but within Azure the machine's own host
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_UNICAST_6 = IPv6Network("2000::/3")
# Within unicast: protocol assignments with Teredo, documentation, 6to4, and the network that was called 6bone.
_PRIVATE_6 = tuple(
    IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3ffe::/16", "3fff::/20")
)
# How a network that speaks IPv6 only reaches IPv4 (NAT64): the last four bytes are the IPv4 address.
_TRANSLATED = IPv6Network("64:ff9b::/96")

UNKNOWN_NAME = "does not resolve; is it spelled right?"
"""How the detail of a miss ends when there is no such host, as far as the resolver knows."""

_LOCAL_ZONES = (".internal", ".local", ".localdomain", ".localhost", ".home.arpa")
_NAME = re.compile(r"([a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}\.?")
# A last label like these makes a host an IPv4 address (WHATWG URL, "ends in a number"), whatever stands before it.
_NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)\.?")


def checked_url(url: str, allowed: frozenset[str]) -> httpx2.URL:
    """Return the parsed address when its spelling leads to no private place; nothing is resolved.

    Args:
        url: an absolute address.
        allowed: hosts that may be private, as `host_names` gives them.

    Raises:
        MissError: `refused`, when it is no http(s) address, names a user, or spells a private or odd host.
    """
    if not is_web_address(url):
        raise MissError("refused", "it is no absolute http(s) address")
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL:
        raise MissError("refused", "its host is no valid name") from None
    if "@" in url.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]:
        raise MissError("refused", "it holds a user name before its host; tokens belong into a header")
    host = _name(parsed)
    if host not in allowed and (objection := _objection(host)):
        raise MissError("refused", f"{host[:100]} {objection}")
    return parsed


def host_names(entries: Iterable[str]) -> frozenset[str]:
    """Return configured hosts in the form that addresses are compared in: no port, no brackets, lower case.

    Raises:
        ValueError: naming an entry that is no host.
    """
    names = set()
    for entry in entries:
        host = f"[{entry}]" if entry.count(":") > 1 and not entry.startswith("[") else entry
        try:
            name = _name(httpx2.URL(f"http://{host}/"))
        except httpx2.InvalidURL:
            name = ""
        if not _literal(name) and not _NAME.fullmatch(f"x.{name}"):
            raise ValueError(f"fetch.allow_hosts: {entry!r} is no host name")
        names.add(name)
    return frozenset(names)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether an address belongs to one host of the internet, also where it is an IPv4 address in disguise."""
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped
        if carried is None and address in _TRANSLATED:
            carried = IPv4Address(address.packed[-4:])
        if carried is None:
            return address in _UNICAST_6 and not any(address in network for network in _PRIVATE_6)
        address = carried
    return not any(address in network for network in _PRIVATE_4)


class CheckedNetwork(httpcore2.AsyncNetworkBackend):
    """Resolves a name, checks all its addresses, and connects to one of the checked ones.

    Connections are pooled by name above this, so each keeps the certificate of the name it was made for.
    """

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first checked address that takes the connection; each has its share of the time.

        Raises:
            MissError: `refused`, when any address of the host is private.
            NoConnectionError: when the name does not resolve.
            httpcore2.ConnectError, httpcore2.ConnectTimeout: what the last address answered.
        """
        clock = asyncio.get_running_loop().time
        end = clock() + timeout if timeout is not None else None
        addresses = await self._addresses(host, port, timeout)
        for left in range(len(addresses), 0, -1):
            share = (end - clock()) / left if end is not None else None
            try:
                return await self._network.connect_tcp(addresses[-left], port, share, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if left == 1:
                    raise
        raise NoConnectionError("unreachable", f"{host} resolves to no address")

    async def _addresses(self, host: str, port: int, seconds: float | None) -> list[str]:
        addresses = [host] if _literal(host) else await _resolved(host, port, seconds)
        if host.rstrip(".") not in self._allowed:
            for address in addresses:
                if not is_public(ip_address(address)):
                    raise MissError("refused", f"{host} leads to {address}, which is no public address")
        return addresses


async def _resolved(host: str, port: int, seconds: float | None) -> list[str]:
    try:
        async with asyncio.timeout(seconds):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        raise NoConnectionError("timeout", f"{host} does not resolve within {seconds:g} s", passing=True) from None
    except (OSError, UnicodeError) as error:
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
            raise NoConnectionError("unreachable", f"{host} does not resolve for now", passing=True) from None
        raise NoConnectionError("unreachable", f"{host} {UNKNOWN_NAME}") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _objection(host: str) -> str:
    """Return what speaks against a host as it is spelled, or an empty string."""
    if address := _literal(host):
        return "" if is_public(address) else "is no public address"
    if _NUMBER.fullmatch(host):
        return "spells an IP address in an unusual way"
    if f".{host}".endswith(_LOCAL_ZONES):
        return "is a name of a private network"
    return "" if _NAME.fullmatch(host) else "is no name of a public host"


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _name(url: httpx2.URL) -> str:
    host = url.raw_host.decode("ascii").lower().rstrip(".")
    address = _literal(host)
    return address.compressed if address else host
