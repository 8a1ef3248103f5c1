"""How well groups fit known events: B-cubed over articles, precision and recall over pairs."""

from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

Pair = tuple[str, str]


def b_cubed(groups: Iterable[Sequence[str]], events: dict[str, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 (Bagga and Baldwin, 1998): means over the articles."""
    members: dict[str, set[str]] = {}
    for article, event in events.items():
        members.setdefault(event, set()).add(article)
    precision = recall = 0.0
    for group in groups:
        for article in group:
            both = len(members[events[article]].intersection(group))
            precision += both / len(group)
            recall += both / len(members[events[article]])
    precision, recall = precision / len(events), recall / len(events)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairs_of(groups: Iterable[Iterable[str]]) -> set[Pair]:
    """Return the pairs within the groups, each in the order of ids."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def precision_recall(
    found: Collection[Pair], true: Collection[Pair], unsure: Collection[Pair] = ()
) -> tuple[float, float]:
    """Return the share of found pairs that are true, and of true ones that are found; unsure pairs don't count."""
    judged = set(found) - set(unsure)
    right = len(judged & set(true))
    return right / max(1, len(judged)), right / max(1, len(true))
