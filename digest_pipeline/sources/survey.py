"""A look at every source at once: what each answers now, and what a person should change in sources.yaml.

It asks what an open day would ask, follows what an answer leads to one step, and records nothing. How addresses are
asked is the caller's; how a day is taken in is `walk.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from statistics import median
from zoneinfo import ZoneInfo

from digest_pipeline.capture.fetch import Request, Unreached
from digest_pipeline.capture.warc import Exchange, RecordError
from digest_pipeline.dates import FUTURE_TOLERANCE, parse
from digest_pipeline.settings import Settings
from digest_pipeline.sources.feeds import plain
from digest_pipeline.sources.hints import answer_hint, miss_hint, status_hint
from digest_pipeline.sources.opml import address_of
from digest_pipeline.sources.source import (
    Answer,
    Day,
    Item,
    Listing,
    MissingTokenError,
    Source,
    UnreadableAnswerError,
)
from digest_pipeline.urls import canonical
from digest_pipeline.workers import Failed, Workers

Ask = Callable[[Sequence[Request]], Iterable[Exchange | Unreached]]
"""Asks addresses and returns every answer and every miss, redirects included."""

_STALE = timedelta(days=30)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_OK = 200
# More than a teaser: 400 Chinese characters or 1,200 Latin ones, which are the same in UTF-8.
_FULL_TEXT_BYTES = 1_200
# A source that names hundreds of further addresses is judged by its first.
_FURTHER = 5


class State(StrEnum):
    """How a source fares: `broken` gives nothing, `odd` gives something with a fault, `skipped` was not asked."""

    ok = "ok"
    odd = "odd"
    broken = "broken"
    skipped = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `problem` a stable word, `detail` what was seen, `hint` what to do about it."""

    problem: str
    detail: str
    hint: str


@dataclass(frozen=True, slots=True)
class Health:
    """What a source answered: `status` is the last HTTP status, `full_text` is None when nothing tells."""

    source: Source
    state: State
    status: int | None = None
    entries: int = 0
    newest: datetime | None = None
    full_text: bool | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Visit:
    """What is known of a source so far."""

    source: Source
    asked: Sequence[str] = ()
    status: int | None = None
    skipped: str = ""
    listings: list[Listing] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """The items of all answers."""
        return [item for listing in self.listings for item in listing.items]

    def fault(self, url: str, problem: str, detail: str, hint: str) -> None:
        """Note what is wrong with an address, by its name where several were asked."""
        self.faults.append(Finding(problem, f"{url}: {detail}" if len(self.asked) > 1 else detail, hint))


def survey(
    sources: Sequence[Source], now: datetime, settings: Settings, ask: Ask, workers: Workers
) -> tuple[Health, ...]:
    """Ask each source once, as on the day of `now`, and return how it fares, in their order.

    Args:
        sources: those to look at.
        now: the moment that ages are counted from, aware.
        settings: zone and limits.
        ask: asks the addresses of a round.
        workers: the processes that answers are read in.
    """
    day = Day.of(now.astimezone(settings.zone).date(), settings.zone)
    visits = [_Visit(source) for source in sources]
    _round([(visit, visit.source.addresses(day)) for visit in visits], day, settings, ask, workers)
    children = [(visit, _further(visit)) for visit in visits]
    _round([(visit, urls) for visit, urls in children if urls], day, settings, ask, workers)
    for visit, urls in children:
        if urls and visit.items and _is_feed(visit.source):
            found = f"its address is a page; the feed it names is {urls[0]}"
            visit.notes.append(Finding("page", found, f"put the feed itself: `url: {urls[0]}`"))
    owners = _owners(visits)
    return tuple(_health(visit, owners, now, settings.zone) for visit in visits)


def chosen(sources: Iterable[Source], words: Iterable[str]) -> dict[str, tuple[Source, ...]]:
    """Return the sources that each word names: an id, a tag, or a folder around tags; none where it names nothing."""
    listed = tuple(sources)
    return {
        word: tuple(
            source
            for source in listed
            if source.id == word or any(tag == word or tag.startswith(f"{word}/") for tag in source.tags)
        )
        for word in words
    }


def _further(visit: _Visit) -> tuple[str, ...]:
    if visit.items:
        return ()
    return tuple(dict.fromkeys(url for listing in visit.listings for url in listing.further))[:_FURTHER]


def _round(
    steps: Sequence[tuple[_Visit, Sequence[str]]], day: Day, settings: Settings, ask: Ask, workers: Workers
) -> None:
    """Ask the addresses of each visit, and put what was answered into it."""
    requests: list[Request] = []
    for visit, urls in steps:
        visit.asked = urls
        try:
            asks = [visit.source.ask(url) for url in urls]
        except MissingTokenError as error:
            visit.skipped = str(error)
            continue
        requests += [Request(ask.url, ask.headers, ask.robots, ask.pause) for ask in asks]
    given = list(ask(requests)) if requests else []
    answers = {canonical(one.url): one for one in given if isinstance(one, Exchange)}
    misses = {canonical(one.url): one for one in given if isinstance(one, Unreached)}
    jobs: list[tuple[_Visit, str, Answer]] = []
    for visit, urls in steps:
        if not visit.skipped:
            jobs += [(visit, url, found) for url in urls for found in _answered(visit, url, answers, misses, settings)]
    work = [(visit.source, answer, day) for visit, _, answer in jobs]
    outcomes = workers.each(_read, work, seconds=settings.limits.page_seconds)
    for (visit, url, _), outcome in zip(jobs, outcomes, strict=True):
        if isinstance(outcome, Listing):
            visit.listings.append(outcome)
        else:
            visit.fault(url, outcome.reason, outcome.detail, answer_hint(visit.source, outcome.reason))


def _answered(
    visit: _Visit, url: str, answers: Mapping[str, Exchange], misses: Mapping[str, Unreached], settings: Settings
) -> Iterator[Answer]:
    """Yield the answer that an address leads to; what stands in the way becomes a fault of the visit."""
    hops = list(_hops(canonical(url), answers))
    last = hops[-1] if hops else None
    if last is not None:
        visit.status = last.status
    if miss := misses.get(canonical(url)):
        visit.fault(url, miss.reason, miss.detail, miss_hint(miss.reason))
    elif last is None or last.status in _REDIRECTS:
        visit.fault(url, "unreachable", "there was no answer", miss_hint("unreachable"))
    elif last.status != _OK:
        visit.fault(url, "http_error", f"it answered {last.status}", status_hint(visit.source, last.status))
    else:
        if len(hops) > 1 and all(hop.status in _PERMANENT for hop in hops[:-1]):
            visit.notes.append(Finding("moved", f"it has moved to {last.url}", f"put the new address: {last.url}"))
        try:
            body = last.content(settings.limits.feed_bytes)
        except RecordError as error:
            visit.fault(url, "unreadable", str(error), "ask again later")
            return
        if len(body) > settings.limits.feed_bytes:
            detail = f"it is larger than {settings.limits.feed_bytes:,} bytes"
            visit.fault(url, "too_large", detail, "raise `limits.feed_bytes`, or give a smaller feed")
        else:
            yield Answer(canonical(last.url), last.content_type, body, last.headers)


def _hops(url: str, answers: Mapping[str, Exchange]) -> Iterator[Exchange]:
    seen: set[str] = set()
    while url in answers and url not in seen:
        seen.add(url)
        answer = answers[url]
        yield answer
        location = answer.header("location")
        if answer.status not in _REDIRECTS or not location:
            return
        url = canonical(location, answer.url)


def _read(job: tuple[Source, Answer, Day]) -> Listing | Failed:
    source, answer, day = job
    try:
        return source.read(answer, day)
    except UnreadableAnswerError as error:
        return Failed(error.reason, error.detail)


def _owners(visits: Iterable[_Visit]) -> dict[frozenset[str], str]:
    """Return who lists the same entries first: the same feed may stand at two addresses."""
    owners: dict[frozenset[str], str] = {}
    for visit in visits:
        owners.setdefault(_entries(visit), visit.source.id)
    return owners


def _entries(visit: _Visit) -> frozenset[str]:
    return frozenset(item.url or item.guid for item in visit.items)


def _health(visit: _Visit, owners: Mapping[frozenset[str], str], now: datetime, zone: ZoneInfo) -> Health:
    source, items = visit.source, visit.items
    if visit.skipped:
        return Health(source, State.skipped, findings=(Finding("no_token", visit.skipped, visit.skipped),))
    zone = ZoneInfo(source.timezone) if source.timezone else zone
    dates = [parse(item.published, zone, now) for item in items]
    past = [moment for moment in dates if moment and moment <= now + FUTURE_TOLERANCE]
    findings = [*visit.faults, *visit.notes]
    if items:
        findings += chain(
            _wrong_dates(dates, past, now), _wrong_links(items), _no_language(visit), _doubled(visit, owners)
        )
    elif not findings:
        findings.append(_nothing(source))
    broken = (visit.faults and not items) or any(finding.problem == "no_links" for finding in findings)
    return Health(
        source=source,
        state=State.broken if broken else State.odd if findings else State.ok,
        status=visit.status,
        entries=len(items),
        newest=max(past, default=None),
        full_text=_full_text(items),
        findings=tuple(dict.fromkeys(findings)),
    )


def _wrong_dates(dates: Sequence[datetime | None], past: Sequence[datetime], now: datetime) -> Iterator[Finding]:
    unknown = sum(moment is None for moment in dates)
    future = len(dates) - unknown - len(past)
    if unknown:
        yield Finding(
            "no_date",
            f"{unknown} of {len(dates)} entries have no date that can be read",
            "they are dated by when they are first seen, or by their page",
        )
    if future:
        yield Finding(
            "future", f"{future} of {len(dates)} dates lie in the future", "look whether its `timezone` is right"
        )
    if past and (age := now - max(past)) > _STALE:
        yield Finding("stale", f"its newest entry is {age.days} days old", "look whether the feed has moved")


def _wrong_links(items: Sequence[Item]) -> Iterator[Finding]:
    missing = sum(not item.url for item in items)
    if missing == len(items):
        yield Finding(
            "no_links", "no entry has a link", "give another feed of this site: an entry without a link is lost"
        )
    elif missing:
        yield Finding(
            "some_links", f"{missing} of {len(items)} entries have no link", "they are left out; no harm else"
        )


def _no_language(visit: _Visit) -> Iterator[Finding]:
    # What an API answers has many languages; a feed has one.
    told = visit.source.language or any(listing.language for listing in visit.listings)
    if _is_feed(visit.source) and not told:
        yield Finding("no_language", "neither the feed nor sources.yaml names its language", "set `language: en` or zh")


def _doubled(visit: _Visit, owners: Mapping[frozenset[str], str]) -> Iterator[Finding]:
    first = owners[_entries(visit)]
    if first != visit.source.id:
        yield Finding("duplicate", f"it lists the same entries as {first}", "take one of the two out")


def _nothing(source: Source) -> Finding:
    if _is_feed(source):
        return Finding("empty", "it lists no entry", "look at the address in a browser; it may have moved")
    return Finding(
        "empty", "it lists no entry for today", "nothing to do, if the day is young; else look at its options"
    )


def _is_feed(source: Source) -> bool:
    """Say whether what a source lists is the same on every day, as opposed to what a site map or an API answers."""
    return bool(address_of(source)) and not source.asks_the_past


def _full_text(items: Sequence[Item]) -> bool | None:
    """Say whether half of the entries bring their whole text, by its length; None without entries."""
    if not items:
        return None
    if all(item.complete for item in items):
        return True
    return median(len(plain(max(item.content, item.summary, key=len)).encode()) for item in items) >= _FULL_TEXT_BYTES
