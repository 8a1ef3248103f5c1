"""great_expectations' validator, with what a suite needs of a frame worked out once for all its frames.

Importing this imports great_expectations, which only a check with rows does.
"""

from collections.abc import Sequence
from typing import Any

from great_expectations import ExpectationSuite
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.v1_validator import Validator
from great_expectations.validator.validation_graph import MetricEdge, ValidationGraph


class Questions:
    """A suite of great_expectations and the graph of all metrics that it needs, which are the same for every frame."""

    def __init__(self, name: str, expectations: Sequence[Expectation], result_format: dict[str, Any]) -> None:
        self.suite = ExpectationSuite(name, expectations=expectations)
        self.runtime = {"result_format": result_format}
        engine = PandasExecutionEngine()
        graph = _Graph(engine)
        for expectation in expectations:
            needed = expectation.get_validation_dependencies(engine, self.runtime)
            for metric in needed.get_metric_configurations():
                graph.build_metric_dependency_graph(metric, self.runtime)
        self.edges: Sequence[MetricEdge] = tuple(graph.edges)


class Answering(Validator):
    """Evaluates the expectations as they are.

    Its base makes each anew three times, and follows for each of them what several need.
    """

    def __init__(self, questions: Questions, definition: BatchDefinition[Any], frame: Any) -> None:
        super().__init__(definition, questions.runtime["result_format"], {"dataframe": frame})
        self._questions = questions

    def _validate_expectation_configs(
        self, expectation_configs: list[ExpectationConfiguration], expectation_parameters: Any = None
    ) -> list[ExpectationValidationResult]:
        engine, runtime = self._wrapped_validator.execution_engine, self._questions.runtime
        metrics, aborted = ValidationGraph(engine, [*self._questions.edges]).resolve(runtime, show_progress_bars=False)
        if aborted:
            # Which expectations can't be evaluated, and why, its base finds out.
            return super()._validate_expectation_configs(expectation_configs, expectation_parameters)
        return [one.metrics_validate(metrics, {**runtime}, engine) for one in self._questions.suite.expectations]


class _Graph(ValidationGraph):
    """Follows a metric once, however many expectations and metrics need it."""

    def __init__(self, execution_engine: PandasExecutionEngine) -> None:
        super().__init__(execution_engine)
        self._followed: set[Any] = set()

    def build_metric_dependency_graph(
        self, metric_configuration: MetricConfiguration, runtime_configuration: dict[str, Any] | None = None
    ) -> None:
        if metric_configuration.id not in self._followed:
            self._followed.add(metric_configuration.id)
            super().build_metric_dependency_graph(metric_configuration, runtime_configuration)
