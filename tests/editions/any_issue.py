"""Hypothesis strategies for issues of any edition: texts that attack Markdown, in Chinese and English."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from digest_pipeline.dates import start_of
from digest_pipeline.editions.periods import Period, period_from
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import (
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
    ResourceKind,
    Revision,
    SourceReference,
    Statement,
    content_id,
)
from digest_pipeline.webtext import clean, printable_address

ZONES = tuple(ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "UTC"))
KINDS: tuple[ResourceKind, ...] = ("paper", "code", "model", "dataset", "demo", "video", "post", "site")
# Each means something to Markdown, to one of its extensions, to a site generator, or to the forms themselves.
FRAGMENTS = (
    *("**", "*", "_", "__x__", "~~", "`", "```", "$", "$x_{i}^2$", "\\", "\\alpha", "|", "a|b", "#", " # ", "<b>"),
    *("[", "]", "](", "[a](http://b.example/c)", "[OpenAI]", "[x]:", "![i](y)", "<https://e.example>", "<!--"),
    *("{{ x }}", "{% y %}", "{#id}", "https://example.org/a_b", "www.x.org", "a@b.example", "&", "&amp;", "&#35;"),
    *("1. ", "12) ", "- ", "+ ", "> ", "---", "===", "* * *", "：", ": ", " · ", " - ", "·", " | ", "⏳ ", "🌟"),
    *("🔄 ", "↪ ", "🆕 ", "🎯 ", "📊", "来源", "**来源**: ", "Source", "模型", "，", "。", "“词”", "（注）", "《书》"),
    *("「」", "GPT-5.2", "3.1 倍", "71.4%", "'", '"', "…", "—", "👩\u200d🚀", "é", "Ω", "\u3000", "\u202e", "\u200b"),
    *("\t", "\n", "  ", "x" * 400, "长" * 400),
)


def texts() -> st.SearchStrategy[str]:
    """Texts that print something, up to a few thousand characters."""
    pieces = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6))
    return st.lists(pieces, min_size=1, max_size=6).map("".join).filter(lambda text: bool(clean(text)))


def urls() -> st.SearchStrategy[str]:
    """Addresses that may be linked, with what breaks links."""
    rest = st.text(alphabet="ab/19()[]<>\"'&=;?%*_~#|\\^中é.-", max_size=12)
    hosts = st.sampled_from(("example.org", "arxiv.org", "github.com", "x.com", "例子.example"))
    return st.builds("https://{}/{}".format, hosts, rest).filter(lambda url: bool(printable_address(url)))


def issues(edition: EditionSpec) -> st.SearchStrategy[Issue]:
    """Issues as the composer makes them: the window is one of the edition's, ids are unique."""
    return _issues(edition)


@st.composite
def _issues(draw: st.DrawFn, edition: EditionSpec) -> Issue:
    language = draw(st.sampled_from(sorted(edition.labels)))
    zone = draw(st.sampled_from(ZONES))
    period = _period(draw, edition, zone)
    items = tuple(draw(_items(edition, language, period, number)) for number in range(1, draw(st.integers(0, 3)) + 1))
    ids = [item.story_id for item in items] or ["none"]
    lines = st.builds(OverviewLine, story_id=st.sampled_from(ids), tag=texts(), title=texts(), text=texts())
    further = st.builds(FurtherReading, story_id=st.sampled_from(ids), resource=_resources())
    is_report, is_review = edition.select.overview > 0, edition.review
    return Issue(
        edition=edition.name,
        day=period.last,
        key=period.key,
        title=draw(texts()),
        language=language,
        timezone=zone.key,
        window_start=period.start,
        window_end=period.end,
        items=items,
        counts=draw(
            st.dictionaries(st.sampled_from(("entries", "articles", "stories", "items")), st.integers(0, 9999))
        ),
        notes=tuple(draw(st.lists(texts(), max_size=2))),
        origin=draw(st.none() | _resources()) if edition.template == "top_ten.md.j2" and items else None,
        introduction=tuple(draw(st.lists(_statements(), max_size=2))) if is_review else (),
        overview=tuple(draw(st.lists(lines, max_size=3))) if is_report and items else (),
        further=tuple(draw(st.lists(further, max_size=3))) if is_report else (),
    )


def _period(draw: st.DrawFn, edition: EditionSpec, zone: ZoneInfo) -> Period:
    day = draw(st.dates(date(2024, 1, 1), date(2026, 12, 31)))
    hours = draw(st.integers(0, 5)) * 4 if edition.cadence == "four_hourly" else 0
    return period_from(edition, start_of(day, zone) + timedelta(hours=hours), zone)


@st.composite
def _items(draw: st.DrawFn, edition: EditionSpec, language: str, period: Period, number: int) -> IssueItem:
    story_id = content_id(str(number))
    moments = [
        Moment(
            day=draw(st.dates(period.first, period.last)),
            story_id=story_id,
            standing=draw(st.sampled_from(("new", "update", "repeat"))),
            headline=draw(texts()),
            source=draw(texts()),
            url=draw(urls()),
        )
        for _ in range(draw(st.integers(0, 2)) if edition.review else 0)
    ]
    hindsights = st.builds(
        Hindsight,
        outcome=st.sampled_from(("confirmed", "changed")),
        subject=texts(),
        early_day=st.dates(period.first, period.last),
        early=_statements(),
        late_day=st.dates(period.first, period.last),
        late=_statements(),
    )
    continuations = st.builds(
        Continuation,
        key=st.just("2026-05-03"),
        day=st.dates(),
        story_id=st.just(content_id("before")),
        headline=texts(),
        news=st.lists(texts(), max_size=2).map(tuple),
    )
    return IssueItem(
        number=number,
        story_id=story_id,
        thread_id=content_id("thread"),
        group=draw(st.sampled_from([group.name for group in edition.groups] or [""])),
        brief=draw(_briefs(story_id, period.last, language)),
        sources=tuple(draw(st.lists(_sources(), min_size=1, max_size=3))),
        late=draw(st.booleans()),
        primary=draw(st.none() | _resources()),
        continues=draw(st.none() | continuations),
        terms=tuple(draw(st.lists(texts(), max_size=2))),
        moments=tuple(moments),
        hindsights=tuple(draw(st.lists(hindsights, max_size=2))) if edition.review else (),
    )


@st.composite
def _briefs(draw: st.DrawFn, story_id: str, day: date, language: str) -> Brief:
    some_points = st.lists(_points(), max_size=2).map(tuple)
    figures = st.builds(
        Figure,
        metric=texts(),
        value=texts(),
        unit=st.sampled_from(("", "%", "GB", "亿元")),
        setting=st.just("") | texts(),
        compared_with=st.just("") | texts(),
        evidence=st.just(()),
    )
    return Brief(
        story_id=story_id,
        day=day,
        engine=draw(st.sampled_from(("extractive", "llm"))),
        language=language,
        headline=draw(texts()),
        short_title=draw(texts()),
        kind="news",
        category="models",
        organisations=tuple(draw(st.lists(texts(), max_size=1))),
        tags=tuple(draw(st.lists(texts(), max_size=3))),
        one_sentence=draw(_statements()),
        summary=draw(st.none() | _statements()),
        technique=draw(some_points),
        findings=draw(some_points),
        insight=draw(some_points),
        limitations=draw(some_points),
        figures=tuple(draw(st.lists(figures, max_size=2))),
        resources=tuple(draw(st.lists(_resources(), max_size=3))),
        rubric=None,
        relevance=draw(st.floats(0, 1)),
        stars=draw(st.integers(1, 5)),
    )


def _statements() -> st.SearchStrategy[Statement]:
    return st.builds(Statement, text=texts(), evidence=_evidence())


def _points() -> st.SearchStrategy[Point]:
    return st.builds(Point, lead=st.just("") | texts(), text=texts(), evidence=_evidence())


def _evidence() -> st.SearchStrategy[tuple[Evidence, ...]]:
    return st.sampled_from(((), (Evidence(article_id="a", start=0, end=1, quote="x"),)))


def _resources() -> st.SearchStrategy[Resource]:
    return st.builds(Resource, url=urls(), title=st.just("") | texts(), kind=st.sampled_from(KINDS))


def _sources() -> st.SearchStrategy[SourceReference]:
    days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
    moments = st.builds(datetime.combine, days, st.times(), st.sampled_from(ZONES))
    revisions = st.builds(Revision, version=st.integers(2, 9), change=texts())
    return st.builds(
        SourceReference,
        article_id=st.just("a1"),
        date_origin=st.sampled_from(("feed", "page", "first_seen")),
        name=texts(),
        author=st.just("") | texts(),
        title=st.just("") | texts(),
        url=urls(),
        published_local=moments,
        revision=st.none() | revisions,
    )
