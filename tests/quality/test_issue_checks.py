"""An issue composed from the record passes its checks, and whatever is changed in it afterwards is caught."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pytest

from digest_pipeline.editions.assemble import assemble
from digest_pipeline.editions.periods import Period, periods_ending_on
from digest_pipeline.model import (
    Brief,
    Issue,
    IssueItem,
    Link,
    OverviewLine,
    Resource,
    Statement,
    Step,
    Story,
    content_id,
)
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.frames import frames_of
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.runner import CheckReport, Result, check
from digest_pipeline.quality.suites.issues import SUITES
from digest_pipeline.warehouse import insert
from tests.editions.sample import DAY, LATE, LATTICE, RING, sample_day

SUNDAY = DAY + timedelta(days=1)
Change = Callable[[Issue], Issue]
FRAME_OF = {one.name: suite.frame for suite in SUITES for one in suite.expectations}


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """Return a newsroom with a day whose stories all stand in threads, and whose pages are recorded."""
    stories, briefs = sample_day()
    written = {brief.story_id: brief for brief in briefs}
    threaded = [_told(story, written[story.id]) for story in stories]
    newsroom.record.replace_articles(DAY, [article for story in threaded for article in story.articles], [])
    newsroom.record.replace_stories(DAY, threaded)
    newsroom.record.replace_briefs(DAY, briefs)
    capture = {"id": "c0", "url": "https://page.test/", "day": DAY, "fetched_at": datetime(2026, 2, 14, tzinfo=UTC)}
    capture |= {"status": 200, "content_type": "text/html", "digest": "d", "kind": "page", "redirect": ""}
    with newsroom.warehouse.connect() as connection:
        insert(connection, "raw.captures", [{**capture, "file": "f", "offset": 0, "length": 1, "revisit": False}])
    return newsroom


def _told(story: Story, brief: Brief) -> Story:
    """Return the story as the first of a thread, with the links of its brief in its lead article."""
    links = tuple(Link(one.url, one.title, one.kind) for one in brief.resources)
    articles = (replace(story.lead, links=links), *story.articles[1:])
    return replace(story, articles=articles, step=Step(content_id("thread", story.id), "new", "", ()))


def period_of(room: Newsroom, edition: str) -> Period:
    last = SUNDAY if edition == "weekly" else date(2026, 2, 28) if edition == "monthly" else DAY
    periods = list(periods_ending_on(room.catalogue[edition], last, room.settings.zone))
    return next(period for period in periods if period.start <= datetime(2026, 2, 14, 1, 30, tzinfo=UTC) < period.end)


def composed(room: Newsroom, edition: str) -> Issue:
    issue = assemble(room.catalogue[edition], period_of(room, edition), room)
    room.issues.replace(issue)
    return issue


def checked(room: Newsroom, edition: str, *names: str) -> CheckReport:
    """Check an issue, or of it the frames that these expectations look at."""
    period = period_of(room, edition)
    frames = frames_of(Partition(f"issues/{edition}", period.last, period.first, period.key), room)
    looked_at = {FRAME_OF[name] for name in names} or set(frames)
    kept = {name: frame for name, frame in frames.items() if name in looked_at}
    return check(f"issues/{edition}", kept, period.last)


def result(room: Newsroom, name: str, edition: str = "two_day_report") -> Result:
    return {one.name: one for one in checked(room, edition, name).results}[name]


# --- What is planted -------------------------------------------------------------------------------------------------


def of_issue(**changes: Any) -> Change:
    return lambda issue: issue.model_copy(update=changes)


def of_item(story_id: str = RING, **changes: Any) -> Change:
    return lambda issue: _with_item(issue, story_id, lambda item: item.model_copy(update=changes))


def of_lead(**changes: Any) -> Change:
    def changed(item: IssueItem) -> IssueItem:
        lead, *others = item.sources
        return item.model_copy(update={"sources": (lead.model_copy(update=changes), *others)})

    return lambda issue: _with_item(issue, RING, changed)


def of_brief(**changes: Any) -> Change:
    def changed(item: IssueItem) -> IssueItem:
        return item.model_copy(update={"brief": item.brief.model_copy(update=changes)})

    return lambda issue: _with_item(issue, RING, changed)


def of_evidence(**changes: Any) -> Change:
    def changed(item: IssueItem) -> IssueItem:
        told = item.brief.one_sentence
        moved = Statement(text=told.text, evidence=(told.evidence[0].model_copy(update=changes),))
        return item.model_copy(update={"brief": item.brief.model_copy(update={"one_sentence": moved})})

    return lambda issue: _with_item(issue, RING, changed)


def of_line(**changes: Any) -> Change:
    def changed(issue: Issue) -> Issue:
        lines = tuple(line.model_copy(update=changes) if line.story_id == RING else line for line in issue.overview)
        return issue.model_copy(update={"overview": lines})

    return changed


def turned(issue: Issue) -> Issue:
    return issue.model_copy(update={"items": issue.items[::-1]})


def told_twice(issue: Issue) -> Issue:
    return issue.model_copy(update={"items": (*issue.items, issue.items[0])})


def announced_twice(issue: Issue) -> Issue:
    return issue.model_copy(update={"overview": (*issue.overview, issue.overview[0])})


def linked_twice(issue: Issue) -> Issue:
    def changed(item: IssueItem) -> IssueItem:
        return item.model_copy(update={"sources": (*item.sources, item.sources[0])})

    return _with_item(issue, RING, changed)


def _with_item(issue: Issue, story_id: str, change: Callable[[IssueItem], IssueItem]) -> Issue:
    items = tuple(change(item) if item.story_id == story_id else item for item in issue.items)
    return issue.model_copy(update={"items": items})


class Defect(NamedTuple):
    """What is changed in an issue, the expectation meant for it, and what its message must name."""

    name: str
    planted: Change
    told: str
    edition: str = "two_day_report"


ELSEWHERE = Resource(url="https://made-up.test/page", title="Made up", kind="post")
DEFECTS = [
    Defect("title_says_the_window", of_issue(title="AI 前沿动态速报 (2026-02-12 至 2026-02-13)"), "2026-02-12"),
    Defect("window_of_the_edition", of_issue(window_end=datetime(2026, 2, 14, 12, tzinfo=UTC)), "2026-02-14 12:00Z"),
    Defect("counts_agree_with_the_items", of_issue(counts={"items": 1}), "items counts 1"),
    Defect("item_whole", of_lead(published_local=None), "a date"),
    Defect("item_whole", of_item(sources=()), "a source"),
    Defect("item_whole", of_lead(url="mailto:news@ring.test"), "a link to its source"),
    Defect("item_whole", of_brief(headline="\u200b"), "a headline"),
    Defect("number_counts_on", of_item(number=7), "7 stands where"),
    Defect("items_in_order", turned, "comes before", "daily_briefing"),
    Defect("items_in_order", turned, "comes before", "four_hour_flash"),
    Defect("items_in_order", turned, "comes before", "weekly"),
    Defect("items_in_order", of_item(thread_id="elsewhere"), "no story in the window", "weekly"),
    Defect("item_in_its_place", of_item(group="applications"), "belongs to models"),
    Defect("item_in_its_place", of_item(group="weather"), "weather"),
    Defect("item_in_its_place", of_item(number=11), "room for 10", "top_ten"),
    Defect("item_in_its_place", of_item(late=True), "nothing that is late", "four_hour_flash"),
    Defect("story_id_unique", told_twice, RING, "daily_briefing"),
    Defect("thread_id_unique", of_item(LATTICE, thread_id=content_id("thread", RING)), content_id("thread", RING)),
    Defect("within_window", of_item(LATE, late=False), "outside_window", "daily_briefing"),
    Defect("published_local_late_before_the_day", of_item(late=True), "2026-02-14"),
    Defect("item_says_what_its_brief_says", of_brief(stars=1), "stars"),
    Defect("sources_as_recorded", of_lead(published_local=datetime(2026, 2, 14, 3, tzinfo=UTC)), "01:15Z by its feed"),
    Defect("sources_as_recorded", of_lead(date_origin="first_seen"), "feed"),
    Defect("sources_as_recorded", of_lead(url="https://other.test/page"), "https://other.test/page is"),
    Defect("sources_as_recorded", of_lead(article_id="unknown"), "not stored"),
    Defect("url_well_formed", of_lead(url="/relative"), "/relative"),
    Defect("url_without_whitespace", of_lead(url="https://ring.test/a b"), "https://ring.test/a b"),
    Defect("url_without_glued_text", of_lead(url="https://ring.test/a。我们"), "https://ring.test/a。我们"),
    Defect("url_host_public", of_lead(url="http://192.168.1.10/news"), "192.168.1.10"),
    Defect("url_without_tracking", of_lead(url="https://ring.test/a?utm_source=x"), "utm_source"),
    Defect("link_to_a_page", of_lead(url="https://ring.test/"), "https://ring.test/"),
    Defect("link_has_words", of_lead(name="https://ring.test/page"), "https://ring.test/page"),
    Defect("link_once_an_item", linked_twice, "source of item"),
    Defect("link_from_the_record", of_item(primary=ELSEWHERE), ELSEWHERE.url),
    Defect("line_leads_to_its_item", of_line(story_id="unknown"), "no item tells its story"),
    Defect("line_leads_to_its_item", of_lead(url=""), "its item has no link"),
    Defect("line_says_what_its_item_says", of_line(text="别的话"), "text"),
    Defect("figures_of_the_line_in_its_item", of_line(text="3,710 亿"), "3710"),
    Defect("line_once", announced_twice, "story_id"),
    Defect("statement_has_evidence", of_brief(one_sentence=Statement(text="无凭无据", evidence=())), "无凭无据"),
    Defect("evidence_in_a_recorded_page", of_evidence(article_id="unknown"), "article unknown"),
    Defect("evidence_quoted_as_stored", of_evidence(start=1), "there stands: "),
    Defect("evidence_quoted_as_stored", of_evidence(end=99_999), "to 99999 of"),
    Defect("evidence_quoted_as_stored", of_evidence(start=-5), "from -5 to"),
    Defect("evidence_quoted_as_stored", of_evidence(quote="另一句话"), "there stands: "),
]


@pytest.mark.parametrize(
    "edition", ["daily_briefing", "two_day_report", "top_ten", "four_hour_flash", "weekly", "monthly"]
)
def test_a_composed_issue_passes(room: Newsroom, edition: str) -> None:
    assert composed(room, edition).items
    report = checked(room, edition)
    assert [one.message for one in report.results if not one.passed] == []
    checked_frames = {FRAME_OF[one.name] for one in report.results if one.checked}
    lines = {"issue_lines"} if edition in {"two_day_report", "weekly", "monthly"} else set()
    assert checked_frames == {"issue_head", "issues", "issue_links", "issue_statements"} | lines


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.edition}-{defect.name}-{defect.told}")
def test_what_is_changed_in_a_composed_issue_is_caught(room: Newsroom, defect: Defect) -> None:
    issue = composed(room, defect.edition)
    changed = defect.planted(issue)
    assert changed != issue
    with room.warehouse.connect() as connection:
        connection.execute(
            "update digest.issues set document = ? where edition = ?", [changed.model_dump_json(), issue.edition]
        )

    found = result(room, defect.name, defect.edition)

    assert not found.passed
    assert defect.told in f"{found.message} {found.examples}"


def test_two_items_of_one_lead_page_are_told(room: Newsroom) -> None:
    issue = composed(room, "daily_briefing")
    pages = {item.story_id: item.sources for item in issue.items}
    room.issues.replace(of_item(LATTICE, sources=pages[RING])(issue))
    assert pages[RING][0].url in result(room, "page_unique", "daily_briefing").message


def test_an_issue_keeps_to_its_size_and_its_least_stars(room: Newsroom) -> None:
    issue = composed(room, "daily_briefing")
    room.settings.editions["daily_briefing"] = room.settings.editions["daily_briefing"].model_copy(
        update={"items": len(issue.items) - 1, "minimum_stars": 5}
    )
    assert not result(room, "items_within_the_limit", "daily_briefing").passed
    assert not result(room, "stars_at_least_the_minimum", "daily_briefing").passed


def test_what_is_listed_of_an_issue_is_what_it_prints(room: Newsroom) -> None:
    composed(room, "daily_briefing")
    with room.warehouse.connect() as connection:
        connection.execute("update digest.issue_items set stars = 1, headline = 'Other' where position = 0")
    assert "headline 'Other', stars 1" in result(room, "item_listed_as_printed", "daily_briefing").message


def test_a_statement_whose_page_was_never_recorded_is_told(room: Newsroom) -> None:
    composed(room, "daily_briefing")
    with room.warehouse.connect() as connection:
        connection.execute("delete from raw.captures")
    assert "the capture of" in result(room, "evidence_in_a_recorded_page", "daily_briefing").message


@pytest.mark.parametrize(
    ("role", "verdict", "name", "blocks"),
    [
        ("source", "dead", "source_answers", True),
        ("source", "gone", "source_there_when_recorded", False),
        ("resource", "dead", "resource_answers", False),
    ],
)
def test_a_link_that_leads_nowhere_blocks_where_the_story_comes_from(
    room: Newsroom, role: str, verdict: str, name: str, *, blocks: bool
) -> None:
    issue = composed(room, "daily_briefing")
    item = next(item for item in issue.items if item.brief.resources)
    url = item.sources[0].url if role == "source" else item.brief.resources[0].url
    answered(room, url, verdict)

    found = {one.name: one for one in checked(room, "daily_briefing", name).results}

    assert url in found[name].message
    assert found[name].severity == ("blocking" if blocks else "warning")
    assert [one for one in found.values() if not one.passed] == [found[name]]


def test_a_link_of_which_nobody_knows_is_counted_and_no_fault(room: Newsroom) -> None:
    issue = composed(room, "daily_briefing")
    answered(room, issue.items[0].sources[0].url, "unknown")
    answered(room, issue.items[1].sources[0].url, "answered")

    found = result(room, "answer_known", "daily_briefing")

    assert found.passed
    assert 0 < found.failed < found.checked + found.failed


def answered(room: Newsroom, url: str, verdict: str) -> None:
    row = {"url": url, "day": DAY, "asked_at": datetime(2026, 2, 14, tzinfo=UTC), "verdict": verdict, "detail": "404"}
    with room.warehouse.connect() as connection:
        insert(connection, "quality.link_answers", [row])


def test_every_expectation_of_issues_has_a_planted_defect() -> None:
    elsewhere = {
        *("page_unique", "items_within_the_limit", "stars_at_least_the_minimum", "item_listed_as_printed"),
        *("source_answers", "source_there_when_recorded", "resource_answers", "answer_known"),
    }
    assert set(FRAME_OF) == {defect.name for defect in DEFECTS} | elsewhere


def test_an_overview_line_may_be_of_an_item_of_any_group(room: Newsroom) -> None:
    issue = composed(room, "two_day_report")
    line = OverviewLine(story_id=RING, tag="t", title="", text="")
    assert {line.story_id for line in issue.overview} <= {item.story_id for item in issue.items}
    room.issues.replace(issue.model_copy(update={"overview": (line,)}))
    assert "title, text" in result(room, "line_says_what_its_item_says").message
