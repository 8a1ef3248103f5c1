"""How long an endpoint asks to be left alone."""

import pytest

from digest_pipeline.briefs.llm.failures import retry_after

DATE = "Mon, 01 Jun 2026 08:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
        ({"retry-after": "Mon, 01 Jun 2026 08:00:42 GMT", "date": DATE}, 42),
        ({"retry-after": "Mon, 01 Jun 2026 07:00:00 GMT", "date": DATE}, None),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
    ],
)
def test_seconds_and_dates_are_read_and_nonsense_is_not(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_a_date_without_the_answers_own_is_counted_from_now() -> None:
    assert retry_after({"retry-after": "Mon, 01 Jun 2020 08:00:00 GMT"}) is None
    assert (retry_after({"retry-after": "Mon, 01 Jun 2093 08:00:00 GMT"}) or 0) > 1_000_000
