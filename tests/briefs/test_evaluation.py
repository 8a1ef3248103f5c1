"""Models side by side: what is counted of each."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from digest_pipeline.briefs.evaluation import Trial, evaluate
from digest_pipeline.model import Story
from digest_pipeline.settings import Edition, Llm, Settings
from tests.doubles.openai_server import Fault, OpenAiDouble

Stories = Callable[[int], list[Story]]


def trials(double: OpenAiDouble, stories: list[Story], *models: str, concurrency: int = 4) -> list[Trial]:
    settings = Settings(
        home=Path("unused"),
        llm=Llm(timeout_seconds=5, backoff_seconds=0.01, attempts=1, concurrency=concurrency),
        editions={"daily_briefing": Edition(language="en")},
    )
    return asyncio.run(evaluate(stories, models, settings, api_key="k", base_url=double.url))


def test_each_model_writes_every_story_and_is_measured(double: OpenAiDouble, stories: Stories) -> None:
    told = stories(3)
    one, other = trials(double, told, "gpt-5-mini", "of-nobody")
    assert (one.model, other.model) == ("gpt-5-mini", "of-nobody")
    assert set(one.headlines) == {story.id for story in told}
    assert (one.malformed, one.re_asks, one.grounded, one.dropped_points) == (0, 0, 1.0, 0)
    assert one.characters > 100
    assert len(one.seconds) == 3
    assert one.usage.cost
    assert other.usage.cost is None
    assert double.calls == 6


@pytest.mark.parametrize(
    ("fault", "reason"), [("invalid_json", "malformed"), ("truncated", "truncated"), ("server_error", "server_error")]
)
def test_stories_without_a_brief_are_counted_by_reason(
    double: OpenAiDouble, stories: Stories, fault: Fault, reason: str
) -> None:
    double.misbehave(always=fault)
    (trial,) = trials(double, stories(2), "gpt-5-mini")
    assert (trial.headlines, trial.failures) == ({}, {reason: 2})
    assert trial.grounded is None
    assert trial.malformed == (2 if reason in {"malformed", "truncated"} else 0)


def test_what_the_article_does_not_bear_out_lowers_the_grounded_share(double: OpenAiDouble, stories: Stories) -> None:
    double.misbehave(always="invented_quotation")
    (trial,) = trials(double, stories(2), "gpt-5-mini")
    assert trial.re_asks == 2
    assert trial.dropped_points == 2
    assert trial.grounded is not None
    assert 0.5 < trial.grounded < 1
