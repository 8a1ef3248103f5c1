"""Issues of the systems whose readers may keep their archive: read as they are, with their faults."""

import re
from itertools import chain
from pathlib import Path

import pytest

from digest_pipeline.editions.reading.read import read_issue
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import FOLDER, read_edition
from digest_pipeline.model import Issue, IssueItem

SHARED = Path(__file__).parents[2].parent / "shared"
ARCHIVE = sorted(
    chain(
        SHARED.glob("seeds/*.md"),
        SHARED.glob("data/issues/*/*.daily_report.md"),
        SHARED.glob("data/issues/*/AI_Report_*.md"),
        SHARED.glob("data/issues/*/ai_news_summary_*.md"),
    )
)
HEADINGS = {
    "daily_briefing": r"^### \d+\. ",
    "top_ten": r"^### \d+\. ",
    "two_day_report": r"^### \*\*",
    "four_hour_flash": r"^\d+\. +\[",
}
ADDRESS = re.compile(
    r"\]\((https?://\S+?)\)(?=[\s\])*。，]|$)|(?<![(\[])(https?://[^\s\])>，。；、）*`]+)", re.MULTILINE
)
BRIEFING = """# AI 每日情报 | 2026-02-14

## 📊 今日情报

### 1. [蓝潮] 一个标题
**来源**: 量子位 | **时间**: 2026-02-14 09:15
**价值**: 🌟🌟🌟 **标签**: [开源] [Agentic RL]
**链接**: https://news.example.cn/s/abc

> 🎯 **一句话摘要**：开源了**“参差不齐”**的模型与**代码**。

#### 🔹 核心技术/实现逻辑
- **架构**：
  - **第一层**：见 [说明](https://docs.example.org/a)。
  1. 证明 $V=0$；

#### 📊 关键商业数据
- 只有一句话。

#### 🔗相关资源
- **GitHub 项目**: https://github.com/example/ring
- **论文标题**: 《没有链接的论文》

---
"""


def read(text: str) -> Issue:
    return read_issue(text, None, timezone="Asia/Shanghai")


def only_item(text: str) -> IssueItem:
    (item,) = read(text).items
    return item


def strings_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return strings_of(list(value.values()))
    if isinstance(value, list):
        return [text for part in value for text in strings_of(part)]
    return [value] if isinstance(value, str) else []


def test_a_briefing_of_the_old_system_is_read_field_by_field() -> None:
    item = only_item(BRIEFING)
    (source,) = item.sources

    assert (source.name, source.url, source.title) == ("量子位", "https://news.example.cn/s/abc", "")
    assert f"{source.published_local:%Y-%m-%d %H:%M %z}" == "2026-02-14 09:15 +0800"
    assert (item.brief.headline, item.brief.stars) == ("[蓝潮] 一个标题", 3)
    assert item.brief.tags == ("开源", "Agentic RL")


def test_bold_that_markdown_does_not_render_leaves_no_stars() -> None:
    assert only_item(BRIEFING).brief.one_sentence.text == "开源了“参差不齐”的模型与代码。"


def test_nested_points_follow_the_one_they_stand_below() -> None:
    points = [(point.lead, point.text) for point in only_item(BRIEFING).brief.technique]

    assert points == [("架构", ""), ("第一层", "见 说明。"), ("", "1. 证明 $V=0$；")]


def test_links_in_a_text_and_in_resources_are_kept_with_their_words() -> None:
    resources = {link.url: (link.title, link.kind) for link in only_item(BRIEFING).brief.resources}

    assert resources == {
        "https://docs.example.org/a": ("说明", "site"),
        "https://github.com/example/ring": ("GitHub 项目", "code"),
    }


def test_a_section_of_another_name_and_a_resource_without_a_link_keep_their_headings() -> None:
    parts = [(part.heading, [point.text for point in part.points]) for part in only_item(BRIEFING).brief.parts]

    assert parts == [("📊 关键商业数据", ["只有一句话。"]), ("相关资源", ["《没有链接的论文》"])]


def test_an_item_without_link_or_date_gets_none() -> None:
    item = only_item(
        "# AI 前沿动态速报 (2025-12-28 至 2025-12-29)\n\n## ⚡ 本期速览\n\n"
        "- **[大模型]** **长标题**: 一句话。\n\n---\n\n"
        "## 1. AI 基础设施\n\n### **短标题**\n\n> **概要**：没有来源。\n\n**💡内容详解**\n\n"
        "- **要点**\n    - **细节**：甲。\n"
    )

    assert item.sources == ()
    assert (item.group, item.brief.one_sentence.text) == ("infrastructure", "没有来源。")
    assert [(part.heading, part.points[0].lead) for part in item.brief.parts] == [("要点", "细节")]


def test_a_date_without_a_time_is_a_day_alone() -> None:
    item = only_item(
        "# AI 前沿动态速报 (2025-12-28 至 2025-12-29)\n\n## 2. AI 模型与技术\n\n### **短标题**\n\n"
        "[阅读原文](https://a.example/x)  `[2025-12-27]`\n\n> **概要**：甲。\n\n[相关论文](https://arxiv.org/abs/2512.18552)\n"
    )

    assert item.sources[0].day_only
    assert f"{item.sources[0].published_local:%Y-%m-%d}" == "2025-12-27"
    assert [(link.kind, link.url) for link in item.brief.resources] == [("paper", "https://arxiv.org/abs/2512.18552")]


def test_a_named_source_without_an_address_keeps_its_name() -> None:
    item = only_item(
        "## AINews - 2025-12-21\n\n> [原文链接](https://news.example/issues/1/)\n\n## 🛠️ 十大工具产品要点\n\n"
        "### 1. 工具\n> 来源：文章内容\n> 一段话，用 `x` 调用。\n\n---\n"
    )

    assert (item.group, item.sources[0].name, item.sources[0].url) == ("tools", "文章内容", "")
    assert item.brief.one_sentence.text == "一段话，用 x 调用。"


def test_a_flash_keeps_author_key_terms_and_its_own_time_zone() -> None:
    issue = read(
        '---\ntitle: "2025.12.20.20 过去4小时全球AI发生了什么？"\ndate: 2025-12-20T20:00:08+08:00\n---\n\n---\n\n'
        "1.  [标题 - 二 - Clement (RT Qwen)](https://x.com/a/status/1)\n\n    一段**关键**话。\n"
    )
    (item,) = issue.items

    assert (issue.key, issue.window_end.isoformat()) == ("2025-12-20-20", "2025-12-20T20:00:00+08:00")
    assert (item.brief.headline, item.sources[0].author) == ("标题 - 二", "Clement (RT Qwen)")
    assert item.terms == ("关键",)


@pytest.mark.skipif(not ARCHIVE, reason="the archives of other digests (../shared) are not here")
@pytest.mark.parametrize("file", ARCHIVE, ids=lambda file: file.name)
def test_every_item_and_every_link_of_an_archive_is_found_again(file: Path) -> None:
    text = file.read_text("utf-8")
    issue = read(text)

    assert len(issue.items) == len(re.findall(HEADINGS[issue.edition], text, re.MULTILINE))
    known = "\n".join(strings_of(issue.model_dump(mode="json")))
    found = {linked or bare.rstrip(".,)】》*；;") for linked, bare in ADDRESS.findall(text)}
    assert {address for address in found if address not in known} == set()


@pytest.mark.skipif(not ARCHIVE, reason="the archives of other digests (../shared) are not here")
@pytest.mark.parametrize("file", ARCHIVE, ids=lambda file: file.name)
def test_an_archived_issue_that_was_printed_anew_reads_the_same_again(file: Path) -> None:
    issue = read(file.read_text("utf-8"))
    edition = read_edition(FOLDER / f"{issue.edition}.yaml")
    printed = render_markdown(issue, edition)

    again = read_issue(printed, edition, timezone="Asia/Shanghai")

    assert [item.brief.headline for item in again.items] == [item.brief.headline for item in issue.items]
    assert render_markdown(again, edition) == printed
