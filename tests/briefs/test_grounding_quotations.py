"""Quotations located and machine talk found, in Chinese and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.briefs.grounding import leaks, locate
from digest_pipeline.briefs.grounding.leaks import markup

TEXT = "The lab — “Aurora” — said:\u00a0its model isn't slow.\n它在 １２ 个测试中领先，“速度”是上一代的三倍……真的。"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("its model isn't slow.", "its model isn't slow."),
        ('The lab - "Aurora" - said: its model isn’t slow.', "The lab — “Aurora” — said:\u00a0its model isn't slow."),
        ("slow. 它在12个测试中领先,「速度」", "slow.\n它在 １２ 个测试中领先，“速度”"),
        ("三倍…真的.", "三倍……真的。"),
        ("三倍...真的", "三倍……真的"),
        ("the lab", None),
        ("它在 13 个测试中领先", None),
        ("", None),
        (" \n", None),
    ],
)
def test_a_quotation_is_found_whatever_its_spacing_width_and_punctuation(quote: str, found: str | None) -> None:
    place = locate(quote, TEXT)
    assert (TEXT[slice(*place)] if place else None) == found


@given(st.text(max_size=40), st.text(min_size=1, max_size=20), st.text(max_size=40))
def test_whatever_is_cut_out_of_a_text_is_found_in_it(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    place = locate(quote, text)
    assert place is None if not quote.strip() else place is not None and text[slice(*place)] == quote


@given(
    st.text(alphabet='ab “”"—-Ａａ\u3000\n①㎏…。', max_size=30), st.text(alphabet='ab "-A1kg.', min_size=1, max_size=5)
)
def test_a_folded_place_lies_within_the_text(text: str, quote: str) -> None:
    place = locate(quote, text)
    if place is not None:
        start, end = place
        assert 0 <= start < end <= len(text)


# A second where the article is folded once; many minutes where it is for each quotation.
@pytest.mark.timeout(60)
def test_an_article_is_made_ready_once_for_all_its_quotations() -> None:
    text = "".join(f"第 {number} 句，“速度”是上一代的 {number} 倍。" for number in range(10_000))
    assert all(locate(f'第 {number} 句, "速度"', text) for number in range(5_000))


@pytest.mark.parametrize(
    "statement",
    [
        "As an AI language model, I report what I can.",
        "作为一个AI助手，我整理如下。",
        "成绩为 71.4%（注：原文设定于 2026 年背景）",
        "注：以上为推测。",
        "(Note: this may be wrong.)",
        "<think>The article says</think> It is fast.",
        "My knowledge ends before this.",
        "截至我的知识更新，尚无此模型。",
        "The date appears to be in the future.",
        "该日期可能有误。",
        "I'm sorry, there is little to say.",
        "Summarised as requested.",
        "根据您的要求整理。",
        "See <article-0123456789abcdef>.",
    ],
)
def test_copy_that_betrays_the_machine_is_found(statement: str) -> None:
    assert leaks(statement, "The model is fast. 模型很快。")


@pytest.mark.parametrize(
    "statement",
    [
        "As an AI company, Aurora sells models.",
        "作为人工智能公司，极光出售模型。",
        "备受关注：模型开源。",
        "关注：三项更新",
        "Users note: it is slow.",
        "The company cut off training of the old model.",
        "未来的时间将证明一切。",
        "The model thinks in steps.",
    ],
)
def test_plain_copy_is_no_leak(statement: str) -> None:
    assert leaks(statement, "nothing of the kind") == []


def test_what_the_article_itself_says_is_no_leak() -> None:
    assert leaks("It answered: As an AI language model, I pass.", "‘As an AI language model, I pass’, it said.") == []


@pytest.mark.parametrize(
    "statement", ["It is <b>open</b>.", "It is [open](x).", "It is **open**.", "a\u202eb", "a\x07b"]
)
def test_mark_up_is_found(statement: str) -> None:
    assert markup(statement)


def test_plain_prose_has_no_mark_up() -> None:
    assert markup("A model of 12 billion parameters (open weights) costs < $5 & runs at 3 * 4.") == ""
