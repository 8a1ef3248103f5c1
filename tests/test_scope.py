"""Which assets a selection names."""

from pathlib import Path

import pytest
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph

from digest_pipeline.definitions import build_defs
from digest_pipeline.scope import WHOLE, Scope, SelectionError
from digest_pipeline.settings import load
from tests.homes import demo_home


@pytest.fixture
def graph(tmp_path: Path) -> AssetGraph:
    return build_defs(load(demo_home(tmp_path / "home", []).home)).resolve_asset_graph()


def names(scope: Scope, graph: AssetGraph) -> set[str]:
    return {key.to_user_string() for key in scope.selected(graph)}


ISSUE = {"issues/daily_briefing", "published/daily_briefing", "published/site"}


@pytest.mark.parametrize(
    ("selections", "named"),
    [
        (["stories"], {"stories"}),
        (["+stories"], {"raw_feeds", "extracted_articles", "stories"}),
        (["issues/*"], {"issues/daily_briefing"}),
        (["issues/daily_briefing+"], ISSUE),
        (["structured_summaries+"], {"structured_summaries", *ISSUE}),
        (["group:issues"], {"issues/daily_briefing"}),
        (
            ["group:published", "key:stories or key:raw_feeds"],
            {"stories", "raw_feeds", *ISSUE} - {"issues/daily_briefing"},
        ),
    ],
)
def test_a_selection_names_assets_and_a_plus_all_that_is_made_of_them(
    selections: list[str], named: set[str], graph: AssetGraph
) -> None:
    assert names(Scope(selections), graph) == named


def test_without_a_selection_every_asset_is_meant_that_a_run_makes(graph: AssetGraph) -> None:
    assert names(WHOLE, graph) == {"raw_feeds", "extracted_articles", "stories", "structured_summaries", *ISSUE}


def test_a_selection_that_names_nothing_lists_what_there_is(graph: AssetGraph) -> None:
    with pytest.raises(SelectionError, match=r"'storys' names no asset; there are .*stories.*; group:intake, .*"):
        Scope(["storys"]).selected(graph)


def test_a_selection_that_cannot_be_read_is_answered_with_examples(graph: AssetGraph) -> None:
    with pytest.raises(SelectionError, match="'stories and' can't be read as a selection of assets; write one like"):
        Scope(["stories and"]).selected(graph)
