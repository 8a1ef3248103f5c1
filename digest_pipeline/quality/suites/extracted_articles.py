"""The articles of a day, their outbound links, and how many of each source's pages gave one."""

from digest_pipeline.dates import FUTURE_TOLERANCE
from digest_pipeline.quality.suite import Expectation, Shifted, Suite
from digest_pipeline.quality.suites.vocabulary import (
    LANGUAGE,
    at_least_one,
    in_the_window,
    not_blank,
    present,
    public_host,
    share,
    unique,
    web_address,
)

ROWS = Suite(
    frame="extracted_articles",
    identity="id",
    columns={
        "id": "value",
        "url": "value",
        "title": "value",
        "text_length": "value",
        "substance": "value",
        "fewest_characters": "value",
        "boilerplate_share": "value",
        "language": "value",
        "published_at": "instant",
        "days_late": "value",
        "late": "value",
        "fetched_at": "instant",
        "page_days_off": "value",
    },
    # Clocks differ: as far as `dates.distrust` trusts a date, this suite does.
    shifted={"latest_credible": Shifted("fetched_at", FUTURE_TOLERANCE)},
    expectations=(
        *present("id", "url", "text_length", "published_at", "days_late", "late", "fetched_at"),
        unique("id", "id occurs more than once: the same article was extracted twice; run `{rerun}`."),
        unique("url", "url occurs more than once: one page became two articles; run `{rerun}`."),
        *in_the_window(),
        Expectation(
            "published_at_not_in_the_future",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {
                "column_A": "latest_credible",
                "column_B": "published_at",
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
            "published_at lies after the moment the page was recorded, which can't be: the page's date is wrong or in "
            "another time zone. Check the source's timezone in sources.yaml, then run `{rerun}`.",
        ),
        Expectation(
            "page_agrees_with_feed",
            "ExpectColumnValuesToBeBetween",
            {"column": "page_days_off", "max_value": 1},
            "page_days_off is more than a day: the page gives itself another date than the feed of its own site, and "
            "says nothing of a change. Open it; if it is old, the feed tells old news as new.",
            severity="warning",
        ),
        *web_address("url"),
        public_host("url"),
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
            "substance_long_enough",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "substance", "column_B": "fewest_characters", "or_equal": True},
            "substance, the characters of the text (Chinese ones count as three), is below limits.min_characters: it "
            "is a teaser rather than an article. Look at it with `digest try article URL`, then run `{rerun}`.",
            severity="warning",
        ),
        share(
            "boilerplate_share",
            "of an article's paragraphs stand in two more articles of its site: they are the site's, not its own. "
            "Look at what is kept and cut with `digest try article URL`.",
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

LINKS = Suite(
    frame="extracted_articles_links",
    identity="article_id",
    columns={"article_id": "value", "link": "value"},
    expectations=(*present("link"), *web_address("link"), public_host("link")),
)

SOURCES = Suite(
    frame="extracted_articles_sources",
    identity="source_id",
    columns={"source_id": "value", "extracted": "value", "fewest_usual": "value"},
    expectations=(
        Expectation(
            "extraction_as_usual",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {
                "column_A": "extracted",
                "column_B": "fewest_usual",
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
            "extracted, the pages of a source that gave an article, are fewer than fewest_usual, which its last 28 "
            "days let expect: the site changed, or answers with errors. Open one with `digest try article URL`.",
            severity="warning",
        ),
    ),
)

SUITES = (ROWS, LINKS, SOURCES)
