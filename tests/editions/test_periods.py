"""The windows of issues: where they begin and end on the local clock, and what they are called."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.periods import period_from, periods_ending_on

EDITIONS = Catalogue(Path("no-home"))
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("edition", "start", "key", "first", "last"),
    [
        ("daily_briefing", "2026-05-03T00:00", "2026-05-03", "2026-05-03", "2026-05-03"),
        ("two_day_report", "2026-05-01T00:00", "2026-05-01", "2026-04-30", "2026-05-01"),
        ("four_hour_flash", "2026-05-03T04:00", "2026-05-03-08", "2026-05-03", "2026-05-03"),
        ("four_hour_flash", "2026-12-31T20:00", "2027-01-01-00", "2026-12-31", "2026-12-31"),
        ("weekly", "2026-12-28T00:00", "2026-W53", "2026-12-28", "2027-01-03"),
        ("weekly", "2026-05-06T00:00", "2026-W19", "2026-05-04", "2026-05-10"),
        ("monthly", "2026-02-01T00:00", "2026-02", "2026-02-01", "2026-02-28"),
    ],
)
def test_a_window_has_local_days_and_a_key_that_readers_know(
    edition: str, start: str, key: str, first: str, last: str
) -> None:
    period = period_from(EDITIONS[edition], datetime.fromisoformat(start).replace(tzinfo=PARIS), PARIS)

    assert (period.key, str(period.first), str(period.last)) == (key, first, last)
    assert period.days[0] == period.first
    assert period.days[-1] == period.last


def test_the_slots_of_a_day_touch_each_other_also_when_the_clocks_change() -> None:
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 3), 24)):
        slots = list(periods_ending_on(EDITIONS["four_hour_flash"], day, PARIS))
        edges = [slots[0].start, *(slot.end for slot in slots)]

        assert [slot.start for slot in slots[1:]] == edges[1:-1]
        assert edges[-1].astimezone(UTC) - edges[0].astimezone(UTC) == timedelta(hours=hours)
        assert [slot.key[-2:] for slot in slots] == ["04", "08", "12", "16", "20", "00"]


def test_a_week_and_a_month_end_on_one_day_only() -> None:
    june = [date(2026, 6, 1) + timedelta(n) for n in range(30)]

    ends = {
        name: [day.day for day in june if list(periods_ending_on(EDITIONS[name], day, PARIS))]
        for name in ("weekly", "monthly")
    }

    assert ends == {"weekly": [7, 14, 21, 28], "monthly": [30]}
