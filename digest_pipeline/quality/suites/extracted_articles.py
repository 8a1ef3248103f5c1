"""The articles of a day."""

from digest_pipeline.dates import FUTURE_TOLERANCE
from digest_pipeline.quality.suite import Expectation, Shifted, Suite
from digest_pipeline.quality.suites.vocabulary import (
    LANGUAGE,
    at_least_one,
    in_the_window,
    not_blank,
    on_the_day,
    present,
    unique,
    web_address,
)

ROWS = Suite(
    frame="extracted_articles",
    identity="id",
    columns={
        "id": "value",
        "day": "day",
        "url": "value",
        "title": "value",
        "text_length": "value",
        "language": "value",
        "published_at": "instant",
        "local_day": "day",
        "late": "value",
        "fetched_at": "instant",
    },
    # Clocks differ: as far as `dates.distrust` trusts a date, this suite does.
    shifted={"latest_credible": Shifted("fetched_at", FUTURE_TOLERANCE)},
    expectations=(
        *present("id", "day", "url", "text_length", "published_at", "local_day", "late", "fetched_at"),
        unique("id", "id occurs more than once: the same article was extracted twice; run `{rerun}`."),
        unique("url", "url occurs more than once: one page became two articles; run `{rerun}`."),
        on_the_day(),
        *in_the_window("local_day"),
        Expectation(
            "published_at_not_in_the_future",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "latest_credible", "column_B": "published_at", "or_equal": True},
            "published_at lies after the moment the page was recorded, which can't be: the page's date is wrong or in "
            "another time zone. Check the source's timezone in sources.yaml, then run `{rerun}`.",
        ),
        *web_address("url"),
        not_blank(
            "title",
            "title is blank: neither the page nor its feed names one. Look at it with `digest try article URL`.",
            "warning",
        ),
        at_least_one(
            "text_length",
            "text_length is below 1: an article without text can't be summarised and should have been left out with a "
            "reason. Run `{rerun}`.",
        ),
        Expectation(
            "language_known",
            "ExpectColumnValuesToMatchRegex",
            {"column": "language", "regex": LANGUAGE},
            "language is no language code such as zh or en: the text may be too short to tell. Set the source's "
            "language in sources.yaml.",
            severity="warning",
        ),
    ),
)

SUITES = (ROWS,)
