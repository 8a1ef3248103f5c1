"""From captures to listings: each recorded answer is read by its source in a worker, and fails alone.

Which captures serve a day is `walk.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.warc import RecordError
from digest_pipeline.model import Capture, Drop
from digest_pipeline.settings import Limits
from digest_pipeline.sources.source import Answer, Day, Listing, Source, UnreadableAnswerError
from digest_pipeline.workers import Failed, Workers

GOOD = frozenset({200, 304})
_Job = tuple[Source, Answer, Day]
_Reason = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A capture and the source it answers; `past` says that the source was asked when the day was over."""

    source: Source
    capture: Capture
    past: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One recorded answer as its source reads it, or why it can't be read.

    `held_in` is the id of the capture whose record holds what was read: of a revisit, its original.
    """

    recorded: Recorded
    outcome: Listing | Drop
    held_in: str

    @property
    def source(self) -> Source:
        """The source that was asked."""
        return self.recorded.source

    @property
    def capture(self) -> Capture:
        """The recorded answer."""
        return self.recorded.capture


def read_recorded(
    recorded: Sequence[Recorded], day: Day, archive: Archive, limits: Limits, workers: Workers
) -> list[Reading]:
    """Read each capture by itself, in order: one that can't be read, or takes too long, costs nothing else.

    What an address answered twice alike is read once.
    """
    originals = archive.originals([one.capture for one in recorded])
    outcomes: dict[tuple[str, ...], Listing | _Reason] = {}
    jobs: dict[tuple[str, ...], _Job] = {}
    for one in recorded:
        key = _key(one)
        if key in jobs or key in outcomes:
            continue
        try:
            jobs[key] = (
                one.source,
                _answer(originals.get(one.capture.id, one.capture), archive, limits.feed_bytes),
                day,
            )
        except UnreadableAnswerError as error:
            outcomes[key] = (error.reason, error.detail)
        except (RecordError, OSError) as error:
            outcomes[key] = ("unreadable", str(error))
    results = workers.each(_read, list(jobs.values()), seconds=limits.page_seconds)
    for key, result in zip(jobs, results, strict=True):
        outcomes[key] = (result.reason, result.detail) if isinstance(result, Failed) else result
    return [
        Reading(one, _told(one.capture, outcomes[_key(one)]), originals.get(one.capture.id, one.capture).id)
        for one in recorded
    ]


def _key(one: Recorded) -> tuple[str, ...]:
    capture = one.capture
    return (one.source.id, capture.url, capture.digest if capture.status in GOOD else capture.id)


def _answer(capture: Capture, archive: Archive, limit: int) -> Answer:
    if capture.status not in GOOD:
        raise UnreadableAnswerError("http_error", f"the source answered {capture.status}")
    exchange = archive.read(capture)
    body = exchange.content(limit)
    if len(body) > limit:
        raise UnreadableAnswerError("too_large", f"the answer is larger than limits.feed_bytes ({limit})")
    return Answer(capture.url, exchange.content_type, body, exchange.headers)


def _read(job: _Job) -> Listing | _Reason:
    source, answer, day = job
    try:
        return source.read(answer, day)
    except UnreadableAnswerError as error:
        return error.reason, error.detail


def _told(capture: Capture, outcome: Listing | _Reason) -> Listing | Drop:
    if isinstance(outcome, Listing):
        return outcome
    reason, detail = outcome
    return Drop("raw_feeds", capture.url, reason, f"{capture.fetched_at:%Y-%m-%d %H:%M}Z: {detail}")
