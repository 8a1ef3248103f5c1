"""Which stories an issue takes, in which order, and what is said about their time."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from digest_pipeline.editions.compose import compose
from digest_pipeline.editions.spec import load_edition
from digest_pipeline.model import Brief, Issue, Revision, Step, Story
from tests.editions.sample import DAY, article, brief, sample_day, sample_issue


def issue_of(stories: list[Story], briefs: list[Brief], *, items: int = 15, timezone: str = "Asia/Shanghai") -> Issue:
    edition = load_edition("daily_briefing")
    return compose(edition, DAY, stories, briefs, items=items, language="zh", timezone=timezone, counts={"entries": 9})


def story_at(moment: datetime, identity: str = "a", *, late: bool = False) -> Story:
    lead = article(f"https://example.org/{identity}", identity, "一句话。", published_at=moment, late=late)
    return Story(id=identity, day=DAY, articles=(lead,))


def test_the_order_is_by_stars_then_relevance_then_sources_then_earliest_lead_then_id() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    second = article("https://example.org/second", "second", "…")
    told = [
        (replace(story_at(noon, "more-stars")), {"stars": 5, "relevance": 0.1}),
        (replace(story_at(noon, "more-relevant")), {"stars": 4, "relevance": 0.9}),
        (
            Story(id="two-sources", day=DAY, articles=(story_at(noon, "two").lead, second)),
            {"stars": 4, "relevance": 0.5},
        ),
        (story_at(noon - timedelta(hours=1), "z-earlier"), {"stars": 4, "relevance": 0.5}),
        (story_at(noon, "b"), {"stars": 4, "relevance": 0.5}),
        (story_at(noon, "c"), {"stars": 4, "relevance": 0.5}),
    ]
    stories = [story for story, _ in told]
    briefs = [brief(story, "h", **fields) for story, fields in told]
    expected = [story.id for story in stories]

    for seed in range(5):
        shuffle = random.Random(seed).sample  # noqa: S311  an order, not a secret
        issue = issue_of(shuffle(stories, len(stories)), shuffle(briefs, len(briefs)))
        assert [item.story_id for item in issue.items] == expected
        assert [item.number for item in issue.items] == [1, 2, 3, 4, 5, 6]


def test_only_the_best_items_are_taken_and_the_rest_is_counted() -> None:
    stories, briefs = sample_day()
    issue = issue_of(stories, [told.model_copy(update={"engine": "llm"}) for told in briefs], items=2)

    assert [item.brief.stars for item in issue.items] == [5, 4]
    assert issue.counts == {"entries": 9, "items": 2, "left_out": 4, "repeats": 0, "stories": 6}


def test_what_a_model_wrote_is_taken_before_what_is_quoted_and_the_order_is_that_of_value() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    told = [
        ("quoted-best", {"engine": "extractive", "stars": 5}),
        ("quoted-next", {"engine": "extractive", "stars": 4}),
        ("written", {"engine": "llm", "stars": 3}),
        ("written-worthless", {"engine": "llm", "stars": 1}),
    ]
    stories = [story_at(noon, name) for name, _ in told]
    briefs = [brief(story, "h", **fields) for story, (_, fields) in zip(stories, told, strict=True)]

    assert [item.story_id for item in issue_of(stories, briefs, items=1).items] == ["written"]
    assert [item.story_id for item in issue_of(stories, briefs, items=3).items] == [
        "quoted-best",
        "quoted-next",
        "written",
    ]


def test_an_advertisement_is_left_out_however_well_it_is_rated() -> None:
    assert all(item.brief.kind != "advertisement" for item in sample_issue().items)


def test_an_off_topic_story_fills_a_place_only_when_nothing_else_does() -> None:
    off_topic = "5555555555555555"

    assert sample_issue(items=5).items[-1].story_id == off_topic
    assert off_topic not in {item.story_id for item in sample_issue(items=4).items}


def test_a_story_is_told_once_even_when_it_is_handed_over_twice() -> None:
    stories, briefs = sample_day()

    issue = issue_of(stories * 2, briefs * 2)

    assert len({item.story_id for item in issue.items}) == len(issue.items) == 5
    assert issue.counts["stories"] == 6


def test_a_repeat_is_left_out_and_counted_and_an_update_is_printed() -> None:
    stories, briefs = sample_day()
    steps = {stories[0].id: Step("thread", "repeat", "earlier", ()), stories[1].id: Step("thread", "update", "e", ())}

    issue = issue_of([replace(story, step=steps.get(story.id)) for story in stories], briefs)

    assert stories[0].id not in {item.story_id for item in issue.items}
    assert stories[1].id in {item.story_id for item in issue.items}
    assert (issue.counts["repeats"], issue.counts["left_out"]) == (1, 2)


def test_a_story_without_a_brief_is_left_out() -> None:
    stories, briefs = sample_day()

    assert len(issue_of(stories, briefs[1:]).items) == 4


def test_the_window_is_the_local_day_its_first_moment_in_and_its_last_out() -> None:
    first = datetime(2026, 2, 13, 16, tzinfo=UTC)
    moments = {"before": first - timedelta(seconds=1), "first": first, "after": first + timedelta(days=1)}
    stories = [story_at(moment, name) for name, moment in moments.items()]

    issue = issue_of(stories, [brief(story, "h") for story in stories])

    assert [item.story_id for item in issue.items] == ["first"]
    assert (issue.window_start, issue.window_end) == (first, first + timedelta(days=1))


def test_the_window_of_a_day_with_a_clock_change_has_its_own_length() -> None:
    edition = load_edition("daily_briefing")
    day = date(2026, 3, 29)

    issue = compose(edition, day, [], [], items=1, language="en", timezone="Europe/Paris", counts={})

    assert issue.window_end - issue.window_start == timedelta(hours=23)


def test_a_late_story_is_printed_with_its_true_date_and_marked() -> None:
    issue = sample_issue(keep=["4444444444444444"])

    assert issue.items[0].late
    assert f"{issue.items[0].sources[0].published_local:%Y-%m-%d %H:%M}" == "2026-02-11 23:59"


def test_a_story_from_after_the_window_is_left_out_even_if_it_claims_to_be_late() -> None:
    story = story_at(datetime(2026, 2, 14, 16, tzinfo=UTC), late=True)

    assert issue_of([story], [brief(story, "h")]).items == ()


def test_sources_are_one_a_url_with_the_lead_first_and_named_by_their_site() -> None:
    lead = article("https://www.example.org/a", "A", "一句话。", site="")
    copy, other = replace(lead, title="A again"), article("https://example.com/b", "B", "…", site="B \u202eNews")
    story = Story(id="s", day=DAY, articles=(lead, copy, other))

    (item,) = issue_of([story], [brief(story, "h")]).items

    assert [(source.name, source.title) for source in item.sources] == [("example.org", "A"), ("B News", "B")]


def test_a_source_whose_article_was_changed_tells_its_version_and_what_changed() -> None:
    revision = Revision(version=3, change="1 sentence added: “第二句。”")
    changed = "https://lab.example.org/blog/ring-3(zh)"

    issue = sample_issue(revisions={changed: revision, "https://example.org/not-in-the-issue": revision})

    assert {source.url: source.revision for item in issue.items for source in item.sources if source.revision} == {
        changed: revision
    }


def test_no_source_leads_more_than_a_third_while_others_have_something_to_tell() -> None:
    told = [(f"https://papers.example/{n}", "papers", 5) for n in range(6)]
    told += [(f"https://press.example/{n}", f"press{n}", 3) for n in range(2)]
    stories = [
        Story(f"s{n}", DAY, (replace(article(url, f"T{n}", "One sentence. "), source_id=source),))
        for n, (url, source, _) in enumerate(told)
    ]
    briefs = [brief(story, story.id, stars=stars) for story, (_, _, stars) in zip(stories, told, strict=True)]

    def sources(items: int) -> list[str]:
        issue = compose(
            load_edition("daily_briefing"),
            DAY,
            stories,
            briefs,
            items=items,
            language="zh",
            timezone="Asia/Shanghai",
            counts={},
        )
        return ["papers" if "papers" in item.sources[0].url else "press" for item in issue.items]

    assert sources(3) == ["papers", "press", "press"]
    assert sources(8) == ["papers"] * 6 + ["press"] * 2
