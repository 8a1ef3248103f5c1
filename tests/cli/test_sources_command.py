"""`digest sources`: check over a loopback web, list, import and export on a home of one's own."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml
from typer.testing import Result

from digest_pipeline.settings import CHECKOUT, load

Command = Callable[..., Result]

OWN = """# My sources.
sources:
  # the harbour
  - {id: harbour, name: Harbour Post, url: "https://harbour.example/feed", kind: feed, tags: [press]}  # daily
# the end
"""
LIST = """<?xml version="1.0"?><opml version="2.0"><head><title>L</title></head><body>
<outline text="AI"><outline text="论文">
<outline type="rss" text="甲刊" xmlUrl="https://jia.example/feed" language="zh"/></outline>
<outline type="rss" text="Harbour" xmlUrl="http://harbour.example/feed"/></outline>
<outline type="rss" text="Nowhere" xmlUrl="/feed"/>
</body></opml>"""


@pytest.fixture
def own(home: Path) -> Path:
    """Return the home's own sources.yaml with one source."""
    file = home / "sources.yaml"
    file.write_text(OWN, "utf-8")
    return file


@pytest.fixture
def opml(tmp_path: Path) -> Path:
    """Return a list of three feeds: one new, one known, one without a whole address."""
    file = tmp_path / "list.opml"
    file.write_text(LIST, "utf-8")
    return file


# --- list ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("own")
def test_list_tells_what_is_known_of_each_source(command: Command) -> None:
    result = command("sources", "list", "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "id": "harbour",
        "name": "Harbour Post",
        "kind": "feed",
        "language": None,
        "authority": 3,
        "tags": ["press"],
        "address": "https://harbour.example/feed",
        "past": False,
    }
    assert "harbour" in command("sources", "list", "press").stdout


def test_the_list_is_a_line_a_source_and_cuts_nothing(
    command: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    head, *lines = command("sources", "list").stdout.splitlines()
    shipped = load(home).sources

    assert head.split()[:2] == ["id", "kind"]
    assert [line.split()[0] for line in lines] == [source.id for source in shipped]
    assert all(str(source.url) in line for source, line in zip(shipped, lines, strict=True) if hasattr(source, "url"))


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("verb", ["list", "check"])
def test_a_word_that_names_nothing_is_wrong_use(command: Command, verb: str) -> None:
    result = command("sources", verb, "papers")

    assert result.exit_code == 2
    assert "'papers' is no id and no tag of a source; tags: press" in result.stderr


# --- import and export -----------------------------------------------------------------------------------------------


def test_import_adds_at_the_end_and_changes_nothing_else(command: Command, own: Path, opml: Path, home: Path) -> None:
    result = command("sources", "import", opml)

    assert result.exit_code == 0
    assert own.read_text("utf-8") == (
        f"{OWN}\n  # from list.opml\n"
        '  - {id: jia-example, name: 甲刊, url: "https://jia.example/feed", kind: feed, '
        "language: zh, tags: [AI/论文]}\n"
    )
    assert "added: jia-example: 甲刊 [AI/论文]" in result.stdout
    assert "left out: Nowhere /feed: its address is no absolute http(s) address" in result.stderr
    assert "1 added, 1 known, 1 left out" in result.stderr
    assert [source.id for source in load(home).sources] == ["harbour", "jia-example"]


def test_importing_again_adds_nothing_and_writes_nothing(command: Command, own: Path, opml: Path) -> None:
    command("sources", "import", opml)
    before = own.stat().st_mtime_ns
    result = command("sources", "import", opml)

    assert "0 added, 2 known, 1 left out" in result.stderr
    assert own.stat().st_mtime_ns == before


def test_a_dry_run_says_the_same_and_writes_nothing(command: Command, own: Path, opml: Path) -> None:
    result = command("sources", "import", opml, "--dry-run")

    assert "1 added, 1 known, 1 left out (nothing was written)" in result.stderr
    assert own.read_text("utf-8") == OWN


def test_a_home_without_sources_keeps_those_that_ship(command: Command, home: Path, opml: Path) -> None:
    shipped = load(home).sources
    result = command("sources", "import", opml)

    assert f"the {len(shipped)} sources that ship" in result.stderr
    assert load(home).sources[: len(shipped)] == shipped
    assert (
        (home / "sources.yaml").read_text("utf-8").startswith((CHECKOUT / "sources.yaml").read_text("utf-8").rstrip())
    )


@pytest.mark.parametrize(
    "start",
    [
        "",
        "# mine\n",
        "sources:\n",
        "sources: []\n",
        "sources: []  # none yet",
        "sources:\n- id: a\n  name: A\n  url: https://a.example/",
        "sources:\r\n    - {id: a, name: A, url: 'https://a.example/'}\r\n",
        "---\nsources:\n  - id: a\n    url: https://a.example/\n    name: |-\n      A\n  # more\n\n\n",
    ],
)
def test_import_continues_a_list_however_it_is_written(command: Command, home: Path, opml: Path, start: str) -> None:
    (home / "sources.yaml").write_bytes(start.encode())
    result = command("sources", "import", opml)

    assert result.exit_code == 0, result.stderr
    assert (home / "sources.yaml").read_bytes().startswith(start.split("[]", maxsplit=1)[0].rstrip().encode())
    assert [source.id for source in load(home).sources][-2:] == ["jia-example", "harbour"]


def test_a_list_that_can_t_be_continued_is_left_alone(command: Command, own: Path, opml: Path) -> None:
    own.write_text("sources: [{id: a, name: A, url: 'https://a.example/'}]\n")
    result = command("sources", "import", opml)

    assert result.exit_code == 2
    assert "its list can't be continued" in result.stderr
    assert own.read_text() == "sources: [{id: a, name: A, url: 'https://a.example/'}]\n"


def test_the_name_of_a_list_can_t_break_the_file(command: Command, own: Path, tmp_path: Path, home: Path) -> None:
    file = tmp_path / "a\nsources: b.opml"
    file.write_text(LIST, "utf-8")
    command("sources", "import", file)

    assert "# from a sources: b.opml" in own.read_text("utf-8")
    assert len(load(home).sources) == 2


def test_a_link_to_a_shared_file_stays_one(command: Command, own: Path, opml: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared.yaml"
    own.rename(shared)
    own.symlink_to(shared)
    command("sources", "import", opml)

    assert own.is_symlink()
    assert "jia-example" in shared.read_text("utf-8")


@pytest.mark.usefixtures("own")
def test_a_gzipped_list_is_taken(command: Command, opml: Path, tmp_path: Path) -> None:
    packed = tmp_path / "list.opml.gz"
    packed.write_bytes(gzip.compress(opml.read_bytes()))

    assert "1 added" in command("sources", "import", packed).stderr


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html></html>", "no OPML document"),
        (b"", "no OPML document"),
        (b"\x1f\x8bbroken", "can't be read"),
        (gzip.compress(bytes(20_000_000)), "larger than"),
    ],
)
def test_a_file_that_is_no_list_is_wrong_use(command: Command, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    result = command("sources", "import", file)

    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.usefixtures("own")
def test_a_file_that_is_not_there_is_wrong_use(command: Command, tmp_path: Path) -> None:
    assert command("sources", "import", tmp_path / "none.opml").exit_code == 2


def test_what_is_exported_imports_into_another_home_as_the_same(command: Command, home: Path, tmp_path: Path) -> None:
    result = command("sources", "export", "--output", tmp_path / "all.opml")
    before = {source.id: source for source in load(home).sources if getattr(source, "url", None)}
    (home / "sources.yaml").write_text("sources: []\n")
    command("sources", "import", tmp_path / "all.opml")

    assert result.exit_code == 0
    assert {source.id: source for source in load(home).sources} == before


@pytest.mark.usefixtures("own")
def test_export_prints_the_list(command: Command) -> None:
    result = command("sources", "export")

    assert result.stdout.startswith("<?xml")
    assert 'xmlUrl="https://harbour.example/feed"' in result.stdout
    assert result.stderr == ""


# --- check -----------------------------------------------------------------------------------------------------------

FEED = b"""<rss version="2.0"><channel><title>A</title><language>en</language><item><title>T</title>
<link>https://a.example/1</link><pubDate>Tue, 02 Jun 2026 10:00:00 +0800</pubDate></item></channel></rss>"""


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = {"/feed": FEED, "/robots.txt": b"User-agent: *\nDisallow: /private"}.get(self.path)
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "application/rss+xml")
        self.send_header("Content-Length", str(len(found or b"")))
        self.end_headers()
        self.wfile.write(found or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web(home: Path) -> Iterator[str]:
    """Serve one good feed, one address that is gone, and one that robots may not ask; list them in the home."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        listed = [
            {"id": name, "name": name, "url": f"{base}/{path}", "tags": [tag]}
            for name, path, tag in (("good", "feed", "fine"), ("gone", "gone", "bad"), ("shy", "private", "bad"))
        ]
        (home / "sources.yaml").write_text(yaml.safe_dump({"sources": listed}))
        (home / "digest.yaml").write_text("fetch: {allow_hosts: [127.0.0.1], attempts: 1, host_pause_seconds: 0}\n")
        yield base
        server.shutdown()


@pytest.mark.usefixtures("web")
def test_check_tells_how_each_source_fares_and_records_nothing(command: Command, home: Path) -> None:
    result = command("sources", "check", "--json")
    found = {line["id"]: line for line in map(json.loads, result.stdout.splitlines())}

    assert result.exit_code == 1
    assert {name: line["state"] for name, line in found.items()} == {"good": "odd", "gone": "broken", "shy": "broken"}
    assert [finding["problem"] for line in found.values() for finding in line["findings"]] == [
        "stale",
        "http_error",
        "robots",
    ]
    assert found["good"]["newest"] == "2026-06-02T02:00:00+00:00"
    assert (found["good"]["entries"], found["good"]["full_text"], found["gone"]["status"]) == (1, False, 404)
    assert sorted(path.name for path in home.iterdir()) == ["digest.yaml", "sources.yaml"]


@pytest.mark.usefixtures("web")
def test_check_of_a_tag_asks_only_its_sources_and_succeeds_when_none_is_broken(command: Command) -> None:
    result = command("sources", "check", "fine")

    assert result.exit_code == 0
    assert "good" in result.stdout
    assert "gone" not in result.stdout
    assert "1 odd" in result.stderr


@pytest.mark.usefixtures("web")
@pytest.mark.parametrize("columns", ["40", "120"])
def test_check_says_under_each_source_what_to_do_whatever_the_width(
    command: Command, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = command("sources", "check", "bad").stdout.splitlines()

    assert [lines[number].split() for number in (0, 1)] == [
        ["source", "http", "entries", "newest", "text"],
        ["gone", "broken", "404"],
    ]
    assert lines[2:4] == [
        "    it answered 404",
        "    → nothing is there any more: look for the feed's own address on the site",
    ]
    assert lines[4].split() == ["shy", "broken"]
