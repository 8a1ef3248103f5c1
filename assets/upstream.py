"""What an asset asks before it begins: whether what it is made of passed its checks, in this run or an earlier one."""

from collections.abc import Collection
from datetime import date

import dagster as dg

from digest_pipeline.newsroom import Newsroom


def require_good(newsroom: Newsroom, layers: Collection[str], first: date, last: date | None = None) -> None:
    """Fail the step, for good, when a check of `layers` on the days from `first` to `last` blocks."""
    from digest_pipeline.quality import gate

    try:
        gate.require_good(newsroom, layers, first, last)
    except gate.BlockedError as error:
        raise dg.Failure(str(error), allow_retries=False) from error
