"""The same amount, date or measure in any two forms: a statement in the one is borne out by an article in the other."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.briefs.grounding import Ground, objections
from digest_pipeline.model import Statement

MONTHS = "January February March April May June July August September October November December".split()


def refused(statement: str, text: str) -> list[str]:
    return objections(Statement(text=statement, evidence=()), Ground(text, dates=(date(2026, 6, 3),)))


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def counts(value: int) -> list[str]:
    return [
        f"{value:,} users",
        f"{plain(Decimal(value) / 10**6)} million users",
        f"{plain(Decimal(value) / 10**9)} billion users",
        f"{plain(Decimal(value) / 10**4)} 万用户",
        f"{plain(Decimal(value) / 10**8)} 亿用户",
        f"{value} 名用户",
    ]


def sums(value: int) -> list[str]:
    return [
        f"${value:,}",
        f"US${value:,}",
        f"${plain(Decimal(value) / 10**6)} million",
        f"${plain(Decimal(value) / 10**6)}M",
        f"${plain(Decimal(value) / 10**9)}bn",
        f"{plain(Decimal(value) / 10**4)} 万美元",
        f"{plain(Decimal(value) / 10**8)}亿美元",
        f"{plain(Decimal(value) / 10**6)} million dollars",
    ]


def days(day: date) -> list[str]:
    name = MONTHS[day.month - 1]
    return [
        f"on {name} {day.day}, {day.year}",
        f"on {day.day} {name[:3]} {day.year}",
        f"于 {day.year} 年 {day.month} 月 {day.day} 日",
        f"于{day.year}年{day.month}月{day.day}日",
        f"on {day.isoformat()}",
    ]


MEASURES = (
    ("公斤", "kg", "kilograms", "千克"),
    ("公里", "km", "kilometers", "kilometres", "千米"),
    ("吨", "tonnes"),
    ("小时", "hours", "个小时"),
    ("GW", "吉瓦", "gigawatts"),
    ("GB", "gb"),
    ("毫秒", "ms", "milliseconds"),
    ("%", "percent", "per cent"),
    ("亿巴西雷亚尔", "00 million reais"),
    ("盎司", "ounces"),
    ("平方米", "square meters"),
)


@given(st.integers(1000, 999_999).map(lambda value: value * 1000), st.data())
def test_counts_and_sums_of_money(value: int, data: st.DataObject) -> None:
    for forms in (counts(value), sums(value)):
        said, given_ = data.draw(st.permutations(forms))[:2]
        assert refused(said, f"It has {given_}.") == []


@given(st.dates(date(2020, 1, 1), date(2027, 12, 31)), st.data())
def test_days(day: date, data: st.DataObject) -> None:
    said, given_ = data.draw(st.permutations(days(day)))[:2]
    assert refused(said, f"It came {given_}.") == []


@given(st.integers(11, 999), st.sampled_from(MEASURES), st.data())
def test_measures(value: int, units: tuple[str, ...], data: st.DataObject) -> None:
    said, given_ = data.draw(st.permutations(units))[:2]
    joints = ("" if unit[:2] == "00" else " " for unit in (said, given_))
    statement, text = (f"{value}{joint}{unit}" for joint, unit in zip(joints, (said, given_), strict=True))
    assert refused(statement, f"It is {text}.") == []


@given(st.sampled_from(range(20, 100, 10)))
def test_tenths(share: int) -> None:
    tenths = f"{'〇一二三四五六七八九'[share // 10]}成"
    assert refused(f"占{tenths}", f"{share}% of it") == []
    assert refused(f"{share}% of it", f"占{tenths}") == []
