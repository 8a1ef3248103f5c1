"""How large a body becomes when its content encoding is undone, counted while it streams; nothing is kept.

Undoing it for good is `warc.py`. What can't be decoded is not counted: its reader stops at the same place and says why.
"""

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

from digest_pipeline.capture.miss import MissError

_PIECE = 1 << 16
_MOST_ENCODINGS = 3


class DecodedSize:
    """Counts one body."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        """Prepare to count.

        Args:
            content_encoding: the header, its encodings in the order they were applied.
            limit: the most bytes that the decoded body may have.

        Raises:
            MissError: `too_large`, when the encodings are stacked higher than any honest server does.
        """
        names = [name for part in content_encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
        if len(names) > _MOST_ENCODINGS:
            raise MissError("too_large", f"its body is encoded {len(names)} times over")
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
            # The name means zlib's format; some servers send the bare stream.
            zlib_header = data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)
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
