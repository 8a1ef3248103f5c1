"""The archive: files by day, their index, imports of what others recorded, and which capture answers what."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import IO

import duckdb
import fsspec
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from digest_pipeline.capture import archive as archive_module
from digest_pipeline.capture.archive import Archive, ImportFileError
from digest_pipeline.capture.warc import Exchange, RecordError, RecordWriter, Revisit, Skipped
from digest_pipeline.model import Capture
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.warehouse import Warehouse
from tests.conftest import NOON

MakeExchange = Callable[..., Exchange]
DAY = date(2026, 6, 2)
HOURS = timedelta(hours=1)
PAGE = "https://harbour.example.org/page"
FEED = "https://harbour.example.org/feed"


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


def not_modified(original: Exchange, *, at: datetime) -> Exchange:
    """Return the 304 that says that `original` is still good."""
    said = (("ETag", '"7"'),)
    return Exchange(original.url, at, "304 Not Modified", said, b"", Revisit(original.digest, original.fetched_at))


def again(original: Exchange, *, at: datetime, url: str = "") -> Exchange:
    """Return the answer that another crawler did not keep a second time, of the same address or of another."""
    revisit = Revisit(original.digest, original.fetched_at, original.url if url else "")
    return replace(original, url=url or original.url, fetched_at=at, body=b"", revisit=revisit)


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
    assert [capture.kind for capture in archive.feeds(NOON, NOON + HOURS)] == ["feed"]


def test_what_an_address_answers_is_found_whatever_it_is(archive: Archive, exchange: MakeExchange) -> None:
    archive.add([exchange("https://harbour.example.org/feed"), exchange()])
    urls = [capture.url for capture in archive.answers(NOON, NOON + HOURS, ["https://harbour.example.org/feed"])]
    assert urls == ["https://harbour.example.org/feed"]


def test_the_window_holds_its_start_and_not_its_end(archive: Archive, exchange: MakeExchange) -> None:
    archive.add([exchange(at=NOON), exchange(at=NOON + HOURS)])
    found = archive.answers(NOON, NOON + HOURS, ["https://harbour.example.org/page"])
    assert [capture.fetched_at for capture in found] == [NOON]


def test_the_last_good_answer_before_a_window_is_found(archive: Archive, exchange: MakeExchange) -> None:
    archive.add([exchange(at=NOON - 3 * HOURS), exchange(at=NOON - 2 * HOURS), exchange(at=NOON)])
    archive.add([exchange(at=NOON - HOURS, status="503 Service Unavailable")])
    assert archive.good([PAGE], start=NOON - 5 * HOURS, end=NOON)[PAGE].fetched_at == NOON - 2 * HOURS
    assert archive.good([PAGE], start=NOON - HOURS, end=NOON) == {}


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


def test_a_chain_of_redirects_is_followed_for_ten_hops(archive: Archive, exchange: MakeExchange) -> None:
    def hop(number: int) -> Exchange:
        return exchange(f"{PAGE}/{number}", b"", status="302 Found", headers=(("Location", f"{PAGE}/{number - 1}"),))

    archive.add([exchange(f"{PAGE}/0"), *(hop(number) for number in range(1, 13))])
    found = archive.pages(NOON, NOON + HOURS, [f"{PAGE}/{number}" for number in (10, 12)])
    assert [capture.url for capture in found.values()] == [f"{PAGE}/0", f"{PAGE}/2"]


def test_an_answer_that_names_no_new_address_is_no_redirect(archive: Archive, exchange: MakeExchange) -> None:
    (capture,) = archive.add([exchange(status="304 Not Modified", body=b"")])
    assert capture.redirect == ""


# --- Revisits --------------------------------------------------------------------------------------------------------


def test_reading_a_304_gives_the_answer_that_it_says_is_still_good(archive: Archive, exchange: MakeExchange) -> None:
    original = exchange()
    archive.add([original])
    (capture,) = archive.add([not_modified(original, at=NOON + HOURS)])
    assert (capture.status, capture.digest, capture.revisit) == (304, original.digest, True)
    assert capture.fetched_at == NOON + HOURS
    assert archive.read(capture) == original


def test_a_revisit_and_its_original_may_come_in_one_recording_and_share_a_moment(
    archive: Archive, exchange: MakeExchange
) -> None:
    original = exchange()
    captures = archive.add([not_modified(original, at=NOON), original])
    assert [archive.read(capture) for capture in captures] == [original, original]


def test_a_304_that_names_a_new_address_is_no_redirect(archive: Archive, exchange: MakeExchange) -> None:
    revisit = not_modified(exchange(), at=NOON)
    (capture,) = archive.add([replace(revisit, headers=(("Location", "/elsewhere"),))])
    assert capture.redirect == ""


def test_a_revisit_without_its_original_is_kept_and_says_so(archive: Archive, exchange: MakeExchange) -> None:
    original = exchange()
    (capture,) = archive.add([not_modified(original, at=NOON + HOURS)])
    with pytest.raises(RecordError, match=rf"{PAGE} .*05:00:00 UTC repeats .*{original.digest}.* import the file"):
        archive.read(capture)
    assert archive.good([PAGE]) == {}
    assert archive.pages(NOON, NOON + 2 * HOURS, [PAGE]) == {PAGE: capture}
    assert archive.answers(NOON, NOON + 2 * HOURS, [PAGE]) == [capture]

    archive.add([original])
    assert archive.read(capture) == original
    assert archive.good([PAGE]) == {PAGE: capture}


def test_an_error_page_tells_more_than_a_revisit_without_its_original(archive: Archive, exchange: MakeExchange) -> None:
    archive.add([not_modified(exchange(), at=NOON), exchange(at=NOON + HOURS, status="404 Not Found")])
    assert archive.pages(NOON, NOON + 2 * HOURS, [PAGE])[PAGE].status == 404


def test_a_revisit_whose_record_does_not_say_what_it_repeats_is_an_error_when_read(archive: Archive) -> None:
    (capture,) = archive.add([Exchange(PAGE, NOON, "304 Not Modified", (), b"", Revisit("", None))])
    with pytest.raises(RecordError, match="its record does not say which"):
        archive.read(capture)


def test_a_304_repeats_no_error_page_with_the_same_body(archive: Archive, exchange: MakeExchange) -> None:
    gone = exchange(status="404 Not Found")
    _, capture = archive.add([gone, not_modified(gone, at=NOON + HOURS)])
    assert archive.good([PAGE]) == {}
    with pytest.raises(RecordError, match="not in the archive"):
        archive.read(capture)


def test_the_last_original_before_a_revisit_is_the_one_that_is_read(archive: Archive, exchange: MakeExchange) -> None:
    elsewhere = exchange("https://harbour.example.org/copy", at=NOON + 4 * HOURS)
    polls = [exchange(at=NOON + hour * HOURS, headers=(("ETag", str(hour)),)) for hour in (0, 2, 6)]
    captures = archive.add([*polls, elsewhere, not_modified(polls[1], at=NOON + 5 * HOURS)])
    assert archive.read(captures[-1]) == polls[1]


def test_a_body_that_was_recorded_at_another_address_serves(archive: Archive, exchange: MakeExchange) -> None:
    original = exchange()
    _, capture = archive.add([original, again(original, at=NOON + HOURS, url="https://harbour.example.org/copy")])
    assert (capture.status, capture.revisit) == (200, True)
    assert archive.good(["https://harbour.example.org/copy"]) == {"https://harbour.example.org/copy": capture}
    assert archive.read(capture).body == original.body


def test_an_error_that_was_seen_before_is_no_good_answer(archive: Archive, exchange: MakeExchange) -> None:
    gone = exchange(status="404 Not Found")
    _, capture = archive.add([gone, again(gone, at=NOON + HOURS)])
    assert archive.good([PAGE]) == {}
    assert archive.read(capture) == gone


def test_a_304_is_the_last_good_answer_and_the_best_of_its_window(archive: Archive, exchange: MakeExchange) -> None:
    original = exchange()
    _, revisit, _ = archive.add(
        [original, not_modified(original, at=NOON + HOURS), exchange(at=NOON + 2 * HOURS, status="500 Oh")]
    )
    assert archive.good([PAGE], start=NOON, end=NOON + 3 * HOURS) == {PAGE: revisit}
    assert archive.pages(NOON + HOURS, NOON + 3 * HOURS, [PAGE]) == {PAGE: revisit}
    assert archive.pages(NOON, NOON + 3 * HOURS, [PAGE])[PAGE].status == 200


def test_a_304_of_a_feed_that_nobody_listed_is_a_feed(archive: Archive, exchange: MakeExchange) -> None:
    feed = exchange(FEED, b"<rss version='2.0'></rss>")
    page = exchange()
    archive.add([feed, page])
    archive.add([not_modified(feed, at=NOON + HOURS), not_modified(page, at=NOON + HOURS)])
    assert [capture.url for capture in archive.feeds(NOON + HOURS, NOON + 2 * HOURS)] == [FEED]


def test_good_answers_are_found_from_either_end(archive: Archive, exchange: MakeExchange) -> None:
    polls = [exchange(at=NOON + hour * HOURS, body=b"%d" % hour) for hour in range(4)]
    archive.add(
        [*polls, exchange(at=NOON - HOURS, status="503 Busy"), exchange(at=NOON + 5 * HOURS, status="302 Found")]
    )

    def hour(capture: Capture) -> float:
        return (capture.fetched_at - NOON) / HOURS

    assert hour(archive.good([PAGE])[PAGE]) == 3
    assert hour(archive.good([PAGE], end=NOON + 2 * HOURS)[PAGE]) == 1
    assert archive.good([PAGE], start=NOON + 4 * HOURS) == archive.good([FEED]) == archive.good([]) == {}


def test_many_are_read_in_their_order_and_each_fails_alone(newsroom: Newsroom, exchange: MakeExchange) -> None:
    archive = newsroom.archive
    original = exchange()
    (gone,) = archive.add([exchange(FEED)])
    (Path(newsroom.settings.captures_root) / gone.file).unlink()
    captures = archive.add(
        [not_modified(original, at=NOON + HOURS), original, not_modified(exchange(body=b"other"), at=NOON + HOURS)]
    )
    first, lost, second, nowhere = archive.read_all([captures[0], gone, *captures[1:]])
    assert (first, second) == (original, original)
    assert isinstance(lost, FileNotFoundError)
    assert isinstance(nowhere, RecordError)


def test_a_damaged_record_is_named_with_its_file(newsroom: Newsroom, exchange: MakeExchange) -> None:
    (capture,) = newsroom.archive.add([exchange()])
    path = Path(newsroom.settings.captures_root) / capture.file
    path.write_bytes(b"\0" * path.stat().st_size)
    with pytest.raises(RecordError, match=rf"{capture.file}: no readable record at offset 0"):
        newsroom.archive.read(capture)


def test_the_asker_says_what_an_answer_is(archive: Archive, exchange: MakeExchange) -> None:
    feed = exchange(FEED, b"<feed xmlns='http://www.w3.org/2005/Atom'>")
    (capture,) = archive.add([feed], "answer")
    assert capture.kind == "answer"
    assert archive.feeds(NOON, NOON + HOURS) == []


def told(archive: Archive, captures: list[Capture]) -> list[tuple[Capture, Exchange]]:
    """Return what captures tell, wherever their records lie."""
    return [
        (replace(capture, file="", offset=0, length=0), archive.read(capture))
        for capture in sorted(captures, key=lambda capture: capture.id)
    ]


def second_home(newsroom: Newsroom, path: Path) -> Newsroom:
    """Return another newsroom that has imported all the files of the first, the newest first."""
    other = Newsroom(newsroom.settings.model_copy(update={"home": path}), offline=True)
    root = Path(newsroom.settings.captures_root)
    for file in reversed(files(newsroom)):
        report = other.archive.import_file(root / file)
        assert (report.known, report.skipped, report.damage) == (0, {}, [])
    return other


def test_our_own_files_give_a_second_home_the_same_captures(
    newsroom: Newsroom, exchange: MakeExchange, tmp_path: Path
) -> None:
    feed, page, answer = exchange(FEED, b"<rss>"), exchange(), exchange("https://harbour.example.org/api", b"<feed>")
    captures = newsroom.archive.add([feed], "feed")
    captures += newsroom.archive.add([page, not_modified(page, at=NOON + HOURS)], "page")
    captures += newsroom.archive.add([answer, again(answer, at=NOON + 30 * HOURS)], "answer")
    captures += newsroom.archive.add([not_modified(feed, at=NOON + 30 * HOURS)], "feed")
    other = second_home(newsroom, tmp_path / "other")
    taken = [Capture(**row) for row in index(other)]  # type: ignore[arg-type]
    assert told(other.archive, taken) == told(newsroom.archive, captures)


@examples(max_examples=5)  # each makes two homes, 0.4 s
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=1, max_size=9))
def test_every_poll_reads_as_what_the_address_answered_then(polls: list[tuple[int, bool]]) -> None:
    """Each poll is (content that the server has then, whether it answers 304 to what it has answered before)."""
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Settings(home=Path(folder) / "home"), offline=True)
        answered: dict[int, Exchange] = {}
        exchanges: list[Exchange] = []
        for hour, (content, conditional) in enumerate(polls):
            moment = NOON + hour * 5 * HOURS
            poll = Exchange(PAGE, moment, "200 OK", (("Content-Type", "text/html"),), b"content %d" % content)
            if conditional and content in answered:
                poll = not_modified(answered[content], at=moment)
            exchanges.append(poll)
            answered.setdefault(content, poll)
        half = len(exchanges) // 2
        recorded = newsroom.archive.add(exchanges[half:]) + newsroom.archive.add(exchanges[:half])
        bodies = {
            capture.id: b"content %d" % polls[(capture.fetched_at - NOON) // (5 * HOURS)][0] for capture in recorded
        }
        for home in (newsroom, second_home(newsroom, Path(folder) / "other")):
            captures = [Capture(**row) for row in index(home)]  # type: ignore[arg-type]
            read = zip(captures, home.archive.read_all(captures), strict=True)
            assert {capture.id: found.body for capture, found in read if isinstance(found, Exchange)} == bodies
            assert home.archive.good([PAGE])[PAGE].fetched_at == NOON + (len(polls) - 1) * 5 * HOURS


# --- What older versions and killed runs left ------------------------------------------------------------------------


def test_a_warehouse_made_before_revisits_goes_on_working(newsroom: Newsroom, exchange: MakeExchange) -> None:
    original = exchange()
    (before,) = newsroom.archive.add([original])
    with duckdb.connect(str(newsroom.warehouse.path)) as connection:
        connection.execute("alter table raw.captures drop column revisit")
    newsroom = Newsroom(newsroom.settings, offline=True)
    assert newsroom.archive.good([PAGE]) == {PAGE: before}
    (after,) = newsroom.archive.add([not_modified(original, at=NOON + HOURS)])
    reopened = Archive(
        newsroom.settings.captures_root, Warehouse(newsroom.warehouse.path, wait_seconds=0), newsroom.settings.zone
    )
    assert reopened.good([PAGE]) == {PAGE: after}
    assert reopened.read(after) == original


def test_what_a_killed_recording_left_is_removed_a_day_later(newsroom: Newsroom, exchange: MakeExchange) -> None:
    folder = Path(newsroom.settings.captures_root) / ".unfinished"
    folder.mkdir(parents=True)
    old, recent = folder / "old.part", folder / "recent.part"
    old.touch()
    recent.touch()
    os.utime(old, (0, 0))
    (capture,) = newsroom.archive.add([exchange()])
    assert files(newsroom) == [".unfinished/recent.part", capture.file]


def test_an_import_asks_the_index_in_batches(
    archive: Archive, exchange: MakeExchange, warc: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    exchanges = [exchange(f"https://harbour.example.org/{place}", b"x" * 90) for place in range(7)]
    archive.add([exchanges[1], exchanges[5]])
    monkeypatch.setattr(archive_module, "_BATCH_RECORDS", 2)
    report = archive.import_file(warc(*exchanges, exchanges[0], exchanges[1]))
    assert (report.taken, report.known) == (5, 4)
    monkeypatch.setattr(archive_module, "_BATCH_BYTES", 100)
    report = archive.import_file(warc(*exchanges, exchange("https://harbour.example.org/new")))
    assert (report.taken, report.known) == (1, 7)
