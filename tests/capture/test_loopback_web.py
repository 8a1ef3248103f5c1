"""A small loopback web that misbehaves in every way: all is had that can be had, and no host sees more than its limit.

The large one is measured by `bench/loopback_web.py`.
"""

from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Fetch
from tests.doubles.web import MISSES, STATUSES, Kind, Page, loads, plan, serving

PAUSE = 0.05


def test_all_is_had_that_can_be_had_and_no_host_sees_more_than_its_limit() -> None:
    # The kinds that are rare are there at least once.
    rare: tuple[Kind, ...] = ("endless", "down", "circle", "liar", "bomb", "limited", "reset", "cut", "slow")
    web = plan(20, 111, latency=0.02)
    web += [Page(f"127.0.2.{number}", f"/{kind}/one", kind) for number, kind in enumerate(rare, start=1)]
    settings = Fetch(
        allow_hosts=tuple(sorted({page.host for page in web})),
        total_seconds=1,
        attempts=2,
        host_pause_seconds=PAUSE,
        backoff_seconds=0.05,
        decoded_bytes=10_000_000,
    )
    outcome: dict[str, int | str] = {}

    def keep(answer: Exchange | Unreached) -> None:
        outcome[answer.url] = answer.reason if isinstance(answer, Unreached) else answer.status

    with serving(web) as served:
        fetch_all([Request(served.url(page)) for page in web], settings, keep)
        found = {page: outcome.get(served.url(page)) for page in web}
        seen = loads(served.close())

    had = STATUSES | {"moved": 302}
    assert {
        page: status for page, status in found.items() if status != MISSES.get(page.kind, had.get(page.kind, 200))
    } == {}
    assert {host: load for host, load in seen.items() if load.most_at_once > settings.host_concurrency} == {}
    # The way to the server is not always equally long.
    assert {host: load for host, load in seen.items() if load.shortest_gap < PAUSE - 0.02} == {}
