"""What must hold at each layer, declared as data: one suite a layer, each expectation with a sentence for its reader.

Nothing runs here and great_expectations is only named: `runner.py` turns a suite into its expectations and evaluates
them. Whether an empty day is good or bad news is not a property of its rows and is judged by the asset.

A value written as `{name}` stands for something that only a partition knows: `{day}` (the last one of its window),
`{day_before}` (the one before its window), `{oldest}` (the earliest day that a late item may have), `{rows}` (how many
rows the frame has) and `{rerun}` (the command that makes the day again). Messages may use the same names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Literal, get_args

from digest_pipeline.dates import FUTURE_TOLERANCE
from digest_pipeline.model import DateOrigin, StoryKind

Severity = Literal["blocking", "warning"]
ColumnKind = Literal["value", "day", "instant"]


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that must hold: a great_expectations class, its arguments, and what to tell the user when it fails.

    `name` is unique in its suite and stable, so that results can be compared over days. `where` narrows the rows to
    those whose column has a value. The message says what is wrong and what to do.
    """

    name: str
    expectation: str
    kwargs: Mapping[str, object]
    message: str
    severity: Severity = "blocking"
    where: tuple[str, object] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return tuple(str(self.kwargs[key]) for key in ("column", "column_A", "column_B") if key in self.kwargs)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A column that a suite needs beside those of the frame: `column` moved by `by`."""

    column: str
    by: timedelta


@dataclass(frozen=True, slots=True)
class Suite:
    """What must hold for the rows of one layer.

    `columns` is what the frame must bring: days are dates, instants are timezone-aware. `identity` is the column that
    names a failing row.
    """

    layer: str
    identity: str
    columns: Mapping[str, ColumnKind]
    expectations: tuple[Expectation, ...]
    shifted: Mapping[str, Shifted] = field(default_factory=dict)


# Written out because pandas searches Arrow strings with RE2, whose \s knows only ASCII.
_SPACES = "\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = "\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_HOST_CHARACTER = f"[^{_SPACES}{_INVISIBLE}./?#@:%\\[\\]<>\"'`\\\\(),;]"
_ANY_CHARACTER = f'[^{_SPACES}{_INVISIBLE}<>"`\\\\]'
_WEB_ADDRESS = f"^https?://(?:{_HOST_CHARACTER}+(?:\\.{_HOST_CHARACTER}+)*|\\[[0-9a-f:.]+\\])(?::[0-9]{{1,5}})?(?:[/?#]{_ANY_CHARACTER}*)?$"
# A sentence that went on behind the address took part of itself along.
_GLUED_TEXT = "[、。，；：！？「」『』【】《》“”‘’]|[.,;:!]$"
_VISIBLE = f"[^{_SPACES}{_INVISIBLE}]"
_LANGUAGE = "^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"
_SCORES = ("stars", "novelty", "depth", "evidence", "impact", "reach")


def _present(*columns: str) -> tuple[Expectation, ...]:
    """Expect a value in every row; the other expectations pass over missing ones."""
    return tuple(
        Expectation(
            f"{column}_present",
            "ExpectColumnValuesToNotBeNull",
            {"column": column},
            f"{column} is missing: the stage before left it empty; run `{{rerun}}` from that stage.",
        )
        for column in columns
    )


def _unique(column: str, message: str) -> Expectation:
    return Expectation(f"{column}_unique", "ExpectColumnValuesToBeUnique", {"column": column}, message)


def _on_the_day() -> Expectation:
    return Expectation(
        "day_is_the_partition",
        "ExpectColumnValuesToBeInSet",
        {"column": "day", "value_set": ("{day}",)},
        "day is not {day}: rows of another day were written into this one; run `{rerun}` to replace it whole.",
    )


def _in_the_window(column: str) -> tuple[Expectation, ...]:
    return (
        Expectation(
            f"{column}_on_the_day",
            "ExpectColumnValuesToBeInSet",
            {"column": column, "value_set": ("{day}",)},
            f"{column} is not {{day}} though the item is not marked late: it was published on another day. Check the "
            "source's timezone in sources.yaml, then run `{rerun}`.",
            where=("late", False),
        ),
        _late_before(column),
    )


def _late_before(column: str) -> Expectation:
    return Expectation(
        f"{column}_late_before_the_day",
        "ExpectColumnValuesToBeBetween",
        {"column": column, "min_value": "{oldest}", "max_value": "{day_before}"},
        f"{column} of a late item lies outside {{oldest}} to {{day_before}}: it is not late, or too old for "
        "days.max_age_days. Check the item's date at its source, then run `{rerun}`.",
        where=("late", True),
    )


def _web_address(column: str) -> tuple[Expectation, ...]:
    return (
        Expectation(
            f"{column}_well_formed",
            "ExpectColumnValuesToMatchRegex",
            {"column": column, "regex": _WEB_ADDRESS},
            f"{column} is no absolute http(s) address with a host: a reader could not follow it. Correct the link at "
            "its source or remove the source from sources.yaml, then run `{rerun}`.",
        ),
        # Its own expectation, because `$` lets a newline at the end pass where the strings are not Arrow's.
        Expectation(
            f"{column}_without_whitespace",
            "ExpectColumnValuesToNotMatchRegex",
            {"column": column, "regex": f"[{_SPACES}]"},
            f"{column} contains whitespace: an address ends there and the rest is text. Correct the link at its source "
            "or remove the source from sources.yaml, then run `{rerun}`.",
        ),
        Expectation(
            f"{column}_without_glued_text",
            "ExpectColumnValuesToNotMatchRegex",
            {"column": column, "regex": _GLUED_TEXT},
            f"{column} seems to end in a piece of the sentence around it. Open it; if it leads nowhere, tell the "
            "source.",
            severity="warning",
        ),
    )


def _not_blank(column: str, message: str, severity: Severity) -> Expectation:
    kwargs = {"column": column, "regex": _VISIBLE}
    return Expectation(f"{column}_not_blank", "ExpectColumnValuesToMatchRegex", kwargs, message, severity)


def _score(column: str) -> Expectation:
    return Expectation(
        f"{column}_from_1_to_5",
        "ExpectColumnValuesToBeInSet",
        {"column": column, "value_set": (1, 2, 3, 4, 5)},
        f"{column} is not an integer from 1 to 5: the brief's engine scored outside the rubric. Run `{{rerun}}`; "
        "if it persists, add `--engine extractive`.",
    )


def _at_least_one(column: str, message: str) -> Expectation:
    kwargs = {"column": column, "min_value": 1}
    return Expectation(f"{column}_at_least_1", "ExpectColumnValuesToBeBetween", kwargs, message)


_RAW_FEEDS = Suite(
    layer="raw_feeds",
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
        *_present("id", "day", "url", "published_at", "local_day", "late", "source_id"),
        _unique("id", "id occurs more than once: the same entry was loaded twice; run `{rerun}` to replace it whole."),
        _on_the_day(),
        *_in_the_window("local_day"),
        Expectation(
            "date_origin_known",
            "ExpectColumnValuesToBeInSet",
            {"column": "date_origin", "value_set": get_args(DateOrigin)},
            f"date_origin is none of {', '.join(get_args(DateOrigin))}: nobody can tell where the date comes from. "
            "Run `{rerun}`.",
        ),
        *_web_address("url"),
        # RSS allows items without a title, and posts rarely have one.
        _not_blank(
            "title",
            "title is blank: the feed gave none, and the issue will take its headline from the text. "
            "Nothing to do unless the source should have titles.",
            "warning",
        ),
    ),
)

_EXTRACTED_ARTICLES = Suite(
    layer="extracted_articles",
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
        *_present("id", "day", "url", "text_length", "published_at", "local_day", "late", "fetched_at"),
        _unique("id", "id occurs more than once: the same article was extracted twice; run `{rerun}`."),
        _unique("url", "url occurs more than once: one page became two articles; run `{rerun}`."),
        _on_the_day(),
        *_in_the_window("local_day"),
        Expectation(
            "published_at_not_in_the_future",
            "ExpectColumnPairValuesAToBeGreaterThanB",
            {"column_A": "latest_credible", "column_B": "published_at", "or_equal": True},
            "published_at lies after the moment the page was recorded, which can't be: the page's date is wrong or in "
            "another time zone. Check the source's timezone in sources.yaml, then run `{rerun}`.",
        ),
        *_web_address("url"),
        _not_blank(
            "title",
            "title is blank: neither the page nor its feed names one. Look at it with `digest try article URL`.",
            "warning",
        ),
        _at_least_one(
            "text_length",
            "text_length is below 1: an article without text can't be summarised and should have been left out with a "
            "reason. Run `{rerun}`.",
        ),
        Expectation(
            "language_known",
            "ExpectColumnValuesToMatchRegex",
            {"column": "language", "regex": _LANGUAGE},
            "language is no language code such as zh or en: the text may be too short to tell. Set the source's "
            "language in sources.yaml.",
            severity="warning",
        ),
    ),
)

_STORIES = Suite(
    layer="stories",
    identity="id",
    columns={"id": "value", "day": "day", "lead_url": "value", "articles": "value"},
    expectations=(
        *_present("id", "day", "lead_url", "articles"),
        _unique("id", "id occurs more than once: the same story was stored twice; run `{rerun}`."),
        _unique("lead_url", "lead_url leads more than one story: the same news would be told twice; run `{rerun}`."),
        _on_the_day(),
        *_web_address("lead_url"),
        _at_least_one("articles", "articles is below 1: a story without an article has no source. Run `{rerun}`."),
    ),
)

_STRUCTURED_SUMMARIES = Suite(
    layer="structured_summaries",
    identity="story_id",
    columns={
        "story_id": "value",
        "day": "day",
        **dict.fromkeys(_SCORES, "value"),
        "statements": "value",
        "statements_with_evidence": "value",
        "resources_outside_article": "value",
        "kind": "value",
    },
    expectations=(
        *_present("story_id", "day", *_SCORES, "statements", "resources_outside_article", "kind"),
        _unique("story_id", "story_id occurs more than once: a story has one brief; run `{rerun}`."),
        _on_the_day(),
        *(_score(column) for column in _SCORES),
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
        _at_least_one("statements", "statements is below 1: the brief says nothing. Run `{rerun}`."),
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

_ISSUES = Suite(
    layer="issues",
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
        *_present("number", "story_id", "url", "published_local", "within_window", "late", "stars", "headline"),
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
        _unique("story_id", "story_id occurs more than once: the issue tells one story twice; run `{rerun}`."),
        _unique("url", "url occurs more than once: two items of the issue lead to the same page; run `{rerun}`."),
        Expectation(
            "within_window",
            "ExpectColumnValuesToBeInSet",
            {"column": "within_window", "value_set": (True,)},
            "the item was published outside the issue's window though it is not marked late: check the source's "
            "timezone in sources.yaml, then run `{rerun}`.",
            where=("late", False),
        ),
        _late_before("published_local"),
        *_web_address("url"),
        _score("stars"),
        _not_blank("headline", "headline is blank: the item can't be printed. Run `{rerun}`.", "blocking"),
    ),
)

SUITES: Mapping[str, Suite] = MappingProxyType(
    {suite.layer: suite for suite in (_RAW_FEEDS, _EXTRACTED_ARTICLES, _STORIES, _STRUCTURED_SUMMARIES, _ISSUES)}
)
