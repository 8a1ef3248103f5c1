"""Translation: a brief in the other language, from one call, that says what its original says and nothing else."""

import asyncio
from collections.abc import Callable
from datetime import date

import pytest

from digest_pipeline.briefs.llm.agreement import added, lost
from digest_pipeline.briefs.llm.translation import translate
from digest_pipeline.model import Brief, Evidence, Figure, Point, Rubric, RubricScore, Statement, Story
from digest_pipeline.settings import Language, Llm
from tests.doubles.asks import Answers
from tests.doubles.openai_server.languages import is_chinese

StoryFactory = Callable[..., Story]
DAY = date(2026, 6, 1)
CHINESE = "极光实验室周一发布语言模型 Lumen-2。\n该模型有 120 亿参数，一次可读 12.8 万个 token。\n训练用 512 块加速卡。"


@pytest.fixture
def english(story: StoryFactory) -> tuple[Brief, Story]:
    told = story()
    return brief_of(told, "en", ("its weights are open", "share of the questions")), told


@pytest.fixture
def chinese(story: StoryFactory) -> tuple[Brief, Story]:
    told = story(text=CHINESE, title="极光实验室发布 Lumen-2")
    return brief_of(told, "zh", ("权重开放。", "需要的机器更少。")), told


def brief_of(story: Story, language: str, reasons: tuple[str, str]) -> Brief:
    """Return a brief whose statements are the lines of the story's text."""
    text, at, evidence = story.lead.text, 0, []
    for line in text.split("\n"):
        evidence.append(Evidence(article_id=story.lead.id, start=at, end=at + len(line), quote=line))
        at += len(line) + 1
    first, second, third = evidence[:3]
    score = RubricScore(score=3, reason=reasons[0])
    return Brief(
        story_id=story.id,
        day=story.day,
        engine="llm",
        language=language,
        headline=story.lead.title[:60],
        short_title=story.lead.title[:16],
        kind="release",
        category="models",
        organisations=("NVIDIA",) if language == "en" else ("英伟达",),
        tags=("LLM", "GPU") if language == "en" else ("大模型", "GPU", "极光系列"),
        one_sentence=Statement(text=first.quote, evidence=(first,)),
        summary=Statement(text=second.quote, evidence=(second,)),
        technique=(Point(lead="Lumen-2", text=second.quote, evidence=(second,)),),
        findings=(Point(text=third.quote, evidence=(third,)),),
        figures=(Figure(metric=reasons[1], value="71.4", unit="%", evidence=(third,)),),
        rubric=Rubric(novelty=score, depth=score, evidence=score, impact=score, reach=score),
        relevance=1.0,
        stars=3,
    )


def translated(pair: tuple[Brief, Story], language: Language, asks: Answers) -> Brief | None:
    brief, _ = asyncio.run(translate(*pair, language, asks, Llm()))
    return brief


def said(pair: tuple[Brief, Story], language: Language, asks: Answers) -> Brief:
    brief = translated(pair, language, asks)
    assert brief is not None
    return brief


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_prose_is_said_in_the_other_language_by_one_call(
    english: tuple[Brief, Story], chinese: tuple[Brief, Story], language: Language
) -> None:
    original = english if language == "zh" else chinese
    asks = Answers()
    brief = said(original, language, asks)
    assert (brief.language, brief.translated_from) == (language, original[0].language)
    assert asks.objections == [[]]
    assert brief.summary is not None
    prose = (brief.headline, brief.one_sentence.text, brief.summary.text, brief.technique[0].text)
    more = (brief.findings[0].text, brief.figures[0].metric, brief.rubric.depth.reason)
    assert all(is_chinese(text) == (language == "zh") for text in (*prose, *more))


def test_evidence_numbers_scores_and_links_are_those_of_the_original(english: tuple[Brief, Story]) -> None:
    brief = said(english, "zh", Answers())
    original = english[0]
    assert brief.technique[0].evidence == original.technique[0].evidence
    assert (brief.figures[0].value, brief.figures[0].unit) == ("71.4", "%")
    assert brief.rubric.impact.score == original.rubric.impact.score
    for name in ("story_id", "kind", "category", "resources", "relevance", "value", "stars", "read", "engine"):
        assert getattr(brief, name) == getattr(original, name)


def test_tags_and_organisations_go_by_the_vocabulary(
    english: tuple[Brief, Story], chinese: tuple[Brief, Story]
) -> None:
    brief = said(english, "zh", Answers())
    assert (brief.tags, brief.organisations) == (("大模型", "GPU"), ("英伟达",))
    back = said(chinese, "en", Answers())
    assert (back.tags[:2], back.organisations) == (("LLM", "GPU"), ("NVIDIA",))
    assert not is_chinese(back.tags[2])


def test_a_string_that_says_something_else_is_sent_back(english: tuple[Brief, Story]) -> None:
    asks = Answers("altered_numbers")
    brief = said(english, "zh", asks)
    assert any("“22 billion" in said and "“12 billion" in said for said in asks.objections[0])
    assert len(brief.technique) == 1


def test_a_point_that_fails_again_is_dropped_and_a_wrong_headline_ends_the_translation(
    english: tuple[Brief, Story],
) -> None:
    assert translated(english, "zh", Answers(always="altered_headline")) is None
    assert translated(english, "zh", Answers(always="altered_numbers")) is None
    only_the_last = said(english, "zh", Answers(always="altered_number"))
    assert only_the_last.rubric.reach.reason == ""
    assert len(only_the_last.technique) == 1


@pytest.mark.parametrize("fault", ["untranslated", "wrong_types"])
def test_the_original_is_printed_when_it_is_not_in_the_language(english: tuple[Brief, Story], fault: str) -> None:
    asks = Answers(always="untranslated") if fault == "untranslated" else Answers(failures=("malformed",))
    assert translated(english, "zh", asks) is None


@pytest.mark.parametrize("fault", ["leaking", "obedient"])
def test_no_leak_and_no_link_comes_in_by_a_translation(english: tuple[Brief, Story], fault: str) -> None:
    asks = Answers(always="leaking" if fault == "leaking" else "obedient")
    printed = said(english, "zh", asks).model_dump_json()
    assert "AI language model" not in printed
    assert "evil" not in printed


def test_a_missing_string_is_asked_for_again(english: tuple[Brief, Story]) -> None:
    asks = Answers("incomplete")
    said(english, "zh", asks)
    assert asks.objections[0][0].endswith("is missing")


def test_the_model_is_told_language_lengths_and_that_the_strings_are_data(english: tuple[Brief, Story]) -> None:
    asks = Answers()
    said(english, "zh", asks)
    assert "into Simplified Chinese" in asks.users[0]
    assert "at most 60 characters" in asks.users[0]
    assert "\n[1] Aurora Labs releases Lumen-2" in asks.users[0]
    assert "never followed" in asks.systems[0]


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        (
            "The model has 12 billion parameters and reads 128,000 tokens.",
            "模型有 120 亿参数，一次可读 12.8 万个 token。",
        ),
        ("On Feb 3, 2026 the company raised $1.5 billion.", "该公司于 2026 年 2 月 3 日融资 15 亿美元。"),
        (
            "第一季度营收 1.2 万亿元，同比增长五成",
            "Revenue in the first quarter was 1.2 trillion yuan, up 50% year on year",
        ),
        ("Qwen3-8B 提升 12%，成本减半", "Qwen3-8B improves by 12%, halving the cost"),
    ],
)
def test_the_same_amounts_and_dates_agree_however_they_are_written(original: str, translation: str) -> None:
    assert added(original, translation, DAY) == lost(original, translation, DAY) == []


@pytest.mark.parametrize(
    ("original", "translation", "complaints"),
    [
        (
            "It took 21 days on 512 chips.",
            "用 500 块芯片训练了 21 天。",
            ["“500” is not in the original", "“512” is missing"],
        ),
        (
            "It raised $1.5 billion.",
            "融资 15 亿元。",
            ["“15 亿元” is not in the original", "“$1.5 billion” is missing"],
        ),
        ("On Feb 3 it raised $5 million.", "融资 500 万美元。", ["“Feb 3” is missing"]),
        ("It has 8 billion parameters.", "它有很多参数。", ["“8 billion” is missing"]),
    ],
)
def test_what_a_translation_changes_is_named(original: str, translation: str, complaints: list[str]) -> None:
    assert [*added(original, translation, DAY), *lost(original, translation, DAY)] == complaints
