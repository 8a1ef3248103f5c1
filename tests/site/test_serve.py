"""The site over HTTP: what it shows, what it keeps to itself, and what it says when it can't."""

import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from digest_pipeline.site.serve import ServeError, site_server

FILES = {
    "index.html": "<h1>the front page</h1>",
    "404.html": '<a href="index.html">front</a> <a href="#main">skip</a> <a href="https://example.org/">out</a>',
    "daily_briefing/2026-02-14.html": "<h1>an issue</h1>",
    "daily_briefing/2026-02-14.md": "# 情报",
    "daily_briefing/atom.xml": "<feed/>",
    "daily_briefing/feed.json": "{}",
    "archive/index.html": "<h1>the archive</h1>",
    "assets/style.css": "a {}",
    "assets/search.js": "1",
    "sources.opml": "<opml/>",
    "sitemap.xml": "<urlset/>",
    "pagefind/2026-02/pagefind-entry.json": "{}",
    "pagefind/2026-02/wasm.en.pagefind": "x",
    "pagefind/2026-02/index/en_1.pf_index": "x",
    ".state.json": "{}",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    (tmp_path / "secret.html").write_text("not for readers", "utf-8")
    (folder / "way-out.html").symlink_to(tmp_path / "secret.html")
    (folder / "way-out").symlink_to(tmp_path)
    return folder


@pytest.fixture
def server(site: Path) -> Iterator[ThreadingHTTPServer]:
    with site_server(site, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def asked(server: ThreadingHTTPServer, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    """Ask for `path` as it stands: no client tidies it first."""
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    try:
        connection.putrequest(method, path)
        connection.endheaders()
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/archive/", "text/html; charset=utf-8"),
        ("/daily_briefing/2026-02-14.html?from=mail", "text/html; charset=utf-8"),
        ("/daily_briefing/2026-02-14.md", "text/markdown; charset=utf-8"),
        ("/daily_briefing/atom.xml", "application/atom+xml"),
        ("/daily_briefing/feed.json", "application/feed+json"),
        ("/sitemap.xml", "application/xml"),
        ("/sources.opml", "text/x-opml"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/search.js", "text/javascript; charset=utf-8"),
        ("/pagefind/2026-02/pagefind-entry.json", "application/json"),
        ("/pagefind/2026-02/wasm.en.pagefind", "application/octet-stream"),
        ("/pagefind/2026-02/index/en_1.pf_index", "application/octet-stream"),
    ],
)
def test_every_kind_of_file_has_its_type(server: ThreadingHTTPServer, path: str, kind: str) -> None:
    answer, content = asked(server, path)

    assert (answer.status, answer.getheader("Content-Type")) == (200, kind)
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert content


@pytest.mark.parametrize(
    "path",
    [
        "/nothing.html",
        "/../secret.html",
        "/daily_briefing/../../secret.html",
        "/%2e%2e/secret.html",
        "/..%2fsecret.html",
        "/%2e%2e%2fsecret.html",
        "/..%5csecret.html",
        "//secret.html/..//../secret.html",
        "/way-out.html",
        "/way-out/secret.html",
        "/.state.json",
        "/daily_briefing/.hidden",
        "/%00",
    ],
)
def test_what_is_not_of_the_site_is_not_there(server: ThreadingHTTPServer, path: str) -> None:
    answer, content = asked(server, path)

    assert answer.status == 404
    assert b"not for readers" not in content


@pytest.mark.parametrize("path", ["/daily_briefing/", "/pagefind/", "/way-out/", "/assets/"])
def test_no_folder_is_listed(server: ThreadingHTTPServer, path: str) -> None:
    answer, content = asked(server, path)

    assert answer.status == 404
    assert b"2026-02-14" not in content


def test_the_page_of_what_is_not_there_leads_home_from_any_depth(server: ThreadingHTTPServer) -> None:
    _, content = asked(server, "/no/such/page.html")

    assert b'<a href="/index.html">' in content
    assert b'<a href="#main">' in content
    assert b'<a href="https://example.org/">' in content


def test_a_head_request_gets_no_content(server: ThreadingHTTPServer) -> None:
    found, nothing = asked(server, "/index.html", "HEAD")
    missing, nothing_either = asked(server, "/nothing", "HEAD")

    assert (found.status, missing.status) == (200, 404)
    assert nothing == nothing_either == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(server: ThreadingHTTPServer, method: str) -> None:
    answer, _ = asked(server, "/index.html", method)

    assert answer.status == 501


def test_only_this_machine_is_answered(server: ThreadingHTTPServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_named_with_the_way_out(site: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(ServeError, match=rf"port {port} is taken by another program; choose another with --port"):
            site_server(site, port)


def test_without_a_site_the_way_to_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(ServeError, match=r"there is no site in .*nowhere yet; publish an issue with: digest run"):
        site_server(tmp_path / "nowhere", 0)
