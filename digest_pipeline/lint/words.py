"""The words by which an issue in Chinese or English names its own parts: overview, resources, dates, late items."""

import re

# Whole headings, with whatever icon or number stands before them: "AI Overviews" is a story.
OVERVIEW = re.compile(
    r"\W*(?:(?:本期|今日|每日|本周|本月)?(?:速览|概览|导读|要点|内容|摘要)"
    r"|(?:.{1,12}\s)?overview|at a glance|highlights|in brief|in this issue|tl;?dr)\W*",
    re.IGNORECASE,
)
# They hold links, and no story that was told.
FURTHER = re.compile(
    r"\W*(?:(?:拓展|延伸|扩展|更多)阅读|further reading|more to read|read more|see also)\W*", re.IGNORECASE
)
RESOURCES = re.compile(
    r"\W*(?:(?:相关|参考|更多)?(?:资源|链接)|参考资料|(?:related |further )?(?:resources|references|links))\W*",
    re.IGNORECASE,
)
RELATED_PAPER = re.compile(r"\W*(?:相关论文|related papers?)\b", re.IGNORECASE)
DATE_LABEL = re.compile(
    r"来源|出处|时间|日期|发布于|发表于|更新于|source|time|date|published|posted|updated", re.IGNORECASE
)
# What says of an item that no first-hand source is known.
NO_PRIMARY = re.compile(
    r"(?:一手来源|primary source)\W*(?:原文没有|未见|the source links to none|none\b)", re.IGNORECASE
)
LATE = re.compile(r"⏳|迟到|补录|late\b", re.IGNORECASE)
