"""What a model costs: the published prices of `prices.yaml`, and those of the settings, which win.

Nothing is estimated here: a model that neither names has no price.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from digest_pipeline.settings import ConfigurationError, Llm

_MILLION = 1_000_000
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Rate:
    """A price: for a million tokens that are sent, sent again from the endpoint's prefix cache, and received."""

    input: float
    cached_input: float
    output: float

    def cost(self, tokens_in: int, tokens_out: int, cached_in: int = 0) -> float:
        """Return the price of a call; `cached_in` of its `tokens_in` came from the endpoint's cache."""
        fresh = tokens_in - cached_in
        return (fresh * self.input + cached_in * self.cached_input + tokens_out * self.output) / _MILLION

    @property
    def in_batch(self) -> "Rate":
        """The price of the same call in a batch: half of it, by the guide of OpenAI's Batch API."""
        return Rate(self.input / 2, self.cached_input / 2, self.output / 2)


def rate(model: str, settings: Llm) -> Rate | None:
    """Return the price of `model`, a dated snapshot's being its model's, or None when it is not known."""
    for name in (model, _SNAPSHOT.sub("", model)):
        if own := settings.prices.get(name):
            return Rate(own.input, own.input, own.output)
        if published := _published().get(name):
            return published
    return None


def require_prices(settings: Llm) -> None:
    """See to it that a limit of money can be kept.

    Raises:
        ConfigurationError: when money is limited and the price of a model that may be asked is not known.
    """
    if settings.budget.day_money is None and settings.budget.run_money is None:
        return
    for key, model in (("model", settings.model), ("triage_model", settings.triage_model)):
        if model and rate(model, settings) is None:
            raise ConfigurationError(
                f"llm.budget limits money, but the price of llm.{key} {model!r} is not known; say what a million "
                f"tokens cost (llm.prices: {{{model}: {{input: …, output: …}}}}) or limit tokens instead "
                "(llm.budget.day_tokens, run_tokens)"
            )


@lru_cache
def _published() -> dict[str, Rate]:
    table: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("prices.yaml").read_text("utf-8"))
    return {model: Rate(*prices) for model, prices in table.items()}
