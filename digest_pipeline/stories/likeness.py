"""How probable it is that two articles tell the same event: their parts, weighed by boosted decision trees.

The trees (Friedman, Greedy function approximation: a gradient boosting machine, 2001) are monotone: what two articles
have in common never counts against them. They were fitted by `bench/fit_stories.py`. What each part adds is read off
the path through each tree (Saabas, 2014).
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from digest_pipeline.stories.parts import Parts, parts_of
from digest_pipeline.stories.profile import Profile

# What two articles link to is hardly ever recorded in the pages that the trees were fitted on. What it adds to the
# log-odds is set by hand: one address is one article, a link to the other's page or to the same paper, repository, post
# is a strong sign, but none without likeness in what is told.
LINKED: Parts = {"address": 8.0, "links to it": 2.0, "shared work": 2.0}

TREES = Path(__file__).with_name("likeness.json")
# What the trees are stored under: those of pairs across two scripts (True), and of those within one.
NAMES = {True: "across", False: "within"}


@dataclass(frozen=True, slots=True)
class Likeness:
    """The probability that two articles tell the same event, and what each part adds to its log-odds."""

    probability: float
    parts: Parts


@dataclass(frozen=True, slots=True)
class _Model:
    """Trees are nested nodes: part, threshold, the node for values up to it, the one above, mean; or a leaf's value."""

    bias: float
    trees: list[Any]
    parts: frozenset[str]


def likeness(one: Profile, other: Profile) -> Likeness:
    """Return how alike two articles are and why; the same whichever comes first."""
    values = parts_of(one, other)
    model = _models()[is_across(values)]
    added = defaultdict(float, {part: weight * values[part] for part, weight in LINKED.items()})
    odds = model.bias + sum(added.values())
    for node in model.trees:
        while not isinstance(node, float):
            part, threshold, below, above, mean = node
            node = below if values.get(part, 0.0) <= threshold else above  # noqa: PLW2901  the way down
            added[part] += (node if isinstance(node, float) else node[4]) - mean
        odds += node
    return Likeness(_probability(odds), {part: value for part, value in added.items() if value})


def probability(one: Profile, other: Profile) -> float:
    """Return the probability alone."""
    return likeness(one, other).probability


def probabilities(pairs: Sequence[Parts]) -> list[float]:
    """Return the probability alone for many pairs, by their parts: all pairs go down a tree together."""
    found = [0.0] * len(pairs)
    for across, model in _models().items():
        places = [place for place, parts in enumerate(pairs) if is_across(parts) == across]
        for place, odds in zip(places, _odds(model, [pairs[place] for place in places]), strict=True):
            found[place] = _probability(float(odds))
    return found


def is_across(parts: Parts) -> bool:
    """Say whether these are parts of a Chinese article and one in another script."""
    return "same" not in parts


def _odds(model: _Model, pairs: Sequence[Parts]) -> Any:
    import numpy as np  # noqa: PLC0415  only the step that joins pays it

    columns = {part: np.array([parts.get(part, 0.0) for parts in pairs]) for part in model.parts | LINKED.keys()}
    odds = np.full(len(pairs), model.bias)
    for part, weight in LINKED.items():
        odds += weight * columns[part]
    for tree in model.trees:
        odds += _leaves(tree, columns)
    return odds


def _leaves(node: Any, columns: dict[str, Any]) -> Any:
    import numpy as np  # noqa: PLC0415  the same

    if isinstance(node, float):
        return node
    part, threshold, below, above, _ = node
    return np.where(columns[part] <= threshold, _leaves(below, columns), _leaves(above, columns))


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-odds))


@cache
def _models() -> dict[bool, _Model]:
    stored = json.loads(TREES.read_text("utf-8"))
    return {across: _read(stored[name]) for across, name in NAMES.items()}


def _read(stored: Any) -> _Model:
    trees = [_node(tree) for tree in stored["trees"]]
    return _Model(stored["bias"], trees, frozenset(part for tree in trees for part in _parts(tree)))


def _parts(node: Any) -> Iterator[str]:
    if not isinstance(node, float):
        yield node[0]
        yield from _parts(node[2])
        yield from _parts(node[3])


def _node(stored: Any) -> Any:
    """Return a node as the tuple that is walked fastest."""
    if not isinstance(stored, list):
        return float(stored)
    part, threshold, below, above, mean = stored
    return part, threshold, _node(below), _node(above), mean
