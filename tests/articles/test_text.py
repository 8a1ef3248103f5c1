"""The normalisation that evidence offsets stand on, and how long a text is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.articles.text import measures, normalise, one_line, pieces_of_line, visible

ANYTHING = st.text(st.characters(codec=None, exclude_categories=()))
TEX = st.lists(st.sampled_from([*"\\${}_^ax1 \n\u0301\u200b\r", "\\emph{", "\\leq", "$x^2$", "\\%"])).map("".join)


@given(ANYTHING | TEX)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANYTHING)
def test_a_normalised_text_holds_no_control_character_and_no_blank_at_a_lines_end(text: str) -> None:
    found = normalise(text)
    found.encode("utf-8")
    assert not {unicodedata.category(character) for character in found.replace("\n", "")} & {"Cc", "Cs", "Zl", "Zp"}
    for line in found.split("\n") if found else []:
        assert line
        assert line == " ".join(line.split())
    assert unicodedata.is_normalized("NFC", found)


def test_tex_that_grows_as_it_is_read_is_left_alone() -> None:
    deep = "\\emph{" * 60 + "x" + "}" * 60

    assert normalise(f"{deep} \\emph{{a}}") == f"{deep} \\emph{{a}}"
    assert normalise("\\emph{\\textbf{a}} and $x^2$") == "a and x^2"


def test_paragraphs_are_separated_by_one_newline_and_spaces_folded() -> None:
    assert normalise("  one\u00a0\t two \r\n\r\n\u3000three\u2028four\r") == "one two\nthree\nfour"


def test_letters_are_composed_after_invisible_characters_are_dropped() -> None:
    assert normalise("e\u200b\u0301 \u202etxt\u202c \U000e0041so\u00adft") == "é txt soft"


def test_joiners_that_emoji_need_stay() -> None:
    assert normalise("👩\u200d🔬") == "👩\u200d🔬"


def test_a_title_is_one_line() -> None:
    assert one_line(" A small\n model ") == "A small model"


def test_what_nobody_sees_is_dropped_and_the_indentation_kept() -> None:
    assert visible("a\r\n  b\u200b\x00\u2028c") == "a\n  b\nc"


# --- Pieces of a line ------------------------------------------------------------------------------------------------


@given(st.lists(ANYTHING | TEX, min_size=1, max_size=5))
def test_the_pieces_of_a_line_join_to_the_line(pieces: list[str]) -> None:
    found = pieces_of_line(pieces)

    assert found is None or (len(found) == len(pieces) and "".join(found) == one_line("".join(pieces)))


def test_a_blank_between_two_pieces_is_kept_once() -> None:
    assert pieces_of_line([" a ", " b", " ", "c ", " "]) == ["a ", "b", " ", "c", ""]


def test_pieces_that_only_make_sense_together_are_not_told_apart() -> None:
    assert pieces_of_line(["$x^", "2$"]) is None
    assert pieces_of_line(["e", "\u0301"]) is None


# --- Measures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "characters", "words", "minutes"),
    [
        ("", 0, 0, 0),
        ("——", 2, 0, 0),
        ("Don't pay $3.50 for state-of-the-art", 32, 8, 1),
        ("模型答对了71道题，用GPT-5", 16, 11, 1),
        ("モデルは速い", 6, 6, 1),
        ("हिन्दी में लिखा", 13, 3, 1),
        ("word " * 238, 952, 238, 1),
        ("word " * 239, 956, 239, 2),
        ("字" * 510, 510, 510, 2),
        ("字" * 511, 511, 511, 3),
        ("かな漢字" * 178, 712, 712, 2),
    ],
)
def test_a_text_has_characters_words_and_minutes(text: str, characters: int, words: int, minutes: int) -> None:
    assert measures(text) == (characters, words, minutes)
