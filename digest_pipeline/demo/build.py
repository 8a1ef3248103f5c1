"""Records the demonstration days: `python -m digest_pipeline.demo.build` writes `days/*.warc.gz` from the manuscripts.

Each day polls every feed at 12:00 and 23:00 and fetches at 23:30 each page that came since yesterday's last poll.
What is served is made by `render.py`. Building twice gives the same records: ids and dates follow from the content.
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.demo.manuscripts import Article, articles, feeds, sources
from digest_pipeline.demo.render import ZONE, feed_document, page
from digest_pipeline.model import CaptureKind

_POLLS = (time(12), time(23))
_PAGES = time(23, 30)
# So long an item stays in its feed (the latest one stays until the next comes): the noon poll still lists all of
# yesterday, the evening poll its second half.
_FEED_MEMORY = timedelta(hours=36)
_RELATED = 3
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://digest-pipeline.example/demo")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One HTTP exchange of a demonstration day, as it is written to the WARC file."""

    url: str
    kind: CaptureKind
    fetched_at: datetime
    status: int
    content_type: str
    body: bytes


def records_of_day(day: date) -> list[Recorded]:
    """Return what is recorded on `day`, in the order of the fetches: two polls of every feed, then the new pages."""
    polls = [_local(day, moment) for moment in _POLLS]
    return [_feed(source_id, poll) for poll in polls for source_id in sources()] + _pages(day)


def build(folder: Path) -> list[Path]:
    """Write one WARC 1.1 file a day into `folder`, gzip per record, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / recording.name, day) for day, recording in zip(DAYS, RECORDINGS, strict=True)]


def _feed(source_id: str, poll: datetime) -> Recorded:
    source, feed = sources()[source_id], feeds()[source_id]
    known = [article for article in articles() if source_id in article.sources and article.listed_at <= poll]
    fresh = [article for article in known if article.listed_at >= poll - _FEED_MEMORY]
    content_type, body = feed_document(source, feed, fresh or known[:1], poll)
    return Recorded(str(source.url), "feed", poll.astimezone(UTC), 200, content_type, body)


def _pages(day: date) -> list[Recorded]:
    last = _local(day, _POLLS[-1])
    # On the first day everything that the feeds list is new.
    since = _local(day, _POLLS[0]) - _FEED_MEMORY if day == DAYS[0] else last - timedelta(days=1)
    return [_page(article, day) for article in articles() if since < article.listed_at <= last]


def _page(article: Article, day: date) -> Recorded:
    owner = article.sources[0]
    older = [
        other
        for other in articles()
        if other.sources[0] == owner and other.listed_at < article.listed_at and other.status == HTTPStatus.OK
    ]
    content_type, body = page(article, sources()[owner], feeds()[owner], older[:_RELATED])
    fetched_at = _local(day, _PAGES).astimezone(UTC)
    return Recorded(article.url, "page", fetched_at, int(article.status), content_type, body)


def _local(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, ZONE)


def _write(path: Path, day: date) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        _write_warcinfo(writer, path.name, day)
        for record in records_of_day(day):
            _write_response(writer, record)
    return path


def _write_warcinfo(writer: WARCWriter, name: str, day: date) -> None:
    record = writer.create_warcinfo_record(
        name,
        {
            "software": "digest-pipeline demo",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": f"Invented AI news of {day}, written for the demonstration of digest-pipeline",
        },
    )
    record.rec_headers.replace_header("WARC-Date", _timestamp(_local(day, _POLLS[0]).astimezone(UTC)))
    record.rec_headers.replace_header("WARC-Record-ID", _record_id("warcinfo", str(day)))
    writer.write_record(record)


def _write_response(writer: WARCWriter, record: Recorded) -> None:
    digest = hashlib.sha256(record.body).hexdigest()
    headers = StatusAndHeaders(
        f"{record.status} {HTTPStatus(record.status).phrase}",
        [
            ("Content-Type", record.content_type),
            ("ETag", f'"{digest[:32]}"'),
            ("Content-Length", str(len(record.body))),
        ],
        protocol="HTTP/1.1",
    )
    timestamp = _timestamp(record.fetched_at)
    writer.write_record(
        writer.create_warc_record(
            record.url,
            "response",
            payload=BytesIO(record.body),
            length=len(record.body),
            http_headers=headers,
            warc_headers_dict={
                "WARC-Date": timestamp,
                "WARC-Record-ID": _record_id(record.url, timestamp, digest),
            },
        )
    )


def _timestamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _record_id(*parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, ' '.join(parts))}>"


if __name__ == "__main__":
    build(RECORDINGS[0].parent)
