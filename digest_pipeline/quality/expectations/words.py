"""Expectation on columns that name what is wrong with their row, and say nothing where nothing is."""

from typing import Any, ClassVar

import pandas as pd
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider

_ROWS = "table.rows"


class ExpectColumnToNameNothing(BatchExpectation):
    """Expect no words in a column, nor a truth in one of truths; what is missing is passed over.

    It takes the frame as a single metric that all its kind share: as an expectation on values, with metrics of its own,
    each costs four times as much (8 ms), and an issue has twenty of them.
    """

    column: str
    metric_dependencies: ClassVar[tuple[str, ...]] = (_ROWS,)
    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id",)
    success_keys: ClassVar[tuple[str, ...]] = ("column",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: object = None,  # noqa: ARG002  great_expectations' signature
    ) -> dict[str, Any]:
        rows: pd.DataFrame = metrics[_ROWS]
        named = rows[self.column]
        wrong = rows[named.notna() & (named != "") & (named != False)]  # noqa: E712  a column, compared by value
        asked = (runtime_configuration or {}).get("result_format", {})
        shown = wrong.head(asked.get("partial_unexpected_count", len(wrong)))
        columns = [*asked.get("unexpected_index_column_names", ()), self.column]
        return {
            "success": wrong.empty,
            "result": {
                "element_count": len(rows),
                "missing_count": int(named.isna().sum()),
                "unexpected_count": len(wrong),
                "unexpected_percent": 100 * len(wrong) / max(1, len(rows)),
                "partial_unexpected_list": shown[self.column].tolist(),
                "partial_unexpected_index_list": shown[columns].to_dict("records"),
            },
        }


class TableRows(TableMetricProvider):
    """The frame as it is."""

    metric_name = _ROWS

    @metric_value(engine=PandasExecutionEngine)
    def _pandas(
        cls,  # noqa: N805  great_expectations makes it a class method
        execution_engine: PandasExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        **_: object,
    ) -> pd.DataFrame:
        rows, _compute, _accessor = execution_engine.get_compute_domain(
            metric_domain_kwargs, domain_type=MetricDomainTypes.TABLE
        )
        return rows
