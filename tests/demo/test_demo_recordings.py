"""The WARC files that ship are whole, small, and exactly what the readable sources build."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from digest_pipeline.demo import DAYS, RECORDINGS, SOURCES_FILE
from digest_pipeline.demo.build import Recorded, build, records_of_day
from digest_pipeline.demo.manuscripts import Article, ManuscriptError, articles, feeds, sources
from digest_pipeline.demo.render import ZONE

MOST_BYTES = 300_000

Record = tuple[list[tuple[str, str]], list[tuple[str, str]], bytes]


def read(file: Path) -> list[Record]:
    """Return every record to the end of the file: WARC headers, HTTP headers, body."""
    with file.open("rb") as stream:
        return [
            (
                record.rec_headers.headers,
                record.http_headers.headers if record.http_headers else [],
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream, check_digests="raise")
        ]


def test_the_shipped_recordings_hold_what_the_sources_build(tmp_path: Path) -> None:
    built = build(tmp_path)

    assert [file.name for file in built] == [file.name for file in RECORDINGS]
    for fresh, shipped in zip(built, RECORDINGS, strict=True):
        assert read(fresh) == read(shipped), f"{shipped.name} is stale: run python -m digest_pipeline.demo.build"


def test_building_twice_gives_the_same_records(tmp_path: Path) -> None:
    first, second = build(tmp_path / "first"), build(tmp_path / "second")

    assert [read(file) for file in first] == [read(file) for file in second]


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda file: file.name)
def test_a_recording_opens_with_one_warcinfo_and_holds_only_responses(file: Path) -> None:
    types = [dict(headers)["WARC-Type"] for headers, _, _ in read(file)]

    assert types[0] == "warcinfo"
    assert set(types[1:]) == {"response"}


@pytest.mark.parametrize("file", RECORDINGS, ids=lambda file: file.name)
def test_each_record_is_a_gzip_member_of_its_own_that_can_be_read_by_offset(file: Path) -> None:
    with file.open("rb") as stream:
        iterator = ArchiveIterator(stream)
        places = [(iterator.get_record_offset(), dict(record.rec_headers.headers)) for record in iterator]
        for offset, headers in places:
            stream.seek(offset)
            again = next(ArchiveIterator(stream))
            assert again.rec_headers.get_header("WARC-Record-ID") == headers["WARC-Record-ID"]


def test_record_ids_are_unique() -> None:
    ids = [dict(headers)["WARC-Record-ID"] for file in RECORDINGS for headers, _, _ in read(file)]

    assert len(set(ids)) == len(ids)


def test_the_recordings_stay_small() -> None:
    assert sum(file.stat().st_size for file in RECORDINGS) < MOST_BYTES


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_polls_every_feed_at_noon_and_at_eleven_and_fetches_pages_after_that(day: date) -> None:
    records = records_of_day(day)
    polls = Counter(
        (record.url, record.fetched_at.astimezone(ZONE).hour) for record in records if record.kind == "feed"
    )
    fetches = {record.fetched_at.astimezone(ZONE).strftime("%H:%M") for record in records if record.kind == "page"}

    assert polls == Counter({(str(source.url), hour): 1 for source in sources().values() for hour in (12, 23)})
    assert fetches == {"23:30"}
    assert all(record.fetched_at.astimezone(ZONE).date() == day for record in records)


def test_every_article_is_fetched_exactly_once(records: list[Recorded]) -> None:
    fetched = Counter(record.url for record in records if record.kind == "page")

    assert fetched == Counter({article.url: 1 for article in articles()})


def test_there_are_twelve_sources_and_each_says_how_it_serves_its_feed() -> None:
    assert len(sources()) == 12
    assert list(feeds()) == list(sources())
    assert SOURCES_FILE.is_file()


def test_every_address_is_of_an_invented_host(manuscripts: dict[str, Article]) -> None:
    hosts = {article.url.split("/")[2] for article in manuscripts.values()}
    hosts |= {source.url.host or "" for source in sources().values()}

    assert all(host.endswith(".example") for host in hosts)


def test_an_article_without_any_time_names_what_is_missing() -> None:
    article = Article(name="x", url="https://a.example/x", sources=("shubo",), title="t", author="a", body="b")

    with pytest.raises(ManuscriptError, match=r"a\.example/x: an article without `published` needs `listed`"):
        _ = article.listed_at


def test_pages_come_on_the_day_of_the_poll_that_first_shows_them(
    records: list[Recorded], manuscripts: dict[str, Article]
) -> None:
    fetched = {record.url: record.fetched_at.astimezone(ZONE) for record in records if record.kind == "page"}

    for article in manuscripts.values():
        assert fetched[article.url] > article.listed_at
        if article.listed_at.astimezone(ZONE).date() >= DAYS[0]:
            assert fetched[article.url] - article.listed_at < timedelta(hours=25)
