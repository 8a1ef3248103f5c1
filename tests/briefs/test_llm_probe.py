"""Probes: what one small call tells of a model."""

import asyncio

from digest_pipeline.briefs.llm.probe import Probe, probe
from digest_pipeline.settings import Llm
from tests.doubles.openai_server import OpenAiDouble


def probed(double: OpenAiDouble, *models: str, api_key: str = "k", **settings: object) -> list[Probe]:
    llm = Llm.model_validate({"timeout_seconds": 5, "backoff_seconds": 0.01, **settings})
    return asyncio.run(probe(models or ("gpt-5-mini",), llm, api_key=api_key, base_url=double.url))


def test_a_model_that_answers_is_told_with_time_tokens_and_cost(double: OpenAiDouble) -> None:
    (found,) = probed(double)
    assert (found.works, found.mode, found.detail) == (True, "tools", "")
    assert found.seconds > 0
    assert found.usage.calls == 1
    assert found.usage.cost


def test_each_model_is_asked_once(double: OpenAiDouble) -> None:
    assert [found.model for found in probed(double, "one", "two")] == ["one", "two"]
    assert double.calls == 2


def test_modes_that_work_are_found_where_the_configured_one_does_not(double: OpenAiDouble) -> None:
    double.behaviour.modes = frozenset({"json_schema", "json"})
    (found,) = probed(double)
    assert not found.works
    assert "does not support tools" in found.detail
    assert found.working == ("json_schema", "json")


def test_a_model_that_is_not_there_is_told_with_what_to_set(double: OpenAiDouble) -> None:
    double.behaviour.models = frozenset({"other"})
    (found,) = probed(double)
    assert not found.works
    assert "llm.model" in found.detail
    assert found.working == ()


def test_a_wrong_key_is_told_and_not_shown(double: OpenAiDouble) -> None:
    double.behaviour.keys = frozenset({"right"})
    (found,) = probed(double, api_key="wrong-and-secret")
    assert "OPENAI_API_KEY" in found.detail
    assert "wrong-and-secret" not in found.detail


def test_answers_that_do_not_keep_to_the_form_are_told(double: OpenAiDouble) -> None:
    double.misbehave(always="invalid_json")
    (found,) = probed(double)
    assert found.detail.startswith("malformed: ")
