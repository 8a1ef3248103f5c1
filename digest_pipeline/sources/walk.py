"""From sources to the recorded answers that serve a day.

The answers of a source form a short chain: the addresses it begins with, and those that an answer leads to (a redirect,
a next page, the feed of a site). The chains of all sources are walked in rounds over the record; where the live web may
be asked, each round is asked for first, and then, live or not, read from the record. Which items belong to the day is
`intake.py`.

A source is asked as on an open day until the day's window closes. When the day is over, one that can still tell is
asked for that day once; a feed is read from what was recorded. Whoever asks for such a day again (`refetch`) gets the
first good answer from then on. What an answer counts for depends on when it was recorded, never on when it is read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import HttpUrl

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.fetch import Request
from digest_pipeline.capture.live import Live
from digest_pipeline.dates import Window
from digest_pipeline.model import Capture, Drop
from digest_pipeline.settings import Settings
from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.sources.reading import GOOD, Reading, Recorded, read_recorded
from digest_pipeline.sources.source import Day, Listing, MissingTokenError, Source
from digest_pipeline.urls import canonical
from digest_pipeline.workers import Workers

# More than this no source gives in a day: a chain that goes on is a loop of its own making.
_MOST_ROUNDS = 60
_MOST_ADDRESSES = 600


@dataclass(slots=True)
class Walk:
    """What the record holds for a day.

    Attributes:
        readings: by time.
        drops: the addresses that were asked in vain, and those that were left out.
        not_asked: by the id of each source that was not asked, why.
        tellers: the addresses that answered within the window, redirects among them, and whose they are.
    """

    readings: list[Reading] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    not_asked: dict[str, str] = field(default_factory=dict)
    tellers: dict[str, Source] = field(default_factory=dict)


@dataclass(frozen=True)
class _Step:
    """An address of a chain as it is asked.

    `past` when an answer from after the day serves it as well; `redirected` when asking for an earlier address leads
    here, so that it is never asked for itself.
    """

    source: Source
    address: str
    past: bool
    redirected: bool = False

    @cached_property
    def url(self) -> str:
        """The address as it is recorded."""
        return canonical(self.address)


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading and the step it answers."""

    step: _Step
    reading: Reading

    @property
    def capture(self) -> Capture:
        return self.reading.capture


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
        if live and live.refetch and live.now() >= self._window.end:
            self._archive.ask_again(self._day.date, live.now())
        visited: dict[str, _Step] = {}
        found: list[_Read] = []
        steps = list(self._first(live))
        for round_number in range(_MOST_ROUNDS + 1):
            fresh, cut = _within_limits(steps, visited, last=round_number == _MOST_ROUNDS)
            result.drops += cut
            if not fresh:
                break
            visited |= fresh
            if live:
                self._ask(fresh, live, result)
            answers = self._read(self._recorded(fresh))
            found += answers
            steps = [step for answer in answers for step in _further(answer)]
        found += self._read(self._unlisted(visited))
        result.drops += self._unreached(visited, found)
        result.tellers = {one.capture.url: one.reading.source for one in found if not one.reading.recorded.past}
        # An answer may be reached in two ways: by its own address, and from one that redirects to it.
        once = {one.capture.id: one.reading for one in reversed(found) if not one.capture.redirect}
        result.readings = sorted(once.values(), key=lambda reading: _in_time(reading.capture))
        return result

    def before(self, walk: Walk) -> list[Reading]:
        """Return what the addresses that answered within the window said last before it."""
        since = self._window.start - self._settings.days.max_age
        captures = self._archive.good(walk.tellers, start=since, end=self._window.start)
        recorded = [Recorded(walk.tellers[url], capture) for url, capture in sorted(captures.items())]
        return read_recorded(recorded, self._day, self._archive, self._settings.limits, self._workers)

    def _first(self, live: Live | None) -> Iterator[_Step]:
        """Yield where each source begins: as on an open day, and as for the past where that tells more."""
        starts = {source.id: source.addresses(self._day) for source in self._settings.sources}
        told = self._told(canonical(url) for urls in starts.values() for url in urls)
        is_open = live is not None and live.now() < self._window.end
        for source in self._settings.sources:
            begin, past = starts[source.id], source.past_addresses(self._day)
            by_day = set(past) == set(begin)
            yield from (_Step(source, address, past=by_day) for address in begin)
            if past and not (by_day or is_open) and told.isdisjoint(map(canonical, begin)):
                yield from (_Step(source, address, past=True) for address in past)

    def _told(self, urls: Iterable[str]) -> set[str]:
        """Return the addresses that gave a good answer within the window."""
        found = self._archive.pages(self._window.start, self._window.end, urls)
        return {url for url, capture in found.items() if capture.status in GOOD}

    def _ask(self, steps: dict[str, _Step], live: Live, result: Walk) -> None:
        now = live.now()
        if now < self._window.start:
            return
        is_open = now < self._window.end
        told: set[str] = set() if live.refetch else self._answered_later(steps)
        wanted = {
            url: step
            for url, step in steps.items()
            if not step.redirected and (is_open or (step.past and url not in told))
        }
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

    def _answered_later(self, steps: dict[str, _Step]) -> set[str]:
        return {url for url, capture in self._later(steps).items() if capture.status in GOOD}

    def _recorded(self, steps: dict[str, _Step]) -> list[tuple[_Step, Recorded]]:
        """Return the answers of the window; for the past also the first good one after the day, if it came later.

        An error from after the day counts where an address never answered before.
        """
        within = self._archive.answers(self._window.start, self._window.end, steps)
        found = {capture.id: (steps[capture.url], capture) for capture in within}
        answered = {capture.url for capture in within}
        for url, capture in self._later(steps).items():
            if capture.status in GOOD or url not in answered:
                found.setdefault(capture.id, (steps[url], capture))
        return [
            (step, Recorded(step.source, capture, step.past and capture.fetched_at >= self._window.end))
            for step, capture in sorted(found.values(), key=lambda one: _in_time(one[1]))
        ]

    def _later(self, steps: dict[str, _Step]) -> dict[str, Capture]:
        """Return where each address of the past led to after the day: to what counts of all that it answered since."""
        past = [url for url, step in steps.items() if step.past]
        return self._archive.told_later(self._day.date, self._day.end, past)

    def _unlisted(self, visited: dict[str, _Step]) -> list[tuple[_Step, Recorded]]:
        """Return the feeds that were recorded though no source names them: what is recorded counts."""
        captures = self._archive.feeds(self._window.start, self._window.end)
        sources = {capture.url: _unnamed(capture) for capture in captures if capture.url not in visited}
        return [
            (_Step(source, capture.url, past=False), Recorded(source, capture))
            for capture in captures
            if (source := sources.get(capture.url)) and not capture.redirect
        ]

    def _unreached(self, visited: dict[str, _Step], found: Sequence[_Read]) -> Iterator[Drop]:
        """Yield the addresses that never answered; those of an open day unless the past was asked instead."""
        told_later = {one.reading.source.id for one in found if one.reading.recorded.past}
        answered = _answered(found)
        silent = {
            url: step
            for url, step in visited.items()
            if url not in answered and (step.past or step.source.id not in told_later)
        }
        window, past = self._window, [url for url, step in silent.items() if step.past]
        misses = self._archive.unreached(window.start, window.end, silent)
        misses |= self._archive.unreached(window.start, None, past) if past else {}
        moved = {one.capture.url: one.capture.redirect for one in found if one.capture.redirect}
        for url, step in sorted(silent.items()):
            if url in misses:
                yield Drop("raw_feeds", url, misses[url].reason, misses[url].detail)
            elif url in moved and not step.redirected:
                yield Drop("raw_feeds", url, "not_recorded", f"it redirects to {moved[url]}, which was not recorded")

    def _read(self, recorded: Sequence[tuple[_Step, Recorded]]) -> list[_Read]:
        readings = read_recorded(
            [one for _, one in recorded], self._day, self._archive, self._settings.limits, self._workers
        )
        return [_Read(step, reading) for (step, _), reading in zip(recorded, readings, strict=True)]


def _within_limits(
    steps: Iterable[_Step], visited: dict[str, _Step], *, last: bool
) -> tuple[dict[str, _Step], list[Drop]]:
    """Return the steps that were not taken yet, and of each source that goes on without end what is left out.

    An address that two sources lead to belongs to the first of them.
    """
    taken = Counter(step.source.id for step in visited.values())
    fresh: dict[str, _Step] = {}
    cut: dict[str, Drop] = {}
    for step in steps:
        if not step.url or step.url in visited or step.url in fresh:
            continue
        if last or taken[step.source.id] >= _MOST_ADDRESSES:
            detail = (
                f"the source {step.source.id} leads to more than {_MOST_ADDRESSES} addresses, or {_MOST_ROUNDS} of them"
                " one after the other; the rest is left out: ask it for less"
            )
            cut.setdefault(step.source.id, Drop("raw_feeds", step.url, "too_many", detail))
            continue
        taken[step.source.id] += 1
        fresh[step.url] = step
    return fresh, list(cut.values())


def _further(answer: _Read) -> Iterator[_Step]:
    source, redirect, outcome = answer.reading.source, answer.capture.redirect, answer.reading.outcome
    if redirect:
        yield _Step(source, redirect, answer.step.past, redirected=True)
    elif isinstance(outcome, Listing):
        yield from (_Step(source, address, answer.step.past) for address in outcome.further)


def _answered(found: Iterable[_Read]) -> set[str]:
    """Return the addresses that answered, also by redirects that lead to an answer."""
    redirects: dict[str, set[str]] = {}
    answered: set[str] = set()
    for one in found:
        if one.capture.redirect:
            redirects.setdefault(one.capture.redirect, set()).add(one.capture.url)
        else:
            answered |= {one.step.url, one.capture.url}
    reached = list(answered)
    while reached:
        more = redirects.get(reached.pop(), set()) - answered
        answered |= more
        reached += more
    return answered


def _in_time(capture: Capture) -> tuple[object, ...]:
    return capture.fetched_at, capture.url, capture.id


def _unnamed(capture: Capture) -> Source:
    address = capture.url.partition("://")[2].rstrip("/")
    return FeedSource.model_construct(id=address, name="", url=HttpUrl(capture.url))
