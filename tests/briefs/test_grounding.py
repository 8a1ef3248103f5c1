"""Quotations located, numbers traced and machine talk found, in Chinese and English."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest_pipeline.briefs.grounding import Grounded, ground, leaks, locate
from digest_pipeline.briefs.prompts import material
from digest_pipeline.briefs.quantities import ungrounded_numbers
from digest_pipeline.briefs.schema import BriefDraft
from digest_pipeline.model import Story

TEXT = "The lab — “Aurora” — said:\u00a0its model isn't slow.\n它在 １２ 个测试中领先，“速度”是上一代的三倍。"
QUOTE = "Aurora Labs released Lumen-2 on Monday"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("its model isn't slow.", "its model isn't slow."),
        ('The lab - "Aurora" - said: its model isn’t slow.', "The lab — “Aurora” — said:\u00a0its model isn't slow."),
        ("slow. 它在12个测试中领先,「速度」", "slow.\n它在 １２ 个测试中领先，“速度”"),
        ("the lab", None),
        ("它在 13 个测试中领先", None),
        ("", None),
        (" \n", None),
    ],
)
def test_a_quotation_is_found_whatever_its_spacing_width_quotation_marks_and_dashes(
    quote: str, found: str | None
) -> None:
    place = locate(quote, TEXT)
    assert (TEXT[slice(*place)] if place else None) == found


@given(st.text(max_size=40), st.text(min_size=1, max_size=20), st.text(max_size=40))
def test_whatever_is_cut_out_of_a_text_is_found_in_it(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    place = locate(quote, text)
    assert place is None if not quote.strip() else place is not None and text[slice(*place)] == quote


@given(st.text(alphabet='ab “”"—-Ａａ\u3000\n①㎏', max_size=30), st.text(alphabet='ab "-A1kg', min_size=1, max_size=5))
def test_a_folded_place_lies_within_the_text(text: str, quote: str) -> None:
    place = locate(quote, text)
    if place is not None:
        start, end = place
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("用户达到 1.2 万", "It has 12,000 users."),
        ("It has 12,000 users", "用户达 1.2 万"),
        ("１２，０００ users", "12000 users"),
        ("融资 500 万美元", "It raised $5m."),
        ("It raised $1.5 billion", "融资 15 亿美元"),
        ("估值 2 万亿美元", "valued at $2T"),
        ("占 50%", "其中五成来自海外"),
        ("占 50%", "half of the users"),
        ("a third, 30%", "百分之三十"),
        ("快了 3 倍", "three times faster"),
        ("It is 3x faster", "速度是三倍"),
        ("Speed doubled, 2x", "速度翻倍"),
        ("三倍的速度", "a 3-fold speed-up"),
        ("两万人参加", "20,000 people took part"),
        ("十亿参数", "a 1B model"),
        ("参数为 2350 亿", "Qwen3-235B-A22B"),
        ("70.5 分", "accuracy of 70.50"),
        ("2026 年 2 月 3 日", "Feb 3, 2026"),
        ("on June 3", "6月3日"),
        ("mid-2026", "2026 年年中"),
        ("发布 GPT-5.1", "gpt 5.1 is out"),
        ("GPT-5.1-based agents", "agents on GPT-5.1"),
        ("版本 v2.3", "version 2.3"),
        ("版本 5.1.2", "release 5.1.2"),
        ("512 块 H100", "512 H100s"),
        ("Q3 revenue", "third quarter revenue"),
        ("共 3 个模型", "three models"),
        ("3 models", "三个模型"),
        ("准确率 87.3%", "accuracy (%): 87.3"),
        ("耗时 21 天", "It took 21 days"),
        ("花了 3 个小时", "took three hours"),
        ("一个新的起点，十分重要，千万不要错过", "nothing counted here"),
        ("One of them, a first", "nothing counted here"),
    ],
)
def test_a_number_that_the_article_gives_in_any_form_is_grounded(statement: str, text: str) -> None:
    assert ungrounded_numbers(statement, text) == []


@pytest.mark.parametrize(
    ("statement", "text", "missing"),
    [
        ("用户达到 1.3 万", "It has 12,000 users.", ["1.3 万"]),
        ("用户达到 1.2 亿", "It has 12,000 users.", ["1.2 亿"]),
        ("It has 13,000 users", "用户达 1.2 万", ["13,000"]),
        ("raised $6 million", "融资 500 万美元", ["$6 million"]),
        ("融资 5 亿欧元", "It raised $500 million.", ["5 亿欧元"]),
        ("占 40%", "其中五成来自海外", ["40%"]),
        ("占四成", "50% of the users", ["四成"]),
        ("快了 4 倍", "three times faster", ["4 倍"]),
        ("三倍的速度", "twice as fast", ["三倍"]),
        ("80 TB 内存", "80 GB of memory", ["80 TB"]),
        ("延迟 30 秒", "a latency of 30 ms", ["30 秒"]),
        ("2025 年发布", "It was released in 2026.", ["2025"]),
        ("发布 GPT-5", "GPT-5.1 is out", ["GPT-5"]),
        ("发布 GPT-6 与 H200", "GPT-5.1 on the H200", ["GPT-6"]),
        ("版本 5.1.3", "release 5.1.2", ["5.1.3"]),
        ("从 63.9% 升到 74.1%", "from 63.9% to 71.4%", ["74.1%"]),
        ("three million users", "two million users", ["three million"]),
        ("版本 4，300 人", "版本 4，共 200 人", ["300"]),
    ],
)
def test_a_number_that_the_article_does_not_give_is_named(statement: str, text: str, missing: list[str]) -> None:
    assert ungrounded_numbers(statement, text) == missing


@example("B1,000")
@given(st.text(alphabet="0123456789.,万亿千百十一二三两成倍%$ xkKMB年-GPT", max_size=60))
def test_a_text_bears_out_its_own_numbers(text: str) -> None:
    assert ungrounded_numbers(text, text) == []


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


def point(text: str = "It is open.", *quotes: str, lead: str = "") -> dict[str, object]:
    return {"lead": lead, "text": text, "quotes": list(quotes or (QUOTE,))}


def grounded(story: Story, **changes: object) -> Grounded:
    score = {"score": 3, "reason": "It is open."}
    draft = {
        "headline": "[Aurora Labs] Lumen-2: an open model",
        "short_title": "Lumen-2",
        "kind": "release",
        "category": "models",
        "organisations": ["Aurora Labs"],
        "tags": ["AI"],
        "one_sentence": {"text": "Aurora Labs released Lumen-2.", "quotes": [QUOTE]},
        "technique": [],
        "findings": [],
        "insight": [],
        "limitations": [],
        "resources": [],
        "rubric": dict.fromkeys(("novelty", "depth", "evidence", "impact", "reach"), score),
        **changes,
    }
    return ground(BriefDraft.model_validate(draft), material(story))


Stories = Callable[..., Story]


def test_a_faultless_draft_has_no_failures(story: Stories) -> None:
    result = grounded(story(), findings=[point("It has 12 billion parameters.", "12 billion parameters", lead="Size")])
    assert result.failures == ()
    assert (result.kept_points, result.lost_points) == (1, 0)
    assert result.points["findings"][0].lead == "Size"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (point("It is open.", "words that nobody wrote"), "quotation"),
        (point("It is open.", QUOTE, "words that nobody wrote"), "quotation"),
        ({"lead": "", "text": "It is open.", "quotes": []}, "quotation"),
        (point("It is open.", "a"), "quotation"),
        (point("It has 13 billion parameters."), "number"),
        (point("It is open.", lead="13 billion"), "number"),
        (point("As an AI, I think it is open."), "leak"),
        (point("It is at https://aurora.example."), "markup"),
        (point("It is <b>open</b>."), "markup"),
        (point("It is [open](x)."), "markup"),
        (point("   "), "empty"),
    ],
)
def test_a_point_fails_alone_and_with_its_reason(story: Stories, bad: dict[str, object], reason: str) -> None:
    result = grounded(story(), findings=[point(), bad, point()])
    assert [(failure.field, failure.position, failure.reason) for failure in result.failures] == [
        ("findings", 1, reason)
    ]
    assert (result.kept_points, result.lost_points) == (2, 1)


def test_the_headline_is_at_most_sixty_characters(story: Stories) -> None:
    assert grounded(story(), headline="x" * 60).headline == "x" * 60
    assert grounded(story(), headline="x" * 61).headline is None


def test_dates_that_the_record_gives_beside_the_text_are_grounded(story: Stories) -> None:
    assert grounded(story(), headline="Lumen-2, out on June 1, 2026").failures == ()


def test_an_organisation_is_one_that_the_article_names(story: Stories) -> None:
    result = grounded(story(), organisations=["aurora labs", "Borealis Inc", " Aurora  Labs "])
    assert result.organisations == ("aurora labs", "Aurora Labs")
    assert [failure.text for failure in result.failures] == ["Borealis Inc"]


def test_tags_are_five_plain_ones_at_most(story: Stories) -> None:
    tags = ["RAG", "C++", "大模型", "<b>", "a](b", "RAG", "Q&A", "open source", "sixth", "x" * 33, "#1"]
    result = grounded(story(), tags=tags)
    assert result.tags == ("RAG", "C++", "大模型", "Q&A", "open source")
    assert [failure.text for failure in result.failures] == ["<b>", "a](b", "x" * 33, "#1"]


def test_a_reason_of_the_rubric_that_fails_is_left_blank(story: Stories) -> None:
    score = {"score": 3, "reason": "It is open."}
    rubric = {
        **dict.fromkeys(("novelty", "depth", "evidence", "impact"), score),
        "reach": {"score": 5, "reason": "99% of us"},
    }
    result = grounded(story(), rubric=rubric)
    assert result.reasons["novelty"] == "It is open."
    assert result.reasons["reach"] == ""
