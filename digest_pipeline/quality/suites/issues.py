"""The items of an issue."""

from digest_pipeline.quality.suite import Expectation, Suite
from digest_pipeline.quality.suites.vocabulary import late_before, not_blank, present, score, unique, web_address

ROWS = Suite(
    frame="issues",
    identity="number",
    columns={
        "number": "value",
        "story_id": "value",
        "url": "value",
        "published_local": "day",
        "within_window": "value",
        "late": "value",
        "stars": "value",
        "headline": "value",
    },
    expectations=(
        *present("number", "story_id", "url", "published_local", "within_window", "late", "stars", "headline"),
        Expectation(
            "number_increasing",
            "ExpectColumnValuesToBeIncreasing",
            {"column": "number", "strictly": True},
            "number does not grow from item to item: the issue's items are out of order; run `{rerun}` to compose it "
            "anew.",
        ),
        Expectation(
            "number_from_1_to_n",
            "ExpectColumnValuesToBeBetween",
            {"column": "number", "min_value": 1, "max_value": "{rows}"},
            "number is not one of 1 to {rows}: an item of the issue is lost or counted wrongly; run `{rerun}`.",
        ),
        unique("story_id", "story_id occurs more than once: the issue tells one story twice; run `{rerun}`."),
        unique("url", "url occurs more than once: two items of the issue lead to the same page; run `{rerun}`."),
        Expectation(
            "within_window",
            "ExpectColumnValuesToBeInSet",
            {"column": "within_window", "value_set": (True,)},
            "the item was published outside the issue's window though it is not marked late: check the source's "
            "timezone in sources.yaml, then run `{rerun}`.",
            where=("late", False),
        ),
        late_before("published_local"),
        *web_address("url"),
        score("stars"),
        not_blank("headline", "headline is blank: the item can't be printed. Run `{rerun}`.", "blocking"),
    ),
)

SUITES = (ROWS,)
