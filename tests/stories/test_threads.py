"""Threads: a story that goes on is an update or a repeat; a thread keeps its name in whatever order days are run."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.model import Article, Link, Step, Story, content_id
from digest_pipeline.stories.threads.news import stages_of
from digest_pipeline.stories.threads.place import Past, is_repeat, place
from digest_pipeline.stories.threads.preview import continued

MONDAY = date(2026, 6, 1)
DAYS = 14

ANNOUNCED = (
    "Quillmark will release Heronvale-7 weights, its open reading model",
    (
        "Quillmark said it will release the weights of Heronvale-7, an open reading model of 9 billion parameters that"
        " runs on one card. The laboratory of Quillmark in Utrecht trained Heronvale-7 on library books. It answers"
        " questions about whole novels, Quillmark said."
    ),
)
RELEASED = (
    "Quillmark releases Heronvale-7 weights, its open reading model",
    (
        "Quillmark released the weights of Heronvale-7, its open reading model of 9 billion parameters that runs on one"
        " card. The laboratory of Quillmark in Utrecht trained Heronvale-7 on library books. It answers questions about"
        " whole novels, Quillmark said."
    ),
)
RELEASED_AGAIN = (
    "Open reading model: Quillmark releases the weights of Heronvale-7",
    (
        "Quillmark of Utrecht released the weights of Heronvale-7. The open reading model of 9 billion parameters runs"
        " on one card, was trained on library books and answers questions about whole novels, the laboratory said."
    ),
)
MEASURED = (
    "Quillmark's Heronvale-7 open reading model scores 71.4 in an independent test",
    (
        "Heronvale-7, the open reading model of Quillmark in Utrecht with 9 billion parameters, answers 71.4 percent of"
        " the questions about whole novels. Bramwell Institute tested the released weights of Heronvale-7 on one card"
        " and found 213 wrong answers of 745."
    ),
)
OTHER_VERSION = (
    "Quillmark releases Heronvale-8 weights, its open reading model",
    RELEASED[1].replace("Heronvale-7", "Heronvale-8"),
)
OTHER_MAKER = (
    "Tarnbrook opens a data centre for language models in Gdansk",
    "Tarnbrook opened a data centre for language models in Gdansk. It holds 4,000 cards and is cooled by the sea.",
)
RELEASED_ZH = (
    "Quillmark 开源阅读模型 Heronvale-7，90 亿参数",
    "Quillmark 发布并开源了阅读模型 Heronvale-7 的权重，共 90 亿参数，可在一块显卡上运行，用图书馆的图书训练。",
)
RELEASED_ZH_AGAIN = (
    "Quillmark 阅读模型 Heronvale-7 开源：90 亿参数",
    "Quillmark 的阅读模型 Heronvale-7 权重已开源发布，90 亿参数，可在一块显卡上运行，用图书馆的图书训练。",
)
AFFAIR = (ANNOUNCED, RELEASED, RELEASED_AGAIN, MEASURED)
Days = dict[date, list[Story]]


def article(told: tuple[str, str], day: date, **changes: Any) -> Article:
    title, text = told
    url = f"https://{content_id(title, str(day))}.example.org/news"
    fields: dict[str, Any] = {
        "id": content_id(url),
        "day": day,
        "url": url,
        "title": title,
        "authors": (),
        "site": "Press",
        "source_id": content_id(title)[:4],
        "authority": 3,
        "language": "en",
        "published_at": datetime(day.year, day.month, day.day, 4, tzinfo=UTC),
        "date_origin": "feed",
        "late": False,
        "text": text,
        "text_origin": "page",
        "capture_id": "capture",
    }
    return Article(**fields | changes)


def story(told: tuple[str, str], offset: int = 0, **changes: Any) -> Story:
    day = MONDAY + timedelta(offset)
    lead = article(told, day, **changes)
    return Story(content_id(str(day), lead.id), day, (lead,))


def step_of(one: Story) -> Step:
    assert one.step
    return one.step


class Archive:
    """Days as the record keeps them, run one after the other in any order."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self.stories = stories
        self.placed: Days = {}

    def run(self, *offsets: int) -> None:
        """Run days, each so many days after Monday, with what was run before."""
        for day in (MONDAY + timedelta(offset) for offset in offsets):
            window = timedelta(DAYS)
            known = {one.lead.id: step_of(one).thread_id for one in self.placed.get(day, [])}
            told = [one for one in self.stories if one.day == day]
            self.placed[day] = place(
                told,
                [past for past in self._past() if day - window <= past.day < day],
                [past for past in self._past() if day < past.day <= day + window],
                known,
                days=DAYS,
            )

    def steps(self) -> dict[str, Step]:
        """Return where every story stands by now, by its id."""
        return {one.id: step_of(one) for day in self.placed.values() for one in day}

    def _past(self) -> list[Past]:
        return [past_of(one) for day in self.placed.values() for one in day]


def past_of(one: Story) -> Past:
    step = step_of(one)
    return Past(one.id, one.day, step.thread_id, step.follows, one.articles)


def in_order(*stories: Story) -> list[Step]:
    """Return the steps of stories whose days were run one after the other."""
    archive = Archive(stories)
    archive.run(*sorted({(one.day - MONDAY).days for one in stories}))
    return [archive.steps()[one.id] for one in stories]


# --- Update or repeat ------------------------------------------------------------------------------------------------


def test_a_story_without_another_opens_a_thread_named_after_it() -> None:
    one = story(RELEASED)
    assert in_order(one) == [Step(content_id("thread", one.id), "new", "", ())]


def test_a_release_after_its_announcement_is_an_update_that_says_so() -> None:
    announced, released = story(ANNOUNCED), story(RELEASED, 3)
    first, second = in_order(announced, released)
    assert (second.standing, second.follows, second.thread_id) == ("update", announced.id, first.thread_id)
    assert second.reasons[0] == "new here: now released"
    assert second.reasons[1] == f"continues story {announced.id} of 2026-06-01: “{ANNOUNCED[0]}”"


def test_the_same_news_a_day_later_is_a_repeat_that_names_where_it_was_told() -> None:
    released = story(RELEASED)
    _, again = in_order(released, story(RELEASED_AGAIN, 1))
    assert again.standing == "repeat"
    assert again.reasons[0] == f"told on 2026-06-01 by story {released.id}: same names and numbers"


def test_new_numbers_and_names_make_an_update_that_lists_them() -> None:
    _, measured = in_order(story(RELEASED), story(MEASURED, 2))
    assert measured.standing == "update"
    assert measured.reasons[0].startswith("new here: 71.4")


def test_a_link_to_a_work_that_nobody_had_makes_an_update() -> None:
    paper = Link("https://arxiv.org/abs/2606.00001", "paper", "paper")
    _, again = in_order(story(RELEASED), story(RELEASED_AGAIN, 1, links=(paper,)))
    assert (again.standing, again.reasons[0]) == ("update", f"new here: a link to {paper.url}")


def test_what_another_article_of_the_earlier_story_told_is_no_news() -> None:
    measured = article(MEASURED, MONDAY)
    released = story(RELEASED)
    both = replace(released, articles=(released.lead, measured))
    _, again = in_order(both, story(MEASURED, 1))
    assert again.standing == "repeat"


def test_chinese_news_told_again_is_a_repeat() -> None:
    _, again = in_order(story(RELEASED_ZH, language="zh"), story(RELEASED_ZH_AGAIN, 1, language="zh"))
    assert again.standing == "repeat"


def test_a_repeat_is_asked_for_by_its_standing() -> None:
    one = story(RELEASED)
    assert not is_repeat(one)
    assert is_repeat(replace(one, step=Step("thread", "repeat", "earlier", ())))
    assert not is_repeat(replace(one, step=Step("thread", "update", "earlier", ())))


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("Quillmark plans to release a model", {"announced"}),
        ("Quillmark releases a model", {"released"}),
        ("实验室计划明日发布模型", {"announced"}),
        ("实验室将于 6 月 9 日发布模型", {"announced"}),
        ("6 月 1 日发布的模型", {"released"}),
        ("Regulator fines Quillmark after its lawsuit", {"fined", "in court"}),
        ("A quiet day", set()),
    ],
)
def test_what_is_planned_is_announced_and_not_yet_done(text: str, stages: set[str]) -> None:
    assert stages_of(text, MONDAY) == stages


# --- Another thread --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", [OTHER_VERSION, OTHER_MAKER])
def test_another_version_or_another_maker_is_another_thread(other: tuple[str, str]) -> None:
    first, second = in_order(story(RELEASED), story(other, 1))
    assert second.standing == "new"
    assert second.thread_id != first.thread_id


def test_two_papers_are_two_threads_however_alike_they_are() -> None:
    papers = [
        story(told, place, url=f"https://arxiv.org/abs/2606.0000{place}")
        for place, told in enumerate((RELEASED, RELEASED_AGAIN))
    ]
    assert [step.standing for step in in_order(*papers)] == ["new", "new"]


def test_a_round_up_continues_nothing_and_is_continued_by_nothing() -> None:
    round_up = (f"{RELEASED[0]}; a crane in Brightwater; a loss of Corvane; a bridge", RELEASED[1])
    steps = in_order(story(RELEASED), story(round_up, 1), story(OTHER_MAKER, 1), story(MEASURED, 2))
    assert [step.standing for step in steps] == ["new", "new", "new", "update"]


def test_the_column_that_two_titles_stand_in_is_no_shared_subject() -> None:
    one = ("Perchwatch: what language models read at night", "Owls and models. " + OTHER_MAKER[1])
    other = ("Perchwatch: the price of cards in spring", "Cards and prices. " + OTHER_MAKER[1])
    assert [step.standing for step in in_order(story(one), story(other, 1))] == ["new", "new"]


def test_prices_of_a_day_are_no_continuation_of_those_of_the_day_before() -> None:
    titles = ("美股大型科技股盘前普跌，英特尔跌超3%", "美股大型科技股盘前普跌，英特尔跌超5%")
    days = [story((title, f"{title}。芯片股走弱。"), place, language="zh") for place, title in enumerate(titles)]
    assert [step.standing for step in in_order(*days)] == ["new", "new"]


def test_a_story_older_than_the_window_is_not_continued() -> None:
    near, far = in_order(story(RELEASED), story(MEASURED, DAYS)), in_order(story(RELEASED), story(MEASURED, DAYS + 1))
    assert (near[1].standing, far[1].standing) == ("update", "new")


def test_two_stories_of_a_day_may_continue_one_thread() -> None:
    first, *others = in_order(story(ANNOUNCED), story(RELEASED, 1), story(MEASURED, 1))
    assert {step.thread_id for step in others} == {first.thread_id}


# --- Names -----------------------------------------------------------------------------------------------------------


def test_a_backfill_prepends_to_the_thread_of_a_later_day() -> None:
    announced, released = story(ANNOUNCED), story(RELEASED, 3)
    archive = Archive([announced, released])
    archive.run(3, 0)
    steps = archive.steps()
    assert steps[announced.id].thread_id == steps[released.id].thread_id == content_id("thread", released.id)
    assert steps[announced.id].standing == "new"
    assert steps[announced.id].reasons == (f"goes on on 2026-06-04 with story {released.id}: “{RELEASED[0]}”",)


def test_of_two_stories_before_a_thread_the_nearer_is_prepended() -> None:
    announced, nearer, released = story(ANNOUNCED), story(RELEASED_AGAIN, 1), story(RELEASED, 3)
    archive = Archive([announced, nearer, released])
    archive.run(3, 1, 0)
    threads = {step.thread_id for step in archive.steps().values()}
    assert threads == {content_id("thread", released.id)}


def test_a_story_between_an_earlier_and_a_later_thread_joins_the_earlier_and_renames_neither() -> None:
    announced, released, measured = story(ANNOUNCED), story(RELEASED, 2), story(MEASURED, 15)
    archive = Archive([announced, released, measured])
    archive.run(0, 15)
    before = archive.steps()
    archive.run(2)
    after = archive.steps()
    assert after[released.id].thread_id == before[announced.id].thread_id
    assert {key: after[key] for key in before} == before


def test_a_story_keeps_its_thread_when_an_article_with_another_id_joins_it() -> None:
    one = story(RELEASED)
    archive = Archive([one])
    archive.run(0)
    thread = archive.steps()[one.id].thread_id
    joined = article(RELEASED_AGAIN, MONDAY)
    archive.stories = [Story("another id", MONDAY, (joined, one.lead))]
    archive.run(0)
    assert archive.steps()["another id"].thread_id == thread


@pytest.mark.parametrize("order", [*permutations(range(4))], ids=str)
def test_days_in_any_order_never_rename_a_thread_and_stand_in_the_end_as_if_run_in_order(order: Sequence[int]) -> None:
    stories = [story(told, place) for place, told in enumerate(AFFAIR)]
    expected = [(step.standing, step.follows) for step in in_order(*stories)]
    archive = Archive(stories)
    for offset in (*order, 0, 1, 2, 3):
        before = archive.steps()
        archive.run(offset)
        after = archive.steps()
        assert {key: after[key].thread_id for key in before} == {key: step.thread_id for key, step in before.items()}
    assert [(archive.steps()[one.id].standing, archive.steps()[one.id].follows) for one in stories] == expected


SHUFFLED = st.permutations(
    [(ANNOUNCED, 0), (OTHER_MAKER, 0), (RELEASED, 1), (OTHER_VERSION, 1), (RELEASED_AGAIN, 1), (MEASURED, 2)]
)


@given(SHUFFLED)
def test_the_order_of_the_stories_changes_nothing(order: list[tuple[tuple[str, str], int]]) -> None:
    stories = [story(told, offset) for told, offset in order]
    archive, shuffled = Archive(sorted(stories, key=lambda one: one.id)), Archive(stories)
    archive.run(0, 1, 2)
    shuffled.run(0, 1, 2)
    assert shuffled.steps() == archive.steps()


@given(st.permutations([0, 1, 2]))
def test_running_a_day_again_leaves_the_same_steps(order: list[int]) -> None:
    stories = [story(told, place) for place, told in enumerate((ANNOUNCED, RELEASED, MEASURED))]
    archive = Archive(stories)
    archive.run(0, 1, 2)
    once = archive.steps()
    archive.run(*order)
    assert archive.steps() == once


@given(st.integers(0, 3), st.text("abcdefghijklmnopqrstuvwxyz ", min_size=8, max_size=60))
def test_an_unrelated_story_changes_no_other(offset: int, words: str) -> None:
    stories = [story(told, place) for place, told in enumerate(AFFAIR)]
    unrelated = story((f"Garden fair: {words}", f"The garden fair opens in May. {words}"), offset)
    archive = Archive([*stories, unrelated])
    archive.run(0, 1, 2, 3)
    assert [archive.steps()[one.id] for one in stories] == in_order(*stories)


# --- For people ------------------------------------------------------------------------------------------------------


def test_the_preview_lists_updates_and_repeats_with_their_reasons() -> None:
    archive = Archive([story(ANNOUNCED), story(RELEASED, 1), story(RELEASED_AGAIN, 2)])
    archive.run(0, 1, 2)
    shown = continued([one for day in archive.placed.values() for one in day])
    assert [line.split(" | ")[0] for line in shown.splitlines()[2:]] == ["| update", "| repeat"]
    assert "new here: now released" in shown
    assert continued(archive.placed[MONDAY]) == "no story continues another"
