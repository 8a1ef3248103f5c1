"""The briefs of a day."""

from typing import get_args

from digest_pipeline.model import StoryKind
from digest_pipeline.quality.suite import Expectation, Suite
from digest_pipeline.quality.suites.vocabulary import SCORES, at_least_one, on_the_day, present, score, unique

ROWS = Suite(
    frame="structured_summaries",
    identity="story_id",
    columns={
        "story_id": "value",
        "day": "day",
        **dict.fromkeys(SCORES, "value"),
        "statements": "value",
        "statements_with_evidence": "value",
        "resources_outside_article": "value",
        "kind": "value",
    },
    expectations=(
        *present("story_id", "day", *SCORES, "statements", "resources_outside_article", "kind"),
        unique("story_id", "story_id occurs more than once: a story has one brief; run `{rerun}`."),
        on_the_day(),
        *(score(column) for column in SCORES),
        Expectation(
            "kind_known",
            "ExpectColumnValuesToBeInSet",
            {"column": "kind", "value_set": get_args(StoryKind)},
            f"kind is none of {', '.join(get_args(StoryKind))}. Run `{{rerun}}`; if it persists, add "
            "`--engine extractive`.",
        ),
        Expectation(
            "advertisement_at_most_1_star",
            "ExpectColumnValuesToBeBetween",
            {"column": "stars", "max_value": 1},
            "stars of an advertisement is above 1: paid news would push real news out. Run `{rerun}`; "
            "if it persists, add `--engine extractive`.",
            where=("kind", "advertisement"),
        ),
        at_least_one("statements", "statements is below 1: the brief says nothing. Run `{rerun}`."),
        Expectation(
            "statements_all_with_evidence",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "statements", "column_B": "statements_with_evidence"},
            "statements_with_evidence differs from statements: something would be printed that is not in the record. "
            "Run `{rerun}`; if it persists, add `--engine extractive`.",
        ),
        Expectation(
            "resources_all_from_the_article",
            "ExpectColumnValuesToBeInSet",
            {"column": "resources_outside_article", "value_set": (0,)},
            "resources_outside_article is not 0: the brief links to what its article does not link to. Run "
            "`{rerun}`; if it persists, add `--engine extractive`.",
        ),
    ),
)

SUITES = (ROWS,)
