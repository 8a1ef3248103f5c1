"""WeChat's page layout: the article stands whole in `#js_content`, hidden by a style until a script shows it.

Generic extraction drops hidden elements and keeps the page's buttons; here the container is known and taken as it is.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from digest_pipeline.articles.flatten import Flat, flatten
from digest_pipeline.articles.text import one_line

HOST = "mp.weixin.qq.com"

# WeChat writes all its times in China's.
_CHINA = timezone(timedelta(hours=8))
_EPOCH = re.compile(r"\b(?:var ct\s*=|ori_create_time\s*:)\s*[\"'](\d{10})[\"']")
_LOCAL = re.compile(r"\bcreate_?[tT]ime\s*[=:]\s*(?:JsDecode\()?'(\d{4}-\d\d-\d\d \d\d:\d\d)'")
_DAY = re.compile(r"(\d{4})[年-](\d{1,2})[月-](\d{1,2})")


@dataclass(frozen=True, slots=True)
class WechatPage:
    """What the layout itself says."""

    content: Flat
    title: str
    author: str
    account: str
    published: date | datetime | None


def read_wechat(tree: Any, html: str) -> WechatPage | None:
    """Return the article of a page in WeChat's layout, or None when `tree` has no such container."""
    containers = tree.xpath("//*[@id='js_content']")
    if not containers:
        return None
    return WechatPage(
        content=flatten(containers[0]),
        title=_meta(tree, "og:title") or _text(tree, "activity-name"),
        author=_meta(tree, "author") or _meta(tree, "og:article:author"),
        account=_text(tree, "js_name"),
        published=_published(tree, html),
    )


def _published(tree: Any, html: str) -> date | datetime | None:
    if match := _EPOCH.search(html):
        return datetime.fromtimestamp(int(match[1]), UTC)
    if match := _LOCAL.search(html):
        return datetime.fromisoformat(match[1]).replace(tzinfo=_CHINA).astimezone(UTC)
    if match := _DAY.search(_text(tree, "publish_time")):
        try:
            return date(*(int(group) for group in match.groups()))
        except ValueError:
            return None
    return None


def _meta(tree: Any, name: str) -> str:
    values = tree.xpath("//meta[@property=$name or @name=$name]/@content", name=name)
    return one_line(values[0]) if values else ""


def _text(tree: Any, identifier: str) -> str:
    elements = tree.xpath("//*[@id=$identifier]", identifier=identifier)
    return one_line(elements[0].text_content()) if elements else ""
