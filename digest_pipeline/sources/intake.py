"""A day's intake: the items of all sources recorded for a day, each placed on the day it belongs to.

A day's window reaches from its first moment to `grace_hours` after its last one. An item belongs to the day it was
published. An item without a date that can be trusted belongs to the day it was first seen. An item that is seen for
the first time when the window of its own day is already closed is *late*: it belongs to the day it was first seen,
keeps its true date and is marked. A source that was asked for a day that is over tells of that day only: what it dates
to it belongs there, and nothing of it is late or dated by first sight. Which answers are read is `walk.py`; the table
is written by `load.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from digest_pipeline.capture.address import checked_url, host_names
from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.live import Live
from digest_pipeline.capture.miss import MissError
from digest_pipeline.dates import Window, day_of, distrust, newest_by_id, parse
from digest_pipeline.headline import headline
from digest_pipeline.model import Capture, DateOrigin, Drop, Entry, content_id
from digest_pipeline.settings import Settings
from digest_pipeline.sources.feeds import plain
from digest_pipeline.sources.reading import Reading
from digest_pipeline.sources.source import Day, Item, Source
from digest_pipeline.sources.walk import Walker
from digest_pipeline.urls import host_of
from digest_pipeline.workers import Workers

_SUMMARY_CHARACTERS = 2_000
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
    """What the day's sources brought; `not_asked` names the sources that lack a token, and what would help."""

    entries: list[Entry] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    answers_read: int = 0
    other_days: int = 0
    not_asked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sighting:
    """An item in one recorded answer of its source."""

    item: Item
    source: Source
    source_name: str
    capture: Capture
    held_in: str
    language: str
    past: bool

    @property
    def id(self) -> str:
        return content_id(self.source.id, self.item.guid or self.item.url or self.item.title, self.item.url)


def intake(day: date, archive: Archive, settings: Settings, workers: Workers, live: Live | None = None) -> Intake:
    """Read what the sources said of `day` and return its entries, ordered by time and id.

    Where `live` is given, the sources that can still tell of the day are asked first.

    Raises:
        NothingRecordedError: when there is no answer of any source in the record that serves the day.
        EveryFeedFailedError: when there are some and none can be read, or every source was asked in vain.
    """
    window = Window.of(day, settings.zone, settings.days.grace)
    walker = Walker(Day.of(day, settings.zone), window, archive, settings, workers)
    walk = walker.walk(live)
    if not walk.readings and walk.drops:
        raise EveryFeedFailedError(day, walk.drops)
    if not walk.readings:
        raise NothingRecordedError(
            f"no source was recorded for {day}: import captures of it (digest import-captures FILE),"
            f" or fetch while the day is open{''.join(f'; {why}' for _, why in sorted(walk.not_asked.items()))}"
        )
    result = Intake(drops=[*walk.drops, *_failures(walk.readings)], not_asked=walk.not_asked)
    result.answers_read = sum(not isinstance(reading.outcome, Drop) for reading in walk.readings)
    if not result.answers_read:
        raise EveryFeedFailedError(day, result.drops)
    seen_before: dict[str, set[str]] = {}
    for reading in walker.before(walk):
        if not isinstance(reading.outcome, Drop):
            seen_before.setdefault(reading.source.id, set()).update(sighting.id for sighting in _sightings(reading))
    for sighting in _first_sightings(walk.readings):
        _place(sighting, day, seen_before.get(sighting.source.id), settings, result)
    result.entries.sort(key=lambda entry: (entry.published_at, entry.id))
    return result


def _first_sightings(readings: Sequence[Reading]) -> list[_Sighting]:
    """Return where each item was seen first."""
    first: dict[str, _Sighting] = {}
    told: set[tuple[str, str, str, bool]] = set()
    for reading in readings:
        # What an address says again is the same items: of a day polled every half hour, nearly all of it.
        answer = reading.source.id, reading.capture.url, reading.capture.digest, reading.recorded.past
        if answer not in told:
            told.add(answer)
            for sighting in _sightings(reading):
                first.setdefault(sighting.id, sighting)
    return list(first.values())


def _failures(readings: Sequence[Reading]) -> list[Drop]:
    """Return the first failure of each address that was never read: what passed within the day cost nothing."""
    read = {reading.capture.url for reading in readings if not isinstance(reading.outcome, Drop)}
    first: dict[str, Drop] = {}
    for reading in readings:
        if isinstance(reading.outcome, Drop) and reading.capture.url not in read:
            first.setdefault(reading.capture.url, reading.outcome)
    return list(first.values())


def _sightings(reading: Reading) -> list[_Sighting]:
    listing, source = reading.outcome, reading.source
    if isinstance(listing, Drop):
        return []
    name = source.name or listing.title or host_of(reading.capture.url)
    language = source.language or listing.language
    return [
        _Sighting(item, source, name, reading.capture, reading.held_in, language, reading.recorded.past)
        for item in listing.items
    ]


def _place(sighting: _Sighting, day: date, seen_before: set[str] | None, settings: Settings, result: Intake) -> None:
    """Add the item to the result when it belongs to `day`; count it otherwise."""
    item, fetched_at, zone = sighting.item, sighting.capture.fetched_at, settings.zone
    published = parse(item.published, ZoneInfo(sighting.source.timezone or settings.timezone), fetched_at)
    first_seen = sighting.id not in (seen_before or ()) and day_of(fetched_at, zone) == day
    new_today = first_seen and not sighting.past
    origin: DateOrigin = "feed"
    dated_address = item.url if sighting.source.dates_its_links else ""
    doubt = distrust(published, fetched_at, dated_address) if published else None
    if published is None or doubt:
        published, origin = fetched_at, "first_seen"
        belongs, late = new_today, False
    else:
        own_day = Window.of(day_of(published, zone), zone, settings.days.grace)
        late = new_today and seen_before is not None and fetched_at >= own_day.end
        belongs = late or day_of(published, zone) == day
    new_until = min(published, newest_by_id(dated_address) or published)
    if not belongs:
        result.other_days += 1
    elif (day - day_of(new_until, zone)).days > settings.days.max_age_days:
        detail = doubt or f"first seen on {day}, published on {day_of(published, zone)}"
        result.drops.append(Drop("raw_feeds", item.url or sighting.source.id, "too_old", detail))
    elif not item.url:
        detail = f"{item.title or item.guid!r} has no address to cite"
        result.drops.append(Drop("raw_feeds", sighting.source.id, "no_link", detail))
    elif objection := _private(item.url, settings):
        result.drops.append(Drop("raw_feeds", item.url, "no_public_link", objection))
    else:
        assumed = origin == "feed" and _is_zone_assumed(sighting, published.astimezone(zone))
        entry = _entry(sighting, day, published, origin, late=late)
        result.entries.append(replace(entry, zone_assumed=assumed))


def _private(url: str, settings: Settings) -> str:
    """Return what speaks against an address that not every reader can follow, empty where nothing does."""
    try:
        checked_url(url, host_names(settings.fetch.allow_hosts))
    except MissError as error:
        return error.detail
    return ""


def _is_zone_assumed(sighting: _Sighting, published: datetime) -> bool:
    """Say whether a time of day was read in the newsroom's zone, as `published` gives it, because none is named.

    A day without a time of day is meant as it is written, wherever it is read.
    """
    if sighting.source.timezone or published.time() == time():
        return False
    elsewhere = timezone((published.utcoffset() or timedelta()) + timedelta(hours=1))
    # A text that names the same moment wherever it is read names its zone.
    return parse(sighting.item.published, elsewhere, sighting.capture.fetched_at) != published


def _entry(sighting: _Sighting, day: date, published_at: datetime, origin: DateOrigin, *, late: bool) -> Entry:
    item = sighting.item
    return Entry(
        id=sighting.id,
        day=day,
        source_id=sighting.source.id,
        source_name=sighting.source_name,
        source_url=sighting.capture.url,
        authority=sighting.source.authority,
        url=item.url,
        link=item.link or item.url,
        via=item.via,
        section=item.section,
        article_id=content_id(item.url),
        title=item.title or headline(plain(item.summary)),
        summary=plain(item.summary)[:_SUMMARY_CHARACTERS],
        content=item.content,
        complete=item.complete,
        authors=item.authors,
        language=sighting.language.replace("_", "-").partition("-")[0].lower(),
        published_at=published_at,
        date_origin=origin,
        late=late,
        seen_at=sighting.capture.fetched_at,
        capture_id=sighting.held_in,
    )
