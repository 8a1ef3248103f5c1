"""What Dagster shows of the assets and their checks: a snapshot of the specs, so that a change of them is meant."""

from pathlib import Path

import dagster as dg
import pytest

from assets import all_assets, all_checks, days
from digest_pipeline.settings import Settings, load

# key: what it depends on, group, kinds.
LAYERS = {
    "raw_feeds": (set(), "intake", {"dlt", "duckdb"}),
    "extracted_articles": ({"raw_feeds"}, "intake", {"python", "duckdb"}),
    "stories": ({"extracted_articles"}, "newsroom", {"python", "duckdb"}),
    "structured_summaries": ({"stories"}, "newsroom", {"openai", "duckdb"}),
    "issues/daily_briefing": ({"structured_summaries"}, "issues", {"jinja", "duckdb"}),
    "published/daily_briefing": ({"issues/daily_briefing"}, "published", {"markdown", "html"}),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


@pytest.fixture
def specs(settings: Settings) -> dict[str, dg.AssetSpec]:
    found = [spec for asset in all_assets(settings) for spec in asset.specs]
    return {spec.key.to_user_string(): spec for spec in found}


def test_the_layers_hang_together_as_designed(specs: dict[str, dg.AssetSpec]) -> None:
    shown = {
        key: ({dep.asset_key.to_user_string() for dep in spec.deps}, spec.group_name, set(spec.kinds))
        for key, spec in specs.items()
    }
    assert shown == LAYERS


def test_every_asset_has_an_owner_and_says_in_a_sentence_what_it_is(specs: dict[str, dg.AssetSpec]) -> None:
    assert {tuple(spec.owners) for spec in specs.values()} == {("team:newsroom",)}
    descriptions = [spec.description or "" for spec in specs.values()]
    assert all(len(text) > 60 and text.endswith(".") for text in descriptions)
    assert len(set(descriptions)) == len(specs)


def test_every_asset_has_one_partition_a_day_in_the_configured_zone(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"timezone": "Europe/Paris"})
    assert {asset.partitions_def for asset in all_assets(elsewhere)} == {days(elsewhere)}
    assert days(elsewhere).timezone == "Europe/Paris"
    assert days(elsewhere).start.date() == elsewhere.start


def test_a_range_of_days_runs_day_by_day(settings: Settings) -> None:
    policies = {asset.backfill_policy for asset in all_assets(settings)}
    assert policies == {dg.BackfillPolicy.multi_run(max_partitions_per_run=1)}


def test_every_layer_but_publishing_has_one_check_and_it_blocks(settings: Settings) -> None:
    checks = [spec for check in all_checks(settings) for spec in check.check_specs]
    assert sorted(spec.asset_key.to_user_string() for spec in checks) == sorted(
        key for key in LAYERS if not key.startswith("published/")
    )
    assert all(spec.blocking for spec in checks)


def test_an_edition_brings_its_two_assets_and_its_check(settings: Settings) -> None:
    without = settings.model_copy(update={"editions": {}})
    assert {spec.key.to_user_string() for asset in all_assets(without) for spec in asset.specs} == {
        key for key in LAYERS if "/" not in key
    }
    assert len(all_checks(settings)) == len(all_checks(without)) + 1
