"""The archive of a newsroom: WARC files by day, their index in `raw.captures`, and how other archives are taken in.

How a record looks is `warc.py`; fetching is `fetch.py`. Files are opened through fsspec, so the root may be a bucket.
"""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import IO, Self
from zoneinfo import ZoneInfo

import fsspec

from digest_pipeline.capture.fetch import Unreached
from digest_pipeline.capture.warc import Damage, Exchange, RecordWriter, Skipped, read, scan
from digest_pipeline.dates import day_of
from digest_pipeline.model import Capture, CaptureKind, content_id
from digest_pipeline.urls import canonical
from digest_pipeline.warehouse import Warehouse, insert, transaction

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_MARKS = (b"<rss", b"<feed", b"<rdf:rdf", b"jsonfeed.org/version")
_REDIRECTS = range(300, 400)
_MAX_HOPS = 10


class ImportFileError(Exception):
    """An archive can't be imported; the message names the file and why."""


@dataclass(slots=True)
class ImportReport:
    """What became of the records of one imported file."""

    file: str
    taken: int = 0
    known: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    damage: list[str] = field(default_factory=list)
    days: set[date] = field(default_factory=set)


class Archive:
    """The recorded web of one newsroom."""

    def __init__(self, root: str, warehouse: Warehouse, zone: ZoneInfo) -> None:
        self._files, self._root = fsspec.core.url_to_fs(root)
        self._warehouse = warehouse
        self._zone = zone

    def add(self, exchanges: Sequence[Exchange]) -> list[Capture]:
        """Record fetched exchanges in `<day>/fetch-<identity>.warc.gz`, index them, and return their captures.

        Nothing is indexed that is not in a finished file; what a killed run leaves behind is an unnamed file.
        """
        with _Recording(self, "fetch") as recording:
            for exchange in exchanges:
                recording.add(exchange)
        self._index(recording.captures)
        return recording.captures

    def note(self, misses: Sequence[Unreached]) -> None:
        """Record that addresses gave no answer, so that a day rebuilt without network tells the same."""
        with self._warehouse.connect() as connection, transaction(connection):
            rows = [asdict(miss) | {"day": day_of(miss.attempted_at, self._zone)} for miss in misses]
            insert(connection, "raw.unreached", rows)

    def unreached(self, start: datetime, end: datetime, urls: Iterable[str]) -> dict[str, Unreached]:
        """Return for each of `urls` the last attempt in [start, end) that got no answer."""
        sql = (
            "select * exclude (day) from raw.unreached"
            " where attempted_at >= ? and attempted_at < ? and list_contains(?, url) order by attempted_at"
        )
        return {row["url"]: Unreached(**row) for row in self._warehouse.rows(sql, [start, end, sorted(urls)])}

    def import_file(self, path: Path) -> ImportReport:
        """Take in another archive: what is whole is copied and indexed, the rest is counted.

        Importing the same file again changes nothing.

        Raises:
            ImportFileError: when the file can't be opened.
        """
        report = ImportReport(str(path))
        known = self._known_ids()
        try:
            source = path.open("rb")
        except OSError as error:
            raise ImportFileError(f"{path}: can't be opened: {error.strerror}") from None
        with source, _Recording(self, "import") as recording:
            for item in scan(source):
                match item:
                    case Skipped(what):
                        report.skipped[what] += 1
                    case Damage(offset, detail):
                        report.damage.append(f"at byte {offset}: {detail}")
                    case Exchange() if not canonical(item.url):
                        report.skipped["not a web address"] += 1
                    case Exchange() if capture_id(item) in known:
                        report.known += 1
                    case Exchange():
                        known.add(capture_id(item))
                        recording.add(item)
        self._index(recording.captures)
        report.taken = len(recording.captures)
        report.days = {capture.day for capture in recording.captures}
        return report

    def read(self, capture: Capture) -> Exchange:
        """Return the recorded exchange, by its offset.

        Raises:
            RecordError: when the record is damaged.
            FileNotFoundError: when the file is gone.
        """
        with self._files.open(f"{self._root}/{capture.file}", "rb") as stream:
            return read(stream, capture.offset, capture.length)

    def feeds(self, start: datetime, end: datetime, urls: Iterable[str]) -> list[Capture]:
        """Return what was recorded of feeds in [start, end): what looks like one, and whatever `urls` answered."""
        sql = (
            "select * from raw.captures where fetched_at >= ? and fetched_at < ?"
            " and (kind = 'feed' or list_contains(?, url)) order by fetched_at, url, id"
        )
        return [Capture(**row) for row in self._warehouse.rows(sql, [start, end, sorted(urls)])]

    def last_before(self, start: datetime, since: datetime, urls: Iterable[str]) -> list[Capture]:
        """Return for each of `urls` the last good answer in [since, start)."""
        sql = (
            "select * from raw.captures where fetched_at >= ? and fetched_at < ? and status = 200"
            " and list_contains(?, url)"
            " qualify row_number() over (partition by url order by fetched_at desc, id) = 1 order by url"
        )
        return [Capture(**row) for row in self._warehouse.rows(sql, [since, start, sorted(urls)])]

    def pages(self, start: datetime, end: datetime, urls: Iterable[str]) -> dict[str, Capture]:
        """Return for each canonical address of `urls` the capture in [start, end) that answers it best.

        A good answer comes before an error, the first before later ones; redirects are followed within the record.
        """
        sql = (
            "select * from raw.captures where fetched_at >= ? and fetched_at < ?"
            " qualify row_number() over"
            " (partition by url order by status = 200 desc, status < 400 desc, fetched_at, id) = 1"
        )
        recorded = {row["url"]: Capture(**row) for row in self._warehouse.rows(sql, [start, end])}
        found = ((url, _follow(url, recorded)) for url in urls)
        return {url: capture for url, capture in found if capture}

    def _index(self, captures: Sequence[Capture]) -> None:
        rows = [asdict(capture) for capture in captures]
        with self._warehouse.connect() as connection, transaction(connection):
            connection.execute("delete from raw.captures where list_contains(?, id)", [[row["id"] for row in rows]])
            insert(connection, "raw.captures", rows)

    def _known_ids(self) -> set[str]:
        return {row["id"] for row in self._warehouse.rows("select id from raw.captures")}


def capture_id(exchange: Exchange) -> str:
    """Return the identity of an exchange: address, moment and body."""
    return content_id(exchange.url, exchange.fetched_at.isoformat(), exchange.digest)


class _Recording:
    """Writes exchanges to one file a day; the files get their names when all is written."""

    def __init__(self, archive: Archive, kind: str) -> None:
        self._files, self._root, self._zone = archive._files, archive._root, archive._zone  # noqa: SLF001  same room
        self._kind = kind
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
            file = f"{day}/{self._kind}-{content_id(*(capture.id for capture in self._captures[day]))}.warc.gz"
            self._files.mv(temporary, f"{self._root}/{file}")
            self.captures += [replace(capture, file=file) for capture in self._captures[day]]

    def add(self, exchange: Exchange) -> None:
        day = day_of(exchange.fetched_at, self._zone)
        offset, length = self._writer(day).add(exchange)
        self._captures[day].append(_describe(exchange, day, offset, length))

    def _writer(self, day: date) -> RecordWriter:
        if day not in self._writers:
            self._files.makedirs(f"{self._root}/{day}", exist_ok=True)
            temporary = f"{self._root}/{day}/.{uuid.uuid4().hex}.part"
            stream: IO[bytes] = self._open.enter_context(self._files.open(temporary, "wb"))
            self._writers[day], self._parts[day] = RecordWriter(stream), temporary
            self._captures[day] = []
        return self._writers[day]


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
        kind=_kind(exchange),
        redirect=canonical(location, exchange.url) if location else "",
        file="",
        offset=offset,
        length=length,
    )


def _kind(exchange: Exchange) -> CaptureKind:
    if exchange.content_type.partition(";")[0].strip().lower() in _FEED_TYPES:
        return "feed"
    head = exchange.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "feed" if head[:1] in (b"<", b"{") and any(mark in head for mark in _FEED_MARKS) else "page"


def _follow(url: str, recorded: dict[str, Capture]) -> Capture | None:
    capture = recorded.get(url)
    for _ in range(_MAX_HOPS):
        if capture is None or not capture.redirect or capture.redirect not in recorded:
            return capture
        capture = recorded[capture.redirect]
    return capture
