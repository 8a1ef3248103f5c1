"""A run of an open day against a live site on the loopback address: asked once, recorded, and rebuilt without it."""

import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import DEVNULL
from threading import Event, Thread
from typing import Self

import duckdb
import pytest

from digest_pipeline.dates import day_of
from digest_pipeline.settings import load
from tests.doubles import answers
from tests.homes import DIGEST, digest, environment, rows
from tests.homes import site as files_of

PAGE = """<html><head><title>Harbour AI counts ships</title></head><body><article><h1>Harbour AI counts ships</h1>
<p>The harbour office has trained a language model on 900 logbooks, which took 41 hours on one machine.</p>
<p>It counts ships with an error of 3 percent, the office said, but it does not read handwriting yet.</p>
</article></body></html>"""


class Site:
    """A feed with one item of this minute, its page, a moved page and a missing one."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.published = format_datetime(datetime.now(UTC))
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                status, kind, body = site.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if status == 301:
                    self.send_header("Location", "/story")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Return status, content type and body of a path."""
        items = "".join(
            f"<item><title>Harbour AI counts ships ({name})</title><link>{self.url}/{name}</link>"
            f"<pubDate>{self.published}</pubDate></item>"
            for name in ("moved", "missing")
        )
        match path:
            case "/feed":
                return (
                    200,
                    "application/rss+xml",
                    f"<rss version='2.0'><channel><title>H</title>{items}</channel></rss>".encode(),
                )
            case "/moved":
                return 301, "text/html", b""
            case "/story":
                return 200, "text/html", PAGE.encode()
            case _:
                return 404, "text/html", b""

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as started:
        yield started


@pytest.fixture
def home(tmp_path: Path, site: Site) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "sources.yaml").write_text(
        f"sources:\n  - {{id: harbour, name: Harbour, url: '{site.url}/feed'}}\n"
        "  - {id: dead, name: Dead, url: 'http://127.0.0.1:9/feed'}\n  - {id: inside, name: Inside, url: 'http://10.0.0.1/feed'}\n"
        "  - {id: labs, name: Labs, kind: posts, users: [OpenAI]}\n"
    )
    (folder / "digest.yaml").write_text(
        "fetch: {allow_hosts: ['127.0.0.1'], host_pause_seconds: 0, attempts: 1}\neditions: {daily_briefing: {}}\n"
    )
    return folder


def test_an_open_day_is_fetched_recorded_and_can_be_rebuilt_offline(
    home: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("X_BEARER_TOKEN", raising=False)
    day = day_of(datetime.now(UTC), load(home).zone)
    result = digest("run", "--day", day, "--engine", "extractive", home=home)
    assert result.exit_code == 0, result.output
    assert "skipped: set X_BEARER_TOKEN to ask Labs" in result.output

    assert sorted(site.asked) == ["/feed", "/missing", "/moved", "/robots.txt", "/story"]
    assert rows(home, "select url from digest.issue_items") == [(f"{site.url}/moved",)]
    lost = dict(rows(home, "select item, reason from quality.drops where not replaced"))
    assert lost == {
        "http://127.0.0.1:9/feed": "unreachable",
        "http://10.0.0.1/feed": "refused",
        f"{site.url}/missing": "gone",
    }
    recorded = rows(home, "select url, status, redirect from raw.captures where url like '%moved'")
    assert recorded == [(f"{site.url}/moved", 301, f"{site.url}/story")]

    page = home / "site" / "daily_briefing" / f"{day}.html"
    published = page.read_bytes()
    assert digest("run", "--day", day, "--engine", "extractive", "--offline", home=home).exit_code == 0
    assert len(site.asked) == 5
    assert page.read_bytes() == published
    assert b"10.0.0.1" in published
    assert b"41 hours on one machine" in published


def test_an_open_day_that_is_run_again_while_nothing_changes_is_published_alike(home: Path) -> None:
    day = day_of(datetime.now(UTC), load(home).zone)
    published = []
    for _ in range(2):
        assert digest("run", "--day", day, "--engine", "extractive", home=home).exit_code == 0
        published.append(files_of(home))
    assert published[0] == published[1]


def test_a_run_that_is_killed_among_slow_pages_keeps_what_was_answered(home: Path) -> None:
    goes_on = Event()
    with answers.Site() as slow:
        names = [f"/page/{number:02}" for number in range(30)]
        slow.answers["/feed"] = answers.Reply(feed_of(slow.url, names), kind="application/rss+xml")
        for name in names:
            slow.answers[name] = answers.Reply(PAGE.encode())
        for name in names[20:]:
            slow.answers[name] = lambda _: (goes_on.wait(60), answers.Reply(PAGE.encode()))[1]
        (home / "sources.yaml").write_text(f"sources:\n  - {{id: slow, name: Slow, url: '{slow.url}/feed'}}\n")
        day = day_of(datetime.now(UTC), load(home).zone)
        command = [str(DIGEST), "run", "--day", str(day), "--engine", "extractive"]
        with subprocess.Popen(command, env=environment(home), stdout=DEVNULL, stderr=DEVNULL) as killed:
            wait_until(lambda: recorded_pages(home) == names[:20])
            killed.kill()
        goes_on.set()
        before = len(slow.paths)

        result = digest("run", "--day", day, "--engine", "extractive", home=home)
        assert result.exit_code == 0, result.output

        assert sorted(slow.paths[before:]) == ["/feed", *names[20:]]
        assert sum(asked.path == "/robots.txt" for asked in slow.asked) == 1
        assert recorded_pages(home) == names


def feed_of(url: str, paths: list[str]) -> bytes:
    now = format_datetime(datetime.now(UTC))
    items = "".join(
        f"<item><title>Of {path}</title><link>{url}{path}</link><pubDate>{now}</pubDate></item>" for path in paths
    )
    return f"<rss version='2.0'><channel><title>Slow</title>{items}</channel></rss>".encode()


def recorded_pages(home: Path) -> list[str]:
    """Return the paths of the pages in the record; none while another process holds it."""
    try:
        found = rows(home, "select url from raw.captures where url like '%/page/%' order by url")
    except duckdb.Error:
        return []
    return [str(url)[str(url).index("/page/") :] for (url,) in found]


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.1)
