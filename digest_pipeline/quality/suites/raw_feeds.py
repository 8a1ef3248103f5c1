"""The entries of a day, as its sources gave them."""

from typing import get_args

from digest_pipeline.model import DateOrigin
from digest_pipeline.quality.suite import Expectation, Suite
from digest_pipeline.quality.suites.vocabulary import in_the_window, not_blank, on_the_day, present, unique, web_address

ROWS = Suite(
    frame="raw_feeds",
    identity="id",
    columns={
        "id": "value",
        "day": "day",
        "url": "value",
        "title": "value",
        "published_at": "instant",
        "local_day": "day",
        "date_origin": "value",
        "late": "value",
        "source_id": "value",
    },
    expectations=(
        *present("id", "day", "url", "published_at", "local_day", "late", "source_id"),
        unique("id", "id occurs more than once: the same entry was loaded twice; run `{rerun}` to replace it whole."),
        on_the_day(),
        *in_the_window("local_day"),
        Expectation(
            "date_origin_known",
            "ExpectColumnValuesToBeInSet",
            {"column": "date_origin", "value_set": get_args(DateOrigin)},
            f"date_origin is none of {', '.join(get_args(DateOrigin))}: nobody can tell where the date comes from. "
            "Run `{rerun}`.",
        ),
        *web_address("url"),
        # RSS allows items without a title, and posts rarely have one.
        not_blank(
            "title",
            "title is blank: the feed gave none, and the issue will take its headline from the text. "
            "Nothing to do unless the source should have titles.",
            "warning",
        ),
    ),
)

SUITES = (ROWS,)
