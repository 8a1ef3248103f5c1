"""An extractor's text is found again in the lines of its page."""

from digest_pipeline.articles.choice.alignment import found, key, share_found

PAGE = (
    "Harbour Post",
    "A small model was released on Monday by the laboratory.",
    "Share",
    "Its weights may be used by anybody who asks for them.",
    "Subscribe to our newsletter to read more of this.",
)
KEYS = [key(line) for line in PAGE]


def test_a_key_holds_letters_and_digits_alone() -> None:
    assert key("“Harbour\u00a0Post”, № 7\n") == "harbourpost7"
    assert key("新しい、モデル。") == "新しいモデル"


def test_lines_are_found_whatever_became_of_spaces_and_marks() -> None:
    text = "- A small model was  released on Monday, by the laboratory\n" + PAGE[3].rstrip(".")
    assert found(KEYS, text) == [False, True, False, True, False]


def test_a_short_line_is_found_only_where_the_line_before_it_ended() -> None:
    text = f"{PAGE[1]}\n{PAGE[2]}\n{PAGE[3]} Share"
    assert found(KEYS, text) == [False, True, True, True, False]
    assert found([key("Share"), *KEYS[3:]], f"{PAGE[3]}\nShare") == [False, True, False]


def test_a_line_with_something_put_into_it_is_found() -> None:
    text = "A small model was released[1] on Monday by the laboratory. Its weights may be used by anybody."
    assert found(KEYS, text) == [False, True, False, True, False]


def test_of_a_line_that_stands_twice_in_the_page_the_one_in_its_place_is_meant() -> None:
    lines = [PAGE[3], "Other news of the day from all over the world", PAGE[1], PAGE[3]]
    text = f"Much that the page does not show, sixty letters long. {PAGE[1]}\n{PAGE[3]}"
    assert found([key(line) for line in lines], text) == [False, False, True, True]


def test_the_words_of_a_heading_within_a_sentence_far_ahead_do_not_lead_past_the_lines_between() -> None:
    facts = [f"Fact {number} of the report was read out by the clerk on Monday." for number in range(20)]
    text = "\n".join(fact.replace("report", "report[1]") for fact in facts) + "\nSo says the House of Representatives."
    marks = found([key(line) for line in ("House of Representatives", *facts)], text)
    assert marks[1:] == [True] * len(facts)


def test_short_lines_are_found_together_behind_what_the_page_does_not_show() -> None:
    verse = ["Over the water", "a lamp", "goes out", "and nobody", "asks why"]
    text = "A caption of more than fifty letters that stands in none of the lines.\n" + "\n".join(verse)
    assert found([key(line) for line in ["Menu", *verse]], text) == [False, True, True, True, True, True]


def test_a_raised_digit_is_read_as_a_plain_one() -> None:
    assert found([key("¹ The first note of the page.")], "1 The first note of the page.") == [True]


def test_the_share_found_is_counted_in_letters() -> None:
    assert share_found(KEYS, [False] * 5, "") == 1
    assert share_found(["abcd", "ef"], [True, False], "abcd efgh") == 0.5
