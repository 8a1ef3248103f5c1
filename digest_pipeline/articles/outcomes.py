"""From captures to what extraction makes of them: taken from what is kept, and only what is new read and parsed.

Bodies are read from the record, and pages parsed in the worker processes, where one that hangs or kills its process
costs only itself. What is kept, and under which key, is `extractions.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from digest_pipeline.articles.extract import extract
from digest_pipeline.articles.extractions import Extractions, Outcome, page_key
from digest_pipeline.articles.page import Failure, Page
from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.warc import Exchange, RecordError
from digest_pipeline.model import Capture
from digest_pipeline.settings import Limits
from digest_pipeline.workers import Failed, Workers

# So many new outcomes are kept at a time: a run that is killed has lost no more than some seconds of work.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of captures, by their ids; how many pages were parsed for it, and how many were known."""

    by_capture: dict[str, Outcome]
    parsed: int
    known: int


def outcomes_of(  # noqa: PLR0913, PLR0917  what a stage works with, each by its name
    day: date,
    captures: Iterable[Capture],
    archive: Archive,
    extractions: Extractions,
    limits: Limits,
    workers: Workers,
) -> Outcomes:
    """Return what extraction makes of each of `captures` (no revisits), and keep it with `day`.

    Equal answers of an address are one page.
    """
    captures = list(captures)
    by_key = {page_key(capture, limits): capture for capture in captures}
    found = extractions.known(day, by_key)
    new = {key: capture for key, capture in by_key.items() if key not in found}
    known, batch = len(found), dict[str, Outcome]()
    for key, outcome in zip(new, _parsed(list(new.values()), archive, limits, workers), strict=True):
        batch[key] = found[key] = outcome
        if len(batch) == _BATCH:
            extractions.keep(day, batch)
            batch = {}
    if batch:
        extractions.keep(day, batch)
    extractions.settle(day, found)
    return Outcomes({capture.id: found[page_key(capture, limits)] for capture in captures}, len(new), known)


def _parsed(captures: Sequence[Capture], archive: Archive, limits: Limits, workers: Workers) -> Iterator[Outcome]:
    jobs = ((page, limits.min_characters) for page in _pages(captures, archive, limits.page_bytes))
    for outcome in workers.each(_extract, jobs, seconds=limits.page_seconds):
        match outcome:
            case Failed("timeout", detail):
                yield Failure("timeout", detail)
            case Failed(_, detail):
                yield Failure("crashed", detail)
            case _:
                yield outcome


def _pages(captures: Sequence[Capture], archive: Archive, limit: int) -> Iterator[Page | Failure]:
    for capture, exchange in zip(captures, archive.read_all(captures), strict=True):
        try:
            if not isinstance(exchange, Exchange):
                raise exchange
            body = exchange.content(limit) if exchange.status < 400 else b""  # noqa: PLR2004  errors
        except (RecordError, OSError) as error:
            yield Failure("not_recorded", f"the record can't be read: {error}")
            continue
        if len(body) > limit:
            yield Failure("too_large", f"the page is larger than limits.page_bytes ({limit})")
        else:
            yield Page(capture.url, exchange.status, exchange.content_type, body)


def _extract(job: tuple[Page | Failure, int]) -> Outcome:
    page, min_characters = job
    return page if isinstance(page, Failure) else extract(page, min_characters=min_characters)
