"""The stories of a day: what they are made of, where they lead, and where they stand in their threads."""

from digest_pipeline.quality.suite import Expectation, Suite
from digest_pipeline.quality.suites.vocabulary import (
    at_least_one,
    present,
    public_host,
    unique,
    web_address,
)

ROWS = Suite(
    frame="stories",
    identity="id",
    columns={
        "id": "value",
        "days": "value",
        "lead_url": "value",
        "primary_url": "value",
        "articles": "value",
        "members": "value",
        "lead_id": "value",
        "first_id": "value",
        "most_plausible": "value",
        "thread_id": "value",
        "standing": "value",
        "continues": "value",
        "days_after_followed": "value",
        "followed_thread": "value",
    },
    expectations=(
        *present("id", "lead_url", "articles", "thread_id", "standing"),
        unique("id", "id occurs more than once: the same story was stored twice; run `{rerun}`."),
        unique("lead_url", "lead_url leads more than one story: the same news would be told twice; run `{rerun}`."),
        Expectation(
            "days_one",
            "ExpectColumnValuesToBeInSet",
            {"column": "days", "value_set": (1,)},
            "days is more than one: the story stands on another day too and would be told twice. Run `{rerun}`, which "
            "makes the day's stories anew, and do the same for the other day.",
        ),
        *web_address("lead_url"),
        *web_address("primary_url"),
        public_host("primary_url"),
        at_least_one("articles", "articles is below 1: a story without an article has no source. Run `{rerun}`."),
        Expectation(
            "articles_all_stored",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "articles", "column_B": "members"},
            "articles is not the number of articles stored with the story: it lost some or has foreign ones. Run "
            "`{rerun}`.",
        ),
        Expectation(
            "lead_id_comes_first",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "lead_id", "column_B": "first_id"},
            "lead_id is not the first of the story's articles: brief and link would be those of different articles. "
            "Run `{rerun}`.",
        ),
        Expectation(
            "articles_plausible",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "most_plausible", "column_B": "articles", "or_equal": True},
            "articles is above most_plausible (checks.story_share of the day's articles): different events may have "
            "been taken for one. Look at what joined them with `digest show story ID`.",
            severity="warning",
        ),
        Expectation(
            "followed_day_before_the_day",
            "ExpectColumnValuesToBeBetween",
            {"column": "days_after_followed", "min_value": 1},
            "days_after_followed, from the story that this one continues to {day}, is below 1: the thread runs "
            "backwards. Run `{rerun}`.",
            where=("continues", True),
        ),
        Expectation(
            "followed_thread_exists",
            "ExpectColumnValuesToNotBeNull",
            {"column": "followed_thread"},
            "followed_thread is missing: the story continues one that is stored no more. Run `{rerun}`.",
            where=("continues", True),
        ),
        Expectation(
            "followed_thread_the_same",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "thread_id", "column_B": "followed_thread", "ignore_row_if": "either_value_is_missing"},
            "followed_thread, the thread of the story that this one continues, is not its own thread_id: readers would "
            "be sent to another story. Run `{rerun}`.",
            where=("continues", True),
        ),
        Expectation(
            "standing_of_the_first",
            "ExpectColumnValuesToBeInSet",
            {"column": "standing", "value_set": ("new",)},
            "standing is not new though the story continues none. Run `{rerun}`.",
            where=("continues", False),
        ),
        Expectation(
            "standing_of_what_continues",
            "ExpectColumnValuesToBeInSet",
            {"column": "standing", "value_set": ("update", "repeat")},
            "standing is neither update nor repeat though the story continues another: it would be told as new. Run "
            "`{rerun}`.",
            where=("continues", True),
        ),
    ),
)

ARTICLES = Suite(
    frame="stories_articles",
    identity="article_id",
    columns={"article_id": "value", "story_id": "value", "article_day": "day"},
    expectations=(
        unique("article_id", "article_id occurs more than once: one article stands in two stories; run `{rerun}`."),
        Expectation(
            "article_day_present",
            "ExpectColumnToBeComplete",
            {"column": "article_day"},
            "article_day is missing: a story names an article that the day does not have; run `{rerun}` from "
            "extracted_articles.",
        ),
    ),
)

SUITES = (ROWS, ARTICLES)
