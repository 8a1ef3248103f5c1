"""WeChat (mp.weixin.qq.com): its articles, its shared texts, pictures and articles, its notices and profiles.

An article stands whole in `#js_content`, hidden by a style until a script shows it. A shared text or picture has its
words only in the script that sets `window.cgiDataNew`, read here without running it. Pages of other hosts are WeChat's
where they copied its container. All forms are those of pages recorded in 2022 to 2026.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from html import unescape
from typing import Any

from digest_pipeline.articles.blocks import Block, blocks_of_html, read_blocks
from digest_pipeline.articles.layouts.reading import first, line, meta, moment_of_epoch, paragraphs, place_of, text_at
from digest_pipeline.articles.page import Failure, Reading, Reason
from digest_pipeline.headline import headline

_NAME = "wechat"
_HOST = "mp.weixin.qq.com"
_CONTENT = "//*[@id='js_content']"
# Elsewhere the name alone says little: it is also used for the tab of an application.
_COPIED = (
    "descendant::div[@id='js_content' and contains(concat(' ', normalize-space(@class), ' '), ' rich_media_content ')]"
)
# A shared text, picture or article has the container too, with buttons in it.
_SHARED = "//*[contains(concat(' ', normalize-space(@class), ' '), ' share_content_page ')]"
# Where the preview of an article that is sold ends; the writer's editor puts it there, and a buyer gets a page without.
_PREVIEW_END = ".//mp-pay-preview-filter | .//*[contains(@class, 'js_pay_preview_filter')]"
_TEXT_BEHIND = "boolean(following::text()[normalize-space()][ancestor::*[@id='js_content']])"
# Each line of a listing is a code element of its own, shown as a block.
_LISTED_CODE = ".//pre[count(code) > 1]/code"

_NOTICE = (
    "//*[contains(@class, 'weui-msg__title') or contains(@class, 'mesg-block') or contains(@class, 'global_error_msg')"
    " or contains(@class, 'page_msg')]"
)
_NOTICES: tuple[tuple[Reason, str], ...] = (
    ("gone", r"已被发布者删除|deleted by (?:the|its) (?:author|publisher)"),
    ("blocked", r"暂时无法查看|temporarily|环境异常|完成验证|访问频繁|操作频繁"),
    ("login", r"请在微信客户端|open (?:the link |it )?in wechat|请先登录|关注后"),
    ("gone", r"违规|投诉|屏蔽|封禁|停止访问|停用|注销|迁移|过期|不存在|发送失败|无法查看|unable to view|unavailable"),
)

# WeChat writes all its times in China's.
_CHINA = timezone(timedelta(hours=8))
_CLOCKS = ("ori_create_time", "oriCreateTime", "window.ct", "var ct", "create_timestamp")
# `= '1767346773'`, `: '1767346773' * 1`, and the same behind another choice (`.DATA') * 1 : '1767346773'`).
_SECONDS = re.compile(r"(?:[^\n\d]|(?<=\* )1){1,60}[\"'](\d{10})[\"']")
_MINUTES = re.compile(r"[^\n\d]{1,60}[\"'](\d{4}-\d\d-\d\d \d\d:\d\d)[\"']")
_LOCAL_CLOCKS = ("create_time", "createTime")
_ADDRESS = re.compile(r"\s{0,9}=\s{0,9}[\"'](https?:[^\s\"']{1,2000})[\"']")
_MOST_MENTIONS = 9
_DAY = re.compile(r"(\d{4})[年-](\d{1,2})[月-](\d{1,2})")

_STATE = "cgiDataNew = {"
# A string with its key, if it has one; or a brace with its key. Strings may hold braces. One without an end is taken to
# the end of the script, lest each quote in it be tried anew.
_TOKEN = re.compile(
    r"(?:\b(\w{1,60}+)\s{0,9}+:\s{0,9}+)?(?:(?:JsDecode\()?'((?:[^'\\]|\\(?:.|\Z))*+)(?:'|\Z)|([{}\[\]]))", re.DOTALL
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_AGAIN = re.compile(r"\\x(5c|0d|22|26|27|3c|3e|0a)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_LONGEST_STATE = 3_000_000
_DEEPEST_STATE = 30
# In which the words of a shared page stand, the kinds with fields of their own first.
_WORDS = ("text_page_info.content_noencode", "text_page_info.content", "content_noencode", "content", "desc")
_ARTICLE, _TRUE = "0", "1"
_FLAG = re.compile(r"\s{0,9}=\s{0,9}[\"']?(\d)")


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return what a page in WeChat's layout tells, or why it has no article; None for all other pages.

    `published` is a moment in UTC where a script names it, else the day shown.
    """
    host, path = place_of(url)
    if host != _HOST:
        container = first(tree, _COPIED)
        return None if container is None else _sold(tree, {}, container) or _article(tree, {}, _blocks_in(container))
    return _read_own(tree, path)


def _read_own(tree: Any, path: tuple[str, ...]) -> Reading | Failure | None:
    container, shared = first(tree, _CONTENT), first(tree, _SHARED)
    state = _state(tree)
    if sold := _sold(tree, state, container):
        return sold
    if container is not None and shared is None and (blocks := _blocks_in(container)):
        return _article(tree, state, blocks)
    if container is not None or shared is not None or state:
        return _shared(tree, state)
    if notice := text_at(tree, _NOTICE):
        return _refused(notice)
    if path[:1] == ("mp",) or first(tree, "//*[contains(@class, 'about-page')]") is not None:
        return Failure("not_article", "the page is an account's profile or a list of its articles")
    return None


def _sold(tree: Any, state: dict[str, str], container: Any) -> Failure | None:
    """Return the wall before an article that is sold, as WeChat's own scripts tell it: sold, and not to this reader.

    A buyer's page is whole, and no wall. A copy without scripts is told by the mark at which a preview ends.
    """
    is_sold = state.get("is_pay_subscribe") or next(_assigned(tree, "var isPaySubscribe", _FLAG), "")
    is_bought = state.get("user_info.is_paid") or next(_assigned(tree, "var isPaid", _FLAG), "")
    ends = [] if container is None else container.xpath(_PREVIEW_END)
    if (is_sold == _TRUE and is_bought != _TRUE) or (ends and not ends[-1].xpath(_TEXT_BEHIND)):
        return Failure("paywall", "the article is sold, and the page holds a preview of it at most")
    return None


def _blocks_in(container: Any) -> list[Block]:
    if container.xpath(f"boolean({_LISTED_CODE})"):
        container = deepcopy(container)
        for code in container.xpath(_LISTED_CODE):
            code.tail = "\n"
    return read_blocks(container)


def _article(tree: Any, state: dict[str, str], blocks: list[Block]) -> Reading | None:
    return _reading(tree, state, blocks, _title(tree, state)) if blocks else None


def _shared(tree: Any, state: dict[str, str]) -> Reading | Failure:
    """Return a shared text, picture, video or article, whose words stand in scripts."""
    notice, original = first(tree, _by("js_share_notice")), first(tree, "//script[@id='content_tpl']/text()")
    blocks = [] if notice is None else read_blocks(notice)
    blocks += blocks_of_html(original) if original else _blocks_of(_words(tree, state))
    if not blocks:
        return Failure("no_text", "the page shows pictures or a video, and no words")
    title = _title(tree, state)
    # Where the writer gave none, WeChat puts the whole text there.
    if not title or "".join(title.split()).startswith("".join(blocks[0].text.split())):
        title = headline(blocks[0].text)
    return _reading(tree, state, blocks, title)


def _words(tree: Any, state: dict[str, str]) -> str:
    if not state:
        shared = first(tree, f"{_SHARED}/ancestor::html//meta[@property='og:description']/@content")
        return _decoded(shared) if shared else ""
    # The description of an article is a summary of it.
    keys = _WORDS[:-1] if state.get("item_show_type", _ARTICLE) == _ARTICLE else _WORDS
    return next((state[key] for key in keys if state.get(key)), "")


def _blocks_of(text: str) -> list[Block]:
    """Return the lines of a text that may hold links to topics, and signs written as entities."""
    return blocks_of_html(text.replace("\n", "<br>")) if "<" in text or "&" in text else paragraphs(text)


def _reading(tree: Any, state: dict[str, str], blocks: list[Block], title: str) -> Reading:
    author = meta(tree, "author", "og:article:author") or _told(state, "author") or text_at(tree, _by("js_author_name"))
    return Reading(
        layout=_NAME,
        blocks=blocks,
        title=title,
        authors=(author,) if author else (),
        site=text_at(tree, _by("js_name")) or _told(state, "nick_name"),
        published=_published(tree),
        links=tuple(_sources(tree, state)),
    )


def _title(tree: Any, state: dict[str, str]) -> str:
    return _told(state, "title") or meta(tree, "og:title") or text_at(tree, _by("activity-name"))


def _told(state: dict[str, str], key: str) -> str:
    return line(unescape(state.get(key, "")))


def _sources(tree: Any, state: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield where the article was taken from: what “阅读原文” leads to, and the article that is shared."""
    for address in (
        state.get("source_url"),
        next(_assigned(tree, "msg_source_url", _ADDRESS), None),
        first(tree, f"{_by('js_view_source')}/@href"),
    ):
        if address and address.startswith("http"):
            yield unescape(address), "阅读原文"
            break
    shared = first(tree, f"{_by('js_share_source')}/@data-url | {_by('js_share_source')}/@href")
    if shared and shared.startswith("http"):
        yield unescape(shared), "阅读全文"


def _refused(notice: str) -> Failure:
    reasons = (reason for reason, words in _NOTICES if re.search(words, notice, re.IGNORECASE))
    return Failure(next(reasons, "error_page"), f"the page says “{notice[:80]}”")


def _published(tree: Any) -> date | datetime | None:
    for clock in _CLOCKS:
        for seconds in _assigned(tree, clock, _SECONDS):
            return moment_of_epoch(seconds)
    for clock in _LOCAL_CLOCKS:
        for minutes in _assigned(tree, clock, _MINUTES):
            return _local(minutes)
    if match := _DAY.search(text_at(tree, _by("publish_time"))):
        try:
            return date(*(int(group) for group in match.groups()))
        except ValueError:
            return None
    return None


def _local(minutes: str) -> datetime | None:
    try:
        return datetime.fromisoformat(minutes).replace(tzinfo=_CHINA).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _assigned(tree: Any, name: str, value: re.Pattern[str]) -> Iterator[str]:
    """Yield what the scripts assign to `name`, at its first places in each."""
    for script in tree.xpath("//script[contains(text(), $name)]/text()", name=name):
        place = -1
        for _ in range(_MOST_MENTIONS):
            place = script.find(name, place + 1)
            if place < 0:
                break
            if match := value.match(script, place + len(name)):
                yield match[1]


def _by(identifier: str) -> str:
    return f"//*[@id='{identifier}']"


def _state(tree: Any) -> dict[str, str]:
    """Return the strings of `cgiDataNew` by their keys, those within objects as `object.key`, the first of each."""
    script = first(tree, "//script[contains(text(), $state)]/text()", state=_STATE)
    if not script or len(script) > _LONGEST_STATE:
        return {}
    found: dict[str, str] = {}
    within: list[str] = []
    for match in _TOKEN.finditer(script, script.index(_STATE) + len(_STATE)):
        key, string, brace = match.groups()
        if brace in {"}", "]"}:
            if not within:
                break
            within.pop()
        elif brace:
            if len(within) == _DEEPEST_STATE:
                break
            within.append(key or "")
        elif key:
            found.setdefault(".".join((*within, key)), _decoded(string))
    return found


def _decoded(string: str) -> str:
    """Return the string that a script's literal stands for; some signs are escaped once more, for `JsDecode`."""
    if "\\" not in string:
        return string
    literal = _AGAIN.sub(lambda match: chr(int(match[1], 16)), _ESCAPE.sub(_character, string))
    # A sign beyond the first 65,536 is written as the two halves of a pair.
    return literal.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])
