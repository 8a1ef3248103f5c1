"""A statement tells what its quotations tell: who does what, what is denied, planned or done, of all or of some."""

from datetime import date

import pytest

from digest_pipeline.briefs.grounding import Ground, details, objections
from digest_pipeline.model import Evidence, Statement


def told(statement: str, text: str) -> Statement:
    return Statement(text=statement, evidence=(Evidence(article_id="article", start=0, end=len(text), quote=text),))


def objected(statement: str, text: str) -> bool:
    return bool(objections(told(statement, text), Ground(text, dates=(date(2026, 5, 20),))))


# Each with what the article says, what may be said of it, and what may not.
@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        (
            "The harbour board asked the shipyard for a new offer in May.",
            "The harbour board asked the shipyard for an offer",
            "The shipyard asked the harbour board for a new offer",
        ),
        ("项目由设计阶段转向施工阶段，进展顺利。", "项目已从设计阶段转向施工阶段", "项目从施工阶段转向设计阶段"),
        (
            "The drum encoder is far more robust than the ring encoder.",
            "The drum encoder is more robust than the ring encoder",
            "The ring encoder is far more robust than the drum encoder",
        ),
        (
            "The probes use the relay satellite instead of the ground antenna.",
            "They use the relay satellite instead of the ground antenna",
            "They use the ground antenna instead of the relay satellite",
        ),
        ("审计署将听取承包商的说明，再作决定。", "审计署将听取承包商的说明", "承包商将听取审计署的说明"),
        (
            "Fernwell won a ruling last week because of Norcast's late delivery.",
            "Fernwell won a ruling over the late delivery",
            "Norcast won a ruling last week against Fernwell",
        ),
    ],
)
def test_who_does_it_is_not_turned_round(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


def test_a_passive_says_the_same_the_other_way_round() -> None:
    assert not objected(
        "The shipyard was asked by the harbour board for a new offer",
        "The harbour board asked the shipyard for a new offer in May.",
    )


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("重制版不会扩大地图，但会增加岛屿。", "重制版不会扩大地图", "重制版会扩大地图和岛屿"),
        ("自 7 月起该应用不再支持旧款手表和平板。", "7 月起应用不再支持旧款手表", "7 月起应用继续支持旧款手表和平板"),
        (
            "The library lacks native support for sparse matrices and strings.",
            "The library has no native support for sparse matrices",
            "The library has native support for sparse matrices",
        ),
        (
            "Small farms don't always have this choice of buyers.",
            "小农场并不总有这样的选择",
            "小农场总是有买家可以选择",
        ),
    ],
)
def test_a_negation_is_neither_lost_nor_added(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        # The word is said elsewhere without the negation, or its opposite is denied.
        ("The tool indexes new pages.", "The tool indexes pages at night. It does not index new pages on Sundays."),
        ("The council declined to fund the bridge.", "The council will not fund the bridge this year, it said."),
        ("The archive is 18 MiB when not compressed.", "The archive (18 MiB of uncompressed text) holds all pages."),
        ("免费版仍面向日常使用。", "免费版本则继续面向用户的日常使用，不收费用。"),
    ],
)
def test_a_negation_told_otherwise_is_none_that_was_lost(statement: str, text: str) -> None:
    assert not objected(statement, text)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("两台机组预计于 2027 年投产发电。", "两台机组预计 2027 年投产发电", "两台机组已投产发电"),
        ("三号机组已于 4 月正式启动装料工作。", "三号机组 4 月启动了装料", "三号机组计划启动装料工作"),
        (
            "Lakeview has acquired the robotics startup for an undisclosed sum.",
            "Lakeview acquired the robotics startup",
            "Lakeview plans to acquire the robotics startup",
        ),
    ],
)
def test_a_plan_is_no_deed_and_a_deed_no_plan(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("部分粉丝希望看到原来的剧情。", "部分粉丝希望看到原来的剧情", "所有粉丝都希望看到原来的剧情"),
        ("拟没收三家公司的全部违法所得。", "拟没收三家公司全部违法所得", "拟没收三家公司的部分违法所得"),
        (
            "Recent parsers fail to recover nested tables from scans.",
            "Recent parsers fail to recover nested tables",
            "All parsers fail to recover nested tables from scans",
        ),
    ],
)
def test_some_are_not_all(text: str, true: str, false: str) -> None:
    assert not objected(true, text)
    assert objected(false, text)


def test_two_things_do_not_change_places_between_clauses() -> None:
    text = "硫化物离子电导率高，但对空气极度敏感；氧化物稳定性好、耐高压，但刚性强。"
    assert not objected("硫化物离子电导率高，氧化物稳定性好、耐高压", text)
    assert objected("氧化物离子电导率高，硫化物稳定性好、耐高压", text)


def test_a_name_does_not_stand_where_the_quotations_have_another() -> None:
    text = "Corvid ranks first on every task of the suite. Lynxia is the smallest model of the field."
    quoted = text.partition(" Lynxia")[0]
    ground = Ground(text)
    assert not objections(told("Corvid ranks first on every task", quoted), ground)
    assert objections(told("Lynxia ranks first on every task", quoted), ground)


def test_a_number_does_not_stand_where_the_quotations_have_another() -> None:
    text = "总营运开支同比下降 10.4%，研发开支同比下降 22.4%。"
    assert not objected("研发开支同比下降 22.4%", text)
    assert objected("研发开支同比下降 10.4%", text)


def test_an_objection_says_what_the_article_has_instead() -> None:
    text = "自 7 月起该应用不再支持旧款手表和平板。"
    failed = [
        one for one in details(told("7 月起应用继续支持旧款手表和平板", text), Ground(text)) if one.verdict == "failed"
    ]
    assert [(one.kind, one.surface) for one in failed] == [("statement", "支持")]
    assert "不再支持旧款手表" in failed[0].reason


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The car is 4,665 mm long.", "车身尺寸为 4665×1895×1675mm。"),
        ("表决权比例可升至约六成。", "表决权比例将提升至约 6 成。"),
        ("It holds 30 GB of unused material.", "It comes with 30 gigs of unused material."),
    ],
)
def test_measures_are_read_as_they_are_written(statement: str, text: str) -> None:
    assert not objected(statement, text)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("The train runs at up to 120 mph.", "列车最高运行时速 120km/h。"),
        ("It comes with 12 years of maintenance.", "公司将交付 12 列动车组，并提供 15 年维保。"),
        ("The shares were down more than 6 percent.", "The shares were up more than 6 percent."),
        ("上市价比预售价高 3000 元。", "上市价仅比预售价低 3000 元。"),
        ("The car will be shown this year.", "新车将于明年亮相。"),
    ],
)
def test_a_number_is_of_its_unit_and_direction(statement: str, text: str) -> None:
    assert objected(statement, text)
