"""Expectations that put together once what an evaluation asks for many times: configuration and needed metrics."""

import logging
from functools import cache
from typing import Any

from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.core.metric_function_types import SummarizationMetricNameSuffixes
from great_expectations.core.result_format import ResultFormat
from great_expectations.expectations import registry
from great_expectations.expectations.expectation import Expectation, MetaExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

_VALUES = f".{SummarizationMetricNameSuffixes.UNEXPECTED_VALUES.value}"
_REGISTRY = logging.getLogger(registry.__name__)


@cache
def remembering(kind: type[Expectation]) -> Any:
    """Return `kind` with what it is asked for kept: what it makes must not be changed, nor evaluated in two ways.

    It has the name of `kind` and takes its place in great_expectations' registry.
    """
    # It warns of each renderer that is registered again.
    before, _REGISTRY.disabled = _REGISTRY.disabled, True
    try:
        return MetaExpectation(kind.__name__, (_Remembering, kind), {"__module__": kind.__module__})  # type: ignore[no-untyped-call]  # theirs
    finally:
        _REGISTRY.disabled = before


class _Remembering(Expectation):
    """What is put before a kind of expectation; by itself it evaluates nothing and is not registered."""

    _kept: ExpectationConfiguration | None = PrivateAttr(None)
    _needed: Any = PrivateAttr(None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        """What the expectation was made with."""
        if self._kept is None:
            self._kept = super().configuration
        return self._kept

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: dict[str, Any] | None = None
    ) -> Any:
        """Return the metrics that it needs, which are the same whoever asks within one evaluation.

        Where failing rows are only counted their values are not among them.
        """
        if self._needed is None:
            needed = super().get_validation_dependencies(execution_engine, runtime_configuration)
            if needed.result_format["result_format"] == ResultFormat.BASIC:
                for name in filter(_is_of_values, needed.get_metric_names()):
                    needed.remove_metric_configuration(name)
            self._needed = needed
        return self._needed


def _is_of_values(metric: str) -> bool:
    return metric.endswith(_VALUES)
