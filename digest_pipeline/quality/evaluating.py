"""What great_expectations evaluates a suite with, used directly: its expectations, graph of metrics and pandas engine.

Its validator takes each frame in through a data source, hashes it twice, makes each expectation anew three times and
follows for each of them what several need. Importing this imports great_expectations: only a check with rows does.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)
from great_expectations.core.id_dict import IDDict
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import Expectation
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validation_graph import MetricEdge, ValidationGraph
from great_expectations.validator.validation_statistics import calc_validation_statistics


class Questions:
    """The expectations of a frame and the graph of all metrics that they need, which are the same for every frame."""

    def __init__(self, name: str, expectations: Sequence[Expectation], result_format: dict[str, Any]) -> None:
        self._name = name
        self._expectations = expectations
        self._runtime = {"result_format": result_format}
        self._edges = self._edges_of(expectations)

    def answered_by(self, frame: pd.DataFrame) -> ExpectationSuiteValidationResult:
        """Evaluate the expectations on a frame, in their order; what can't be evaluated has failed, and says why."""
        engine = _Engine()
        engine.load_batch_data(self._name, frame)
        metrics, aborted = self._resolved(self._edges, engine)
        results = [
            # Which of them an aborted metric concerns is found out one by one.
            self._by_itself(expectation, engine)
            if aborted
            else expectation.metrics_validate(metrics, {**self._runtime}, engine)
            for expectation in self._expectations
        ]
        counted = calc_validation_statistics(results)._asdict()
        return ExpectationSuiteValidationResult(
            success=counted.pop("success"), results=results, suite_name=self._name, statistics=counted, meta={}
        )

    def _by_itself(self, expectation: Expectation, engine: PandasExecutionEngine) -> ExpectationValidationResult:
        metrics, aborted = self._resolved(self._edges_of([expectation]), engine)
        if not aborted:
            return expectation.metrics_validate(metrics, {**self._runtime}, engine)
        return ExpectationValidationResult(
            success=False,
            expectation_config=expectation.configuration,
            result={},
            exception_info={str(name): dict(found["exception_info"]) for name, found in aborted.items()},
        )

    def _edges_of(self, expectations: Iterable[Expectation]) -> Sequence[MetricEdge]:
        engine = PandasExecutionEngine()
        graph = _Graph(engine)
        for expectation in expectations:
            needed = expectation.get_validation_dependencies(engine, self._runtime)
            for metric in needed.get_metric_configurations():
                graph.build_metric_dependency_graph(metric, self._runtime)
        return tuple(graph.edges)

    def _resolved(self, edges: Sequence[MetricEdge], engine: PandasExecutionEngine) -> Any:
        """Return the metrics by id, and what became of those that could not be computed."""
        return ValidationGraph(engine, [*edges]).resolve(self._runtime, show_progress_bars=False)


class _Engine(PandasExecutionEngine):
    """Selects the rows that a condition names once: the metrics of an expectation ask for them some four times."""

    def __init__(self) -> None:
        super().__init__()
        self._records: dict[Any, pd.DataFrame] = {}

    def get_domain_records(self, domain_kwargs: dict[str, Any]) -> pd.DataFrame:
        """Return the rows that are looked at."""
        key = IDDict(domain_kwargs).to_id()
        if key not in self._records:
            self._records[key] = super().get_domain_records(domain_kwargs)
        return self._records[key]


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
