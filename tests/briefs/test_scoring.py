"""How the share of the subject, the rubric and the stars are reached."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from digest_pipeline.briefs import scoring
from digest_pipeline.briefs.scoring import Worth, relevance, rubric_from_features, worth
from digest_pipeline.model import Article, Rubric, RubricScore, Story, StoryKind
from digest_pipeline.settings import Scoring

KEYWORDS = ("AI", "GPT", "agent", "agents", "language model", "大模型", "智能体")


def rubric(score: int) -> Rubric:
    part = RubricScore(score=score, reason="as given")
    return Rubric(novelty=part, depth=part, evidence=part, impact=part, reach=part)


def worth_of(  # noqa: PLR0913  what a worth depends on
    score: int,
    *,
    authority: int = 3,
    sources: int = 1,
    kind: StoryKind = "news",
    relevance: float = 1.0,
    weights: Scoring | None = None,
) -> Worth:
    return worth(
        rubric(score),
        authority=authority,
        sources=sources,
        kind=kind,
        relevance=relevance,
        weights=weights or Scoring(),
    )


def story(title: str, text: str, *urls: str) -> Story:
    article = Article(
        id="a", day=date(2026, 3, 4), url="https://one.example/1", title=title, authors=(), site="one", source_id="one",
        authority=3, language="en", published_at=datetime(2026, 3, 4, tzinfo=UTC), date_origin="feed", late=False,
        text=text, text_origin="page", capture_id="c",
    )  # fmt: skip
    return Story("s", article.day, (article, *(replace(article, id=url, url=url) for url in urls)))


@pytest.mark.parametrize(
    "text", ["The chain was said to hold.", "Again, a magenta train.", "模型车展开幕", "A GPTease"]
)
def test_keywords_inside_other_words_do_not_count(text: str) -> None:
    assert relevance(text, KEYWORDS) == 0


@pytest.mark.parametrize(
    "text", ["an ai tool", "AI模型", "GPT4 is out", "AI-powered", "two LANGUAGE MODELS", "这个大模型很快", "AI"]
)
def test_keywords_count_in_any_case_in_plural_with_versions_and_beside_chinese(text: str) -> None:
    assert relevance(text, KEYWORDS) > 0


def test_relevance_grows_with_mentions_and_stays_below_one() -> None:
    few, many = relevance("An AI tool. " + "word " * 90, KEYWORDS), relevance("AI " * 60, KEYWORDS)
    assert 0 < few < many < 1


def test_a_mention_in_passing_weighs_little_in_a_long_text() -> None:
    assert relevance("word " * 900 + "AI", KEYWORDS) < 0.15


def test_a_title_that_names_the_subject_counts_more_than_the_text() -> None:
    text = "word " * 200 + "AI"
    assert relevance(text, KEYWORDS, title="The agent") > relevance(text, KEYWORDS) + 0.3


def test_without_keywords_everything_is_on_the_subject() -> None:
    assert relevance("Gardening tips", ()) == 1.0


def test_titles_of_neighbouring_stories_are_no_mention() -> None:
    assert relevance("The harvest was good this year.\nRead more: AI agents learn GPT", KEYWORDS) == 0


def test_a_better_rubric_never_costs_a_star() -> None:
    assert [worth_of(score).stars for score in range(1, 6)] == [1, 2, 3, 4, 5]


def test_authority_and_independent_sources_raise_the_value() -> None:
    plain = worth_of(3).value
    assert worth_of(3, authority=5).value > plain
    assert worth_of(3, sources=3).value > plain
    assert worth_of(3, sources=40).value == pytest.approx(plain + 0.9)


@pytest.mark.parametrize("kind", ["news", "paper", "release", "tool", "opinion", "advertisement"])
@pytest.mark.parametrize("share", [0.0, 0.1237, 1 / 3, 1.0])
def test_the_parts_add_up_to_the_value_and_bear_stable_names(kind: StoryKind, share: float) -> None:
    found = worth_of(4, authority=5, sources=2, kind=kind, relevance=share, weights=Scoring(off_subject=0.7))
    assert [part.name for part in found.parts] == [
        *("novelty", "depth", "evidence", "impact", "reach"),
        *("authority", "sources", "kind", "subject"),
    ]
    assert found.value == round(sum(part.points for part in found.parts), 4)
    assert all(part.points == round(part.points, 4) for part in found.parts)


def test_the_weights_are_the_configuration_s() -> None:
    weights = Scoring(authority=0.5, source=0.1, most_sources=1, opinion=-1, off_subject=2, off_subject_stars=1)
    points = {
        part.name: part.points
        for part in worth_of(3, authority=4, sources=9, kind="opinion", relevance=0.5, weights=weights).parts
    }
    assert points["authority"] == 0.5
    assert points["sources"] == 0.1
    assert points["kind"] == -1
    assert points["subject"] == -1
    assert worth_of(5, relevance=0, weights=weights).stars == 1


def test_an_advertisement_is_never_above_one_star() -> None:
    assert worth_of(5, authority=5, sources=9, kind="advertisement").stars == 1


def test_a_story_that_never_names_the_subject_is_worth_two_stars_at_most() -> None:
    assert worth_of(5, authority=5, sources=9, kind="release", relevance=0).stars == 2


def test_stars_stay_between_one_and_five() -> None:
    kinds: tuple[StoryKind, ...] = ("news", "paper", "release", "tool", "opinion")
    values = {
        worth_of(score, authority=authority, sources=sources, kind=kind, relevance=share).stars
        for score, authority, sources, kind, share in product((1, 5), (1, 5), (0, 1, 9), kinds, (0.0, 0.5, 1.0))
    }
    assert values == {1, 2, 5} | (values & {3, 4})


def test_the_rubric_tells_a_rich_story_from_a_thin_one_and_says_why() -> None:
    rich = story(
        "Google unveils an open-source multimodal model",
        "The model beats the state of the art on a benchmark with 71.5% accuracy, compared with 60.2% before. "
        "It cost $3 billion, was trained with reinforcement learning on GPUs by millions of developers worldwide, "
        "and needs 40 GB. “It is twice as fast as the one before it,” NVIDIA said.",
        "https://two.example/1",
    )
    thin = story("A quiet afternoon", "Nothing much went on in the village.")
    good, poor = (rubric_from_features(s, kind="release", language="en") for s in (rich, thin))
    for part in Rubric.model_fields:
        assert getattr(good, part).score > getattr(poor, part).score or part == "novelty"
    assert "figures" in good.evidence.reason
    assert "2 sources" in good.reach.reason


def test_reasons_are_written_in_the_language_of_the_brief() -> None:
    scored = rubric_from_features(story("发布", "文字"), kind="news", language="zh")
    assert "个数字" in scored.evidence.reason


def test_a_roundup_is_neither_new_nor_of_impact() -> None:
    scored = rubric_from_features(
        story("科技晚报｜OpenAI 发布新品", "OpenAI 发布全球首个模型。"), kind="release", language="zh"
    )
    assert (scored.novelty.score, scored.impact.score) == (1, 1)


def test_research_with_a_mechanism_is_worth_more_than_a_funding_round() -> None:
    research = story(
        "Sparse attention reaches the accuracy of full attention",
        "Researchers propose a sparse attention mechanism. In experiments on three benchmarks its inference latency is "
        "40% lower than that of the baselines, and the code is open source.",
    )
    funding = story("Heron raises money at a new valuation", "The company raised $3 billion from its investors.")
    good, poor = (rubric_from_features(s, kind="news", language="en") for s in (research, funding))
    assert worth(good, authority=3, sources=1, kind="news", relevance=1, weights=Scoring()).value > (
        worth(poor, authority=3, sources=1, kind="news", relevance=1, weights=Scoring()).value + 1
    )
    assert "news of funding" in poor.novelty.reason


def test_two_articles_of_one_site_are_one_source() -> None:
    assert scoring.independent_sources(story("t", "x", "https://www.one.example/2", "https://two.example/3")) == 2
