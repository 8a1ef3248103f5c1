"""The sets of Chinese pages: chinese-handcrafted with texts and days, gne-chinese and wechat-exporter with kinds."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.gold.loaders.reading import body_of, json_of, own_address
from bench.gold.sample import Sample

_BEIJING = ZoneInfo("Asia/Shanghai")


def chinese(data: Path) -> Iterator[Sample]:
    """Yield pages with their whole texts and the days people read on them."""
    folder = data / "html/chinese-handcrafted"
    for name, gold in json_of(folder / "gold.json").items():
        body = body_of(folder / gold["html"])
        yield Sample(
            set="chinese-handcrafted",
            name=name,
            url=own_address(body),
            body=body,
            text=gold["content"],
            published=_chinese_day(gold["date"]),
            zone=_BEIJING,
            language="zh",
        )


def gne(data: Path) -> Iterator[Sample]:
    """Yield pages of which only the kind is known."""
    for path in sorted((data / "html/gne-chinese/html").glob("*.html.gz")):
        name, body = path.name.removesuffix(".html.gz"), body_of(path)
        yield Sample(
            set="gne-chinese", name=name, url=own_address(body), body=body, language="zh", kind=name.partition("__")[0]
        )


def wechat(data: Path) -> Iterator[Sample]:
    """Yield pages of WeChat with their kinds: articles, shares, profiles, notices."""
    folder = data / "html/wechat-exporter"
    for name, gold in json_of(folder / "gold.json").items():
        yield Sample(
            set="wechat-exporter",
            name=name,
            url=f"https://mp.weixin.qq.com/s/{name}",
            body=body_of(folder / gold["html"]),
            kind=gold["page_kind"],
        )


def _chinese_day(written: str) -> date | datetime | None:
    """Return the day the people who made the set wrote down, or None where they wrote none or only a month."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d\d)(?::\d\d)?)?", written)
    if not match:
        return None
    year, month, day, hour, minute = (int(part) if part else -1 for part in match.groups())
    return date(year, month, day) if hour < 0 else datetime(year, month, day, hour, minute, tzinfo=_BEIJING)
