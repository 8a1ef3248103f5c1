"""Checks a layer's suites on the rows of one day and reports it in plain, flat values.

What must hold is declared in `suites/`, and evaluated by `validation.py`; where the rows come from, where results are
stored and what a failure stops belongs to the assets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from digest_pipeline.quality.limits import Checks
from digest_pipeline.quality.suite import Expectation, Severity, Suite
from digest_pipeline.quality.suites import SUITES
from digest_pipeline.quality.validation import EXAMPLES, Known, Prepared, name_of, validate

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core import ExpectationSuiteValidationResult

__all__ = ["EXAMPLES", "LONGEST_MAX_AGE_DAYS", "CheckError", "CheckReport", "Known", "Result", "check", "sentence_of"]

_EXAMPLES_IN_MESSAGE = 3
_LONGEST_VALUE = 120

# The longest days.max_age_days that the settings allow.
LONGEST_MAX_AGE_DAYS = 60


# What the configuration sets: a number, or names.
Limit = float | tuple[str, ...]


class CheckError(Exception):
    """The rows can't be checked at all; the message names layer, day and what is wrong with the frame."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one expectation.

    `name` is unique in its layer; `column` names several columns separated by a comma. `checked` counts the rows looked
    at: those that `where` selects and that have a value. An example is one failing row, `id='…', url='…'`, in the
    order of the frame. An expectation on the frame as a whole counts it as one row, and its example is what was
    observed. `message` is empty when the expectation holds.
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
    """What became of a layer's suites on one day. `passed` means that no blocking expectation failed.

    `validations` are great_expectations' own results, one a frame that has rows: Data Docs are made from them.
    """

    layer: str
    day: date
    passed: bool
    results: tuple[Result, ...]
    validations: "tuple[ExpectationSuiteValidationResult, ...]" = field(default=(), compare=False, repr=False)


def check(
    layer: str,
    frames: "Mapping[str, pd.DataFrame]",
    day: date,
    *,
    max_age_days: int = LONGEST_MAX_AGE_DAYS,
    limits: Mapping[str, Limit] = MappingProxyType({}),
) -> CheckReport:
    """Evaluate the suites of `layer` on its frames of `day`, one result an expectation, in the order of the suites.

    The rows of an issue are those of a window that ends on `day`; all editions have one suite. A late item may be up to
    `max_age_days` old. `limits` are what the configuration sets. A frame without rows, or one that is not given, passes
    with nothing checked: whether an empty day is fine is for the asset to judge. The frames are left as they are.

    Raises:
        CheckError: when the layer has no suite, or a frame lacks a column or has times without a zone.
    """
    known: Known = {
        "day": day,
        "max_age_days": max_age_days,
        "rerun": f"digest run --day {day}",
        "allowed_hosts": (),
        **Checks().model_dump(),
        **limits,
    }
    suites = _suites_of(layer)
    prepared: list[Prepared] = [
        (suite, _prepared(suite, frame, day), {**known, "rows": len(frame)})
        for suite in suites
        if (frame := frames.get(suite.frame)) is not None and len(frame)
    ]
    validations = validate(prepared)
    found = {
        suite.frame: _reports(suite, validation, filled)
        for (suite, _, filled), validation in zip(prepared, validations, strict=True)
    }
    results = [result for suite in suites for result in found.get(suite.frame, _unasked(suite))]
    passed = all(result.passed or result.severity == "warning" for result in results)
    return CheckReport(layer, day, passed, tuple(results), tuple(validations))


def sentence_of(result: Result) -> str:
    """Return what is wrong and what to do, without the rows that the message ends with."""
    return result.message.removesuffix(_rows(result.checked, result.failed, result.examples))


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


def _unasked(suite: Suite) -> list[Result]:
    return [_result(expectation, passed=True) for expectation in suite.expectations]


def _reports(suite: Suite, validation: "ExpectationSuiteValidationResult", known: Known) -> list[Result]:
    declared = {expectation.name: expectation for expectation in suite.expectations}
    return [_reported(suite, declared[name_of(outcome)], outcome, known) for outcome in validation.results]


def _reported(suite: Suite, expectation: Expectation, outcome: Any, known: Known) -> Result:
    if raised := " ".join(_raised(outcome.exception_info).split()):
        return _result(
            expectation, passed=False, message=f"{expectation.message.format(**known)} (Can't be compared: {raised})"
        )
    found = outcome.result
    passed = bool(outcome.success)
    if "element_count" in found:
        checked = found["element_count"] - found.get("missing_count", 0)
        failed = found["unexpected_count"]
        order = [suite.identity, *(column for column in expectation.columns if column != suite.identity)]
        examples = tuple(_row(row, order) for row in found.get("partial_unexpected_index_list") or ())
    else:
        checked, failed = 1, int(not passed)
        examples = (f"observed={_shown(found.get('observed_value'))}",) if failed else ()
    message = "" if passed else f"{expectation.message.format(**known)}{_rows(checked, failed, examples)}"
    return _result(expectation, passed=passed, checked=checked, failed=failed, examples=examples, message=message)


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


def _rows(checked: int, failed: int, examples: Sequence[str]) -> str:
    shown = "; ".join(examples[:_EXAMPLES_IN_MESSAGE])
    more = "; …" if failed > _EXAMPLES_IN_MESSAGE else ""
    return f" ({failed} of {checked} rows: {shown}{more})" if checked > 1 else f" ({shown})"


def _row(row: Mapping[str, object], order: Sequence[str]) -> str:
    return ", ".join(f"{column}={_shown(row[column])}" for column in order)


def _shown(value: Any) -> str:
    """Return a value on one line; text from the web is escaped and cut, so that it can't break out of a message."""
    import pandas as pd  # noqa: PLC0415  as above

    # A list has no answer to whether it is missing.
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return "missing"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%SZ}" if value.tzinfo else f"{value:%Y-%m-%d}"
    plain = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(plain, str):
        return repr(_cut(plain))
    return _cut(repr(plain))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _raised(exception_info: Mapping[str, Any]) -> str:
    """Return why an expectation could not be evaluated, or nothing: the errors stand flat, or one for each metric."""
    if "raised_exception" in exception_info:
        return str(exception_info["exception_message"]) if exception_info["raised_exception"] else ""
    return min((str(info["exception_message"]) for info in exception_info.values()), default="")
