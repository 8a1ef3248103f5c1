"""An issue composed from the record of a day."""

from dataclasses import replace
from datetime import UTC, datetime

from digest_pipeline.articles.versions import ArticleVersion
from digest_pipeline.editions.day import compose_day
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import load_edition
from digest_pipeline.model import Revision
from digest_pipeline.newsroom import Newsroom
from tests.editions.sample import DAY, sample_day

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
    record, edition = newsroom.record, load_edition("daily_briefing")
    second, third = replace(FIRST, number=2, change="1 sentence added"), replace(FIRST, number=3, change="1 removed")
    other = replace(FIRST, article_id=STORIES[1].lead.id)
    articles = [article for story in STORIES for article in story.articles]
    record.replace_articles(DAY, articles, [], [FIRST, second, third, other])
    record.replace_stories(DAY, STORIES)
    record.replace_briefs(DAY, BRIEFS)

    issue = compose_day(edition, DAY, record, newsroom.settings)

    revisions = {source.article_id: source.revision for item in issue.items for source in item.sources}
    assert revisions.pop(FIRST.article_id) == Revision(version=3, change="1 removed")
    assert set(revisions.values()) == {None}
    assert "首次记录后有更新（第 3 版）：1 removed" in render_markdown(issue)
