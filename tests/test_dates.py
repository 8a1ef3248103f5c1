"""Dates: what a string means, which day a moment belongs to, and which dates are not trusted."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest_pipeline.dates import Window, day_of, days_between, distrust, parse, yesterday

SHANGHAI = ZoneInfo("Asia/Shanghai")
DATE_STRINGS = Path(__file__).parents[2] / "shared" / "data" / "dates" / "date_strings.jsonl"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01 10:52:49  +0800", datetime(2026, 5, 1, 2, 52, 49, tzinfo=UTC)),
        ("2026年5月1日", datetime(2026, 4, 30, 16, tzinfo=UTC)),
        ("２０２６年５月１日 10时52分", datetime(2026, 5, 1, 2, 52, tzinfo=UTC)),
        ("2026年5月1日 下午3:04", datetime(2026, 5, 1, 7, 4, tzinfo=UTC)),
        ("2026/05/01 10:52", datetime(2026, 5, 1, 2, 52, tzinfo=UTC)),
        ("2026-05-01T02:52:49.5Z", datetime(2026, 5, 1, 2, 52, 49, 500_000, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 GMT", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 -0000", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 EDT", datetime(2026, 5, 1, 14, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 JST", datetime(2026, 5, 1, 1, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 CST", datetime(2026, 5, 1, 2, tzinfo=UTC)),
        ("01 May 2026 3:04 pm", datetime(2026, 5, 1, 7, 4, tzinfo=UTC)),
        ("May 1, 2026", datetime(2026, 4, 30, 16, tzinfo=UTC)),
    ],
)
def test_a_date_is_understood(text: str, expected: datetime) -> None:
    assert parse(text, SHANGHAI) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "yesterday",
        "3 hours ago",
        "2026-13-45",
        "Fri, 99 May 2026 10:00:00 GMT",
        "0000-00-00",
        "x" * 5000,
        "1970",
    ],
)
def test_what_names_no_moment_is_no_date(text: str) -> None:
    assert parse(text, SHANGHAI) is None


def test_cst_is_read_in_the_zone_that_calls_itself_so() -> None:
    chicago = ZoneInfo("America/Chicago")
    assert parse("Fri, 02 Jan 2026 10:00:00 CST", chicago) == datetime(2026, 1, 2, 16, tzinfo=UTC)


def test_a_window_is_the_local_day_and_its_grace() -> None:
    window = Window.of(date(2026, 6, 2), SHANGHAI, timedelta(hours=6))
    assert window.start == datetime(2026, 6, 1, 16, tzinfo=UTC)
    assert window.end == datetime(2026, 6, 2, 22, tzinfo=UTC)


def test_a_day_of_twenty_three_hours_is_a_day() -> None:
    window = Window.of(date(2026, 3, 29), ZoneInfo("Europe/Paris"), timedelta())
    assert window.end - window.start == timedelta(hours=23)


def test_a_moment_belongs_to_its_local_day() -> None:
    assert day_of(datetime(2026, 6, 1, 15, 59, 59, tzinfo=UTC), SHANGHAI) == date(2026, 6, 1)
    assert day_of(datetime(2026, 6, 1, 16, tzinfo=UTC), SHANGHAI) == date(2026, 6, 2)
    assert yesterday(datetime(2026, 6, 1, 16, tzinfo=UTC), SHANGHAI) == date(2026, 6, 1)


def test_both_ends_belong_to_a_range_of_days() -> None:
    assert days_between(date(2026, 5, 31), date(2026, 6, 1)) == [date(2026, 5, 31), date(2026, 6, 1)]


def test_a_date_in_the_future_is_not_trusted() -> None:
    now = datetime(2026, 6, 2, tzinfo=UTC)
    assert distrust(now + timedelta(minutes=6), now, "https://news.example.org/a")
    assert not distrust(now + timedelta(minutes=4), now, "https://news.example.org/a")


def test_a_date_that_contradicts_an_arxiv_id_is_not_trusted() -> None:
    now = datetime(2026, 6, 2, tzinfo=UTC)
    assert not distrust(datetime(2026, 6, 1, tzinfo=UTC), now, "https://arxiv.org/abs/2605.30407")
    assert "2605.30407" in str(distrust(datetime(2026, 4, 30, tzinfo=UTC), now, "https://arxiv.org/abs/2605.30407"))
    assert distrust(datetime(2025, 5, 3, tzinfo=UTC), now, "https://arxiv.org/pdf/2605.30407v1")


def test_no_date_string_breaks_the_parser() -> None:
    if not DATE_STRINGS.exists():
        pytest.skip(f"{DATE_STRINGS} is absent: the date strings of other parsers are not part of the project")
    cases = [json.loads(line) for line in DATE_STRINGS.read_text("utf-8").splitlines()[::20]]
    strings = [text for case in cases for text in case.get("args", ())[:1] if isinstance(text, str)]
    found = [parse(text, SHANGHAI) for text in strings]
    assert any(found)
    assert all(moment is None or moment.tzinfo is UTC for moment in found)
