"""Fits the trees of `digest_pipeline/stories/likeness.json`, and shows how they judge what they were not fitted on.

    python bench/fit_stories.py ../shared/data HOME/warehouse.duckdb [--write]

HOME is one in which the recorded days were run. Fitted are pairs of ECB+, of revised pages, of days read whole, of a
bilingual set and of pairs that a model was unsure of; and as pairs that surely differ, those of days weeks apart, and
unrelated ones in which the names were made the same. Pairs across two scripts have trees of their own; those of pairs
within one learn from all. What is printed is cross-validated: each topic, and each day, is judged by trees that saw
none of its pairs. The bilingual pairs that are set aside (`stories.py` prints them) are fitted on by none, nor are
other bilingual pairs of their articles.
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold

from bench import events
from digest_pipeline.model import Article
from digest_pipeline.stories.candidates import candidates
from digest_pipeline.stories.join import SAME_EVENT, linked
from digest_pipeline.stories.likeness import LINKED, NAMES, TREES, is_across
from digest_pipeline.stories.parts import Parts, parts_of
from digest_pipeline.stories.profile import Profile, profile_of
from digest_pipeline.stories.roundup import is_roundup

# How much the true and the false pairs of each set weigh together.
WEIGHTS = {
    "day": (400, 3500),
    "bilingual": (166, 300),
    "ecbplus": (500, 500),
    "revision": (60, 60),
    "judged": (250, 1000),
    "apart": (1, 1000),
    "renamed": (1, 1500),
}
APART = [
    (date(2026, 5, 7), 28),
    (date(2026, 5, 8), 19),
    (date(2026, 5, 12), 31),
    (date(2026, 5, 15), 25),
    (date(2026, 5, 22), 20),
]
FOLDS = 8
# So many of an article's names are exchanged.
_RENAMED = 2
# More of these speaks against one event; of what is in neither set, either way.
AGAINST = {
    *(
        "days apart",
        "other speaker",
        "other version",
        "other codes",
        "other quoted",
        "other title figures",
        "own words",
    ),
    *("own words, either", "own names", "own names, either", "own main", "other dates", "other years"),
}
OPEN = {"same", "no names", "one work", "same source"}


class Row(NamedTuple):
    """A pair: the set it is of, the group that is held out together, the two, whether the same event, and the parts."""

    set: str
    group: str
    one: str
    other: str
    same: bool
    parts: Parts


def main() -> None:
    """Fit, judge and print; write the trees if wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of real data")
    parser.add_argument("warehouse", type=Path, help="one in which the recorded days were run")
    parser.add_argument("--write", action="store_true", help="replace the project's trees")
    options = parser.parse_args()
    rows = list(all_rows(options.data, options.warehouse))
    same = np.array([row.same for row in rows])
    weights = weights_of(rows)
    judged = np.zeros(len(rows))
    stored = {}
    is_pair_across = np.array([is_across(row.parts) for row in rows])
    for across, name in NAMES.items():
        places = np.flatnonzero(is_pair_across) if across else np.arange(len(rows))
        parts = sorted({part for place in places for part in rows[place].parts} - LINKED.keys())
        values = np.array([[rows[place].parts.get(part, 0.0) for part in parts] for place in places])
        groups = [rows[place].group for place in places]
        for train, test in GroupKFold(FOLDS).split(values, groups=groups):
            fitted = trees(parts).fit(values[train], same[places[train]], sample_weight=weights[places[train]])
            asked = test[is_pair_across[places[test]] == across]
            judged[places[asked]] = fitted.predict_proba(values[asked])[:, 1]
        if options.write:
            model = trees(parts).fit(values, same[places], sample_weight=weights[places])
            stored[name] = exported(model, parts)
    print_judgement(rows, judged, same)
    print_groups(rows, judged, options.data)
    if options.write:
        TREES.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")


def trees(names: Sequence[str]) -> HistGradientBoostingClassifier:
    """Return the model that is fitted, without any fit yet."""
    return HistGradientBoostingClassifier(
        monotonic_cst=[0 if name in OPEN else -1 if name in AGAINST else 1 for name in names],
        max_leaf_nodes=12,
        max_iter=200,
        learning_rate=0.06,
        l2_regularization=2,
        min_samples_leaf=20,
        random_state=0,
    )


# --- Pairs -----------------------------------------------------------------------------------------------------------


def all_rows(data: Path, warehouse: Path) -> Iterator[Row]:
    """Yield the pairs of every set."""
    documents = events.ecbplus(data)
    told = {article.id: event for article, event, _ in documents}
    topics = {article.id: topic for article, _, topic in documents}
    within = {
        pair for topic in set(topics.values()) for pair in events.pairs_of([[i for i in topics if topics[i] == topic]])
    }
    articles = [article for article, _, _ in documents]
    for one, other, parts in compared(articles, within):
        yield Row("ecbplus", f"topic {topics[one]}", one, other, told[one] == told[other], parts)
    pages = events.revisions(data)
    page_of = {article.id: page for article, page in pages}
    versions = events.pairs_of([[i for i in page_of if page_of[i] == page] for page in set(page_of.values())])
    for one, other, parts in compared([article for article, _ in pages], versions):
        yield Row("revision", f"page {int(page_of[one]) % FOLDS}", one, other, page_of[one] == page_of[other], parts)
    for labelled in events.labelled_days():
        found = events.recorded(warehouse, day=labelled.day)
        true = events.pairs_of(labelled.stories)
        unsure = events.pairs_of(labelled.unsure)
        for one, other, parts in compared(list(found.values()), true):
            if (one, other) not in unsure:
                yield Row("day", str(labelled.day), one, other, (one, other) in true, parts)
    aside = {i for pair in events.bilingual_unseen() for i in pair[:2]}
    for name, pairs in (("bilingual", events.bilingual()), ("judged", events.judged_pairs())):
        found = events.recorded(warehouse, ids={i for pair in pairs for i in pair[:2]})
        profiles = {i: profile_of(article) for i, article in found.items() if not is_roundup(article)}
        for one, other, is_same in pairs:
            if one in profiles and other in profiles:
                parts = parts_of(profiles[one], profiles[other])
                if not is_across(parts) or aside.isdisjoint((one, other)):
                    yield Row(name, str(found[other].day), one, other, is_same, parts)
    yield from rows_apart(warehouse)
    yield from rows_renamed(warehouse)


def rows_apart(warehouse: Path) -> Iterator[Row]:
    """Yield pairs of articles weeks apart that look alike; what the time between them would tell is taken away."""
    for day, days in APART:
        early, late = (events.recorded(warehouse, day=day + timedelta(days=later)) for later in (0, days))
        moved = [
            replace(article, published_at=article.published_at - timedelta(days=days)) for article in late.values()
        ]
        for one, other, parts in compared([*early.values(), *moved], ()):
            if (one in early) != (other in early):
                yield Row("apart", f"apart {day}", one, other, same=False, parts=parts)


def renamed(article: Article, names: Sequence[str], by: Sequence[str]) -> Article:
    """Return an article about somebody else: each name replaced by another, whatever its case."""
    title, text = article.title, article.text
    for name, other in zip(names, by, strict=False):
        pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", re.IGNORECASE)
        title, text = (pattern.sub(other.capitalize(), part) for part in (title, text))
    return replace(article, title=title, text=text)


def rows_renamed(warehouse: Path) -> Iterator[Row]:
    """Yield pairs of articles of a day that have nothing to do with each other but the names, which are made the same.

    Such are the other events of one company or one town, which few days hold. Chinese articles without a Latin name
    are paired with one another.
    """
    for day, _ in APART:
        articles = sorted(events.recorded(warehouse, day=day).values(), key=lambda article: article.id)
        profiles = {article.id: profile_of(article) for article in articles if not is_roundup(article)}
        rarest = {i: rarest_names(profile) for i, profile in profiles.items()}
        latin = [article for article in articles if article.id in profiles and profiles[article.id].led]
        others = [article for article in articles if article.id in profiles and not profiles[article.id].led]
        for one, other in (*pairwise(latin), *pairwise(article for article in others if rarest[article.id])):
            like = profile_of(renamed(other, rarest[other.id], rarest[one.id]))
            parts = parts_of(profiles[one.id], like)
            if not profiles[one.id].work and not (profiles[one.id].led.keys() & profiles[other.id].led.keys()):
                yield Row("renamed", f"apart {day}", one.id, other.id, same=False, parts=parts)


def rarest_names(profile: Profile) -> list[str]:
    """Return the rarest names that an article begins with; of a Chinese one without any, the rarest of its title."""
    weights = profile.led or {term: weight for term, weight in profile.rare.items() if not term.isascii()}
    return sorted(weights, key=lambda name: (-weights[name], name))[:_RENAMED]


def compared(articles: Sequence[Article], besides: Iterable[events.scores.Pair]) -> Iterator[tuple[str, str, Parts]]:
    """Yield the ids and the parts of the pairs that a day would compare, and of those named besides."""
    profiles = sorted((profile_of(one) for one in articles if not is_roundup(one)), key=lambda profile: profile.id)
    known: dict[str, Profile] = {profile.id: profile for profile in profiles}
    pairs = {(profiles[one].id, profiles[other].id) for one, other in candidates(profiles)}
    pairs |= {pair for pair in besides if pair[0] in known and pair[1] in known}
    for one, other in sorted(pairs):
        if not (known[one].work and known[other].work):
            yield one, other, parts_of(known[one], known[other])


def weights_of(rows: Sequence[Row]) -> Any:
    """Return the weight of each pair."""
    counts: dict[tuple[str, bool], int] = {}
    for row in rows:
        counts[row.set, row.same] = counts.get((row.set, row.same), 0) + 1
    return np.array([WEIGHTS[row.set][not row.same] / counts[row.set, row.same] for row in rows])


# --- Figures and trees -----------------------------------------------------------------------------------------------


def print_judgement(rows: Sequence[Row], judged: Any, same: Any) -> None:
    """Print for each set how many pairs it has, and precision, recall and F1 of what is judged the same event."""
    for name in WEIGHTS:
        of_set = np.array([row.set == name for row in rows])
        found, true = (judged >= SAME_EVENT) & of_set, same & of_set
        right = int((found & true).sum())
        precision, recall = right / max(1, found.sum()), right / max(1, true.sum())
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        counts = f"{of_set.sum():6} pairs, {true.sum():5} the same"
        print(f"{name:<10} {counts}   {precision:.3f} {recall:.3f} {f1:.3f}   wrong: {found.sum() - right}")


def print_groups(rows: Sequence[Row], judged: Any, data: Path) -> None:
    """Print B-cubed of ECB+ and precision and recall over the pairs of the days, as such judgements join them."""
    events_of = {article.id: event for article, event, _ in events.ecbplus(data)}
    groups = joined(rows, judged, "ecbplus", sorted(events_of))
    print("ecbplus    stories: B3 {:.3f} {:.3f} {:.3f}".format(*events.b_cubed(groups, events_of)))
    found, true = set[events.scores.Pair](), set[events.scores.Pair]()
    for day in events.labelled_days():
        ids = sorted({i for row in rows if row.group == str(day.day) for i in (row.one, row.other)})
        found |= events.pairs_of(joined(rows, judged, "day", ids)) - events.pairs_of(day.unsure)
        true |= events.pairs_of(day.stories)
    print("day        stories: pairs {:.3f} {:.3f}".format(*events.precision_recall(found, true)))


def joined(rows: Sequence[Row], judged: Any, name: str, ids: Sequence[str]) -> list[list[str]]:
    """Return the stories that the judgements on pairs of a set make of the articles with these ids."""
    places = {article: place for place, article in enumerate(ids)}
    alike = {}
    for row, value in zip(rows, judged, strict=True):
        if row.set == name and row.one in places and row.other in places:
            one, other = sorted((places[row.one], places[row.other]))
            alike[one, other] = float(value)
    return [[ids[place] for place in group] for group in linked(len(ids), alike)]


def exported(model: Any, names: Sequence[str]) -> dict[str, Any]:
    """Return the model as plain lists, as `likeness.py` reads it."""
    return {
        "bias": round(float(model._baseline_prediction[0][0]), 4),  # noqa: SLF001  there is no public way
        "trees": [node(stage[0].nodes, 0, names) for stage in model._predictors],  # noqa: SLF001  the same
    }


def node(nodes: Any, place: int, names: Sequence[str]) -> Any:
    """Return a leaf's value; or part, threshold, the two nodes below and the mean of what lies below."""
    one = nodes[place]
    if one["is_leaf"]:
        return round(float(one["value"]), 4)
    below, above = (node(nodes, one[side], names) for side in ("left", "right"))
    return [names[one["feature_idx"]], float(f"{one['num_threshold']:.5g}"), below, above, round(mean(nodes, place), 4)]


def mean(nodes: Any, place: int) -> float:
    """Return the mean of the leaves under a node, weighed by the pairs that reached them."""
    one = nodes[place]
    if one["is_leaf"]:
        return float(one["value"])
    sides = [one["left"], one["right"]]
    return sum(mean(nodes, side) * float(nodes[side]["count"]) for side in sides) / sum(
        float(nodes[side]["count"]) for side in sides
    )


if __name__ == "__main__":
    main()
