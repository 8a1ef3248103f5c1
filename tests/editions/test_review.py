"""A review: the threads of a week as items, read from the warehouse."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from digest_pipeline.dates import start_of
from digest_pipeline.editions.frame import Frame
from digest_pipeline.editions.periods import Period, period_from
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.review.compose import compose_review
from digest_pipeline.editions.review.material import ReviewMaterial
from digest_pipeline.issues import ToldBefore
from digest_pipeline.model import Brief, Issue, Revision, Standing, Step, Story, content_id
from digest_pipeline.newsroom import Newsroom
from tests.editions import sample

MONDAY = date(2026, 5, 4)
PLAN = "极光汽车宣布，新车极光 N9 闪充版将于 5 月 6 日正式上市。"
KEPT = "极光汽车旗下极光 N9 闪充版今晚正式上市，共推出三款车型。"
Pair = tuple[Story, Brief]


def test_a_thread_is_one_item_told_by_its_latest_story(newsroom: Newsroom) -> None:
    keep(newsroom, *car_thread())

    [item] = review(newsroom).items

    assert (item.story_id, item.brief.one_sentence.text, item.thread_id) == (item.brief.story_id, KEPT, "car")
    assert [(one.day, one.standing, one.headline) for one in item.moments] == [
        (MONDAY, "new", "新车将上市"),
        (MONDAY + timedelta(2), "update", "新车上市"),
    ]


def test_what_came_of_early_reports_can_be_traced_to_the_sources_of_the_item(newsroom: Newsroom) -> None:
    keep(newsroom, *car_thread())

    [item] = review(newsroom).items

    [found] = item.hindsights
    quoted = {evidence.article_id for one in (found.early, found.late) for evidence in one.evidence}
    assert (found.outcome, found.early.text, found.late.text) == ("confirmed", PLAN, KEPT)
    assert quoted <= {source.article_id for source in item.sources}
    assert item.sources[0].title == "新车上市"


def test_a_repeat_is_no_moment_but_may_confirm(newsroom: Newsroom) -> None:
    first = pair(0, "money", "new", "据报道，极光项目总投资规模达 31.5 亿元，明年动工。", title="极光项目")
    again = pair(
        1,
        "money",
        "repeat",
        "公告称，极光项目的总投资规模为 31.5 亿元。",
        title="极光项目再报",
        host="b.example",
        follows=first,
    )
    keep(newsroom, first, again)

    [item] = review(newsroom).items

    assert [moment.headline for moment in item.moments] == ["极光项目"]
    assert [one.late.text for one in item.hindsights] == [again[1].one_sentence.text]
    assert "https://b.example/" in item.sources[-1].url


def test_threads_that_moved_come_before_better_stories_that_did_not(newsroom: Newsroom) -> None:
    alone = pair(3, "alone", "new", "一篇论文。", value=4.2)
    keep(newsroom, *car_thread(value=3.5), alone)

    assert [(item.number, item.thread_id) for item in review(newsroom).items] == [(1, "car"), (2, "alone")]


def test_a_week_of_single_stories_has_its_best_ones(newsroom: Newsroom) -> None:
    keep(newsroom, *(pair(day, f"t{day}", "new", f"第 {day} 条消息。", value=1.0 + day) for day in range(5)))

    assert [item.thread_id for item in review(newsroom, items=2).items] == ["t4", "t3"]


def test_an_advertisement_is_no_part_of_a_thread_and_off_subject_comes_last(newsroom: Newsroom) -> None:
    keep(
        newsroom,
        *car_thread(),
        pair(4, "car", "update", "现在下单立减。", kind="advertisement", value=5.0),
        pair(1, "sale", "new", "只卖今天。", kind="advertisement", value=5.0),
        pair(1, "sport", "new", "一场球赛。", relevance=0.0, value=5.0),
    )

    issue = review(newsroom)

    assert [item.thread_id for item in issue.items] == ["car", "sport"]
    assert issue.items[0].brief.headline == "新车上市"
    assert review(newsroom, items=1).items == issue.items[:1]


def test_what_other_editions_printed_comes_before_what_they_left_out(newsroom: Newsroom) -> None:
    printed, better = (
        pair(1, "printed", "new", "登过的消息。", value=2.0),
        pair(1, "better", "new", "没登过的。", value=4.0),
    )
    keep(newsroom, printed, better)
    newsroom.publications.add(daily_with(review(newsroom), "printed"))

    assert [item.thread_id for item in review(newsroom, items=1).items] == ["printed"]
    assert [item.thread_id for item in review(newsroom, items=2).items] == ["better", "printed"]


def test_no_source_has_the_latest_word_in_more_than_its_share(newsroom: Newsroom) -> None:
    mass = [pair(0, f"m{n}", "new", f"第 {n} 篇论文。", value=4.0, source_id="mass") for n in range(6)]
    keep(newsroom, *mass, pair(1, "other", "new", "别处的消息。", value=2.0, source_id="other"))

    assert [item.thread_id for item in review(newsroom, items=2).items] == ["m0", "other"]


def test_a_thread_goes_back_beyond_the_window_and_never_ahead_of_it(newsroom: Newsroom) -> None:
    before = pair(-5, "car", "new", "极光汽车预热新车。", title="新车预热")
    after = pair(9, "car", "update", "极光汽车召回新车。", title="新车召回")
    keep(newsroom, before, *car_thread())
    alone = review(newsroom)
    keep(newsroom, before, *car_thread(), after)

    [item] = review(newsroom).items

    assert [moment.headline for moment in item.moments] == ["新车预热", "新车将上市", "新车上市"]
    assert review(newsroom) == alone


def test_a_thread_of_an_earlier_review_is_told_again_if_it_moved(newsroom: Newsroom) -> None:
    keep(newsroom, *car_thread(), pair(1, "still", "new", "没有下文。"))
    earlier = {
        thread: ToldBefore(thread, "0", "2026-W18", MONDAY - timedelta(1), "上周的标题") for thread in ("car", "still")
    }

    issue = review(newsroom, told=earlier)

    assert [item.thread_id for item in issue.items] == ["car"]
    assert issue.items[0].continues is not None
    assert (issue.items[0].continues.key, issue.counts["told_before"]) == ("2026-W18", 1)


def test_stories_without_the_stars_that_are_asked_for_are_left_out(newsroom: Newsroom) -> None:
    keep(newsroom, *car_thread(), pair(1, "weak", "new", "小事。", stars=1))

    assert [item.thread_id for item in review(newsroom, stars=2).items] == ["car"]


def test_late_stories_and_revised_pages_are_marked(newsroom: Newsroom) -> None:
    story, brief = pair(0, "late", "new", "迟到的消息。")
    lead = replace(story.lead, published_at=datetime(2026, 5, 1, tzinfo=UTC), late=True)
    keep(newsroom, (replace(story, articles=(lead,)), brief))
    revision = Revision(version=2, change="1 sentence added")

    [item] = review(newsroom, revisions={lead.id: revision}).items

    assert (item.late, item.sources[0].revision) == (True, revision)


def test_counts_tell_what_became_of_the_stories(newsroom: Newsroom) -> None:
    repeat = pair(3, "car", "repeat", "新车又被报道。")
    keep(newsroom, *car_thread(), repeat, pair(1, "alone", "new", "一条消息。", value=1.0))

    counts = review(newsroom, items=1).counts

    assert counts == {"entries": 9, "items": 1, "left_out": 1, "repeats": 1, "stories": 4, "told_before": 0}


def test_the_introduction_are_the_sentences_of_the_first_threads_with_their_evidence(newsroom: Newsroom) -> None:
    keep(newsroom, *car_thread(), *(pair(n, f"t{n}", "new", f"第 {n} 条消息。", value=1.0) for n in range(4)))

    issue = review(newsroom)

    assert issue.introduction == tuple(item.brief.one_sentence for item in issue.items[:3])
    assert all(statement.evidence for statement in issue.introduction)


def test_an_empty_week_is_an_issue_that_says_so(newsroom: Newsroom) -> None:
    issue = review(newsroom)

    spec = newsroom.catalogue["weekly"]
    assert (issue.items, issue.introduction, issue.key) == ((), (), "2026-W19")
    assert spec.labels_in("zh").no_items in render_markdown(issue, spec)


def test_a_month_is_reviewed_as_a_week_is(newsroom: Newsroom) -> None:
    keep(newsroom, *car_thread())

    issue = review(newsroom, edition="monthly")

    assert (issue.key, issue.day, [item.thread_id for item in issue.items]) == ("2026-05", date(2026, 5, 31), ["car"])


def test_a_review_prints_its_moments_and_hindsights(newsroom: Newsroom) -> None:
    keep(newsroom, *car_thread())
    spec = newsroom.catalogue["weekly"]

    text = render_markdown(review(newsroom), spec)

    labels = spec.labels_in("zh")
    assert labels.moments in text
    assert labels.hindsights in text
    assert PLAN in text


def review(newsroom: Newsroom, *, edition: str = "weekly", items: int = 10, stars: int = 1, **known: Any) -> Issue:
    """Return the review of the week, or month, that Monday lies in."""
    spec = newsroom.catalogue[edition]
    frame = Frame(
        edition=spec,
        period=week(newsroom, edition),
        language="zh",
        timezone=sample.ZONE,
        items=items,
        minimum_stars=stars,
        counts={"entries": 9},
        **known,
    )
    return compose_review(frame, ReviewMaterial(newsroom.warehouse, "zh"))


def week(newsroom: Newsroom, edition: str = "weekly") -> Period:
    zone = ZoneInfo(sample.ZONE)
    return period_from(newsroom.catalogue[edition], start_of(MONDAY, zone), zone)


def car_thread(**changes: Any) -> tuple[Pair, Pair]:
    """Return a plan of Monday, and the update of Wednesday that says it was kept."""
    plan = pair(0, "car", "new", PLAN, title="新车将上市", **changes)
    return plan, pair(2, "car", "update", KEPT, title="新车上市", host="b.example", follows=plan, **changes)


def pair(  # noqa: PLR0913  what a story of a thread is told by
    day: int,
    thread: str,
    standing: Standing,
    sentence: str,
    *,
    title: str = "",
    host: str = "a.example",
    follows: Pair | None = None,
    source_id: str = "",
    **changes: Any,
) -> Pair:
    """Return a story of a day after Monday, and its brief; `changes` are of the brief."""
    url = f"https://{host}/{content_id(sentence)}"
    moment = datetime(2026, 5, 4, 4, tzinfo=UTC) + timedelta(day)
    lead = sample.article(
        url,
        title or sentence,
        sentence,
        day=moment.date(),
        published_at=moment,
        source_id=source_id or content_id(thread),
        site=host,
    )
    step = Step(thread, standing, follows[0].id if follows else "", ())
    story = Story(id=content_id(url), day=lead.day, articles=(lead,), step=step)
    return story, sample.brief(story, title or sentence, **({"value": 3.0} | changes))


def keep(newsroom: Newsroom, *pairs: Pair) -> None:
    """Put stories and briefs into the record, day by day."""
    for day in sorted({story.day for story, _ in pairs}):
        of_day = [one for one in pairs if one[0].day == day]
        newsroom.record.replace_articles(day, [story.lead for story, _ in of_day], [])
        newsroom.record.replace_stories(day, [story for story, _ in of_day])
        newsroom.record.replace_briefs(day, [brief for _, brief in of_day])


def daily_with(issue: Issue, thread: str) -> Issue:
    """Return a daily issue that printed one thread of a review."""
    items = tuple(item for item in issue.items if item.thread_id == thread)
    return issue.model_copy(update={"edition": "daily_briefing", "key": "2026-05-05", "day": MONDAY, "items": items})
