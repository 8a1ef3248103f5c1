"""The issue as Markdown and JSON: the form readers know, and none of the faults it used to have."""

import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest_pipeline.editions.render import render_json, render_markdown
from digest_pipeline.model import Issue, Revision
from tests.editions.sample import sample_issue

RING, LATTICE, HOSTILE_ID, LATE = ("1111111111111111", "2222222222222222", "3333333333333333", "4444444444444444")
GOOD = (RING, LATTICE, LATE)
CHANGED = Revision(version=2, change="1 sentence added: “Update.”")


def parsed(markdown: str) -> list[Token]:
    """Return all tokens, those inside of blocks too."""
    return [inner for token in MarkdownIt("commonmark").parse(markdown) for inner in (token, *(token.children or ()))]


def test_the_form_is_the_one_that_readers_know() -> None:
    text = render_markdown(sample_issue(keep=[RING]))

    assert text.startswith("# AI 每日情报 | 2026-02-14\n\n## 📊 今日情报\n\n### 1. [蓝潮实验室] Ring-3")
    for line in (
        "**来源**: [量子位](https://news.example.cn/2026/02/ring-3) | **时间**: 2026-02-14 09:15\\",
        "**价值**: 🌟🌟🌟🌟🌟 **标签**: [开源] [大模型] [线性注意力] [数学推理]\\",
        "**链接**: [蓝潮开源 Ring-3：混合线性注意力的万亿模型](https://news.example.cn/2026/02/ring-3)\\",
        "- **混合线性架构（1:7）**：每 7 层线性注意力配 1 层多头潜在注意力，显存近似线性增长。",
        "- **代码**：[ring-3 · github.com](https://github.com/example/ring-3)",
    ):
        assert line in text.splitlines()
    assert re.findall(r"^#### (.+)$", text, re.MULTILINE) == [
        "🔹 核心技术/实现逻辑",
        "📊 实验数据/关键结论",
        "💡 独家洞察/局限性",
        "🔗 相关资源",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_bold_mark_stays_literal(language: str) -> None:
    tokens = parsed(render_markdown(sample_issue(language, keep=GOOD)))

    assert any(token.type == "strong_open" for token in tokens)
    assert all("**" not in token.content for token in tokens if token.type == "text")


def test_hostile_text_adds_no_link_no_markup_and_no_structure() -> None:
    issue = sample_issue(keep=[HOSTILE_ID])
    tokens = parsed(render_markdown(issue))

    targets = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
    assert targets == {"https://evil.example/a%29%20%5Bb%5D%28c%29%3Cd%3E", "https://evil.example/r"}
    assert not {token.type for token in tokens} & {
        "html_inline",
        "html_block",
        "image",
        "code_block",
        "fence",
        "em_open",
    }
    assert sum(token.type == "ordered_list_open" for token in tokens) == 0
    assert sum(token.type == "heading_open" for token in tokens) == 2 + 1 + 3
    assert sum(token.type == "hr" for token in tokens) == 1


def test_no_control_or_direction_character_is_printed() -> None:
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", render_markdown(sample_issue())
    )


def test_every_item_has_a_date_and_a_source_and_no_url_stands_bare() -> None:
    text = render_markdown(sample_issue())

    items = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    assert len(items) == 5
    for item in items:
        assert re.search(
            r"^\*\*来源\*\*: \[.+\]\(https?://\S+\) \| \*\*时间\*\*: \d{4}-\d\d-\d\d \d\d:\d\d", item, re.MULTILINE
        )
    assert not re.search(r"https?://\S+", re.sub(r"\]\(https?://[^()\s]+\)", "]", text))
    assert not re.search(r"\[https?:[^\]]*\]\(", text)


def test_headings_stand_between_blank_lines_and_lists_use_one_bullet() -> None:
    lines = render_markdown(sample_issue()).splitlines()

    for number, line in enumerate(lines):
        if line.startswith("#"):
            assert number == 0 or not lines[number - 1]
            assert not lines[number + 1]
        assert not line.startswith(("* ", "+ ", " ", "\t"))
    assert "\n\n\n" not in "\n".join(lines)


def test_a_resource_that_may_not_be_linked_is_left_out() -> None:
    assert "harmless" not in render_markdown(sample_issue(keep=[LATTICE]))


def test_a_point_without_a_lead_is_its_text_alone() -> None:
    assert "\n- The authors measured one model family only.\n" in render_markdown(sample_issue(keep=[LATTICE]))


def test_a_late_item_says_so_beside_its_true_date() -> None:
    assert "**时间**: 2026-02-11 23:59 ⏳ 补录" in render_markdown(sample_issue(keep=[LATE]))


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "首次记录后有更新（第 2 版）："), ("en", "updated since first recorded (version 2): ")],
)
def test_an_article_that_was_changed_is_told_with_its_version_and_change(language: str, words: str) -> None:
    change = Revision(version=2, change="1 sentence changed: “3.1 倍” → “3.4 倍 *{change}*”")
    lead, other = "https://news.example.cn/2026/02/ring-3", "https://wire.example.com/ai/4711?utm=1&copy;=2"
    revisions = {lead: change, other: CHANGED}

    lines = render_markdown(sample_issue(language, keep=[RING], revisions=revisions)).splitlines()

    place = lines.index(f"🔄 **量子位**: {words}1 sentence changed: “3.1 倍” → “3.4 倍 \\*{{change}}\\*”\\")
    assert lines[place - 1].endswith("2026-02-14 14:05\\")
    assert lines[place + 1].startswith("🔄 **The Wire**: ")
    assert lines[place + 1].endswith("1 sentence added: “Update.”")
    assert lines[place + 2] == ""


def test_an_issue_without_a_changed_article_says_nothing_of_changes() -> None:
    issue = sample_issue()

    assert "🔄" not in render_markdown(issue)
    assert "revision" not in render_json(issue)


def test_sentences_that_no_model_wrote_are_declared() -> None:
    assert "本期 2 条中有 1 条的语句按规则摘自原文" in render_markdown(sample_issue(keep=[RING, LATTICE]))
    assert "按规则摘自原文" not in render_markdown(sample_issue(keep=[RING]))


def test_an_empty_issue_says_so_and_still_has_its_colophon() -> None:
    text = render_markdown(sample_issue("en", keep=[]))

    assert "No story of this window qualified for the issue." in text
    assert "**This issue**: entries 430 · articles 402 · stories 0 · printed 0 · told before 0 · left out 0" in text


def test_the_json_is_the_issue_itself_and_renders_the_same() -> None:
    issue = sample_issue(revisions={"https://systems.example.com/lattice-2?a=1&b=2#intro": CHANGED})

    restored = Issue.model_validate_json(render_json(issue))

    assert restored == issue
    assert render_markdown(restored) == render_markdown(issue)
