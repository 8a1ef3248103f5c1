"""What was extracted is kept and used again; what the machine did is not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_pipeline.articles.day import ArticlesOfDay, articles_of_day
from digest_pipeline.articles.extractions import Extractions, page_key, restored, stored
from digest_pipeline.articles.page import Extracted, Failure
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.model import DateCandidate, Entry, Link
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Limits
from digest_pipeline.workers import Failed, Workers
from tests.articles.conftest import article_html
from tests.conftest import NOON

DAY = NOON.date()
URL = "https://harbour.example.org/a"
MakeEntry = Callable[..., Entry]
MakeExchange = Callable[..., Exchange]


class IdleWorkers(Workers):
    """Workers that must not be given anything."""

    def each(self, function: Any, items: Any, *, seconds: float) -> Iterator[Any]:  # noqa: ARG002  as its parent
        """Fail at the first item."""
        for item in items:
            raise AssertionError(f"was asked to parse {item}")
        return iter(())


class HastyWorkers(Workers):
    """Workers that have no time for any page."""

    def each(self, function: Any, items: Any, *, seconds: float) -> Iterator[Any]:  # noqa: ARG002  as its parent
        """Yield a time-out for each item."""
        return (Failed("timeout", "took more than 0 s") for _ in items)


@pytest.fixture
def entries(newsroom: Newsroom, make_entry: MakeEntry, exchange: MakeExchange) -> list[Entry]:
    """Return entries whose pages are recorded: an article, a page that is gone, and one that is no article."""
    newsroom.archive.add(
        [
            exchange(f"{URL}/told", article_html().encode()),
            exchange(f"{URL}/gone", b"", status="404 Not Found"),
            exchange(f"{URL}/short", b"<html><body><p>Short.</p></body></html>"),
        ]
    )
    return [
        make_entry(id=name, url=f"{URL}/{name}", article_id=name, published_at=NOON, seen_at=NOON)
        for name in ("told", "gone", "short")
    ]


def read(
    newsroom: Newsroom, entries: list[Entry], workers: Workers | None = None, *, day: date = DAY, extractor: str = ""
) -> ArticlesOfDay:
    extractions = Extractions(newsroom.warehouse, extractor)
    return articles_of_day(day, entries, newsroom.archive, extractions, newsroom.settings, workers or newsroom.workers)


def kept(newsroom: Newsroom) -> list[tuple[date, str]]:
    rows = newsroom.warehouse.rows("select day, extractor from core.extractions order by day, page")
    return [(row["day"], row["extractor"]) for row in rows]


def test_a_second_run_parses_nothing_and_finds_the_same(newsroom: Newsroom, entries: list[Entry]) -> None:
    first = read(newsroom, entries)
    second = read(newsroom, entries, IdleWorkers())
    assert (first.parsed, first.known) == (3, 0)
    assert (second.parsed, second.known) == (0, 3)
    assert (second.articles, second.drops, second.versions) == (first.articles, first.drops, first.versions)
    assert [article.id for article in first.articles] == ["told"]


def test_another_extractor_reads_every_page_anew_and_replaces_what_is_kept(
    newsroom: Newsroom, entries: list[Entry]
) -> None:
    read(newsroom, entries, extractor="old")
    assert read(newsroom, entries, extractor="new").parsed == 3
    assert kept(newsroom) == [(DAY, "new")] * 3


def test_what_is_no_longer_read_of_a_day_is_no_longer_kept_for_it(newsroom: Newsroom, entries: list[Entry]) -> None:
    read(newsroom, entries)
    read(newsroom, entries[:1])
    assert len(kept(newsroom)) == 1


def test_a_page_of_two_days_is_parsed_once_and_kept_for_each_in_whatever_order_they_are_made(
    newsroom: Newsroom, entries: list[Entry]
) -> None:
    read(newsroom, entries)
    late = [replace(entry, day=DAY - timedelta(days=1)) for entry in entries]
    second = read(newsroom, late, IdleWorkers(), day=DAY - timedelta(days=1))
    assert second.known == 3
    assert len(kept(newsroom)) == 6


def test_what_became_of_a_page_for_want_of_time_is_not_kept(newsroom: Newsroom, entries: list[Entry]) -> None:
    hurried = read(newsroom, entries, HastyWorkers())
    assert {drop.reason for drop in hurried.drops} == {"timeout"}
    assert kept(newsroom) == []
    assert read(newsroom, entries).parsed == 3


def test_a_damaged_record_costs_only_itself_and_is_looked_at_again(newsroom: Newsroom, entries: list[Entry]) -> None:
    newsroom.warehouse.rows("update raw.captures set file = 'missing' where url = ?", [f"{URL}/told"])
    found = read(newsroom, entries)
    assert {drop.item.rpartition("/")[2]: drop.reason for drop in found.drops}["told"] == "not_recorded"
    assert len(kept(newsroom)) == 2


def test_what_an_outcome_depends_on_is_in_its_key(newsroom: Newsroom, exchange: MakeExchange) -> None:
    (capture,) = newsroom.archive.add([exchange()])
    other = {"digest": "sha1:X", "url": "https://b.example/", "content_type": "text/plain", "status": 404}
    changed = {page_key(replace(capture, **{name: value}), Limits()) for name, value in other.items()}
    limits = {page_key(capture, Limits(min_characters=81)), page_key(capture, Limits(page_bytes=1_000))}
    assert len(changed | limits | {page_key(capture, Limits())}) == 7
    moved = replace(capture, id="other", fetched_at=NOON + timedelta(days=1), offset=7, file="other")
    assert page_key(moved, Limits()) == page_key(capture, Limits())


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
# Midnight is a moment that looks like a date.
MOMENTS = st.datetimes().map(lambda moment: moment.replace(tzinfo=UTC, fold=0)) | st.just(
    datetime(2026, 6, 2, tzinfo=UTC)
)
TIMES = st.dates() | MOMENTS
KINDS = st.sampled_from(["paper", "code", "site"])
LINKS = st.builds(Link, TEXTS, TEXTS, KINDS, st.none() | st.integers(0, 1_000_000))
DATES = st.builds(DateCandidate, st.sampled_from(["published", "modified"]), TEXTS, TIMES)
FAILURES = st.builds(Failure, st.sampled_from(["gone", "paywall", "too_short"]), TEXTS)
ARTICLES = st.builds(
    Extracted,
    title=TEXTS,
    authors=st.lists(TEXTS, max_size=2).map(tuple),
    site=TEXTS,
    language=TEXTS,
    published=st.none() | TIMES,
    modified=st.none() | TIMES,
    dates=st.lists(DATES, max_size=2).map(tuple),
    canonical_url=TEXTS,
    lead_image=TEXTS,
    method=TEXTS,
    text=TEXTS,
    markdown=TEXTS,
    links=st.lists(LINKS, max_size=2).map(tuple),
)


@settings(max_examples=50)
@given(FAILURES | ARTICLES)
def test_an_outcome_comes_back_as_it_was(outcome: Extracted | Failure) -> None:
    again = restored(stored(outcome))
    assert again == outcome
    assert repr(again) == repr(outcome)  # a date is no moment at midnight, and UTC is Python's own
