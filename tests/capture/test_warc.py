"""WARC records: written, read by offset, scanned in any state, and decoded."""

import gzip
import zlib
from base64 import b32decode
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import brotli
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from digest_pipeline.capture.warc import Damage, Exchange, RecordError, RecordWriter, Revisit, Skipped, read, scan
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
        writer.create_warc_record("dns:harbour.example.org", "resource", payload=BytesIO(b"192.0.2.1"), length=9)
    )
    exchanges, rest = found(stream.getvalue() + recorded(three)[0])
    assert exchanges == three
    assert rest == [Skipped("warcinfo"), Skipped("request"), Skipped("resource")]


def test_a_record_without_a_date_is_damage_and_not_the_end(three: list[Exchange]) -> None:
    archive = plainly(three).replace(b"WARC-Date: 2026-06-02T05", b"WARC-Date: 2026-66-02T05")
    exchanges, rest = found(archive)
    assert exchanges == [three[0], three[2]]
    assert [type(item) for item in rest] == [Damage]


@pytest.mark.parametrize("place", [(0, 10), (1, 400), (10_000_000, 100), (0, 0)])
def test_a_wrong_place_in_the_file_is_an_error_of_the_record(three: list[Exchange], place: tuple[int, int]) -> None:
    with pytest.raises(RecordError, match=f"offset {place[0]}"):
        read(BytesIO(recorded(three)[0]), *place)


# --- Revisits --------------------------------------------------------------------------------------------------------

FEED = "https://harbour.example.org/feed"
DIGEST = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"


def not_modified(digest: str = DIGEST, *, at: datetime = NOON) -> Exchange:
    return Exchange(FEED, at, "304 Not Modified", (("ETag", '"7"'),), b"", Revisit(digest, at - timedelta(hours=1)))


def of_another_crawler(
    digest: str = DIGEST,
    *,
    target: str = FEED,
    version: str = "WARC/1.1",
    http_headers: StatusAndHeaders | None = HEADERS,
    fields: dict[str, str | None] | None = None,
) -> bytes:
    """Return a record that says that the answer of noon repeats the one of an hour before; `fields` are set over it."""
    stream = BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version=version)
    record = writer.create_revisit_record(
        FEED, digest, target, "2026-06-02T03:00:00Z", http_headers, {"WARC-Date": "2026-06-02T04:00:00Z"}
    )
    for name, value in (fields or {}).items():
        record.rec_headers.remove_header(name)
        if value is not None:
            record.rec_headers.add_header(name, value)
    writer.write_record(record)
    return stream.getvalue()


def test_a_304_is_written_as_the_revisit_record_of_the_standard() -> None:
    archive, _ = recorded([not_modified()])
    (record,) = ArchiveIterator(BytesIO(archive), check_digests="raise")
    fields = dict(record.rec_headers.headers)
    assert record.rec_type == "revisit"
    assert fields["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert (fields["WARC-Target-URI"], fields["WARC-Date"]) == (FEED, "2026-06-02T04:00:00Z")
    assert (fields["WARC-Refers-To-Target-URI"], fields["WARC-Refers-To-Date"]) == (FEED, "2026-06-02T03:00:00Z")
    assert fields["WARC-Payload-Digest"] == DIGEST
    assert (record.http_headers.get_statuscode(), record.http_headers.get_header("ETag")) == ("304", '"7"')
    assert record.content_stream().read() == b""


def test_a_revisit_has_the_digest_of_its_original_and_no_body(exchange: MakeExchange) -> None:
    original = exchange(FEED)
    revisit = replace(original, revisit=Revisit(original.digest, NOON))
    archive, (place,) = recorded([revisit])
    assert revisit.digest == original.digest
    assert read(BytesIO(archive), *place) == replace(revisit, body=b"")


def test_a_304_that_refers_to_nothing_is_an_answer_like_any_other(exchange: MakeExchange) -> None:
    bare = exchange(FEED, b"", status="304 Not Modified")
    assert found(recorded([bare])[0]) == ([bare], [])


LINE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=30)
MOMENT = st.datetimes(datetime(1996, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  zone beside


@st.composite
def revisits(draw: st.DrawFn) -> Exchange:
    names = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True)
    address = LINE.map(lambda path: f"https://harbour.example.org/{path}")
    url = draw(address)
    return Exchange(
        url,
        draw(MOMENT),
        f"{draw(st.sampled_from([304, 200, 404, 301]))} {draw(LINE)}",
        tuple(draw(st.lists(st.tuples(names, LINE), max_size=5))),
        b"",
        Revisit(
            draw(st.sampled_from([DIGEST, "sha256:0af1", ""])),
            draw(st.none() | MOMENT),
            draw(address.filter(lambda other: other != url) | st.just("")),
        ),
        draw(st.sampled_from(["feed", "page", "answer", None])),
    )


@examples(max_examples=40)
@given(st.lists(revisits(), max_size=4, unique_by=lambda revisit: (revisit.url, revisit.fetched_at)))
def test_revisits_come_back_as_they_were(exchanges: list[Exchange]) -> None:
    archive, places = recorded(exchanges)
    assert [read(BytesIO(archive), *place) for place in places] == exchanges
    assert found(archive) == (exchanges, [])
    assert found(plainly(exchanges)) == (exchanges, [])
    assert [item.kind for item in found(archive)[0]] == [exchange.kind for exchange in exchanges]


@given(st.binary(max_size=60), st.integers(min_value=0))
def test_a_revisit_with_any_damage_is_read_or_reported(noise: bytes, place: int) -> None:
    archive = plainly([not_modified()])
    at = place % len(archive)
    for damaged in (archive[:at] + noise + archive[at + len(noise) :], archive[:at] + noise):
        found(damaged)


@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_an_answer_that_another_crawler_had_seen_before_keeps_its_own_headers(version: str) -> None:
    (exchange,), rest = found(of_another_crawler(version=version))
    assert rest == []
    assert (exchange.status, exchange.content_type, exchange.body) == (200, "text/html", b"")
    assert exchange.revisit == Revisit(DIGEST, NOON - timedelta(hours=1))
    archive, _ = recorded([exchange])
    assert b"/warc/1.1/revisit/identical-payload-digest" in gzip.decompress(archive)


def test_a_payload_first_seen_at_another_address_is_referred_to_there() -> None:
    other = "https://harbour.example.org/feed.xml"
    (exchange,), _ = found(of_another_crawler(target=other))
    assert exchange.revisit
    assert exchange.revisit.url == other
    assert found(recorded([exchange])[0]) == ([exchange], [])


@pytest.mark.parametrize("spelled", ["SHA1:" + DIGEST[5:].lower(), "sha1:" + b32decode(DIGEST[5:]).hex()])
def test_a_digest_in_another_spelling_is_the_same_digest(spelled: str) -> None:
    (exchange,), _ = found(of_another_crawler(spelled))
    assert exchange.digest == DIGEST


@pytest.mark.parametrize("told", ["sha256:99aa", None])
def test_a_revisit_after_its_original_gets_the_digest_that_this_archive_knows(
    exchange: MakeExchange, told: str | None
) -> None:
    original = exchange(FEED, at=NOON - timedelta(hours=1))
    revisit = of_another_crawler(fields={"WARC-Payload-Digest": told})
    (_, after), _ = found(recorded([original])[0] + revisit)
    (alone,), _ = found(revisit)
    assert (after.digest, alone.digest) == (original.digest, told or "")


@pytest.mark.parametrize("moment", [None, "yesterday"])
def test_a_revisit_that_does_not_say_when_is_kept(moment: str | None) -> None:
    (exchange,), _ = found(of_another_crawler(fields={"WARC-Refers-To-Date": moment}))
    assert exchange.revisit == Revisit(DIGEST, None)


def test_a_revisit_without_an_answer_or_of_an_unknown_profile_is_skipped() -> None:
    unknown = of_another_crawler(fields={"WARC-Profile": "https://crawler.example.net/profile/similar"})
    assert found(of_another_crawler(http_headers=None) + unknown) == ([], [Skipped("revisit"), Skipped("revisit")])


def test_what_an_answer_was_asked_as_is_kept_and_is_no_part_of_it(exchange: MakeExchange) -> None:
    asked = replace(exchange(), kind="answer")
    archive, (place,) = recorded([asked])
    assert read(BytesIO(archive), *place).kind == "answer"
    assert asked == exchange()


def test_an_unknown_kind_is_passed_over(exchange: MakeExchange) -> None:
    archive = plainly([replace(exchange(), kind="answer")]).replace(b"Capture-Kind: answer", b"Capture-Kind: ticket")
    assert [item.kind for item in found(archive)[0]] == [None]


# --- Encodings -------------------------------------------------------------------------------------------------------


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.Codec("zstd").compress(data, asbytes=True)
    return packed


def chunked(data: bytes, size: int = 100) -> bytes:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


TEXT = b"".join(b"line %d\n" % number for number in range(2000))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (TEXT, ()),
        (gzip.compress(TEXT, mtime=0), (("Content-Encoding", "gzip"),)),
        (gzip.compress(TEXT, mtime=0), (("content-encoding", "X-GZIP"),)),
        (gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:]), (("Content-Encoding", "gzip"),)),
        (gzip.compress(TEXT, mtime=0) + b"\0" * 50, (("Content-Encoding", "gzip"),)),
        (zlib.compress(TEXT), (("Content-Encoding", "deflate"),)),
        (raw_deflate(TEXT), (("Content-Encoding", "deflate"),)),
        (gzip.compress(zlib.compress(TEXT)), (("Content-Encoding", "deflate, gzip"),)),
        (chunked(TEXT), (("Transfer-Encoding", "chunked"),)),
        (chunked(gzip.compress(TEXT, mtime=0)), (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))),
        (TEXT, (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))),
        (brotli.compress(TEXT), (("Content-Encoding", "br"),)),
        (brotli.compress(gzip.compress(TEXT, mtime=0)), (("Content-Encoding", "gzip, br"),)),
        (chunked(brotli.compress(TEXT)), (("Transfer-Encoding", "chunked"), ("Content-Encoding", "BR"))),
        (zstd(TEXT), (("Content-Encoding", "zstd"),)),
        (zstd(TEXT[:99]) + zstd(TEXT[99:]), (("Content-Encoding", "zstd"),)),
        (zstd(brotli.compress(TEXT)), (("Content-Encoding", "br,zstd"),)),
        (TEXT, (("Content-Encoding", "zstd"),)),
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
        (gzip.compress(TEXT, mtime=0)[:-20], (("Content-Encoding", "gzip"),)),
        (gzip.compress(TEXT, mtime=0)[:40], (("Content-Encoding", "gzip"),)),
        (gzip.compress(TEXT, mtime=0)[:200] + b"\0" * 200, (("Content-Encoding", "gzip"),)),
        (b"no deflate at all", (("Content-Encoding", "deflate"),)),
        (chunked(TEXT)[:-300], (("Transfer-Encoding", "chunked"),)),
        (TEXT, (("Content-Encoding", "br"),)),
        (brotli.compress(TEXT)[:-3], (("Content-Encoding", "br"),)),
        (brotli.compress(TEXT)[:1], (("Content-Encoding", "br"),)),
        (zstd(TEXT)[:-3], (("Content-Encoding", "zstd"),)),
        (zstd(TEXT)[:4], (("Content-Encoding", "zstd"),)),
        (zstd(TEXT) + b"more", (("Content-Encoding", "zstd"),)),
        (gzip.compress(TEXT, mtime=0), (("Content-Encoding", "gzip" + ",identity" * 5),)),
    ],
)
def test_a_damaged_encoding_is_an_error_of_the_record(
    exchange: MakeExchange, body: bytes, headers: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(RecordError, match="can't be decoded"):
        exchange(body=body, headers=headers).content(1_000_000)


def test_an_encoding_that_is_not_known_is_named_beside_those_that_are(exchange: MakeExchange) -> None:
    with pytest.raises(RecordError, match="'dcb' is none of gzip, deflate, br and zstd"):
        exchange(headers=(("Content-Encoding", "dcb"),)).content(100)


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress, zstd])
@pytest.mark.parametrize("limit", [0, 1, 100, len(TEXT) - 1, len(TEXT)])
def test_no_more_than_one_byte_over_the_limit_is_returned(
    exchange: MakeExchange, pack: Callable[[bytes], bytes], limit: int
) -> None:
    encoding = {gzip.compress: "gzip", brotli.compress: "br", zstd: "zstd"}[pack]
    packed = exchange(body=pack(TEXT), headers=(("Content-Encoding", encoding),))
    assert packed.content(limit) == TEXT[: limit + 1]


@pytest.mark.parametrize(
    ("bomb", "encoding"),
    [
        (gzip.compress(b"\0" * 50_000_000), "gzip"),
        (gzip.compress(gzip.compress(b"\0" * 50_000_000)), "gzip, gzip"),
        (brotli.compress(b"\0" * 50_000_000, quality=3), "br"),
        (zstd(b"\0" * 50_000_000), "zstd"),
        (brotli.compress(zstd(b"\0" * 50_000_000)), "zstd, br"),
    ],
)
def test_a_decompression_bomb_is_cut_at_the_limit(exchange: MakeExchange, bomb: bytes, encoding: str) -> None:
    assert len(exchange(body=bomb, headers=(("Content-Encoding", encoding),)).content(1_000_000)) == 1_000_001


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd"]), st.booleans())
def test_any_bytes_are_decoded_or_an_error_of_the_record(noise: bytes, encoding: str, marked: bool) -> None:
    mark = {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd"}.get(encoding, b"") if marked else b""
    answer = Exchange(FEED, NOON, "200 OK", (("Content-Encoding", encoding),), mark + noise)
    with suppress(RecordError):
        assert len(answer.content(1000)) <= 1001
