"""Evaluates a layer's suites on the rows of one day with great_expectations and reports it in plain, flat values.

What must hold is declared in `suites/`; where the rows come from, where results are stored and what a failure stops
belongs to the assets.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from digest_pipeline.quality.suite import Expectation, Severity, Suite
from digest_pipeline.quality.suites import SUITES

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.expectations.expectation import Expectation as GxExpectation

# What only the partition knows, by the names that the suites use for it.
Known = Mapping[str, date | float | str]

EXAMPLES = 20
_EXAMPLES_IN_MESSAGE = 3
_LONGEST_VALUE = 120

# The longest days.max_age_days that the settings allow.
LONGEST_MAX_AGE_DAYS = 60


class CheckError(Exception):
    """The rows can't be checked at all; the message names layer, day and what is wrong with the frame."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one expectation.

    `name` is unique in its layer; `column` names several columns separated by a comma. `checked` counts the rows looked
    at: those that `where` selects and that have a value. An example is one failing row, `id='…', url='…'`, in the
    order of the frame. `message` is empty when the expectation holds.
    """

    name: str
    expectation: str
    column: str
    severity: Severity
    passed: bool
    checked: int
    failed: int
    examples: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What became of a layer's suite on one day. `passed` means that no blocking expectation failed."""

    layer: str
    day: date
    passed: bool
    results: tuple[Result, ...]


def check(  # noqa: PLR0913  the partition in full
    layer: str,
    frames: "Mapping[str, pd.DataFrame]",
    day: date,
    *,
    first: date | None = None,
    max_age_days: int = LONGEST_MAX_AGE_DAYS,
    limits: Mapping[str, float] = MappingProxyType({}),
) -> CheckReport:
    """Evaluate the suites of `layer` on its frames of `day`, one result an expectation, in the order of the suites.

    The rows of an issue are those of a window that reaches from `first` to `day`; all editions have one suite. A late
    item may be dated up to `max_age_days` before the window. `limits` are what the configuration sets. A frame without
    rows, or one that is not given, passes with nothing checked: whether an empty day is fine is for the asset to judge.
    The frames are left as they are.

    Raises:
        CheckError: when the layer has no suite, or a frame lacks a column or has times without a zone.
    """
    known: Known = {
        "day": day,
        "day_before": (first or day) - timedelta(days=1),
        "oldest": (first or day) - timedelta(days=max_age_days),
        "rerun": f"digest run --day {day}",
        **limits,
    }
    results: list[Result] = []
    for suite in _suites_of(layer):
        frame = frames.get(suite.frame)
        if frame is None or len(frame) == 0:
            results += (_result(expectation, passed=True) for expectation in suite.expectations)
        else:
            results += _evaluate(suite, _prepared(suite, frame, day), {**known, "rows": len(frame)})
    passed = all(result.passed or result.severity == "warning" for result in results)
    return CheckReport(layer, day, passed, tuple(results))


def _suites_of(layer: str) -> tuple[Suite, ...]:
    name = layer.partition("/")[0]
    if name not in SUITES:
        raise CheckError(f"layer {layer!r} has no suite; there is one for each of {', '.join(sorted(SUITES))}")
    return SUITES[name]


def _prepared(suite: Suite, frame: "pd.DataFrame", day: date) -> "pd.DataFrame":
    """Return the suite's columns, days as midnights without a zone, instants in UTC, numbered from 0."""
    import pandas as pd  # noqa: PLC0415  0.5 s, needed by great_expectations only

    if missing := [column for column in suite.columns if column not in frame.columns]:
        raise CheckError(f"the rows of {suite.frame} for {day} lack {', '.join(missing)}: select these columns too")
    prepared = frame.loc[:, list(suite.columns)].reset_index(drop=True)
    for column, kind in suite.columns.items():
        try:
            if kind == "day":
                prepared[column] = (
                    pd.to_datetime(prepared[column], format="ISO8601").dt.tz_localize(None).dt.normalize()
                )
            elif kind == "instant":
                prepared[column] = _in_utc(prepared[column])
        except (TypeError, ValueError) as error:
            wanted = "dates" if kind == "day" else "times with a time zone"
            raise CheckError(
                f"{column} of {suite.frame} for {day} must hold {wanted}: {str(error).splitlines()[0]}"
            ) from error
    for column, shifted in suite.shifted.items():
        prepared[column] = prepared[shifted.column] + shifted.by
    return prepared


def _in_utc(column: "pd.Series") -> "pd.Series":
    import pandas as pd  # noqa: PLC0415  as above

    # `utc=True` alone would take a time without a zone for UTC.
    if any(pd.Timestamp(value).tzinfo is None for value in column.dropna()):
        raise ValueError("a time has no zone; store it as TIMESTAMPTZ")
    return pd.to_datetime(column, utc=True)


def _evaluate(suite: Suite, frame: "pd.DataFrame", known: Known) -> tuple[Result, ...]:
    with _third_party_warnings_ignored():
        validation = _validate(suite, frame, known)
    # great_expectations returns its results in an order of its own.
    outcomes = {_name_of(outcome): outcome for outcome in validation.results}
    return tuple(_reported(suite, expectation, outcomes[expectation.name], known) for expectation in suite.expectations)


def _name_of(outcome: Any) -> str:
    return str(outcome.expectation_config.meta["name"])


def _validate(suite: Suite, frame: "pd.DataFrame", known: Known) -> "ExpectationSuiteValidationResult":
    import great_expectations as gx  # noqa: PLC0415  8 s and 230 MB, only a check with rows pays them
    from great_expectations.data_context.types.base import (  # noqa: PLC0415  as above
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    # A configuration of our own keeps it in memory and silent; the mode keeps GX_CLOUD_* variables from making it a
    # client of their service.
    context = gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            progress_bars=ProgressBarsConfig(globally=False),
            analytics_enabled=False,
        ),
    )
    asset = context.data_sources.add_pandas("rows").add_dataframe_asset(suite.frame)
    batch = asset.add_batch_definition_whole_dataframe("day").get_batch(batch_parameters={"dataframe": frame})
    expectations = [_to_gx(expectation, known) for expectation in suite.expectations]
    return batch.validate(
        gx.ExpectationSuite(suite.frame, expectations=expectations),
        result_format={
            "result_format": "SUMMARY",
            "partial_unexpected_count": EXAMPLES,
            "unexpected_index_column_names": [suite.identity],
        },
    )


def _to_gx(expectation: Expectation, known: Known) -> "GxExpectation":
    from great_expectations import expectations as theirs  # noqa: PLC0415  8 s, paid by the caller already
    from great_expectations.expectations.row_conditions import Column  # noqa: PLC0415  as above

    from digest_pipeline.quality import expectations as ours  # noqa: PLC0415  as above

    kwargs = {key: _filled_in(value, known) for key, value in expectation.kwargs.items()}
    if expectation.where:
        column, value = expectation.where
        kwargs["row_condition"] = Column(column) == value
    module = ours if hasattr(ours, expectation.expectation) else theirs
    made: GxExpectation = getattr(module, expectation.expectation)(meta={"name": expectation.name}, **kwargs)
    return made


def _filled_in(value: object, known: Known) -> object:
    """Return an argument with what the partition knows in the place of its `{name}`; days become midnights."""
    if isinstance(value, tuple):
        return [_filled_in(part, known) for part in value]
    if not isinstance(value, str) or not value.startswith("{"):
        return value
    found = known[value[1:-1]]
    return datetime.combine(found, time()) if isinstance(found, date) else found


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


def _reported(suite: Suite, expectation: Expectation, outcome: Any, known: Known) -> Result:
    found = outcome.result
    if "element_count" not in found:
        reason = " ".join(_raised(outcome.exception_info).split())
        return _result(
            expectation, passed=False, message=f"{expectation.message.format(**known)} (Can't be compared: {reason})"
        )
    order = [suite.identity, *(column for column in expectation.columns if column != suite.identity)]
    examples = tuple(_row(row, order) for row in found.get("partial_unexpected_index_list") or ())
    checked = found["element_count"] - found.get("missing_count", 0)
    failed = found["unexpected_count"]
    message = "" if outcome.success else _message(expectation, checked, failed, examples, known)
    return _result(
        expectation, passed=bool(outcome.success), checked=checked, failed=failed, examples=examples, message=message
    )


def _result(  # noqa: PLR0913  the fields that differ between results, all by name
    expectation: Expectation,
    *,
    passed: bool,
    checked: int = 0,
    failed: int = 0,
    examples: tuple[str, ...] = (),
    message: str = "",
) -> Result:
    return Result(
        name=expectation.name,
        expectation=expectation.expectation,
        column=", ".join(expectation.columns),
        severity=expectation.severity,
        passed=passed,
        checked=checked,
        failed=failed,
        examples=examples,
        message=message,
    )


def _message(expectation: Expectation, checked: int, failed: int, examples: Sequence[str], known: Known) -> str:
    shown = "; ".join(examples[:_EXAMPLES_IN_MESSAGE])
    more = "; …" if failed > _EXAMPLES_IN_MESSAGE else ""
    return f"{expectation.message.format(**known)} ({failed} of {checked} rows: {shown}{more})"


def _row(row: Mapping[str, object], order: Sequence[str]) -> str:
    return ", ".join(f"{column}={_shown(row[column])}" for column in order)


def _shown(value: Any) -> str:
    """Return a value on one line; text from the web is escaped and cut, so that it can't break out of a message."""
    import pandas as pd  # noqa: PLC0415  as above

    if pd.isna(value):
        return "missing"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%SZ}" if value.tzinfo else f"{value:%Y-%m-%d}"
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, str) and len(plain) > _LONGEST_VALUE:
        plain = plain[: _LONGEST_VALUE - 1] + "…"
    return repr(plain)


def _raised(exception_info: Mapping[str, Any]) -> str:
    """Return why an expectation could not be evaluated: the errors stand flat, or one for each metric."""
    if "exception_message" in exception_info:
        return str(exception_info["exception_message"])
    return min(str(info["exception_message"]) for info in exception_info.values())
