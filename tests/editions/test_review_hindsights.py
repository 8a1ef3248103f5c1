"""What was right and wrong early on: later reports of a thread compared with its first ones."""

from datetime import date, timedelta
from typing import Any

import pytest

from digest_pipeline.editions.review.facts import Report
from digest_pipeline.editions.review.hindsights import MOST, hindsights_of
from digest_pipeline.model import Hindsight, Point, Story, content_id
from tests.editions import sample

MONDAY = date(2026, 5, 4)
PLAN = "极光汽车宣布，新车极光 N9 闪充版将于 5 月 6 日正式上市。"
KEPT = "极光汽车旗下极光 N9 闪充版今晚正式上市，共推出三款车型。"


def test_a_figure_that_another_site_gives_in_its_own_words_is_confirmed() -> None:
    [found] = told(
        report(0, "early.example", "The start-up Aurora raised $113 million in a round led by Northwind Capital."),
        report(2, "late.example", "Northwind Capital leads the $113M round, the start-up Aurora says."),
    )

    assert (found.outcome, found.early_day, found.late_day) == ("confirmed", MONDAY, MONDAY + timedelta(2))
    assert "$113M" in found.subject


def test_a_figure_is_confirmed_across_languages() -> None:
    [found] = told(
        report(0, "early.example", "据报道，SpaceX 计划投入 550 亿美元，在得克萨斯州建设半导体工厂。"),
        report(1, "late.example", "SpaceX is considering spending $55 billion on a chip plant in Texas."),
    )

    assert (found.outcome, "$55 billion" in found.subject) == ("confirmed", True)


@pytest.mark.parametrize(
    ("host", "late"),
    [
        pytest.param(
            "early.example", "Aurora has now raised $113 million, led by Northwind.", id="the same site again"
        ),
        pytest.param(
            "late.example",
            "Aurora raised $113 million in a round led by Northwind. More follows.",
            id="the same words, copied",
        ),
        pytest.param("late.example", "A yacht of the Meridian shipyard costs $113 million.", id="another matter"),
        pytest.param("late.example", "Aurora and Northwind now employ 113 people in total.", id="another unit"),
    ],
)
def test_what_proves_nothing_confirms_nothing(host: str, late: str) -> None:
    assert not told(
        report(0, "early.example", "Aurora raised $113 million in a round led by Northwind."), report(1, host, late)
    )


def test_what_two_things_are_counted_by_one_number_is_not_confirmed() -> None:
    assert not told(
        report(0, "early.example", "约 1.1 万名 Meridian 车主陷入困境。"),
        report(1, "late.example", "Meridian produced just 11,000 vehicles before the money ran out."),
    )


def test_another_price_in_the_same_words_is_a_change() -> None:
    [found] = told(
        report(
            0, "shop.example", "极光 Q27 显示器现已上架，厂商建议零售价为 1099 元。", headline="极光 Q27 显示器 1099 元"
        ),
        report(
            9, "shop.example", "极光 Q27 显示器现已发售，厂商建议零售价为 999 元。", headline="极光 Q27 显示器 999 元"
        ),
    )

    assert found.outcome == "changed"
    assert found.subject.endswith("1099 元 → 999 元")
    assert ("1099" in found.early.text, "999" in found.late.text) == (True, True)


@pytest.mark.parametrize(
    ("early", "late"),
    [
        pytest.param("4 月，极光 Q27 工厂产量为 184 台。", "5 月，极光 Q27 工厂产量为 192 台。", id="another month"),
        pytest.param(
            "极光 Q27 工厂约有 184 台设备在运行。", "极光 Q27 工厂约有 192 台设备在运行。", id="a rough number"
        ),
        pytest.param("极光 Q27 的首发价格为 184 元。", "极光 Q27 的首发价格为 184 美元。", id="another unit"),
        pytest.param("极光 Q27 累计收入为 184 元。", "极光 Q27 累计收入为 192 元。", id="what grows by itself"),
        pytest.param("极光 Q27 的续航为 184 公里。", "北风 X5 的续航为 192 公里。", id="another thing"),
        pytest.param("极光 Q27 的定价为 184 元。", "极光 Q27 的定价从 184 元调整为 192 元。", id="both are told"),
        pytest.param(
            "极光 Q27 售价 50 欧元（现汇率约合 395 元人民币）。",
            "极光 Q27 售价 50 欧元（现汇率约合 394 元人民币）。",
            id="another exchange rate",
        ),
    ],
)
def test_what_may_be_something_else_is_no_change(early: str, late: str) -> None:
    assert not told(
        report(0, "shop.example", early, headline="极光 Q27 近况"),
        report(3, "shop.example", late, headline="极光 Q27 近况"),
    )


def test_headlines_about_other_products_are_no_change() -> None:
    sentences = ("现已上架，厂商建议零售价为 1099 元。", "现已发售，厂商建议零售价为 999 元。")

    assert not told(
        report(0, "shop.example", sentences[0], headline="极光 Q27 显示器"),
        report(9, "shop.example", sentences[1], headline="极光 Q32 显示器"),
    )


def test_a_plan_that_was_kept_is_confirmed() -> None:
    [found] = told(report(0, "cars.example", PLAN), report(2, "cars.example", KEPT))

    assert (found.outcome, found.early.text, found.late.text) == ("confirmed", PLAN, KEPT)
    assert "N9 闪充版" in found.subject


@pytest.mark.parametrize(
    "late",
    [
        pytest.param("极光汽车再次表示，极光 N9 闪充版即将正式上市。", id="still a plan"),
        pytest.param("消息称极光汽车旗下极光 N9 闪充版已经上市。", id="a rumour"),
        pytest.param("极光汽车旗下极光 N9 于 4 月 22 日上市，有多款车型。", id="an older event"),
        pytest.param("极光汽车今天发布极光 N9 闪充版官图，外观变化不大。", id="a picture is put out"),
        pytest.param("北风汽车旗下北风 X5 今晚正式上市，共推出三款。", id="another product"),
    ],
)
def test_a_plan_is_not_called_kept_before_it_is(late: str) -> None:
    assert not told(report(0, "cars.example", PLAN), report(2, "news.example", late))


def test_a_rumour_that_came_true_is_confirmed_across_languages() -> None:
    [found] = told(
        report(0, "early.example", "据知名记者爆料，Anthropic 计划明天发布公开版 Mythos 安全模型。"),
        report(1, "late.example", "Anthropic launched the first publicly available version of its Mythos model."),
    )

    assert found.outcome == "confirmed"


def test_what_was_taken_back_changed() -> None:
    [found] = told(
        report(0, "soft.example", "科技媒体报道称，北风软件更新游戏内存建议，明确推荐 32GB 内存。"),
        report(
            3, "soft.example", "玩家不满后，北风软件删除了推荐 32GB 游戏内存的文章。", headline="北风删除内存推荐文章"
        ),
    )

    assert found.outcome == "changed"


def test_a_thing_removed_in_passing_takes_nothing_back() -> None:
    assert not told(
        report(0, "soft.example", "科技媒体报道称，北风软件更新游戏内存建议，明确推荐 32GB 内存。"),
        report(3, "soft.example", "北风软件的游戏内存建议引发讨论，有人删除了旧系统。", headline="内存建议引发讨论"),
    )


def test_each_statement_keeps_the_evidence_of_its_brief() -> None:
    early, late = report(0, "cars.example", PLAN), report(2, "cars.example", KEPT)

    [found] = told(early, late)

    assert (found.early, found.late) == (early.brief.one_sentence, late.brief.one_sentence)
    assert (found.early.evidence[0].quote, found.late.evidence[0].quote) == (PLAN, KEPT)


def test_reports_of_one_day_are_not_compared() -> None:
    assert not told(report(0, "early.example", PLAN), report(0, "late.example", KEPT))


def test_what_came_of_it_before_the_window_is_not_told_again() -> None:
    reports = report(0, "cars.example", PLAN), report(2, "cars.example", KEPT)

    assert hindsights_of(reports, MONDAY + timedelta(2))
    assert not hindsights_of(reports, MONDAY + timedelta(3))


def test_changes_come_first_and_no_sentence_stands_twice() -> None:
    amounts = [f"极光{word}项目总投资规模达 {number}.5 亿元。" for number, word in enumerate("甲乙丙丁戊己", start=31)]
    again = [
        f"公告称，极光{word}项目的总投资规模为 {number}.5 亿元人民币。"
        for number, word in enumerate("甲乙丙丁戊己", start=31)
    ]
    withdrawn = "北风软件撤回了极光甲项目总投资规模的公告。"

    found = told(
        report(0, "early.example", *amounts), report(1, "late.example", withdrawn, *again, headline="北风撤回公告")
    )

    texts = [statement.text for one in found for statement in (one.early, one.late)]
    assert [one.outcome for one in found] == ["changed", *["confirmed"] * (MOST - 1)]
    assert len(texts) == len(set(texts))


def told(*reports: Report) -> tuple[Hindsight, ...]:
    """Return what became of the early of these reports."""
    return hindsights_of(reports, MONDAY)


def report(day: int, host: str, *sentences: str, headline: str = "", **changes: Any) -> Report:
    """Return a report of a day after Monday whose brief says these sentences."""
    url = f"https://{host}/{content_id(*sentences)}"
    source = sample.article(url, headline or sentences[0], "\n".join(sentences), day=MONDAY + timedelta(day))
    story = Story(id=content_id(url), day=source.day, articles=(source,))
    points = tuple(Point(text=text, evidence=sample.evidence(source, text)) for text in sentences[1:])
    return Report(sample.brief(story, headline or sentences[0], findings=points, **changes), host)
