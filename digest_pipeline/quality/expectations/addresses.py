"""Expectations on addresses: in their one canonical form, without tracking, on a host that everybody reaches.

What these words mean is said by `digest_pipeline.urls` and `capture/address.py`; whether an address is one at all is a
pattern of `suites/vocabulary.py`. A value that is none is left to that pattern.
"""

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.column_condition_partial import (
    column_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.column_map_metric_provider import (
    ColumnMapMetricProvider,
)

from digest_pipeline.capture.address import checked_url
from digest_pipeline.capture.miss import MissError
from digest_pipeline.urls import canonical, is_web_address
from digest_pipeline.urls.tracking import without_session, without_tracking


class ExpectColumnValuesToBeCanonicalAddresses(ColumnMapExpectation):
    """Expect addresses to be spelled as `urls.canonical` spells them: what identity is computed from."""

    map_metric = "column_values.canonical_address"


class ExpectColumnValuesToCarryNoTracking(ColumnMapExpectation):
    """Expect addresses without parameters that say who shared them or in which session, and not which page it is."""

    map_metric = "column_values.no_tracking"


class ExpectColumnValuesToHavePublicHosts(ColumnMapExpectation):
    """Expect addresses whose host, as it is spelled, is public or one of `allowed`; nothing is resolved."""

    allowed: Sequence[str] = ()
    map_metric = "column_values.public_host"
    success_keys: ClassVar[tuple[str, ...]] = ("mostly", "allowed")


class CanonicalAddress(ColumnMapMetricProvider):
    """Which addresses are canonical."""

    condition_metric_name = "column_values.canonical_address"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: Any, **_: object) -> Any:  # noqa: N805  the decorator makes it a class method
        return column.map(lambda url: not is_web_address(url) or canonical(url) == url)


class NoTracking(ColumnMapMetricProvider):
    """Which addresses carry no tracking."""

    condition_metric_name = "column_values.no_tracking"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: Any, **_: object) -> Any:  # noqa: N805  as above
        return column.map(lambda url: not is_web_address(url) or _carries_none(url))


class PublicHost(ColumnMapMetricProvider):
    """Which addresses lead to a public host."""

    condition_metric_name = "column_values.public_host"
    condition_value_keys = ("allowed",)

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: Any, allowed: Sequence[str], **_: object) -> Any:  # noqa: N805  as above
        hosts = frozenset(allowed)
        return column.map(lambda url: not is_web_address(url) or _is_public(url, hosts))


def _carries_none(url: str) -> bool:
    parts = urlsplit(url)
    kept = without_tracking(parts.hostname or "", parts.path, parts.query)
    return kept == parts.query and without_session(parts.path) == parts.path


def _is_public(url: str, allowed: frozenset[str]) -> bool:
    try:
        checked_url(url, allowed)
    except MissError:
        return False
    return True
