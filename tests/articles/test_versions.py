"""A page that is recorded with other texts: which of them a day uses, and what it tells of the others."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from digest_pipeline.articles.day import ArticlesOfDay, articles_of_day
from digest_pipeline.articles.extractions import Extractions
from digest_pipeline.articles.versions import changes_table
from digest_pipeline.capture.warc import Exchange, Revisit
from digest_pipeline.model import Entry
from digest_pipeline.newsroom import Newsroom
from tests.articles.conftest import PARAGRAPHS, article_html
from tests.conftest import NOON

DAY, NEXT_DAY = NOON.date(), NOON.date() + timedelta(days=1)
URL = "https://harbour.example.org/a"
HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
WALL = b"<html><body><p>Enable JavaScript to continue.</p></body></html>"
MakeEntry = Callable[..., Entry]
Seen = Callable[..., None]
Read = Callable[..., ArticlesOfDay]


def telling(figure: str) -> bytes:
    return article_html(tuple(text.replace("71", figure) for text in PARAGRAPHS)).encode()


@pytest.fixture
def seen(newsroom: Newsroom, exchange: Callable[..., Exchange]) -> Seen:
    """Record an answer of the page."""

    def record(body: bytes, at: datetime, **changes: object) -> None:
        newsroom.archive.add([exchange(URL, body, at=at, **changes)])

    return record


@pytest.fixture
def read(newsroom: Newsroom, make_entry: MakeEntry) -> Read:
    """Read a day on which the page is told of, and store it."""

    def of_day(day: date = DAY, **changes: object) -> ArticlesOfDay:
        noon = NOON + (day - DAY)
        entry = make_entry(
            **{"url": URL, "article_id": "a", "day": day, "published_at": noon, "seen_at": noon, **changes}
        )
        extractions = Extractions(newsroom.warehouse)
        found = articles_of_day(day, [entry], newsroom.archive, extractions, newsroom.settings, newsroom.workers)
        newsroom.record.replace_articles(day, found.articles, found.drops, found.versions)
        return found

    return of_day


def figures(found: ArticlesOfDay) -> list[str]:
    """Return the figure that each version changed to."""
    return [version.change.rpartition("answers ")[2][:2] for version in found.versions]


def test_the_day_uses_the_last_text_of_the_day_and_tells_of_each(seen: Seen, read: Read) -> None:
    for hour, figure in enumerate(("71", "71", "72", "73")):
        seen(telling(figure), NOON + hour * HOUR)
    found = read()
    (article,) = found.articles
    assert "answers 73" in article.text
    assert [(version.number, version.captured_at) for version in found.versions] == [
        (1, NOON),
        (2, NOON + 2 * HOUR),
        (3, NOON + 3 * HOUR),
    ]
    assert figures(found) == ["", "72", "73"]
    assert article.capture_id == found.versions[-1].capture_id


def test_a_later_wall_or_error_never_replaces_a_text(seen: Seen, read: Read) -> None:
    seen(b"", NOON, status="503 Service Unavailable")
    seen(telling("71"), NOON + HOUR)
    seen(WALL, NOON + 2 * HOUR)
    seen(b"", NOON + 3 * HOUR, status="404 Not Found")
    found = read()
    assert (len(found.articles), found.drops, len(found.versions)) == (1, [], 1)


def test_what_is_recorded_when_the_day_is_over_leaves_its_text_alone(seen: Seen, read: Read) -> None:
    seen(telling("71"), NOON)
    seen(telling("72"), NOON + A_DAY)
    assert "answers 71" in read().articles[0].text


def test_a_page_that_was_recorded_only_later_is_read_from_the_first_text(seen: Seen, read: Read) -> None:
    seen(WALL, NOON)
    seen(telling("72"), NOON + A_DAY - HOUR)
    seen(telling("73"), NOON + A_DAY)
    found = read()
    assert "answers 72" in found.articles[0].text
    assert [version.number for version in found.versions] == [1]


def test_without_any_text_the_reason_is_that_of_the_days_last_answer(seen: Seen, read: Read) -> None:
    seen(b"", NOON)
    seen(WALL, NOON + HOUR)
    (drop,) = read().drops
    assert "JavaScript" in drop.detail or drop.reason == "too_short"


def test_an_article_that_comes_again_continues_its_versions(seen: Seen, read: Read, newsroom: Newsroom) -> None:
    seen(telling("71"), NOON)
    seen(telling("74"), NOON + A_DAY)
    first = read(DAY)
    second = read(NEXT_DAY)
    assert [(version.day, version.number) for version in second.versions] == [(NEXT_DAY, 2)]
    assert figures(second) == ["74"]
    assert newsroom.record.articles(DAY) == first.articles
    assert newsroom.record.versions(DAY, NEXT_DAY) == [*first.versions, *second.versions]


def test_an_article_that_comes_again_unchanged_is_no_new_version(seen: Seen, read: Read) -> None:
    seen(telling("71"), NOON)
    seen(telling("71") + b"<!-- another answer -->", NOON + A_DAY)
    read(DAY)
    second = read(NEXT_DAY)
    assert (len(second.articles), second.versions, second.changes) == (1, [], [])


def test_the_order_in_which_days_are_made_changes_nothing(seen: Seen, read: Read) -> None:
    for day, figure in enumerate(("71", "72", "73")):
        seen(telling(figure), NOON + day * A_DAY)
    days = [DAY + day * A_DAY for day in range(3)]
    forwards = [read(day) for day in days]
    backwards = [read(day) for day in days[::-1]][::-1]
    assert [of_day.versions for of_day in backwards] == [of_day.versions for of_day in forwards]
    assert [of_day.articles for of_day in backwards] == [of_day.articles for of_day in forwards]


def test_a_revisit_is_the_text_that_it_repeats(
    seen: Seen, read: Read, newsroom: Newsroom, exchange: Callable[..., Exchange]
) -> None:
    original = exchange(URL, telling("71"), at=NOON)
    newsroom.archive.add([original])
    seen(telling("72"), NOON + HOUR)
    same = Exchange(URL, NOON + 2 * HOUR, "304 Not Modified", (), b"", Revisit(original.digest, original.fetched_at))
    newsroom.archive.add([same])
    found = read()
    assert "answers 71" in found.articles[0].text
    assert [version.number for version in found.versions] == [1, 2, 3]
    assert found.versions[0].capture_id == found.versions[2].capture_id == found.articles[0].capture_id


def test_an_article_whose_text_is_the_feeds_own_has_no_versions(seen: Seen, read: Read) -> None:
    seen(telling("71"), NOON)
    found = read(content=f"<p>{'The feed carries the whole article. ' * 40}</p>")
    assert found.articles[0].text_origin == "feed"
    assert found.versions == []


def test_a_page_that_was_answered_before_it_redirected_keeps_both(
    seen: Seen, read: Read, newsroom: Newsroom, exchange: Callable[..., Exchange]
) -> None:
    seen(telling("71"), NOON)
    moved = exchange(URL, b"", at=NOON + A_DAY, status="301 Moved", headers=(("Location", "/b"),))
    newsroom.archive.add([moved, exchange("https://harbour.example.org/b", telling("72"), at=NOON + A_DAY)])
    second = read(NEXT_DAY)
    assert "answers 72" in second.articles[0].text
    assert figures(second) == ["72"]


def test_the_table_of_changes_names_article_version_and_change(seen: Seen, read: Read) -> None:
    assert changes_table(read().changes) == "none"
    seen(telling("71"), NOON)
    seen(telling("72"), NOON + HOUR)
    table = changes_table(read().changes)
    assert table.splitlines()[2].startswith(f"| [A small model]({URL}) | 2 | 1 sentence changed: “")


def test_a_long_table_of_changes_is_cut(seen: Seen, read: Read) -> None:
    seen(telling("71"), NOON)
    seen(telling("72"), NOON + HOUR)
    table = changes_table(read().changes * 25)
    assert table.splitlines()[-1] == "| and 5 more | | |"
