"""great_expectations' validator, with the metrics of a suite looked for once.

Importing this imports great_expectations, which only a check with rows does.
"""

from typing import Any

from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.v1_validator import Validator
from great_expectations.validator.validation_graph import ValidationGraph


class Evaluating(Validator):
    """Evaluates each expectation as it is, over one graph of the metrics of all.

    Its base makes each anew three times and follows what several of them need for each, which took a third of a check.
    """

    def _validate_expectation_configs(
        self, expectation_configs: list[ExpectationConfiguration], expectation_parameters: Any = None
    ) -> list[ExpectationValidationResult]:
        engine, runtime = self._wrapped_validator.execution_engine, {"result_format": self.result_format}
        expectations = [config.to_domain_obj() for config in expectation_configs]
        graph = _Graph(engine)
        for expectation in expectations:
            for metric in expectation.get_validation_dependencies(engine, runtime).get_metric_configurations():
                graph.build_metric_dependency_graph(metric, runtime)
        metrics, aborted = graph.resolve(runtime, show_progress_bars=False)
        if aborted:
            # Which expectations can't be evaluated, and why, its base finds out.
            return super()._validate_expectation_configs(expectation_configs, expectation_parameters)
        return [expectation.metrics_validate(metrics, {**runtime}, engine) for expectation in expectations]


class _Graph(ValidationGraph):
    """Follows a metric once, however many expectations and metrics need it."""

    def __init__(self, execution_engine: Any) -> None:
        super().__init__(execution_engine)
        self._followed: set[Any] = set()

    def build_metric_dependency_graph(
        self, metric_configuration: MetricConfiguration, runtime_configuration: dict[str, Any] | None = None
    ) -> None:
        if metric_configuration.id not in self._followed:
            self._followed.add(metric_configuration.id)
            super().build_metric_dependency_graph(metric_configuration, runtime_configuration)
