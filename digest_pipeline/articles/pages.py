"""The pages of a day's entries: which recorded capture answers each, and which are asked of the live web first.

Pages are asked for while the day's window is open. An entry that its source told of when the day was over brings its
page late too: it is asked for then, and read from the first good answer after the day began. An entry that is complete
in itself needs no page.
"""

from collections.abc import Sequence
from datetime import date

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.backoff import is_passing
from digest_pipeline.capture.fetch import Request, Unreached
from digest_pipeline.capture.live import Live
from digest_pipeline.dates import Window
from digest_pipeline.model import Capture, Entry
from digest_pipeline.settings import Settings


class Pages:
    """The recorded pages of one day's entries."""

    def __init__(self, day: date, entries: Sequence[Entry], archive: Archive, settings: Settings) -> None:
        self._window = Window.of(day, settings.zone, settings.days.grace)
        self._entries = entries
        self._archive = archive
        self._settings = settings

    def ask(self, live: Live) -> None:
        """Ask the live web for the pages that are wanted, still can be had, and were not recorded yet."""
        now = live.now()
        is_open = self._window.start <= now < self._window.end
        recorded = self.captures()
        stubborn = {source.id for source in self._settings.sources if not source.robots}
        wanted = {
            entry.url: Request(entry.url, robots=entry.source_id not in stubborn)
            for entry in self._entries
            if not entry.complete and (is_open or self._told_later(entry))
        }
        missing = [url for url in wanted if url not in recorded or is_passing(recorded[url].status)]
        live.record([wanted[url] for url in sorted(missing)], "page")

    def captures(self) -> dict[str, Capture]:
        """Return the capture whose record holds the best answer to each address, by address.

        A redirect to what was not recorded is no answer.
        """
        in_time, later = self._addresses()
        found = self._archive.pages(self._window.start, self._window.end, in_time)
        found |= self._archive.pages(self._window.start, None, later) if later else {}
        found = {url: capture for url, capture in found.items() if not capture.redirect}
        originals = self._archive.originals(found.values())
        return {url: originals.get(capture.id, capture) for url, capture in found.items()}

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
