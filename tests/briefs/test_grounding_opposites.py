"""A word is not said as its opposite, a number not of what another one is of, nor two names in each other's place."""

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
        ("The app has 199 million monthly active users.", "应用的月活用户为 1.99 亿", "应用的日活用户为 1.99 亿"),
        ("该漏洞被评为高危，官方已发布补丁。", "The flaw is of high severity", "The flaw is of low severity"),
        ("自行车轮径不得超过 28 英寸", "The wheels may measure 28 inches at most", "The wheels are over 28 inches"),
        ("The court rejected the merger on Friday.", "法院驳回了该合并案", "法院批准了该合并案"),
        ("公司宣布将提前量产固态电池。", "固态电池的量产提前了", "固态电池的量产推迟了"),
        ("The model is open source and free to use.", "模型已开源", "模型仍为闭源"),
        ("Bookings slowed in spring.", "Spring bookings slowed", "Spring bookings accelerated"),
    ],
)
def test_a_word_is_not_said_as_its_opposite(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        # What excludes it is said of something else, or not said.
        (
            "The vulnerable driver runs online checks.",
            "Reviewers praised the keyboard. The manual covers offline maps.",
        ),
        ("The bank allows transfers again.", "The bank lifted its ban on transfers."),
        ("Sales did not fall.", "Sales rose in May."),
        # Both are said, or both things stand in one list.
        ("Exports of chips rose, imports fell.", "芯片出口上升，进口下降"),
        (
            "They name Oregon-based Harbour Works and Ohio-based Northwind Labs.",
            "Complaints name Ohio-based Northwind Labs LLC and Oregon-based Harbour Works LLC.",
        ),
    ],
)
def test_a_word_is_no_opposite_of_what_is_said_of_something_else(statement: str, text: str) -> None:
    assert not objected(statement, text)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            "一季度净利润 3.2 亿元，研发费用投入 1.9 亿元",
            "研发费用投入达 1.9 亿元",
            "研发费用投入达 3.2 亿元",
        ),
        (
            "The first quarter brought revenue of $410 million; the operating costs came to $170 million.",
            "一季度收入 4.1 亿美元",
            "The operating costs came to $410 million",
        ),
        (
            "Lumen 手表电池容量 510 毫安时。充电盒的电池容量为 2,400 毫安时。",
            "The charging case holds 2,400 mAh",
            "充电盒的电池容量为 510 毫安时",
        ),
    ],
)
def test_a_number_is_said_of_what_the_quotation_says_it_of(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            "Northwind Labs built the sensor array, and Harbour Works wrote the control software.",
            "Harbour Works wrote the control software, and Northwind Labs built the sensor array.",
            "Harbour Works built the sensor array, and Northwind Labs wrote the control software.",
        ),
        (
            "首座工厂早已量产；第二工厂预计明年投产",
            "首座工厂早已量产，第二工厂预计明年投产",
            "第二工厂早已量产，首座工厂预计明年投产",
        ),
        (
            "CVE-2026-5223 is a medium severity vulnerability. CVE-2026-5222 is a low severity vulnerability.",
            "CVE-2026-5223 为中危，CVE-2026-5222 为低危。",
            "CVE-2026-5222 为中危，CVE-2026-5223 为低危。",
        ),
    ],
)
def test_two_things_do_not_stand_in_each_others_place(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            "市占率前 3 名分别是：HiCar、CarPlay、Carlink；市占率分别为：约 57.0%、约 47.8%、约 30.3%",
            "HiCar 的市占率约 57%，CarPlay 约 47.8%",
            "CarPlay 的市占率约 30.3%",
        ),
        (
            "Northwind and Harbour grew by 3% and 5%, respectively.",
            "Harbour grew by 5%, Northwind by 3%",
            "Harbour grew by 3%, Northwind by 5%",
        ),
    ],
)
def test_numbers_in_a_list_are_said_of_the_names_in_its_order(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


def test_a_currency_of_the_same_name_is_another_one() -> None:
    assert not objected("Revenue was NT$46.74 billion", "营收为 467.4 亿元新台币")
    assert objected("营收为 467.4 亿元人民币", "营收为 467.4 亿元新台币")
