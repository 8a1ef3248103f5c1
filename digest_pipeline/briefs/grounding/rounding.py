"""When one value is fairly what another is rounded to; which amounts are compared is `amounts.py`."""

from decimal import ROUND_HALF_UP, Decimal


def rounds_fairly(claimed: Decimal, given: Decimal, hedge: str, *, part: bool) -> bool:
    """Say whether one value is the other rounded; a hedged `part` of a whole (a fifth, 三成) need not be rounder."""
    if not claimed or not given:
        return False
    rounder = digits(claimed) < digits(given)
    nearest = rounder and given.quantize(_last_digit(claimed), rounding=ROUND_HALF_UP) == claimed
    if nearest and (digits(claimed) >= _FEWEST_DIGITS or hedge == "about"):
        return True
    if not hedge or not (rounder or part or _is_round(claimed) > _is_round(given)):
        return False
    about = _PART_SHARE if part or digits(claimed) < _FEWEST_DIGITS else _HEDGED_SHARE
    least, most = {"over": (_ONE, 1 + _OVER_SHARE), "under": (1 - about, _ONE)}.get(hedge, (1 - about, 1 + about))
    # What is within a hundredth is on neither side.
    return claimed * min(least, 1 - _HEDGED_CLOSELY) <= given <= claimed * max(most, 1 + _HEDGED_CLOSELY)


def digits(value: Decimal) -> int:
    """Return how many digits of a value tell it from others: two of 42,000."""
    return len(value.normalize().as_tuple().digits)


def _last_digit(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _is_round(value: Decimal) -> bool:
    return value.normalize().as_tuple().digits[-1] == 5  # noqa: PLR2004  25 is rounder than 26


_FEWEST_DIGITS = 2
_ONE = Decimal(1)
_HEDGED_CLOSELY = Decimal("0.01")
_HEDGED_SHARE = Decimal("0.06")
_PART_SHARE = Decimal("0.1")
_OVER_SHARE = Decimal("0.15")
