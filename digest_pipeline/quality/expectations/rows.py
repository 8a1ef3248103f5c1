"""Expectations that look at a column of the whole frame: complete, without repetition, or naming nothing wrong."""

from abc import abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from great_expectations.core import ExpectationValidationResult
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.render.components import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer

Objects = np.ndarray[tuple[int], np.dtype[np.object_]]
Truths = np.ndarray[tuple[int], np.dtype[np.bool_]]

_ROWS = "table.rows"
_NO_EXAMPLES: Mapping[str, list[Any]] = MappingProxyType(
    {"partial_unexpected_list": [], "partial_unexpected_index_list": []}
)


class _OfRows(BatchExpectation):
    """Takes the frame as a single metric that all its kind share.

    As an expectation on values, with metrics of its own, each costs four times as much (8 ms), and there are hundreds.
    """

    _says: ClassVar[str]
    _passes_over_missing: ClassVar[bool] = True
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
        values = rows[self.column].to_numpy()
        is_missing = pd.isna(values)
        wrong = self._wrong(values, is_missing)
        count = int(wrong.sum())
        return {
            "success": not count,
            "result": {
                "element_count": len(rows),
                "missing_count": int(is_missing.sum()) if self._passes_over_missing else 0,
                "unexpected_count": count,
                "unexpected_percent": 100 * count / max(1, len(rows)),
                # To take no rows out of a frame costs as much as to take some.
                **(self._examples(rows[wrong], runtime_configuration or {}) if count else _NO_EXAMPLES),
            },
        }

    def _examples(self, found: pd.DataFrame, runtime_configuration: Mapping[str, Any]) -> dict[str, Any]:
        asked = runtime_configuration.get("result_format", {})
        shown = found.head(asked.get("partial_unexpected_count", len(found)))
        columns = list(dict.fromkeys([*asked.get("unexpected_index_column_names", ()), self.column]))
        return {
            "partial_unexpected_list": shown[self.column].tolist(),
            "partial_unexpected_index_list": shown[columns].to_dict("records"),
        }

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls,
        configuration: ExpectationConfiguration | None = None,
        result: ExpectationValidationResult | None = None,  # noqa: ARG003  great_expectations' signature
        runtime_configuration: dict[str, Any] | None = None,  # noqa: ARG003  as above
    ) -> list[RenderedStringTemplateContent]:
        column = configuration.kwargs["column"] if configuration else ""
        template = {"template": f"$column {cls._says}", "params": {"column": column}}
        return [RenderedStringTemplateContent(content_block_type="string_template", string_template=template)]

    @abstractmethod
    def _wrong(self, values: Objects, is_missing: Truths) -> Truths:
        """Return which values are wrong."""


class ExpectColumnToNameNothing(_OfRows):
    """Expect no words in a column, nor a truth in one of truths; what is missing is passed over."""

    _says = "must name nothing."

    def _wrong(self, values: Objects, is_missing: Truths) -> Truths:
        wrong: Truths = ~is_missing & (values != "") & (values != False)  # noqa: E712  compared by value
        return wrong


class ExpectColumnToBeComplete(_OfRows):
    """Expect a value in every row."""

    _says = "values must never be null."
    _passes_over_missing = False

    def _wrong(self, values: Objects, is_missing: Truths) -> Truths:  # noqa: ARG002  as its base
        return is_missing


class ExpectColumnToBeUnique(_OfRows):
    """Expect no value twice, and count each of those that are; what is missing is passed over."""

    _says = "values must be unique."

    def _wrong(self, values: Objects, is_missing: Truths) -> Truths:
        wrong: Truths = ~is_missing & pd.Series(values).duplicated(keep=False).to_numpy()
        return wrong


class TableRows(TableMetricProvider):
    """The frame, its values as objects: those of its other kinds take longer to compare a few of."""

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
        return rows.astype(object)
