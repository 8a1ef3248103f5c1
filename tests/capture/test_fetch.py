"""The fetcher against a loopback server: what is recorded, what is refused, and when it gives up."""

import gzip
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from digest_pipeline.capture.fetch import Unreached, fetch_all
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch

OPEN = Fetch(allow_hosts=("127.0.0.1", "localhost"), timeout_seconds=5, redirects=3)
LIMIT = 100_000


@dataclass
class Site:
    """A loopback web server and what it was asked."""

    port: int = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    silence: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Return the address of `path` on this server, under any name of its host."""
        return f"http://{host}:{self.port}{path}"


# Status, headers and body of each path; any other path is a page that sets a cookie.
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/hop/0": (302, {"Location": "/page"}, b""),
    **{f"/hop/{number}": (301, {"Location": f"/hop/{number - 1}"}, b"") for number in range(1, 10)},
    "/to-private": (302, {"Location": "http://[::1]:1/secret"}, b""),
    "/to-file": (302, {"Location": "file:///etc/passwd"}, b""),
    "/large": (200, {}, b"x" * (LIMIT + 1)),
    "/exact": (200, {}, b"x" * LIMIT),
    "/gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"packed")),
    "/gone": (404, {}, b"gone"),
}


@pytest.fixture
def site() -> Iterator[Site]:
    here = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            here.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
            if self.path == "/hang":
                here.silence.wait()
            status, headers, body = ANSWERS.get(self.path, (200, {"Set-Cookie": "seen=1"}, b"a page"))
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # the fetcher hung up
                self.close_connection = True

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        here.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield here
        here.silence.set()
        server.shutdown()
        thread.join()


def exchanges(*urls: str, settings: Fetch = OPEN) -> list[Exchange]:
    answers = fetch_all(urls, settings, max_bytes=LIMIT)
    assert all(isinstance(answer, Exchange) for answer in answers), answers
    return [answer for answer in answers if isinstance(answer, Exchange)]


def miss(url: str, settings: Fetch = OPEN) -> Unreached:
    *_, last = fetch_all([url], settings, max_bytes=LIMIT)
    assert isinstance(last, Unreached), last
    assert last.url == url
    return last


def test_an_answer_is_kept_as_it_came_over_the_wire(site: Site) -> None:
    (answer,) = exchanges(site.url("/gzip"))
    assert gzip.decompress(answer.body) == b"packed"
    assert answer.content(LIMIT) == b"packed"
    assert answer.header("content-encoding") == "gzip"


def test_the_asked_host_and_the_user_agent_are_sent(site: Site) -> None:
    exchanges(site.url("/page", "localhost"))
    ((_, headers),) = site.asked
    assert headers["host"] == f"localhost:{site.port}"
    assert headers["user-agent"] == OPEN.user_agent


def test_an_address_is_asked_once_and_an_error_is_an_answer(site: Site) -> None:
    (answer,) = exchanges(site.url("/gone"), site.url("/gone"))
    assert answer.status == 404
    assert len(site.asked) == 1


def test_redirects_are_recorded_hop_by_hop(site: Site) -> None:
    answers = exchanges(site.url("/hop/1"))
    assert [(answer.status, answer.url) for answer in answers] == [
        (301, site.url("/hop/1")),
        (302, site.url("/hop/0")),
        (200, site.url("/page")),
    ]


def test_redirects_end(site: Site) -> None:
    assert miss(site.url("/hop/9")).detail == "more than 3 redirects"
    assert len(site.asked) == 4


def test_what_is_too_large_is_left(site: Site) -> None:
    assert miss(site.url("/large")).reason == "too_large"
    assert len(exchanges(site.url("/exact"))[0].body) == LIMIT


def test_silence_ends_with_the_time_limit(site: Site) -> None:
    quick = OPEN.model_copy(update={"timeout_seconds": 0.3})
    answers = fetch_all([site.url("/hang"), site.url("/page")], quick, max_bytes=LIMIT)
    assert [type(answer) for answer in answers] == [Unreached, Exchange]
    assert isinstance(answers[0], Unreached)
    assert answers[0].reason == "timeout"


def test_a_closed_port_is_unreachable() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert miss(f"http://127.0.0.1:{unused.getsockname()[1]}/").reason == "unreachable"


def test_a_host_that_does_not_resolve_is_unreachable() -> None:
    assert miss("http://nowhere.invalid/").reason == "unreachable"


def test_no_cookie_is_kept_between_requests(site: Site) -> None:
    one_at_a_time = OPEN.model_copy(update={"concurrency": 1})
    exchanges(site.url("/a"), site.url("/b"), settings=one_at_a_time)
    assert ["cookie" in headers for _, headers in site.asked] == [False, False]


def test_a_redirect_to_a_private_address_or_a_file_is_refused(site: Site) -> None:
    for path in ("/to-private", "/to-file"):
        first, last = fetch_all([site.url(path)], OPEN, max_bytes=LIMIT)
        assert isinstance(first, Exchange)
        assert isinstance(last, Unreached)
        assert last.reason == "refused"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "127.0.0.1.",
    ],
)
def test_no_spelling_of_this_machine_is_connected_to(site: Site, host: str) -> None:
    assert miss(site.url("/secret", host), Fetch(timeout_seconds=5)).reason in {"refused", "unreachable"}
    assert site.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "[fe80::1]",
        "[fec0::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[64:ff9b::169.254.169.254]",
        "[2002:7f00:1::]",
        "[::ffff:a9fe:a9fe]",
    ],
)
def test_no_address_of_a_private_network_is_connected_to(host: str) -> None:
    assert miss(f"http://{host}/", Fetch(timeout_seconds=2)).reason == "refused"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "//127.0.0.1/", "", "http://"])
def test_only_the_web_is_fetched(url: str) -> None:
    assert miss(url).reason == "refused"


def test_the_environment_names_no_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, site.url("/proxy"))
    assert miss("http://10.0.0.1/", Fetch(timeout_seconds=2)).reason == "refused"
    assert site.asked == []
