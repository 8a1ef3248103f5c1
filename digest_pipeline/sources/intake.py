"""A day's intake: the items of all feeds recorded for a day, each placed on the day it belongs to.

A day's window reaches from its first moment to `grace_hours` after its last one. An item belongs to the day it was
published. An item without a date that can be trusted belongs to the day it was first seen. An item that is seen for
the first time when the window of its own day is already closed is *late*: it belongs to the day it was first seen,
keeps its true date and is marked. Parsing is `feeds.py`; the table is written by `load.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import HttpUrl

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.warc import RecordError
from digest_pipeline.dates import Window, day_of, distrust, parse
from digest_pipeline.model import Capture, DateOrigin, Drop, Entry, content_id
from digest_pipeline.settings import Settings, Source
from digest_pipeline.sources.feeds import Feed, FeedItem, NotAFeedError, parse_feed, plain
from digest_pipeline.urls import canonical
from digest_pipeline.workers import Failed, Workers

_SUMMARY_CHARACTERS = 2_000
_DEFAULT_AUTHORITY = 3
_NAMED_REASONS = 5


class NothingRecordedError(Exception):
    """No feed was recorded for the day, so nothing can be said about it."""


class EveryFeedFailedError(Exception):
    """Feeds were asked for the day, and not one of them could be read: a broken day, not an empty one."""

    def __init__(self, day: date, drops: Sequence[Drop]) -> None:
        """Name the reasons; `drops` holds all of them."""
        named = [f"{drop.item}: {drop.reason} ({drop.detail})" for drop in drops[:_NAMED_REASONS]]
        more = [f"and {len(drops) - _NAMED_REASONS} more"] if len(drops) > _NAMED_REASONS else []
        super().__init__(
            f"none of the feeds of {day} could be read: {'; '.join([*named, *more])}."
            " Correct their addresses in sources.yaml, or import a better record (digest import-captures FILE)."
        )
        self.drops = tuple(drops)


@dataclass(slots=True)
class Intake:
    """What the day's feeds brought."""

    entries: list[Entry] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    feeds_read: int = 0
    other_days: int = 0


@dataclass(frozen=True, slots=True)
class _Sighting:
    """An item in one capture of its feed."""

    item: FeedItem
    capture: Capture
    source: Source
    language: str

    @property
    def id(self) -> str:
        return content_id(self.source.id, self.item.guid or self.item.url or self.item.title, self.item.url)


def intake(day: date, archive: Archive, settings: Settings, workers: Workers) -> Intake:
    """Read the feeds recorded for `day` and return its entries, ordered by time and id.

    Raises:
        NothingRecordedError: when there is no capture of any feed in the day's window.
        EveryFeedFailedError: when there are some and none can be read, or every source was asked in vain.
    """
    window = Window.of(day, settings.zone, settings.days.grace)
    listed = {canonical(str(source.url)): source for source in settings.sources}
    captures = _recorded(window, archive, listed)
    silent = archive.unreached(window.start, window.end, listed.keys() - {capture.url for capture in captures})
    unreached = [Drop("raw_feeds", miss.url, miss.reason, miss.detail) for miss in silent.values()]
    if not captures and unreached:
        raise EveryFeedFailedError(day, unreached)
    if not captures:
        raise NothingRecordedError(
            f"no feed was recorded for {day}: import captures of it (digest import-captures FILE),"
            " or fetch while the day is open"
        )
    since = window.start - timedelta(days=settings.days.max_age_days)
    earlier = archive.last_before(window.start, since, {capture.url for capture in captures})

    result = Intake(drops=unreached)
    feeds = _parse([*earlier, *captures], archive, settings, workers)
    seen_before: dict[str, set[str]] = {}
    for capture, feed in feeds[: len(earlier)]:
        if isinstance(feed, Feed):
            source = _source(capture, feed, listed)
            seen_before[capture.url] = {_Sighting(item, capture, source, "").id for item in feed.items}
    first: dict[str, _Sighting] = {}
    for capture, feed in feeds[len(earlier) :]:
        if isinstance(feed, Drop):
            result.drops.append(feed)
            continue
        result.feeds_read += 1
        source = _source(capture, feed, listed)
        for item in feed.items:
            sighting = _Sighting(item, capture, source, source.language or feed.language)
            first.setdefault(sighting.id, sighting)
    if not result.feeds_read:
        raise EveryFeedFailedError(day, result.drops)
    for sighting in first.values():
        _place(sighting, day, seen_before.get(sighting.capture.url), settings, result)
    result.entries.sort(key=lambda entry: (entry.published_at, entry.id))
    return result


def _recorded(window: Window, archive: Archive, listed: dict[str, Source]) -> list[Capture]:
    """Return the window's captures of feeds, and enter in `listed` where its sources have moved to, hop by hop."""
    while True:
        captures = archive.feeds(window.start, window.end, listed)
        moved = {
            capture.redirect: listed[capture.url]
            for capture in captures
            if capture.url in listed and capture.redirect and capture.redirect not in listed
        }
        if not moved:
            return [capture for capture in captures if not capture.redirect]
        listed |= moved


def _parse(
    captures: Sequence[Capture], archive: Archive, settings: Settings, workers: Workers
) -> list[tuple[Capture, Feed | Drop]]:
    """Parse each capture by itself: a document that can't be read, or takes too long, costs nothing else."""
    limit = settings.limits.feed_bytes
    jobs: list[tuple[bytes, str, str]] = []
    outcomes: dict[int, Feed | Drop] = {}
    places: list[int] = []
    for place, capture in enumerate(captures):
        try:
            body = _body(capture, archive, limit)
        except NotAFeedError as error:
            outcomes[place] = _drop(capture, error.reason, error.detail)
        except (RecordError, OSError) as error:
            outcomes[place] = _drop(capture, "unreadable", str(error))
        else:
            jobs.append((body, capture.content_type, capture.url))
            places.append(place)
    for place, outcome in zip(
        places, workers.each(_parse_job, jobs, seconds=settings.limits.page_seconds), strict=True
    ):
        match outcome:
            case Failed(reason, detail):
                outcomes[place] = _drop(captures[place], reason, detail)
            case NotAFeedError():
                outcomes[place] = _drop(captures[place], outcome.reason, outcome.detail)
            case _:
                outcomes[place] = outcome
    return [(capture, outcomes[place]) for place, capture in enumerate(captures)]


def _body(capture: Capture, archive: Archive, limit: int) -> bytes:
    if capture.status != 200:  # noqa: PLR2004  the one status that carries a feed
        raise NotAFeedError("http_error", f"the source answered {capture.status}")
    body = archive.read(capture).content(limit)
    if len(body) > limit:
        raise NotAFeedError("too_large", f"the feed is larger than limits.feed_bytes ({limit})")
    return body


def _parse_job(job: tuple[bytes, str, str]) -> Feed | NotAFeedError:
    try:
        return parse_feed(*job)
    except NotAFeedError as error:
        return error


def _drop(capture: Capture, reason: str, detail: str) -> Drop:
    return Drop("raw_feeds", capture.url, reason, f"{capture.fetched_at:%Y-%m-%d %H:%M}Z: {detail}")


def _source(capture: Capture, feed: Feed, listed: dict[str, Source]) -> Source:
    """Return the configured source of a capture, or one named by the feed itself: what is recorded counts."""
    if capture.url in listed:
        return listed[capture.url]
    return Source.model_construct(
        id=capture.url.partition("://")[2].rstrip("/"),
        name=feed.title or urlsplit(capture.url).netloc,
        url=HttpUrl(capture.url),
        authority=_DEFAULT_AUTHORITY,
        language=None,
        timezone=None,
    )


def _place(sighting: _Sighting, day: date, seen_before: set[str] | None, settings: Settings, result: Intake) -> None:
    """Add the item to the result when it belongs to `day`; count it otherwise."""
    item, fetched_at, zone = sighting.item, sighting.capture.fetched_at, settings.zone
    published = parse(item.published, ZoneInfo(sighting.source.timezone or settings.timezone))
    new_today = sighting.id not in (seen_before or ()) and day_of(fetched_at, zone) == day
    origin: DateOrigin = "feed"
    if published is None or distrust(published, fetched_at, item.url):
        published, origin = fetched_at, "first_seen"
        belongs, late = new_today, False
    else:
        own_day = Window.of(day_of(published, zone), zone, settings.days.grace)
        late = new_today and seen_before is not None and fetched_at >= own_day.end
        belongs = late or day_of(published, zone) == day
    if not belongs:
        result.other_days += 1
    elif (day - day_of(published, zone)).days > settings.days.max_age_days:
        detail = f"first seen on {day}, published on {day_of(published, zone)}"
        result.drops.append(Drop("raw_feeds", item.url or sighting.source.id, "too_old", detail))
    elif not item.url:
        detail = f"{item.title or item.guid!r} has no address to cite"
        result.drops.append(Drop("raw_feeds", sighting.source.id, "no_link", detail))
    else:
        result.entries.append(_entry(sighting, day, published, origin, late=late))


def _entry(sighting: _Sighting, day: date, published_at: datetime, origin: DateOrigin, *, late: bool) -> Entry:
    item = sighting.item
    return Entry(
        id=sighting.id,
        day=day,
        source_id=sighting.source.id,
        source_name=sighting.source.name,
        source_url=sighting.capture.url,
        authority=sighting.source.authority,
        url=item.url,
        article_id=content_id(item.url),
        title=item.title or plain(item.summary)[:80] or item.url,
        summary=plain(item.summary)[:_SUMMARY_CHARACTERS],
        content=item.content,
        authors=item.authors,
        language=sighting.language.replace("_", "-").partition("-")[0].lower(),
        published_at=published_at,
        date_origin=origin,
        late=late,
        capture_id=sighting.capture.id,
    )
