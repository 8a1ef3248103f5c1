"""The fetcher on a loopback web: is all had that can be had, are limits kept, and how near is it to the shortest time?

    python bench/loopback_web.py [--hosts 200] [--pages 2000] [--latency 0.25]

Prints what was had and missed, what the busiest host saw, seconds, the least that the limits allow, and peak memory.

The least time is the longest of these bounds, computed from what the server wrote down; no schedule beats any of them:
- a host: its requests one pause apart (a rest that it asked for by Retry-After in place of the pause) and then the last
  answer; or its service times, divided by the requests it takes at a time;
- all hosts: their service times, divided by the places that they share;
- a page: its attempts and redirects one after the other.
"""

import argparse
import resource
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from time import monotonic

# The double is a test's, and tests are not installed.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch
from tests.doubles.web import MISSES, STATUSES, Asked, LoopbackWeb, Page, loads, plan, serving

# Seconds that two starts may seem closer than they were: the way to the server is not always equally long.
_JITTER = 0.02


def main() -> None:
    """Fetch the web and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--latency", type=float, default=0.25, help="seconds before an answer, on average")
    options = parser.parse_args()
    web = plan(options.hosts, options.pages, options.latency)
    settings = Fetch(
        allow_hosts=tuple(sorted({page.host for page in web})),
        total_seconds=2,
        backoff_seconds=0.5,
        decoded_bytes=10_000_000,
    )
    outcome: dict[str, int | str] = {}

    def keep(answer: Exchange | Unreached) -> None:
        outcome[answer.url] = answer.reason if isinstance(answer, Unreached) else answer.status

    with serving(web) as served:
        started = monotonic()
        fetch_all([Request(served.url(page)) for page in web], settings, keep)
        seconds = monotonic() - started
        log = served.close()

    had, wrong = judged(web, served, outcome)
    print(f"pages      {len(web)} on {options.hosts} hosts; as expected: {dict(had)}")
    print(f"unexpected {wrong or 'none'}")
    seen = loads(log).values()
    most, gap = max(load.most_at_once for load in seen), min(load.shortest_gap for load in seen)
    print(f"requests   {len(log)}; of one host at most {most} at once (limit {settings.host_concurrency})")
    print(f"pause      {gap:.3f} s at least between two starts at one host (limit {settings.host_pause_seconds} s)")
    bounds = least(log, settings)
    print("least      " + ", ".join(f"{name} {bound:.1f} s" for name, bound in bounds.items()))
    print(f"time       {seconds:.1f} s = {seconds / max(bounds.values()):.3f} of the least")
    print(f"memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    if wrong or most > settings.host_concurrency or gap < settings.host_pause_seconds - _JITTER:
        sys.exit("a limit was not kept, or a page was not had")


def judged(
    web: Iterable[Page], served: LoopbackWeb, outcome: dict[str, int | str]
) -> tuple[Counter[int | str], list[tuple[Page, int | str]]]:
    """Return how often each outcome was as it should be, and the pages that ended otherwise."""
    had: Counter[int | str] = Counter()
    wrong = []
    for page in web:
        found = outcome.get(served.url(page), "nothing")
        expected: int | str = MISSES.get(page.kind) or STATUSES.get(page.kind, 302 if page.kind == "moved" else 200)
        if found == expected:
            had[found] += 1
        else:
            wrong.append((page, found))
    return had, wrong


def least(log: Sequence[Asked], settings: Fetch) -> dict[str, float]:
    """Return the bounds that no schedule beats, in seconds."""
    hosts: dict[str, list[Asked]] = defaultdict(list)
    pages: dict[tuple[str, str], float] = defaultdict(float)
    for asked in sorted(log, key=lambda asked: asked.begin):
        hosts[asked.host].append(asked)
        pages[asked.host, asked.path.removesuffix("/again")] += asked.end - asked.begin
    service = sum(asked.end - asked.begin for asked in log)
    return {
        "host": max(_host_bound(requests, settings) for requests in hosts.values()),
        "all hosts": service / settings.concurrency,
        "page": max(pages.values()),
    }


def _host_bound(requests: Sequence[Asked], settings: Fetch) -> float:
    pause, rested_until, total = settings.host_pause_seconds, 0.0, 0.0
    for former, later in pairwise(requests):
        if former.retry_after:
            rested_until = former.end + former.retry_after
        # While the host rests, nothing starts; two rests at a time count once.
        total += max(pause, rested_until - former.begin) if later.begin >= rested_until > former.begin else pause
    service = sum(asked.end - asked.begin for asked in requests)
    return max(total + requests[-1].end - requests[-1].begin, service / settings.host_concurrency)


if __name__ == "__main__":
    main()
