"""What Dagster shows of the assets and their checks: a snapshot of the specs, so that a change of them is meant."""

from pathlib import Path

import dagster as dg
import pytest

from assets import all_assets, all_checks, days, windows
from digest_pipeline.settings import Settings, load

# key: what it depends on, group, kinds.
LAYERS = {
    "raw_feeds": (set(), "intake", {"dlt", "duckdb"}),
    "extracted_articles": ({"raw_feeds"}, "intake", {"python", "duckdb"}),
    "stories": ({"extracted_articles"}, "newsroom", {"python", "duckdb"}),
    "structured_summaries": ({"stories"}, "newsroom", {"openai", "duckdb"}),
}
EDITIONS = ("daily_briefing", "two_day_report", "top_ten", "four_hour_flash", "weekly", "monthly")
ISSUES = {f"issues/{name}": ({"structured_summaries"}, "issues", {"jinja", "duckdb"}) for name in EDITIONS}
PUBLISHED = {f"published/{name}": ({f"issues/{name}"}, "published", {"markdown", "html"}) for name in EDITIONS}
SITE = {"published/site": ({*PUBLISHED}, "published", {"html"})}
MART_DEPS = {
    "day_costs": {"structured_summaries"},
    "day_summary": {*LAYERS, *ISSUES},
    "extraction_yield": {"extracted_articles"},
    "issue_costs": {"structured_summaries", *ISSUES},
    "model_costs": {"structured_summaries"},
    "quality_checks": {*LAYERS, *ISSUES},
    "quality_history": {"marts/quality_checks"},
    "source_failures": {"raw_feeds"},
    "source_health": {"raw_feeds", "marts/source_failures"},
    "source_yield": {"raw_feeds", "extracted_articles"},
    "thread_timelines": {"stories", "structured_summaries", *PUBLISHED},
    "topic_trends": {"structured_summaries"},
}
MARTS = {f"marts/{name}": (deps, "marts", {"sql", "duckdb"}) for name, deps in MART_DEPS.items()}


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
    assert shown == LAYERS | ISSUES | PUBLISHED | SITE | MARTS


def test_every_asset_has_an_owner_and_says_in_a_sentence_what_it_is(specs: dict[str, dg.AssetSpec]) -> None:
    assert {tuple(spec.owners) for spec in specs.values()} == {("team:newsroom",)}
    descriptions = [spec.description or "" for spec in specs.values()]
    assert all(len(text) > 60 and text.endswith(".") for text in descriptions)
    assert len(set(descriptions)) == len(specs)


def test_every_asset_has_the_partitions_of_its_cadence_in_the_configured_zone(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"timezone": "Europe/Paris"})
    partitions = {asset.key.to_user_string(): asset.partitions_def for asset in all_assets(elsewhere)}
    others = {"four_hour_flash": "four_hourly", "weekly": "weekly", "monthly": "monthly"}
    assert {partitions.pop(key) for key in (*SITE, *MARTS)} == {None}
    for name, cadence in others.items():
        for layer in ("issues", "published"):
            assert partitions.pop(f"{layer}/{name}") == windows(cadence, elsewhere)  # type: ignore[arg-type]
    assert set(partitions.values()) == {days(elsewhere)}
    assert days(elsewhere).timezone == "Europe/Paris"
    assert days(elsewhere).start.date() == elsewhere.start


def test_a_range_of_days_runs_day_by_day(settings: Settings) -> None:
    policies = {asset.backfill_policy for asset in all_assets(settings) if asset.partitions_def}
    assert policies == {dg.BackfillPolicy.multi_run(max_partitions_per_run=1)}


def test_every_layer_has_a_check_and_every_issue_two_and_all_block(settings: Settings) -> None:
    checks = [spec for check in all_checks(settings) for spec in check.check_specs]
    names = [(spec.asset_key.to_user_string(), spec.name) for spec in checks]
    expected = [(key, "suite") for key in (*LAYERS, *ISSUES)] + [(key, "lint") for key in ISSUES]
    assert sorted(names) == sorted(expected)
    assert all(spec.blocking for spec in checks)


def test_an_edition_of_the_home_brings_its_assets_and_its_checks(tmp_path: Path) -> None:
    folder = tmp_path / "editions"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "evening.md.j2").write_text("# {{ issue.title }}\n", "utf-8")
    (folder / "evening.yaml").write_text(
        "name: evening\ntemplate: evening.md.j2\ntitle: {zh: 晚报}\nabout: {zh: 一天的尾声}\nbody: [one_sentence]\n",
        "utf-8",
    )
    own = load(tmp_path)
    added = {asset.key.to_user_string() for asset in all_assets(own)} - {*LAYERS, *ISSUES, *PUBLISHED, *SITE, *MARTS}
    assert added == {"issues/evening", "published/evening"}
    assert sum(len([*check.check_specs]) for check in all_checks(own)) == len(LAYERS) + 2 * (len(ISSUES) + 1)
