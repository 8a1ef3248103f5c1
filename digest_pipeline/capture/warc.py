"""WARC 1.1 records: written one gzip member each, read by offset, scanned when someone else's archive is imported.

Which records belong to which day is `archive.py`; nothing here knows the warehouse.
"""

import re
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import SEEK_END, BytesIO
from typing import IO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

# A single record larger than this is not a page or feed; holding it would cost the run its memory.
MAX_RECORD_BYTES = 64_000_000

_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b\x08"
_RECORD_START = re.compile(_GZIP + rb"|WARC/1\.[01]\r\n")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(;[^\r\n]*)?\r\n")


class RecordError(Exception):
    """A record can't be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP answer as it came over the wire: `body` is still encoded as the headers say."""

    url: str
    fetched_at: datetime
    status_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def status(self) -> int:
        """The status code; 0 when the status line has none."""
        code = self.status_line.partition(" ")[0]
        return int(code) if code.isdecimal() else 0

    @property
    def content_type(self) -> str:
        """The Content-Type header, or an empty string."""
        return self.header("content-type")

    @property
    def digest(self) -> str:
        """The SHA-1 of the body in the form WARC uses (`sha1:BASE32`)."""
        digester = Digester("sha1")
        digester.update(self.body)
        return str(digester)

    def header(self, name: str) -> str:
        """Return the first header of that name (lower case), or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def content(self, limit: int) -> bytes:
        """Return the body with its transfer and content encodings undone, cut off after `limit` + 1 bytes.

        Raises:
            RecordError: when the encoding is damaged, or one that is not known here.
        """
        content = self.body
        if "chunked" in self.header("transfer-encoding").lower():
            content = _unchunked(content)
        for encoding in reversed(self.header("content-encoding").lower().split(",")):
            content = _decoded(content, encoding.strip(), limit)
        return content[: limit + 1]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no answer of a web server (`revisit`, `request`, ...), or an answer that can't be kept."""

    what: str


@dataclass(frozen=True, slots=True)
class Damage:
    """The rest of an archive that can't be read: where it begins and what is wrong."""

    offset: int
    detail: str


class RecordWriter:
    """Appends exchanges to an open binary file, one gzip member each."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")

    def add(self, exchange: Exchange) -> tuple[int, int]:
        """Write one record and return its offset and length."""
        offset = self._stream.tell()
        moment = exchange.fetched_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{exchange.url} {moment} {exchange.digest}")
        headers = {"WARC-Date": moment.replace(".000000", ""), "WARC-Record-ID": f"<urn:uuid:{identity}>"}
        self._writer.write_record(
            self._writer.create_warc_record(
                exchange.url,
                "response",
                payload=BytesIO(exchange.body),
                length=len(exchange.body),
                http_headers=_http_headers(exchange),
                warc_headers_dict=headers,
            )
        )
        return offset, self._stream.tell() - offset


def read(stream: IO[bytes], offset: int, length: int) -> Exchange:
    """Return the exchange whose record lies at `offset`.

    Raises:
        RecordError: when there is no whole record of an answer.
    """
    stream.seek(offset)
    try:
        record = next(iter(ArchiveIterator(BytesIO(stream.read(length)))))
        return _exchange(record)
    except (StopIteration, ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError) as error:
        raise RecordError(f"no readable record at offset {offset}: {error or type(error).__name__}") from error


def scan(stream: IO[bytes]) -> Iterator[Exchange | Skipped | Damage]:
    """Yield what an archive holds, gzip a record or plain, in order of the file.

    A damaged stretch is reported as one `Damage`; reading goes on at the next record that begins after it.
    """
    size = stream.seek(0, SEEK_END)
    position, damaged = 0, False
    while position < size:
        stream.seek(position)
        archive = ArchiveIterator(stream)
        detail = "the file ends within a record"
        try:
            for record in archive:
                found = _kept(record)
                # Within one gzip member around all records, the lengths are nonsense.
                position = max(position, archive.get_record_offset() + archive.get_record_length())
                damaged = False
                yield found
        except (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError) as error:
            detail = _one_line(error)
        stream.seek(position)
        rest = stream.read(_BLOCK)
        if not rest.strip():
            return
        position += len(rest) - len(rest.lstrip())
        if not damaged:
            yield Damage(position, detail)
            damaged = True
        position = _next_start(stream, position + 1, size)


def _kept(record: ArcWarcRecord) -> Exchange | Skipped:
    if record.format != "warc" or record.rec_headers.get_header("WARC-Type") is None:
        raise ValueError("there is no WARC record here")
    if record.rec_type != "response" or record.http_headers is None:
        return Skipped(str(record.rec_type))
    length = record.rec_headers.get_header("Content-Length") or "0"
    if length.isdecimal() and int(length) > MAX_RECORD_BYTES:
        return Skipped(f"larger than {MAX_RECORD_BYTES // 1_000_000} MB")
    return _exchange(record)


def _next_start(stream: IO[bytes], position: int, size: int) -> int:
    """Return where the next record may begin: a gzip member or a line that opens a WARC record; else the end."""
    while position < size:
        stream.seek(position)
        block = stream.read(_BLOCK)
        if match := _RECORD_START.search(block):
            return position + match.start()
        # A mark may lie across the border of two blocks.
        position += max(len(block) - 8, 1) if len(block) == _BLOCK else len(block)
    return size


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    if "non-chunked gzip" in text:
        return "the file is one gzip member, not one a record; `warcio recompress` mends that"
    return "".join(character if character.isprintable() else "?" for character in text[:160]) or type(error).__name__


def _exchange(record: ArcWarcRecord) -> Exchange:
    if record.http_headers is None:
        raise ValueError("the record holds no HTTP answer")
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    moment = record.rec_headers.get_header("WARC-Date") or ""
    body: bytes = record.raw_stream.read()
    if record.rec_headers.get_header("Content-Length") is not None and (missing := record.raw_stream.limit) > 0:
        raise ValueError(f"the record of {url} ends {missing} bytes early")
    return Exchange(
        url=url.strip("<>"),
        fetched_at=datetime.fromisoformat(moment).astimezone(UTC),
        status_line=record.http_headers.statusline,
        headers=tuple(cast("list[tuple[str, str]]", record.http_headers.headers)),
        body=body,
    )


def _unchunked(body: bytes) -> bytes:
    """Undo the chunks; a body whose first line counts no chunk was stored without them."""
    if not _CHUNK_SIZE.match(body):
        return body
    try:
        content: bytes = ChunkedDataReader(BytesIO(body), raise_exceptions=True).read()
    except ChunkedDataException as error:
        raise RecordError("the body can't be decoded: its chunks are damaged or end early") from error
    return content


def _decoded(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo one content encoding, without inflating more than `limit` + 1 bytes."""
    if encoding in ("", "identity") or not body:
        return body
    if encoding in ("gzip", "x-gzip"):
        # What was stored decoded, under the headers of the wire, is taken as it is.
        return _inflated(body, zlib.MAX_WBITS | 16, limit) if body.startswith(_GZIP) else body
    if encoding == "deflate":
        # The name means zlib's format; some servers send the bare stream.
        zlib_header = body[0] & 15 == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
        return _inflated(body, zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS, limit)
    raise RecordError(f"the body can't be decoded: its content encoding {encoding!r} is none of gzip and deflate")


def _inflated(body: bytes, format_bits: int, limit: int) -> bytes:
    content, rest = bytearray(), body
    while rest:
        decoder = zlib.decompressobj(format_bits)
        try:
            content += decoder.decompress(rest, limit + 1 - len(content))
        except zlib.error as error:
            raise RecordError(f"the body can't be decoded: {error}") from error
        if len(content) > limit:
            break
        if not decoder.eof:
            raise RecordError("the body can't be decoded: its compressed data end early")
        # Another gzip member goes on with the content; anything else after the end is padding.
        rest = decoder.unused_data if decoder.unused_data.startswith(_GZIP) else b""
    return bytes(content)


def _http_headers(exchange: Exchange) -> StatusAndHeaders:
    return StatusAndHeaders(exchange.status_line, list(exchange.headers), protocol="HTTP/1.1")
