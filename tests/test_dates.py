"""Dates: what a string means, which day a moment belongs to, and which dates are not trusted."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_pipeline.dates import Window, day_of, days_between, distrust, parse, snowflake_time, yesterday

SHANGHAI = ZoneInfo("Asia/Shanghai")
DATES = Path(__file__).parents[2] / "shared" / "data" / "dates"
# A Wednesday, noon in Shanghai.
NOW = datetime(2026, 5, 6, 4, tzinfo=UTC)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-01 10:52:49  +0800", local(2026, 5, 1, 10, 52, 49)),
        ("2026年5月1日", local(2026, 5, 1)),
        ("２０２６年５月１日 10时52分", local(2026, 5, 1, 10, 52)),
        ("2026年5月1日 下午3:04", local(2026, 5, 1, 15, 4)),
        ("2026年5月1日10点半", local(2026, 5, 1, 10, 30)),
        ("2026年5月1日晚8:00", local(2026, 5, 1, 20)),
        ("二〇二五年十二月二十九日", local(2025, 12, 29)),
        ("二零二五年十月三十一日 20:15", local(2025, 10, 31, 20, 15)),
        ("2025-12-29 星期一", local(2025, 12, 29)),
        ("发布于 2025-12-29", local(2025, 12, 29)),
        ("发布时间：2025/12/29 20:15 来源：通讯社 阅读 1,234", local(2025, 12, 29, 20, 15)),
        ("北京时间2026年5月5日 20:15", local(2026, 5, 5, 20, 15)),
        ("2025년 12월 29일 오후 3:05", local(2025, 12, 29, 15, 5)),
        ("2026. 5. 3.", local(2026, 5, 3)),
        ("2026/05/01 10:52", local(2026, 5, 1, 10, 52)),
        ("2026-05-01T02:52:49.5Z", datetime(2026, 5, 1, 2, 52, 49, 500_000, tzinfo=UTC)),
        ("2026-05-01T02:52:49,5Z", datetime(2026, 5, 1, 2, 52, 49, 500_000, tzinfo=UTC)),
        ("2026-05-01T24:00:00", local(2026, 5, 2)),
        ("2026-06-30T23:59:60Z", datetime(2026, 7, 1, tzinfo=UTC)),
        ("2026-W18-5", local(2026, 5, 1)),
        ("2026-121", local(2026, 5, 1)),
        ("20260501", local(2026, 5, 1)),
        ("20260501T101112Z", datetime(2026, 5, 1, 10, 11, 12, tzinfo=UTC)),
        ("2026-05-01+08:00", local(2026, 5, 1)),
        ("2026-05-01Z", datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01T10:00+08:00[Asia/Shanghai]", local(2026, 5, 1, 10)),
        ("2017-06-13T03:18:00+00:0", datetime(2017, 6, 13, 3, 18, tzinfo=UTC)),
        ("1777975200", datetime(2026, 5, 5, 10, tzinfo=UTC)),
        ("1777975200000", datetime(2026, 5, 5, 10, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 GMT", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 -0000", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 EDT", datetime(2026, 5, 1, 14, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 JST", datetime(2026, 5, 1, 1, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 CST", local(2026, 5, 1, 10)),
        ("Fri, 01 May 2026 10:00:00 +0000 GMT", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("Fri, 01 May 2026 10:00:00 Europe/Brussels", datetime(2026, 5, 1, 8, tzinfo=UTC)),
        ("Fri, 1 May 26 1500 GMT", datetime(2026, 5, 1, 15, tzinfo=UTC)),
        ("Fri May 01 2026 10:00:00 GMT-0700 (Pacific Daylight Time)", datetime(2026, 5, 1, 17, tzinfo=UTC)),
        ("Fri May  1 10:00:00 EDT 2026", datetime(2026, 5, 1, 14, tzinfo=UTC)),
        ("1 May 2026 10:00 GMT+8", local(2026, 5, 1, 10)),
        ("May 1, 2026 at 10:00 p.m. PT", datetime(2026, 5, 2, 5, tzinfo=UTC)),
        ("01 May 2026 3:04 pm", local(2026, 5, 1, 15, 4)),
        ("May 1, 2026", local(2026, 5, 1)),
        ("Tues, 5 May 2026", local(2026, 5, 5)),
        ("5 Sept 2025", local(2025, 9, 5)),
        ("Published:&nbsp;May 5th, 2026 · 4 min read", local(2026, 5, 5)),
        ("Do, 29 Mär 2018 00:00:00 +0200", datetime(2018, 3, 28, 22, tzinfo=UTC)),
        ("mar., 01 déc. 2020 16:11:02 +0000", datetime(2020, 12, 1, 16, 11, 2, tzinfo=UTC)),
        ("22 janvier 2015 à 14h40", local(2015, 1, 22, 14, 40)),
        ("21 de Octubre de 2014", local(2014, 10, 21)),
        ("2026-05-03T08Z", datetime(2026, 5, 3, 8, tzinfo=UTC)),
        ("2026-05-03T08+08:00", local(2026, 5, 3, 8)),
        ("民國114年12月29日", local(2025, 12, 29)),
        ("中華民國 114 年 12 月 29 日 下午 8:15", local(2025, 12, 29, 20, 15)),
        ("2025/12/29 PM 03:15", local(2025, 12, 29, 15, 15)),
        ("2025年12月29日 凌晨12点", local(2025, 12, 29)),
        ("2025年12月29日 下午12点", local(2025, 12, 29, 12)),
        ("2025年12月29日夜间10点", local(2025, 12, 29, 22)),
        ("2025年12月29日 深夜11点半", local(2025, 12, 29, 23, 30)),
        ("2025年12月29日 星期一 20:15:30", local(2025, 12, 29, 20, 15, 30)),
        ("2025.12.29 20:15", local(2025, 12, 29, 20, 15)),
        ("更新时间：2025-12-29 20:15", local(2025, 12, 29, 20, 15)),
        ("发表于 2025-12-29 20:15 来自 北京", local(2025, 12, 29, 20, 15)),
        ("２０２５／１２／２９　２０：１５", local(2025, 12, 29, 20, 15)),
        ("Опубликовано: 13 мая 2025, 10:30 МСК", local(2025, 5, 13, 15, 30)),
        ("Wtorek, 4 listopada 2014, 08:40", local(2014, 11, 4, 8, 40)),
        ("2 Ocak 2015 Cuma, 16:49", local(2015, 1, 2, 16, 49)),
        ("2016. augusztus 14. vasárnap 10:21", local(2016, 8, 14, 10, 21)),
        ("Thứ Năm, ngày 8 tháng 1 năm 2015", local(2015, 1, 8)),
        ("7 يناير، 2015، الساعة 11:00 صباحاً", local(2015, 1, 7, 11)),
        ("الثلاثاء ١ / ١٢ / ٢٠٢٠", local(2020, 12, 1)),
        ("सोमवार 13 जून 1998", local(1998, 6, 13)),
        ("2011 წლის 17 მარტი, ოთხშაბათი", local(2011, 3, 17)),
        ("18 לאוקטובר 2012 בשעה 19:21", local(2012, 10, 18, 19, 21)),
        ("Veröffentlicht am 06.10.2023", local(2023, 10, 6)),
        ("lun. 04/05/2026", local(2026, 5, 4)),
        ("18.10.14 um 22:56 Uhr", local(2014, 10, 18, 22, 56)),
        ("13 января 2015 г. в 13:34", local(2015, 1, 13, 13, 34)),
        ("Mon, 03/30/2020 - 19:19", local(2020, 3, 30, 19, 19)),
        ("12/29/25", local(2025, 12, 29)),
        ("1970-01-01T00:00:00Z", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_is_understood(text: str, expected: datetime) -> None:
    assert parse(text, SHANGHAI) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026",
        "May 2026",
        "2026-13-45",
        "2026-02-29",
        "Fri, 99 May 2026 10:00:00 GMT",
        "0000-00-00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "x" * 5000,
        "2026-05-05 10:61",
        # Which day?
        "03/04/2026",
        "24.05.03",
        "07.11.2023",
        "Stand: 11/01/2021, 05:00",
        "5-7 May 2026",
        "May 5 to May 7, 2026",
        "2026-05-05 2026-05-06",
        "2026年5月3日晚上12点",
        "3 listopada 2025",
        "2026050510",
        # Which zone?
        "Fri, 01 May 2026 10:00:00 XYZ",
        "2026-05-05T10:00:00+08:00Z",
        "2026-05-05 10:00:00 +9999",
        "美东时间2026年5月5日 20:15",
        # Years of other eras.
        "令和7年12月29日",
        "114.12.29",
        "114年12月29日",
        "16 ธันวาคม 2560",
        "農曆2025年12月29日",
        "۲۹ بهمن ۱۳۹۸",
    ],
)
@pytest.mark.parametrize("now", [None, NOW])
def test_what_can_be_read_in_two_ways_or_none_is_no_date(text: str, now: datetime | None) -> None:
    assert parse(text, SHANGHAI, now) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("刚刚", NOW),
        ("just now", NOW),
        ("几分钟前", local(2026, 5, 6, 11, 57)),
        ("3小时前", local(2026, 5, 6, 9)),
        ("十二小时前", local(2026, 5, 6, 0)),
        ("半小时前", local(2026, 5, 6, 11, 30)),
        ("一个半小时前", local(2026, 5, 6, 10, 30)),
        ("2 hours ago", local(2026, 5, 6, 10)),
        ("1d 1h ago", local(2026, 5, 5, 11)),
        ("six days ago", local(2026, 4, 30, 12)),
        ("3시간 전", local(2026, 5, 6, 9)),
        ("3時間前", local(2026, 5, 6, 9)),
        ("3天前", local(2026, 5, 3, 12)),
        ("3天前 20:15", local(2026, 5, 3, 20, 15)),
        ("2个月前", local(2026, 3, 6, 12)),
        ("half an hour ago", local(2026, 5, 6, 11, 30)),
        ("1小时前 · 科技", local(2026, 5, 6, 11)),
        ("昨日 20:15", local(2026, 5, 5, 20, 15)),
        ("今早 8点", local(2026, 5, 6, 8)),
        ("昨夜11点", local(2026, 5, 5, 23)),
        ("大前天", local(2026, 5, 3)),
        ("去年5月3日", local(2025, 5, 3)),
        ("hace 3 horas", local(2026, 5, 6, 9)),
        ("Publicado hace una hora", local(2026, 5, 6, 11)),
        ("il y a 5 minutes", local(2026, 5, 6, 11, 55)),
        ("Aujourd’hui à 08:30", local(2026, 5, 6, 8, 30)),
        ("vor 2 Tagen", local(2026, 5, 4, 12)),
        ("hier à 23h15", local(2026, 5, 5, 23, 15)),
        ("i går kl. 10.30", local(2026, 5, 5, 10, 30)),
        ("3小时之前", local(2026, 5, 6, 9)),
        ("vorgestern", local(2026, 5, 4)),
        ("gestern um 20:15 Uhr", local(2026, 5, 5, 20, 15)),
        ("há 2 horas", local(2026, 5, 6, 10)),
        ("un'ora fa", local(2026, 5, 6, 11)),
        ("ieri alle ore 10:15", local(2026, 5, 5, 10, 15)),
        ("2 uur geleden", local(2026, 5, 6, 10)),
        ("вчера в 20:15", local(2026, 5, 5, 20, 15)),
        ("час назад", local(2026, 5, 6, 11)),
        ("2 ч. 21 мин. назад", local(2026, 5, 6, 9, 39)),
        ("5 хвилин тому", local(2026, 5, 6, 11, 55)),
        ("3 saat önce", local(2026, 5, 6, 9)),
        ("DÜN 20:15", local(2026, 5, 5, 20, 15)),
        ("منذ ساعتين", local(2026, 5, 6, 10)),
        ("2 घंटे पहले", local(2026, 5, 6, 10)),
        ("23 ngày trước", local(2026, 4, 13, 12)),
        ("hôm qua", local(2026, 5, 5)),
        ("3 jam yang lalu", local(2026, 5, 6, 9)),
        ("2 godziny temu", local(2026, 5, 6, 10)),
        ("πριν από 3 ώρες", local(2026, 5, 6, 9)),
        ("26 апреля", local(2026, 4, 26)),
        ("Mo 17:15", local(2026, 5, 4, 17, 15)),
        ("昨天 20:15", local(2026, 5, 5, 20, 15)),
        ("编辑于 昨天20:15 · 来自北京", local(2026, 5, 5, 20, 15)),
        ("昨晚8点", local(2026, 5, 5, 20)),
        ("前天", local(2026, 5, 4)),
        ("今天 08:30", local(2026, 5, 6, 8, 30)),
        ("yesterday at 1:20 pm", local(2026, 5, 5, 13, 20)),
        ("Yesterday at 23:30 UTC", datetime(2026, 5, 5, 23, 30, tzinfo=UTC)),
        ("周二", local(2026, 5, 5)),
        ("周五下午3点", local(2026, 5, 1, 15)),
        ("上周五", local(2026, 5, 1)),
        ("12-29 20:15", local(2025, 12, 29, 20, 15)),
        ("5月3日", local(2026, 5, 3)),
        ("May 7", local(2026, 5, 7)),
        ("May 8", local(2025, 5, 8)),
        ("29 Feb", local(2024, 2, 29)),
    ],
)
def test_a_relative_date_counts_from_the_capture_and_needs_it(text: str, expected: datetime) -> None:
    assert parse(text, SHANGHAI, NOW) == expected
    assert parse(text, SHANGHAI) is None


@pytest.mark.parametrize(
    "text",
    [
        "周三",
        "last Friday",
        "几天前",
        "明天",
        "2小时后",
        "in 2 hours",
        "12:30",
        "05/03",
        "3 out of 5",
        "half a day ago",
        "上上周五",
        "上午10:20",
        "20 h",
        "2 min read",
        "29日 20:15",
        "明年5月3日",
        "3 May last year",
        "Wednesday 20:15",
        "hace días",
        "dentro de 3 horas",
        "через 2 дня",
        "morgen um 10:00",
        "domani",
        "कल",
        "letzte Woche",
        "3 hodiny",
        "za týden",
    ],
)
def test_what_names_no_past_day_is_no_date_even_with_the_capture(text: str) -> None:
    assert parse(text, SHANGHAI, NOW) is None


def test_a_weekday_decides_between_day_and_month_and_is_ignored_where_it_is_wrong() -> None:
    assert parse("Fri, 05/06/2026", SHANGHAI) == local(2026, 6, 5)
    assert parse("Mon, 05/06/2026", SHANGHAI) is None
    assert parse("Mon, 13/05/2026", SHANGHAI) == local(2026, 5, 13)


def test_a_year_of_two_digits_that_is_still_to_come_is_no_year() -> None:
    assert parse("30.10.23", SHANGHAI) is None
    assert parse("30.10.23", SHANGHAI, NOW) == local(2023, 10, 30)


@pytest.mark.parametrize(
    ("text", "zone", "hour"),
    [
        ("Fri, 02 Jan 2026 10:00:00 CST", "America/Chicago", 16),
        ("Fri, 02 Jan 2026 10:00:00 CST", "Asia/Taipei", 2),
        ("Fri, 02 Jan 2026 10:00:00 CST", "Europe/Paris", 16),
        ("Fri, 02 Jan 2026 10:00:00 IST", "Europe/Paris", 4),
        ("Fri, 02 Jan 2026 10:00:00 IST", "Asia/Jerusalem", 8),
        ("Fri, 02 Jan 2026 10:00:00 +0800 CST", "America/Chicago", 2),
    ],
)
def test_an_abbreviation_means_the_zone_that_calls_itself_so(text: str, zone: str, hour: int) -> None:
    found = parse(text, ZoneInfo(zone))
    assert found is not None
    assert found.replace(minute=0) == datetime(2026, 1, 2, hour, tzinfo=UTC)


def test_a_window_is_the_local_day_and_its_grace() -> None:
    window = Window.of(date(2026, 6, 2), SHANGHAI, timedelta(hours=6))
    assert window.start == datetime(2026, 6, 1, 16, tzinfo=UTC)
    assert window.end == datetime(2026, 6, 2, 22, tzinfo=UTC)


def test_a_day_of_twenty_three_hours_is_a_day() -> None:
    window = Window.of(date(2026, 3, 29), ZoneInfo("Europe/Paris"), timedelta())
    assert window.end - window.start == timedelta(hours=23)


def test_a_moment_belongs_to_its_local_day() -> None:
    assert day_of(datetime(2026, 6, 1, 15, 59, 59, tzinfo=UTC), SHANGHAI) == date(2026, 6, 1)
    assert day_of(datetime(2026, 6, 1, 16, tzinfo=UTC), SHANGHAI) == date(2026, 6, 2)
    assert yesterday(datetime(2026, 6, 1, 16, tzinfo=UTC), SHANGHAI) == date(2026, 6, 1)


def test_both_ends_belong_to_a_range_of_days() -> None:
    assert days_between(date(2026, 5, 31), date(2026, 6, 1)) == [date(2026, 5, 31), date(2026, 6, 1)]


def test_a_date_in_the_future_is_not_trusted() -> None:
    now = datetime(2026, 6, 2, tzinfo=UTC)
    assert distrust(now + timedelta(minutes=6), now, "https://news.example.org/a")
    assert not distrust(now + timedelta(minutes=4), now, "https://news.example.org/a")


@pytest.mark.parametrize("when", [datetime.min.replace(tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_placeholder_is_not_trusted(when: datetime) -> None:
    assert "placeholder" in str(distrust(when, NOW, "https://news.example.org/a"))


def test_a_date_that_contradicts_an_arxiv_id_is_not_trusted() -> None:
    now = datetime(2026, 6, 2, tzinfo=UTC)
    assert not distrust(datetime(2026, 6, 1, tzinfo=UTC), now, "https://arxiv.org/abs/2605.30407")
    # Submitted on the last day of a month, given its id on the first of the next.
    assert not distrust(datetime(2026, 4, 30, tzinfo=UTC), now, "https://arxiv.org/abs/2605.30407")
    assert "2605.30407" in str(distrust(datetime(2026, 3, 31, tzinfo=UTC), now, "https://arxiv.org/abs/2605.30407"))
    assert distrust(datetime(2025, 5, 3, tzinfo=UTC), now, "https://arxiv.org/pdf/2605.30407v1")


def test_a_date_that_contradicts_the_id_of_a_post_is_not_trusted() -> None:
    status = 1_585_841_080_431_321_088
    posted = snowflake_time(status)
    assert posted == datetime(2022, 10, 28, 3, 49, 11, 734_000, tzinfo=UTC)
    url = f"https://x.com/someone/status/{status}"
    assert not distrust(posted + timedelta(minutes=4), NOW, url)
    assert str(status) in str(distrust(posted + timedelta(hours=1), NOW, url))
    assert str(status) in str(distrust(posted - timedelta(hours=1), NOW, url))


def test_the_consecutive_ids_of_the_first_posts_hold_no_time() -> None:
    with pytest.raises(ValueError, match="2010"):
        snowflake_time(20)
    with pytest.raises(ValueError, match="63 bits"):
        snowflake_time(1 << 63)
    assert not distrust(datetime(2006, 3, 21, tzinfo=UTC), NOW, "https://x.com/jack/status/20")


MOMENTS = st.datetimes(datetime(1995, 1, 2), datetime(2049, 12, 30)).map(lambda moment: moment.replace(microsecond=0))  # noqa: DTZ001  the zone is added below
ZONES = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))


_RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_FINNISH = [f"{stem}kuuta" for stem in "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()]


@given(MOMENTS, ZONES)
def test_a_moment_written_in_a_common_form_is_read_back(naive: datetime, zone: tzinfo) -> None:
    moment = naive.replace(tzinfo=zone)
    offset = moment.strftime("%z")
    forms = [
        moment.isoformat(),
        moment.isoformat(" "),
        moment.isoformat(timespec="milliseconds"),
        format_datetime(moment),
        f"{moment:%A, %d-%b-%y %H:%M:%S} {offset}",
        f"{moment:%a %b %d %Y %H:%M:%S} GMT{offset} (Some Standard Time)",
        f"{moment:%a %b %d %H:%M:%S} {offset} %Y".replace("%Y", str(moment.year)),
        f"{moment:%B %d, %Y %I:%M:%S %p} {offset}",
        f"{moment:%Y年%m月%d日 %H时%M分%S秒} {offset}",
        f"{moment:%Y/%m/%d %H:%M:%S} {offset}",
        f"{moment:%Y%m%dT%H%M%S}{offset}",
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        f"{moment.day} {_RUSSIAN[moment.month - 1]} {moment:%Y г., %H:%M:%S} {offset}",
        f"{moment.day}. {_FINNISH[moment.month - 1]} {moment:%Y klo %H:%M:%S} {offset}",
        f"{moment.day} Tháng {moment.month}, {moment:%Y lúc %H:%M:%S} {offset}",
        f"{moment:%Y년 %m월 %d일 %H시 %M분 %S초} {offset}",
    ]
    assert [form for form in forms if parse(form, UTC) != moment] == []


@given(MOMENTS)
def test_a_day_without_a_zone_is_that_day_in_the_configured_one(naive: datetime) -> None:
    day = naive.date()
    for form in (f"{day:%Y-%m-%d}", f"{day:%d %B %Y}", f"{day:%b %d, %Y}", f"{day:%Y年%m月%d日}", f"{day:%Y.%m.%d}"):
        found = parse(form, SHANGHAI)
        assert found is not None
        assert day_of(found, SHANGHAI) == day


ALPHABET = list(
    "0123456789:/-.,+ TZ年月日前天时分上下午周昨半几一十"
) + " ago May GMT am pm Fri days hours 小时 +0800 ".split(" ")


@settings(max_examples=400)
@given(st.text() | st.lists(st.sampled_from(ALPHABET), max_size=24).map("".join), st.none() | st.just(NOW))
def test_every_string_is_a_moment_in_utc_or_none(text: str, now: datetime | None) -> None:
    found = parse(text, SHANGHAI, now)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize("piece", ["1", "1 ", "1:", "May ", "1 day ", "1/", "一", "2026-", "(GMT", "&amp;", "1天"])
def test_a_hostile_string_is_no_moment(piece: str) -> None:
    for length in (199, 1_000_000):
        assert parse((piece * length)[:length], SHANGHAI, NOW) is None


def test_words_that_look_like_foreign_dates_are_no_moments() -> None:
    texts = [f"{number % 28 + 1} listopada x{number} 2025 10:30" for number in range(1_000)]
    texts += [f"mar ma sa m d {number} 2015 a to 3 e i o u en la de" for number in range(1_000)]
    assert not any(parse(text, SHANGHAI, NOW) for text in texts)


def test_the_common_forms_need_no_dateparser() -> None:
    script = (
        "import sys\nfrom datetime import UTC, datetime\nfrom digest_pipeline.dates import parse\n"
        "now = datetime(2026, 5, 6, tzinfo=UTC)\n"
        "for text in ('Fri, 01 May 2026 10:00:00 GMT', '2026-05-01T10:00:00Z', '2026年5月1日', '3小时前'):\n"
        "    parse(text, UTC, now)\n"
        "sys.exit('dateparser' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_the_strings_of_other_parsers_are_read_as_their_tests_say_or_rejected() -> None:
    read = [(text, found, expected) for text, now, expected in _cases() if (found := parse(text, UTC, now))]
    assert [(text, str(found)) for text, found, expected in read if found.date() != expected.date()] == []
    # Of about 900; the others are counts without an "ago", days without a year, and languages of few pages.
    assert len(read) > 550


def test_the_dates_of_real_feeds_are_read() -> None:
    texts = [case["raw"] for case in _lines("dates_in_the_wild.jsonl")]
    rejected = [text for text in texts if parse(text, UTC) is None]
    # One of them lost the name of its month to a wrong charset.
    assert [text for text in rejected if "\ufffd" not in text] == []


def _lines(name: str) -> Iterator[dict[str, Any]]:
    path = DATES / name
    if not path.exists():
        pytest.skip(f"{path} is absent: the date strings of other parsers are not part of the project")
    yield from map(json.loads, path.read_text("utf-8").splitlines())


def _cases() -> Iterator[tuple[str, datetime | None, datetime]]:
    """Yield the text, the moment it is read at, and the moment it means, of every case that says all three."""
    for case in _lines("date_strings.jsonl"):
        args, more, test = case.get("args") or [""], case.get("kwargs") or {}, str(case.get("test"))
        if "reference_time" in case:
            yield case["date_string"], _utc(case["reference_time"]), _utc(case["expected"])
        elif "ago" in more:
            yield from ((args[0], _RELATIVE_BASE, then) for then in _before(_RELATIVE_BASE, more["ago"]))
        elif test in _BASES:
            yield args[0], _BASES[test], _utc(args[1])
        elif test == "test_preferably_past_dates_leap_year":
            yield args[0], _utc(args[1]), _utc(args[2])
        elif test == "test_freshness_translation":
            yield from ((args[1], _RELATIVE_BASE, then) for then in _counted(args[2]))
        elif "expected" in more and test not in _OTHER_MEANING and isinstance(more["expected"], str):
            yield args[0], None, _utc(more["expected"].removesuffix(" (tz given)"))


def _counted(english: str) -> Iterator[datetime]:
    """Yield the moment that "3 day 1 hour ago" means."""
    counts = re.findall(r"(\d+) (second|minute|hour|day|week|month|year)", english)
    if re.fullmatch(r"(?:ago )?(?:\d+ [a-z]+\.? ?)+(?:ago\.?)?", english):
        yield from _before(_RELATIVE_BASE, {f"{unit}s": float(number) for number, unit in counts})


def _utc(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _before(base: datetime, ago: dict[str, float]) -> Iterator[datetime]:
    months = round(12 * ago.pop("years", 0) + ago.pop("months", 0))
    year, month = divmod(base.year * 12 + base.month - 1 - months, 12)
    if year > 0:
        yield base.replace(year=year, month=month + 1) - timedelta(**ago)


# The moments at which dateparser's tests stop the clock.
_RELATIVE_BASE = datetime(2014, 9, 1, 10, 30, tzinfo=UTC)
_BASES: dict[str, datetime | None] = {
    "test_dates_parsing": datetime(2012, 11, 13, tzinfo=UTC),
    "test_dates_parsing_with_normalization": datetime(2012, 11, 13, tzinfo=UTC),
    "test_parsing_with_utc_offsets": None,
    "test_parsing_with_time_zones_and_converting_to_UTC": None,
    "test_preferably_past_dates": datetime(2015, 2, 15, 15, 30, tzinfo=UTC),
}
# These ask for a day that is still to come, or for one order of day and month against another.
_OTHER_MEANING = {"test_extracted_period", "test_use_given_language_order_setting"}
