"""The live web as a newsroom asks it: what is answered is in the record when a call returns, and so is what was not.

Which addresses are asked, and when, is decided by `sources/walk.py` and `articles/pages.py`; how they are asked
politely is `fetch.py`. Answers reach the record in small batches: a run that is killed keeps what it has paid for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.model import Capture, CaptureKind
from digest_pipeline.settings import Fetch
from digest_pipeline.urls import canonical

_BATCH_ANSWERS = 50
_BATCH_BYTES = 8_000_000
_ROBOTS_AGE = timedelta(days=1)


class Live:
    """Asks the live web and records it."""

    def __init__(self, archive: Archive, settings: Fetch) -> None:
        self._archive = archive
        self._settings = settings

    def now(self) -> datetime:
        """Return this moment: the only clock of the intake, so that a run without it can't depend on one."""
        return datetime.now(UTC)

    def record(self, requests: Sequence[Request], kind: CaptureKind | None = None) -> None:
        """Ask each address and record every answer, as a capture of `kind` where the asker knows it, and every miss."""
        if not requests:
            return
        batch = _Batch(self._archive, kind)
        rules = {urljoin(request.url, "/robots.txt") for request in requests if request.robots}
        now = self.now()
        recorded = self._readable(self._archive.pages(now - _ROBOTS_AGE, now, rules))
        fetch_all(requests, self._settings, keep=batch.keep, recorded=recorded.get)
        batch.flush()

    def known(self, urls: Iterable[str]) -> dict[str, Exchange]:
        """Return the last good recorded answer of each address, whose validators make a request conditional."""
        return self._readable(self._archive.good(urls, end=self.now()))

    def _readable(self, captures: Mapping[str, Capture]) -> dict[str, Exchange]:
        # A record that can't be read again only makes the request an unconditional one.
        exchanges = zip(captures, self._archive.read_all(captures.values()), strict=True)
        return {url: exchange for url, exchange in exchanges if isinstance(exchange, Exchange)}


class _Batch:
    """Answers on their way into the record."""

    def __init__(self, archive: Archive, kind: CaptureKind | None) -> None:
        self._archive = archive
        self._kind = kind
        self._answers: list[Exchange] = []
        self._misses: list[Unreached] = []

    def keep(self, answer: Exchange | Unreached) -> None:
        if isinstance(answer, Unreached):
            # The index of the record knows addresses by their canonical form.
            self._misses.append(replace(answer, url=canonical(answer.url) or answer.url))
        else:
            self._answers.append(answer)
        size = sum(len(exchange.body) for exchange in self._answers)
        if len(self._answers) >= _BATCH_ANSWERS or size >= _BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        if self._answers:
            self._archive.add(self._answers, self._kind)
        if self._misses:
            self._archive.note(self._misses)
        self._answers, self._misses = [], []
