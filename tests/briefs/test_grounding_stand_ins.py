"""A detail in the place of the article's own, each beside the statement that tells it rightly."""

import pytest

from tests.briefs.test_grounding_details import failed

RIGHT_AND_WRONG = [
    ("该机支持 12 伏输入。", "该机支持 12 安培输入。", "文件显示该机支持 12V 输入电压。"),
    ("Owners get it for three years.", "Owners get it for three months.", "车主可享 3 年服务，配三辐方向盘。"),
    ("他搬过两次家。", "他搬过五次家。", "他曾经历两次搬家。"),
    ("It took 7 and a half hours.", "It took 6 and a half hours.", "全程用了 7.5 小时。"),
    ("耗时九天半。", "耗时八天半。", "It took 9.5 days."),
    ("每月 4.99 美元或每年 49 美元。", "每月 3.99 美元或每年 49 美元。", "It is ($4.99 a month / $49 a year)."),
    ("It raised tens of millions of yuan.", "It raised tens of millions of dollars.", "灯塔完成数千万元融资。"),
    ("灯塔有数百万用户。", "灯塔有数十万用户。", "Lighthouse has millions of users."),
    ("桨叶占过半。", "桨叶占七成。", "桨叶占 53%，船体占 47%。"),
    ("The case has six ports.", "The case has eight ports.", "机箱设有 6 个端口，另有 12 个螺孔。"),
    ("船体为五片式。", "船体为七片式。", "船体采用五片式拼接。"),
    ("协议是 HAPL 第 3 版。", "协议是 HAPL 第 2 版。", "It breaks HAPLv3, and 2 lawyers say so."),
    ("灯塔发布 W4S 清洁机。", "灯塔发布 W3S 清洁机。", "灯塔发布 W4S 清洁机，共 3 款。"),
    ("They tested Beam 8x7B.", "They tested Beam 8x22B.", "They tested Beam 8x7B and 22 others."),
    ("引擎升到 2.0 版。", "引擎升到 3.0 版。", "引擎升到 2.0 版，用于 3D 图像。"),
    (
        "代码在 GitHub 的 harbour/lamp-kit。",
        "代码在 GitHub 的 harbour/lamp-hub。",
        "On GitHub: harbour/lamp-kit.",
    ),
    (
        "资料见https://lamp.dev/a，由灯塔整理。",
        "资料见https://lamp.dev/b，由灯塔整理。",
        "See https://lamp.dev/a for more.",
    ),
    ("每周一早上发信。", "每周五早上发信。", "Every Monday a letter is sent."),
    ("He left the board in 2023.", "He left the board in 2020.", "He stayed until 2023. It was founded in 2020."),
    ("售价 69.99 加元。", "售价 69.99 美元。", "It costs $69.99 CAD."),
    ("每周培训 5 小时。", "每月培训 5 小时。", "They get five hours of training each week."),
    ("预计下一季度增长 12%。", "预计下一季度增长 18%。", "It expects growth of 12% in the next quarter."),
    (
        "甲板病增加 158%，船舱病增加 131%。",
        "甲板病增加 131%，船舱病增加 158%。",
        "甲板病和船舱病，分别增加了158%和131%。",
    ),
    (
        "The agent is Zarbo Haiku.",
        "The agent is Zarbo Sonnet.",
        "A second agent, Zarbo Haiku, scores it.\nIt rained.\nIt snowed.\nZarbo Sonnet wrote it.\nZarbo Sonnet left.",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "text"), RIGHT_AND_WRONG)
def test_only_the_detail_that_the_article_has_is_borne_out(right: str, wrong: str, text: str) -> None:
    quote = text.split("\n", maxsplit=1)[0].split(". It was", maxsplit=1)[0]
    assert failed(right, text, quote) == []
    assert failed(wrong, text, quote)


ELSEWHERE = "也有报道说，玛丽·罗斯另有看法。她在会上没有发言。"


@pytest.mark.parametrize(
    ("right", "wrong", "text"),
    [
        (
            "彼得·汉森表示，订单已经排满。",
            "玛丽·罗斯表示，订单已经排满。",
            f"灯塔总裁彼得·汉森（Peter Hansen）表示，订单已经排满。会议开了两天。天气很好。{ELSEWHERE}",
        ),
        (
            "Ann Lee formally opened the harbour.",
            "Bob Ray formally opened the harbour.",
            "Ann Lee, class of 2016, formally opened the harbour. It rained. Boats came. Bob Ray left. Bob Ray came.",
        ),
        (
            "列车困在贺州的一处隧道里。",
            "列车困在桂林的一处隧道里。",
            "列车被困在贺州一处隧道内，另有开往桂林的列车停运。",
        ),
    ],
)
def test_somebody_else_may_not_stand_where_the_article_has_a_name(right: str, wrong: str, text: str) -> None:
    quote = text.split("。" if "。" in text else ". ", maxsplit=1)[0]
    assert failed(right, text, quote) == []
    assert failed(wrong, text, quote)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("早在 2018 年微软就开源了 Lamp 1.25。", "微软在 2018 年开源发布 Lamp 1.25。"),
        ("Harbour College immunologist Ann Lee spoke.", "Ann Lee, an immunologist at Harbour College, spoke."),
        ("船员停留 43 天，出舱近 30 小时。", "Crew spent almost 30 hours of 43 days outside."),
        ("首先超过了 OpenAI。", "首先超过了 OpenAl。\n多年前成立。\nOpenAI 未回应，OpenAI 在西部。"),
        ("平分给 3 亿美国人。", "split across the 300 million US population"),
        ("The bolts carry 50 tonnes.", "该系列覆盖 1T 至 50T 承载能力。"),
        ("It opens at http://localhost:8080 first.", "Open `http://localhost:8080` first."),
        ("It grew in early 2026.", "2026 年第一季度实现增长。"),
        ("It was renewed for a fourth and final season.", "获续订第四季。"),
        ("平台比上年多出一成有余。", "同比增长 11.04%。"),
        ("灯塔最初投了 13 万元。", "灯塔最初投了13万块。"),
        ("It drew an audience of some ten thousand.", "那场万人盛会刚刚落幕。"),
        ("推理快一倍以上。", "It has more than 2x faster inference."),
        ("途安达不到要求。", "The Touran does not meet the demands."),
        ("It blames Kim's supervisor Jimmy Ba.", "It blames Kim's supervisor, xAI co-founder Jimmy Ba, for it."),
    ],
)
def test_the_same_in_other_words_is_not_objected_to(statement: str, text: str) -> None:
    assert failed(statement, text, text) == []
