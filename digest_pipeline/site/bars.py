"""Where the bars of a chart stand: columns, the ticks of their axis, and the words below them.

Horizontal places are percentages and vertical ones pixels, so that a chart takes the width of its page while its words
keep their size. What is drawn is `charts`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

PLOT_HEIGHT = 160
"""Height of a column chart without its words, in pixels."""
ROW_HEIGHT = 28
"""Height of the tallest bar of a row, in pixels; what marks a failure hangs below it."""

_GAP = 0.22  # of a column's place
_TICKS = 4
_THINNEST = 2.0  # pixels


Kind = Literal["value", "warned", "blocked"]


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: where it stands, what it says when it is pointed at, and by its kind the colour that it has."""

    x: str
    width: str
    y: float
    height: float
    label: str
    failed: bool = False
    kind: Kind = "value"


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart, at a height, and its value."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word below the chart; `anchor` says which side of it stands at `x`."""

    x: str
    anchor: str
    label: str


def scale(most: float, *, whole: bool) -> tuple[float, float]:
    """Return the top of an axis that ends above `most`, and the step of its ticks: 1, 2, 2.5 or 5 of a power of ten.

    An axis of whole things has whole steps; an empty axis ends at its first step.
    """
    if most <= 0:
        return 1, 1
    rough = most / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    # What floating point adds must not carry 0.3 to the next step.
    steps = (step * power for step in ((1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)))
    step = next(step for step in steps if rough <= step * (1 + 1e-9))
    step = max(step, 1) if whole else step
    return math.ceil(most / step - 1e-9) * step, step


def columns_of(values: Sequence[float], top: float, height: float, labels: Sequence[str]) -> tuple[Column, ...]:
    """Return a bar for each value, side by side; one as great as `top` is `height` pixels tall."""
    place = 100 / max(len(values), 1)
    tall = [round(height * value / top, 2) if top else 0 for value in values]
    return tuple(
        Column(
            x=f"{place * (at + _GAP / 2):.3f}%",
            width=f"{place * (1 - _GAP):.3f}%",
            y=round(height - tall[at], 2),
            height=tall[at],
            label=labels[at],
        )
        for at in range(len(values))
    )


def stacks_of(
    values: Sequence[Sequence[float]], kinds: Sequence[Kind], top: float, height: float, labels: Sequence[str]
) -> tuple[Column, ...]:
    """Return bars on top of each other, side by side: of each kind, from the bottom, its values.

    Stacks as great as `top` are `height` pixels tall; a value of nought has no bar, and any other one that can be seen.
    """
    below = [0.0] * len(labels)
    bars: list[Column] = []
    for kind, of_kind in zip(kinds, values, strict=True):
        for at, bar in enumerate(columns_of(of_kind, top, height, labels)):
            if of_kind[at]:
                tall = max(bar.height, _THINNEST)
                bars.append(replace(bar, y=round(height - below[at] - tall, 2), height=tall, kind=kind))
                below[at] += tall
    return tuple(bars)


def ticks_of(top: float, step: float) -> tuple[Tick, ...]:
    """Return the ticks of a column chart whose axis ends at `top`."""
    values = [step * at for at in range(1, round(top / step) + 1)]
    return tuple(Tick(round(PLOT_HEIGHT * (1 - value / top), 2), f"{value:g}") for value in values)


def day_marks(days: Sequence[date]) -> tuple[Mark, ...]:
    """Return the first day, the middle one and the last, each below its bar."""
    if not days:
        return ()
    if len(days) < 3:  # noqa: PLR2004  a middle needs two ends
        return (Mark("0%", "start", str(days[0])), *([Mark("100%", "end", str(days[-1]))] if len(days) > 1 else []))
    middle = days[len(days) // 2]
    return (
        Mark("0%", "start", str(days[0])),
        Mark("50%", "middle", f"{middle:%m-%d}"),
        Mark("100%", "end", str(days[-1])),
    )
