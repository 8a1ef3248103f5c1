"""What a model is shown of a long article: head, tail and the densest middle, within a budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.briefs.prompts.cutting import BETWEEN, cut, estimated_tokens

ENGLISH = """Training took 21 days on 512 accelerators, according to the technical report. The authors say the model
still fails on long arithmetic and has not been tested in languages other than English."""
FILLER = "The afternoon went by slowly and nobody in the old house found anything to say about it."
DENSE = "Lumen-2 reached 71.4% on MMLU and 63.9% on GSM8K, said Aurora Labs: “a first for a model of 12 billion.”"
PARAGRAPHS = [f"{FILLER} {'very ' * (number % 7)}so." for number in range(200)]
LONG = "\n".join((*PARAGRAPHS[:120], DENSE, *PARAGRAPHS[120:]))

texts = st.lists(st.text(alphabet="ab 12.。模型“”\n😀", max_size=80), max_size=40).map("\n".join)


def test_a_text_that_fits_is_shown_whole() -> None:
    short = cut(DENSE, 200)
    assert (short.text, short.spans) == (DENSE, ())


def test_a_long_text_shows_its_head_its_tail_and_what_is_dense_between() -> None:
    shown = cut(LONG, 1_000).text
    assert shown.startswith(PARAGRAPHS[0])
    assert shown.endswith(PARAGRAPHS[-1])
    assert DENSE in shown
    assert BETWEEN in shown


def test_parts_stand_in_the_order_of_the_text_and_are_those_that_the_spans_name() -> None:
    shown = cut(LONG, 1_000)
    assert list(shown.spans) == sorted(shown.spans)
    assert BETWEEN.join(LONG[start:end] for start, end in shown.spans) == shown.text


def test_paragraphs_about_the_title_are_preferred() -> None:
    about = "Nobody had asked for the accelerator of the laboratory until then, and it stood in a corner."
    text = "\n".join((*PARAGRAPHS[:150], about, *PARAGRAPHS[150:]))
    assert about not in cut(text, 600).text
    assert about in cut(text, 600, title="A laboratory and its accelerator").text


def test_a_paragraph_that_is_too_long_is_cut_between_sentences() -> None:
    shown = cut(" ".join(f"Sentence {number} is about nothing." for number in range(500)), 300)
    assert all(part.rstrip().endswith(".") for part in shown.text.split(BETWEEN))
    assert all(part.startswith("Sentence") for part in shown.text.split(BETWEEN))


def test_chinese_is_cut_between_sentences_too() -> None:
    shown = cut("".join(f"第{number}句话没有讲任何事情。" for number in range(500)), 300)
    assert all(part.endswith("。") for part in shown.text.split(BETWEEN))
    assert estimated_tokens(shown.text) > 200


@given(texts, st.integers(min_value=40, max_value=400))
def test_what_is_shown_never_has_more_tokens_than_allowed(text: str, tokens: int) -> None:
    shown = cut(text, tokens)
    assert estimated_tokens(shown.text) <= tokens
    assert all(before[1] < after[0] for before, after in zip(shown.spans, shown.spans[1:], strict=False))
    assert shown == cut(text, tokens)


@pytest.mark.parametrize("text", [FILLER, DENSE, ENGLISH])
def test_english_is_estimated_at_more_than_the_usual_four_tokens_for_three_words_and_less_than_twice_that(
    text: str,
) -> None:
    words = len(text.split())
    assert 4 / 3 * words < estimated_tokens(text) < 8 / 3 * words


def test_chinese_is_estimated_at_a_token_a_character() -> None:
    assert estimated_tokens("极光实验室发布语言模型。") == 12
    assert estimated_tokens("该模型有 120 亿参数") == 8


def test_tables_addresses_and_pictures_are_not_taken_for_words() -> None:
    assert estimated_tokens("| 8 | 71.4% |") == 8
    assert estimated_tokens("😀") == 3
    assert estimated_tokens("a" * 350) == 100
