"""Small issues to lint: one clean one in each form, and ways to spoil them."""

DAILY = """\
# AI 每日情报 | 2026-05-03

## 📊 今日情报

### 1. [蓝潮] Ring-3：混合注意力让长文本更快
**来源**: [蓝潮实验室](https://lanchao.cn/blog/ring-3) | **时间**: 2026-05-03 09:15\\
**链接**: [Ring-3 技术报告](https://lanchao.cn/blog/ring-3)

> 🎯 **一句话摘要**：Ring-3 在 32K 长度上的吞吐是前代的 3.1 倍。

#### 🔹 技术

- **混合注意力**：每八层里有一层完整注意力。

#### 🔗 相关资源

- **论文**：[Ring-3: Hybrid attention at scale](https://arxiv.org/abs/2605.01234)

---

### 2. [北岸] 调度器 Lattice 2.0 发布
**来源**: [北岸周刊](https://beian.cn/2026/lattice) | **时间**: 2026-05-03 11:00\\
**链接**: [Lattice 2.0 发布说明](https://beian.cn/2026/lattice)

> 🎯 **一句话摘要**：新版调度器把混合机群的推理成本降低 36%。

---
"""

REPORT = """\
# AI 前沿动态速报 (2026-05-02 至 2026-05-03)

## ⚡ 本期速览

- **[模型]** [Ring-3 发布](#ring-3发布)：蓝潮的 Ring-3 有 630 亿参数，长文本吞吐是前代的 3.1 倍。

---

## 1. 模型与技术

### **Ring-3发布**

[阅读原文](https://lanchao.cn/blog/ring-3)  `[2026-05-03]`

> **概要**：蓝潮发布 Ring-3，630 亿参数的混合注意力模型，长文本吞吐是前代的 3.1 倍。

**相关论文**: [Ring-3: Hybrid attention at scale](https://arxiv.org/abs/2605.01234)

---

## 拓展阅读

### 前沿研究

- [Sparse schedules for linear attention](https://arxiv.org/abs/2605.00987)
"""

TOP_TEN = """\
# AINews - 2026-05-03

## 📰 新闻

### 1. 蓝潮发布 Ring-3

> [蓝潮实验室](https://lanchao.cn/blog/ring-3) · 2026-05-03
>
> Ring-3 的长文本吞吐是前代的 3.1 倍。

---
"""

FLASH = """\
---
title: "2026.05.03.12 过去4小时全球AI发生了什么？"
date: 2026-05-03T12:00:00+08:00
categories: ["AI进展"]
---

1.  [蓝潮发布 Ring-3 - Lanchao Lab](https://x.com/lanchao/status/2050779690500000000) · 2026-05-03 09:20
    [技术报告](https://lanchao.cn/blog/ring-3)

    Ring-3 的长文本吞吐是前代的 **3.1 倍**。

2.  [调度器 Lattice 2.0 发布 - 北岸周刊](https://beian.cn/2026/lattice) · 2026-05-03 11:00

    新版调度器把混合机群的推理成本降低 **36%**。

---

窗口 2026-05-03 08:00 至 2026-05-03 12:00（Asia/Shanghai）
"""

ENGLISH = """\
# AI Daily Briefing | 2026-05-03

## In this issue

### 1. Ring-3 doubles long-context throughput

**Source**: [Lanchao Lab](https://lanchao.cn/blog/ring-3) | **Time**: 2026-05-03 09:15

> **In one sentence**: Ring-3 reads 32K tokens 3.1 times as fast as the model before it, at $4 to $5 an hour.

---
"""

CLEAN = {"daily": DAILY, "report": REPORT, "top ten": TOP_TEN, "flash": FLASH, "english": ENGLISH}
"""Issues without a fault, by their form."""


def spoiled(issue: str, part: str, by: str) -> tuple[str, int]:
    """Return `issue` with its only `part` replaced, and the number of the line where that begins."""
    assert issue.count(part) == 1, f"{part!r} stands {issue.count(part)} times in the issue"
    return issue.replace(part, by), issue[: issue.index(part)].count("\n") + 1
