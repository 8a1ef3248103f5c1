"""Where a text names something by a known spelling, and how much of a text that is."""

import pytest

from digest_pipeline.spellings import count, folded, folded_keywords, length, positions, share


@pytest.mark.parametrize(
    ("text", "spelling", "found"),
    [
        ("AI models", "AI", [0]),
        ("AI模型", "AI", [0]),
        ("用AI写作", "AI", [1]),
        ("GPT4 and GPTs", "GPT", [0, 9]),
        ("C++ and C++17", "C++", [0, 8]),
        ("the harbour-master", "harbour", [4]),
        ("language model, language model", "language model", [0, 16]),
        ("人工智能与人工智能", "人工智能", [0, 5]),
        ("非人工智能化", "人工智能", [1]),
    ],
)
def test_a_spelling_is_found_where_its_word_begins_and_ends(text: str, spelling: str, found: list[int]) -> None:
    assert positions(text, spelling) == found


@pytest.mark.parametrize(
    ("text", "spelling"),
    [("chain", "ai"), ("brAInwave", "AI"), ("AIming", "AI"), ("GPTed", "GPT"), ("4AI", "AI"), ("ai", "AI"), ("", "AI")],
)
def test_a_spelling_within_another_word_or_case_is_not_found(text: str, spelling: str) -> None:
    assert positions(text, spelling) == []


def test_mentions_do_not_overlap() -> None:
    assert positions("港港港", "港港") == [0]


def test_all_spellings_are_counted() -> None:
    assert count("Heron, herons 与鹭鸶", ("Heron", "heron", "鹭鸶")) == 3
    assert count("Heron", ()) == 0


@pytest.mark.parametrize(
    ("text", "compared"),
    [("ＡＩ", "ai"), ("Heron", "heron"), ("Straße", "strasse"), ("he\u200bron", "heron"), ("he\u00adron", "heron")],
)
def test_width_case_and_invisible_characters_are_folded(text: str, compared: str) -> None:
    assert folded(text) == compared


def test_lines_stay_lines() -> None:
    assert folded("One\nTwo\n") == "one\ntwo\n"


def test_keywords_are_folded_and_told_once() -> None:
    assert folded_keywords(["AI", "ＡＩ", " ai ", "", " ", "Herons", "heron", "LLMs"]) == ("ai", "heron", "llms")


def test_length_is_in_words_and_a_character_is_less_than_one() -> None:
    assert length("two words, Heron-5.2") == 3
    assert length("鹭鸶模型发") == pytest.approx(3)
    assert length("two 鹭鸶") == pytest.approx(3 - 0.8)
    assert length("…！") == length("") == 0


def test_the_share_grows_with_mentions_and_shrinks_with_length() -> None:
    assert share(0, 300) == 0
    assert share(1, 100) == 0.5
    assert share(1, 300) < share(2, 300) < share(2, 100) < 1


def test_a_short_text_counts_as_one_of_a_hundred_words() -> None:
    assert share(1, 5) == share(1, 100)
    assert share(1, 0) == share(1, 100)
