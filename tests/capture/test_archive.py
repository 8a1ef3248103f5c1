"""The archive: files by day, their index, imports of what others recorded, and which capture answers what."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO

import fsspec
import pytest

from digest_pipeline.capture import archive as archive_module
from digest_pipeline.capture.archive import Archive, ImportFileError
from digest_pipeline.capture.warc import Exchange, RecordError, RecordWriter, Skipped
from digest_pipeline.newsroom import Newsroom
from tests.conftest import NOON

MakeExchange = Callable[..., Exchange]
DAY = date(2026, 6, 2)
HOURS = timedelta(hours=1)


@pytest.fixture
def archive(newsroom: Newsroom) -> Archive:
    return newsroom.archive


@pytest.fixture
def warc(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of archives that others recorded."""

    def make(*exchanges: Exchange, name: str = "other.warc.gz", cut: int = 0) -> Path:
        stream = BytesIO()
        writer = RecordWriter(stream)
        for exchange in exchanges:
            writer.add(exchange)
        path = tmp_path / name
        path.write_bytes(stream.getvalue()[: len(stream.getvalue()) - cut])
        return path

    return make


def files(newsroom: Newsroom) -> list[str]:
    root = Path(newsroom.settings.captures_root)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def index(newsroom: Newsroom) -> list[dict[str, object]]:
    return newsroom.warehouse.rows("select * from raw.captures order by id")


def test_what_is_added_is_indexed_and_read_back(archive: Archive, exchange: MakeExchange) -> None:
    exchanges = [exchange(f"https://harbour.example.org/{place}") for place in range(3)]
    captures = archive.add(exchanges)
    assert [archive.read(capture) for capture in captures] == exchanges
    assert {capture.day for capture in captures} == {DAY}


def test_adding_nothing_makes_no_file(newsroom: Newsroom) -> None:
    assert newsroom.archive.add([]) == []
    assert files(newsroom) == []


def test_adding_twice_changes_nothing(newsroom: Newsroom, exchange: MakeExchange) -> None:
    newsroom.archive.add([exchange()])
    before = (files(newsroom), index(newsroom))
    newsroom.archive.add([exchange()])
    assert (files(newsroom), index(newsroom)) == before


def test_importing_twice_changes_nothing(newsroom: Newsroom, exchange: MakeExchange, warc: Callable[..., Path]) -> None:
    path = warc(exchange("https://harbour.example.org/a"), exchange("https://harbour.example.org/b"))
    first = newsroom.archive.import_file(path)
    before = (files(newsroom), index(newsroom))
    second = newsroom.archive.import_file(path)
    assert (first.taken, first.known, first.days) == (2, 0, {DAY})
    assert (second.taken, second.known, second.days) == (0, 2, set())
    assert (files(newsroom), index(newsroom)) == before


def test_an_exchange_that_stands_twice_is_taken_once(
    archive: Archive, exchange: MakeExchange, warc: Callable[..., Path]
) -> None:
    report = archive.import_file(warc(exchange(), exchange()))
    assert (report.taken, report.known) == (1, 1)


def test_an_archive_of_several_local_days_is_split(
    newsroom: Newsroom, exchange: MakeExchange, warc: Callable[..., Path]
) -> None:
    midnight = datetime(2026, 6, 2, 16, tzinfo=UTC)
    report = newsroom.archive.import_file(
        warc(
            exchange(at=midnight - timedelta(microseconds=1)), exchange(at=midnight), exchange(at=midnight + 20 * HOURS)
        )
    )
    assert report.days == {DAY, date(2026, 6, 3)}
    assert [name.partition("/")[0] for name in files(newsroom)] == ["2026-06-02", "2026-06-03"]
    assert [row["day"] for row in newsroom.warehouse.rows("select day from raw.captures order by fetched_at")] == [
        DAY,
        date(2026, 6, 3),
        date(2026, 6, 3),
    ]


def test_a_damaged_tail_is_reported_and_the_rest_taken(
    archive: Archive, exchange: MakeExchange, warc: Callable[..., Path]
) -> None:
    exchanges = [exchange(f"https://harbour.example.org/{place}") for place in range(3)]
    report = archive.import_file(warc(*exchanges, cut=50))
    assert report.taken == 2
    assert len(report.damage) == 1
    assert report.damage[0].startswith("at byte ")


def test_what_is_no_web_address_is_skipped_and_counted(
    archive: Archive, exchange: MakeExchange, warc: Callable[..., Path]
) -> None:
    report = archive.import_file(warc(exchange("https:///page"), exchange("https://./"), exchange()))
    assert (report.taken, report.skipped) == (1, {"not a web address": 2})


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08broken"])
def test_a_file_that_is_no_archive_gives_nothing(archive: Archive, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.warc.gz").write_bytes(content)
    report = archive.import_file(tmp_path / "other.warc.gz")
    assert report.taken == 0
    assert len(report.damage) == bool(content)


def test_a_file_that_cannot_be_opened_is_named(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"absent\.warc\.gz: can't be opened: No such file"):
        archive.import_file(tmp_path / "absent.warc.gz")
    with pytest.raises(ImportFileError, match="Is a directory"):
        archive.import_file(tmp_path)


def test_an_import_that_is_killed_leaves_no_file_and_no_index(
    newsroom: Newsroom, exchange: MakeExchange, warc: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_stream: IO[bytes]) -> Iterator[Exchange | Skipped]:
        yield exchange("https://harbour.example.org/a")
        yield exchange("https://harbour.example.org/b", at=NOON + 24 * HOURS)
        raise KeyboardInterrupt

    path = warc(exchange("https://harbour.example.org/a"), exchange("https://harbour.example.org/b"))
    with monkeypatch.context() as patch:
        patch.setattr(archive_module, "scan", killed)
        with pytest.raises(KeyboardInterrupt):
            newsroom.archive.import_file(path)
    assert (files(newsroom), index(newsroom)) == ([], [])
    assert newsroom.archive.import_file(path).taken == 2


def test_a_bucket_serves_as_well_as_a_folder(newsroom: Newsroom, exchange: MakeExchange) -> None:
    bucket = Archive("memory://captures", newsroom.warehouse, newsroom.settings.zone)
    exchanges = [
        exchange("https://harbour.example.org/a"),
        exchange("https://harbour.example.org/b", at=NOON + 24 * HOURS),
    ]
    captures = bucket.add(exchanges)
    assert [bucket.read(capture) for capture in captures] == exchanges
    names = fsspec.filesystem("memory").find("captures")
    assert sorted(names) == [f"/captures/{capture.file}" for capture in captures]


def test_a_missing_file_and_a_damaged_record_are_told_apart(newsroom: Newsroom, exchange: MakeExchange) -> None:
    (capture,) = newsroom.archive.add([exchange()])
    path = Path(newsroom.settings.captures_root) / capture.file
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(RecordError):
        newsroom.archive.read(capture)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        newsroom.archive.read(capture)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/rss+xml", b""),
        ("Application/Atom+XML; charset=utf-8", b""),
        ("text/xml", b"\xef\xbb\xbf\n<?xml version='1.0'?><rss version='2.0'>"),
        ("text/html", b"<feed xmlns='http://www.w3.org/2005/Atom'>"),
        ("application/json", b'{"version": "https://jsonfeed.org/version/1.1"}'),
    ],
)
def test_a_feed_is_known_by_its_type_or_its_first_bytes(
    archive: Archive, exchange: MakeExchange, content_type: str, body: bytes
) -> None:
    archive.add([exchange(content_type=content_type, body=body), exchange("https://harbour.example.org/other")])
    assert [capture.kind for capture in archive.feeds(NOON, NOON + HOURS, ())] == ["feed"]


def test_a_listed_address_is_a_feed_whatever_it_answers(archive: Archive, exchange: MakeExchange) -> None:
    archive.add([exchange("https://harbour.example.org/feed"), exchange()])
    urls = [capture.url for capture in archive.feeds(NOON, NOON + HOURS, ["https://harbour.example.org/feed"])]
    assert urls == ["https://harbour.example.org/feed"]


def test_the_window_holds_its_start_and_not_its_end(archive: Archive, exchange: MakeExchange) -> None:
    archive.add([exchange(at=NOON), exchange(at=NOON + HOURS)])
    found = archive.feeds(NOON, NOON + HOURS, ["https://harbour.example.org/page"])
    assert [capture.fetched_at for capture in found] == [NOON]


def test_the_last_good_answer_before_a_window_is_found(archive: Archive, exchange: MakeExchange) -> None:
    archive.add([exchange(at=NOON - 3 * HOURS), exchange(at=NOON - 2 * HOURS), exchange(at=NOON)])
    archive.add([exchange(at=NOON - HOURS, status="503 Service Unavailable")])
    (found,) = archive.last_before(NOON, NOON - 5 * HOURS, ["https://harbour.example.org/page"])
    assert found.fetched_at == NOON - 2 * HOURS
    assert archive.last_before(NOON, NOON - HOURS, ["https://harbour.example.org/page"]) == []


def test_the_first_good_answer_of_a_page_is_taken_before_errors(archive: Archive, exchange: MakeExchange) -> None:
    url = "https://harbour.example.org/page"
    archive.add([exchange(status="404 Not Found"), exchange(at=NOON + HOURS), exchange(at=NOON + 2 * HOURS)])
    assert archive.pages(NOON, NOON + 3 * HOURS, [url])[url].fetched_at == NOON + HOURS
    assert archive.pages(NOON, NOON + HOURS, [url])[url].status == 404
    assert archive.pages(NOON + 3 * HOURS, NOON + 4 * HOURS, [url]) == {}


def test_redirects_of_a_page_are_followed_within_the_record(archive: Archive, exchange: MakeExchange) -> None:
    def moved(name: str, target: str) -> Exchange:
        return exchange(f"https://harbour.example.org/{name}", b"", status="302 Found", headers=(("Location", target),))

    archive.add(
        [moved("a", "/b?utm_source=a#top"), moved("b", "page"), moved("x", "y"), moved("y", "x"), moved("z", "/gone")]
    )
    archive.add([exchange()])
    urls = [f"https://harbour.example.org/{name}" for name in "axz"]
    found = archive.pages(NOON, NOON + HOURS, urls)
    assert found[urls[0]].url == "https://harbour.example.org/page"
    assert found[urls[1]].status == 302
    assert found[urls[2]].redirect == "https://harbour.example.org/gone"


def test_an_answer_that_names_no_new_address_is_no_redirect(archive: Archive, exchange: MakeExchange) -> None:
    (capture,) = archive.add([exchange(status="304 Not Modified", body=b"")])
    assert capture.redirect == ""
