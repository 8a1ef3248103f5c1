"""A composed issue: its head, its items and the lines that go before them; where it leads to is `issue_links.py`.

The columns of words (`lacks`, `misplaced`, `unlike_…`) name what is wrong with a row and are empty where nothing is.
"""

from digest_pipeline.quality.suite import Expectation, Suite
from digest_pipeline.quality.suites.issue_links import LINKS, RECOMPOSE, STATEMENTS, names_nothing
from digest_pipeline.quality.suites.vocabulary import unique


def _equal(one: str, other: str, name: str, message: str) -> Expectation:
    """Expect two columns to say the same."""
    return Expectation(name, "ExpectColumnPairValuesToBeEqual", {"column_A": one, "column_B": other}, message)


def _at_least(more: str, less: str, name: str, message: str) -> Expectation:
    """Expect no value of one column below the other's."""
    kwargs = {"column_A": more, "column_B": less, "or_equal": True}
    return Expectation(name, "ExpectColumnPairValuesAToBeGreaterThanB", kwargs, message)


HEAD = Suite(
    frame="issue_head",
    identity="title",
    columns={
        "title": "value",
        "title_of_window": "value",
        "wrong_window": "value",
        "items": "value",
        "most_items": "value",
        "miscounted": "value",
    },
    expectations=(
        _equal(
            "title",
            "title_of_window",
            "title_says_the_window",
            f"title is not the one of the issue's window (title_of_window): it gives other dates. {RECOMPOSE}",
        ),
        names_nothing(
            "wrong_window",
            "window_of_the_edition",
            f"wrong_window is no window that the edition has under this key. {RECOMPOSE}",
        ),
        _at_least(
            "most_items",
            "items",
            "items_within_the_limit",
            f"items is above the edition's limit (most_items; editions.<name>.items of digest.yaml). {RECOMPOSE}",
        ),
        names_nothing(
            "miscounted",
            "counts_agree_with_the_items",
            f"miscounted names figures under the issue that contradict its items. {RECOMPOSE}",
        ),
    ),
)

ITEMS = Suite(
    frame="issues",
    identity="item",
    columns={
        "item": "value",
        "story_id": "value",
        "thread_id": "value",
        "page": "value",
        "miscounted": "value",
        "outside_window": "value",
        "not_late": "value",
        "too_few_stars": "value",
        "lacks": "value",
        "misplaced": "value",
        "out_of_order": "value",
        "unlike_brief": "value",
        "unlike_articles": "value",
        "unlike_list": "value",
    },
    expectations=(
        names_nothing(
            "lacks",
            "item_whole",
            "the item lacks something that every item has: a reader could not tell what it says, where it comes from "
            f"or when it happened. {RECOMPOSE}",
        ),
        names_nothing(
            "miscounted",
            "number_counts_on",
            f"miscounted says which number is due: an item of the group is lost or told twice. {RECOMPOSE}",
        ),
        names_nothing(
            "out_of_order",
            "items_in_order",
            f"out_of_order says why the item may not stand here: what is worth more or newer comes first. {RECOMPOSE}",
        ),
        names_nothing(
            "misplaced",
            "item_in_its_place",
            f"misplaced says why the edition has no place for the item there. {RECOMPOSE}",
        ),
        unique("story_id", f"story_id occurs more than once: the issue tells one story twice. {RECOMPOSE}"),
        unique("thread_id", f"thread_id occurs more than once: the issue tells one thread twice. {RECOMPOSE}"),
        unique("page", f"page occurs more than once: two items of the issue lead to the same page. {RECOMPOSE}"),
        names_nothing(
            "outside_window",
            "within_window",
            "outside_window says when the item was published: not within the issue's window, and it is not marked "
            "late. Check the source's timezone in sources.yaml, then run `{rerun}`.",
        ),
        names_nothing(
            "not_late",
            "published_local_late_before_the_day",
            "not_late says when the item that is marked late was published: within the window, or too long before it "
            "for days.max_age_days. Check the item's date at its source, then run `{rerun}`.",
        ),
        names_nothing(
            "too_few_stars",
            "stars_at_least_the_minimum",
            "too_few_stars says what the edition asks for (editions.<name>.minimum_stars of digest.yaml), which the "
            f"item has not. {RECOMPOSE}",
        ),
        names_nothing(
            "unlike_brief",
            "item_says_what_its_brief_says",
            f"unlike_brief names what the item says otherwise than the stored brief of its story. {RECOMPOSE}",
        ),
        names_nothing(
            "unlike_articles",
            "sources_as_recorded",
            "unlike_articles names sources whose address or date is not that of the stored article: the item would "
            f"send its reader elsewhere, or misdate the news. {RECOMPOSE}",
        ),
        names_nothing(
            "unlike_list",
            "item_listed_as_printed",
            "unlike_list names what digest.issue_items has otherwise, by which later issues know what was told. "
            f"{RECOMPOSE}",
        ),
    ),
)


LINES = Suite(
    frame="issue_lines",
    identity="line",
    columns={
        "line": "value",
        "story_id": "value",
        "leads_nowhere": "value",
        "unlike_item": "value",
        "figures_elsewhere": "value",
    },
    expectations=(
        names_nothing(
            "leads_nowhere",
            "line_leads_to_its_item",
            f"leads_nowhere says why a reader of the line finds no story below. {RECOMPOSE}",
        ),
        names_nothing(
            "unlike_item",
            "line_says_what_its_item_says",
            f"unlike_item names what the line says otherwise than its item. {RECOMPOSE}",
        ),
        names_nothing(
            "figures_elsewhere",
            "figures_of_the_line_in_its_item",
            f"figures_elsewhere names figures of the line that its item does not give. {RECOMPOSE}",
        ),
        Expectation(
            "line_once",
            "ExpectColumnToBeUnique",
            {"column": "story_id"},
            f"story_id occurs more than once: two lines announce the same story. {RECOMPOSE}",
        ),
    ),
)


SUITES = (HEAD, ITEMS, LINKS, LINES, STATEMENTS)
