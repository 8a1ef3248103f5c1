"""What the assets' pages say beside their own words: tables, columns, tags, files."""

from collections.abc import Sequence
from pathlib import Path

import dagster as dg
import pytest

from assets import all_assets
from assets.tables import CHECKED, WRITTEN, dictionary, writers
from digest_pipeline.settings import CHECKOUT, Settings, load
from digest_pipeline.warehouse import Warehouse


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return load(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def specs(settings: Settings) -> dict[str, dg.AssetSpec]:
    found = [spec for asset in all_assets(settings) for spec in asset.specs]
    return {spec.key.to_user_string(): spec for spec in found}


def test_every_table_is_known_with_its_columns_and_what_they_mean(tmp_path: Path) -> None:
    sql = (
        "select table_schema || '.' || table_name as name, count(*) as columns"
        " from information_schema.columns group by all"
    )
    warehouse = Warehouse(tmp_path / "warehouse.duckdb", wait_seconds=0)
    known = dictionary()
    assert {name: len(table.schema.columns) for name, table in known.items()} == {
        row["name"]: row["columns"] for row in warehouse.rows(sql)
    }
    assert all(column.description for table in known.values() for column in table.schema.columns)
    assert all(table.meaning.endswith(".") for table in known.values())


def test_every_table_has_an_asset_or_a_check_that_writes_it() -> None:
    tables = {name for name in dictionary() if not name.startswith("marts.")}
    assert tables == {table for tables in WRITTEN.values() for table in tables} | {*CHECKED}


def test_what_checks_find_is_written_behind_every_layer_that_has_checks(settings: Settings) -> None:
    found = [key.to_user_string() for key in writers("quality.results", settings)]
    assert found[:4] == ["raw_feeds", "extracted_articles", "stories", "structured_summaries"]
    assert found[4:] == [f"issues/{name}" for name in settings.editions]


@pytest.mark.parametrize(
    ("asset", "first", "others"),
    [
        ("raw_feeds", "raw.entries", ["raw.captures", "raw.unreached", "raw.refetches", "quality.drops"]),
        ("issues/top_ten", "digest.issues", ["digest.issue_items"]),
        ("marts/topic_trends", "marts.topic_trends", []),
    ],
)
def test_the_columns_of_an_assets_tables_are_on_its_page(
    specs: dict[str, dg.AssetSpec], asset: str, first: str, others: Sequence[str]
) -> None:
    metadata, known = specs[asset].metadata, dictionary()
    assert metadata["dagster/table_name"] == first
    assert metadata["dagster/column_schema"] == known[first].schema
    assert all(metadata[table].schema == known[table].schema for table in others)
    assert all(f"`{table}`" in (specs[asset].description or "") for table in others)


def test_the_site_has_no_table(specs: dict[str, dg.AssetSpec]) -> None:
    assert "dagster/table_name" not in specs["published/site"].metadata


def test_every_page_leads_to_the_files_that_make_the_asset(specs: dict[str, dg.AssetSpec]) -> None:
    shown = {
        key: [Path(one.file_path) for one in spec.metadata["dagster/code_references"].code_references]
        for key, spec in specs.items()
    }
    assert all(file.is_file() for files in shown.values() for file in files)
    assert shown["marts/day_costs"][0] == CHECKOUT / "dbt_or_sql" / "models" / "day_costs.sql"
    assert shown["issues/weekly"][0].name == "weekly.yaml"
    assert [files[-1].stem for files in shown.values()] == [key.partition("/")[0] for key in shown]


def test_assets_can_be_selected_by_layer_edition_and_cadence(specs: dict[str, dg.AssetSpec]) -> None:
    def tagged(**tags: str) -> set[str]:
        wanted = {f"digest/{name}": value for name, value in tags.items()}
        return {key for key, spec in specs.items() if wanted.items() <= spec.tags.items()}

    assert tagged(edition="weekly") == {"issues/weekly", "published/weekly"}
    assert tagged(cadence="four_hourly") == {"issues/four_hour_flash", "published/four_hour_flash"}
    assert {"raw_feeds", "issues/top_ten"} < tagged(cadence="daily")
    assert tagged(layer="site") == {"published/site"}


def test_every_page_says_what_the_asset_is_how_to_read_its_numbers_and_what_to_do_when_it_fails(
    specs: dict[str, dg.AssetSpec],
) -> None:
    for key, spec in specs.items():
        about, *parts = (spec.description or "").split("\n\n**")
        assert len(about) > 60, key
        assert [part.partition("**")[0] for part in parts][:2] == ["Numbers.", "When it fails."], key
