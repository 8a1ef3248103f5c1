"""What an article has elsewhere, in place of what its quotations have; and other forms of time, units and shares."""

import pytest

from tests.briefs.test_grounding_details import failed

FORMS = [
    ("他平均专注一分十五秒。", "他平均专注一分五十秒。", "He could focus for 75 seconds on average."),
    ("It took one hour and 20 minutes.", "It took one hour and 30 minutes.", "全程用了80分钟。"),
    ("It took just over 98 hours.", "It took just over 80 hours.", "全程用时 98 小时 06 分 42 秒。"),
    ("The cell lasts twelve months.", "The cell lasts twelve weeks.", "The cell might only last around a year."),
    (
        "He worked there for nearly two decades.",
        "He worked there for nearly three decades.",
        "他在那里工作了近 20 年。",
    ),
    ("字号是 14 像素。", "字号是 14 毫米。", "It is rendered at 14px."),
    (
        "每天有两千多万个视频上传。",
        "每小时有两千多万个视频上传。",
        "More than 20 million videos are uploaded every day.",
    ),
    ("每20起故障就有19起怪它。", "每20起故障就有17起怪它。", "I guess 95% of all faults have been caused by it."),
    ("It takes a matter of days.", "It takes a matter of months.", "实验室里数天之内即可完成。"),
    ("公司处理上千份合同。", "公司处理上万份合同。", "They handle thousands of contracts."),
    ("It earned it in the January–March quarter.", "It earned it in the April–June quarter.", "2026 年第一季度如此。"),
    ("到3月底负债 43 亿元。", "到6月底负债 43 亿元。", "截至 2026 年第一季度末，负债 43 亿元。"),
    ("最轻约 3.76 斤。", "最轻约 1.88 斤。", "机身轻约 1.88kg。"),
    ("It serves 34-year-olds.", "It serves 43-year-olds.", "用户平均 34 岁。"),
    ("网址是 lamp.cz。", "网址是 lamp-ai.cz。", "See lamp.cz for more."),
    ("系统须用 x86_64 平台。", "系统须用 ARM64 平台。", "系统须运行在 x86_64 平台。"),
    ("成果刊于《灯塔》。", "成果刊于《船坞》。", "成果刊于《灯塔》期刊。"),
]


@pytest.mark.parametrize(("right", "wrong", "text"), FORMS)
def test_only_what_the_article_says_in_another_form_is_borne_out(right: str, wrong: str, text: str) -> None:
    assert failed(right, text, text) == []
    assert failed(wrong, text, text)


# What stands far from the quotations and not where the article says what it is about.
FILLER = "\nIt rained there for a long time.\nIt snowed there, too.\nNobody came to see it at all.\n" * 4
FILLER_HAN = "\n那里下了很久的雨。\n后来又下了雪。\n没有人来看。\n" * 12
ELSEWHERE = [
    (
        "Ann Lee gives the closing remarks.",
        "Bob Ray gives the closing remarks.",
        "Ann Lee will offer closing remarks",
        "Bob Ray watched.",
    ),
    ("灯塔今日发布 Zarb 3.2。", "灯塔今日发布 Zarb 3.1。", "灯塔今日宣布 Zarb 3.2 开始推送", "老用户仍用 Zarb 3.1。"),
    ("The maker scrapped the QRX.", "The maker scrapped the QMX.", "该公司取消了 QRX", "那里有雨。"),
    ("发布者是灯塔公司高管何庭波。", "发布者是灯塔公司高管徐直军。", "灯塔公司总裁何庭波发布新品", "徐直军表示赞同。"),
    ("论文刊于《灯塔》期刊。", "论文刊于《船坞》期刊。", "论文已发表于《灯塔》期刊", "他也读《船坞》。"),
]


@pytest.mark.parametrize(("right", "wrong", "quote", "later"), ELSEWHERE)
def test_what_stands_elsewhere_is_not_what_the_quotations_name(right: str, wrong: str, quote: str, later: str) -> None:
    full = quote + ("." if quote.isascii() else "。")
    text = full + (FILLER if quote.isascii() else FILLER_HAN) + later
    assert failed(right, text, quote) == []
    assert failed(wrong, text, quote)


def test_whom_quotations_call_by_a_pronoun_may_be_named_by_what_stands_elsewhere() -> None:
    text = f"他在会上介绍了新品，灯塔公司总裁何庭波也在场。{FILLER_HAN}徐直军表示赞同。徐直军走了。"
    assert failed("高管徐直军介绍了新品。", text, "他在会上介绍了新品，灯塔公司总裁何庭波也在场") == []


PARTS = [
    (
        "Nexus took part in the round that Battery led.",
        "Nexus led the round, and Battery participated.",
        "The round was led by Battery, with participation from Nexus, Lightspeed and others.",
    ),
    (
        "本轮由珑越资本领投，岚桥资本跟投。",
        "本轮由岚桥资本领投，珑越资本跟投。",
        "珑越资本领投本轮，岚桥资本、甲板基金跟投。",
    ),
    (
        "Battery was the investor, and Nexus acted as sole financial adviser.",
        "Nexus was the investor, and Battery acted as sole financial adviser.",
        "投资方为 Battery，Nexus 担任独家财务顾问。",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "text"), PARTS)
def test_nobody_has_the_part_of_another_one_in_a_round_of_funding(right: str, wrong: str, text: str) -> None:
    assert failed(right, text, text) == []
    assert failed(wrong, text, text)


def test_a_name_of_a_series_and_a_short_title_are_told_from_their_like() -> None:
    assert (
        failed("It builds capacitors into EMIB-M.", "EMIB-M 在硅桥中集成了电容器。", "EMIB-M 在硅桥中集成了电容器。")
        == []
    )
    assert failed("It builds capacitors into EMIB-T.", "EMIB-M 在硅桥中集成了电容器。", "EMIB-M 在硅桥中集成了电容器。")
    text = "成果发表于《自然》期刊。如今科学界看重它。"
    assert failed("成果刊于《自然》。", text, text) == []
    assert failed("成果刊于《科学》。", text, text)
    assert failed("《马拉松》已经发售。", "《灯塔:马拉松》已经发售。", "《灯塔:马拉松》已经发售。") == []


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("按老办法要花上半年多。", "按老办法往往耗时半年以上。"),
        ("出错率只有万分之三。", "准确率99.97%，无人值守。"),
        ("Four of the six makers must agree.", "6 家制造商中须有 4 家同意。"),
        ("It takes two SIM cards.", "该机支持双卡双待。"),
    ],
)
def test_more_forms_of_the_same_are_not_objected_to(statement: str, text: str) -> None:
    assert failed(statement, text, text) == []
