"""A day's articles as they lie in the warehouse: their dates, texts and links, and how many of a source there are."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from digest_pipeline.model import content_id
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.checking import check_partition
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.runner import Result
from digest_pipeline.settings import Fetch, Settings
from digest_pipeline.warehouse import insert

LAYER = "extracted_articles"
DAY = date(2026, 6, 2)
NOON = datetime(2026, 6, 2, 4, tzinfo=UTC)
PAGE = "https://harbour.example.org/1"
TEXT = "The harbour of the town opens a second pier, which is twice as long as the first one and open to everybody."
SIGN_UP = "Sign up for our newsletter and never miss a story of the harbour again, wherever you are."


class Record:
    """The articles of a newsroom, and what a check says of its day."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom

    def store(self, table: str, *rows: dict[str, Any]) -> None:
        """Store rows beside those that are there."""
        with self.newsroom.warehouse.connect() as connection:
            insert(connection, table, rows)

    def article(
        self, url: str = PAGE, *, source_url: str = "https://www.harbour.example.org/feed", **changed: Any
    ) -> str:
        """Store an article with its entry and its capture, and return its id."""
        article_id = content_id(url)
        shared = {"day": DAY, "url": url, "source_id": "harbour", "authority": 3, "authors": [], "language": "en"}
        dated = {"published_at": NOON, "date_origin": "feed", "late": False, "capture_id": f"c-{article_id}"}
        told = {"title": f"Pier {url}", "via": changed.pop("via", "")}
        self.store("raw.entries", shared | dated | told | _entry(article_id, url, source_url))
        del told["via"]
        text = {"text": f"{TEXT} {url}", "text_origin": "page", "method": "lines", "site": "Harbour Post"}
        self.store("core.articles", shared | dated | told | text | {"id": article_id} | changed)
        self.store("raw.captures", _capture(f"c-{article_id}", url))
        return article_id

    def date(self, article_id: str, value: str, role: str = "published") -> None:
        """Store a date that the page of an article gives itself."""
        row = {"day": DAY, "article_id": article_id, "position": 0, "role": role, "source": "meta", "value": value}
        self.store("core.article_dates", row)

    def links(self, *urls: str) -> None:
        """Store links of an article."""
        self.store(
            "core.article_links",
            *(
                {"day": DAY, "article_id": "a0", "position": place, "url": url, "anchor": "here", "kind": "site"}
                for place, url in enumerate(urls)
            ),
        )

    def past(self, days: int, lost: int) -> None:
        """Store 20 entries on each of the days before, and how many of their pages were lost."""
        for back in range(1, days + 1):
            self.pages(DAY - timedelta(days=back), 20, lost)

    def pages(self, day: date, count: int, lost: int) -> None:
        """Store entries of a day, and how many of their pages were lost."""
        urls = [f"https://harbour.example.org/{day}/{number}" for number in range(count)]
        shared = {"day": day, "source_id": "harbour", "authority": 3, "authors": [], "language": "en", "title": "Pier"}
        dated = {"published_at": NOON, "date_origin": "feed", "late": False, "capture_id": "c0", "via": ""}
        self.store("raw.entries", *(shared | dated | _entry(content_id(url), url, PAGE) for url in urls))
        drop = {"day": day, "stage": LAYER, "reason": "gone", "detail": "", "replaced": True}
        self.store("quality.drops", *(drop | {"item": url} for url in urls[:lost]))

    def failed(self) -> dict[str, Result]:
        """Return what does not hold."""
        report = check_partition(Partition(LAYER, DAY, DAY), self.newsroom)
        return {result.name: result for result in report.results if not result.passed}


def _entry(article_id: str, url: str, source_url: str) -> dict[str, Any]:
    blank = dict.fromkeys(("section", "summary", "content"), "")
    known = {"id": f"e-{article_id}", "source_name": "Harbour Post", "source_url": source_url, "url": url, "link": url}
    return known | blank | {"article_id": article_id, "complete": False, "seen_at": NOON}


def _capture(capture_id: str, url: str) -> dict[str, Any]:
    blank = dict.fromkeys(("content_type", "digest", "redirect", "file"), "")
    placed = {"status": 200, "kind": "page", "offset": 0, "length": 1, "fetched_at": NOON + timedelta(hours=1)}
    return {"id": capture_id, "url": url, "day": DAY} | blank | placed


@pytest.fixture
def record(newsroom: Newsroom) -> Record:
    return Record(newsroom)


@pytest.mark.parametrize(
    ("value", "agrees"),
    [
        ("2026-06-02", True),
        # A date without a zone may be a day off.
        ("2026-06-03", True),
        ("2026-06-01", True),
        ("2026-05-31", False),
        ("2026-06-01T04:00:00+00:00", True),
        ("2026-06-01T03:59:59+00:00", False),
        # A date to come is that of an event, which the page tells of.
        ("2027-06-11", True),
    ],
)
def test_a_page_and_the_feed_of_its_site_agree_within_a_day(value: str, agrees: bool, record: Record) -> None:
    record.date(record.article(), value)
    failed = record.failed()
    assert list(failed) == ([] if agrees else ["page_agrees_with_feed"])
    assert all(result.severity == "warning" for result in failed.values())


def test_a_page_that_says_it_was_changed_that_day_keeps_the_reason(record: Record) -> None:
    article_id = record.article()
    record.date(article_id, "2025-01-01")
    assert list(record.failed()) == ["page_agrees_with_feed"]
    row = {"day": DAY, "article_id": article_id, "position": 1, "role": "modified", "source": "meta"}
    record.store("core.article_dates", row | {"value": "2026-06-02"})
    assert record.failed() == {}


def test_the_date_of_sharing_is_not_that_of_the_page(record: Record) -> None:
    record.date(record.article(via="https://forum.example/1"), "2025-01-01")
    record.date(record.article("https://pier.example.net/2", source_url="https://forum.example/feed"), "2025-01-01")
    assert record.failed() == {}


def test_an_article_whose_capture_is_lost_blocks(record: Record) -> None:
    record.article(capture_id="lost")
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("fetched_at_present", "blocking")


def test_a_teaser_is_told_and_a_short_post_is_whole(record: Record) -> None:
    record.article(text="Read on.")
    record.article("https://x.com/harbour/status/1", text="Open!", method="x")
    # 29 characters, in which much is said: they count as three each.
    record.article("https://harbour.example.org/3", text="港口今日正式启用第二座码头，长度为第一座的两倍，向公众开放。")
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("substance_long_enough", "warning")
    assert failed.examples == (f"id='{content_id(PAGE)}', substance=8, fewest_characters=80",)


def test_paragraphs_that_three_articles_of_a_site_share_are_boilerplate(record: Record) -> None:
    pages = [f"https://harbour.example.org/{number}" for number in range(3)]
    for url in pages[:2]:
        record.article(url, text=f"The pier opens: {url}\n{SIGN_UP}")
    record.article("https://elsewhere.example.net/1", text=f"The pier opens.\n{SIGN_UP}")
    assert record.failed() == {}
    record.article(pages[2], text=f"The pier opens: {pages[2]}\n{SIGN_UP}")
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity, failed.failed) == ("boilerplate_share_below_limit", "warning", 3)
    assert "digest try article URL" in failed.message


def test_a_link_to_a_private_host_blocks_unless_it_is_one_of_the_users_own(settings: Settings, record: Record) -> None:
    record.links("https://pier.example.net/", "http://192.168.1.1/admin", "http://wiki.corp/a")
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity, failed.failed) == ("link_host_public", "blocking", 1)
    own = settings.model_copy(update={"fetch": Fetch(allow_hosts=("192.168.1.1",))})
    assert Record(Newsroom(own, offline=True)).failed() == {}


def test_a_site_whose_pages_fail_as_never_before_is_told(record: Record) -> None:
    record.past(14, lost=2)
    record.pages(DAY, 20, lost=12)
    (failed,) = record.failed().values()
    assert (failed.name, failed.severity) == ("extraction_as_usual", "warning")
    assert failed.examples == ("source_id='harbour', extracted=8, fewest_usual=13.0",)


def test_pages_that_fail_as_often_as_ever_are_not_told(record: Record) -> None:
    record.past(14, lost=10)
    record.pages(DAY, 20, lost=12)
    assert record.failed() == {}


def test_a_source_without_a_past_is_not_judged_by_it(record: Record) -> None:
    record.pages(DAY, 20, lost=20)
    assert record.failed() == {}
