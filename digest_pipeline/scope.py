"""Which assets a run is about: those a person selected and, of these, those that Dagster calls missing or out of date.

How days are run is `runs.py`.
"""

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import dagster as dg
from dagster._core.asset_graph_view.asset_graph_view import AssetGraphView
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.definitions.temporal_context import TemporalContext

from digest_pipeline.past_runs import is_made

# A name of the asset graph, perhaps with a star for any part of it and a plus on the side that is meant as well.
_NAME = re.compile(r"(\+?)([\w*/]+)(\+?)")


class SelectionError(ValueError):
    """A selection names no asset; the message lists what there is."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is run of a range of days.

    Attributes:
        only: selections in Dagster's syntax, all of which are run; none means every asset. A bare name stands for
            `key:name`: `stories`, `issues/*`, `structured_summaries+` (it, and all that is made of it).
        stale: only what is missing or out of date, and whatever is made of that; all of a day whose last run failed.
    """

    only: Sequence[str] = ()
    stale: bool = False

    def selected(self, graph: AssetGraph) -> frozenset[dg.AssetKey]:
        """Return the assets that are selected.

        Raises:
            SelectionError: when a selection can't be read or names nothing.
        """
        return frozenset().union(*(_named(text, graph) for text in self.only)) if self.only else _runnable(graph)


WHOLE = Scope()
"""Every asset, whether it is out of date or not."""


def out_of_date(
    keys: frozenset[dg.AssetKey], partition: str, graph: AssetGraph, instance: dg.DagsterInstance
) -> frozenset[dg.AssetKey]:
    """Return those of `keys` that the UI shows as missing or out of date on a partition, and what is made of them."""
    view = AssetGraphView(
        temporal_context=TemporalContext(effective_dt=datetime.now(UTC), last_event_id=None),
        instance=instance,
        asset_graph=graph,
    )
    resolver = CachingStaleStatusResolver(instance, graph, view, view.get_inner_queryer_for_back_compat())
    found = [key for key in keys if resolver.get_status(key, partition) is not StaleStatus.FRESH]
    return frozenset(dg.AssetSelection.assets(*found).downstream().resolve(graph)) & keys


def never_made(
    keys: frozenset[dg.AssetKey], partition: str, graph: AssetGraph, instance: dg.DagsterInstance
) -> Iterator[dg.AssetKey]:
    """Yield what `keys` are made of on the same partition, is not among them, and was never made."""
    parents = {
        parent
        for key in keys
        for parent in graph.get(key).parent_keys - keys
        if graph.get(parent).partitions_def == graph.get(key).partitions_def
    }
    for parent in sorted(parents):
        if not is_made(parent, partition, instance):
            yield parent


def _named(text: str, graph: AssetGraph) -> frozenset[dg.AssetKey]:
    name = _NAME.fullmatch(text.strip())
    try:
        with warnings.catch_warnings():
            # Dagster calls a parameter that it sets itself beta.
            warnings.simplefilter("ignore", dg.BetaWarning)
            selection = dg.AssetSelection.from_string(f'{name[1]}key:"{name[2]}"{name[3]}' if name else text)
            found = frozenset(selection.resolve(graph)) & _runnable(graph)
    except dg.DagsterError as error:
        raise SelectionError(
            f"{text!r} can't be read as a selection of assets; write one like stories, issues/*+ or group:issues"
        ) from error
    if not found:
        there = _runnable(graph)
        names = ", ".join(sorted(key.to_user_string() for key in there))
        groups = ", ".join(f"group:{group}" for group in sorted({graph.get(key).group_name for key in there}))
        raise SelectionError(f"{text!r} names no asset; there are {names}; {groups}")
    return found


def _runnable(graph: AssetGraph) -> frozenset[dg.AssetKey]:
    """Return every asset but the views, which are never out of date and run by nobody."""
    return frozenset(key for key in graph.materializable_asset_keys if not graph.get(key).is_virtual)
