"""A realistic day in Chinese and English, and an issue of each edition made of it.

Two good stories, a late one, an off-topic one, an advertisement, and one whose every string attacks the printed forms.
The issues are put together here from the model, by no code that is tested.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from digest_pipeline.model import (
    Article,
    Brief,
    Continuation,
    Evidence,
    Figure,
    FurtherReading,
    Hindsight,
    Issue,
    IssueItem,
    Moment,
    OverviewLine,
    Point,
    Resource,
    Revision,
    Rubric,
    RubricScore,
    SourceReference,
    Statement,
    Story,
    content_id,
)

DAY = date(2026, 2, 14)
ZONE = "Asia/Shanghai"
RING, LATTICE, HOSTILE_ID, LATE, OFF_TOPIC = (digit * 16 for digit in "12345")
EDITIONS = ("daily_briefing", "two_day_report", "top_ten", "four_hour_flash", "weekly", "monthly")
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
    language: str = "zh",
    *,
    edition: str = "daily_briefing",
    items: int = 15,
    keep: Sequence[str] | None = None,
    revisions: Mapping[str, Revision] = {},
) -> Issue:
    """Return an issue of `edition` that tells the day; `keep` takes only the stories with these ids.

    `revisions` are told by address. What only some editions have (groups, overview, moments …) is there in theirs.
    """
    told = [pair for pair in zip(*sample_day(), strict=True) if pair[1].kind != "advertisement"]
    taken = [pair for pair in told if keep is None or pair[0].id in keep][:items]
    rows = tuple(
        _item(edition, number, story, written, {content_id(url): change for url, change in revisions.items()})
        for number, (story, written) in enumerate(taken, start=1)
    )
    key, title, start, end = _window(edition)
    return Issue(
        edition=edition,
        day=DAY,
        key=key,
        title=title[language],
        language=language,
        timezone=ZONE,
        window_start=start,
        window_end=end,
        items=_numbered(rows),
        counts={
            "entries": 430,
            "articles": 402,
            "stories": 6,
            "items": len(rows),
            "left_out": 6 - len(rows),
            "repeats": 0,
        },
        notes=("2 个来源当天没有更新。",) if language == "zh" else ("Two sources were silent that day.",),
        **_extras(edition, rows),
    )


def _window(edition: str) -> tuple[str, dict[str, str], datetime, datetime]:
    """Return key, titles and window of the issue of `edition` that ends with the day."""
    midnight = datetime.combine(DAY + timedelta(1), time(), ZoneInfo(ZONE)).astimezone(UTC)
    first = {"two_day_report": 2, "weekly": 7, "monthly": 14}.get(edition, 1)
    start = midnight - timedelta(days=first)
    match edition:
        case "two_day_report":
            titles = {
                "zh": "AI 前沿动态速报 (2026-02-13 至 2026-02-14)",
                "en": "AI Frontier Report (2026-02-13 to 2026-02-14)",
            }
            return "2026-02-14", titles, start, midnight
        case "top_ten":
            return "2026-02-14", dict.fromkeys(("zh", "en"), "AINews - 2026-02-14"), start, midnight
        case "four_hour_flash":
            titles = {
                "zh": "2026.02.14.12 过去4小时全球AI发生了什么？",
                "en": "2026.02.14.12 What happened in AI in the last four hours?",
            }
            return "2026-02-14-12", titles, start + timedelta(hours=8), start + timedelta(hours=12)
        case "weekly":
            return "2026-W07", {"zh": "AI 周报 | 2026-W07", "en": "AI Weekly | 2026-W07"}, start, midnight
        case "monthly":
            return "2026-02", {"zh": "AI 月报 | 2026-02", "en": "AI Monthly | 2026-02"}, start, midnight
    titles = {"zh": "AI 每日情报 | 2026-02-14", "en": "AI Daily Briefing | 2026-02-14"}
    return "2026-02-14", titles, start, midnight


def _item(edition: str, number: int, story: Story, written: Brief, revisions: Mapping[str, Revision]) -> IssueItem:
    groups = {
        "two_day_report": {LATTICE: "infrastructure", OFF_TOPIC: "applications"}.get(story.id, "models"),
        "top_ten": "tools" if story.id in {RING, LATTICE} else "news",
    }
    plain = IssueItem(
        number=number,
        story_id=story.id,
        thread_id=content_id("thread", story.id),
        group=groups.get(edition, ""),
        brief=written,
        sources=tuple(_reference(told, revisions) for told in story.articles),
        late=story.lead.late,
        terms={RING: ("Ring-3", "混合线性注意力", "3.1 倍"), LATTICE: ("Lattice 2.0", "$0.27")}.get(story.id, ()),
    )
    return plain.model_copy(update=_history(edition, plain))


def _history(edition: str, item: IssueItem) -> dict[str, Any]:
    """Return what is told of the time before: of a thread in a review, of an earlier issue in the others."""
    if item.story_id == HOSTILE_ID:
        primary = Resource(url="https://evil.example/p(1)", title=HOSTILE, kind="post")
        earlier = Continuation(
            key="2026-02-12", day=date(2026, 2, 12), story_id="9" * 16, headline=HOSTILE, news=(HOSTILE,)
        )
        return {"primary": primary, "continues": earlier, "terms": ("bold", "alert(1)", "**")}
    if item.story_id != LATTICE:
        return {}
    primary = Resource(url="https://lattice.example.org/releases/2.0", title="Lattice 2.0 release notes", kind="post")
    if edition in {"weekly", "monthly"}:
        return {"primary": primary, "moments": _moments(item), "hindsights": _hindsights(item)}
    news = ("the 99th percentile of the first-token latency fell to 310 ms", "$0.27 a million tokens")
    earlier = Continuation(
        key="2026-02-12-12" if edition == "four_hour_flash" else "2026-02-12",
        day=date(2026, 2, 12),
        story_id="9" * 16,
        headline="Lattice 2.0 is announced for February",
        news=news,
    )
    return {"primary": primary, "continues": earlier}


def _moments(item: IssueItem) -> tuple[Moment, ...]:
    announced = Moment(
        day=date(2026, 2, 10),
        story_id="9" * 16,
        standing="new",
        headline="Lattice 2.0 is announced for February",
        source="Systems Weekly",
        url="https://systems.example.com/lattice-2-announced",
    )
    told = Moment(
        day=DAY,
        story_id=item.story_id,
        standing="update",
        headline=item.brief.headline,
        source=item.sources[0].name,
        url=item.sources[0].url,
    )
    return announced, told


def _hindsights(item: IssueItem) -> tuple[Hindsight, ...]:
    late = item.brief.one_sentence
    early = Statement(text="Lattice 2.0 will halve the cost of a million tokens.", evidence=late.evidence)
    held = Statement(text="Lattice 2.0 comes in February.", evidence=late.evidence)
    days = {"early_day": date(2026, 2, 10), "late_day": DAY}
    return (
        Hindsight(outcome="changed", subject="cost of a million tokens", early=early, late=late, **days),
        Hindsight(outcome="confirmed", subject="release", early=held, late=late, **days),
    )


def _numbered(rows: Sequence[IssueItem]) -> tuple[IssueItem, ...]:
    """Return the items numbered from 1 within each group, in their order."""
    groups = sorted({item.group for item in rows})
    counted = {group: [item for item in rows if item.group == group] for group in groups}
    return tuple(
        item.model_copy(update={"number": number})
        for group in groups
        for number, item in enumerate(counted[group], start=1)
    )


def _extras(edition: str, rows: Sequence[IssueItem]) -> dict[str, Any]:
    if edition == "two_day_report":
        lines = tuple(
            OverviewLine(
                story_id=item.story_id,
                tag=(*item.brief.tags, "AI")[0],
                title=item.brief.short_title,
                text=item.brief.one_sentence.text,
            )
            for item in rows
        )
        return {
            "overview": lines,
            "further": tuple(
                FurtherReading(story_id=item.story_id, resource=resource)
                for item in rows
                for resource in item.brief.resources
            ),
        }
    if edition == "top_ten":
        return {"origin": Resource(url="https://letter.example.com/issues/26-02-14", title="AI Letter", kind="post")}
    if edition in {"weekly", "monthly"}:
        return {"introduction": tuple(item.brief.one_sentence for item in rows[:2])}
    return {}


def _reference(told: Article, revisions: Mapping[str, Revision]) -> SourceReference:
    return SourceReference(
        article_id=told.id,
        date_origin=told.date_origin,
        name=told.site,
        author=", ".join(told.authors),
        title=told.title,
        url=told.url,
        published_local=told.published_at.astimezone(ZoneInfo(ZONE)),
        revision=revisions.get(told.id),
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
    story = Story(id=RING, day=DAY, articles=(lead, other, third))
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
        authors=("Ada Example",),
        published_at=datetime(2026, 2, 14, 3, 0, tzinfo=UTC),
    )
    story = Story(id=LATTICE, day=DAY, articles=(lead,))
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
        figures=(
            Figure(
                metric="first-token latency, 99th percentile",
                value="310",
                unit="ms",
                setting="64 cards",
                compared_with="840 ms",
                evidence=evidence(lead, lines[2]),
            ),
        ),
        category="infrastructure",
        resources=(
            Resource(url="https://docs.example.com/lattice", title="Lattice documentation", kind="site"),
            Resource(url="javascript:alert(1)", title="harmless", kind="demo"),
        ),
    )


def _hostile() -> tuple[Story, Brief]:
    text = f"{HOSTILE}\n# no heading\n1. no list\n--- no rule https://evil.example/x www.evil.example me@evil.example"
    lead = article("https://evil.example/a)%20[b](c)<d>", HOSTILE, text, site=HOSTILE, language="en")
    story = Story(id=HOSTILE_ID, day=DAY, articles=(lead,))
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
    story = Story(id=LATE, day=DAY, articles=(lead,))
    return story, brief(story, "Atlas：120 万条标注对话公开", tags=("数据集",), stars=2)


def _off_topic() -> tuple[Story, Brief]:
    lead = article("https://city.example.org/bridge", "新桥通车", "新桥今天通车，全长 2.4 公里。")
    story = Story(id=OFF_TOPIC, day=DAY, articles=(lead,))
    return story, brief(story, "新桥通车", relevance=0.0, stars=5)


def _advertisement() -> tuple[Story, Brief]:
    lead = article("https://shop.example.com/sale", "限时优惠", "报名即送课程，限时优惠。")
    story = Story(id="6666666666666666", day=DAY, articles=(lead,))
    return story, brief(story, "限时优惠", kind="advertisement", stars=5, relevance=1.0)
