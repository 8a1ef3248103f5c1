"""Details of a statement held against an article, in one language and across the two."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest_pipeline.briefs.grounding import Ground, details, locate, objections
from digest_pipeline.briefs.grounding.details import stands_in
from digest_pipeline.model import Evidence, Statement

DAY = date(2026, 6, 3)


def ground(text: str, **beside: object) -> Ground:
    return Ground(text, dates=(DAY,), **beside)  # type: ignore[arg-type]  # a test gives what Ground takes


def said(text: str, of: Ground, *quotes: str) -> Statement:
    """Return a statement that rests on `quotes`."""
    return Statement(text=text, evidence=tuple(_evidence(of, quotes)))


def failed(statement: str, text: str, *quotes: str) -> list[str]:
    """Return the details of `statement` that `text` does not bear out, as written."""
    of = ground(text)
    return [detail.surface for detail in details(said(statement, of, *quotes), of) if detail.verdict == "failed"]


def _evidence(of: Ground, quotes: tuple[str, ...]) -> Iterator[Evidence]:
    for quote in quotes:
        place = locate(quote, of.text)
        assert place is not None
        yield Evidence(article_id="a", start=place[0], end=place[1], quote=of.text[slice(*place)])


# --- Numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("用户达到 1.2 万", "It has 12,000 users."),
        ("It has 12,000 users", "用户达 1.2 万"),
        ("１２，０００ users", "12000 users"),
        ("融资 500 万美元", "It raised $5m."),
        ("It raised $5m", "融资 500 万美元"),
        ("It raised $1.5 billion", "融资 15 亿美元"),
        ("估值 2 万亿美元", "valued at $2T"),
        ("占 50%", "其中五成来自海外"),
        ("占 50%", "half of the users"),
        ("占一半", "50% of the users"),
        ("a third of them, 30%", "三分之一，百分之三十"),
        ("占三分之一", "a third of the users"),
        ("八成用户", "8 out of 10 users"),
        ("四分之一的用户", "one in four users"),
        ("快了 3 倍", "three times faster"),
        ("It is 3x faster", "速度是三倍"),
        ("Speed doubled, 2x", "速度翻倍"),
        ("三倍的速度", "a 3-fold speed-up"),
        ("两万人参加", "20,000 people took part"),
        ("两万五千人", "25,000 people"),
        ("half a million users", "50 万用户"),
        ("20 多万用户", "more than 200,000 users"),
        ("十亿参数", "a 1B model"),
        ("参数为 2350 亿", "Qwen3-235B-A22B"),
        ("70.5 分", "accuracy of 70.50"),
        ("增长 10% 到 20%", "growth of 10–20%"),
        ("a fine of 100 to 200 million yuan", "罚款 1 至 2 亿元"),
        ("装机 1.2 GW", "装机 120 万千瓦"),
        ("a 50-megapixel camera", "5000 万像素摄像头"),
        ("共 3 个模型", "three models"),
        ("准确率 87.3%", "accuracy (%): 87.3"),
        ("耗时 21 天", "It took 21 days"),
        ("花了 3 个小时", "took three hours"),
        ("一个新的起点，十分重要，千万不要错过", "nothing counted here"),
        ("One of them, a first", "nothing counted here"),
        ("a valuation of $42.8 billion", "估值 428.15 亿美元"),
        ("近三成的份额", "a share of 29.7%"),
        ("just over a quarter of the shares", "持股 25.1%"),
        ("提升 3 个百分点", "up 3 percentage points"),
        ("down by more than a quarter", "下跌 26%"),
        ("three million more than a quarter earlier", "单季度增长 300 万"),
        ("cut by roughly a fifth to two fifths", "reduced by 19.4-42.4%"),
        ("nearly four-fifths of it", "79% of it"),
        ("close to 100 million yuan", "近亿元融资"),
        ("over a million times every day", "每天超过一百万次"),
        ("tested 30 times.", "测试了 30 次"),
        ("These three companies agreed", "Corvane and two others agreed"),
        ("within a week", "7 天内"),
        ("wafers piled 1,500 meters high", "堆叠高度约 1500m"),
        ("7 pounds", "7 磅"),
        ("7 pounds", "£7"),
        ("530 million reais", "5.30 亿巴西雷亚尔"),
        ("NT$5 billion", "新台币 50 亿元"),
        ("US$500,000", "$500,000"),
        ("$4,400 per ounce", "4400 美元/盎司"),
        ("续航 635 千米", "a range of 635 km"),
        ("百分之20", "a 20% rise"),
    ],
)
def test_a_number_that_the_article_gives_in_any_form_is_grounded(statement: str, text: str) -> None:
    assert failed(statement, text) == []


@pytest.mark.parametrize(
    ("statement", "text", "missing"),
    [
        ("用户达到 1.3 万", "It has 12,000 users.", ["1.3 万"]),
        ("用户达到 1.2 亿", "It has 12,000 users.", ["1.2 亿"]),
        ("It has 13,000 users", "用户达 1.2 万", ["13,000"]),
        ("raised $6 million", "融资 500 万美元", ["$6 million"]),
        ("融资 5 亿欧元", "It raised $500 million.", ["5 亿欧元"]),
        ("融资 5 亿元", "It raised $500 million.", ["5 亿元"]),
        ("占 40%", "其中五成来自海外", ["40%"]),
        ("占四成", "50% of the users", ["四成"]),
        ("占三分之一", "a quarter of the users", ["三分之一"]),
        ("快了 4 倍", "three times faster", ["4 倍"]),
        ("三倍的速度", "twice as fast", ["三倍"]),
        ("80 TB 内存", "80 GB of memory", ["80 TB"]),
        ("延迟 30 秒", "a latency of 30 ms", ["30 秒"]),
        ("上升 14%", "同比上升 14 个百分点", ["14%"]),
        ("占 30%", "30 people came", ["30%"]),
        ("年产 5 万片", "产能 5 万片/月", ["5 万"]),
        ("得 4 分", "a score of 3.97", ["4"]),
        ("a valuation of $44 billion", "估值 428.15 亿美元", ["$44 billion"]),
        ("从 63.9% 升到 74.1%", "from 63.9% to 71.4%", ["74.1%"]),
        ("three million users", "two million users", ["three million"]),
        ("twelve industries", "涵盖八大行业", ["twelve"]),
        ("版本 4，300 人", "版本 4，共 200 人", ["300"]),
        ("占四分之一，约 25%", "40% of it", ["四分之一", "25%"]),
        ("two fifths of it", "42.4% of it", ["two fifths"]),
        ("高度约 1500 公里", "堆叠高度约 1500m", ["1500 公里"]),
        ("7 pounds of power", "7 公斤的动力", ["7 pounds"]),
        ("5.30 亿美元", "5.30 亿巴西雷亚尔", ["5.30 亿美元"]),
        ("4400 美元/克", "4400 美元/盎司", ["4400 美元"]),
    ],
)
def test_a_number_that_the_article_does_not_give_is_named(statement: str, text: str, missing: list[str]) -> None:
    assert failed(statement, text) == missing


@example("B1,000")
@given(st.text(alphabet="0123456789.,万亿千百十一二三两成倍%$ xkKMB年月日-GPT", max_size=60))
def test_a_text_bears_out_itself(text: str) -> None:
    assert failed(text, text) == []


# --- Dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("2026 年 2 月 3 日", "Feb 3, 2026"),
        ("on 3 February 2026", "2026-02-03"),
        ("on June 3", "6月3日"),
        ("6 月 13 日至 16 日", "June 13 to 16"),
        ("mid-2026", "2026 年年中"),
        ("一季度", "Q1 revenue"),
        ("in the third quarter", "第三季度"),
        ("上半年", "in the first half of the year"),
        ("in the first five months", "1-5 月"),
        ("2026 年 4 月", "in April"),
        ("2025 年的收入", "last year's revenue"),
        ("在周二", "on Tuesday"),
        ("二〇二六年五月二十日", "May 20, 2026"),
        ("It may get backing", "It is planned"),
        ("They march on", "They go on"),
        ("The Long March 12B is tall", "长征十二号乙很高"),
        ("May 16，20 位志愿者", "5 月 16 日，20 位志愿者"),
    ],
)
def test_a_date_that_the_article_gives_in_any_form_is_grounded(statement: str, text: str) -> None:
    assert failed(statement, text) == []


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("2026 年 2 月 4 日", "Feb 3, 2026"),
        ("2025 年 2 月 3 日", "Feb 3, 2026"),
        ("in March", "4 月发布"),
        ("二季度", "Q1 revenue"),
        ("下半年", "in the first half of the year"),
        ("early 2028", "2027 年初"),
        ("early 2027", "2027 年末"),
        ("on Friday", "在周二"),
    ],
)
def test_another_date_is_not(statement: str, text: str) -> None:
    assert len(failed(statement, text)) == 1


def test_the_day_of_publication_is_given_unless_the_quotations_name_another() -> None:
    assert failed("发布于 6 月 3 日", "It was released.") == []
    assert failed("发布于 6 月 3 日", "It was released on May 4, 2026.", "released on May 4") == ["6 月 3 日"]


# --- Names, versions, links ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("谷歌发布新模型", "Google released a model."),
        ("Nvidia bought it", "英伟达收购了它"),
        ("Cui Dongshu said so", "崔东树表示"),
        ("The Shenzhen court", "深圳市法院"),
        ("OpenAI's model", "OpenAI 的模型"),
        ("CATL leads", "宁德时代领先"),
        ("Every newspaper said so", "The press said so."),
        ("Wingshift raised money", "翼移科技完成融资"),
        ("发布 GPT-5.1", "gpt 5.1 is out"),
        ("GPT-5.1-based agents", "agents on GPT-5.1"),
        ("iOS 19", "iOS 18 and 19"),
        ("版本 v2.3", "version 2.3"),
        ("版本 5.1.2", "release 5.1.2"),
        ("512 块 H100", "512 H100s"),
        ("AT&T sues", "AT&T sued"),
        ("荷兰的供应商", "a Dutch provider"),
        ("a German court", "德国法院"),
        ("a firm of Germany", "a German firm"),
        ("TSMC grew", "台积电增长"),
        ("股价盘中上涨", "The price rose in midday trading"),
        ("高管表示满意", "管理层满意"),
        ("扎克伯格称公司亏损", "扎克伯格说公司亏损"),
        ("新余额不足", "余额不够"),
        ("OpenCV of the 4.x era", "OpenCV 4.x 时期"),
        ("The paper is arXiv 2604.18486", "报告：https://arxiv.org/abs/2604.18486"),
    ],
)
def test_a_name_is_found_in_its_spellings_and_in_the_other_language(statement: str, text: str) -> None:
    assert failed(statement, text) == []


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("微软发布新模型", "Google released a model."),
        ("Qualcomm bought it", "英伟达收购了它"),
        ("The Shenzhen court", "东莞市法院"),
        ("Waymo opens in London", "小马智行在伦敦开业"),
        ("Snowflake opens a lab", "Corvane opens a lab"),
        ("该模型由 Perplexity 发布", "Google 发布该模型，困惑度 perplexities 很低"),
        ("It was made by Zorvex", "It was made by Corvane."),
        ("该模型由 Zorvex 制造", "该模型由 Corvane 制造"),
        ("发布 GPT-5", "GPT-5.1 is out"),
        ("发布 GPT-6 与 H200", "GPT-5.1 on the H200"),
        ("版本 5.1.3", "release 5.1.2"),
        ("in the 3.x era", "4.x 时期"),
        ("Corvane 26.05 is out", "NixOS 26.05 is out"),
        ("由 Novartis 与 Accel 领投", "由 GV 与 Accel 领投"),
        ("The coding application Windsurf has it", "它被集成至编程应用 Cursor"),
        ("It was led by Andreessen Horowitz", "It raised a Series B."),
        ("Claude Opus 5.1", "GPT-5.1 and Claude Opus 4.5"),
        ("见 https://example.org/b", "见 https://example.org/a"),
        ("见 https://example.org/a", "见 https://example.org/ab"),
        ("It is arXiv 2604.18468", "报告：https://arxiv.org/abs/2604.18486"),
        ("DOI 10.1145/1234567.890", "DOI 10.1145/1234567.891"),
    ],
)
def test_another_name_version_or_link_is_not(statement: str, text: str) -> None:
    assert len(failed(statement, text)) == 1


def test_a_link_of_the_article_is_grounded_though_the_text_does_not_spell_it() -> None:
    of = ground("The code is open.", links=("https://www.example.org/code/",))
    assert objections(said("The code is at http://example.org/code", of), of) == []


def test_a_name_that_the_article_tells_once_and_far_from_the_quotations_is_not_borne_out() -> None:
    far = " ".join(f"Sentence number {number} says nothing of the kind." for number in range(20))
    text = f"{far} Corvane sells cranes. {far} Ingrid made a boat. It floats. {far}"
    assert failed("Corvane made a boat", text, "made a boat") == ["Corvane"]
    assert failed("Ingrid made a boat", text, "made a boat") == []


def test_speech_is_quoted_as_it_stands() -> None:
    text = "他说：“这是我们最好的一年，明年会更好。”"
    assert failed("他说：“这是我们最好的一年。”", text) == []
    assert failed("他说：“我们将在三年内上市。”", text) == ["“我们将在三年内上市。”", "三年"]


def test_the_capitals_of_speech_and_what_is_left_out_of_it_do_not_matter() -> None:
    text = "She said: “Agents are only as useful as what they can connect to, and that is a lot. We know.”"
    assert failed('She said "agents are only as useful as what they can connect to".', text) == []
    assert failed("She said “agents are only as useful … and that is a lot!”", text) == []
    assert failed("She said “that is a lot … agents are only as useful”", text) != []


def test_speech_said_in_the_other_language_shares_words_with_the_quotations() -> None:
    text = "“We will close the studios that lose money,” he said."
    assert failed("他说：“我们将关闭亏钱的工作室。”", text, "We will close the studios that lose money") == []
    invented = "“新飞机明年春天在上海首次飞行。”"
    assert invented in failed(f"他说：{invented}", text, "We will close the studios that lose money")


# --- What was exchanged ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The naive agent scored 49.6%, the guarded one 83%.", "naive agents (83%) and guarded agents (49.6%)"),
        ("三星的份额为 45.3%，LG 为 46.1%。", "三星电子（46.1%）领先于 LG 电子（45.3%）"),
        ("OpenAI raised $161 billion and Anthropic $186 billion.", "OpenAI（1860 亿美元）与 Anthropic（1610 亿美元）"),
        ("准确率从 71.4% 升至 63.9%。", "Accuracy went up from 63.9% to 71.4%."),
        ("They cut it from 1.3% to 15%.", "reduced from 15% to 1.3%"),
    ],
)
def test_true_numbers_that_were_exchanged_are_found(statement: str, text: str) -> None:
    assert failed(statement, text, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The naive agent scored 83%, the guarded one 49.6%.", "naive agents (83%) and guarded agents (49.6%)"),
        ("LG 的份额为 45.3%，三星为 46.1%。", "三星电子（46.1%）领先于 LG 电子（45.3%）"),
        ("Anthropic raised $161 billion and OpenAI $186 billion.", "OpenAI（1860 亿美元）与 Anthropic（1610 亿美元）"),
        ("准确率升至 71.4%，此前为 63.9%。", "Accuracy went up from 63.9% to 71.4%."),
        ("5 月装车 72GWh，同比增长 26%。", "5 月装车 72GWh，同比增 26%。1-5 月装车 259GWh，同比增 7%。"),
        ("It is 2 到 30 倍 as much with 80 万 tokens.", "2× to 30× more often after 800K tokens"),
        ("A and B scored 12% and 34%, respectively.", "B scored 34% and A 12%."),
        ("It costs $240 more, $789 in all.", "It now sells for $789, $240 more than its previous $549 price."),
        ("Sales fell 17.6% to 13.03 billion yuan.", "总营收 130.3 亿元（约 130 亿元），同比下降 17.6%"),
    ],
)
def test_numbers_in_another_order_are_not_exchanged(statement: str, text: str) -> None:
    assert failed(statement, text, text) == []


# --- Places ----------------------------------------------------------------------------------------------------------


def test_a_detail_tells_where_it_stands_and_where_the_article_bears_it_out() -> None:
    text = "On Monday Corvane sold 41 cranes."
    of = ground(text)
    statement = said("周一，Corvane 售出 41 台。", of, "Corvane sold 41 cranes")
    found = {detail.kind: detail for detail in details(statement, of)}
    assert {kind: detail.surface for kind, detail in found.items()} == {
        "date": "周一",
        "name": "Corvane",
        "number": "41",
    }
    for detail in found.values():
        assert statement.text[detail.start : detail.end] == detail.surface
        assert detail.place is not None
    assert {text[slice(*detail.place)] for detail in found.values() if detail.place} == {"Monday", "Corvane", "41"}


def test_what_lies_beside_the_text_bears_out_without_a_place() -> None:
    of = ground("It is fast.", beside=("Corvane sells cranes",))
    (detail,) = details(said("It is by Corvane", of), of)
    assert (detail.verdict, detail.place) == ("grounded", None)


def test_a_measured_value_stands_in_its_quotations_with_its_unit() -> None:
    of = ground("Latency is 30 ms. Memory is 80 GB.")
    evidence = tuple(_evidence(of, ("Latency is 30 ms",)))
    assert stands_in("30", "毫秒", of, evidence)
    assert not stands_in("30", "s", of, evidence)
    assert not stands_in("80", "GB", of, evidence)
    assert not stands_in("", "", of, evidence)


def test_objections_name_leaks_and_what_has_no_ground() -> None:
    of = ground("The model is fast.")
    lines = objections(said("As an AI, I think it has 13 billion parameters.", of), of)
    assert len(lines) == 2
    assert "speaks of the writer" in lines[0]
    assert "13 billion" in lines[1]
    assert objections(said("  ", of), of) == ["it says nothing"]
