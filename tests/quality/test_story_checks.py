"""A day's stories as they lie in the warehouse: members, links and threads hang together."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.checking import check_partition
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.runner import Result
from digest_pipeline.warehouse import insert

LAYER = "stories"
DAY = date(2026, 6, 2)
BEFORE = DAY - timedelta(days=1)


class Record:
    """The stories of a newsroom, and what a check says of its day."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom

    def store(self, table: str, *rows: dict[str, Any]) -> None:
        """Store rows beside those that are there."""
        with self.newsroom.warehouse.connect() as connection:
            insert(connection, table, rows)

    def story(self, name: str, *, day: date = DAY, size: int = 1, thread: str = "", follows: str = "") -> None:
        """Store a story with articles of its own."""
        members = [f"{name}-{number}" for number in range(size)]
        self.articles(*members, day=day)
        self.store("core.stories", {"id": name, "day": day, "lead_id": members[0], "articles": size})
        self.store("core.story_articles", *(member(name, article, n, day) for n, article in enumerate(members)))
        standing = "update" if follows else "new"
        step = {"day": day, "story_id": name, "thread_id": thread or f"t-{name}", "standing": standing}
        self.store("core.threads", step | {"follows": follows, "reasons": [], "news": []})

    def articles(self, *names: str, day: date = DAY) -> None:
        """Store articles that no story has yet."""
        moment = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        blank = dict.fromkeys(("text", "capture_id", "site"), "")
        told = {"authors": [], "source_id": "harbour", "authority": 3, "language": "en", "late": False, "title": "Pier"}
        dated = {"day": day, "published_at": moment, "date_origin": "feed", "text_origin": "page"}
        urls = ({"id": name, "url": f"https://harbour.example.org/{name}"} for name in names)
        self.store("core.articles", *(blank | told | dated | url for url in urls))

    def run(self, statement: str) -> None:
        """Change what is stored."""
        with self.newsroom.warehouse.connect() as connection:
            connection.execute(statement)

    def failed(self) -> dict[str, Result]:
        """Return what does not hold."""
        report = check_partition(Partition(LAYER, DAY, DAY), self.newsroom)
        return {result.name: result for result in report.results if not result.passed}


def member(story: str, article: str, position: int, day: date = DAY) -> dict[str, Any]:
    return {"day": day, "story_id": story, "article_id": article, "position": position}


@pytest.fixture
def record(newsroom: Newsroom) -> Record:
    return Record(newsroom)


def test_stories_with_members_links_and_a_thread_of_the_day_before_hold(record: Record) -> None:
    record.story("first", day=BEFORE, thread="t")
    record.story("second", size=3, thread="t", follows="first")
    record.story("third")
    assert record.failed() == {}


def test_an_article_in_two_stories_blocks(record: Record) -> None:
    record.story("one", size=2)
    record.story("two")
    record.store("core.story_articles", member("two", "one-1", 1))
    failed = record.failed()
    assert list(failed) == ["articles_all_stored", "article_id_unique"]
    assert failed["article_id_unique"].severity == "blocking"


def test_a_story_of_an_article_that_the_day_does_not_have_blocks(record: Record) -> None:
    record.story("one", size=2)
    record.run("delete from core.articles where id = 'one-1'")
    assert list(record.failed()) == ["article_day_present"]


def test_a_story_whose_lead_is_not_its_first_article_blocks(record: Record) -> None:
    record.story("one", size=2)
    record.run("update core.stories set lead_id = 'one-1'")
    assert list(record.failed()) == ["lead_id_comes_first"]


def test_a_story_on_two_days_blocks(record: Record) -> None:
    record.story("one", day=BEFORE)
    record.story("one")
    assert list(record.failed()) == ["days_one"]


def test_a_thread_that_runs_backwards_blocks(record: Record) -> None:
    record.story("later", day=DAY + timedelta(days=2), thread="t")
    record.story("one", thread="t", follows="later")
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("followed_day_before_the_day", "blocking")
    assert "days_after_followed=-2" in failed.examples[0]


def test_a_story_that_follows_one_that_is_gone_blocks(record: Record) -> None:
    record.story("one", follows="gone")
    assert list(record.failed()) == ["followed_thread_exists"]


def test_a_story_in_another_thread_than_the_one_it_follows_blocks(record: Record) -> None:
    record.story("first", day=BEFORE, thread="t")
    record.story("second", thread="u", follows="first")
    assert list(record.failed()) == ["followed_thread_the_same"]


def test_a_story_without_a_place_in_a_thread_blocks(record: Record) -> None:
    record.story("one")
    record.run("delete from core.threads")
    assert list(record.failed()) == ["thread_id_present", "standing_present"]


def test_a_story_that_takes_a_great_share_of_the_day_is_told(record: Record) -> None:
    record.story("one", size=30)
    record.articles(*(f"other-{number}" for number in range(70)))
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("articles_plausible", "warning")
    assert failed.examples == ("id='one', most_plausible=25.0, articles=30",)


def test_on_a_small_day_a_share_says_nothing(record: Record) -> None:
    record.story("one", size=9)
    assert record.failed() == {}
