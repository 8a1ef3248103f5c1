"""The record: what is stored of a day comes back as it was, and is replaced whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest

from digest_pipeline.articles.text import measures
from digest_pipeline.articles.versions import ArticleVersion
from digest_pipeline.briefs.claims import claims
from digest_pipeline.issues import Issues
from digest_pipeline.model import Bond, DateCandidate, Drop, Entry, Link, Step
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.runner import Result
from digest_pipeline.record import OutdatedStoriesError, Record, Summary
from digest_pipeline.sources.load import load_entries
from tests.editions.sample import DAY, sample_day, sample_issue

NEXT_DAY = DAY + timedelta(days=1)
STORIES, BRIEFS = sample_day()
LINKS = (Link("https://arxiv.org/abs/2602.00001", "论文", "paper", 7), Link("https://a.example/", "", "site"))
DATES = (
    DateCandidate("published", "JSON-LD", datetime(2026, 2, 14, tzinfo=UTC)),
    DateCandidate("modified", "text", date(2026, 2, 15)),
)
ARTICLES = [
    replace(
        article,
        links=LINKS if place == 0 else (),
        dates=DATES if place == 0 else (),
        markdown=f"# {article.title}",
        method="precision",
        text_version=2,
        modified_at=datetime(2026, 2, 15, tzinfo=UTC) if place == 0 else None,
        canonical_url=article.url,
        lead_image=f"{article.url}/image.png",
    )
    for place, article in enumerate(chain.from_iterable(story.articles for story in STORIES))
]
ADDED_TO_ARTICLES = (
    "markdown",
    "method",
    "text_version",
    "modified_at",
    "canonical_url",
    "lead_image",
    "characters",
    "words",
    "reading_minutes",
)
VERSION = ArticleVersion(
    day=DAY,
    article_id=ARTICLES[0].id,
    number=2,
    captured_at=datetime(2026, 2, 14, 5, tzinfo=UTC),
    capture_id="c",
    text_digest="d",
    title="标题",
    characters=9,
    change="1 sentence added: “第二句。”",
)


@pytest.fixture
def record(newsroom: Newsroom) -> Record:
    return newsroom.record


def told(record: Record) -> None:
    record.replace_articles(DAY, ARTICLES, [], [VERSION])
    record.replace_stories(DAY, STORIES)
    record.replace_briefs(DAY, BRIEFS, [claim for brief in BRIEFS for claim in claims(brief)])


def test_an_empty_record_has_nothing_of_any_day(record: Record) -> None:
    assert record.entries(DAY) == record.articles(DAY) == record.stories(DAY) == record.briefs(DAY) == []
    assert record.drops(DAY) == record.summaries(DAY, DAY) == record.story_heads(DAY, NEXT_DAY) == []


def test_articles_come_back_as_they_were_in_the_order_of_time(record: Record) -> None:
    record.replace_articles(DAY, ARTICLES[::-1], [])
    assert record.articles(DAY) == sorted(ARTICLES, key=lambda article: (article.published_at, article.id))
    assert record.articles(NEXT_DAY) == []


def test_replacing_articles_replaces_their_links_and_what_was_left_out(record: Record) -> None:
    gone = Drop("extracted_articles", "https://a.example/", "gone", "the page answered 404", replaced=True)
    record.replace_articles(DAY, ARTICLES, [gone])
    record.replace_articles(DAY, [replace(ARTICLES[0], links=LINKS[1:])], [])
    (article,) = record.articles(DAY)
    assert article.links == LINKS[1:]
    assert record.drops(DAY) == []


def test_the_measures_of_an_article_are_stored_beside_it(record: Record, newsroom: Newsroom) -> None:
    record.replace_articles(DAY, ARTICLES[:1], [])
    (row,) = newsroom.warehouse.rows("select characters, words, reading_minutes from core.articles")
    assert tuple(row.values()) == measures(ARTICLES[0].text)


def test_versions_come_back_by_day_and_are_replaced_with_the_articles(record: Record) -> None:
    later = replace(VERSION, day=NEXT_DAY, number=3)
    record.replace_articles(DAY, ARTICLES[:1], [], [VERSION])
    record.replace_articles(NEXT_DAY, [], [], [later])
    assert record.versions(DAY, NEXT_DAY) == [VERSION, later]
    record.replace_articles(DAY, ARTICLES[:1], [])
    assert record.versions(DAY, NEXT_DAY) == [later]


def test_a_warehouse_made_before_articles_had_structure_goes_on_working(record: Record, newsroom: Newsroom) -> None:
    bare = replace(
        ARTICLES[1], markdown="", method="", text_version=0, modified_at=None, canonical_url="", lead_image=""
    )
    record.replace_articles(DAY, [replace(bare, links=(replace(LINKS[0], offset=None),))], [])
    with newsroom.warehouse.connect() as connection:
        for table in ("core.article_dates", "core.article_versions", "core.extractions"):
            connection.execute(f"drop table {table}")
        connection.execute('alter table core.article_links drop column "offset"')
        for column in ADDED_TO_ARTICLES:
            connection.execute(f"alter table core.articles drop column {column}")
    older = Newsroom(newsroom.settings, offline=True).record
    assert older.articles(DAY) == [replace(bare, links=(replace(LINKS[0], offset=None),))]
    older.replace_articles(DAY, ARTICLES, [], [VERSION])
    assert older.articles(DAY) == record.articles(DAY)


def test_stories_come_back_with_their_articles_in_order(record: Record) -> None:
    record.replace_articles(DAY, ARTICLES, [])
    record.replace_stories(DAY, STORIES)
    found = {story.id: [article.id for article in story.articles] for story in record.stories(DAY)}
    assert found == {story.id: [article.id for article in story.articles] for story in STORIES}


def test_stories_come_back_with_their_bonds_primary_source_and_step(record: Record) -> None:
    told_stories = [
        replace(
            story,
            bonds=(Bond(story.lead.id, "other", 0.9, ("same names", "other days")), Bond("b", "c", 0.5, ())),
            primary=Link("https://arxiv.org/abs/2602.00001", "论文", "paper") if place else None,
            step=Step(f"thread-{place}", "update", "earlier", ("new here: 12",)) if place else None,
        )
        for place, story in enumerate(STORIES)
    ]
    record.replace_articles(DAY, ARTICLES, [])
    record.replace_stories(DAY, told_stories)
    articles = {article.id: article for article in ARTICLES}
    expected = [
        replace(story, articles=tuple(articles[article.id] for article in story.articles)) for story in told_stories
    ]
    assert record.stories(DAY) == sorted(expected, key=lambda story: story.id)


def test_past_stories_are_those_in_threads_with_the_beginnings_of_their_texts(record: Record) -> None:
    long = replace(ARTICLES[0], text="很长。" * 2_000)
    record.replace_articles(DAY, [long, *ARTICLES[1:]], [])
    record.replace_stories(DAY, [replace(STORIES[0], step=Step("thread", "new", "", ())), *STORIES[1:]])
    (past,) = record.past_stories(DAY, NEXT_DAY)
    assert (past.id, past.day, past.thread_id, past.follows) == (STORIES[0].id, DAY, "thread", "")
    assert [article.id for article in past.articles] == [article.id for article in STORIES[0].articles]
    assert (len(past.articles[0].text), past.articles[0].markdown) == (2_300, "")
    assert [link.url for link in past.articles[0].links] == [link.url for link in LINKS]
    assert record.past_stories(NEXT_DAY, NEXT_DAY) == []
    assert record.thread_names(DAY) == {STORIES[0].lead.id: "thread"}


def test_a_warehouse_made_before_there_were_threads_goes_on_working(record: Record, newsroom: Newsroom) -> None:
    told(record)
    with newsroom.warehouse.connect() as connection:
        for table in ("core.threads", "core.story_bonds"):
            connection.execute(f"drop table {table}")
        for column in ("primary_url", "primary_kind", "primary_anchor"):
            connection.execute(f"alter table core.stories drop column {column}")
    older = Newsroom(newsroom.settings, offline=True).record
    assert {story.step for story in older.stories(DAY)} == {None}
    assert older.past_stories(DAY, DAY) == []


def test_stories_of_articles_that_are_gone_are_an_error_that_says_what_to_do(record: Record) -> None:
    told(record)
    record.replace_articles(DAY, ARTICLES[:1], [])
    with pytest.raises(OutdatedStoriesError, match=f"digest run --day {DAY}"):
        record.stories(DAY)


def test_briefs_come_back_as_they_were(record: Record) -> None:
    told(record)
    assert record.briefs(DAY) == sorted(BRIEFS, key=lambda brief: brief.story_id)


def test_the_heads_of_stories_are_the_stories_without_texts(record: Record) -> None:
    told(record)
    plain = {"text": "", "markdown": "", "links": (), "dates": ()}
    assert record.story_heads(DAY, NEXT_DAY) == [
        replace(story, bonds=(), articles=tuple(replace(article, **plain) for article in story.articles))
        for story in record.stories(DAY)
    ]
    assert record.story_heads(NEXT_DAY, NEXT_DAY) == []


def test_storing_a_day_twice_changes_no_row(record: Record, newsroom: Newsroom) -> None:
    tables = (
        "core.articles",
        "core.article_links",
        "core.article_dates",
        "core.article_versions",
        "core.stories",
        "core.story_articles",
        "core.briefs",
        "core.claims",
    )

    def rows() -> list[object]:
        return [newsroom.warehouse.rows(f"select * from {table} order by all") for table in tables]  # noqa: S608  ours

    told(record)
    before = rows()
    told(record)
    assert rows() == before
    assert all(before)


def test_each_stage_replaces_only_what_it_left_out_itself(record: Record) -> None:
    feed, page = Drop("raw_feeds", "https://a.example/feed", "empty"), Drop("extracted_articles", "b", "gone")
    record.replace_drops(DAY, "raw_feeds", [feed])
    record.replace_drops(DAY, "extracted_articles", [page])
    assert record.drops(DAY) == [page, feed]
    record.replace_drops(DAY, "raw_feeds", [])
    assert record.drops(DAY) == [page]


def test_a_summary_counts_what_became_of_the_day(record: Record, newsroom: Newsroom) -> None:
    told(record)
    Issues(newsroom.warehouse).replace(sample_issue())
    replaced = Drop("extracted_articles", "c", "gone", replaced=True)
    record.replace_drops(DAY, "extracted_articles", [Drop("extracted_articles", "b", "gone"), replaced])
    (summary,) = record.summaries(DAY - timedelta(days=1), NEXT_DAY)
    assert summary == Summary(DAY, 0, len(ARTICLES), len(STORIES), len(BRIEFS), len(sample_issue().items), 1)


def test_results_of_checks_are_replaced_by_layer(record: Record, newsroom: Newsroom) -> None:
    result = Result("urls are unique", "expect", "url", "blocking", True, 3, 0, ("id='a'",), "")  # noqa: FBT003
    for layer in ("raw_feeds", "stories", "raw_feeds"):
        record.replace_results(DAY, layer, {"suite": [result]})
    found = newsroom.warehouse.rows("select layer, name, examples from quality.results order by layer")
    assert found == [
        {"layer": layer, "name": "urls are unique", "examples": ["id='a'"]} for layer in ("raw_feeds", "stories")
    ]


def test_entries_come_back_in_the_order_of_time(
    newsroom: Newsroom, record: Record, make_entries: Callable[[], list[Entry]]
) -> None:
    load_entries(newsroom.warehouse, DAY, make_entries()[::-1])
    assert record.entries(DAY) == make_entries()


@pytest.fixture
def make_entries() -> Callable[[], list[Entry]]:
    def make() -> list[Entry]:
        return [
            Entry(
                id=f"e{place}",
                day=DAY,
                source_id="qbitai",
                source_name="量子位",
                source_url="https://a.example/feed",
                authority=3,
                url=f"https://a.example/{place}",
                link="https://a.example/link",
                via="",
                section="",
                article_id=f"a{place}",
                title="标题",
                summary="",
                content="",
                complete=False,
                authors=("甲",),
                language="zh",
                published_at=datetime(2026, 2, 14, place, tzinfo=UTC),
                date_origin="feed",
                late=False,
                seen_at=datetime(2026, 6, 2, 5, tzinfo=UTC),
                capture_id="c",
            )
            for place in range(3)
        ]

    return make
