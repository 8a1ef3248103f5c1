"""The fetcher against a loopback site: what is kept, how often it asks, what it follows, and when it gives up."""

import gzip
import logging
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest

from digest_pipeline.capture import connections
from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.warc import Exchange, Revisit
from digest_pipeline.settings import Fetch
from tests.doubles.site import PAGE, Reply, Site

OPEN = Fetch(
    allow_hosts=("127.0.0.1", "localhost"),
    total_seconds=5,
    redirects=3,
    host_pause_seconds=0,
    backoff_seconds=0.01,
    body_bytes=100_000,
    decoded_bytes=200_000,
)
TOKEN = "Bearer s3cret-token-of-the-user"  # noqa: S105  nobody's


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as here:
        yield here


def asked(*requests: Request | str, **limits: object) -> list[Exchange | Unreached]:
    """Return what was kept, without robots.txt unless the request is written out."""
    answers: list[Exchange | Unreached] = []
    plain = [Request(request, robots=False) if isinstance(request, str) else request for request in requests]
    fetch_all(plain, OPEN.model_copy(update=limits), answers.append)
    return answers


def answer(request: Request | str, **limits: object) -> Exchange:
    (only,) = asked(request, **limits)
    assert isinstance(only, Exchange), only
    return only


def miss(request: Request | str, **limits: object) -> Unreached:
    *_, last = asked(request, **limits)
    assert isinstance(last, Unreached), last
    return last


def test_an_answer_is_kept_as_it_came_over_the_wire(site: Site) -> None:
    packed = gzip.compress(b"packed")
    found = answer(site.tell("/gzip", Reply(headers={"Content-Encoding": "gzip"}, body=packed)))
    assert (found.status_line, found.body, found.content(100)) == ("200 OK", packed, b"packed")
    assert found.header("content-encoding") == "gzip"


def test_chunks_are_joined_and_no_header_speaks_of_them(site: Site) -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Other: 1\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"
    found = answer(site.tell("/chunks", Reply(raw=raw)))
    assert (found.body, found.headers) == (b"onetwo", (("X-Other", "1"),))


def test_the_request_names_host_and_user_agent_and_what_can_be_unpacked(site: Site) -> None:
    answer(site.url("/page", "localhost"))
    ((_, headers),) = site.asked
    assert headers["host"] == f"localhost:{site.port}"
    assert headers["user-agent"] == OPEN.user_agent
    assert headers["accept-encoding"] == "gzip, deflate, br"


def test_an_address_is_asked_once_and_an_error_is_an_answer(site: Site) -> None:
    url = site.tell("/gone", Reply(404))
    (found,) = asked(url, url)
    assert isinstance(found, Exchange)
    assert found.status == 404
    assert site.paths() == ["/gone"]


def test_an_answer_is_kept_before_the_run_ends(site: Site) -> None:
    seen = []
    slow = site.tell("/slow", Reply(503), PAGE)

    def keep(answer: Exchange | Unreached) -> None:
        seen.append((answer.url, len(site.asked)))

    one_at_a_time = OPEN.model_copy(update={"host_concurrency": 1})
    fetch_all([Request(site.url("/a"), robots=False), Request(slow, robots=False)], one_at_a_time, keep)
    assert seen == [(site.url("/a"), 1), (slow, 3)]


def test_what_keeping_raises_ends_the_run_as_it_is(site: Site) -> None:
    def keep(_: Exchange | Unreached) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fetch_all([Request(site.url(f"/{number}"), robots=False) for number in range(5)], OPEN, keep)


def test_connections_are_kept_alive(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = []
    original = site._server.get_request  # noqa: SLF001  what the server accepts is seen nowhere else

    def get_request() -> tuple[socket.socket, object]:
        accepted.append(1)
        return original()

    monkeypatch.setattr(site._server, "get_request", get_request)  # noqa: SLF001  the same
    asked(*(site.url(f"/{number}") for number in range(10)), host_concurrency=1)
    assert len(accepted) == 1


def test_connections_to_hosts_of_long_ago_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_KEPT_ORIGINS", 1)
    hosts = [f"127.0.3.{number}" for number in range(1, 5)]
    with Site("0.0.0.0") as everywhere:  # noqa: S104  all of 127.0.0.0/8
        urls = [everywhere.url(f"/{page}", host) for host in hosts for page in range(3)]
        assert len(asked(*urls, allow_hosts=tuple(hosts))) == len(urls)


# Redirects


def test_redirects_are_kept_hop_by_hop(site: Site) -> None:
    site.tell("/b", Reply(302, {"Location": "page?q=ü#part".encode().decode("latin-1")}))
    kept = asked(site.tell("/a", Reply(301, {"Location": "/b"})))
    assert [(found.status, found.url) for found in kept if isinstance(found, Exchange)] == [
        (301, site.url("/a")),
        (302, site.url("/b")),
        (200, site.url("/page?q=%C3%BC")),
    ]


def test_redirects_end(site: Site) -> None:
    for number in range(9):
        site.tell(f"/{number}", Reply(302, {"Location": f"/{number + 1}"}))
    last = miss(site.url("/0"))
    assert (last.url, last.reason, last.detail) == (
        site.url("/0"),
        "redirects",
        "more than 3 redirects (fetch.redirects)",
    )
    assert len(site.asked) == 4


def test_a_circle_of_redirects_is_noticed_at_once(site: Site) -> None:
    site.tell("/b", Reply(302, {"Location": "/a"}))
    assert "circle" in miss(site.tell("/a", Reply(302, {"Location": "/b"}))).detail
    assert site.paths() == ["/a", "/b"]


@pytest.mark.parametrize(
    "location", ["http://[::1]:1/secret", "file:///etc/passwd", "http://[bad", "//127.1/", "\\\\a.b"]
)
def test_a_redirect_to_a_private_address_or_a_file_is_refused(site: Site, location: str) -> None:
    first, last = asked(site.tell("/away", Reply(302, {"Location": location})))
    assert isinstance(first, Exchange)
    assert isinstance(last, Unreached)
    assert (last.url, last.reason) == (site.url("/away"), "refused")


def test_headers_stay_at_their_origin(site: Site) -> None:
    site.tell("/here", Reply(302, {"Location": site.url("/there", "localhost")}))
    site.tell("/there", Reply(302, {"Location": site.url("/back")}))
    request = Request(site.tell("/", Reply(302, {"Location": "/here"})), (("Authorization", TOKEN),), robots=False)
    kept = asked(request)
    assert [headers.get("authorization") for _, headers in site.asked] == [TOKEN, TOKEN, None, None]
    assert not any(TOKEN in str(found) for found in kept)


def test_no_cookie_is_kept_between_requests(site: Site) -> None:
    site.tell("/a", Reply(headers={"Set-Cookie": "seen=1"}))
    asked(site.url("/a"), site.url("/b"), concurrency=1)
    assert ["cookie" in headers for _, headers in site.asked] == [False, False]


def test_the_environment_names_no_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, site.url("/proxy"))
    answer(site.url("/page"))
    assert miss("http://10.0.0.1/").reason == "refused"
    assert site.paths() == ["/page"]


# Conditional requests


def recorded(url: str, **headers: str) -> Exchange:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange(url, datetime(2026, 6, 1, tzinfo=UTC), "200 OK", pairs, b"known")


def test_an_unchanged_answer_is_a_revisit_of_the_known_one(site: Site) -> None:
    known = recorded(site.tell("/feed", Reply(304)), ETag='"a"', Last_Modified="Mon, 01 Jun 2026 00:00:00 GMT")
    found = answer(Request(known.url, robots=False, known=known))
    ((_, headers),) = site.asked
    assert headers["if-none-match"] == '"a"'
    assert headers["if-modified-since"] == "Mon, 01 Jun 2026 00:00:00 GMT"
    assert (found.status, found.body) == (304, b"")
    assert found.revisit == Revisit(known.digest, known.fetched_at)


def test_the_validators_go_to_the_address_that_answered(site: Site) -> None:
    site.tell("/old", Reply(301, {"Location": "/new"}))
    site.tell("/new", Reply(304))
    known = recorded(site.url("/new"), ETag='"a"')
    *_, found = asked(Request(site.url("/old"), robots=False, known=known))
    assert ["if-none-match" in headers for _, headers in site.asked] == [False, True]
    assert isinstance(found, Exchange)
    assert found.revisit


def test_a_changed_answer_is_no_revisit(site: Site) -> None:
    known = recorded(site.url("/feed"), ETag='"a"')
    found = answer(Request(known.url, robots=False, known=known))
    assert (found.body, found.revisit) == (b"a page", None)


# Limits


def test_what_is_too_large_is_left(site: Site) -> None:
    large = b"x" * (OPEN.body_bytes + 1)
    assert miss(site.tell("/large", Reply(body=large))).reason == "too_large"
    unannounced = b"HTTP/1.1 200 OK\r\n\r\n" + large
    assert miss(site.tell("/unannounced", Reply(raw=unannounced))).reason == "too_large"
    assert len(answer(site.tell("/exact", Reply(body=large[1:]))).body) == OPEN.body_bytes
    assert site.paths() == ["/large", "/unannounced", "/exact"]


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_bomb_is_cut_off(site: Site, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    bomb = Reply(headers={"Content-Encoding": encoding}, body=pack(bytes(OPEN.decoded_bytes + 1)))
    last = miss(site.tell("/bomb", bomb))
    assert (last.reason, last.detail) == ("too_large", "more than 200000 bytes when unpacked (fetch.decoded_bytes)")


def test_too_many_headers_are_too_large(site: Site) -> None:
    assert miss(site.tell("/some", Reply(headers={"X": "x" * 2_000})), header_bytes=1_000).reason == "too_large"
    lines = b"".join(b"X-%d: %s\r\n" % (number, b"x" * 1_000) for number in range(300))
    assert miss(site.tell("/many", Reply(raw=b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n"))).reason == "too_large"


@pytest.mark.parametrize(
    ("content_type", "taken"),
    [
        ("text/html; charset=utf-8", True),
        ("Application/RSS+XML", True),
        ("application/json", True),
        ("", True),
        ("application/pdf", False),
        ("image/svg", False),
        ("video/mp4", False),
    ],
)
def test_the_type_decides_before_the_body_is_read(site: Site, content_type: str, taken: bool) -> None:
    # A body that is announced and never comes would end in a timeout, if it was read.
    missing = {} if taken else {"Content-Length": "99999"}
    (found,) = asked(site.tell("/typed", Reply(headers={"Content-Type": content_type, **missing})))
    assert (found.reason if isinstance(found, Unreached) else "taken") == ("taken" if taken else "content_type")


def test_an_error_page_of_another_type_is_an_answer(site: Site) -> None:
    assert answer(site.tell("/gone", Reply(404, {"Content-Type": "image/png"}))).status == 404


def test_silence_ends_with_the_time_limit(site: Site) -> None:
    silent = site.tell("/silent", Reply(silent=True))
    assert "fetch.read_seconds" in miss(silent, read_seconds=0.05, attempts=1).detail
    assert "fetch.total_seconds" in miss(silent, total_seconds=0.05, attempts=1).detail
    kept = asked(silent, site.url("/page"), read_seconds=0.05, attempts=1)
    assert sorted(type(found).__name__ for found in kept) == ["Exchange", "Unreached"]


def test_a_closed_port_is_unreachable() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        assert miss(url).reason == "unreachable"
        assert [found.url for found in asked(Request(url))] == [f"{url}robots.txt", url]


def test_a_host_that_does_not_resolve_is_unreachable() -> None:
    assert miss("http://nowhere.invalid/").reason == "unreachable"
    assert miss(Request("http://nowhere.invalid/")).reason == "unreachable"


# Attempts


@pytest.mark.parametrize(
    "fault",
    [
        Reply(500),
        Reply(429),
        Reply(408),
        Reply(raw=b""),
        Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"),
        Reply(raw=b"no http at all\r\n\r\n"),
    ],
    ids=["500", "429", "408", "nothing", "cut short", "no http"],
)
def test_what_may_pass_is_asked_again(site: Site, fault: Reply) -> None:
    assert answer(site.tell("/page", fault, fault, PAGE)).body == b"a page"
    assert len(site.asked) == 3


def test_the_last_of_all_attempts_counts(site: Site) -> None:
    assert answer(site.tell("/down", Reply(503), Reply(502), Reply(500))).status == 500
    cut = Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort")
    assert miss(site.tell("/cut", Reply(503), cut)).reason == "unreachable"
    assert len(site.asked) == 6


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501, 505])
def test_what_will_not_pass_is_asked_once(site: Site, status: int) -> None:
    assert answer(site.tell("/no", Reply(status))).status == status
    assert len(site.asked) == 1


def test_a_named_moment_is_waited_for_by_the_whole_host(site: Site) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    moments = []
    busy = Reply(503, {"Retry-After": format_datetime(soon, usegmt=True)})
    requests = [Request(url, robots=False) for url in (site.tell("/busy", busy, PAGE), site.url("/other"))]
    fetch_all(
        requests, OPEN.model_copy(update={"host_concurrency": 1}), lambda _: moments.append(datetime.now(UTC) >= soon)
    )
    assert moments == [True, True]
    assert site.paths() == ["/busy", "/other", "/busy"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (429, {"Retry-After": "3600"}),
        (503, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4102444800"}),
    ],
)
def test_a_moment_too_far_off_leaves_the_host_alone(site: Site, status: int, headers: dict[str, str]) -> None:
    first, second = asked(site.tell("/busy", Reply(status, headers)), site.url("/other"), host_concurrency=1)
    assert isinstance(first, Exchange)
    assert first.status == status
    assert isinstance(second, Unreached)
    assert second.reason == "rate_limited"
    assert " UTC (fetch.retry_after_seconds)" in second.detail
    assert site.paths() == ["/busy"]


# Budgets


def test_what_is_over_the_budget_of_a_host_is_missed_and_the_rest_goes_on(site: Site) -> None:
    body = Reply(body=b"x" * 600)
    urls = [site.tell(f"/{number}", body) for number in range(4)]
    kept = asked(*urls, site.url("/other", "localhost"), host_bytes=1_000, host_concurrency=1)
    assert [found.reason if isinstance(found, Unreached) else found.status for found in kept if "127" in found.url] == [
        200,
        "budget",
        "budget",
        "budget",
    ]
    assert any(isinstance(found, Exchange) and "localhost" in found.url for found in kept)
    assert len(site.asked) == 3


def test_a_run_has_a_budget_of_bytes_and_of_time(site: Site) -> None:
    site.tell("/a", Reply(body=b"x" * 1_001))
    kept = asked(site.url("/a"), site.url("/b", "localhost"), run_bytes=1_000, concurrency=1)
    assert [found.reason for found in kept if isinstance(found, Unreached)] == ["budget", "budget"]


@pytest.mark.parametrize("limit", ["run_seconds", "host_seconds"])
def test_what_would_start_after_the_time_is_missed_without_waiting(site: Site, limit: str) -> None:
    urls = [site.url(f"/{number}") for number in range(4)]
    kept = asked(*urls, host_pause_seconds=60, **{limit: 30})
    assert sorted(found.reason if isinstance(found, Unreached) else "" for found in kept) == ["", *["budget"] * 3]
    assert len(site.asked) == 1


# Tokens


@pytest.mark.parametrize("value", [TOKEN, "s3cret\ntoken", "s3crét"])
def test_no_token_shows_up_in_a_detail_or_a_log(site: Site, value: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = Reply(raw=b"s3cret-token-of-the-user is no HTTP\r\n\r\n")
    last = miss(Request(site.tell("/echo", echo), (("X-Api-Key", value),), robots=False))
    assert "s3cr" not in last.detail
    assert "s3cr" not in caplog.text
