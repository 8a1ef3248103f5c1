"""Which stories an issue takes, in which order, and what is said about their time."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from digest_pipeline.dates import start_of
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.compose import compose
from digest_pipeline.editions.frame import Frame
from digest_pipeline.editions.periods import Period, period_from
from digest_pipeline.issues import ToldBefore
from digest_pipeline.model import Brief, Issue, Link, Resource, Revision, Step, Story, content_id
from tests.editions.sample import DAY, article, brief, sample_day

EDITIONS = Catalogue(Path("no-home"))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def issue_of(  # noqa: PLR0913  what an issue is made of
    stories: list[Story],
    briefs: list[Brief],
    *,
    edition: str = "daily_briefing",
    items: int = 15,
    minimum_stars: int = 1,
    period: Period | None = None,
    told: Mapping[str, ToldBefore] = MappingProxyType({}),
    revisions: Mapping[str, Revision] = MappingProxyType({}),
) -> Issue:
    spec = EDITIONS[edition]
    frame = Frame(
        edition=spec,
        period=period or period_from(spec, start_of(DAY, SHANGHAI), SHANGHAI),
        language="zh",
        timezone="Asia/Shanghai",
        items=items,
        minimum_stars=minimum_stars,
        counts={"entries": 9},
        told=told,
        revisions=revisions,
    )
    return compose(frame, stories, briefs)


def sample_issue(items: int = 15) -> Issue:
    return issue_of(*sample_day(), items=items)


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
    expected = {"entries": 9, "items": 2, "left_out": 4, "repeats": 0, "stories": 6, "told_before": 0}
    assert issue.counts == expected


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
    paris = ZoneInfo("Europe/Paris")
    period = period_from(EDITIONS["daily_briefing"], start_of(date(2026, 3, 29), paris), paris)

    issue = issue_of([], [], period=period)

    assert issue.window_end - issue.window_start == timedelta(hours=23)


def test_a_late_story_is_printed_with_its_true_date_and_marked() -> None:
    late = next(item for item in sample_issue().items if item.story_id == "4444444444444444")

    assert late.late
    assert f"{late.sources[0].published_local:%Y-%m-%d %H:%M}" == "2026-02-11 23:59"


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

    stories, briefs = sample_day()
    issue = issue_of(stories, briefs, revisions={content_id(changed): revision, "another": revision})

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
        issue = issue_of(stories, briefs, items=items)
        return ["papers" if "papers" in item.sources[0].url else "press" for item in issue.items]

    assert sources(3) == ["papers", "press", "press"]
    assert sources(8) == ["papers"] * 6 + ["press"] * 2


def thread_of(story: Story, standing: str, thread: str = "thread") -> Story:
    step = Step(thread, standing, "earlier", (), ("12.8%",))  # type: ignore[arg-type]
    return replace(story, step=step)


def test_a_thread_that_was_told_is_told_again_only_by_what_brings_it_on() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    before = ToldBefore("thread", "earlier", "2026-02-12", date(2026, 2, 12), "A model is announced")
    update, same = thread_of(story_at(noon, "update"), "update"), thread_of(story_at(noon, "same"), "new", "other")

    issue = issue_of(
        [update, same],
        [brief(update, "h"), brief(same, "h")],
        told={"thread": before, "other": replace(before, thread_id="other")},
    )

    (item,) = issue.items
    assert item.continues is not None
    assert (item.story_id, item.continues.key, item.continues.story_id) == ("update", "2026-02-12", "earlier")
    assert item.continues.news == ("12.8%",)
    assert issue.counts["told_before"] == 1


def test_a_story_that_an_overlapping_window_printed_is_not_printed_again() -> None:
    story = thread_of(story_at(datetime(2026, 2, 14, 4, tzinfo=UTC), "a"), "update")
    before = ToldBefore("thread", "a", "2026-02-13", date(2026, 2, 13), "h")

    issue = issue_of([story], [brief(story, "h")], told={"thread": before}, edition="two_day_report")

    assert issue.items == ()


def test_a_thread_is_told_once_an_issue_by_its_best_story() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    stories = [thread_of(story_at(noon, name), "update") for name in ("plain", "best")]

    issue = issue_of(stories, [brief(stories[0], "h", stars=3), brief(stories[1], "h", stars=5)])

    assert [item.story_id for item in issue.items] == ["best"]


def test_stories_below_the_wanted_stars_are_left_out() -> None:
    stories, briefs = sample_day()

    assert {item.brief.stars for item in issue_of(stories, briefs, minimum_stars=4).items} == {5, 4}


def test_the_two_day_report_takes_both_days_and_sorts_them_into_its_parts() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    told = {"today": (noon, "models"), "yesterday": (noon - timedelta(1), "infrastructure")}
    stories = [story_at(moment, name) for name, (moment, _) in told.items()]
    stories.append(story_at(noon - timedelta(2), "the day before"))
    categories = [*(category for _, category in told.values()), "models"]
    briefs = [brief(story, "h", category=category) for story, category in zip(stories, categories, strict=True)]

    issue = issue_of(stories, briefs, edition="two_day_report")

    assert [(item.group, item.story_id) for item in issue.items] == [
        ("infrastructure", "yesterday"),
        ("models", "today"),
    ]
    assert (issue.key, str(issue.day)) == ("2026-02-14", "2026-02-14")
    assert {line.story_id for line in issue.overview} == {"today", "yesterday"}


def test_what_there_was_no_room_for_is_listed_to_read_further() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    stories = [story_at(noon + timedelta(minutes=n), f"s{n}") for n in range(4)]
    briefs = [brief(story, f"headline {story.id}", kind="paper", stars=5 - n) for n, story in enumerate(stories)]

    issue = issue_of(stories, briefs, edition="two_day_report", items=2)

    further = [(reading.story_id, reading.resource.title, reading.resource.kind) for reading in issue.further]
    assert ("s2", "headline s2", "paper") in further
    assert not {item.story_id for item in issue.items} & {story for story, title, _ in further if title in story}


def test_news_and_tools_are_numbered_each_by_themselves_and_no_story_stands_in_both() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    stories = [story_at(noon, f"s{n:02}") for n in range(26)]
    briefs = [brief(story, "h", kind="tool" if n % 2 else "news") for n, story in enumerate(stories)]

    issue = issue_of(stories, briefs, edition="top_ten", items=20)

    assert [(item.group, item.number) for item in issue.items] == [
        (group, number) for group in ("news", "tools") for number in range(1, 11)
    ]
    assert len({item.story_id for item in issue.items}) == 20


def test_a_flash_holds_what_was_published_in_its_hours_the_newest_first_and_nothing_late() -> None:
    spec = EDITIONS["four_hour_flash"]
    start = datetime(2026, 2, 14, 8, tzinfo=SHANGHAI)
    moments = {"early": 0, "later": 3, "before": -1, "after": 4}
    stories = [story_at((start + timedelta(hours=hours)).astimezone(UTC), name) for name, hours in moments.items()]
    stories.append(story_at((start - timedelta(days=2)).astimezone(UTC), "late", late=True))

    issue = issue_of(
        stories,
        [brief(story, "h") for story in stories],
        edition="four_hour_flash",
        period=period_from(spec, start, SHANGHAI),
    )

    assert [item.story_id for item in issue.items] == ["later", "early"]
    assert issue.key == "2026-02-14-12"
    assert issue.title.startswith("2026.02.14.12 ")


def test_what_a_story_goes_back_to_stands_beside_it() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    paper = Link("https://arxiv.org/abs/2602.01234", "the paper", "paper")
    reported = replace(story_at(noon, "reported"), primary=paper)
    talk = Story("talk", DAY, (article("https://news.ycombinator.com/item?id=1", "Show", "x", published_at=noon),))
    code = Resource(url="https://github.com/a/b", title="a/b", kind="code")

    issue = issue_of([reported, talk], [brief(reported, "h"), brief(talk, "h", resources=(code,))])

    primaries = {item.story_id: item.primary.url for item in issue.items if item.primary}
    assert primaries == {"reported": paper.url, "talk": code.url}


def test_key_terms_are_those_of_the_brief_that_its_text_uses() -> None:
    story = story_at(datetime(2026, 2, 14, 4, tzinfo=UTC))
    told = brief(story, "h", organisations=("OpenAI", "Unnamed"), tags=("Agent", "Pen"))
    said = told.one_sentence.model_copy(update={"text": "OpenAI 发布 Agent，OpenPen 未变。"})

    (item,) = issue_of([story], [told.model_copy(update={"one_sentence": said})]).items

    assert item.terms == ("OpenAI", "Agent")


def test_of_equal_stories_those_in_the_language_of_the_issue_come_first() -> None:
    noon = datetime(2026, 2, 14, 4, tzinfo=UTC)
    stories = [story_at(noon, name) for name in ("abroad", "home")]
    briefs = [brief(stories[0], "h", language="en", relevance=0.9), brief(stories[1], "h", relevance=0.2)]

    assert [item.story_id for item in issue_of(stories, briefs).items] == ["home", "abroad"]
