"""One page of every kind, as a small site in a folder."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.model import Issue
from digest_pipeline.site import addresses
from digest_pipeline.site.figure_pages import render_charts, render_sources
from digest_pipeline.site.issue_page import render_issue_page
from digest_pipeline.site.list_pages import (
    render_archive_index,
    render_front_page,
    render_month,
    render_not_found,
    render_search_page,
    render_tag,
    render_tag_index,
)
from digest_pipeline.site.story_page import render_story_page
from digest_pipeline.site.templating import FOLDER
from digest_pipeline.site.views import (
    Around,
    Figures,
    Headline,
    IssueRow,
    LatestIssue,
    MonthCount,
    Neighbour,
    PrintedIn,
    SourceDay,
    SourceHealth,
    StoryRow,
    TagCount,
    ThreadMoment,
    Topic,
)
from tests.editions.sample import DAY, EDITIONS, sample_issue

DAYS = tuple(DAY - timedelta(back) for back in range(29, -1, -1))


def sample_issues(language: str = "zh") -> list[Issue]:
    """Return an issue of each edition."""
    return [sample_issue(language, edition=edition) for edition in EDITIONS]


def pages(issues: Sequence[Issue], home: Path) -> Iterator[tuple[str, str]]:
    """Give address and text of one page of each kind, and of every story of the first issue."""
    editions = Catalogue(home)
    language = issues[0].language
    for issue in issues:
        yield (
            addresses.issue_url(issue.edition, issue.key),
            render_issue_page(issue, editions[issue.edition], around(issue)),
        )
    for item in issues[0].items:
        told = [
            PrintedIn(issue.day, issue.title, language, addresses.issue_url(issue.edition, issue.key))
            for issue in issues
        ]
        page = render_story_page(
            item, issues[0], editions[issues[0].edition], told, thread(item.story_id, item.brief.headline)
        )
        yield addresses.story_url(issues[0].day, item.story_id, language), page
    rows = [row for issue in issues[:1] for row in story_rows(issue)]
    yield addresses.FRONT, render_front_page([latest(issue, home) for issue in issues], language=language)
    yield addresses.ARCHIVE, render_archive_index(months(), language=language)
    yield addresses.month_url(f"{DAY:%Y-%m}"), render_month(f"{DAY:%Y-%m}", issue_rows(issues), rows, language=language)
    yield addresses.TAGS, render_tag_index(tag_counts(issues[0]), language=language)
    for tag in dict.fromkeys(tag for item in issues[0].items for tag in item.brief.tags):
        yield addresses.tag_url(tag), render_tag(tag, rows, language=language)
    yield addresses.SOURCES, render_sources(sources(issues[0]), language=language)
    yield addresses.CHARTS, render_charts(figures(issues[0]), language=language)
    yield addresses.SEARCH, render_search_page(language=language)
    yield addresses.NOT_FOUND, render_not_found(language=language)


def write_site(folder: Path, issues: Sequence[Issue]) -> list[str]:
    """Write the pages of `issues` and what they load under `folder`; return their addresses."""
    written = dict(pages(issues, folder))
    for url, text in written.items():
        (folder / url).parent.mkdir(parents=True, exist_ok=True)
        (folder / url).write_text(text, "utf-8")
    for asset in (addresses.STYLE, addresses.SCRIPT, addresses.SEARCH_SCRIPT):
        (folder / asset).parent.mkdir(exist_ok=True)
        shutil.copy(FOLDER / Path(asset).name, folder / asset)
    return sorted(written)


def around(issue: Issue) -> Around:
    """Return a page for every story of the issue, and the issues of the days around it."""
    stories = {item.story_id: addresses.story_url(issue.day, item.story_id, issue.language) for item in issue.items}
    before, after = (f"{issue.day + timedelta(step)}" for step in (-1, 1))
    return Around(
        previous=Neighbour(issue.title, addresses.issue_url(issue.edition, before)),
        following=Neighbour(issue.title, addresses.issue_url(issue.edition, after)),
        stories=stories,
    )


def thread(story_id: str, headline: str) -> list[ThreadMoment]:
    """Return a thread of three stories, this one in the middle."""
    return [
        ThreadMoment(DAY - timedelta(2), "7" * 16, headline, "zh", "new", f"stories/2026-02/{'7' * 16}-zh.html"),
        ThreadMoment(DAY, story_id, headline, "zh", "update", addresses.story_url(DAY, story_id, "zh")),
        ThreadMoment(DAY + timedelta(1), "8" * 16, headline, "zh", "repeat", ""),
    ]


def latest(issue: Issue, home: Path) -> LatestIssue:
    """Return what the front page shows of an issue."""
    stories = around(issue).stories
    return LatestIssue(
        edition=issue.edition,
        about=Catalogue(home)[issue.edition].about[issue.language],
        day=issue.day,
        title=issue.title,
        language=issue.language,
        url=addresses.issue_url(issue.edition, issue.key),
        items=len(issue.items),
        headlines=tuple(
            Headline(item.brief.headline, item.brief.language, stories[item.story_id], item.brief.stars)
            for item in issue.items[:5]
        ),
        atom=f"{issue.edition}/atom.xml",
        json_feed=f"{issue.edition}/feed.json",
    )


def months() -> list[MonthCount]:
    """Return three months of two years."""
    return [MonthCount(month, addresses.month_url(month), 30, 400) for month in ("2025-12", "2026-01", "2026-02")]


def issue_rows(issues: Sequence[Issue]) -> list[IssueRow]:
    """Return the issues as the archive lists them."""
    return [
        IssueRow(
            issue.edition,
            issue.day,
            issue.title,
            issue.language,
            addresses.issue_url(issue.edition, issue.key),
            len(issue.items),
        )
        for issue in issues
    ]


def story_rows(issue: Issue) -> list[StoryRow]:
    """Return the stories of an issue as lists show them."""
    return [
        StoryRow(
            issue.day,
            item.brief.headline,
            item.brief.language,
            addresses.story_url(issue.day, item.story_id, issue.language),
            item.sources[0].name,
            item.brief.stars,
        )
        for item in issue.items
    ]


def tag_counts(issue: Issue) -> list[TagCount]:
    """Return every tag of the issue."""
    tags = dict.fromkeys(tag for item in issue.items for tag in item.brief.tags)
    return [TagCount(tag, addresses.tag_url(tag), 1 + at % 3) for at, tag in enumerate(tags)]


def sources(issue: Issue) -> list[SourceHealth]:
    """Return the sources of the issue: the first fails on every fifth day, the last never gave anything."""
    found = {source.name: source.url for item in issue.items for source in item.sources}
    last = datetime(2026, 2, 14, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    healthy = [SourceHealth(name, url, last, _days(at)) for at, (name, url) in enumerate(found.items())]
    return [*healthy, SourceHealth("Silent", "https://silent.example.org/", None, ())]


def _days(at: int) -> tuple[SourceDay, ...]:
    return tuple(
        SourceDay(day, 0, 0, "HTTP 503: the server is overloaded")
        if at == 0 and not day.day % 5
        else SourceDay(day, (day.day * 7 + at) % 9, (day.day * 7 + at) % 9 // 2)
        for day in DAYS
    )


def figures(issue: Issue, days: Sequence[date] = DAYS) -> Figures:
    """Return figures of thirty days; their topics are the tags of the issue."""
    tags = dict.fromkeys(tag for item in issue.items for tag in item.brief.tags)
    return Figures(
        days=tuple(days),
        stories=tuple(12 + (day.day * 5) % 9 for day in days),
        stars=(4, 31, 120, 77, 12),
        topics=tuple(Topic(tag, tuple((day.day * (at + 3)) % 6 for day in days)) for at, tag in enumerate(tags)),
        sources=tuple(source for source in sources(issue) if source.days),
        money=tuple(0.031 * (1 + day.day % 4) for day in days),
    )
