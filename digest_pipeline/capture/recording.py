"""Recording: exchanges written to WARC files by day, and the captures that tell where each lies.

A file appears under its name when it is whole. How a record looks is `warc.py`; the index is kept by `archive.py`.
"""

import uuid
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import IO, Self
from zoneinfo import ZoneInfo

from fsspec import AbstractFileSystem

from digest_pipeline.capture.warc import Exchange, RecordWriter
from digest_pipeline.dates import day_of
from digest_pipeline.model import Capture, CaptureKind, content_id
from digest_pipeline.urls import canonical

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_MARKS = (b"<rss", b"<feed", b"<rdf:rdf", b"jsonfeed.org/version")
_REDIRECTS = frozenset(range(300, 400)) - {304}

# What is being written lies here until it is whole. A killed run leaves it behind; untouched for a day, it is nobody's.
_UNFINISHED = ".unfinished"
_ABANDONED = timedelta(days=1)


class Recording:
    """A context in which exchanges are written, each to the file of its day.

    The files get their places, and `captures` is filled, when it ends without an error. What a killed run leaves behind
    lies in `.unfinished`, where the first recording that is more than a day later removes it.
    """

    def __init__(self, files: AbstractFileSystem, root: str, zone: ZoneInfo, *, prefix: str) -> None:
        """Prepare to write `<root>/<day>/<prefix>-<identity>.warc.gz`, days being those of `zone`."""
        self._files, self._root, self._zone, self._prefix = files, root, zone, prefix
        self._open = ExitStack()
        self._writers: dict[date, RecordWriter] = {}
        self._parts: dict[date, str] = {}
        self._captures: dict[date, list[Capture]] = {}
        self.captures: list[Capture] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        self._open.close()
        for day, temporary in self._parts.items():
            if failure:
                self._files.rm(temporary)
                continue
            # The name follows from what the file holds, so that recording the same again writes the same file.
            file = f"{day}/{self._prefix}-{content_id(*(capture.id for capture in self._captures[day]))}.warc.gz"
            self._files.makedirs(f"{self._root}/{day}", exist_ok=True)
            self._files.mv(temporary, f"{self._root}/{file}")
            self.captures += [replace(capture, file=file) for capture in self._captures[day]]

    def add(self, exchange: Exchange) -> None:
        """Write one exchange behind those of its day."""
        day = day_of(exchange.fetched_at, self._zone)
        offset, length = self._writer(day).add(exchange)
        self._captures[day].append(_describe(exchange, day, offset, length))

    def _writer(self, day: date) -> RecordWriter:
        if not self._writers:
            self._clear_away()
        if day not in self._writers:
            temporary = f"{self._root}/{_UNFINISHED}/{uuid.uuid4().hex}.part"
            stream: IO[bytes] = self._open.enter_context(self._files.open(temporary, "wb"))
            self._writers[day], self._parts[day] = RecordWriter(stream), temporary
            self._captures[day] = []
        return self._writers[day]

    def _clear_away(self) -> None:
        """Remove what killed recordings left behind; another recording may be doing the same."""
        folder = f"{self._root}/{_UNFINISHED}"
        self._files.makedirs(folder, exist_ok=True)
        now = datetime.now(UTC)
        # A bucket has no empty folders to list.
        with suppress(FileNotFoundError):
            for file in self._files.ls(folder, detail=False):
                with suppress(FileNotFoundError):
                    if now - self._files.modified(file) > _ABANDONED:
                        self._files.rm_file(file)


def capture_id(exchange: Exchange) -> str:
    """Return the identity of an exchange: address, moment and body; a revisit is another one than its original."""
    parts = (exchange.url, exchange.fetched_at.isoformat(), exchange.digest)
    return content_id(*parts, "revisit") if exchange.revisit else content_id(*parts)


def _describe(exchange: Exchange, day: date, offset: int, length: int) -> Capture:
    location = exchange.header("location") if exchange.status in _REDIRECTS else ""
    return Capture(
        id=capture_id(exchange),
        url=canonical(exchange.url),
        day=day,
        fetched_at=exchange.fetched_at,
        status=exchange.status,
        content_type=exchange.content_type,
        digest=exchange.digest,
        kind=exchange.kind or _kind(exchange),
        redirect=canonical(location, exchange.url) if location else "",
        file="",
        offset=offset,
        length=length,
        revisit=exchange.revisit is not None,
    )


def _kind(exchange: Exchange) -> CaptureKind:
    if exchange.content_type.partition(";")[0].strip().lower() in _FEED_TYPES:
        return "feed"
    head = exchange.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "feed" if head[:1] in (b"<", b"{") and any(mark in head for mark in _FEED_MARKS) else "page"
