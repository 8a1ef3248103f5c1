"""The archive of a newsroom: WARC files by day, their index in `raw.captures`, and how other archives are taken in.

A revisit (an answer that repeats an earlier one, such as a 304) is a capture of its own; reading it gives the original.
How files are written is `recording.py`, how a record looks `warc.py`; fetching is `fetch.py`. Files are opened through
fsspec, so the root may be a bucket.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import fsspec

from digest_pipeline.capture.fetch import Unreached
from digest_pipeline.capture.recording import Recording, capture_id
from digest_pipeline.capture.warc import Damage, Exchange, RecordError, Skipped, read, scan
from digest_pipeline.dates import day_of
from digest_pipeline.model import Capture, CaptureKind
from digest_pipeline.urls import canonical
from digest_pipeline.warehouse import Warehouse, insert, transaction

_MAX_HOPS = 10

# How much of an imported file is held while the index is asked what of it is known.
_BATCH_RECORDS = 500
_BATCH_BYTES = 32_000_000

# What a revisit repeats: an answer with the same body, good if the server said that nothing changed. A correlated
# subquery: over a million captures DuckDB takes 0.04 s for it and 0.5 s for `digest in (select ...)`.
_IS_ORIGINAL = (
    "not original.revisit and original.digest = captures.digest"
    " and original.status = if(captures.status = 304, 200, captures.status)"
)
_GOOD = (
    "(status = 200 and not revisit or revisit and status in (200, 304)"
    f" and exists (from raw.captures as original where {_IS_ORIGINAL}))"
)
_GOOD_STATUS = frozenset({200, 304})
# A redirect may change its target from poll to poll: one that leads to a recorded answer comes before others.
_IS_FOLLOWED = (
    "exists (from raw.captures as target where target.url = captures.redirect"
    " and target.fetched_at >= ? and target.fetched_at < coalesce(?, 'infinity'::timestamptz))"
)
# What was asked about a day gone by is never the feed of the day it was asked on.
_REPEATS_A_FEED = (
    "(revisit and kind <> 'answer'"
    f" and exists (from raw.captures as original where {_IS_ORIGINAL} and original.kind = 'feed'))"
)


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

    def add(self, exchanges: Sequence[Exchange], kind: CaptureKind | None = None) -> list[Capture]:
        """Record fetched exchanges in `<day>/fetch-<identity>.warc.gz`, index them, and return their captures.

        Nothing is indexed that is not in a finished file.

        Args:
            exchanges: answers, redirects and revisits; the order is kept.
            kind: what they were asked as, kept in their records; guessed from each answer when it is not said.
        """
        with self._recording("fetch") as recording:
            for exchange in exchanges:
                recording.add(replace(exchange, kind=kind) if kind else exchange)
        self._index(recording.captures)
        return recording.captures

    def note(self, misses: Sequence[Unreached]) -> None:
        """Record that addresses gave no answer, so that a day rebuilt without network tells the same."""
        # Two spellings of one address may be refused in the same moment: that is one attempt.
        once = {(miss.url, miss.attempted_at): miss for miss in misses}
        rows = [asdict(miss) | {"day": day_of(miss.attempted_at, self._zone)} for miss in once.values()]
        with self._warehouse.connect() as connection, transaction(connection):
            insert(connection, "raw.unreached", rows)

    def unreached(self, start: datetime, end: datetime | None, urls: Iterable[str]) -> dict[str, Unreached]:
        """Return for each of `urls` the last attempt in [start, end) that got no answer; an open end has no bound."""
        sql = (
            "select * exclude (day) from raw.unreached"
            " where attempted_at >= ? and attempted_at < coalesce(?, 'infinity'::timestamptz)"
            " and url in (select unnest(?::varchar[])) order by attempted_at"
        )
        return {row["url"]: Unreached(**row) for row in self._warehouse.rows(sql, [start, end, sorted(urls)])}

    def ask_again(self, day: date, now: datetime) -> None:
        """Record that a day that is over is asked for once more: what is answered from now on comes first in it."""
        with self._warehouse.connect() as connection:
            insert(connection, "raw.refetches", [{"day": day, "asked_at": now}])

    def told_later(self, day: date, start: datetime, urls: Iterable[str]) -> dict[str, Capture]:
        """Return what `pages` does of all since `start`; where a day was asked for again, first what was good since."""
        urls = sorted(set(urls))
        if not urls:
            return {}
        found = self.pages(start, None, urls)
        (again,) = self._warehouse.rows("select max(asked_at) as last from raw.refetches where day = ?", [day])
        if again["last"] is None:
            return found
        since = self.pages(again["last"], None, urls)
        return found | {url: capture for url, capture in since.items() if capture.status in _GOOD_STATUS}

    def import_file(self, path: Path) -> ImportReport:
        """Take in another archive: what is whole is copied and indexed, the rest is counted.

        Importing the same file again changes nothing.

        Raises:
            ImportFileError: when the file can't be opened.
        """
        report = ImportReport(str(path))
        try:
            source = path.open("rb")
        except OSError as error:
            raise ImportFileError(f"{path}: can't be opened: {error.strerror}") from None
        seen: set[str] = set()
        with source, self._recording("import") as recording:
            for batch in _batches(_answers(scan(source), report)):
                seen |= self._known({capture_id(exchange) for exchange in batch} - seen)
                for exchange in batch:
                    identity = capture_id(exchange)
                    if identity in seen:
                        report.known += 1
                    else:
                        recording.add(exchange)
                        seen.add(identity)
        self._index(recording.captures)
        report.taken = len(recording.captures)
        report.days = {capture.day for capture in recording.captures}
        return report

    def read(self, capture: Capture) -> Exchange:
        """Return the recorded exchange, by its offset; of a revisit, the original with its headers and body.

        Raises:
            RecordError: when the record is damaged, or the original of a revisit is not in the archive.
            FileNotFoundError: when the file is gone.
        """
        return self._read(capture, self.originals([capture]))

    def read_all(self, captures: Iterable[Capture]) -> Iterator[Exchange | RecordError | OSError]:
        """Yield what `read` returns or raises for each capture, in their order; the originals are found at once."""
        captures = list(captures)
        originals = self.originals(captures)
        for capture in captures:
            try:
                yield self._read(capture, originals)
            except (RecordError, OSError) as error:
                yield error

    def originals(self, captures: Iterable[Capture]) -> dict[str, Capture]:
        """Return by the id of each revisit what it repeats: of the same address and the last before it, where possible.

        Equal digests mean equal bodies, so that an original of another address or of a later time tells the same.
        """
        revisits = [capture.id for capture in captures if capture.revisit]
        if not revisits:
            return {}
        sql = (
            "select captures.id as of, original.* from raw.captures as captures"  # noqa: S608  conditions of our own
            f" join raw.captures as original on {_IS_ORIGINAL}"
            " where captures.id in (select unnest(?)) qualify row_number() over (partition by captures.id"
            " order by original.url = captures.url desc, original.fetched_at > captures.fetched_at,"
            " original.fetched_at desc, original.id) = 1"
        )
        return {row.pop("of"): Capture(**row) for row in self._warehouse.rows(sql, [revisits])}

    def feeds(self, start: datetime, end: datetime) -> list[Capture]:
        """Return what was recorded in [start, end) and looks like a feed, by time.

        Revisits are among them; several captures of an address may tell the same (equal digests).
        """
        sql = (
            "select * from raw.captures where fetched_at >= ? and fetched_at < ?"  # noqa: S608  conditions of our own
            f" and (kind = 'feed' or {_REPEATS_A_FEED}) order by fetched_at, url, id"
        )
        return self._captures(sql, [start, end])

    def answers(self, start: datetime, end: datetime, urls: Iterable[str]) -> list[Capture]:
        """Return all that `urls` answered in [start, end), by time."""
        sql = (
            "select * from raw.captures where fetched_at >= ? and fetched_at < ?"
            " and url in (select unnest(?::varchar[])) order by fetched_at, url, id"
        )
        return self._captures(sql, [start, end, sorted(urls)])

    def addresses(self, start: datetime, end: datetime, *, ending: str) -> list[str]:
        """Return the recorded addresses that end so."""
        sql = (
            "select distinct url from raw.captures"
            " where fetched_at >= ? and fetched_at < ? and ends_with(url, ?) order by url"
        )
        return [row["url"] for row in self._warehouse.rows(sql, [start, end, ending])]

    def good(
        self, urls: Iterable[str], *, start: datetime | None = None, end: datetime | None = None
    ) -> dict[str, Capture]:
        """Return for each of `urls` its last good answer in [start, end); an open end has no bound.

        Good is a 200, and a revisit whose original is in the archive. Addresses without one are left out.
        """
        return self._last(_GOOD, start, end, urls)

    def latest(self, urls: Iterable[str], *, start: datetime, end: datetime) -> dict[str, Capture]:
        """Return for each of `urls` the last good answer in [start, end), of the place that it last redirected to.

        Addresses whose redirects lead to no good answer are left out.
        """
        found = self._followed(lambda leads: self._last(f"({_GOOD} or redirect <> '')", start, end, leads), urls)
        return {url: capture for url, capture in found.items() if not capture.redirect}

    def pages(self, start: datetime, end: datetime | None, urls: Iterable[str]) -> dict[str, Capture]:
        """Return for each canonical address of `urls` the capture in [start, end) that answers it best.

        A good answer comes before a redirect, a redirect before an error, and an error before a revisit without its
        original; of equals the first. Redirects are followed within the record; an open end has no bound.
        """
        return self._followed(lambda leads: self._best(start, end, leads), urls)

    def _followed(self, ask: Callable[[Iterable[str]], dict[str, Capture]], urls: Iterable[str]) -> dict[str, Capture]:
        """Return for each of `urls` where the redirects end that `ask` finds, as far as they are recorded."""
        urls = leads = set(urls)
        asked: set[str] = set()
        recorded: dict[str, Capture] = {}
        for _ in range(_MAX_HOPS + 1):
            if not leads:
                break
            asked |= leads
            recorded |= ask(leads)
            leads = {capture.redirect for capture in recorded.values() if capture.redirect} - asked
        found = ((url, _follow(url, recorded)) for url in sorted(urls))
        return {url: capture for url, capture in found if capture}

    def _last(
        self, condition: str, start: datetime | None, end: datetime | None, urls: Iterable[str]
    ) -> dict[str, Capture]:
        sql = (
            "select * from raw.captures where url in (select unnest(?::varchar[]))"  # noqa: S608  conditions of our own
            " and fetched_at >= coalesce(?, '-infinity'::timestamptz)"
            f" and fetched_at < coalesce(?, 'infinity'::timestamptz) and {condition}"
            " qualify row_number() over (partition by url order by fetched_at desc, id) = 1 order by url"
        )
        return {capture.url: capture for capture in self._captures(sql, [sorted(urls), start, end])}

    def _best(self, start: datetime, end: datetime | None, urls: Iterable[str]) -> dict[str, Capture]:
        sql = (
            "select * from raw.captures"  # noqa: S608  conditions of our own
            " where fetched_at >= ? and fetched_at < coalesce(?, 'infinity'::timestamptz)"
            " and url in (select unnest(?::varchar[]))"
            " qualify row_number() over"
            f" (partition by url order by case when {_GOOD} then 0 when revisit and redirect = '' then 4"
            f" when status >= 400 then 3 when redirect <> '' and not {_IS_FOLLOWED} then 2 else 1 end,"
            " fetched_at, id) = 1"
        )
        found = self._captures(sql, [start, end, sorted(urls), start, end])
        return {capture.url: capture for capture in found}

    def _recording(self, prefix: str) -> Recording:
        return Recording(self._files, self._root, self._zone, prefix=prefix)

    def _captures(self, sql: str, parameters: Sequence[object]) -> list[Capture]:
        return [Capture(**row) for row in self._warehouse.rows(sql, parameters)]

    def _read(self, capture: Capture, originals: dict[str, Capture]) -> Exchange:
        place = originals.get(capture.id) if capture.revisit else capture
        if place is None:
            raise RecordError(
                f"what {capture.url} answered at {capture.fetched_at:%Y-%m-%d %H:%M:%S} UTC repeats an earlier answer"
                f" ({capture.digest or 'its record does not say which'}) that is not in the archive;"
                " import the file that holds it"
            )
        # Without a cache a bucket is asked for the record's bytes and nothing around them.
        with self._files.open(f"{self._root}/{place.file}", "rb", cache_type="none") as stream:
            try:
                return read(stream, place.offset, place.length)
            except RecordError as error:
                raise RecordError(f"{place.file}: {error}") from error

    def _index(self, captures: Sequence[Capture]) -> None:
        rows = [asdict(capture) for capture in captures]
        with self._warehouse.connect() as connection, transaction(connection):
            connection.execute(
                "delete from raw.captures where id in (select unnest(?::varchar[]))", [[row["id"] for row in rows]]
            )
            insert(connection, "raw.captures", rows)

    def _known(self, ids: Iterable[str]) -> set[str]:
        sql = "select id from raw.captures where id in (select unnest(?::varchar[]))"
        return {row["id"] for row in self._warehouse.rows(sql, [sorted(ids)])}


def _answers(items: Iterable[Exchange | Skipped | Damage], report: ImportReport) -> Iterator[Exchange]:
    """Yield the answers of web addresses, and count everything else in `report`."""
    for item in items:
        match item:
            case Skipped(what):
                report.skipped[what] += 1
            case Damage(offset, detail):
                report.damage.append(f"at byte {offset}: {detail}")
            case Exchange() if not canonical(item.url):
                report.skipped["not a web address"] += 1
            case Exchange():
                yield item


def _batches(exchanges: Iterable[Exchange]) -> Iterator[list[Exchange]]:
    batch: list[Exchange] = []
    size = 0
    for exchange in exchanges:
        batch.append(exchange)
        size += len(exchange.body)
        if len(batch) == _BATCH_RECORDS or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _follow(url: str, recorded: dict[str, Capture]) -> Capture | None:
    capture = recorded.get(url)
    for _ in range(_MAX_HOPS):
        if capture is None or not capture.redirect or capture.redirect not in recorded:
            return capture
        capture = recorded[capture.redirect]
    return capture
