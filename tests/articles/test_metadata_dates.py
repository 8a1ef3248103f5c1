"""When an article was published and changed, by all that a page says of it."""

from datetime import UTC, date, datetime

import pytest

from digest_pipeline.articles.metadata.reading import Reading, read_date
from tests.articles.test_metadata import read

PLAIN = "https://news.example.org/small-model"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "2026-06-03T14:05:00Z",
            "",
            Reading(datetime(2026, 6, 3, 14, 5, tzinfo=UTC), date(2026, 6, 3), is_universal=True),
        ),
        ("2026-06-03T01:05:00+08:00", "", Reading(datetime(2026, 6, 2, 17, 5, tzinfo=UTC), date(2026, 6, 3))),
        ("2026-06-03 14:05", "", Reading(date(2026, 6, 3), date(2026, 6, 3))),
        ("2026年6月3日 14:05", "", Reading(date(2026, 6, 3), date(2026, 6, 3))),
        ("June 3, 2026", "", Reading(date(2026, 6, 3), date(2026, 6, 3))),
        ("Tue, 02 Jun 2026 23:30:00 -0500", "", Reading(datetime(2026, 6, 3, 4, 30, tzinfo=UTC), date(2026, 6, 2))),
        ("03.06.2026", "", Reading(date(2026, 6, 3), date(2026, 6, 3))),
        ("03/06/2026", "fr", Reading(date(2026, 6, 3), date(2026, 6, 3))),
        ("03/06/2026", "en-US", Reading(date(2026, 3, 6), date(2026, 3, 6))),
        ("03/06/2026", "en", None),
        ("0001-01-01T00:00:00Z", "", None),
        ("1970-01-01", "", None),
        ("soon", "", None),
        ("", "", None),
        ("2026" * 100, "", None),
    ],
)
def test_a_date_string_is_a_moment_only_with_its_zone(text: str, language: str, expected: Reading | None) -> None:
    assert read_date(text, language) == expected


def test_every_candidate_is_kept_with_its_source() -> None:
    head = """<meta property="article:published_time" content="2026-06-03T10:00:00+02:00">
    <meta property="article:modified_time" content="2026-06-05T10:00:00+02:00">
    <script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-06-03"}</script>"""
    found = read("<h1>A</h1><time datetime='2026-06-03'>June 3</time>", head, "https://e.example.org/2026/06/03/a")
    assert found.published == datetime(2026, 6, 3, 8, tzinfo=UTC)
    assert found.modified == datetime(2026, 6, 5, 8, tzinfo=UTC)
    assert [(entry.role, entry.source) for entry in found.dates] == [
        *(("published", source) for source in ("json-ld", "meta")),
        ("modified", "meta"),
        *(("published", source) for source in ("url", "time")),
    ]


def test_a_moment_late_in_the_evening_keeps_the_pages_own_day() -> None:
    head = "<meta property='article:published_time' content='2026-06-03T23:30:00-05:00'>"
    found = read(head=head, url=PLAIN)
    assert found.published == datetime(2026, 6, 4, 4, 30, tzinfo=UTC)
    assert found.published_day == date(2026, 6, 3)


def test_a_moment_written_in_utc_falls_on_the_day_in_the_address() -> None:
    head = "<meta property='article:published_time' content='2026-06-04T02:30:00Z'>"
    found = read(
        "<h1>A model</h1><time>June 3, 2026</time>",
        head + "<title>A model</title>",
        "https://e.example.org/2026/06/03/a",
    )
    assert found.published == datetime(2026, 6, 4, 2, 30, tzinfo=UTC)
    assert found.published_day == date(2026, 6, 3)


def test_the_day_of_a_change_is_not_taken_for_the_publication() -> None:
    head = """<meta property="article:published_time" content="2026-06-05T12:00:00Z">
    <meta property="article:modified_time" content="2026-06-05T12:00:00Z">
    <script type="application/ld+json">{"@type": "Article", "datePublished": "2026-06-03T12:00:00Z"}</script>"""
    assert read(head=head, url=PLAIN).published_day == date(2026, 6, 3)


@pytest.mark.parametrize(
    "line",
    [
        "<div class='info'>发布时间：2026年6月3日 14:05　来源：横山新闻</div>",
        "<span>2026-06-03 14:05:00</span>",
        "<p class='byline'>By Ann Writer, June 3, 2026</p>",
        "<p>公開日：2026年06月03日</p>",
        "<div class='date'><b>03</b><i>06</i><u>2026</u></div>".replace("</b>", ".</b>").replace("</i>", ".</i>"),
        "<p>Veröffentlicht am 3. Juni 2026</p>",
        "<p>3 czerwca 2026</p>",
    ],
)
def test_a_date_that_is_only_shown_is_found(line: str) -> None:
    around = "<footer>© 2019-2026 The Harbour Post, 1.1.2025</footer><ul class='related'><li>2026-05-30 Other</li></ul>"
    found = read(
        f"<article><h1>A model</h1>{line}<p>Text of it.</p></article>{around}", "<title>A model</title>", PLAIN
    )
    assert found.published == date(2026, 6, 3)
    assert found.dates[0].source == "text"


def test_the_time_of_a_comment_is_not_the_articles() -> None:
    comment = "<div class='comments'><time datetime='2026-06-09'>x</time></div>"
    assert read(f"{comment}<h1>A model</h1><p>June 3, 2026</p>{comment}", url=PLAIN).published == date(2026, 6, 3)


def test_the_same_page_gives_the_same_dates_on_any_day() -> None:
    body = "<h1>A model</h1><p class='date'>June 3, 2041</p>"
    assert read(body, url=PLAIN).published == date(2041, 6, 3)


def test_the_day_a_time_element_shows_is_believed_before_its_stamp() -> None:
    found = read("<h1>Tides</h1><time datetime='2026-07-03T10:18:46Z'>Published 29 June 2026</time>")
    assert found.published_day == date(2026, 6, 29)


def test_a_stamp_next_to_the_shown_day_is_kept_for_its_zone() -> None:
    found = read("<h1>Tides</h1><time datetime='2026-06-30T01:18:46Z'>Published 29 June 2026</time>")
    assert found.published == datetime(2026, 6, 30, 1, 18, 46, tzinfo=UTC)
