"""Stories: what is told by several sources is joined, other events are not, in Chinese and English."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest_pipeline.model import Article, Link, Story
from digest_pipeline.stories.join import join
from digest_pipeline.stories.preview import preview

DAY = date(2026, 6, 2)

CRANE = (
    "The harbour of Brightwater started its first electric crane on Monday. The crane lifts ninety tonnes and was built"
    " by Corvane in three years. The harbour master said that two more cranes will follow before winter."
)
CRANE_AGAIN = (
    "On Monday the harbour of Brightwater started its first electric crane, built by Corvane in three years. It"
    " lifts ninety tonnes. Two more cranes will follow before winter, the harbour master said, and the old are sold."
)
DRIVERS = (
    "The harbour's first electric crane started on Monday. Mei Tan of the union asks who will drive it, and what"
    " becomes of forty drivers. The harbour master wants to answer before winter."
)
LOSSES = (
    "Corvane reported a loss for the second quarter. Revenue fell by a tenth to four hundred million, the company"
    " wrote to its shareholders, because orders from abroad were delayed and steel has become dearer. The board keeps"
    " its forecast for the year. Analysts had expected a small profit; the shares lost eleven percent in early trading."
    " Finance chief Ana Ruiz wants to save thirty million, most of it in administration, and to sell the foundry, for"
    " which two bidders have come forward. No dividend will be paid for the first time since the listing."
)
MODEL_ZH = (
    "横山实验室周一发布了新的小型语言模型“鹭鸶”。该模型可以在一块显卡上运行，权重以宽松的许可证公开，任何人都可以使用。"
    "在公布的测试中，模型答对了阅读基准一百道题中的七十一道。"
)
MODEL_ZH_AGAIN = (
    "周一，横山实验室发布小型语言模型“鹭鸶”，可以在一块显卡上运行，权重以宽松许可证公开。实验室公布的测试显示，"
    "模型答对了阅读基准一百道题中的七十一道，比上一版更多。"
)
CHIP_ZH = (
    "横山实验室宣布与港务局成立合资公司，计划明年建造一座数据中心，投资二十亿元。公司总部设在新港，首批招聘三百名工程师，"
    "双方各占一半股份。"
)


def article(identity: str, text: str, title: str = "", **changes: Any) -> Article:
    fields: dict[str, Any] = {
        "id": identity,
        "day": DAY,
        "url": f"https://{identity}.example.org/",
        "title": title or text[:40],
        "authors": (),
        "site": identity,
        "source_id": identity,
        "authority": 3,
        "language": "en",
        "published_at": datetime(2026, 6, 2, 4, tzinfo=UTC),
        "date_origin": "feed",
        "late": False,
        "text": text,
        "text_origin": "page",
        "capture_id": "c",
    }
    return Article(**(fields | changes))


NEWS = (
    article("crane", CRANE, "Electric crane starts in Brightwater"),
    article("crane-again", CRANE_AGAIN, "Brightwater starts its electric crane"),
    article("losses", LOSSES, "Corvane reports a loss"),
    article("model", MODEL_ZH, "横山实验室发布小型语言模型“鹭鸶”"),
    article("model-again", MODEL_ZH_AGAIN, "小型语言模型“鹭鸶”由横山实验室发布"),
    article("chip", CHIP_ZH, "横山实验室与港务局成立合资公司"),
)


def groups(stories: list[Story]) -> set[frozenset[str]]:
    return {frozenset(one.id for one in story.articles) for story in stories}


def test_an_empty_day_has_no_stories() -> None:
    assert join(DAY, []) == []


def test_a_single_article_is_a_story() -> None:
    (story,) = join(DAY, NEWS[:1])
    assert story.lead == NEWS[0]
    assert story.day == DAY


def test_who_tells_the_same_is_joined_and_another_event_of_the_same_company_is_not() -> None:
    assert groups(join(DAY, NEWS)) == {
        frozenset({"crane", "crane-again"}),
        frozenset({"losses"}),
        frozenset({"model", "model-again"}),
        frozenset({"chip"}),
    }


@given(st.permutations(NEWS), st.integers(min_value=1, max_value=len(NEWS)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_the_articles_changes_nothing(order: list[Article], size: int) -> None:
    chosen = order[:size]
    assert join(DAY, chosen) == join(DAY, sorted(chosen, key=lambda one: one.url))


@given(st.lists(st.text(max_size=60), max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_article_is_in_exactly_one_story(texts: list[str]) -> None:
    articles = [article(f"a{place}", text, text[:5] or " ") for place, text in enumerate(texts)]
    members = [one.id for story in join(DAY, articles) for one in story.articles]
    assert sorted(members) == sorted(one.id for one in articles)


def test_copies_are_one_story_whose_identity_is_its_content() -> None:
    copies = [article(name, CRANE) for name in ("b", "a", "c")]
    (story,) = join(DAY, copies)
    assert [one.id for one in story.articles] == ["a", "b", "c"]
    assert join(DAY, copies[1:])[0].id == story.id
    assert join(DAY + timedelta(days=1), copies)[0].id != story.id


def test_the_weightiest_source_leads_then_the_first() -> None:
    later = datetime(2026, 6, 2, 5, tzinfo=UTC)
    copies = [
        article("early", CRANE),
        article("late", CRANE, published_at=later),
        article("first-hand", CRANE, authority=5, published_at=later),
    ]
    (story,) = join(DAY, copies)
    assert [one.id for one in story.articles] == ["first-hand", "early", "late"]


def test_texts_without_a_word_are_not_alike() -> None:
    assert len(join(DAY, [article("a", "!!!", "?"), article("b", "!!!", "?"), article("c", CRANE)])) == 3


def test_a_work_that_everybody_links_to_joins_nothing() -> None:
    plans = Link("https://github.com/harbour/crane", "the plans", "code")
    everybody = [replace(one, links=(plans,)) for one in NEWS]
    assert groups(join(DAY, everybody)) == groups(join(DAY, NEWS))


def test_an_unrelated_article_changes_no_other_story() -> None:
    unrelated = article("bees", "Beekeepers near Qualby count few winter losses this spring.", "Qualby bees are well")
    assert groups(join(DAY, [*NEWS, unrelated])) == groups(join(DAY, NEWS)) | {frozenset({"bees"})}


def test_two_papers_are_two_stories_however_alike() -> None:
    papers = [replace(NEWS[0], id=one, url=f"https://arxiv.org/abs/2606.0000{one}") for one in "12"]
    assert len(join(DAY, papers)) == 2


def test_a_round_up_joins_nothing_but_a_copy_of_itself() -> None:
    morning = replace(NEWS[0], id="morning", title="The Download: an electric crane, and losses at Corvane")
    assert frozenset({"morning"}) in groups(join(DAY, [*NEWS, morning]))
    assert frozenset({"again", "morning"}) in groups(join(DAY, [morning, replace(morning, id="again")]))


def test_every_article_beside_the_lead_is_tied_to_the_story_with_reasons() -> None:
    (story,) = join(DAY, NEWS[:2])
    (bond,) = story.bonds
    assert {bond.article_id, bond.other_id} == {"crane", "crane-again"}
    assert bond.probability > 0.9
    assert bond.reasons


def test_a_link_in_common_does_not_join_two_events() -> None:
    company = Link("https://corvane.example.org/", "Corvane", "site")
    assert len(join(DAY, [replace(one, links=(company,)) for one in (NEWS[0], NEWS[2])])) == 2


def test_the_preview_shows_what_several_sources_tell() -> None:
    assert "| 2 | " in preview(join(DAY, NEWS))
    assert preview(join(DAY, NEWS[:1])) == "every story has one source"
