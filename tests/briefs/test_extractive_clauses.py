"""Where a long sentence may end and still read as a whole one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.briefs.extractive.clauses import cut, fitting_end, is_balanced

LIMIT = 120


@pytest.mark.parametrize(
    ("kept", "rest"),
    [
        (
            "Sierra is raising a $950 million round led by two funds",
            ", which pushes its valuation above the mark that it was said to aim at a year ago.",
        ),
        (
            "We present SurgiQ, a source-grounded benchmark of 13,055 questions",
            " spanning six surgical domains and four formats: case-based, reasoning, best-option, and negative.",
        ),
        (
            "The laboratory has published its weights under a free licence",
            "; the data of the training, however, stays closed for the time being, as it said on Monday.",
        ),
    ],
)
def test_an_english_sentence_ends_before_what_can_be_done_without(kept: str, rest: str) -> None:
    end = fitting_end(kept + rest, LIMIT, chinese=False)
    assert end is not None
    assert (kept + rest)[:end] == kept


def test_an_end_takes_no_time_from_what_was_said() -> None:
    said = "The maker of rockets, lenders were told, had revenue of nearly $4.7 billion and lost almost $4.3 billion"
    end = fitting_end(f"{said} across its three rather unlike businesses, one more than before.", LIMIT, chinese=False)

    assert end == len(said)
    assert fitting_end(f"{said} in the first quarter of this year alone, the last.", LIMIT, chinese=False) is None


@pytest.mark.parametrize(
    "text",
    [
        # An introduction without its main clause, a list, an open bracket.
        "While the models that are trained on narrow examples in a laboratory are known to fail, "
        + "the " * 30
        + "end.",
        "Planning, memory, reasoning, coding, retrieval, arithmetic, translation, summarisation, extraction, " * 2
        + "all.",
        "The (very long remark that is put between brackets, which nobody closes before the limit of the length " * 2,
    ],
)
def test_no_end_is_better_than_one_in_the_middle(text: str) -> None:
    assert fitting_end(text, LIMIT, chinese=False) is None


def test_a_chinese_sentence_ends_at_a_comma_behind_its_main_clause() -> None:
    main = "流明实验室今日发布了可以在手机上离线运行的苍鹭二代模型并且公开了全部的权重与训练数据"
    text = f"{main}，" + "而且支持多种语言和设备" * 9 + "。"
    assert fitting_end(text, LIMIT, chinese=True) == len(main)
    assert fitting_end("在一年一度的海边城市开发者大会的开幕式上" * 3 + "，" + "模型" * 60, LIMIT, chinese=True) is None


def test_what_announces_another_text_is_not_kept_with_it() -> None:
    text = "小流刚刚发文公开了苍鹭二代写的作文《做规划与下功夫》，全文如下：从前有一座山，" + "山上有一座庙" * 20
    end = fitting_end(text, LIMIT, chinese=True)
    assert end is None or "如下" not in text[:end]


@given(st.text(alphabet='ab ,;.，。“”（）"the which is', max_size=200), st.integers(20, 120), st.booleans())
def test_an_end_lies_within_the_limit_and_leaves_no_mark_open(text: str, limit: int, chinese: bool) -> None:
    end = fitting_end(text, limit, chinese=chinese)
    assert end is None or end <= limit
    assert end is None or end == len(text) or is_balanced(text[:end])
    assert cut(text, limit, chinese=chinese) <= limit


def test_a_sentence_that_ends_before_a_phrase_leaves_the_comma_out() -> None:
    text = (
        "On the LongShelf benchmark with inputs of one million tokens, the converted model answers 71.8% of questions "
        "correctly, against 74.0% for full attention and 58.3% for a sliding window of equal memory, at less memory."
    )
    assert text[: cut(text, 120, chinese=False)].endswith("correctly")
