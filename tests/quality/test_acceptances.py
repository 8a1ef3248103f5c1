"""What a person let pass is kept for ever, and holds until it is withdrawn."""

from dataclasses import replace
from datetime import date, timedelta

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.acceptances import Acceptance, Acceptances, fingerprint
from digest_pipeline.quality.runner import Result
from tests.conftest import NOON

DAY = date(2026, 6, 2)
FIRST = Acceptance(DAY, "stories", "url_unique", "abc", "known and fine", NOON)
AFTER_AN_HOUR = NOON + timedelta(hours=1)


def test_acceptances_come_back_oldest_first_for_their_days(newsroom: Newsroom) -> None:
    acceptances = Acceptances(newsroom.warehouse)
    later = replace(FIRST, because="still fine", accepted_at=AFTER_AN_HOUR)
    for one in (later, FIRST, replace(FIRST, day=DAY + timedelta(1))):
        acceptances.add(one)
    assert acceptances.between(DAY - timedelta(1), DAY) == [FIRST, later]


def test_what_is_withdrawn_holds_no_longer_and_is_kept(newsroom: Newsroom) -> None:
    acceptances, other = Acceptances(newsroom.warehouse), replace(FIRST, name="id_unique")
    for one in (FIRST, other):
        acceptances.add(one)
    acceptances.withdraw(DAY, "stories", "url_unique", AFTER_AN_HOUR)
    assert acceptances.between(DAY, DAY) == [other]
    kept = newsroom.warehouse.rows("select name, withdrawn_at from quality.acceptances order by name")
    assert [row["withdrawn_at"] for row in kept] == [None, AFTER_AN_HOUR]


def test_what_failed_without_a_row_is_known_by_what_was_said() -> None:
    result = Result("volume", "expect", "", "blocking", False, 1, 1, (), "12 entries")  # noqa: FBT003
    assert fingerprint(result) == fingerprint(replace(result, checked=2))
    assert fingerprint(result) != fingerprint(replace(result, message="13 entries"))
