"""From sources to the recorded answers that serve a day.

The answers of a source form a short chain: the addresses it begins with, and those that an answer leads to (a redirect,
a next page, the feed of a site). The chains of all sources are walked in rounds over the record; where the live web may
be asked, each round is asked for first, and then, live or not, read from the record. Which items belong to the day is
`intake.py`.

A source is asked as on an open day until the day's window closes. When the day is over, one that can still tell is
asked for that day once; a feed is read from what was recorded.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import HttpUrl

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.fetch import Request
from digest_pipeline.capture.live import Live
from digest_pipeline.dates import Window
from digest_pipeline.model import Capture, Drop
from digest_pipeline.settings import Settings
from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.sources.reading import Reading, Recorded, read_recorded
from digest_pipeline.sources.source import Day, Listing, MissingTokenError, Source
from digest_pipeline.urls import canonical
from digest_pipeline.workers import Workers

# More than this no source gives in a day: a chain that goes on is a loop of its own making.
_MOST_ROUNDS = 60
_MOST_ADDRESSES = 600


@dataclass(slots=True)
class Walk:
    """What the record holds for a day: readings by time, the addresses asked in vain, the sources not asked and why."""

    readings: list[Reading] = field(default_factory=list)
    unreached: list[Drop] = field(default_factory=list)
    not_asked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Step:
    """An address of a chain as it is asked; `past` when it is asked for a day that is over."""

    source: Source
    address: str
    past: bool

    @property
    def url(self) -> str:
        """The address as it is recorded."""
        return canonical(self.address)


class Walker:
    """Walks the sources of a newsroom for one day."""

    def __init__(self, day: Day, window: Window, archive: Archive, settings: Settings, workers: Workers) -> None:
        self._day = day
        self._window = window
        self._archive = archive
        self._settings = settings
        self._workers = workers

    def walk(self, live: Live | None) -> Walk:
        """Return what serves the day; where `live` is given, the sources that can still tell are asked first."""
        result = Walk()
        visited: dict[str, _Step] = {}
        steps = list(self._first(live))
        for _ in range(_MOST_ROUNDS):
            fresh = {step.url: step for step in reversed(steps) if step.url and step.url not in visited}
            fresh = dict(list(fresh.items())[: _MOST_ADDRESSES - len(visited)])
            if not fresh:
                break
            visited |= fresh
            if live:
                self._ask(fresh, live, result)
            readings = self._read(self._recorded(fresh))
            result.readings += readings
            steps = [step for reading in readings for step in _further(reading)]
        result.readings += self._read(self._unlisted(visited))
        result.readings.sort(key=lambda reading: (reading.capture.fetched_at, reading.capture.url, reading.capture.id))
        result.unreached = list(self._unreached(visited, result.readings))
        result.readings = [reading for reading in result.readings if not reading.capture.redirect]
        return result

    def before(self, readings: Sequence[Reading]) -> list[Reading]:
        """Return what the addresses that were read within the window said last before it."""
        sources = {reading.capture.url: reading.source for reading in readings if not reading.recorded.past}
        since = self._window.start - self._settings.days.max_age
        captures = self._archive.good(sources, start=since, end=self._window.start)
        return self._read([Recorded(sources[url], capture) for url, capture in sorted(captures.items())])

    def _first(self, live: Live | None) -> Iterator[_Step]:
        """Yield where each source begins: as on an open day, and as for the past where that tells more."""
        starts = {source.id: source.addresses(self._day) for source in self._settings.sources}
        recorded = {capture.url for capture in self._captured(url for urls in starts.values() for url in urls)}
        is_open = live is not None and live.now() < self._window.end
        for source in self._settings.sources:
            begin, past = starts[source.id], source.past_addresses(self._day)
            by_day = set(past) == set(begin)
            if is_open or not by_day:
                yield from (_Step(source, address, past=False) for address in begin)
            if past and not is_open and (by_day or recorded.isdisjoint(map(canonical, begin))):
                yield from (_Step(source, address, past=True) for address in past)

    def _ask(self, steps: dict[str, _Step], live: Live, result: Walk) -> None:
        now = live.now()
        if now < self._window.start:
            return
        is_open = now < self._window.end
        told = self._later(steps)
        wanted = {url: step for url, step in steps.items() if (url not in told if step.past else is_open)}
        known = live.known(wanted)
        requests: list[Request] = []
        for url, step in wanted.items():
            try:
                ask = step.source.ask(step.address)
            except MissingTokenError as error:
                result.not_asked[step.source.id] = str(error)
            else:
                requests.append(Request(ask.url, ask.headers, ask.robots, ask.pause, known.get(url)))
        live.record(requests, None if is_open else "answer")

    def _recorded(self, steps: dict[str, _Step]) -> list[Recorded]:
        """Return the captures of the window; for the past also the first good one after the day, if it came later."""
        captures = {capture.id: capture for capture in self._captured(steps)}
        captures |= {capture.id: capture for capture in self._later(steps).values()}
        return [
            Recorded(steps[capture.url].source, capture, steps[capture.url].past)
            for capture in sorted(captures.values(), key=lambda capture: (capture.fetched_at, capture.url, capture.id))
        ]

    def _captured(self, addresses: Iterable[str]) -> list[Capture]:
        urls = {canonical(address) for address in addresses}
        return [c for c in self._archive.feeds(self._window.start, self._window.end, urls) if c.url in urls]

    def _later(self, steps: dict[str, _Step]) -> dict[str, Capture]:
        return self._archive.good([url for url, step in steps.items() if step.past], start=self._day.end, first=True)

    def _unlisted(self, visited: dict[str, _Step]) -> list[Recorded]:
        """Return the feeds that were recorded though no source names them: what is recorded counts."""
        captures = self._archive.feeds(self._window.start, self._window.end, ())
        return [
            Recorded(_unnamed(capture), capture)
            for capture in captures
            if capture.url not in visited and not capture.redirect
        ]

    def _unreached(self, visited: dict[str, _Step], readings: Sequence[Reading]) -> Iterator[Drop]:
        """Yield the addresses that never answered; those of an open day unless the past was asked instead."""
        told_later = {reading.source.id for reading in readings if reading.recorded.past}
        answered = {reading.capture.url for reading in readings}
        silent = {url for url, step in visited.items() if step.past or step.source.id not in told_later} - answered
        misses = self._archive.unreached(self._window.start, self._window.end, silent)
        yield from (Drop("raw_feeds", miss.url, miss.reason, miss.detail) for _, miss in sorted(misses.items()))

    def _read(self, recorded: Sequence[Recorded]) -> list[Reading]:
        return read_recorded(recorded, self._day, self._archive, self._settings.limits, self._workers)


def _further(reading: Reading) -> Iterator[_Step]:
    redirect = reading.capture.redirect
    addresses = (redirect,) if redirect else reading.outcome.further if isinstance(reading.outcome, Listing) else ()
    yield from (_Step(reading.source, address, reading.recorded.past) for address in addresses)


def _unnamed(capture: Capture) -> Source:
    address = capture.url.partition("://")[2].rstrip("/")
    return FeedSource.model_construct(id=address, name="", url=HttpUrl(capture.url))
