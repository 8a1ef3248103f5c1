"""The load of a day's entries: the day is replaced whole, and nothing else changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from digest_pipeline.model import Entry
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.sources.load import load_entries

DAY, NEXT_DAY = date(2026, 6, 2), date(2026, 6, 3)
MakeEntry = Callable[..., Entry]


@pytest.fixture
def entry() -> MakeEntry:
    """Return a maker of entries that differ in their id only."""

    def make(identity: str, day: date = DAY, title: str = "起重机\U0001f3d7 lifts") -> Entry:
        return Entry(
            id=identity,
            day=day,
            source_id="harbour",
            source_name="Harbour Post",
            source_url="https://harbour.example.org/feed",
            authority=3,
            url=f"https://harbour.example.org/{identity}",
            link="https://a.example/link",
            via="",
            section="",
            article_id=identity,
            title=title,
            summary="",
            content="<p>It lifts.</p>",
            complete=False,
            authors=("Mei Tan", "陈"),
            language="en",
            published_at=datetime(2026, 6, 2, 4, 0, 0, 7, tzinfo=UTC),
            date_origin="feed",
            late=False,
            seen_at=datetime(2026, 6, 2, 5, tzinfo=UTC),
            capture_id="c",
        )

    return make


def load(newsroom: Newsroom, day: date, *entries: Entry) -> None:
    load_entries(newsroom.warehouse, day, entries)


def test_what_is_loaded_is_read_back(newsroom: Newsroom, entry: MakeEntry) -> None:
    unusual = replace(entry("a"), authors=(), zone_assumed=True)
    load(newsroom, DAY, entry("b"), unusual)
    assert newsroom.record.entries(DAY) == [unusual, entry("b")]


def test_loading_twice_leaves_the_same_rows(newsroom: Newsroom, entry: MakeEntry) -> None:
    load(newsroom, DAY, entry("a"), entry("b"))
    load(newsroom, DAY, entry("a"), entry("b"))
    assert newsroom.record.entries(DAY) == [entry("a"), entry("b")]


def test_a_smaller_load_removes_what_vanished_and_takes_what_changed(newsroom: Newsroom, entry: MakeEntry) -> None:
    load(newsroom, DAY, entry("a"), entry("b"))
    load(newsroom, DAY, entry("b", title="A new title"))
    assert newsroom.record.entries(DAY) == [entry("b", title="A new title")]


def test_other_days_are_left_alone(newsroom: Newsroom, entry: MakeEntry) -> None:
    load(newsroom, DAY, entry("a"))
    load(newsroom, NEXT_DAY, entry("a", NEXT_DAY), entry("c", NEXT_DAY))
    load(newsroom, DAY)
    assert newsroom.record.entries(DAY) == []
    assert newsroom.record.entries(NEXT_DAY) == [entry("a", NEXT_DAY), entry("c", NEXT_DAY)]


def test_dlt_adds_no_columns_of_its_own(newsroom: Newsroom, entry: MakeEntry) -> None:
    def columns() -> list[dict[str, object]]:
        sql = (
            "select column_name, data_type, is_nullable from information_schema.columns"
            " where table_schema = 'raw' and table_name = 'entries' order by ordinal_position"
        )
        return newsroom.warehouse.rows(sql)

    before = columns()
    load(newsroom, DAY, entry("a"))
    assert columns() == before
    assert {str(column["column_name"]) for column in before} == set(Entry.__dataclass_fields__)
