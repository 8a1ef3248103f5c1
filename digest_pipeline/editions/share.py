"""The rule that no source fills an issue by itself, which all editions share."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

One = TypeVar("One")


def within_share(
    ranked: Iterable[One],
    items: int,
    share: float,
    *,
    source: Callable[[One], str],
    on_subject: Callable[[One], bool],
) -> list[One]:
    """Return the candidates in their order, but behind all others those that an issue takes only to be full.

    These are what is off the subject, and what a source has beyond its `share` of the `items`.
    """
    most = math.ceil(items * share)
    counted: Counter[str] = Counter()
    first: list[One] = []
    behind: list[One] = []
    for one in ranked:
        counted[source(one)] += 1
        (first if counted[source(one)] <= most and on_subject(one) else behind).append(one)
    return [*first, *behind]
