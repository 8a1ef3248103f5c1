"""WARC 1.1 records: written one gzip member each, read by offset, scanned when someone else's archive is imported.

An answer is a `response` record, or a `revisit` that repeats an earlier one and carries no body. Which records belong
to which day, and where the body of a revisit lies, is `archive.py`; nothing here knows the warehouse.
"""

import re
import uuid
import zlib
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import SEEK_END, BytesIO
from typing import IO, cast, get_args

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from digest_pipeline.capture.decoding import UndecodableError, decoded, unchunked
from digest_pipeline.model import CaptureKind

# A single record larger than this is not a page or feed; holding it would cost the run its memory.
MAX_RECORD_BYTES = 64_000_000

# Not of the standard, which lets other readers pass over it: what the asker took the answer for.
_KIND_FIELD = "Capture-Kind"
_REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_REVISIT_PROFILES = ("/revisit/identical-payload-digest", "/revisit/server-not-modified")
_NOT_MODIFIED = 304

_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b\x08"
_RECORD_START = re.compile(_GZIP + rb"|WARC/1\.[01]\r\n")
_SHA1_HEX = re.compile(r"[0-9A-Fa-f]{40}")


class RecordError(Exception):
    """A record can't be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Revisit:
    """The exchange that a 304 says is still good: its payload digest and moment.

    Archives of others may leave the digest empty and the moment open, and name another address with the same payload.
    """

    digest: str
    fetched_at: datetime | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP answer as it came over the wire: `body` is still encoded as the headers say.

    A revisit has the headers it came with and no body. `kind` is what the asker took the answer for, where it said so;
    it is no part of the answer, so that two exchanges that differ in it are equal.
    """

    url: str
    fetched_at: datetime
    status_line: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    revisit: Revisit | None = None
    kind: CaptureKind | None = field(default=None, compare=False)

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
        """The SHA-1 of the body in the form WARC uses (`sha1:BASE32`); a revisit has that of its original."""
        if self.revisit:
            return self.revisit.digest
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
        try:
            content = self.body
            if "chunked" in self.header("transfer-encoding").lower():
                content = unchunked(content)
            return decoded(content, self.header("content-encoding"), limit)
        except UndecodableError as error:
            raise RecordError(f"the body can't be decoded: {error}") from error


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that is no answer of a web server (`request`, `metadata`, ...), or an answer that can't be kept."""

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
        """Write one record and return its offset and length; a revisit is written without any body."""
        offset = self._stream.tell()
        body = b"" if exchange.revisit else exchange.body
        self._writer.write_record(
            self._writer.create_warc_record(
                exchange.url,
                "revisit" if exchange.revisit else "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=_http_headers(exchange),
                warc_headers_dict=_record_headers(exchange),
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

    A damaged stretch is reported as one `Damage`; reading goes on at the next record that begins after it. Revisits of
    both profiles of WARC 1.1 are exchanges; where the original stands before them, they get the digest it has here.
    """
    digests: dict[tuple[str, datetime], str] = {}
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
                yield _referred(found, digests) if isinstance(found, Exchange) else found
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
    if record.http_headers is None or not (record.rec_type == "response" or _is_revisit(record)):
        return Skipped(str(record.rec_type))
    length = record.rec_headers.get_header("Content-Length") or "0"
    if length.isdecimal() and int(length) > MAX_RECORD_BYTES:
        return Skipped(f"larger than {MAX_RECORD_BYTES // 1_000_000} MB")
    return _exchange(record)


def _is_revisit(record: ArcWarcRecord) -> bool:
    profile = str(record.rec_headers.get_header("WARC-Profile") or "")
    return bool(record.rec_type == "revisit" and profile.endswith(_REVISIT_PROFILES))


def _referred(found: Exchange, digests: dict[tuple[str, datetime], str]) -> Exchange:
    """Return a revisit with our digest of its original; another crawler may hash otherwise, or not at all."""
    if found.revisit is None:
        digests[found.url, found.fetched_at] = found.digest
    elif found.revisit.fetched_at and (
        digest := digests.get((found.revisit.url or found.url, found.revisit.fetched_at))
    ):
        return replace(found, revisit=replace(found.revisit, digest=digest))
    return found


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
    fields = record.rec_headers
    url = _address(fields, "WARC-Target-URI")
    body: bytes = record.raw_stream.read()
    if fields.get_header("Content-Length") is not None and (missing := record.raw_stream.limit) > 0:
        raise ValueError(f"the record of {url} ends {missing} bytes early")
    revisit = _revisit(fields, url) if _is_revisit(record) else None
    kind = fields.get_header(_KIND_FIELD)
    return Exchange(
        url=url,
        fetched_at=_moment(fields.get_header("WARC-Date") or ""),
        status_line=record.http_headers.statusline,
        headers=tuple(cast("list[tuple[str, str]]", record.http_headers.headers)),
        body=b"" if revisit else body,
        revisit=revisit,
        kind=cast("CaptureKind", kind) if kind in get_args(CaptureKind) else None,
    )


def _revisit(fields: StatusAndHeaders, url: str) -> Revisit:
    try:
        fetched_at = _moment(fields.get_header("WARC-Refers-To-Date") or "")
    except ValueError:
        fetched_at = None
    address = _address(fields, "WARC-Refers-To-Target-URI")
    return Revisit(
        digest=_digest(fields.get_header("WARC-Payload-Digest") or ""),
        fetched_at=fetched_at,
        url="" if address == url else address,
    )


def _address(fields: StatusAndHeaders, name: str) -> str:
    # Some writers put it in angle brackets, as the grammar of WARC 1.0 had it.
    text = str(fields.get_header(name) or "")
    return text[1:-1] if text.startswith("<") and text.endswith(">") else text


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _digest(text: str) -> str:
    """Return a SHA-1 as this module writes it, whatever its spelling; another hash is left as it is."""
    algorithm, _, value = text.strip().partition(":")
    if algorithm.lower() != "sha1":
        return text.strip()
    return f"sha1:{b32encode(bytes.fromhex(value)).decode() if _SHA1_HEX.fullmatch(value) else value.upper()}"


def _record_headers(exchange: Exchange) -> dict[str, str]:
    moment, revisit = _date(exchange.fetched_at), exchange.revisit
    # A revisit is another record than its original, also where a coarse clock gives both one moment.
    name = f"{exchange.url} {moment} {exchange.digest}{' revisit' if revisit else ''}"
    headers = {"WARC-Date": moment, "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>"}
    if exchange.kind:
        headers[_KIND_FIELD] = exchange.kind
    if revisit:
        same = "server-not-modified" if exchange.status == _NOT_MODIFIED else "identical-payload-digest"
        headers["WARC-Profile"] = _REVISIT_PROFILE + same
        headers["WARC-Refers-To-Target-URI"] = revisit.url or exchange.url
        if revisit.fetched_at:
            headers["WARC-Refers-To-Date"] = _date(revisit.fetched_at)
        if revisit.digest:
            headers["WARC-Payload-Digest"] = revisit.digest
    return headers


def _date(moment: datetime) -> str:
    text = moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return text.replace(".000000", "")


def _http_headers(exchange: Exchange) -> StatusAndHeaders:
    return StatusAndHeaders(exchange.status_line, list(exchange.headers), protocol="HTTP/1.1")
