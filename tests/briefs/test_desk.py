"""Which engine writes which brief."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from digest_pipeline.briefs.desk import Desk
from digest_pipeline.model import Step, Story
from digest_pipeline.settings import Budget, ConfigurationError, Edition, EngineName, Llm, Settings, Subject
from digest_pipeline.workers import Workers
from tests.doubles.memory_ledger import MemoryLedger
from tests.doubles.openai_server import OpenAiDouble
from tests.editions.sample import DAY, article

TEXT = (
    "流明实验室今天发布苍鹭模型，参数量为 {n}0 亿，面向手机端的大模型推理。\n"
    "在公开测试集上，苍鹭得到 {n}1.5 分，比上一代高 7.2 分。\n"
    "但该模型尚不支持英语以外的语音输入，作者认为这是主要局限。"
)


def stories(titles: Sequence[str]) -> list[Story]:
    told = [article(f"https://lab.example/{n}", title, TEXT.format(n=n + 2)) for n, title in enumerate(titles)]
    return [Story(f"story-{n}", DAY, (replace(one, links=()),)) for n, one in enumerate(told)]


def desk(engine: EngineName, *, stories: int = 30, key: str | None = None, base_url: str | None = None) -> Desk:
    settings = Settings(home=Path("unused"), llm=Llm(stories=stories), subject=Subject(keywords=("大模型",)))
    return Desk(settings, engine, api_key=key, base_url=base_url)


def test_a_model_that_is_asked_for_needs_a_key_or_an_address() -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY"):
        desk(EngineName.llm)


@pytest.mark.parametrize(
    ("engine", "key", "asks"),
    [
        (EngineName.auto, None, False),
        (EngineName.auto, "k", True),
        (EngineName.extractive, "k", False),
        (EngineName.llm, "k", True),
    ],
)
def test_auto_asks_a_model_only_when_there_is_a_key(engine: EngineName, key: str | None, asks: bool) -> None:
    assert (desk(engine, key=key).model is not None) is asks


def test_without_a_model_every_story_is_quoted(workers: Workers) -> None:
    written = desk(EngineName.extractive).write(stories(["苍鹭发布", "苍鹭开源"]), MemoryLedger(), workers)
    assert {brief.engine for brief in written.briefs.values()} == {"extractive"}
    assert len(written.briefs) == 2


def test_a_story_without_anything_to_quote_is_dropped_alone(workers: Workers) -> None:
    (good,) = stories(["苍鹭发布"])
    empty = Story("empty", DAY, (article("https://lab.example/e", "分享", "责任编辑：某某"),))
    written = desk(EngineName.extractive).write([good, empty], MemoryLedger(), workers)
    assert list(written.briefs) == [good.id]
    assert [(drop.item, drop.reason) for drop in written.drops] == [("https://lab.example/e", "nothing_to_quote")]


def test_the_model_is_asked_for_the_best_stories_and_never_for_an_advertisement(workers: Workers) -> None:
    told = stories(["苍鹭大模型发布", "【推广】大模型训练营，限时五折", "苍鹭大模型开源"])
    ledger = MemoryLedger()
    with OpenAiDouble() as double:
        asking = desk(EngineName.llm, stories=5, key="k", base_url=double.url)
        first = asking.write(told, ledger, workers)
        again = asking.write(told, ledger, workers)
        assert double.calls == 2
    assert [first.briefs[story.id].engine for story in told] == ["llm", "extractive", "llm"]
    assert first.briefs["story-1"].kind == "advertisement"
    assert again.briefs == first.briefs
    assert (first.usage.calls, again.usage.calls) == (2, 0)


def test_the_model_is_not_asked_for_what_an_earlier_day_told(workers: Workers) -> None:
    new, again = stories(["苍鹭大模型发布", "苍鹭大模型开源"])
    again = replace(again, step=Step("thread", "repeat", "earlier", ()))
    with OpenAiDouble() as double:
        asking = desk(EngineName.llm, key="k", base_url=double.url)
        written = asking.write([new, again], MemoryLedger(), workers)
    assert [written.briefs[story.id].engine for story in (new, again)] == ["llm", "extractive"]


def test_with_more_stories_than_the_model_is_to_write_a_triage_ranks_them_first(workers: Workers) -> None:
    told = stories([f"苍鹭大模型第{n}版发布" for n in "一二三四五"])
    ledger = MemoryLedger()
    with OpenAiDouble() as double:
        written = desk(EngineName.llm, stories=2, key="k", base_url=double.url).write(told, ledger, workers)
    assert sorted(row.purpose for row in ledger.rows) == ["brief", "brief", "triage"]
    assert sorted(brief.engine for brief in written.briefs.values()) == ["extractive"] * 3 + ["llm"] * 2
    assert written.usage.calls == 3


def test_a_triage_that_fails_leaves_the_ranking_to_the_values(workers: Workers) -> None:
    told = stories(["苍鹭大模型发布", "苍鹭大模型开源", "苍鹭大模型升级"])
    with OpenAiDouble() as double:
        double.misbehave("refusal")
        written = desk(EngineName.llm, stories=1, key="k", base_url=double.url).write(told, MemoryLedger(), workers)
    best = max(written.briefs.values(), key=lambda brief: brief.engine == "llm")
    assert best.engine == "llm"
    assert not written.fallbacks


def test_a_models_brief_is_put_into_every_further_language_by_one_call(workers: Workers) -> None:
    (told,) = stories(["苍鹭大模型发布"])
    ledger = MemoryLedger()
    with OpenAiDouble() as double:
        asking = desk(EngineName.llm, key="k", base_url=double.url)
        editions = {"daily_briefing": Edition(language="zh"), "abroad": Edition(language="en")}
        asking._settings = asking._settings.model_copy(update={"editions": editions})  # noqa: SLF001  one edition ships
        written = asking.write([told], ledger, workers)
    (translated,) = written.translations
    original = written.briefs[told.id]
    assert (original.language, translated.language, translated.translated_from) == ("zh", "en", "zh")
    assert translated.one_sentence.evidence == original.one_sentence.evidence
    assert (translated.value, translated.resources) == (original.value, original.resources)
    assert [row.purpose for row in ledger.rows] == ["brief", "translation"]
    assert {claim.language for claim in written.claims} == {"zh", "en"}


def test_a_batch_that_has_not_answered_leaves_the_story_quoted_and_the_next_run_collects_it(workers: Workers) -> None:
    (told,) = stories(["苍鹭大模型发布"])
    ledger = MemoryLedger()
    with OpenAiDouble() as double:
        double.behaviour.batch_polls = 1
        asking = desk(EngineName.batch, key="k", base_url=double.url)
        first = asking.write([told], ledger, workers)
        for _ in range(3):
            later = asking.write([told], ledger, workers)
    assert (first.briefs[told.id].engine, first.fallbacks) == ("extractive", {told.id: "batch_pending"})
    assert (later.briefs[told.id].engine, later.fallbacks) == ("llm", {})


def test_what_is_struck_out_of_an_answer_is_kept_among_the_claims(workers: Workers) -> None:
    (told,) = stories(["苍鹭大模型发布"])
    with OpenAiDouble() as double:
        double.misbehave(always="invented_quotation")
        written = desk(EngineName.llm, key="k", base_url=double.url).write([told], MemoryLedger(), workers)
    struck = [claim for claim in written.claims if not claim.printed]
    assert [(claim.verdict, claim.start) for claim in struck] == [("failed", None)]
    assert struck[0].reason.startswith("quotation: ")
    assert {claim.verdict for claim in written.claims if claim.printed} <= {"verbatim", "grounded"}


def test_a_spent_budget_leaves_the_rest_quoted_and_says_so(workers: Workers) -> None:
    told = stories(["苍鹭大模型发布", "苍鹭大模型开源"])
    settings = Settings(
        home=Path("unused"), llm=Llm(budget=Budget(day_tokens=0)), subject=Subject(keywords=("大模型",))
    )
    with OpenAiDouble() as double:
        written = Desk(settings, EngineName.llm, api_key="k", base_url=double.url).write(told, MemoryLedger(), workers)
        assert double.calls == 0
    assert written.fallbacks == {story.id: "budget_spent" for story in told}
