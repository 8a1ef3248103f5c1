"""The briefs of a day: their scores, what they say held against the record, the papers they link to, the day's rates.

How the frames beside the first are made is `quality/briefs/` and `dbt_or_sql/checks/structured_summaries_*.sql`.
"""

from typing import get_args

from digest_pipeline.model import StoryKind
from digest_pipeline.quality.suite import Expectation, Severity, Suite
from digest_pipeline.quality.suites.vocabulary import (
    SCORES,
    present,
    score,
    share,
    unique,
)

_QUOTE_INSTEAD = "Run `{rerun}`; if it persists, add `--engine extractive`."


def _free_of(column: str, name: str, wrong: str, severity: Severity = "blocking") -> Expectation:
    """Expect that a column that holds what is wrong is empty."""
    return Expectation(name, "ExpectColumnToNameNothing", {"column": column}, f"{column} {wrong}", severity)


def _agree(one: str, other: str, name: str, message: str) -> Expectation:
    """Expect that two columns agree where both are known."""
    kwargs = {"column_A": one, "column_B": other, "ignore_row_if": "either_value_is_missing"}
    return Expectation(name, "ExpectColumnPairValuesToBeEqual", kwargs, message)


ROWS = Suite(
    frame="structured_summaries",
    identity="story_id",
    columns={
        "story_id": "value",
        **dict.fromkeys(SCORES, "value"),
        "statements": "value",
        "statements_with_evidence": "value",
        "failed_claim": "value",
        "resources_outside_article": "value",
        "kind": "value",
        "listed_as_written": "value",
    },
    expectations=(
        *present("story_id", *SCORES, "statements", "resources_outside_article", "kind"),
        unique("story_id", "story_id occurs more than once: a story has one brief; run `{rerun}`."),
        *(score(column) for column in SCORES),
        Expectation(
            "kind_known",
            "ExpectColumnValuesToBeInSet",
            {"column": "kind", "value_set": get_args(StoryKind)},
            f"kind is none of {', '.join(get_args(StoryKind))}. {_QUOTE_INSTEAD}",
        ),
        Expectation(
            "advertisement_at_most_1_star",
            "ExpectColumnValuesToBeBetween",
            {"column": "stars", "max_value": 1},
            f"stars of an advertisement is above 1: paid news would push real news out. {_QUOTE_INSTEAD}",
            where=("kind", "advertisement"),
        ),
        Expectation(
            "listed_as_written",
            "ExpectColumnValuesToBeInSet",
            {"column": "listed_as_written", "value_set": (True,)},
            "listed_as_written does not hold: headline, kind, stars or value of the list differ from the brief itself, "
            "so that an issue would order by one and print the other. Run `{rerun}`.",
        ),
        Expectation(
            "statements_all_with_evidence",
            "ExpectColumnPairValuesToBeEqual",
            {"column_A": "statements", "column_B": "statements_with_evidence"},
            "statements_with_evidence differs from statements: something would be printed that is not in the record. "
            f"{_QUOTE_INSTEAD}",
        ),
        _free_of(
            "failed_claim",
            "printed_claims_hold",
            f"would be printed although the article does not bear it out (core.claims). {_QUOTE_INSTEAD}",
        ),
        Expectation(
            "resources_all_from_the_article",
            "ExpectColumnValuesToBeInSet",
            {"column": "resources_outside_article", "value_set": (0,)},
            "resources_outside_article is not 0: the brief links to what its article does not link to. "
            f"{_QUOTE_INSTEAD}",
        ),
    ),
)

DOCUMENTS = Suite(
    frame="structured_summaries_documents",
    identity="story_id",
    columns={
        "story_id": "value",
        "value": "value",
        "value_of_parts": "value",
        "value_of_rubric": "value",
        "stars": "value",
        "stars_of_rubric": "value",
        "unreadable": "value",
        "blank": "value",
        "too_long": "value",
        "altered_quotation": "value",
        "not_quoted": "value",
        "date_not_told": "value",
        "number_not_told": "value",
        "machine_text": "value",
        "markup": "value",
        "foreign_text": "value",
        "foreign_quotation": "value",
        "languages_missing": "value",
    },
    expectations=(
        _agree(
            "value",
            "value_of_parts",
            "value_is_the_sum_of_its_parts",
            "value_of_parts differs from value: the page would explain another value than the one that orders the "
            "issue. Run `{rerun}`.",
        ),
        _agree(
            "value",
            "value_of_rubric",
            "value_follows_from_the_rubric",
            "value_of_rubric, reckoned anew from rubric, sources and kind with the weights of digest.yaml, differs "
            "from value. Run `{rerun}`, also after the weights (scoring) were changed.",
        ),
        _agree(
            "stars",
            "stars_of_rubric",
            "stars_follow_from_the_value",
            "stars_of_rubric, the value rounded within the bounds of kind and subject, differs from stars. "
            "Run `{rerun}`, also after the weights (scoring) were changed.",
        ),
        _free_of(
            "unreadable",
            "document_is_a_brief",
            "names what keeps the stored document from being a brief: nothing could be printed of it. Run `{rerun}`.",
        ),
        _free_of("blank", "no_field_blank", f"names a field that says nothing. {_QUOTE_INSTEAD}"),
        _free_of(
            "too_long",
            "lengths_kept",
            f"is longer than a headline or an opening sentence may be, and may break the layout. {_QUOTE_INSTEAD}",
            "warning",
        ),
        _free_of(
            "altered_quotation",
            "quotations_stand_in_the_article",
            "is not what the stored article has at that place: the brief was made of another text, or changed since. "
            "Run `{rerun}`.",
        ),
        _free_of(
            "not_quoted",
            "extractive_only_quotes",
            "does not stand in the article, though this brief says that it only quotes. Run `{rerun}`.",
        ),
        _free_of(
            "date_not_told",
            "dates_stand_in_the_article",
            f"is a date that the brief gives and its article does not. {_QUOTE_INSTEAD}",
        ),
        _free_of(
            "number_not_told",
            "numbers_stand_in_the_article",
            f"is a number that the brief gives and its article does not. {_QUOTE_INSTEAD}",
        ),
        _free_of(
            "machine_text",
            "no_machine_text",
            "speaks of the writing model, its doubts or its task, or gives it orders, where the reader expects news. "
            f"{_QUOTE_INSTEAD}",
        ),
        _free_of(
            "markup", "no_markup_in_prose", f"is a link, mark-up or a control character in prose. {_QUOTE_INSTEAD}"
        ),
        _free_of(
            "foreign_text",
            "written_in_its_language",
            "is not in the language that the model was asked for. Run `{rerun}` with another llm.model, or add "
            "`--engine extractive`.",
        ),
        _free_of(
            "foreign_quotation",
            "quoted_in_its_language",
            "is not in the language that its article is said to have. Correct the source's language in sources.yaml, "
            "then run `{rerun}`.",
            "warning",
        ),
        _free_of(
            "languages_missing",
            "languages_all_there",
            "names a language that an edition asks for and this brief was not put into: the edition prints it in "
            "another. Run `{rerun}`, which asks the model again.",
            "warning",
        ),
    ),
)

PAPERS = Suite(
    frame="structured_summaries_papers",
    identity="story_id",
    columns={
        "story_id": "value",
        "url": "value",
        "canonical_url": "value",
        "numbered": "day",
        "recorded": "day",
        "title": "value",
        "likeness": "value",
    },
    expectations=(
        _agree(
            "url",
            "canonical_url",
            "paper_url_well_formed",
            "canonical_url, the form that this DOI, arXiv or other address must have, differs from url (empty: no such "
            "number can exist). Run `{rerun}`, which reads it anew from the record.",
        ),
        Expectation(
            "paper_not_from_the_future",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {
                "column_A": "recorded",
                "column_B": "numbered",
                "or_equal": True,
                "ignore_row_if": "either_value_is_missing",
            },
            "numbered, the month in the arXiv number, lies after the day the article was recorded: there was no such "
            "paper. Correct the link at its source or leave the source out, then run `{rerun}`.",
        ),
        Expectation(
            "paper_title_matches_the_story",
            "ExpectColumnValuesToBeBetween",
            {"column": "likeness", "min_value": "{paper_likeness}"},
            "likeness of the paper's title and the story is below checks.paper_likeness ({paper_likeness}): the link "
            "may lead to another paper. Open it; if it does, correct the link at its source.",
            "warning",
        ),
    ),
)

DAY = Suite(
    frame="structured_summaries_day",
    identity="what",
    columns={
        "what": "value",
        "struck_share": "value",
        "unplaced_share": "value",
        "fallback_share": "value",
        "score_entropy": "value",
    },
    expectations=(
        share(
            "struck_share",
            "statements of the model were struck out because the article does not bear them out. Compare models with "
            "`digest eval briefs`.",
        ),
        share(
            "unplaced_share",
            "details were held against what lies beside the text alone, and have no place that a reader could be "
            "shown. Look at core.claims; another llm.model may quote better.",
        ),
        share(
            "fallback_share",
            "stories were quoted instead of written by the model that was asked. The row names the reason; see "
            "`digest doctor --live`, then run `{rerun}`.",
        ),
        Expectation(
            "scores_tell_stories_apart",
            "ExpectColumnValuesToBeBetween",
            {"column": "score_entropy", "min_value": "{score_entropy}"},
            "score_entropy (Shannon's, in bits) is below checks.score_entropy ({score_entropy}): nearly all stories "
            "got the same score, which ranks none of them. Look at scoring and subject in digest.yaml, or try "
            "another llm.model.",
            "warning",
        ),
    ),
)

STORIES = Suite(
    frame="structured_summaries_stories",
    identity="story_id",
    columns={"story_id": "value", "accounted_for": "value"},
    expectations=(
        Expectation(
            "every_story_has_a_brief",
            "ExpectColumnValuesToBeInSet",
            {"column": "accounted_for", "value_set": (True,)},
            "the story has no brief, and nothing says why: it would be missing in every issue. Run `{rerun}`.",
        ),
    ),
)

SUITES = (ROWS, DOCUMENTS, PAPERS, STORIES, DAY)
