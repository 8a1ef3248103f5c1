"""WARC records: written, read by offset, scanned in any state, and decoded."""

import gzip
import zlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from digest_pipeline.capture.warc import Damage, Exchange, RecordError, RecordWriter, Skipped, read, scan
from tests.conftest import NOON

MakeExchange = Callable[..., Exchange]
HEADERS = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")


@pytest.fixture
def three(exchange: MakeExchange) -> list[Exchange]:
    return [
        exchange(
            f"https://harbour.example.org/{place}", f"page {place} ".encode() * 300, at=NOON + timedelta(hours=place)
        )
        for place in range(3)
    ]


def recorded(exchanges: Sequence[Exchange]) -> tuple[bytes, list[tuple[int, int]]]:
    """Return an archive of gzip members and where its records lie."""
    stream = BytesIO()
    writer = RecordWriter(stream)
    places = [writer.add(exchange) for exchange in exchanges]
    return stream.getvalue(), places


def plainly(exchanges: Sequence[Exchange]) -> bytes:
    archive, places = recorded(exchanges)
    return b"".join(gzip.decompress(archive[offset : offset + length]) for offset, length in places)


def found(archive: bytes) -> tuple[list[Exchange], list[Skipped | Damage]]:
    items = list(scan(BytesIO(archive)))
    exchanges = [item for item in items if isinstance(item, Exchange)]
    return exchanges, [item for item in items if not isinstance(item, Exchange)]


def test_a_record_is_read_back_by_its_offset(three: list[Exchange]) -> None:
    archive, places = recorded(three)
    assert [read(BytesIO(archive), *place) for place in places] == three


def test_recording_the_same_writes_the_same_bytes(three: list[Exchange]) -> None:
    assert recorded(three) == recorded(three)


def test_microseconds_odd_headers_and_an_empty_body_survive(exchange: MakeExchange) -> None:
    odd = exchange(
        "https://harbour.example.org/新闻?q=a",
        b"",
        at=NOON + timedelta(microseconds=7),
        status="404",
        headers=(("X-Twice", "1"), ("X-Twice", "2"), ("X-Long", "x" * 30_000)),
    )
    archive, (place,) = recorded([odd])
    assert read(BytesIO(archive), *place) == odd
    assert odd.status == 404


def test_an_archive_of_gzip_members_is_scanned(three: list[Exchange]) -> None:
    assert found(recorded(three)[0]) == (three, [])


def test_a_plain_archive_is_scanned(three: list[Exchange]) -> None:
    assert found(plainly(three)) == (three, [])


@pytest.mark.parametrize("lost", [30, 100])
def test_a_tail_cut_within_a_record_leaves_the_records_before_it(three: list[Exchange], lost: int) -> None:
    archive, places = recorded(three)
    exchanges, rest = found(archive[:-lost])
    assert exchanges == three[:2]
    assert [item.offset for item in rest if isinstance(item, Damage)] == [places[2][0]]


def test_a_tail_cut_within_the_headers_leaves_the_records_before_it(three: list[Exchange]) -> None:
    archive = plainly(three)
    third = archive.index(b"WARC/1.1", archive.index(b"WARC/1.1", 1) + 1)
    for kept in (4, 12, 60):
        exchanges, rest = found(archive[: third + kept])
        assert exchanges == three[:2]
        assert [item.offset for item in rest if isinstance(item, Damage)] == [third]


def test_a_tail_cut_within_a_plain_body_leaves_the_records_before_it(three: list[Exchange]) -> None:
    exchanges, rest = found(plainly(three)[:-500])
    assert exchanges == three[:2]
    assert len(rest) == 1


def test_what_follows_damage_in_the_middle_is_taken(three: list[Exchange]) -> None:
    archive, places = recorded(three)
    damaged = bytearray(archive)
    middle = places[1][0] + places[1][1] // 2
    damaged[middle : middle + 20] = b"\0" * 20
    exchanges, rest = found(bytes(damaged))
    assert exchanges == [three[0], three[2]]
    assert [type(item) for item in rest] == [Damage]


def test_what_follows_damage_in_a_plain_archive_is_taken(three: list[Exchange]) -> None:
    archive = plainly(three)
    second = archive.index(b"WARC/1.1", 1)
    exchanges, rest = found(archive[:second] + b"\xff" * 30 + archive[second + 30 :])
    assert exchanges == [three[0], three[2]]
    assert [item.offset for item in rest if isinstance(item, Damage)] == [second]


def test_one_gzip_member_around_a_whole_archive_is_reported_with_the_way_out(three: list[Exchange]) -> None:
    exchanges, rest = found(gzip.compress(plainly(three)))
    assert exchanges == three[:1]
    assert ["warcio recompress" in item.detail for item in rest if isinstance(item, Damage)] == [True]


def test_an_empty_archive_holds_nothing() -> None:
    assert found(b"") == ([], [])


@pytest.mark.parametrize(
    "garbage", [b"\0" * 5000, b"<html>no archive</html>" * 100, b"\x1f\x8b\x08" * 500, b"WARC/1.1\r\n" * 50]
)
def test_garbage_is_reported_once(garbage: bytes) -> None:
    exchanges, rest = found(garbage)
    assert exchanges == []
    assert [type(item) for item in rest] == [Damage]


def test_records_of_other_types_are_skipped_by_name(three: list[Exchange]) -> None:
    stream = BytesIO()
    writer = WARCWriter(stream, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "another crawler"}))
    request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "harbour.example.org")], is_http_request=True)
    writer.write_record(writer.create_warc_record("https://harbour.example.org/", "request", http_headers=request))
    writer.write_record(
        writer.create_revisit_record(
            "https://harbour.example.org/", "sha1:AAAA", "https://harbour.example.org/", "2026-06-01T00:00:00Z", HEADERS
        )
    )
    writer.write_record(
        writer.create_warc_record("dns:harbour.example.org", "resource", payload=BytesIO(b"192.0.2.1"), length=9)
    )
    exchanges, rest = found(stream.getvalue() + recorded(three)[0])
    assert exchanges == three
    assert rest == [Skipped("warcinfo"), Skipped("request"), Skipped("revisit"), Skipped("resource")]


def test_a_record_without_a_date_is_damage_and_not_the_end(three: list[Exchange]) -> None:
    archive = plainly(three).replace(b"WARC-Date: 2026-06-02T05", b"WARC-Date: 2026-66-02T05")
    exchanges, rest = found(archive)
    assert exchanges == [three[0], three[2]]
    assert [type(item) for item in rest] == [Damage]


@pytest.mark.parametrize("place", [(0, 10), (1, 400), (10_000_000, 100), (0, 0)])
def test_a_wrong_place_in_the_file_is_an_error_of_the_record(three: list[Exchange], place: tuple[int, int]) -> None:
    with pytest.raises(RecordError, match=f"offset {place[0]}"):
        read(BytesIO(recorded(three)[0]), *place)


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


def chunked(data: bytes, size: int = 100) -> bytes:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


TEXT = b"".join(b"line %d\n" % number for number in range(2000))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (TEXT, ()),
        (gzip.compress(TEXT), (("Content-Encoding", "gzip"),)),
        (gzip.compress(TEXT), (("content-encoding", "X-GZIP"),)),
        (gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]), (("Content-Encoding", "gzip"),)),
        (gzip.compress(TEXT) + b"\0" * 50, (("Content-Encoding", "gzip"),)),
        (zlib.compress(TEXT), (("Content-Encoding", "deflate"),)),
        (raw_deflate(TEXT), (("Content-Encoding", "deflate"),)),
        (gzip.compress(zlib.compress(TEXT)), (("Content-Encoding", "deflate, gzip"),)),
        (chunked(TEXT), (("Transfer-Encoding", "chunked"),)),
        (chunked(gzip.compress(TEXT)), (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))),
        (TEXT, (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))),
    ],
)
def test_encodings_are_undone(exchange: MakeExchange, body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    archive, (place,) = recorded([exchange(body=body, headers=headers)])
    assert read(BytesIO(archive), *place).content(1_000_000) == TEXT


def test_an_empty_body_is_empty_whatever_its_encoding(exchange: MakeExchange) -> None:
    assert exchange(body=b"", headers=(("Content-Encoding", "gzip"),)).content(100) == b""


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(TEXT)[:-20], (("Content-Encoding", "gzip"),)),
        (gzip.compress(TEXT)[:40], (("Content-Encoding", "gzip"),)),
        (gzip.compress(TEXT)[:200] + b"\0" * 200, (("Content-Encoding", "gzip"),)),
        (b"no deflate at all", (("Content-Encoding", "deflate"),)),
        (chunked(TEXT)[:-300], (("Transfer-Encoding", "chunked"),)),
        (TEXT, (("Content-Encoding", "br"),)),
    ],
)
def test_a_damaged_encoding_is_an_error_of_the_record(
    exchange: MakeExchange, body: bytes, headers: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(RecordError, match="can't be decoded"):
        exchange(body=body, headers=headers).content(1_000_000)


@pytest.mark.parametrize("encoding", ["gzip", "gzip, gzip"])
def test_a_decompression_bomb_is_cut_at_the_limit(exchange: MakeExchange, encoding: str) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    for _ in range(encoding.count(",")):
        bomb = gzip.compress(bomb)
    assert len(exchange(body=bomb, headers=(("Content-Encoding", encoding),)).content(1_000_000)) == 1_000_001
