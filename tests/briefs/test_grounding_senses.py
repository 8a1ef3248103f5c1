"""Bounds, directions, ranks, relations and exchanged numbers are not turned round; figures may be worked out."""

from datetime import date

import pytest

from digest_pipeline.briefs.grounding import Ground, objections
from digest_pipeline.model import Evidence, Statement


def objected(statement: str, text: str) -> bool:
    evidence = (Evidence(article_id="article", start=0, end=len(text), quote=text),)
    return bool(objections(Statement(text=statement, evidence=evidence), Ground(text, dates=(date(2026, 5, 20),))))


# Each with what the article says, what may be said of it, and what may not.
@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("订单突破 3000 台", "More than 3,000 were ordered", "Fewer than 3,000 were ordered"),
        ("with a range of up to 480 km", "续航最高 480 公里", "续航至少 480 公里"),
        ("参与者不超过 35 名", "at most 35 people took part", "more than 35 people took part"),
        ("between 200 and 300 workers left", "two to three hundred left, up to 300 workers", "超过 300 名员工离开"),
        ("销量同比下降 26%", "sales fell 26%", "sales grew 26% from a year before"),
        ("shipments rose 8%", "出货量增长 8%", "出货量下降 8%"),
        ("这是公司第三轮裁员", "It is the third round of layoffs", "It is the second round of layoffs"),
        ("the world's largest maker of drones", "全球最大的无人机制造商", "全球第二大无人机制造商"),
        ("公司完成 A+ 轮融资", "The company closed its Series A+ round", "The company closed its Series B round"),
        ("三名员工受伤", "三名员工受了伤", "五名员工受伤"),
    ],
)
def test_the_sense_of_a_number_is_kept(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            "标准版售价 228 元，豪华版售价 318 元",
            "The deluxe edition costs 318 yuan, the standard one 228 yuan",
            "豪华版售价 228 元，标准版售价 318 元",
        ),
        (
            "门店、工厂分别新增 120 家和 45 家",
            "新增门店 120 家、工厂 45 家",
            "新增工厂 120 家、门店 45 家",
        ),
        (
            "The suite has 820 core tests and 530 community tests.",
            "套件有 530 项社区测试和 820 项核心测试",
            "The suite has 530 core tests and 820 community tests.",
        ),
        ("重量从 2315kg 降低到 2200kg", "It went from 2,315 kg to 2,200 kg", "It went from 2,200 kg to 2,315 kg"),
        ("是中国第一家、全球第三家量产的厂商", "中国第一家、全球第三家", "是全球第一家、中国第三家量产的厂商"),
        ("Nvidia acquired Intel on Monday", "Intel was acquired by Nvidia", "英特尔收购英伟达"),
        ("Gemini 3 outperforms GPT-5", "GPT-5 落后于 Gemini 3", "GPT-5 outperforms Gemini 3"),
        ("华为比小米便宜", "Huawei is cheaper than Xiaomi", "小米比华为便宜"),
    ],
)
def test_what_was_exchanged_is_objected_to(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("It costs 90 yuan more", "标准版 228 元，豪华版 318 元"),
        ("两年合计 26.6 亿元", "去年 18.7 亿元，今年 7.9 亿元"),
        ("Charging takes 75% longer", "快充时间从 40 分钟延长至 70 分钟"),
        ("The error rate was 3.3%", "The system is 96.7% accurate"),
        ("Each film works out at $11", "three movies for $33"),
        ("营收是上年的 2.4 倍", "Revenue rose 140%"),
        ("销量增长了 1.4 倍", "Sales grew 140%"),
        ("每股收益 72 美分", "earnings of $0.72 a share"),
        ("almost half a billion dollars", "共 4.6 亿美元"),
        ("The event runs for three days", "大会定于 6 月 12 日至 14 日举行"),
        ("Its successor came out four years later", "初代 1982 年上市，后继者 1986 年上市"),
        ("It was topped out on May 5", "本月 5 日封顶"),
        ("Fang Han says so", "方汉表示"),
        ("The Yue 7 is new", "越 7 是新车"),
        ("美银看好其股价", "美国银行看好其股价"),
    ],
)
def test_what_follows_from_the_quotations_is_borne_out(statement: str, text: str) -> None:
    assert not objected(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("It costs 80 yuan more", "标准版 228 元，豪华版 318 元"),
        ("The error rate was 4.3%", "The system is 96.7% accurate"),
        ("Sales grew 35%", "价格为 109 元，降 29%，销量增 6%"),
        ("二季度营收 103 亿元", "一季度营收 103 亿元，5 月再增"),
        ("周四宣布", "周五宣布，5 月 1 日生效"),
        ("It plans to list next year", "计划今年上市"),
        ("It holds 31 ml", "体积 31L"),
        ("营收 70 亿美元", "营收 70 亿马币"),
    ],
)
def test_what_does_not_follow_is_objected_to(statement: str, text: str) -> None:
    assert objected(statement, text)
