"""The entries of a day as its sources gave them, one by one, and each source against its usual days."""

from typing import get_args

from digest_pipeline.dates import FUTURE_TOLERANCE
from digest_pipeline.model import DateOrigin
from digest_pipeline.quality.suite import Expectation, Shifted, Suite
from digest_pipeline.quality.suites.vocabulary import (
    canonical_address,
    in_the_window,
    not_blank,
    present,
    public_host,
    share,
    unique,
    web_address,
)

ROWS = Suite(
    frame="raw_feeds",
    identity="id",
    columns={
        "id": "value",
        "url": "value",
        "title": "value",
        "published_at": "instant",
        "days_late": "value",
        "date_origin": "value",
        "late": "value",
        "source_id": "value",
        "seen_at": "instant",
        "own_date": "value",
        "source_and_url": "value",
    },
    # As far as `dates.distrust` trusts a date, this suite does.
    shifted={"latest_credible": Shifted("seen_at", FUTURE_TOLERANCE)},
    expectations=(
        *present("id", "url", "published_at", "days_late", "date_origin", "late", "source_id", "seen_at"),
        unique("id", "id occurs more than once: the same entry was loaded twice; run `{rerun}` to replace it whole."),
        *in_the_window(),
        Expectation(
            "date_origin_known",
            "ExpectColumnValuesToBeInSet",
            {"column": "date_origin", "value_set": get_args(DateOrigin)},
            f"date_origin is none of {', '.join(get_args(DateOrigin))}: nobody can tell where the date comes from. "
            "Run `{rerun}`.",
        ),
        Expectation(
            "first_seen_when_recorded",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "published_at", "column_B": "seen_at"},
            "published_at of an entry that is marked as first_seen is not when it was first recorded: it passes for a "
            "date that its source never gave. Run `{rerun}`.",
            where=("date_origin", "first_seen"),
        ),
        Expectation(
            "published_at_not_in_the_future",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {
                "column_A": "latest_credible",
                "column_B": "published_at",
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
            "published_at lies after the moment the entry was recorded, which can't be: its date is wrong or in "
            "another time zone. Check the source's timezone in sources.yaml, then run `{rerun}`.",
        ),
        Expectation(
            "published_at_agrees_with_id",
            "ExpectColumnPairDatesToAgreeWithIds",
            {"column_A": "url", "column_B": "published_at"},
            "published_at contradicts the id in url (the month of an arXiv id, the moment of a post's id on X): the "
            "source's date is not that of what it links to. Run `{rerun}`, which dates it by first sight.",
            where=("own_date", True),
        ),
        *web_address("url"),
        *canonical_address("url"),
        public_host("url"),
        # Later stages make one article of them; readers never see it.
        unique(
            "source_and_url",
            "source_and_url occurs more than once: a source lists one page twice under two ids. Look at the feed with "
            "`digest try feed ADDRESS`; nothing to do if it does so every day.",
            "warning",
        ),
        # RSS allows items without a title, and posts rarely have one.
        not_blank(
            "title",
            "title is blank: the feed gave none, and the issue will take its headline from the text. "
            "Nothing to do unless the source should have titles.",
            "warning",
        ),
    ),
)

SOURCES = Suite(
    frame="raw_feeds_sources",
    identity="source_id",
    columns={
        "source_id": "value",
        "entries": "value",
        "fewest_usual": "value",
        "most_usual": "value",
        "late_share": "value",
        "undated_share": "value",
        "duplicate_share": "value",
        "zones_assumed": "value",
    },
    expectations=(
        Expectation(
            "source_not_silent",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {
                "column_A": "entries",
                "column_B": "fewest_usual",
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
            "entries of a source are fewer than fewest_usual, which its last 28 days and this weekday let expect: the "
            "source broke, moved or was not asked. Look at it with `digest sources check`, then run `{rerun}`.",
            severity="warning",
        ),
        Expectation(
            "source_not_flooding",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {
                "column_A": "most_usual",
                "column_B": "entries",
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
            "entries of a source are more than most_usual, which its last 28 days and this weekday let expect: it "
            "lists its archive anew, or somebody fills it. Look at them with `digest try feed ADDRESS`.",
            severity="warning",
        ),
        share(
            "late_share",
            "of a source's entries are late: it was not recorded on the days before, or gives old dates. Run it every "
            "day; look at its dates with `digest try feed ADDRESS`.",
        ),
        share(
            "undated_share",
            "of a source's entries have no date to be trusted and count as of when they were first seen. Look at its "
            "dates with `digest try feed ADDRESS`; if they are hours off, set its timezone in sources.yaml.",
        ),
        Expectation(
            "zones_known",
            "ExpectColumnValuesToBeBetween",
            {"column": "zones_assumed", "max_value": 0},
            "zones_assumed counts the entries of a source whose time names no zone and was read in the newsroom's own: "
            "they may be hours off, and on the wrong day. Set the source's timezone in sources.yaml, then run "
            "`{rerun}`.",
            severity="warning",
        ),
        share(
            "duplicate_share",
            "of a source's entries have an address or a title that it gave already that day. Look at it with "
            "`digest try feed ADDRESS`, and name a feed in sources.yaml that tells each thing once.",
        ),
    ),
)

SUITES = (ROWS, SOURCES)
