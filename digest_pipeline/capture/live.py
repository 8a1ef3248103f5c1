"""The live web as a newsroom asks it: what is answered is in the record when a call returns, and so is what was not.

Which addresses are asked, and when, is decided by `sources/walk.py` and `articles/pages.py`; how they are asked
politely is `fetch.py`, and how answers reach the record while others are under way is `recorder.py`. What hosts are
owed (pauses, rests, budgets) is remembered from call to call.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.fetch import Request, fetch_all, nothing_recorded
from digest_pipeline.capture.pace import Pace
from digest_pipeline.capture.probe import Probe
from digest_pipeline.capture.recorder import Recorder
from digest_pipeline.capture.robots import FILE
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.model import Capture, CaptureKind
from digest_pipeline.settings import Fetch
from digest_pipeline.urls import canonical

_ROBOTS_AGE = timedelta(days=1)
# What was not asked for longer than this is asked without conditions, lest every poll look at years of the index: over
# a million captures that takes 1.1 s.
_KNOWN_AGE = timedelta(days=30)


class Live:
    """Asks the live web and records it; `refetch` when it is asked again for what is recorded."""

    def __init__(self, archive: Archive, settings: Fetch, *, refetch: bool = False) -> None:
        self.refetch = refetch
        self._archive = archive
        self._settings = settings
        self._pace = Pace(settings)

    def now(self) -> datetime:
        """Return this moment: the only clock of the intake, so that a run without it can't depend on one."""
        return datetime.now(UTC)

    def record(self, requests: Sequence[Request], kind: CaptureKind | None = None) -> None:
        """Ask each address and record every answer, as a capture of `kind` where the asker knows it, and every miss."""
        if not requests:
            return
        recorded = self._robots_files() if any(request.robots for request in requests) else nothing_recorded

        with Recorder(self._archive, kind) as recorder:
            fetch_all(requests, self._settings, recorder.keep, recorded, self._pace)

    def probe(self, seconds: float) -> Probe:
        """Return what asks how addresses answer, for no longer than that; of their answers nothing is recorded."""
        return Probe(self._archive, self._settings, self._robots_files(), seconds)

    def known(self, urls: Iterable[str]) -> dict[str, Exchange]:
        """Return what each address gave last, where it had moved to: its validators make a request conditional.

        Nothing is when it is asked again for what is recorded: every answer is then a whole one.
        """
        if self.refetch:
            return {}
        now = self.now()
        latest = self._archive.latest(urls, start=now - _KNOWN_AGE, end=now)
        return {url: exchange for url, (_, exchange) in self._readable(latest).items()}

    def _robots_files(self) -> Callable[[str], Exchange | None]:
        rules = self._rules()

        def recorded(url: str) -> Exchange | None:
            capture, exchange = rules.get(canonical(url), (None, None))
            # Two hosts may share a canonical form (a mobile site); what one of them allows is not said of the other.
            is_other = capture and exchange and capture.url == canonical(url) and exchange.url != url
            return None if is_other else exchange

        return recorded

    def _rules(self) -> dict[str, tuple[Capture, Exchange]]:
        """Return the robots.txt files of the last day, those of hosts that redirects led to among them."""
        end = self.now()
        start = end - _ROBOTS_AGE
        return self._readable(self._archive.pages(start, end, self._archive.addresses(start, end, ending=FILE)))

    def _readable(self, captures: Mapping[str, Capture]) -> dict[str, tuple[Capture, Exchange]]:
        # What can't be read again is asked for once more, and without conditions.
        read = zip(captures.items(), self._archive.read_all(captures.values()), strict=True)
        return {url: (capture, exchange) for (url, capture), exchange in read if isinstance(exchange, Exchange)}
