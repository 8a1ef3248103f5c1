"""What a check is declared by: an expectation on the rows of a frame, with a sentence for its reader.

Nothing runs here: `runner.py` turns a suite into great_expectations' own and evaluates it.

A value written as `{name}` stands for something that only a partition knows: `{day}` (the last one of its window),
`{max_age_days}` (how late an item may be), `{rows}` (how many rows the frame has), `{rerun}` (the command that makes
the day again) and the limits of `checks` in digest.yaml. Messages may use the same names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

Severity = Literal["blocking", "warning"]
ColumnKind = Literal["value", "day", "instant"]


# As a suite it is told from others by identity, so that what is made of it can be kept.
@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """One thing that must hold: a class of expectations, its arguments, and what to tell the user when it fails.

    The class is one of great_expectations' own or of `expectations/`.

    `name` is unique in its layer and stable, so that results can be compared over days. `where` narrows the rows to
    those whose column has a value. The message says what is wrong and what to do.
    """

    name: str
    expectation: str
    kwargs: Mapping[str, object]
    message: str
    severity: Severity = "blocking"
    where: tuple[str, object] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return tuple(str(self.kwargs[key]) for key in ("column", "column_A", "column_B") if key in self.kwargs)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A column that a suite needs beside those of the frame: `column` moved by `by`."""

    column: str
    by: timedelta


@dataclass(frozen=True, slots=True, eq=False)
class Suite:
    """What must hold for the rows of one frame.

    A layer is looked at by one frame or several (`suites`), each by its name. `columns` is what a frame must bring:
    days are dates, instants are timezone-aware. `identity` is the column that names a failing row.
    """

    frame: str
    identity: str
    columns: Mapping[str, ColumnKind]
    expectations: tuple[Expectation, ...]
    shifted: Mapping[str, Shifted] = field(default_factory=dict)
