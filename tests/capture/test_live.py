"""Asking the live web and recording it: what is in the record when, and what is asked anew."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest_pipeline.capture import recorder
from digest_pipeline.capture.fetch import Request, Unreached
from digest_pipeline.capture.live import Live
from digest_pipeline.capture.recorder import Recorder
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Fetch, Settings
from digest_pipeline.shared_file import WarehouseLockedError
from tests.doubles.site import Reply, Site
from tests.homes import holding

FETCH = Fetch(allow_hosts=("127.0.0.1", "localhost"), host_pause_seconds=0, backoff_seconds=0.01)
MakeExchange = Callable[..., Exchange]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as here:
        yield here


@pytest.fixture
def room(settings: Settings) -> Newsroom:
    return Newsroom(settings.model_copy(update={"fetch": FETCH}))


def live(room: Newsroom) -> Live:
    assert room.live
    return room.live


def recorded(room: Newsroom) -> list[str]:
    return [row["url"] for row in room.warehouse.rows("select url from raw.captures order by url")]


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.01)


# --- Into the record -------------------------------------------------------------------------------------------------


def test_a_few_answers_are_in_the_record_while_another_is_awaited(
    room: Newsroom, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "_BATCH_SECONDS", 0.05)
    room.warehouse.rows("select 1")
    site.tell("/silent", Reply(silent=True))
    requests = [Request(site.url(path), robots=False) for path in ("/one", "/two", "/silent")]
    asking = threading.Thread(target=live(room).record, args=(requests,))
    asking.start()
    until(lambda: recorded(room) == [site.url("/one"), site.url("/two")])
    assert asking.is_alive()
    site.__exit__()
    asking.join()


def test_what_was_answered_before_a_failure_is_recorded(room: Newsroom, exchange: MakeExchange) -> None:
    def interrupted() -> None:
        with Recorder(room.archive, None) as record:
            record.keep(exchange())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert recorded(room) == [exchange().url]


def test_a_held_warehouse_costs_no_answer_that_is_under_way(room: Newsroom, site: Site) -> None:
    patient = Live(room.archive, FETCH.model_copy(update={"read_seconds": 0.3, "total_seconds": 1, "attempts": 1}))
    room.warehouse.rows("select 1")
    paths = [f"/{number}" for number in range(60)]
    with holding(room.warehouse.path):
        asking = threading.Thread(
            target=patient.record, args=([Request(site.url(path), robots=False) for path in paths],)
        )
        asking.start()
        until(lambda: sorted(site.paths()) == sorted(paths))
        time.sleep(0.5)  # longer than an answer may be silent
    asking.join()
    assert len(recorded(room)) == 60
    assert room.warehouse.rows("select * from raw.unreached") == []


def test_what_can_not_be_recorded_ends_the_run(settings: Settings, site: Site) -> None:
    hasty = settings.model_copy(
        update={"fetch": FETCH, "warehouse": settings.warehouse.model_copy(update={"wait_seconds": 0.1})}
    )
    room = Newsroom(hasty)
    room.warehouse.rows("select 1")
    with holding(room.warehouse.path), pytest.raises(WarehouseLockedError):
        live(room).record([Request(site.url("/page"), robots=False)])


def test_no_more_waits_for_the_record_than_the_memory_bears(
    room: Newsroom, exchange: MakeExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "_MOST_WAITING_BYTES", 100)
    with Recorder(room.archive, None) as record:
        for number in range(20):
            record.keep(exchange(f"https://harbour.example.org/{number}", b"x" * 90))
    assert len(recorded(room)) == 20


def test_one_moment_of_two_spellings_is_one_miss(room: Newsroom) -> None:
    now = datetime.now(UTC)
    spellings = (f"https://harbour.example.org/a?utm_source={name}" for name in "xy")
    with Recorder(room.archive, None) as record:
        for url in spellings:
            record.keep(Unreached(url, now, "timeout", "late"))
    (row,) = room.warehouse.rows("select url, reason from raw.unreached")
    assert row == {"url": "https://harbour.example.org/a", "reason": "timeout"}


# --- Asked anew ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 404])
def test_the_robots_file_of_a_host_that_a_redirect_leads_to_is_asked_once_a_day(
    room: Newsroom, site: Site, status: int
) -> None:
    with Site() as other:
        other.tell("/robots.txt", Reply(status))
        site.tell("/moved", Reply(302, headers={"Location": other.url("/story")}))
        for _ in range(2):
            live(room).record([Request(site.url("/moved"))], "page")
        assert other.paths() == ["/robots.txt", "/story", "/story"]
        assert site.paths() == ["/robots.txt", "/moved", "/moved"]
        room.warehouse.rows("update raw.captures set fetched_at = fetched_at - interval 25 hour")
        live(room).record([Request(site.url("/moved"))], "page")
        assert other.paths()[3:] == ["/robots.txt", "/story"]


def test_a_host_is_left_alone_from_call_to_call(room: Newsroom, site: Site) -> None:
    site.tell("/limited", Reply(429, headers={"Retry-After": "3600"}))
    live(room).record([Request(site.url("/limited"), robots=False)])
    live(room).record([Request(site.url("/page"), robots=False)])
    assert site.paths() == ["/limited"]
    (miss,) = room.archive.unreached(datetime.now(UTC) - timedelta(minutes=1), None, [site.url("/page")]).values()
    assert miss.reason == "rate_limited"


def test_the_bytes_of_a_host_are_counted_from_call_to_call(settings: Settings, site: Site) -> None:
    room = Newsroom(settings.model_copy(update={"fetch": FETCH.model_copy(update={"host_bytes": 1_500})}))
    for path in ("/one", "/two", "/three"):
        site.tell(path, Reply(headers={"Content-Type": "text/html"}, body=b"x" * 1_000))
        live(room).record([Request(site.url(path), robots=False)])
    assert site.paths() == ["/one", "/two"]
    assert recorded(room) == [site.url("/one")]


# --- Tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b'{"sent": "s3cret-token"}'),
        Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"You sent s3cret-token.")),
        Reply(401, headers={"X-Echo": "Bearer s3cret-token"}),
        Reply(headers={"Content-Type": "s3cret-token/x"}, body=b"x"),
    ],
    ids=["body", "packed", "header", "type"],
)
def test_a_token_that_a_server_repeats_is_nowhere_in_the_record(room: Newsroom, site: Site, reply: Reply) -> None:
    url = site.tell("/api", reply)
    live(room).record([Request(url, (("Authorization", "Bearer s3cret-token"),), robots=False)])
    (miss,) = room.warehouse.rows("select reason, detail from raw.unreached")
    assert "s3cret-token" not in str(miss)
    assert recorded(room) == []
    files = [path for path in Path(room.settings.home).rglob("*") if path.is_file()]
    assert not any(b"s3cret-token" in path.read_bytes() for path in files)


def test_an_answer_that_only_names_the_scheme_is_recorded(room: Newsroom, site: Site) -> None:
    url = site.tell("/api", Reply(401, headers={"WWW-Authenticate": "Bearer realm"}))
    live(room).record([Request(url, (("Authorization", "Bearer s3cret-token"),), robots=False)])
    assert recorded(room) == [url]
