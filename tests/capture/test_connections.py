"""TLS and HTTP/2: connections belong to names, so that hosts which share an address each show their own certificate."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch

NAMES = ("one.example.org", "two.example.org")
SETTINGS = Fetch(allow_hosts=(*NAMES, "three.example.org"), host_pause_seconds=0, attempts=1, total_seconds=5)


class TlsHosts:
    """Two hosts on one address, which speak HTTP/2 and know each other's name by SNI only."""

    def __init__(self, folder: Path) -> None:
        self.certificates = {name: _certificate(name, folder) for name in NAMES}
        self.greeted: list[str] = []
        self.asked: list[tuple[str, str]] = []
        self.port = 0
        self.shut = asyncio.Event()

    async def serve(self, ready: threading.Event) -> None:
        """Answer until `shut` is set."""
        contexts = {name: self._context(path) for name, path in self.certificates.items()}
        for context in contexts.values():
            context.sni_callback = lambda tls, name, _: self._greet(tls, str(name), contexts)
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=contexts[NAMES[0]])
        self.port = server.sockets[0].getsockname()[1]
        self.loop = asyncio.get_running_loop()
        ready.set()
        await self.shut.wait()
        server.close()

    @staticmethod
    def _context(path: Path) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        context.set_alpn_protocols(["h2"])
        return context

    def _greet(self, tls: Any, name: str, contexts: dict[str, ssl.SSLContext]) -> None:
        self.greeted.append(name)
        tls.context = contexts.get(name, contexts[NAMES[0]])

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        state = H2Connection(H2Configuration(client_side=False, header_encoding=False))
        state.initiate_connection()
        while data := await reader.read(65536):
            for event in state.receive_data(data):
                if isinstance(event, RequestReceived) and event.headers and event.stream_id:
                    headers = dict(event.headers)
                    self.asked.append((headers[b":authority"].decode(), headers[b":path"].decode()))
                    answer = [
                        (":status", "200"),
                        ("content-type", "text/html"),
                        ("x-echo", headers.get(b"x-key", b"").decode()),
                    ]
                    state.send_headers(event.stream_id, answer)
                    state.send_data(event.stream_id, b"over HTTP/2", end_stream=True)
            writer.write(state.data_to_send())
        writer.close()


def _certificate(name: str, folder: Path) -> Path:
    """Write a key and a certificate that it signs itself, and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{name}.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TlsHosts]:
    double, ready = TlsHosts(tmp_path), threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(double.serve(ready)), daemon=True)
    thread.start()
    ready.wait(5)
    bundle = tmp_path / "authorities.pem"
    bundle.write_bytes(b"".join(path.read_bytes() for path in double.certificates.values()))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))

    async def resolve(_loop: object, _host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    yield double
    double.loop.call_soon_threadsafe(double.shut.set)
    thread.join(5)


def fetched(*urls: str) -> list[Exchange | Unreached]:
    kept: list[Exchange | Unreached] = []
    fetch_all([Request(url, robots=False) for url in urls], SETTINGS, kept.append)
    return sorted(kept, key=lambda answer: answer.url)


def test_hosts_that_share_an_address_have_connections_of_their_own(hosts: TlsHosts) -> None:
    urls = [f"https://{name}:{hosts.port}/{page}" for name in NAMES for page in range(3)]
    answers = fetched(*urls)
    assert [(answer.url, answer.status_line, answer.body) for answer in answers if isinstance(answer, Exchange)] == [
        (url, "200 OK", b"over HTTP/2") for url in urls
    ]
    assert sorted(set(hosts.greeted)) == list(NAMES)
    assert {authority for authority, _ in hosts.asked} == {f"{name}:{hosts.port}" for name in NAMES}


def test_a_certificate_of_another_name_is_no_answer(hosts: TlsHosts) -> None:
    (answer,) = fetched(f"https://three.example.org:{hosts.port}/")
    assert isinstance(answer, Unreached)
    assert answer.reason == "unreachable"
    assert "certificate" in answer.detail
    assert hosts.asked == []


def test_no_token_is_logged_by_what_packs_headers(hosts: TlsHosts, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    url = f"https://{NAMES[0]}:{hosts.port}/"
    fetch_all([Request(url, (("X-Key", "s3cret-of-the-user"),), robots=False)], SETTINGS, lambda _: None)
    assert len(hosts.asked) == 1
    assert "s3cret" not in caplog.text
