"""Content and transfer encodings: undone whole from the record, and counted while they stream, keeping nothing.

What can't be decoded is not counted while it streams: its reader stops at the same place and says why.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Protocol

import brotli
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader

from digest_pipeline.capture.miss import MissError

_PIECE = 1 << 16
# No honest server packs a body four times over: more encodings only cost time.
_MOST_ENCODINGS = 3
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}[ \t]*(;[^\r\n]*)?\r\n")


class UndecodableError(Exception):
    """A body is not encoded as its headers say, or in a way that is not known here."""


def decoded(body: bytes, content_encoding: str, limit: int) -> bytes:
    """Return the body with its content encodings undone, cut off after `limit` + 1 bytes.

    Raises:
        UndecodableError: when an encoding is damaged, or not known here.
    """
    if (times := _times(content_encoding)) > _MOST_ENCODINGS:
        raise UndecodableError(f"{times} encodings, more than {_MOST_ENCODINGS}")
    for name in reversed(_names(content_encoding)):
        body = _undone(body, name, limit)
    return body[: limit + 1]


def unchunked(body: bytes) -> bytes:
    """Undo the chunks; a body whose first line counts no chunk was stored without them."""
    if not _CHUNK_SIZE.match(body):
        return body
    try:
        content: bytes = ChunkedDataReader(BytesIO(body), raise_exceptions=True).read()
    except ChunkedDataException as error:
        raise UndecodableError("its chunks are damaged or end early") from error
    return content


class DecodedSize:
    """Counts how large one body becomes when its content encodings are undone."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        """Prepare to count.

        Args:
            content_encoding: the header, its encodings in the order they were applied.
            limit: the most bytes that the decoded body may have.

        Raises:
            MissError: `too_large`, when the encodings are stacked higher than any honest server does.
        """
        if (times := _times(content_encoding)) > _MOST_ENCODINGS:
            raise MissError("too_large", f"its body is encoded {times} times over")
        names = _names(content_encoding)
        self._layers = [_DECODERS[name]() for name in reversed(names) if name in _DECODERS]
        self._readable = len(self._layers) == len(names)
        self._limit = limit
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Count the next chunk as sent.

        Raises:
            MissError: `too_large`, as soon as the decoded body passes the limit.
        """
        if not self._readable:
            return
        try:
            self._pour(chunk, 0)
        except (zlib.error, brotli.error):
            self._readable = False

    def _pour(self, data: bytes, depth: int) -> None:
        if depth < len(self._layers):
            for piece in self._layers[depth].pieces(data):
                self._pour(piece, depth + 1)
            return
        self._size += len(data)
        if self._size > self._limit:
            raise MissError("too_large", f"more than {self._limit} bytes when unpacked (fetch.decoded_bytes)")


def _times(content_encoding: str) -> int:
    """Return how many encodings a header lists, those that change nothing among them."""
    return content_encoding.count(",") + 1


def _names(content_encoding: str) -> list[str]:
    """Return the encodings of a header that change a body, in the order they were applied."""
    return [name for part in content_encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]


def _deflate_format(body: bytes) -> int:
    """Return the window bits of a `deflate` body: the name means zlib's format, some servers send the bare stream."""
    zlib_header = body[0] & 15 == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS


def _undone(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo one content encoding, without inflating more than `limit` + 1 bytes."""
    if not body:
        return body
    if encoding in ("gzip", "x-gzip"):
        # What was stored decoded, under the headers of the wire, is taken as it is.
        return _inflated(body, zlib.MAX_WBITS | 16, limit) if body.startswith(_GZIP) else body
    if encoding == "deflate":
        return _inflated(body, _deflate_format(body), limit)
    if encoding == "br":
        return _unbrotlied(body, limit)
    if encoding == "zstd":
        return _unzstd(body, limit) if body.startswith(_ZSTD) else body
    raise UndecodableError(f"its content encoding {encoding!r} is none of gzip, deflate, br and zstd")


def _inflated(body: bytes, format_bits: int, limit: int) -> bytes:
    content, rest = bytearray(), body
    while rest:
        decoder = zlib.decompressobj(format_bits)
        try:
            content += decoder.decompress(rest, limit + 1 - len(content))
        except zlib.error as error:
            raise UndecodableError(f"{error}") from error
        if len(content) > limit:
            break
        if not decoder.eof:
            raise UndecodableError("its compressed data end early")
        # Another gzip member goes on with the content; anything else after the end is padding.
        rest = decoder.unused_data if decoder.unused_data.startswith(_GZIP) else b""
    return bytes(content)


def _unbrotlied(body: bytes, limit: int) -> bytes:
    decoder = brotli.Decompressor()
    try:
        content = bytearray(decoder.process(body, output_buffer_limit=limit + 1))
        while not decoder.is_finished() and len(content) <= limit:
            more = decoder.process(b"", output_buffer_limit=limit + 1 - len(content))
            if not more:
                raise UndecodableError("its compressed data end early")
            content += more
    except brotli.error as error:
        raise UndecodableError(f"{error}") from error
    return bytes(content)


def _unzstd(body: bytes, limit: int) -> bytes:
    import pyarrow as pa  # noqa: PLC0415  0.2 s; only archives of browsers hold this encoding

    try:
        with pa.CompressedInputStream(pa.BufferReader(body), "zstd") as stream:
            content: bytes = stream.read(limit + 1)
    except OSError as error:
        raise UndecodableError(f"{error}") from error
    return content


class _Decoder(Protocol):
    def pieces(self, data: bytes) -> Iterator[bytes]: ...


class _Gzip:
    def __init__(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            yield self._member.decompress(data, _PIECE)
            data = self._member.unconsumed_tail
            if self._member.eof:
                # Another member may follow; anything else after the end is padding, and counts as damage.
                data = self._member.unused_data
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)


class _Deflate:
    def __init__(self) -> None:
        self._head = b""
        self._stream: zlib._Decompress | None = None

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self._stream is None:
            data = self._head = self._head + data
            if len(data) < 2:  # noqa: PLR2004  the header of zlib's format
                return
            self._stream = zlib.decompressobj(_deflate_format(data))
        while data and not self._stream.eof:
            yield self._stream.decompress(data, _PIECE)
            data = self._stream.unconsumed_tail


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        piece = self._stream.process(data, output_buffer_limit=_PIECE)
        # It may accept more while it still holds output back, so that only an empty piece is the end.
        while piece or not self._stream.can_accept_more_data():
            yield piece
            piece = self._stream.process(b"", output_buffer_limit=_PIECE)


_DECODERS: dict[str, type[_Decoder]] = {"gzip": _Gzip, "x-gzip": _Gzip, "deflate": _Deflate, "br": _Brotli}
