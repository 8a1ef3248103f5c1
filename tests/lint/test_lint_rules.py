"""Each rule finds what it is for, in the line where it is, and leaves what only looks like it."""

import pytest

from digest_pipeline.lint import RULES, lint
from tests.lint.issues import CLEAN, DAILY, ENGLISH, FLASH, REPORT, TOP_TEN, spoiled

DAY = "**时间**: 2026-05-03 09:15"
PAPER = "[Ring-3: Hybrid attention at scale](https://arxiv.org/abs/2605.01234)"
RESOURCE = f"- **论文**：{PAPER}"
SENTENCE = "Ring-3 在 32K 长度上的吞吐是前代的 3.1 倍。"
TITLE = "[Ring-3 技术报告](https://lanchao.cn/blog/ring-3)"
POINT = "- **混合注意力**：每八层里有一层完整注意力。"
POST = "[蓝潮发布 Ring-3 - Lanchao Lab](https://x.com/lanchao/status/2050779690500000000)"
AGAIN = """### 2. Ring-3 来了：蓝潮的混合注意力模型更快
**来源**: [蓝潮实验室](https://lanchao.cn/blog/ring-3) | **时间**: 2026-05-03 11:00"""
SECOND = """### 2. [北岸] 调度器 Lattice 2.0 发布
**来源**: [北岸周刊](https://beian.cn/2026/lattice) | **时间**: 2026-05-03 11:00"""

OF_ITEMS = ("no-date", "outside-window")

# Rule, clean issue, what is replaced in it, by what; the finding stands in the line where that begins.
SPOILED = [
    ("no-date", DAILY, DAY, "**时间**: 今天"),
    ("outside-window", DAILY, DAY, "**时间**: 2026-04-29 09:15"),
    ("outside-window", REPORT, "`[2026-05-03]`", "`[2026-05-01]`"),
    ("outside-window", FLASH, "2026-05-03 11:00", "2026-05-03 07:59"),
    ("shared-post", FLASH, "Lanchao Lab]", "Clem (RT lanchao)]"),
    ("url-as-text", DAILY, "[Ring-3 技术报告]", "[https://lanchao.cn/blog/ring-3]"),
    ("url-as-text", DAILY, "[Ring-3 技术报告]", "[www.lanchao.cn]"),
    ("bare-url", DAILY, TITLE, "https://lanchao.cn/blog/ring-3"),
    ("tracking-parameters", DAILY, TITLE, "[报告](https://lanchao.cn/blog/ring-3?utm_source=mail&utm_medium=x)"),
    ("activity-page", REPORT, "https://arxiv.org/abs/2605.00987", "https://miniact.lanchao.cn/index.html?id=7"),
    ("site-root", DAILY, RESOURCE, "- **官网**：[蓝潮](https://lanchao.cn/)"),
    ("resource-without-url", DAILY, RESOURCE, "- **论文**：《混合注意力》"),
    ("invented-url", DAILY, PAPER, "[论文](https://arxiv.org/abs/2613.01234)"),
    ("invented-url", DAILY, PAPER, "[论文](https://arxiv.org/abs/xxxx.xxxxx)"),
    ("invented-url", DAILY, PAPER, "[论文](https://arxiv.org/abs/2609.01234)"),
    ("invented-url", DAILY, PAPER, "[公众号](https://mp.weixin.qq.com/s/ring-3-report)"),
    ("example-host", DAILY, PAPER, "[论文](https://papers.example.org/ring-3)"),
    ("another-name", DAILY, PAPER, "[OpenClaw (GitHub)](https://github.com/vllm-project/vllm)"),
    ("glued-url", DAILY, PAPER, "[论文](https://doi.org/10.1098/rsos.250921Key)"),
    ("glued-url", DAILY, RESOURCE, "- [Ring-3](https://lanchao.cn/blog/ring-3Demo)"),
    ("arxiv-form", DAILY, "https://arxiv.org/abs/2605.01234", "https://arxiv.org/pdf/2605.01234"),
    ("arxiv-form", DAILY, "https://arxiv.org/abs/2605.01234", "http://arxiv.org/abs/2605.01234v2"),
    ("paper-a-year-off", DAILY, "2605.01234", "2505.01234"),
    ("old-paper", DAILY, "2605.01234", "2601.01234"),
    ("paper-id-differs", DAILY, PAPER, "[arXiv 2605.01235](https://arxiv.org/abs/2605.01234)"),
    ("paper-two-titles", DAILY, RESOURCE, f"{RESOURCE}\n- [Fast kernels for chips](https://arxiv.org/abs/2605.01234)"),
    ("paper-is-code", REPORT, PAPER, "[相关论文](https://github.com/lanchao/ring)"),
    ("paper-off-item", DAILY, PAPER, "[Operators found by a genetic search](https://arxiv.org/abs/2605.01234)"),
    ("overview-without-link", REPORT, "[Ring-3 发布](#ring-3发布)", "**Ring-3 发布**"),
    ("figures-contradict", REPORT, "Ring-3 有 630 亿参数", "Ring-3 有 63 亿参数"),
    ("figure-in-overview-alone", REPORT, "蓝潮的 Ring-3 有 630 亿参数", "蓝潮的 Ring-3 成本降低 90%"),
    ("told-twice", DAILY, SECOND, AGAIN),
    ("foreign-headline", DAILY, "[蓝潮] Ring-3：混合注意力让长文本更快", "Ring-3 Makes Long Context Fast"),
    ("foreign-headline", ENGLISH, "Ring-3 doubles long-context throughput", "混合注意力让长文本更快"),
    ("doubt-note", DAILY, PAPER, f"{PAPER} (注：原文链接疑为笔误)"),
    ("doubt-note", DAILY, POINT, "- *注：本文为新闻发布性质，未披露底层架构*"),
    ("doubt-note", ENGLISH, "3.1 times", "3.1 times (Note: not stated in the source article)"),
    ("present-as-fiction", DAILY, SENTENCE, "Ring-3（原文设定于 2026 年背景）在 32K 上更快。"),
    ("present-as-fiction", ENGLISH, "at $4", "in a fictional setting of 2026, at $4"),
    ("old-rival", DAILY, POINT, "- **对比**：比 GPT-4o 快，也比 Claude 3.5 Sonnet 便宜。"),
    ("unrendered-bold", DAILY, POINT, "- 核心在于**“混合注意力”**的比例。"),
    ("unrendered-bold", DAILY, POINT, "- 管理**熵增（Entropy）**以及如何衡量**拟真度（Fidelity）**。"),
    ("stars-in-text", DAILY, POINT, "- Ring-3\\*\\* is a model."),
    ("stars-in-text", DAILY, POINT, "- **模型**：Ring-3\\*\\* is a model."),
    ("raw-latex", DAILY, POINT, "- 复杂度由 $O(n^2)$ 降到 $O(n)$。"),
    ("raw-latex", DAILY, POINT, "- 参数 \\$x\\$ 变小。"),
    ("odd-indent", DAILY, POINT, f" {POINT}"),
    ("mixed-bullets", DAILY, RESOURCE, f"*{RESOURCE[1:]}"),
]


@pytest.mark.parametrize("form", CLEAN)
def test_a_clean_issue_has_neither_faults_nor_notes(form: str) -> None:
    assert lint(CLEAN[form]) == []


@pytest.mark.parametrize(
    ("rule", "issue", "part", "by"), SPOILED, ids=[f"{row[0]}-{n}" for n, row in enumerate(SPOILED)]
)
def test_what_is_spoiled_is_found_in_its_line(rule: str, issue: str, part: str, by: str) -> None:
    text, line = spoiled(issue, part, by)

    found = {(finding.rule, finding.line - line) for finding in lint(text)}

    # What is wrong with an item stands at its heading; a line that was added stands under the one it was added to.
    expected = {0, by.count("\n"), *range(-2, 0)} if rule in OF_ITEMS else {0, by.count("\n")}
    assert {away for name, away in found if name == rule} & expected, found


def test_an_item_without_any_link_and_one_with_related_reading_alone_have_no_source() -> None:
    without, _ = spoiled(TOP_TEN, "[蓝潮实验室](https://lanchao.cn/blog/ring-3)", "来源：文章内容")
    related, _ = spoiled(REPORT, "[阅读原文](https://lanchao.cn/blog/ring-3)", "原文")

    assert [finding.message for finding in lint(without) if finding.rule == "no-source-link"] == [
        "the item has no link at all"
    ]
    assert [finding.message for finding in lint(related) if finding.rule == "no-source-link"] == [
        "the item links only related reading, no source"
    ]


def test_an_item_told_from_a_public_account_alone_has_no_primary_source() -> None:
    account = "https://mp.weixin.qq.com/s/NDFL5UvarQmnunNzAJjZCg"
    alone = TOP_TEN.replace("https://lanchao.cn/blog/ring-3", account)
    with_paper = DAILY.replace("https://lanchao.cn/blog/ring-3", account)

    assert "no-primary-source" in rules(alone)
    assert "no-primary-source" not in rules(with_paper)


@pytest.mark.parametrize("said", ["**一手来源**: 原文没有给出链接", "**Primary source**: the source links to none"])
def test_an_item_that_says_that_its_account_links_to_no_primary_source_is_honest(said: str) -> None:
    account = "https://mp.weixin.qq.com/s/NDFL5UvarQmnunNzAJjZCg"
    alone = TOP_TEN.replace("https://lanchao.cn/blog/ring-3", account)
    _, line = spoiled(alone, account, account)
    lines = alone.splitlines()

    assert "no-primary-source" not in rules("\n".join([*lines[:line], said, *lines[line:]]))
    assert "no-primary-source" in rules("\n".join([*lines[:line], "**一手来源**: 论文", *lines[line:]]))


def test_a_thread_whose_days_reach_into_the_window_may_have_an_older_source() -> None:
    moment = "2026-05-03 11:00"
    older = FLASH.replace(moment, "2026-04-29 08:00")
    thread = FLASH.replace(moment, "2026-04-29 至 2026-05-03，2 次报道 · 2026-04-29 08:00")

    assert "outside-window" in rules(older)
    assert "outside-window" not in rules(thread)


def test_a_post_is_a_source_that_wants_a_look_and_a_shared_one_is_none() -> None:
    alone, _ = spoiled(FLASH, "    [技术报告](https://lanchao.cn/blog/ring-3)\n", "")
    shared = alone.replace("Lanchao Lab]", "Clem (RT lanchao)]")

    assert rules(alone) == ["post-alone"]
    assert set(rules(shared)) == {"no-primary-source", "shared-post"}


def test_one_account_has_one_name_and_one_post_one_account() -> None:
    other = POST.replace("Lanchao Lab", "蓝潮").replace("0500000000)", "0600000000)")
    renamed, line = spoiled(FLASH, "[调度器 Lattice 2.0 发布 - 北岸周刊](https://beian.cn/2026/lattice)", other)
    moved = renamed.replace("0600000000)", "0500000000)").replace(
        "蓝潮](https://x.com/lanchao", "蓝潮](https://x.com/beian"
    )

    assert ("two-names", line) in [(finding.rule, finding.line) for finding in lint(renamed)]
    assert ("one-post-two-accounts", line) in [(finding.rule, finding.line) for finding in lint(moved)]


def test_an_undated_post_is_dated_by_its_id() -> None:
    undated, _ = spoiled(FLASH, " · 2026-05-03 09:20", "")
    older = undated.replace("2050779690500000000", "2049000000000000000")

    assert rules(undated) == ["no-date"]
    assert rules(older) == ["no-date", "outside-window"]


def test_what_is_marked_as_late_may_be_older_than_the_window() -> None:
    late, _ = spoiled(DAILY, DAY, "**时间**: 2026-04-29 09:15 ⏳ 补录：早于本期窗口")

    assert lint(late) == []


def test_an_issue_of_one_day_may_tell_of_the_day_before_it_unless_it_prints_its_window() -> None:
    before, _ = spoiled(DAILY, DAY, "**时间**: 2026-05-02 23:15")
    printed = f"{before}\n窗口 2026-05-03 00:00 至 2026-05-04 00:00（Asia/Shanghai）\n"

    assert rules(before) == []
    assert rules(printed) == ["outside-window"]


def test_an_overview_announces_only_what_is_told() -> None:
    told = "- **[模型]** [Ring-3 发布](#ring-3发布)：蓝潮的 Ring-3 有 630 亿参数，长文本吞吐是前代的 3.1 倍。"
    other = "- **[机器人]** **求婚机器人上市**: 星河公司的人形机器人学会下跪与拔剑，售价二十万元起。"
    text, line = spoiled(REPORT, told, f"{told}\n{other}")

    assert [(finding.rule, finding.line) for finding in lint(text)] == [
        ("overview-without-entry", line + 1),
        ("overview-without-link", line + 1),
    ]


def test_a_magnitude_that_grows_on_the_way_is_a_contradiction() -> None:
    text, _ = spoiled(REPORT, "蓝潮的 Ring-3 有 630 亿参数，", "蓝潮的 Ring-3 超越十亿级参数的模型，")
    text, _ = spoiled(text, "630 亿参数的混合注意力模型", "混合注意力模型，超越千亿参数级别的模型")

    assert rules(text) == ["figures-contradict"]


def test_stories_in_nearly_the_same_words_are_one_story() -> None:
    tail = "该模型把图像分解为独立的图层，支持文字提示控制结构，可以指定三到十个图层，还能对图层再次分解，权重已公开。"
    stories = [f"图层模型开源：小鹿团队发布分层编辑模型\n\n{{}}\n\n小鹿团队发布图层模型。{tail}"]
    stories += [f"{name}\n\n{{}}\n\n{text}" for name, text in OTHERS.items()]
    stories += [f"小鹿团队的图层模型：分层编辑模型\n\n{{}}\n\n小鹿团队开源的图像模型。{tail}"]
    items = [
        f"### {number}. {story.format(f'[来源](https://news.cn/{number}) · 2026-05-03')}"
        for number, story in enumerate(stories, 1)
    ]

    found = lint("# AINews - 2026-05-03\n\n## 新闻\n\n" + "\n\n".join(items) + "\n")

    assert [(finding.rule, finding.excerpt[:6]) for finding in found] == [("told-twice", "### 6.")]


def test_an_item_of_phrases_says_nothing() -> None:
    phrases = "创始人转发了一条消息，彰显团队的执行力，体现了平台的优势，有望带来深远的影响。"
    text, _ = spoiled(TOP_TEN, "Ring-3 的长文本吞吐是前代的 3.1 倍。", phrases)

    assert rules(text) == ["nothing-said"]


def test_front_matter_that_no_generator_reads_is_a_fault() -> None:
    broken, _ = spoiled(FLASH, 'title: "2026.05.03.12 过去4小时', "title: [2026: 过去4小时")
    unclosed = FLASH.replace('categories: ["AI进展"]\n---\n', "")

    assert ("front-matter", 1) in [(finding.rule, finding.line) for finding in lint(broken)]
    assert ("front-matter", 1) in [(finding.rule, finding.line) for finding in lint(unclosed.partition("\n---")[0])]


def test_a_heading_under_the_text_before_it_is_noted() -> None:
    text, line = spoiled(
        REPORT, "**Ring-3发布**\n", "**Ring-3发布**\n正文。\n### **另一条**\n\n[原文](https://a.cn/b) `[2026-05-03]`\n"
    )

    assert ("glued-heading", line + 2) in [(finding.rule, finding.line) for finding in lint(text)]


def test_two_items_that_cite_one_paper_want_a_look() -> None:
    text, _ = spoiled(DAILY, "推理成本降低 36%。\n", f"推理成本降低 36%。\n\n#### 🔗 相关资源\n\n{RESOURCE}\n")

    assert "paper-of-two-items" in rules(text)


def test_what_is_no_issue_is_asked_for_no_sources_and_no_dates() -> None:
    page = "# Configuration\n\n## Keys\n\n### zone\n\nThe zone of days.\n\n### engine\n\nSee `https://a.org/x`.\n"

    assert lint(page) == []


@pytest.mark.parametrize(
    "text",
    [
        "- Prices of $5 to $10, and $60B against $8M.",
        "- 幂是 2\\*\\*n，也就是 `2**n`。",
        "- **中文（English）**：后面有标点的粗体。",
        "- 注意：这里没有任何疑问（注：1 美元约合 7.1 元人民币）。",
        "- 2026 年将是重要的一年，此前的 2025 年也是。",
        "- 用 `$HOME` 与 `**kwargs` 表示。",
    ],
)
def test_what_only_looks_like_a_fault_is_none(text: str) -> None:
    good, _ = spoiled(DAILY, POINT, text)

    assert [name for name in rules(good) if name != "stars-in-text"] == []


def test_every_rule_says_what_it_means_and_the_way_out() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.meaning.endswith("."), rule.name
        assert rule.remedy.endswith("."), rule.name


def test_what_a_caller_does_with_the_findings_is_not_met_by_the_next() -> None:
    spoilt = DAILY.replace(DAY, "")
    found = lint(spoilt)
    assert found
    found.clear()
    assert lint(spoilt)


def rules(text: str) -> list[str]:
    return [finding.rule for finding in lint(text)]


OTHERS = {
    "港口城市试行无人巴士": "首批二十辆巴士在滨海大道上线，每小时一班，乘客可以在手机里预约座位，车上保留一名安全员。",
    "天文台公布新的星表": "星表收录三百万颗恒星的位置与亮度，由南半球的两台望远镜历时四年测得，任何人都可以免费使用。",
    "出版社起诉搜索公司": "三家出版社称搜索公司未经许可抓取书籍全文，要求赔偿并停止使用，法院将在下个月开庭审理此案。",
    "电池工厂提前投产": "工厂位于北部省份，年产能为十吉瓦时，比计划提前两个月投产，首批产品供应给本地的卡车制造商。",
}
