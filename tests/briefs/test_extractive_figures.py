"""Which measured values are found in an article, and which numbers are none."""

from datetime import UTC, date, datetime

import pytest

from digest_pipeline.briefs.extractive.candidates import candidates_of
from digest_pipeline.briefs.extractive.figures import MOST_FIGURES, figures_of
from digest_pipeline.model import Article, Figure


def figures(text: str) -> tuple[Figure, ...]:
    article = Article(
        id="a", day=date(2026, 3, 4), url="https://news.example/1", title="", authors=(), site="", source_id="s",
        authority=3, language="en", published_at=datetime(2026, 3, 4, tzinfo=UTC), date_origin="feed", late=False,
        text=text, text_origin="page", capture_id="c",
    )  # fmt: skip
    return figures_of(article, candidates_of(text, ""))


@pytest.mark.parametrize(
    ("sentence", "metric", "value", "unit"),
    [
        ("The model reaches 71.4% accuracy on Meadow, up from 63.9% last year.", "accuracy", "71.4", "%"),
        ("Its average accuracy of 71.4% is a record for small models.", "average accuracy", "71.4", "%"),
        ("The company reported quarterly revenue of $3.2 billion on Monday.", "quarterly revenue", "$3.2 billion", ""),
        ("The startup closed a $950 million funding round led by two funds.", "funding round", "$950 million", ""),
        ("The new cache reduces memory usage by 40% without any loss.", "reduces memory usage", "40", "%"),
        ("They trained a network with 1.2 trillion parameters last winter.", "parameters", "1.2 trillion", ""),
        ("The service now has 132 million daily active users in all regions.", "daily active users", "132 million", ""),
        ("Decoding is up to 3x faster than with the version before it.", "faster", "3", "x"),
        ("公司第一季度营收 35 亿元，同比增长 12%。", "营收", "35 亿", "元"),
        ("该模型的参数量 1.2 万亿，已经开放下载使用。", "参数量", "1.2 万亿", ""),
        ("苍鹭二代在草地基准上的准确率达到 71.4%，上一代为 63.0%。", "准确率", "71.4", "%"),
        ("流明实验室宣布完成 5 亿元 A 轮融资，由某基金领投。", "A 轮融资", "5 亿", "元"),
        ("新架构的轻负载功耗降低 18%，寿命也更长一些。", "轻负载功耗降低", "18", "%"),
        ("咨询机构称失业率已从 3.6% 上升至 3.8%，为三年来最高。", "失业率", "3.8", "%"),
        ("这款手机今日开售，起售价为 4999 元，共有三种配色。", "起售价", "4999", "元"),
    ],
)
def test_values_are_found_with_what_they_measure(sentence: str, metric: str, value: str, unit: str) -> None:
    assert (metric, value, unit) in [(figure.metric, figure.value, figure.unit) for figure in figures(sentence)]


@pytest.mark.parametrize(
    ("sentence", "setting", "compared_with"),
    [
        ("The model reaches 71.4% accuracy on Meadow, up from 63.9% last year.", "Meadow", "63.9% last year"),
        ("公司 2026 年第一季度营收 35 亿元，同比增长 12%。", "2026 年第一季度", "同比增长 12%"),
        ("苍鹭二代在草地基准上的准确率达到 71.4%，上一代为 63.0%。", "", "上一代为 63.0%"),
    ],
)
def test_setting_and_comparison_are_given_where_the_sentence_does(
    sentence: str, setting: str, compared_with: str
) -> None:
    (figure,) = [figure for figure in figures(sentence) if figure.value in {"71.4", "35 亿"}]
    assert (figure.setting, figure.compared_with) == (setting, compared_with)


@pytest.mark.parametrize(
    "sentence",
    [
        "The laboratory was founded in 2019 and has moved twice since then.",
        "Version 2.1 of the model runs on phones with Android 16 and later.",
        "He declined to answer 10 questions that were sent to him before.",
        "Their GPT-5 and H200 names stand for nothing that one could measure.",
        "会议将于 2026 年 6 月 12 日 10 时在海边的城市举行。",
        "公司市值很高（现汇率约合 15 亿元人民币），但没有公布具体数字。",
        "上个季度同比增长 22%，但没有说明是什么。",
        "第 3 名和第 4 名的得主来自同一所学校的两个班级。",
        "他说很难把这类数据和“我们推出的实用功能提升了 25%”直接划上等号。",
        "The manager asked whether revenue of $3.2 billion would ever be reached at all.",
    ],
)
def test_a_number_that_measures_nothing_is_no_figure(sentence: str) -> None:
    assert figures(sentence) == ()


def test_every_cell_is_verbatim_of_the_sentence() -> None:
    text = "公司第一季度营收 35 亿元，同比增长 12%。\nThe model reaches 71.4% accuracy on Meadow, up from 63.9%.\n"
    for figure in figures(text):
        (evidence,) = figure.evidence
        assert text[evidence.start : evidence.end] == evidence.quote
        for cell in (figure.metric, figure.value, figure.unit, figure.setting, figure.compared_with):
            assert cell in evidence.quote


def test_no_more_than_five_figures_are_given_in_the_order_of_the_text() -> None:
    lines = [f"The {name} model reached an accuracy of {n}.5% in our tests of the year." for n, name in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh"), start=11)]  # fmt: skip
    found = figures("\n".join(lines))
    assert len(found) == MOST_FIGURES
    assert [f.evidence[0].start for f in found] == sorted(f.evidence[0].start for f in found)
