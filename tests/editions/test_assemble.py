"""An issue composed from the record of a day."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest_pipeline.articles.versions import ArticleVersion
from digest_pipeline.briefs.llm.keeping import Paid
from digest_pipeline.dates import start_of
from digest_pipeline.editions.assemble import assemble
from digest_pipeline.editions.periods import period_from
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.ledger import Ledger
from digest_pipeline.model import Drop, Issue, Revision
from digest_pipeline.newsroom import Newsroom
from tests.editions.sample import DAY, article, sample_day

STORIES, BRIEFS = sample_day()
FIRST = ArticleVersion(
    day=DAY,
    article_id=STORIES[0].lead.id,
    number=1,
    captured_at=datetime(2026, 2, 14, 5, tzinfo=UTC),
    capture_id="c",
    text_digest="d",
    title="标题",
    characters=9,
    change="",
)


def test_the_last_change_of_each_article_is_told_and_a_first_text_is_none(newsroom: Newsroom) -> None:
    record = newsroom.record
    second, third = replace(FIRST, number=2, change="1 sentence added"), replace(FIRST, number=3, change="1 removed")
    other = replace(FIRST, article_id=STORIES[1].lead.id)
    articles = [article for story in STORIES for article in story.articles]
    record.replace_articles(DAY, articles, [], [FIRST, second, third, other])
    record.replace_stories(DAY, STORIES)
    record.replace_briefs(DAY, BRIEFS)

    issue = issue_of_day(newsroom)

    revisions = {source.article_id: source.revision for item in issue.items for source in item.sources}
    assert revisions.pop(FIRST.article_id) == Revision(version=3, change="1 removed")
    assert set(revisions.values()) == {None}
    assert "首次记录后有更新（第 3 版）：1 removed" in render_markdown(issue, newsroom.catalogue["daily_briefing"])


def test_what_was_left_out_as_off_the_subject_is_counted_in_its_own_window(newsroom: Newsroom) -> None:
    gated = [
        article("https://bees.test/a", "Bees", "…", published_at=datetime(2026, 2, 13, 17, tzinfo=UTC)),
        article("https://bees.test/b", "Wasps", "…", published_at=datetime(2026, 2, 14, 9, tzinfo=UTC)),
        article("https://bees.test/c", "Hives", "…", published_at=datetime(2026, 2, 14, 10, tzinfo=UTC)),
    ]
    drops = [Drop("stories", one.url, "off_subject", "") for one in gated]
    newsroom.record.replace_articles(DAY, gated, [])
    newsroom.record.replace_stories(DAY, [], drops)

    zone, flash = newsroom.settings.zone, newsroom.catalogue["four_hour_flash"]
    evening = assemble(flash, period_from(flash, datetime(2026, 2, 14, 8, tzinfo=UTC), zone), newsroom)

    assert (evening.counts["off_subject"], issue_of_day(newsroom).counts["off_subject"]) == (2, 3)


def test_an_issue_says_what_a_model_was_to_write_and_did_not(newsroom: Newsroom) -> None:
    record, edition = newsroom.record, newsroom.catalogue["daily_briefing"]
    record.replace_articles(DAY, [article for story in STORIES for article in story.articles], [])
    record.replace_stories(DAY, STORIES)
    printed = [item.story_id for item in compose_day_with(newsroom, {}).items]

    issue = compose_day_with(newsroom, {printed[0]: "budget_spent", printed[1]: "timeout", "another day's": "timeout"})

    labels = edition.labels_in(issue.language)
    assert issue.notes[-2:] == (labels.budget_spent.format(count=1), labels.unanswered.format(count=1))


def compose_day_with(newsroom: Newsroom, fallbacks: dict[str, str]) -> Issue:
    newsroom.record.replace_briefs(DAY, BRIEFS, fallbacks=fallbacks)
    return issue_of_day(newsroom)


def issue_of_day(newsroom: Newsroom, edition: str = "daily_briefing") -> Issue:
    spec, zone = newsroom.catalogue[edition], newsroom.settings.zone
    period = period_from(spec, start_of(DAY, zone), zone)
    return assemble(spec, period, newsroom)


def test_the_cost_of_an_issue_adds_up_its_stories_and_what_they_share(newsroom: Newsroom) -> None:
    record = newsroom.record
    record.replace_articles(DAY, [article for story in STORIES for article in story.articles], [])
    record.replace_stories(DAY, STORIES)
    issue = compose_day_with(newsroom, {})
    newsroom.issues.replace(issue)
    first, second = (item.story_id for item in issue.items[:2])
    calls = [
        ("brief", first, 100, 0.01),
        ("brief", second, 200, 0.02),
        ("triage", "", 50, 0.005),
        ("brief", "x", 9, 9.0),
    ]
    rows = [
        Paid(f"k{n}", purpose, story, "m", "{}", tokens, 0, cost)
        for n, (purpose, story, tokens, cost) in enumerate(calls)
    ]
    Ledger(newsroom.warehouse, DAY).record(rows)
    (line,) = newsroom.warehouse.rows("select * from marts.issue_costs")
    assert (line["calls"], line["tokens"], line["shared_tokens"]) == (2, 300, 50)
    assert (line["cost"], line["shared_cost"]) == (pytest.approx(0.03), pytest.approx(0.005))
    assert line["items"] == len(issue.items)
