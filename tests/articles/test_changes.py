"""What changed between two texts, in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.articles.changes import change_between

BEFORE = (
    "The model has 3.1 billion parameters and runs on one card.\n"
    "Its weights are free. Engineers of the harbour office tried it."
)


def change(before: str, after: str) -> str:
    return change_between(("A small model", "A small model"), (before, after))


def test_the_same_text_has_no_change() -> None:
    assert change(BEFORE, BEFORE) == ""


def test_a_changed_figure_is_quoted_in_its_surroundings() -> None:
    after = BEFORE.replace("3.1", "3.4")
    assert change(BEFORE, after) == (
        "1 sentence changed: “The model has 3.1 billion parameters and…” → “The model has 3.4 billion parameters and…”"
    )


def test_sentences_are_counted_by_what_became_of_them() -> None:
    after = "An editor's note stands here.\n" + BEFORE.replace("3.1", "3.4").replace(" Its weights are free.", "")
    after = after.replace("Its weights are free. ", "") + " A second note stands there."
    assert change(BEFORE, after).startswith("2 sentences added, 1 removed, 1 changed: “The model has 3.1")


def test_a_sentence_that_is_only_added_is_quoted() -> None:
    assert change(BEFORE, f"{BEFORE}\nUpdate: the office bought it.") == (
        "1 sentence added: “Update: the office bought it.”"
    )


def test_the_title_comes_first() -> None:
    told = change_between(("Old title", "New title"), ("One. Two.", "One. Three words here."))
    assert told == "title: “Old title” → “New title”; 1 sentence added, 1 removed: “Three words here.”"


def test_chinese_sentences_are_told_apart() -> None:
    before = "横山实验室周一发布了新模型。参数为三十一亿个，可以在一块显卡上运行。任何人都可以使用。"
    after = before.replace("三十一亿", "三十四亿")
    assert change(before, after) == (
        "1 sentence changed: “参数为三十一亿个，可以在一块显卡上运行。” → “参数为三十四亿个，可以在一块显卡上运行。”"
    )


def test_a_text_whose_lines_are_only_broken_elsewhere_says_so() -> None:
    assert change("One. Two.", "One.\nTwo.") == "only the breaks between lines changed"


def test_few_changes_are_quoted_and_all_are_counted() -> None:
    before = " ".join(f"Ship number {place} carried {place} tons of coal." for place in range(9))
    told = change(before, before.replace("coal", "iron"))
    assert told.startswith("9 sentences changed: ")
    assert told.count("→") == 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a. " * 50_000, "b. " * 50_000),
        (" ".join(f"s{n % 80}." for n in range(50_000)), " ".join(f"s{n * 7 % 80}." for n in range(50_000))),
        ("x" * 2_000_000, "y" + "x" * 2_000_000),
        (" ".join(f"Word {n} of one." for n in range(9_000)), " ".join(f"Word {n} of two." for n in range(9_000))),
        ("." * 300_000, "!" * 300_000),
    ],
)
def test_texts_made_to_be_slow_are_compared_in_bounded_time(before: str, after: str) -> None:
    # A second in all; without bounds, hours.
    assert len(change(before, after)) < 1_000


@given(st.text("ab. \n。!", max_size=60), st.text("ab. \n。!", max_size=60))
def test_any_two_texts_differ_in_a_line_of_words_or_not_at_all(before: str, after: str) -> None:
    told = change(before, after)
    assert bool(told) == (before != after)
    assert len(told) < 1_000
