"""robots.txt: what it allows, what it means when it can't be read, and that it is asked once."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest

from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.miss import MissError, NoConnectionError
from digest_pipeline.capture.robots import Robots
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch
from tests.doubles.site import Reply, Site

AGENT = "digest-pipeline/0.1 (+https://example.org/digest-pipeline)"
FILE = "https://example.org/robots.txt"


def file(status: int = 200, text: bytes = b"", url: str = FILE, header: tuple[str, str] | None = None) -> Exchange:
    headers = (header,) if header else ()
    return Exchange(url, datetime(2026, 6, 1, tzinfo=UTC), f"{status} Status", headers, text)


def admitted(
    answer: Exchange | MissError, url: str = "https://example.org/a?b=c", recorded: dict[str, Exchange] | None = None
) -> float | str:
    """Return the delay, or the reason against the page."""

    async def ask(_: str) -> Exchange:
        if isinstance(answer, MissError):
            raise answer
        return answer

    robots = Robots(AGENT, ask, (recorded or {}).get)
    try:
        return asyncio.run(robots.admit(httpx2.URL(url)))
    except MissError as miss:
        return miss.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0.0),
        ("<html>Not found</html>", 0.0),
        ("User-agent: *\nDisallow: /", "robots"),
        ("\ufeffUser-agent: *\nDisallow: /", "robots"),
        ("User-agent: *\nDisallow: /a?b=", "robots"),
        ("User-agent: *\nDisallow: /*c$", "robots"),
        ("User-agent: *\nDisallow: /\nAllow: /a", 0.0),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Digest-Pipeline\nDisallow: /private", 0.0),
        ("User-agent: digest-pipeline\nDisallow: /", "robots"),
        ("User-agent: otherbot\nDisallow: /", 0.0),
        ("User-agent: *\nCrawl-delay: 2.5", 2.5),
        ("User-agent: *\nCrawl-delay: 86400", 30.0),
        ("User-agent: *\nCrawl-delay: soon", 0.0),
    ],
)
def test_the_rules_are_read_as_they_are_meant(text: str, expected: float | str) -> None:
    assert admitted(file(text=text.encode())) == expected


def test_what_stands_after_the_first_half_megabyte_is_not_read() -> None:
    filler = b"# filler\n" * 60_000
    assert admitted(file(text=b"User-agent: *\nDisallow: /a\n" + filler)) == "robots"
    assert admitted(file(text=filler + b"User-agent: *\nDisallow: /a\n")) == 0.0


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (file(404), 0.0),
        (file(401), 0.0),
        (file(429), 0.0),
        (file(302), 0.0),
        (file(500), "robots"),
        (file(503), "robots"),
        (file(text=b"\x1f\x8b\x08damaged", header=("Content-Encoding", "gzip")), "robots"),
        (MissError("redirects", "more than 5"), 0.0),
        (MissError("timeout", "silent"), "robots"),
        (MissError("unreachable", "broke off"), "robots"),
        (MissError("too_large", "large"), "robots"),
        (MissError("refused", "private"), "refused"),
        (MissError("rate_limited", "later"), "rate_limited"),
        (MissError("budget", "over"), "budget"),
        (NoConnectionError("unreachable", "no such host"), "unreachable"),
    ],
)
def test_no_file_allows_all_and_no_answer_nothing(answer: Exchange | MissError, expected: float | str) -> None:
    assert admitted(answer) == expected


def test_a_recorded_file_serves_but_not_a_recorded_server_error() -> None:
    rules = file(text=b"User-agent: *\nDisallow: /")
    assert admitted(file(404), recorded={FILE: rules}) == "robots"
    assert admitted(file(404), recorded={FILE: file(503)}) == 0.0
    moved = {FILE: file(301, header=("Location", "/rules")), "https://example.org/rules": rules}
    assert admitted(file(404), recorded=moved) == "robots"
    circle = {FILE: file(301, header=("Location", "/robots.txt"))}
    assert admitted(file(404), recorded=circle) == 0.0


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as here:
        yield here


OPEN = Fetch(allow_hosts=("127.0.0.1", "localhost"), host_pause_seconds=0, backoff_seconds=0.01)


def test_the_file_is_asked_once_and_kept_and_a_forbidden_page_is_not_asked(site: Site) -> None:
    rules = site.tell("/robots.txt", Reply(body=b"User-agent: *\nDisallow: /private"))
    kept: list[Exchange | Unreached] = []
    urls = [site.url(path) for path in ("/a", "/b", "/private/c", "/private/d")]
    fetch_all([Request(url) for url in urls], OPEN, kept.append)
    assert sorted(site.paths()) == ["/a", "/b", "/robots.txt"]
    assert [answer.url for answer in kept if isinstance(answer, Exchange)][:1] == [rules]
    (first, _) = [answer for answer in kept if isinstance(answer, Unreached)]
    assert (first.url, first.reason) == (urls[2], "robots")
    assert first.detail == f"{rules} does not allow digest-pipeline to read it"


def test_the_file_is_asked_without_the_headers_of_the_page_and_of_any_type(site: Site) -> None:
    site.tell("/robots.txt", Reply(headers={"Content-Type": "application/octet-stream"}))
    fetch_all([Request(site.url("/a"), (("Authorization", "Bearer secret"),))], OPEN, lambda _: None)
    assert [(path, "authorization" in headers) for path, headers in site.asked] == [
        ("/robots.txt", False),
        ("/a", True),
    ]


def test_each_host_of_a_redirect_is_asked_for_its_own_rules(site: Site) -> None:
    site.tell("/a", Reply(302, {"Location": site.url("/b", "localhost")}))
    kept: list[Exchange | Unreached] = []
    fetch_all([Request(site.url("/a"))], OPEN, kept.append)
    assert [answer.url for answer in kept] == [
        site.url("/robots.txt"),
        site.url("/a"),
        site.url("/robots.txt", "localhost"),
        site.url("/b", "localhost"),
    ]


def test_a_file_that_gives_no_answer_is_a_miss_and_so_is_the_page(site: Site) -> None:
    site.tell("/robots.txt", Reply(raw=b""))
    kept: list[Exchange | Unreached] = []
    fetch_all([Request(site.url("/a"))], OPEN, kept.append)
    assert [answer.reason for answer in kept if isinstance(answer, Unreached)] == ["unreachable", "robots"]


def test_a_recorded_file_is_not_asked_for(site: Site) -> None:
    rules = file(text=b"User-agent: *\nDisallow: /", url=site.url("/robots.txt"))
    fetch_all([Request(site.url("/a"))], OPEN, lambda _: None, {rules.url: rules}.get)
    assert site.asked == []
