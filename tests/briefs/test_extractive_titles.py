"""What a story is called: titles without frames, headlines and short titles."""

import pytest

from digest_pipeline.briefs.extractive.titles import clean_title, headline, short_title


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("苍鹭二代发布_IT之家", "苍鹭二代发布"),
        ("Heron-2 is here | TechCrunch", "Heron-2 is here"),
        ("Heron-2 is here - Example News", "Heron-2 is here"),
        ("36氪独家 | 苍鹭二代发布", "苍鹭二代发布"),
        ("重磅！刚刚，苍鹭二代发布！！", "苍鹭二代发布"),
        ("苍鹭二代实测（附教程）", "苍鹭二代实测"),
        ("硬氪首发 | 苍鹭二代发布", "苍鹭二代发布"),
        ("苍鹭二代发布丨36氪独家", "苍鹭二代发布"),
        ("Show HN: Heron, a small model", "Heron, a small model"),
        ("Heron-2: small - and fast", "Heron-2: small - and fast"),
        ("IT之家", "IT之家"),
    ],
)
def test_titles_lose_site_names_and_click_bait(title: str, expected: str) -> None:
    assert clean_title(title, site="Example News", url="https://news.example/1") == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A startup buys many of the chips made by NVIDIA", "A startup buys many of the chips made by NVIDIA"),
        (
            "Heron: " + "a small model for the phones " * 6,
            "Heron: " + "a small model for the phones " * 3 + "a small model…",
        ),
        ("流明实验室，" + "苍鹭二代" * 11 + "，" + "今日开源" * 5, "流明实验室，" + "苍鹭二代" * 11),
        (
            "氪星晚报｜灯塔公司今日宣布在全球市场占比超过八成；三家船坞将从下月开始允许员工使用外部的模型；知情人士：灯塔公司本月向员工开放认购权",
            "氪星晚报｜灯塔公司今日宣布在全球市场占比超过八成；三家船坞将从下月开始允许员工使用外部的模型",
        ),
    ],
)
def test_headlines_are_titles_that_end_at_a_word(title: str, expected: str) -> None:
    shown = headline(title)
    assert len(shown) <= (120 if title.isascii() else 60)
    assert shown == expected


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("FineCheck: Scaling Search With Checks", "FineCheck"),
        ("苍鹭二代：面向手机的开源大模型", "苍鹭二代"),
        ("工信部：加强高端芯片研发", "工信部：加强高端芯片研发"),
        ("Anthropic 发布 Claude 写作版", "Anthropic 发布"),
        ("Defense darling Mach Motors hits a record", "Mach Motors hits"),
    ],
)
def test_short_titles_keep_to_sixteen_characters(title: str, short: str) -> None:
    assert short_title(title) == short
