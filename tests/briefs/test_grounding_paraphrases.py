"""What a fluent paraphrase says in other words or the other language meets with no objection; what is changed does."""

from datetime import date

import pytest

from digest_pipeline.briefs.grounding import Ground, objections
from digest_pipeline.model import Evidence, Statement


def objected(statement: str, text: str) -> bool:
    evidence = (Evidence(article_id="article", start=0, end=len(text), quote=text),)
    return bool(objections(Statement(text=statement, evidence=evidence), Ground(text, dates=(date(2026, 5, 20),))))


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("It starts at 9 p.m. Beijing time", "将于北京时间今晚21:00开始"),
        ("火箭于晚上6点半升空", "The rocket lifted off at 6:30 p.m."),
        ("截至4月底", "as of April 30"),
        ("The meeting took place in mid-May", "会议于5月15日举行"),
        ("前四个月售出 12754 辆", "It sold 12,754 cars through April"),
        ("Revenue grew 12% over the first nine months", "前三季度营收增长12%"),
        ("上半年净利润增长 35.2%", "First-half net profit rose 35.2%"),
        ("公司成立于上世纪90年代", "It was founded in the 1990s"),
        (
            "pre-tax profit of 2.3 billion euros beat the 2.2 billion analysts expected",
            "利润 23 亿欧元，预期 22 亿欧元",
        ),
        ("It took about 10.5 million yuan", "票房 1051.11 万"),
        ("已核发超过 14.2 万张", "已核发 142247 张"),
        ("碳强度低至每千瓦时 23.96 克", "as low as 23.96 grams per kilowatt-hour"),
        ("没有系统通过半数以上尝试", "no system passed a majority of attempts"),
        ("Rates were cut by 0.25 percentage points", "下调利率25个基点"),
        ("It sells at a 20% discount", "产品打八折出售"),
        ("sales nearly tripled", "销量增长了近两倍"),
        ("the first time in three decades", "三十年来首次"),
        ("One in five users uses it", "每五名用户中有一名使用"),
        ("Shenzhou-23 is due to launch", "神舟二十三号飞船将发射"),
        ("The Xiaomi 17 Max has a new screen", "小米 17 Max 采用新屏幕，Xiaomi 系列最佳"),
        ("Chengwu Robotics raised money", "乘物机器人完成融资"),
        ("拉里·布沙特因发布一张梗图被捕", "Larry Bushart was arrested for posting a meme"),
        ("通用汽车宣布降价", "GM is cutting prices"),
        ("特朗普政府审查研究", "The Trump administration censors studies"),
        ("美国 FDA 阻止发表研究", "the Food and Drug Administration had blocked the publication of studies"),
        ("珀莱雅子公司拟受让股权", "珀莱雅的全资子公司拟受让股权"),
    ],
)
def test_a_paraphrase_meets_with_no_objection(statement: str, text: str) -> None:
    assert not objected(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("北京时间晚上8点开始", "It starts at 9 p.m. Beijing time"),
        ("It was released at the end of April", "4月15日发布"),
        ("The meeting took place in early May", "会议于5月15日举行"),
        ("It reaches 200 GFLOPS", "算力预计将超过 200 TFLOPs"),
        ("It has 50Gbps", "带宽为 50Mbps"),
        ("Rates were cut by 2.5 percentage points", "下调利率25个基点"),
        ("The v0.2.0 release is an early alpha", "The v0.1.0 release is an early alpha"),
        ("an NFPA 13R-equivalent system", "an NFPA 13D-equivalent system"),
        ("Google starts an Energy Impact Fund, run by Dominion Energy.", "Google launches an Energy Impact Fund"),
        ("日本 ASML 发布财报", "The Dutch company ASML reported"),
        ("Prices of input fell by 55.56% and of output by 66.67%", "输入价格下调66.67%、输出价格下调55.56%"),
        ("自然人周明哲签订协议", "自然人杨子枫签订协议"),
    ],
)
def test_what_a_paraphrase_changes_is_objected_to(statement: str, text: str) -> None:
    assert objected(statement, text)


@pytest.mark.parametrize(
    ("article", "statement", "fails"),
    [
        ("保护壳厚度 1mm，重量 23.4g。", "The case weighs 23.4 grams.", False),
        ("保护壳厚度 1mm，重量 23.4g。", "The case weighs 23.4 kg.", True),
        ("龙芯 3A6000 桌面处理器出货量突破 100 万片。", "龙芯 3A6000 出货已超百万片。", False),
        ("龙芯 3A6000 桌面处理器出货量突破 100 万片。", "龙芯 3C6000 出货已超百万片。", True),
    ],
)
def test_grams_are_no_kilograms_and_a_parts_number_is_one_name(article: str, statement: str, *, fails: bool) -> None:
    evidence = Evidence(article_id="a", start=0, end=len(article), quote=article)
    assert bool(objections(Statement(text=statement, evidence=(evidence,)), Ground(article))) is fails
