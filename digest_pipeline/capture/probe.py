"""How addresses answer at this moment: their status alone, asked for as politely as their pages are.

What is taken is no answer to record; only the robots.txt files on the way are. What a status means for whoever printed
the address is decided by the asker.
"""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.pace import Pace
from digest_pipeline.capture.recorder import Recorder
from digest_pipeline.capture.robots import FILE
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.capture.wire import Method
from digest_pipeline.settings import Fetch

# Nobody waits for a page here: what does not answer soon, or wants to be asked later, is not known.
_LIMITS = {
    "connect_seconds": 5.0,
    "read_seconds": 8.0,
    "total_seconds": 10.0,
    "attempts": 1,
    "retry_after_seconds": 0.0,
}


class Probe:
    """Asks within a time of its own, which all its calls share."""

    def __init__(
        self, archive: Archive, settings: Fetch, recorded: Callable[[str], Exchange | None], seconds: float
    ) -> None:
        """Take where robots.txt files are recorded and found, how to ask, and for how long: no call starts later."""
        lower = {name: min(getattr(settings, name), most) for name, most in _LIMITS.items()}
        self._settings = settings.model_copy(update={**lower, "run_seconds": seconds})
        self._archive = archive
        self._recorded = recorded
        self._rules: dict[str, Exchange] = {}
        self._pace = Pace(self._settings)

    def ask(self, urls: Iterable[str], method: Method) -> dict[str, Exchange | Unreached]:
        """Return for each address what its redirects led to, without the body, or why nothing was answered."""
        requests = {url: Request(url, probes=method) for url in urls}
        found: dict[str, Exchange | Unreached] = {}

        def ended(request: Request, last: Exchange) -> None:
            found[request.url] = last

        with Recorder(self._archive, None) as recorder:

            def keep(answer: Exchange | Unreached) -> None:
                if isinstance(answer, Unreached) and answer.url in requests:
                    found[answer.url] = answer
                elif urlsplit(answer.url).path == FILE and answer.url not in requests:
                    recorder.keep(answer)
                    if isinstance(answer, Exchange):
                        self._rules[answer.url] = answer

            fetch_all(requests.values(), self._settings, keep, self._rules_of, self._pace, ended)
        return found

    def _rules_of(self, url: str) -> Exchange | None:
        return self._rules.get(url) or self._recorded(url)
