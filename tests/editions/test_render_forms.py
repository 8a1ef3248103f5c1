"""The form of each edition, as its readers know it."""

import re
from datetime import datetime
from urllib.parse import unquote

import pytest
import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin

from digest_pipeline.editions.anchors import anchor_of, anchors_in
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import FOLDER, read_edition
from digest_pipeline.model import Issue, Point
from tests.editions.sample import LATE, LATTICE, OFF_TOPIC, RING, sample_issue

GOOD = (RING, LATTICE, LATE)


def printed(issue: Issue) -> str:
    return render_markdown(issue, read_edition(FOLDER / f"{issue.edition}.yaml"))


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ .+$", text, re.MULTILINE)


def test_the_daily_briefing_has_the_form_that_readers_know() -> None:
    text = printed(sample_issue(keep=[RING]))

    assert text.startswith("# AI 每日情报 | 2026-02-14\n\n## 📊 今日情报\n\n### 1. [蓝潮实验室] Ring-3")
    for line in (
        "**来源**: [量子位](https://news.example.cn/2026/02/ring-3) | **时间**: 2026-02-14 09:15\\",
        "**价值**: 🌟🌟🌟🌟🌟 **标签**: [开源] [大模型] [线性注意力] [数学推理]\\",
        "**链接**: [蓝潮开源 Ring-3：混合线性注意力的万亿模型](https://news.example.cn/2026/02/ring-3)\\",
        "- **混合线性架构（1:7）**：每 7 层线性注意力配 1 层多头潜在注意力，显存近似线性增长。",
        "- **代码**：[ring-3 · github.com](https://github.com/example/ring-3)",
    ):
        assert line in text.splitlines()
    assert headings(text)[3:] == [
        "#### 🔹 核心技术/实现逻辑",
        "#### 📊 实验数据/关键结论",
        "#### 💡 独家洞察/局限性",
        "#### 🔗 相关资源",
    ]


def test_the_daily_briefing_has_only_sections_with_content() -> None:
    assert headings(printed(sample_issue(keep=[LATE])))[3:] == []
    assert "harmless" not in printed(sample_issue(keep=[LATTICE]))


def test_a_point_without_a_lead_is_its_text_alone() -> None:
    assert "\n- The authors measured one model family only.\n" in printed(sample_issue(keep=[LATTICE]))


def test_a_quoted_point_does_not_say_its_lead_twice() -> None:
    issue = sample_issue(keep=[LATTICE])
    [item] = issue.items
    said = item.brief.one_sentence
    name = said.text.split()[0]
    quoted = Point(lead=name, text=said.text, evidence=said.evidence)
    retold = Point(lead=name, text=f"Said otherwise, {name} is faster.", evidence=said.evidence)
    brief = item.brief.model_copy(update={"technique": (quoted, retold), "findings": ()})

    text = printed(issue.model_copy(update={"items": (item.model_copy(update={"brief": brief}),)}))

    assert f"\n- {name} 2.0 schedules inference on mixed clusters" in text
    assert f"\n- **{name}**：Said otherwise, {name} is faster.\n" in text


@pytest.mark.parametrize(
    ("language", "line"), [("zh", "310 ms（64 cards，对比 840 ms）"), ("en", "310 ms (64 cards, against 840 ms)")]
)
def test_a_figure_says_of_what_under_which_conditions_and_against_what(language: str, line: str) -> None:
    assert line in printed(sample_issue(language, keep=[LATTICE]))


def test_sentences_that_no_model_wrote_are_declared() -> None:
    assert "本期 2 条中有 1 条的语句按规则摘自原文" in printed(sample_issue(keep=[RING, LATTICE]))
    assert "按规则摘自原文" not in printed(sample_issue(keep=[RING]))


def test_the_two_day_report_has_overview_three_parts_and_further_reading() -> None:
    text = printed(sample_issue(edition="two_day_report", keep=GOOD))

    assert headings(text) == [
        "# AI 前沿动态速报 (2026-02-13 至 2026-02-14)",
        "## ⚡ 本期速览",
        "## 1. AI 基础设施",
        "### **Lattice 2.0: inference scheduling for mixed clusters, 36 % cheaper tokens**",
        "## 2. AI 模型与技术",
        "### **[蓝潮实验室] Ring-3：混合线性注**",
        "### **Atlas：120 万条标注对话公开**",
        "## 3. AI 应用与智能体",
        "## 拓展阅读",
        "### 前沿研究",
        "### 模型与技术",
        "### 行业动态",
    ]
    assert "## 3. AI 应用与智能体\n\n本期这一部分没有符合条件的条目。\n" in text
    for line in (
        "[阅读原文](https://news.example.cn/2026/02/ring-3)  `[2026-02-14]` · 量子位\\",
        "> **概要**：Atlas 数据集发布，包含 120 万条标注对话。",
        "**💡内容详解**",
        "- **方法与实现**",
        "    - **增量转换**：逐层替换分组查询注意力，再用 4000 亿词元继续训练。",
        "**相关论文**: [Ring-3: Hybrid Linear Attention at Scale](https://arxiv.org/abs/2602.01234)",
        "- [Lattice documentation](https://docs.example.com/lattice)",
    ):
        assert line in text.splitlines()
    assert text.count("**相关论文**") == 1


def test_a_story_of_the_report_that_no_model_wrote_stands_under_its_headline() -> None:
    quoted, written = sample_issue(edition="two_day_report", keep=[LATTICE]), sample_issue(edition="two_day_report")

    assert f"### **{quoted.items[0].brief.headline}**\n" in printed(quoted)
    ring = next(item.brief for item in written.items if item.story_id == RING)
    assert f"### **{ring.short_title}**\n" in printed(written)


def test_points_are_nested_lists_of_two_levels() -> None:
    text = printed(sample_issue(edition="two_day_report", keep=[RING]))
    levels = [token.level for token in MarkdownIt("commonmark").parse(text) if token.type == "bullet_list_open"]

    assert max(levels) == 2
    assert levels.count(2) == 4
    assert not [token for token in MarkdownIt("commonmark").parse(text) if token.type == "code_block"]


def test_each_line_of_the_overview_leads_to_the_heading_of_its_story() -> None:
    issue = sample_issue(edition="two_day_report", keep=[*GOOD, OFF_TOPIC])
    parser = MarkdownIt("commonmark").use(anchors_plugin, max_level=6)  # which makes ids as GitHub does

    html = parser.render(printed(issue))

    for line in issue.overview:
        target = re.search(rf"<strong>\[{line.tag}\]</strong> <a href=\"#([^\"]+)\">{re.escape(line.title)}</a>", html)
        assert target
        heading = re.search(rf'<h3 id="{unquote(target[1])}"><strong>(.+?)</strong>', html)
        assert heading
        assert heading[1].startswith(line.title)


def test_an_overview_line_leads_to_the_source_where_its_heading_is_not_the_only_one_of_its_id() -> None:
    issue = sample_issue(edition="two_day_report", keep=[RING, LATTICE])
    items = tuple(
        item.model_copy(update={"brief": item.brief.model_copy(update={"headline": "Same", "short_title": "Same"})})
        for item in issue.items
    )

    text = printed(issue.model_copy(update={"items": items}))

    assert re.findall(r"^- \*\*\[.+\]\*\* \[.+\]\((.+?)\)", text, re.MULTILINE) == [
        "https://news.example.cn/2026/02/ring-3",
        "https://systems.example.com/lattice-2?a=1&b=2#intro",
    ]


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Ring-2.5-1T：混合 架构", "ring-25-1t混合-架构"),
        ("1. AI 基础设施", "1-ai-基础设施"),
        ("snake_case & more", "snake_case--more"),
        ("<b>", ""),  # Hugo reads the entity, GitHub the character
        ("Éclair", ""),  # GitHub leaves the capital
        ("🛠\ufe0f Tools", ""),  # GitHub keeps the invisible mark
        ("！", ""),
    ],
)
def test_a_heading_has_an_id_where_github_and_hugo_make_the_same_of_it(heading: str, anchor: str) -> None:
    assert anchor_of(heading) == anchor


def test_headings_of_the_same_id_are_led_to_by_none() -> None:
    assert anchors_in("# One\n\n## Two\n\n#no heading\n\n### **one!**\n") == {"two"}


def test_the_top_ten_has_two_lists_each_item_with_source_date_and_one_paragraph() -> None:
    text = printed(sample_issue(edition="top_ten", keep=GOOD))

    assert text.startswith(
        "# AINews - 2026-02-14\n\n> [原文链接](https://letter.example.com/issues/26-02-14)\n\n## 📰 "
    )
    assert headings(text)[1:] == [
        "## 📰 十大AI新闻要点",
        "### 1. Atlas：120 万条标注对话公开",
        "## 🛠️ 十大工具产品要点",
        "### 1. [蓝潮实验室] Ring-3：混合线性注意力让万亿参数模型的长文本吞吐提升到 3.1 倍",
        "### 2. Lattice 2.0: inference scheduling for mixed clusters, 36 % cheaper tokens",
    ]
    item = text.partition("### 1. [蓝潮实验室]")[2].partition("---")[0].strip().splitlines()[2:]
    assert item[0] == "> [量子位](https://news.example.cn/2026/02/ring-3) · 2026-02-14\\"
    assert item[2] == ">"
    assert item[3].startswith("> 蓝潮实验室今天开源了 Ring-3")
    assert len(item) == 4


def test_the_flash_opens_with_front_matter_that_a_site_generator_reads() -> None:
    text = printed(sample_issue(edition="four_hour_flash", keep=GOOD))

    _, front, body = text.split("---\n", 2)
    assert yaml.safe_load(front) == {
        "title": "2026.02.14.12 过去4小时全球AI发生了什么？",
        "date": datetime.fromisoformat("2026-02-14T12:00:00+08:00"),
        "categories": ["AI进展", "大模型", "AI应用"],
    }
    assert re.search(r"^date: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$", front, re.MULTILINE)
    assert headings(body) == []


def test_the_flash_is_one_numbered_list_with_author_paragraph_and_bold_terms() -> None:
    issue = sample_issue(edition="four_hour_flash", keep=GOOD)
    many = issue.model_copy(
        update={"items": tuple(issue.items[n % 3].model_copy(update={"number": n + 1}) for n in range(120))}
    )

    body = printed(many).split("---\n", 2)[2]
    tokens = MarkdownIt("commonmark").parse(body)

    assert [token.type for token in tokens].count("ordered_list_open") == 1
    assert [token.type for token in tokens].count("list_item_open") == 120
    assert [token.type for token in tokens if token.level == 2].count("paragraph_open") == 240
    assert "code_block" not in {token.type for token in tokens}
    assert (
        "2.  [Lattice 2.0: inference scheduling for mixed clusters, 36 % cheaper tokens - Ada Example]"
        "(https://systems.example.com/lattice-2?a=1&b=2#intro) · 2026-02-14 11:00"
    ) in body
    assert "    蓝潮实验室今天开源了 **Ring-3**，一个采用**混合线性注意力**的万亿参数模型" in body


@pytest.mark.parametrize("name", ["weekly", "monthly"])
def test_a_review_tells_each_thread_with_its_moments_and_what_became_of_the_early_reports(name: str) -> None:
    text = printed(sample_issue("en", edition=name, keep=[LATTICE]))

    assert text.split("\n\n")[1].startswith("Lattice 2.0 schedules inference on mixed clusters")
    lattice = "https://systems.example.com/lattice-2?a=1&b=2#intro"
    announced = "https://systems.example.com/lattice-2-announced"
    for line in (
        f"### 1. [Lattice 2.0: inference scheduling for mixed clusters, 36 % cheaper tokens]({lattice})",
        f"**Source**: [Systems Weekly]({lattice}) | **Time**: 2026-02-10 to 2026-02-14, told 2 times\\",
        f"- **2026-02-10**: [Lattice 2.0 is announced for February]({announced}) · Systems Weekly · first told",
        "- **cost of a million tokens**: it changed",
        f"    - [2026-02-10]({announced}): Lattice 2.0 will halve the cost of a million tokens.",
    ):
        assert line in text.splitlines()
