"""Round-ups: titles that promise many events, in Chinese and English, and titles that only look like it."""

import pytest

from digest_pipeline.stories.roundup import is_roundup
from tests.stories.told import told


@pytest.mark.parametrize(
    "title",
    [
        "The Download: harbours that think, and a heron census",
        "Morning briefing: a crane, a loss and a vote",
        "Daily Brightwater: what to read today",
        "Weekly digest of harbour news",
        "Harbour round-up for the first of June",
        "Harbour roundup, May edition",
        "This Week in Herons",
        "The harbour newsletter, issue 41",
        "The week in review: cranes and quays",
        "Live updates: the harbour hearing",
        "Mistwood Day live blog",
        "Everything announced at Mistwood Day",
        "The top announcements of Mistwood Day",
        "7 things we learned from the harbour hearing",
        "12 Best Cranes for Small Harbours",
        "横山早报：鹭鸶发布，新港开工",
        "早餐 | 新港开工，鹭鸶发布",
        "8点1氪｜横山实验室发布鹭鸶；新港开工",
        "氪星晚报｜新港开工",
        "AI日报：横山实验室发布鹭鸶",
        "晨间要闻：港口开工",
        "一周港口新闻汇总",
        "横山开发者大会新品一览：三款模型",
        "六月开源模型盘点",
    ],
)
def test_a_title_that_promises_many_events_is_a_round_ups(title: str) -> None:
    assert is_roundup(told("a", title))


@pytest.mark.parametrize(
    "title",
    [
        "横山实验室发布鹭鸶模型；新港集装箱码头开工；柯凡公布季度亏损",
        "Mistwood releases Heron; Corvane reports a loss; Qualby counts bees",
    ],
)
def test_a_row_of_headlines_is_a_round_up(title: str) -> None:
    assert is_roundup(told("a", title))


@pytest.mark.parametrize(
    "title",
    [
        "",
        "—",
        "；；；；",
        "a; b; c; d",
        "Mistwood releases Heron 2.1, a small language model",
        "Corvane: the crane will be late",
        "Corvane reports a loss; shares fall",
        "Heron reaches three million monthly users",
        "Mistwood works live on stage",
        "Top engineer leaves Mistwood",
        "A morning in the harbour of Brightwater",
        "300 cranes to be built in Brightwater",
        "横山实验室发布小型语言模型“鹭鸶”",
        "新港日报社成立三十周年",
        "横山日报道歉并撤回报道",
        "盘点库存的机器人上岗",
        "新港码头开工；年内完工",
        "1点开工的码头",
    ],
)
def test_one_event_is_no_round_up(title: str) -> None:
    assert not is_roundup(told("a", title))


def test_the_text_of_an_article_does_not_make_it_a_round_up() -> None:
    assert not is_roundup(told("a", "Heron 2.1 is out", "This week in herons: everything announced. Subscribe!"))
