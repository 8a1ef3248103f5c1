"""A realistic day in Chinese and English.

Two good stories, a late one, an off-topic one, an advertisement, and one whose every string attacks the printed forms.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from digest_pipeline.editions.compose import compose
from digest_pipeline.editions.spec import load_edition
from digest_pipeline.model import (
    Article,
    Brief,
    Evidence,
    Issue,
    Point,
    Resource,
    Revision,
    Rubric,
    RubricScore,
    Statement,
    Story,
    content_id,
)

DAY = date(2026, 2, 14)
HOSTILE = (
    "<script>alert(1)</script> ](javascript:alert(1)) **bold** \u202eevil\u202c \U0001f469\u200d\U0001f680 "
    "`x` $y$ | _z_ {{ 7*7 }} &copy; ~~no~~"
)


def article(url: str, title: str, text: str, **changes: Any) -> Article:
    """Return an article of the day; `changes` replaces single fields."""
    fields = {
        "id": content_id(url),
        "day": DAY,
        "url": url,
        "title": title,
        "authors": (),
        "site": "量子位",
        "source_id": "qbitai",
        "authority": 3,
        "language": "zh",
        "published_at": datetime(2026, 2, 14, 1, 15, tzinfo=UTC),
        "date_origin": "feed",
        "late": False,
        "text": text,
        "text_origin": "page",
        "capture_id": "c0",
    }
    return Article(**{**fields, **changes})


def evidence(source: Article, *quotes: str) -> tuple[Evidence, ...]:
    """Return evidence for sentences that stand in the article's text."""
    starts = [(source.text.index(quote), quote) for quote in quotes]
    return tuple(Evidence(article_id=source.id, start=at, end=at + len(quote), quote=quote) for at, quote in starts)


def brief(story: Story, headline: str, **changes: Any) -> Brief:
    """Return a brief whose one sentence is the first line of the lead article; `changes` replaces single fields."""
    lead = story.lead
    sentence = lead.text.split("\n", maxsplit=1)[0]
    line = RubricScore(score=4, reason="…")
    fields = {
        "story_id": story.id,
        "day": story.day,
        "engine": "llm",
        "language": lead.language,
        "headline": headline,
        "short_title": headline[:20],
        "kind": "news",
        "category": "models",
        "organisations": (),
        "tags": (),
        "one_sentence": Statement(text=sentence, evidence=evidence(lead, sentence)),
        "rubric": Rubric(novelty=line, depth=line, evidence=line, impact=line, reach=line),
        "relevance": 0.8,
        "stars": 3,
    }
    return Brief(**{**fields, **changes})


def point(source: Article, lead: str, text: str, *quotes: str) -> Point:
    """Return a point with its evidence; without quotes the text itself is the quote."""
    return Point(lead=lead, text=text, evidence=evidence(source, *(quotes or (text,))))


def sample_day() -> tuple[list[Story], list[Brief]]:
    """Return the stories of the day and their briefs, in no particular order."""
    told = [_ring(), _lattice(), _hostile(), _late(), _off_topic(), _advertisement()]
    return [story for story, _ in told], [written for _, written in told]


def sample_issue(
    language: str = "zh", *, items: int = 15, keep: Sequence[str] | None = None, revisions: Mapping[str, Revision] = {}
) -> Issue:
    """Return the day's issue; `keep` takes only the stories with these ids, `revisions` are told by address."""
    stories, briefs = sample_day()
    return compose(
        load_edition("daily_briefing"),
        DAY,
        [story for story in stories if keep is None or story.id in keep],
        briefs,
        items=items,
        language=language,
        timezone="Asia/Shanghai",
        counts={"entries": 430, "articles": 402},
        notes=("2 个来源当天没有更新。",) if language == "zh" else ("Two sources were silent that day.",),
        revisions={content_id(url): revision for url, revision in revisions.items()},
    )


def _ring() -> tuple[Story, Brief]:
    text = (
        "蓝潮实验室今天开源了 Ring-3，一个采用混合线性注意力的万亿参数模型，长文本推理吞吐提升到上一代的 3.1 倍。\n"
        "模型每 7 层线性注意力配 1 层多头潜在注意力，显存占用随序列长度近似线性增长。\n"
        "团队把原有的分组查询注意力层逐层替换，再用 4000 亿词元继续训练，避免从零开始。\n"
        "在 32K 以上的生成长度下，访存量降到原来的十分之一以下。\n"
        "在公开的数学竞赛题上，Ring-3 得到 35 分（满分 42 分）。\n"
        "作者认为混合结构是长文本推理成本与精度之间的合理折中。\n"
        "文章没有给出通用对话和多语言翻译任务上的结果。"
    )
    lead = article("https://news.example.cn/2026/02/ring-3", "蓝潮开源 Ring-3：混合线性注意力的万亿模型", text)
    other = article(
        "https://lab.example.org/blog/ring-3(zh)",
        "Ring-3 技术博客",
        "Ring-3 is released today.",
        site="蓝潮实验室",
        published_at=datetime(2026, 2, 14, 0, 30, tzinfo=UTC),
    )
    third = article(
        "https://wire.example.com/ai/4711?utm=1&copy;=2",
        "Open model cuts memory traffic",
        "The lab opened its model.",
        site="The Wire",
        published_at=datetime(2026, 2, 14, 6, 5, tzinfo=UTC),
    )
    story = Story(id="1111111111111111", day=DAY, articles=(lead, other, third))
    lines = text.split("\n")
    return story, brief(
        story,
        "[蓝潮实验室] Ring-3：混合线性注意力让万亿参数模型的长文本吞吐提升到 3.1 倍",
        organisations=("蓝潮实验室",),
        tags=("开源", "大模型", "线性注意力", "数学推理"),
        kind="release",
        stars=5,
        relevance=1.0,
        technique=(
            point(lead, "混合线性架构（1:7）", "每 7 层线性注意力配 1 层多头潜在注意力，显存近似线性增长。", lines[1]),
            point(lead, "增量转换", "逐层替换分组查询注意力，再用 4000 亿词元继续训练。", lines[2]),
        ),
        findings=(
            point(lead, "访存", "生成长度超过 32K 时，访存量降到原来的十分之一以下。", lines[3]),
            point(lead, "“数学竞赛”", "公开竞赛题得到 35 分（满分 42 分）。", lines[4]),
        ),
        insight=(point(lead, "取舍", "混合结构是长文本推理成本与精度之间的合理折中。", lines[5]),),
        limitations=(point(lead, "局限性", "没有给出通用对话和多语言翻译任务上的结果。", lines[6]),),
        resources=(
            Resource(
                url="https://arxiv.org/abs/2602.01234", title="Ring-3: Hybrid Linear Attention at Scale", kind="paper"
            ),
            Resource(url="https://github.com/example/ring-3", title="https://github.com/example/ring-3", kind="code"),
        ),
    )


def _lattice() -> tuple[Story, Brief]:
    text = (
        "Lattice 2.0 schedules inference on mixed clusters and cuts the cost of a million tokens from $0.42 to $0.27.\n"
        "The scheduler packs prefill and decode on different cards & keeps the key-value cache on the slower ones.\n"
        "On 64 cards the 99th percentile of the first-token latency fell from 840 ms to 310 ms.\n"
        "The authors measured one model family only."
    )
    lead = article(
        "https://systems.example.com/lattice-2?a=1&b=2#intro",
        "Lattice 2.0 released",
        text,
        site="Systems Weekly",
        language="en",
        published_at=datetime(2026, 2, 14, 3, 0, tzinfo=UTC),
    )
    story = Story(id="2222222222222222", day=DAY, articles=(lead,))
    lines = text.split("\n")
    return story, brief(
        story,
        "Lattice 2.0: inference scheduling for mixed clusters, 36 % cheaper tokens",
        engine="extractive",
        tags=("Inference", "Scheduling"),
        stars=4,
        technique=(point(lead, "", lines[1]),),
        findings=(point(lead, "", lines[2]),),
        limitations=(point(lead, "", lines[3]),),
        resources=(
            Resource(url="https://docs.example.com/lattice", title="Lattice documentation", kind="site"),
            Resource(url="javascript:alert(1)", title="harmless", kind="demo"),
        ),
    )


def _hostile() -> tuple[Story, Brief]:
    text = f"{HOSTILE}\n# no heading\n1. no list\n--- no rule https://evil.example/x www.evil.example me@evil.example"
    lead = article("https://evil.example/a)%20[b](c)<d>", HOSTILE, text, site=HOSTILE, language="en")
    story = Story(id="3333333333333333", day=DAY, articles=(lead,))
    lines = text.split("\n")
    return story, brief(
        story,
        HOSTILE,
        tags=("a] [b", HOSTILE),
        relevance=0.5,
        technique=(point(lead, HOSTILE, HOSTILE), point(lead, "", lines[1]), point(lead, "", lines[2])),
        findings=(point(lead, "", lines[3]), point(lead, "（括号）", "中文紧跟其后", lines[1])),
        resources=(Resource(url="https://evil.example/r", title=HOSTILE, kind="post"),),
    )


def _late() -> tuple[Story, Brief]:
    lead = article(
        "https://archive.example.net/atlas",
        "Atlas 数据集发布",
        "Atlas 数据集发布，包含 120 万条标注对话。",
        published_at=datetime(2026, 2, 11, 15, 59, tzinfo=UTC),
        late=True,
    )
    story = Story(id="4444444444444444", day=DAY, articles=(lead,))
    return story, brief(story, "Atlas：120 万条标注对话公开", tags=("数据集",), stars=2)


def _off_topic() -> tuple[Story, Brief]:
    lead = article("https://city.example.org/bridge", "新桥通车", "新桥今天通车，全长 2.4 公里。")
    story = Story(id="5555555555555555", day=DAY, articles=(lead,))
    return story, brief(story, "新桥通车", relevance=0.0, stars=5)


def _advertisement() -> tuple[Story, Brief]:
    lead = article("https://shop.example.com/sale", "限时优惠", "报名即送课程，限时优惠。")
    story = Story(id="6666666666666666", day=DAY, articles=(lead,))
    return story, brief(story, "限时优惠", kind="advertisement", stars=5, relevance=1.0)
