"""A day's stories: what is on the subject is kept with its whole story, the rest is told with title and signs."""

from datetime import timedelta
from pathlib import Path

import pytest

from digest_pipeline.model import Article, Drop
from digest_pipeline.settings import Settings, Subject
from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.stories.day import OFF_SUBJECT, StoriesOfDay, stories_of_day
from digest_pipeline.stories.join import join
from tests.stories.told import DAY, told

RELEASE = told(
    "release",
    "Mistwood releases Heron 2.1, a small language model",
    "Mistwood released the language model Heron 2.1 on Monday. It runs on one card and its weights are open.",
)
# The same event, in words that the subject does not know.
AGAIN = told(
    "again",
    "Heron 2.1 by Mistwood is out",
    "Heron 2.1 by Mistwood is out since Monday. It runs on one card, and whoever wants may have its weights.",
)
BEES = told("bees", "Qualby beekeepers count few losses", "The hives near Qualby came well through winter.")
FERRY = told("ferry", "新港轮渡停航", "因台风临近，新港至云屿的轮渡停航。")


def settings(*ungated: str, keywords: tuple[str, ...] = ("language model", "语言模型")) -> Settings:
    """Return settings of a subject that keywords describe, with sources that are not gated."""
    sources = tuple(
        FeedSource.model_validate({"id": one, "name": one, "url": f"https://{one}.example.org/feed", "gate": False})
        for one in ungated
    )
    return Settings(home=Path(), sources=sources, subject=Subject(keywords=keywords))


def stories(*articles: Article, by: Settings | None = None) -> list[list[str]]:
    """Return the ids of the articles of each story, in order."""
    found = stories_of_day(DAY, articles, by or settings())
    return sorted(sorted(article.id for article in story.articles) for story in found.stories)


def test_a_day_without_articles_has_no_stories() -> None:
    assert stories_of_day(DAY, [], settings()) == StoriesOfDay([], [])


def test_one_article_on_the_subject_keeps_its_whole_story() -> None:
    assert stories(AGAIN) == []
    assert stories(RELEASE, AGAIN) == [["again", "release"]]


def test_what_is_off_the_subject_becomes_a_drop_with_its_title_and_the_signs() -> None:
    (drop,) = stories_of_day(DAY, [BEES], settings()).off_subject
    assert drop == Drop("stories", BEES.url, OFF_SUBJECT, drop.detail)
    assert drop.reason == "off_subject"
    title, _, signs = drop.detail.partition(": ")
    assert title == BEES.title
    assert signs


def test_a_story_off_the_subject_is_dropped_article_by_article() -> None:
    found = stories_of_day(
        DAY, [AGAIN, told("copy", AGAIN.title, AGAIN.text), RELEASE, BEES], settings(keywords=("rye",))
    )
    assert found.stories == []
    assert {drop.item for drop in found.off_subject} == {one.url for one in (AGAIN, told("copy", ""), RELEASE, BEES)}


def test_every_article_is_in_a_story_or_among_the_drops() -> None:
    articles = [RELEASE, AGAIN, BEES, FERRY]
    found = stories_of_day(DAY, articles, settings())
    kept = [article.url for story in found.stories for article in story.articles]
    assert sorted([*kept, *(drop.item for drop in found.off_subject)]) == sorted(one.url for one in articles)


def test_without_a_subject_nothing_is_left_out() -> None:
    found = stories_of_day(DAY, [RELEASE, BEES, FERRY], settings(keywords=()))
    assert found.off_subject == []
    assert found.stories == join(DAY, [RELEASE, BEES, FERRY])


def test_a_source_that_is_not_gated_keeps_what_it_tells() -> None:
    assert stories(BEES, FERRY, by=settings("bees")) == [["bees"]]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_the_order_of_the_articles_changes_neither_stories_nor_drops(order: tuple[int, ...]) -> None:
    articles = [RELEASE, AGAIN, BEES, FERRY]
    assert stories_of_day(DAY, [articles[place] for place in order], settings()) == stories_of_day(
        DAY, articles, settings()
    )


def test_the_stories_are_of_the_day_that_is_asked_for() -> None:
    found = stories_of_day(DAY + timedelta(days=1), [RELEASE], settings())
    assert [story.day for story in found.stories] == [DAY + timedelta(days=1)]
