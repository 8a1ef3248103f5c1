"""Evaluates suites with great_expectations: their declarations turned into its classes, and evaluated.

What its outcomes mean is `runner.py`, how they are shown is `docs.py`.
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeGuard

from digest_pipeline.quality.suite import Expectation, Suite

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.expectations.expectation import Expectation as GxExpectation

    from digest_pipeline.quality.evaluating import Questions

# What only the partition knows, by the names that the suites use for it.
Known = Mapping[str, date | float | str | tuple[str, ...]]

EXAMPLES = 20
"""So many failing rows are kept of an expectation."""

# Those of all layers with their days, and what failed of them: the issues of a day, and most of the next, ask the same.
_SUITES_KEPT = 64

Prepared = tuple[Suite, "pd.DataFrame", Known]


def validate(prepared: Sequence[Prepared]) -> "list[ExpectationSuiteValidationResult]":
    """Return the outcomes of each suite on its frame, in the order of the suite's expectations."""
    if not prepared:
        return []
    with _third_party_warnings_ignored():
        return [_validated(suite, frame, known) for suite, frame, known in prepared]


def name_of(outcome: Any) -> str:
    """Return the name of the expectation that this is the outcome of."""
    return str(outcome.expectation_config.meta["name"])


def _validated(suite: Suite, frame: "pd.DataFrame", known: Known) -> "ExpectationSuiteValidationResult":
    validation = _evaluated(suite, frame, suite.expectations, known, "BASIC")
    outcomes = {name_of(outcome): outcome for outcome in validation.results}
    if failed := [expectation for expectation in suite.expectations if not outcomes[expectation.name].success]:
        # Looking up rows costs as much as counting them, and most expectations hold.
        with_rows = _evaluated(suite, frame, failed, known, "SUMMARY")
        outcomes |= {name_of(outcome): outcome for outcome in with_rows.results}
    validation.results = [outcomes[expectation.name] for expectation in suite.expectations]
    return validation


def _evaluated(
    suite: Suite, frame: "pd.DataFrame", expectations: Sequence[Expectation], known: Known, result_format: str
) -> "ExpectationSuiteValidationResult":
    return _questions(suite, tuple(expectations), _given(expectations, known), result_format).answered_by(frame)


@lru_cache(maxsize=_SUITES_KEPT)
def _questions(
    suite: Suite, expectations: tuple[Expectation, ...], given: tuple[tuple[str, Any], ...], result_format: str
) -> "Questions":
    from digest_pipeline.quality.evaluating import Questions  # noqa: PLC0415  imports great_expectations

    return Questions(
        suite.frame,
        [_to_gx(expectation, dict(given)) for expectation in expectations],
        {
            "result_format": result_format,
            "partial_unexpected_count": EXAMPLES,
            "unexpected_index_column_names": [suite.identity],
        },
    )


def _given(expectations: Iterable[Expectation], known: Known) -> tuple[tuple[str, Any], ...]:
    """Return what the arguments of these expectations name of what the partition knows."""
    arguments = (value for expectation in expectations for value in expectation.kwargs.values())
    parts = (part for value in arguments for part in (value if isinstance(value, tuple) else (value,)))
    return tuple(sorted((name, known[name]) for name in {part[1:-1] for part in parts if _is_name(part)}))


def _to_gx(expectation: Expectation, known: Known) -> "GxExpectation":
    from great_expectations import expectations as theirs  # noqa: PLC0415  imported by then
    from great_expectations.expectations.row_conditions import Column  # noqa: PLC0415  as above

    from digest_pipeline.quality import expectations as ours  # noqa: PLC0415  as above
    from digest_pipeline.quality.expectations.remembering import remembering  # noqa: PLC0415  as above

    kwargs = {key: _filled_in(value, known) for key, value in expectation.kwargs.items()}
    if expectation.where:
        column, value = expectation.where
        kwargs["row_condition"] = Column(column) == value
    module = ours if hasattr(ours, expectation.expectation) else theirs
    made: GxExpectation = remembering(getattr(module, expectation.expectation))(
        meta={"name": expectation.name}, **kwargs
    )
    return made


def _filled_in(value: object, known: Known) -> object:
    """Return an argument with what the partition knows in the place of its `{name}`."""
    if isinstance(value, tuple):
        return [_filled_in(part, known) for part in value]
    return known[value[1:-1]] if _is_name(value) else value


def _is_name(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.startswith("{")


@contextmanager
def _third_party_warnings_ignored() -> Iterator[None]:
    """Keep what great_expectations does to warnings to itself.

    Leaving the block also undoes its `logging.captureWarnings(True)`, which would hide everybody's warnings from here.
    """
    with warnings.catch_warnings():
        # It imports the deprecated names of two modules of the standard library (fluent/data_connector).
        warnings.filterwarnings("ignore", "module 'sre_(constants|parse)' is deprecated", DeprecationWarning)
        # It lists the values of two columns with a property that pandas 3.1 deprecates for times (column_pair_map_*).
        warnings.filterwarnings("ignore", "Series.values returning an ndarray that drops timezone", DeprecationWarning)
        yield
