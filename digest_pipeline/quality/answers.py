"""Whether links answer: by the recorded web, by what they answered before, and for the rest by asking them politely.

Which links an issue prints is `issue_links.py`; how an address is asked is `capture/probe.py`. What forbids to be
asked, wants a login, is broken for now or too slow, is *unknown*: only a reader's browser could tell.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Literal

from digest_pipeline.capture.address import UNKNOWN_NAME
from digest_pipeline.capture.fetch import Unreached
from digest_pipeline.capture.live import Live
from digest_pipeline.capture.probe import Probe
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.dates import day_of
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.urls import host_of
from digest_pipeline.warehouse import Warehouse, insert, transaction

# *gone*: when the page was to be recorded it was not there, and nobody asked since.
Verdict = Literal["answered", "dead", "gone", "unknown"]

# What one check may ask and take; later calls than that do not start.
MOST_LINKS = 60
MOST_SECONDS = 30.0
# Not an address of the machine itself, nor one in digits.
_NAME = re.compile(r"\.[a-z][\w-]*\Z")
_FRESH = timedelta(days=7)
_DEAD = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})

# Of each address: whether the place that its recorded redirects lead to answered well, or was not there, and what it
# answered when it was last asked.
_RECORDED = (
    "with recursive hops as (select url, url as place from unnest($urls::varchar[]) as printed (url)"
    " union select hops.url, captures.redirect from hops"
    " join raw.captures on captures.url = hops.place where captures.redirect <> '')"
    " select hops.url, answers.verdict, answers.detail, answers.asked_at,"
    " coalesce(bool_or(captures.status between 200 and 299 or captures.status = 304), false) as answered,"
    " coalesce(bool_or(captures.status in (404, 410)), false) as gone"
    " from hops left join raw.captures on captures.url = hops.place"
    " left join quality.link_answers as answers on answers.url = hops.url group by all"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an address; `detail` says by what it was found."""

    url: str
    verdict: Verdict
    detail: str


def answers(urls: Iterable[str], newsroom: Newsroom, told: datetime) -> dict[str, Answer]:
    """Return how each of `urls` answers, the weightiest first: as many are asked as a check may ask.

    A page that is in the record answered. An answer given when it was asked counts for a week, but for a dead link,
    which may be mended at any time. Offline nothing is asked, nor for an issue that is too old to be sent (its window
    ended at `told`), and what is in the warehouse counts whatever its age: an answer of today says little of then.
    """
    wanted = list(dict.fromkeys(urls))
    if not wanted:
        return {}
    live = newsroom.live
    if live and live.now() - told > timedelta(hours=newsroom.settings.delivery.max_age_hours):
        live = None
    known, due = _known(wanted, newsroom.warehouse, live.now() - _FRESH if live else None)
    if live is None or not due:
        return known
    newsroom.warehouse.let_go()
    asked = _asked(due[:MOST_LINKS], live)
    _store(asked, newsroom, live.now())
    return known | {answer.url: answer for answer in asked}


def _known(urls: Sequence[str], warehouse: Warehouse, since: datetime | None) -> tuple[dict[str, Answer], list[str]]:
    """Return what is known of each address, and those that are to be asked."""
    with warehouse.connect() as connection:
        rows = connection.execute(_RECORDED, {"urls": list(urls)}).to_arrow_table().to_pylist()
    known: dict[str, Answer] = {}
    due: set[str] = set()
    for row in rows:
        url = row["url"]
        if row["answered"]:
            known[url] = Answer(url, "answered", "its page is in the record")
        elif row["verdict"] and _counts(row, since):
            known[url] = Answer(url, row["verdict"], row["detail"])
        else:
            gone = Answer(url, "gone", "it was not there when its page was to be recorded")
            known[url] = gone if row["gone"] else Answer(url, "unknown", "it was not asked")
            due.add(url)
    return known, [url for url in urls if url in due]


def _counts(row: Mapping[str, object], since: datetime | None) -> bool:
    asked_at = row["asked_at"]
    return since is None or (isinstance(asked_at, datetime) and asked_at >= since and row["verdict"] != "dead")


def _asked(urls: Sequence[str], live: Live) -> list[Answer]:
    """Ask by HEAD, and again by GET what that may have been the wrong question for; in time, or not at all."""
    probe = live.probe(MOST_SECONDS)
    heads = probe.ask(urls, "HEAD")
    found = heads | _by_get([url for url in urls if _is_worth_a_get(heads[url])], probe)
    # Where no named host answers, it is the network that is missing, and names that do not resolve say nothing.
    is_online = any(isinstance(given, Exchange) and _NAME.search(host_of(url)) for url, given in heads.items())
    in_time = [url for url in urls if not _is_over_budget(found[url])]
    return [_answer(url, found[url], is_online=is_online) for url in in_time]


def _by_get(urls: Sequence[str], probe: Probe) -> dict[str, Exchange | Unreached]:
    return probe.ask(urls, "GET") if urls else {}


def _is_worth_a_get(head: Exchange | Unreached) -> bool:
    """Say whether a server may answer a GET otherwise: one that is neither overloaded nor silent."""
    if isinstance(head, Unreached):
        return head.reason == "unreachable" and not head.detail.endswith(UNKNOWN_NAME)
    is_broken = head.status >= HTTPStatus.INTERNAL_SERVER_ERROR and head.status != HTTPStatus.NOT_IMPLEMENTED
    return not (_is_good(head.status) or is_broken or head.status == HTTPStatus.TOO_MANY_REQUESTS)


def _is_over_budget(given: Exchange | Unreached) -> bool:
    return isinstance(given, Unreached) and given.reason == "budget"


def _answer(url: str, given: Exchange | Unreached, *, is_online: bool) -> Answer:
    if isinstance(given, Unreached):
        is_nowhere = is_online and given.detail.endswith(UNKNOWN_NAME)
        return Answer(url, "dead" if is_nowhere else "unknown", given.detail)
    verdict: Verdict = "answered" if _is_good(given.status) else "dead" if given.status in _DEAD else "unknown"
    return Answer(url, verdict, f"it answers {given.status_line}")


def _is_good(status: int) -> bool:
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES


def _store(asked: Sequence[Answer], newsroom: Newsroom, now: datetime) -> None:
    """Keep what was answered, in place of what was answered before."""
    day = day_of(now, newsroom.settings.zone)
    rows = [{**asdict(answer), "day": day, "asked_at": now} for answer in asked]
    with newsroom.warehouse.connect() as connection, transaction(connection):
        connection.execute(
            "delete from quality.link_answers where url in (select unnest(?::varchar[]))",
            [[row["url"] for row in rows]],
        )
        insert(connection, "quality.link_answers", rows)
