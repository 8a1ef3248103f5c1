"""The normalisation that evidence offsets stand on."""

from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.articles.text import normalise, one_line


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    once.encode("utf-8")
    assert "\x00" not in once


def test_paragraphs_are_separated_by_one_newline_and_spaces_folded() -> None:
    assert normalise("  one\u00a0\t two \r\n\r\n\u3000three\u2028four\r") == "one two\nthree\nfour"


def test_letters_are_composed_after_invisible_characters_are_dropped() -> None:
    assert normalise("e\u200b\u0301 \u202etxt\u202c \U000e0041so\u00adft") == "é txt soft"


def test_joiners_that_emoji_need_stay() -> None:
    assert normalise("👩\u200d🔬") == "👩\u200d🔬"


def test_a_title_is_one_line() -> None:
    assert one_line(" A small\n model ") == "A small model"
