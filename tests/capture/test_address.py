"""No spelling of a private address is connected to, whatever leads there: a link, a name, a redirect or a rebinding."""

import asyncio
import json
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpcore2
import pytest

from digest_pipeline.capture.address import CheckedNetwork, checked_url, host_names, is_public
from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.miss import MissError, NoConnectionError
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch
from tests.doubles.site import Reply, Site

SAMPLES = Path(__file__).resolve().parents[2] / "../shared/data/hostile/ssrf"
# Addresses that the AS112 project keeps for questions nobody should ask (RFC 7534): public, and nobody's.
PUBLIC, PUBLIC_6 = "192.175.48.6", "2620:4f:8000::6"
SETTINGS = Fetch(host_pause_seconds=0, attempts=1, connect_seconds=2, total_seconds=2)
# Names of the samples that lead into a provider's own network, beside those of the zones that are never asked for.
PRIVATE_NAMES = {"metadata.tencentyun.com": "169.254.0.23", "metadata.packet.net": "10.0.0.1"}


class Internet:
    """Resolves every name without asking anyone, and counts connections instead of making them."""

    def __init__(self, **names: str) -> None:
        self.names: dict[str, list[str]] = {name: address.split() for name, address in names.items()}
        self.open: set[str] = set()
        self.connected: list[str] = []

    async def resolve(self, _loop: object, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        """Stand in for the event loop's resolver."""
        addresses = self.names.get(host, [PUBLIC])
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    async def connect_tcp(self, network: Any, host: str, *arguments: Any) -> httpcore2.AsyncNetworkStream:
        """Stand in for the network."""
        self.connected.append(host)
        if host not in self.open:
            raise httpcore2.ConnectError("counted, not made")
        stream: httpcore2.AsyncNetworkStream = await self.connect(network, host, *arguments)
        return stream

    connect = staticmethod(httpcore2.AnyIOBackend.connect_tcp)


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    double = Internet(**PRIVATE_NAMES)

    # Functions, unlike bound methods, are handed the loop and the network that they are called on.
    async def getaddrinfo(loop: object, host: str, port: int, **named: object) -> list[tuple[Any, ...]]:
        return await double.resolve(loop, host, port, **named)

    async def connect_tcp(network: object, host: str, *arguments: Any) -> httpcore2.AsyncNetworkStream:
        return await double.connect_tcp(network, host, *arguments)

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", connect_tcp)
    return double


@pytest.fixture
def samples() -> list[str]:
    if not SAMPLES.is_dir():
        pytest.skip(f"the attack samples are not at {SAMPLES}")
    lines = [
        line
        for name in ("cloud-metadata.txt", "Open-Redirect-payloads.txt", "openredirects.txt")
        for line in (SAMPLES / name).read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    rows = [row for path in sorted(SAMPLES.glob("*.jsonl")) for row in path.read_text("utf-8").splitlines()]
    return list(dict.fromkeys([*lines, *(json.loads(row)["url"] for row in rows)]))


def outcome(url: str, settings: Fetch = SETTINGS) -> Exchange | Unreached:
    kept: list[Exchange | Unreached] = []
    fetch_all([Request(url, robots=False)], settings, kept.append)
    return kept[-1]


def is_refused(url: str, settings: Fetch = SETTINGS) -> bool:
    found = outcome(url, settings)
    return isinstance(found, Unreached) and found.reason == "refused"


def test_no_sample_leads_to_a_private_address(samples: list[str], internet: Internet) -> None:
    for sample in samples:
        internet.connected.clear()
        assert is_refused(sample) != (internet.connected == [PUBLIC]), sample
        if sample.partition("://")[2].startswith(("127", "169.254", "localhost", "metadata", "[", "0")):
            assert internet.connected == [], sample


def test_no_redirect_to_a_sample_leads_to_a_private_address(samples: list[str], internet: Internet) -> None:
    # Another address of this machine, which no sample means.
    internet.open = {"127.0.0.5"}
    settings = SETTINGS.model_copy(update={"allow_hosts": ("127.0.0.5",)})
    with Site("127.0.0.5") as site:
        for sample in samples:
            site.tell("/", Reply(302, {"Location": sample.encode().decode("latin-1")}))
            outcome(site.url("/", "127.0.0.5"), settings)
    assert set(internet.connected) == {"127.0.0.5", PUBLIC}


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Listen on every address of this machine, and see to it that nobody calls."""
    with socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True) as listener:
        listener.settimeout(0)
        yield listener.getsockname()[1]
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.mark.parametrize(
    "host",
    """127.0.0.1 localhost LOCALHOST localhost. x.localhost 2130706433 0x7f000001 0177.0.0.1 0x7f.1 0x7f.0x0.0x0.0x1
    127.1 0 0.0.0.0 127.0.0.1. 127.0.1 00000177.0.0.1 017700000001 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1]
    [::127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [::1%25lo] [::1%lo] 127。0。0。1 １２７.0.0.1
    ①②⑦.0.0.1 %31%32%37.0.0.1 user@127.0.0.1 example.org@127.0.0.1 127.0.0.1%00.example.org""".split(),
)
def test_no_spelling_of_this_machine_is_connected_to(silent_port: int, host: str) -> None:
    assert is_refused(f"http://{host}:{silent_port}/")


def test_odd_addresses_do_not_reach_this_machine(silent_port: int) -> None:
    for form in (
        "http://example.org:{0}:\\@@127.0.0.1:{0}/",
        "http://127.0.0.1:{0}\\@example.org/",
        "http:127.0.0.1:{0}",
        "http:///127.0.0.1:{0}/",
        "http://a.example\t@127.0.0.1:{0}/",
        "http://[127.0.0.1]:{0}/",
        "gopher://127.0.0.1:{0}/",
        "//127.0.0.1:{0}/",
        "",
    ):
        assert is_refused(form.format(silent_port)), form


@pytest.mark.parametrize(
    "address",
    """0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.8.9.1 168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255
    192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1
    255.255.255.255 :: ::1 ::7f00:1 ::ffff:10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 2001::1 2001:db8::1
    2001:10::1 2002:808:808::1 3ffe::1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1""".split(),
)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    f"8.8.8.8 172.32.0.1 100.128.0.1 192.0.1.1 198.20.0.1 {PUBLIC} {PUBLIC_6} 2606:4700::1 2001:200::1 ::ffff:8.8.8.8"
    " 64:ff9b::808:808".split(),
)
def test_the_rest_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host", ["metadata", "a.internal", "printer.local", "router.home.arpa", "x.localdomain", "a..b"]
)
def test_names_of_private_networks_are_not_even_resolved(internet: Internet, host: str) -> None:
    internet.names[host] = [PUBLIC]
    assert is_refused(f"http://{host}/")
    assert internet.connected == []


def test_a_name_with_one_private_address_among_public_ones_is_refused(internet: Internet) -> None:
    internet.names["both.example.org"] = [PUBLIC, "10.0.0.1"]
    assert is_refused("http://both.example.org/")
    assert internet.connected == []


def test_the_checked_address_is_connected_to_and_no_other_question_asked(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: a name that was public when it was checked can't be private when it is connected to."""
    questions = []
    original = internet.resolve

    async def rebinding(loop: object, host: str, port: int, **named: object) -> list[tuple[Any, ...]]:
        questions.append(host)
        internet.names[host] = [PUBLIC] if len(questions) == 1 else ["127.0.0.1"]
        return await original(loop, host, port, **named)

    monkeypatch.setattr(internet, "resolve", rebinding)
    outcome("http://rebind.example.org/")
    assert (questions, internet.connected) == (["rebind.example.org"], [PUBLIC])
    assert is_refused("http://rebind.example.org/")


def test_the_next_address_is_tried_when_one_refuses(internet: Internet) -> None:
    internet.names["two.example.org"] = [PUBLIC_6, PUBLIC]
    found = outcome("http://two.example.org/")
    assert internet.connected == [PUBLIC_6, PUBLIC]
    assert isinstance(found, Unreached)
    assert (found.reason, found.detail) == ("unreachable", "no connection to two.example.org: counted, not made")


def test_an_allowed_host_may_be_private_and_its_neighbours_not() -> None:
    allowed = host_names(["Intranet:8080", "127.0.0.1", "[::1]", "0:0::2", "bücher.example"])
    assert allowed == {"intranet", "127.0.0.1", "::1", "::2", "xn--bcher-kva.example"}
    for url in ("http://intranet/", "http://INTRANET.:99/", "http://127.0.0.1:1/", "http://[0::1]/", "https://[::2]/"):
        checked_url(url, allowed)
    for url in ("http://127.1/", "http://[::3]/", "http://user@intranet/"):
        with pytest.raises(MissError):
            checked_url(url, allowed)


def test_a_configured_host_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match=r"fetch\.allow_hosts: 'no host\[' is no host name"):
        host_names(["no host["])


def test_a_name_without_an_address_is_unreachable(internet: Internet) -> None:
    internet.names["empty.example.org"] = []
    with pytest.raises(NoConnectionError, match="resolves to no address"):
        asyncio.run(CheckedNetwork(frozenset()).connect_tcp("empty.example.org", 80, 1.0))
