"""The pages of a day's entries: which recorded captures answer each, and which are asked of the live web first.

Pages are asked for while the day's window is open. An entry that its source told of when the day was over brings its
page late too: it is asked for then, and read from the first good answer after the day began. An entry that is complete
in itself needs no page. Which of several answers the day uses is decided in `versions.py`, when they were read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.backoff import is_passing
from digest_pipeline.capture.fetch import Request, Unreached
from digest_pipeline.capture.live import Live
from digest_pipeline.dates import Window, start_of
from digest_pipeline.model import Capture, Entry
from digest_pipeline.settings import Settings

HISTORY = timedelta(days=30)
"""How far before a day a page's texts are looked at, to tell what changed since."""

_GOOD = (200, 304)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A page as it was seen at a moment; of a revisit, `capture` is the earlier one whose record holds the body."""

    seen_at: datetime
    capture: Capture


@dataclass(frozen=True, slots=True)
class Sightings:
    """What was recorded of a page, each part by time: before a day, while it lasted, and in its window afterwards."""

    earlier: tuple[Sighting, ...]
    of_day: tuple[Sighting, ...]
    later: tuple[Sighting, ...]

    @property
    def captures(self) -> tuple[Capture, ...]:
        """All of their captures."""
        return tuple(sighting.capture for sighting in (*self.earlier, *self.of_day, *self.later))


class Pages:
    """The recorded pages of one day's entries."""

    def __init__(self, day: date, entries: Sequence[Entry], archive: Archive, settings: Settings) -> None:
        self._day = day
        self._window = Window.of(day, settings.zone, settings.days.grace)
        self._midnight = start_of(day + timedelta(days=1), settings.zone)
        self._entries = entries
        self._archive = archive
        self._settings = settings

    def ask(self, live: Live) -> None:
        """Ask the live web for the pages that are wanted, still can be had, and were not recorded yet.

        Where it is asked again for what is recorded, for those that were, too.
        """
        now = live.now()
        is_open = self._window.start <= now < self._window.end
        recorded = self.captures()
        stubborn = {source.id for source in self._settings.sources if not source.robots}
        wanted = {
            entry.url: Request(entry.url, robots=entry.source_id not in stubborn)
            for entry in self._entries
            if not entry.complete and (is_open or self._told_later(entry))
        }
        missing = [url for url in wanted if live.refetch or url not in recorded or is_passing(recorded[url].status)]
        live.record([wanted[url] for url in sorted(missing)], "page")

    def captures(self) -> dict[str, Capture]:
        """Return the capture whose record holds the best answer to each address, by address.

        A redirect to what was not recorded is no answer.
        """
        found = self._best()
        originals = self._archive.originals(found.values())
        return {url: originals.get(capture.id, capture) for url, capture in found.items()}

    def sightings(self) -> dict[str, Sightings]:
        """Return all good answers to each address, by address: of the day's window and of `HISTORY` before it.

        Where the window has none, it is the best of the others (an error, a revisit without its original). Of an entry
        that was told later the window has one answer, so that a later one does not change the day.
        """
        best = self._best()
        in_time, _ = self._addresses()
        start, end = self._window.start - HISTORY, self._window.end
        found = self._archive.answers(start, end, {*best, *(capture.url for capture in best.values())})
        found = [capture for capture in found if capture.status in _GOOD]
        originals = self._archive.originals([*found, *best.values()])
        by_url: dict[str, list[Sighting]] = {}
        for capture in found:
            original = originals.get(capture.id)
            if original or not capture.revisit:
                by_url.setdefault(capture.url, []).append(Sighting(capture.fetched_at, original or capture))
        sightings = {}
        for url, capture in best.items():
            # An address that redirects was perhaps answered by itself before.
            seen = [sighting for address in sorted({url, capture.url}) for sighting in by_url.get(address, ())]
            if url not in in_time or all(sighting.seen_at < self._window.start for sighting in seen):
                seen = [sighting for sighting in seen if sighting.seen_at < self._window.start]
                seen.append(Sighting(capture.fetched_at, originals.get(capture.id, capture)))
            sightings[url] = self._parted(seen)
        return sightings

    def _parted(self, seen: list[Sighting]) -> Sightings:
        seen = sorted(seen, key=lambda sighting: (sighting.seen_at, sighting.capture.id))
        start, midnight = self._window.start, self._midnight
        return Sightings(
            tuple(sighting for sighting in seen if sighting.seen_at < start),
            tuple(sighting for sighting in seen if start <= sighting.seen_at < midnight),
            tuple(sighting for sighting in seen if sighting.seen_at >= midnight),
        )

    def _best(self) -> dict[str, Capture]:
        """Return the best answer to each address, revisits as they are."""
        in_time, later = self._addresses()
        found = self._archive.pages(self._window.start, self._window.end, in_time)
        found |= self._archive.told_later(self._day, self._window.start, later)
        return {url: capture for url, capture in found.items() if not capture.redirect}

    def misses(self) -> dict[str, Unreached]:
        """Return the last attempt to reach each address that got no answer, by address."""
        in_time, later = self._addresses()
        found = self._archive.unreached(self._window.start, self._window.end, in_time)
        return found | (self._archive.unreached(self._window.start, None, later) if later else {})

    def _addresses(self) -> tuple[set[str], set[str]]:
        """Return the addresses that were told in time, and those that were told only when the day was over."""
        in_time = {entry.url for entry in self._entries if not self._told_later(entry)}
        return in_time, {entry.url for entry in self._entries} - in_time

    def _told_later(self, entry: Entry) -> bool:
        return entry.seen_at >= self._window.end
