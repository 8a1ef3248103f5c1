"""A brief's value and stars, reckoned anew by the formula of `briefs/scoring` from what is stored."""

import math
from typing import Any

from digest_pipeline.briefs import scoring
from digest_pipeline.model import Brief
from digest_pipeline.settings import Scoring
from digest_pipeline.urls import host_of

_DIGITS = 4


def value_columns(brief: Brief, row: dict[str, Any], weights: Scoring) -> dict[str, float | None]:
    """Return value and stars of `brief` as they stand and as they must be; None where the record lacks the terms.

    `row` gives what the story's articles add: the best `authority`, and the `addresses` with their sources.
    """
    stored: dict[str, float | None] = {
        "value": brief.value,
        "value_of_parts": round(math.fsum(part.points for part in brief.value_parts), _DIGITS),
        "stars": brief.stars,
    }
    if brief.rubric is None or row["authority"] is None:
        return stored | {"value_of_rubric": None, "stars_of_rubric": None}
    worth = scoring.worth(
        brief.rubric,
        authority=row["authority"],
        sources=len({host_of(one["url"]) or one["source_id"] for one in row["addresses"]}),
        kind=brief.kind,
        relevance=brief.relevance,
        weights=weights,
    )
    return stored | {"value_of_rubric": worth.value, "stars_of_rubric": worth.stars}
