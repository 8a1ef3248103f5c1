"""Whether a translated string says what its original says: the same amounts and the same dates, no more and no fewer.

Whether the article bears a statement out is `grounding`; its readings of amounts and dates are used here.
"""

from datetime import date

from digest_pipeline.briefs.grounding import amounts as amount_readings
from digest_pipeline.briefs.grounding import days as day_readings
from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.days import Day
from digest_pipeline.quantities import half_width


def added(original: str, said: str, day: date) -> list[str]:
    """Return what `said` claims and `original` does not, a line each; dates without a year are near `day`."""
    return [f"“{text}” is not in the original" for text in _unmatched(said, original, day)]


def lost(original: str, said: str, day: date) -> list[str]:
    """Return what `original` claims and `said` does not."""
    return [f"“{text}” is missing" for text in _unmatched(original, said, day)]


def _unmatched(claiming: str, giving: str, day: date) -> list[str]:
    """Return the amounts and dates of one text that the other does not bear out; a casual number is no claim."""
    (claimed_amounts, claimed_days), (amounts, days) = _facts(claiming), _facts(giving)
    years = frozenset({day.year - 1, day.year, day.year + 1})
    return [
        *(
            claim.surface
            for claim in claimed_amounts
            if claim.stated and not any(amount_readings.bears_out(given, claim) for given in amounts)
        ),
        *(
            claim.surface
            for claim in claimed_days
            if not any(day_readings.bears_out(given, claim, years) for given in days)
        ),
    ]


def _facts(text: str) -> tuple[list[Amount], list[Day]]:
    """Return the amounts and the dates of `text`; the numbers of a date are no amounts."""
    plain = half_width(text)
    days = day_readings.days(plain)
    amounts = amount_readings.amounts(plain)
    return [one for one in amounts if not any(d.start <= one.start and one.end <= d.end for d in days)], days
