"""What models cost, and that a limit of money needs a price."""

import pytest

from digest_pipeline.briefs.llm.prices import Rate, rate, require_prices
from digest_pipeline.settings import ConfigurationError, Llm, Price


def llm(**values: object) -> Llm:
    return Llm.model_validate(values)


def test_a_published_price_is_known() -> None:
    assert rate("gpt-5-mini", llm()) == Rate(0.25, 0.025, 2.0)


def test_a_dated_snapshot_costs_what_its_model_costs_unless_it_has_a_price_of_its_own() -> None:
    assert rate("gpt-5-mini-2025-08-07", llm()) == rate("gpt-5-mini", llm())
    assert rate("gpt-4o-2024-05-13", llm()) != rate("gpt-4o", llm())


@pytest.mark.parametrize("model", ["my-model", "gpt-5-mini-turbo", "openai/gpt-5-mini"])
def test_another_model_has_no_price(model: str) -> None:
    assert rate(model, llm()) is None


def test_the_settings_win_for_a_model_and_its_snapshots() -> None:
    settings = llm(prices={"gpt-5-mini": Price(input=1, output=3)})
    assert rate("gpt-5-mini-2025-08-07", settings) == Rate(1, 1, 3)


def test_a_call_costs_its_tokens_and_cached_ones_less() -> None:
    price = Rate(2, 0.5, 8)
    assert price.cost(1_000_000, 500_000) == 6
    assert price.cost(1_000_000, 500_000, cached_in=1_000_000) == 4.5
    assert price.in_batch.cost(1_000_000, 500_000) == 3


@pytest.mark.parametrize("limit", ["day_money", "run_money"])
@pytest.mark.parametrize("key", ["model", "triage_model"])
def test_money_cannot_be_limited_without_a_price(limit: str, key: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"llm\.{key} 'my-model' is not known.*llm\.prices"):
        require_prices(llm(**{key: "my-model"}, budget={limit: 1}))


def test_tokens_can_be_limited_without_one() -> None:
    require_prices(llm(model="my-model", budget={"day_tokens": 1}))
    require_prices(llm(triage_model="", budget={"day_money": 1}))
