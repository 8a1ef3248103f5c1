"""The DuckDB file is replaced by days as a whole."""

from datetime import date
from pathlib import Path

import pytest

from digest_pipeline.shared_file import WarehouseError
from digest_pipeline.warehouse import Part, Warehouse

DAY, NEXT_DAY = date(2026, 6, 2), date(2026, 6, 3)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "home" / "warehouse.duckdb", wait_seconds=0.3)


def story(identity: str, *, articles: int | None = 1) -> dict[str, object]:
    return {"id": identity, "lead_id": "a", "articles": articles}


def stories(warehouse: Warehouse) -> list[tuple[date, str]]:
    return [(row["day"], row["id"]) for row in warehouse.rows("select day, id from core.stories order by day, id")]


def test_making_a_warehouse_touches_nothing(warehouse: Warehouse) -> None:
    assert not warehouse.path.parent.exists()


def test_the_first_use_makes_the_schema(warehouse: Warehouse) -> None:
    assert warehouse.rows("select count(*) as n from marts.day_summary") == [{"n": 0}]


def test_a_day_is_replaced_whole_and_others_stay(warehouse: Warehouse) -> None:
    warehouse.replace(DAY, Part("core.stories", [story("a"), story("b")]))
    warehouse.replace(NEXT_DAY, Part("core.stories", [story("c")]))
    warehouse.replace(DAY, Part("core.stories", [story("b")]))
    assert stories(warehouse) == [(DAY, "b"), (NEXT_DAY, "c")]
    warehouse.replace(DAY, Part("core.stories", []))
    assert stories(warehouse) == [(NEXT_DAY, "c")]


def test_a_row_that_fails_leaves_what_was_there_in_every_table(warehouse: Warehouse) -> None:
    drop = {"item": "x", "reason": "gone", "detail": "", "replaced": False}
    warehouse.replace(DAY, Part("core.stories", [story("a")]), Part("quality.drops", [drop], {"stage": "stories"}))
    with pytest.raises(Exception, match="NOT NULL"):
        warehouse.replace(
            DAY,
            Part("quality.drops", [], {"stage": "stories"}),
            Part("core.stories", [story("b"), story("c", articles=None)]),
        )
    assert stories(warehouse) == [(DAY, "a")]
    assert len(warehouse.rows("select * from quality.drops")) == 1


def test_a_narrowed_part_replaces_only_its_own_rows(warehouse: Warehouse) -> None:
    def drop(item: str) -> dict[str, object]:
        return {"item": item, "reason": "gone", "detail": "", "replaced": False}

    warehouse.replace(DAY, Part("quality.drops", [drop("feed")], {"stage": "raw_feeds"}))
    warehouse.replace(DAY, Part("quality.drops", [drop("page")], {"stage": "extracted_articles"}))
    warehouse.replace(DAY, Part("quality.drops", [], {"stage": "raw_feeds"}))
    assert [row["item"] for row in warehouse.rows("select item from quality.drops")] == ["page"]


@pytest.mark.parametrize("content", [b"this is no database" * 1000, b"\0" * 20_000])
def test_a_file_that_is_no_warehouse_is_named_with_the_way_out(warehouse: Warehouse, content: bytes) -> None:
    warehouse.path.parent.mkdir()
    warehouse.path.write_bytes(content)
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb can't be opened.*Move it away.*import-captures"):
        warehouse.rows("select 1")
    assert warehouse.path.read_bytes() == content


def test_a_folder_in_its_place_is_named(warehouse: Warehouse) -> None:
    warehouse.path.mkdir(parents=True)
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb can't be opened"):
        warehouse.rows("select 1")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", "utf-8")
    with pytest.raises(WarehouseError, match="home"):
        Warehouse(tmp_path / "home" / "warehouse.duckdb", wait_seconds=0).rows("select 1")


def test_text_of_any_script_comes_back_as_it_was(warehouse: Warehouse) -> None:
    warehouse.replace(DAY, Part("core.stories", [story("é\U0001f600")]))
    assert stories(warehouse) == [(DAY, "é\U0001f600")]


def test_a_warehouse_of_another_layout_is_refused_with_the_way_out(warehouse: Warehouse) -> None:
    with warehouse.connect() as connection:
        connection.execute("alter table core.claims drop column kind")
    with pytest.raises(WarehouseError, match=r"core\.claims differs\. .*digest backfill --offline"):
        Warehouse(warehouse.path, wait_seconds=0.3).rows("select 1")
