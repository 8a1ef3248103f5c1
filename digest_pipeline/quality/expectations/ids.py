"""Expectations on ids that hold a time of their own: an arXiv id its month, a post's id on X its moment."""

from typing import Any, Literal

import pandas as pd
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnPairMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.column_pair_condition_partial import (
    column_pair_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.column_pair_map_metric_provider import (
    ColumnPairMapMetricProvider,
)

from digest_pipeline.dates import distrust


class ExpectColumnPairDatesToAgreeWithIds(ColumnPairMapExpectation):
    """Expect of an address (column A) and its date (column B) that the id in the address allows the date.

    How far they may lie apart is said at `dates.distrust`; a year before there was news on the web fails too.
    """

    ignore_row_if: Literal["either_value_is_missing"] = "either_value_is_missing"
    map_metric = "column_pair_values.date_agrees_with_id"
    success_keys = ("ignore_row_if", "mostly")


class DateAgreesWithId(ColumnPairMapMetricProvider):
    """Which dates the id in their address allows."""

    condition_metric_name = "column_pair_values.date_agrees_with_id"

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]  # theirs has no types
    def _pandas(cls, column_A: Any, column_B: Any, **_: object) -> Any:  # noqa: N803, N805  great_expectations' names
        # The date is its own moment of capture: what lies in the future is another expectation's matter.
        moments = [moment.to_pydatetime() for moment in column_B]
        agree = [distrust(moment, moment, url) is None for url, moment in zip(column_A, moments, strict=True)]
        return pd.Series(agree, column_A.index, dtype=bool)
