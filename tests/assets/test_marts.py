"""The marts as assets: what they are made of, and what running one shows; and that each model answers its question."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from sqlglot import exp, parse_one

from assets import MARTS, all_assets
from assets.lineage import tables_of
from assets.tables import CHECKED, dictionary
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from digest_pipeline.statements import models
from digest_pipeline.warehouse import Part

DAY = date(2026, 5, 20)
MOMENT = datetime(2026, 5, 20, 8, tzinfo=UTC)
ANYTHING = {"date": DAY, "boolean": False, "varchar[]": [], "json": "{}", "timestamp with time zone": MOMENT}


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(load(tmp_path), offline=True)


def keep(newsroom: Newsroom, table: str, *rows: Mapping[str, Any], day: date = DAY) -> None:
    """Put rows into a table; what a row does not tell is empty, false or 0."""
    columns = dictionary()[table].schema.columns
    empty = {one.name: ANYTHING.get(one.type, "" if one.type == "varchar" else 0) for one in columns}
    newsroom.warehouse.replace(day, Part(table, [{**empty, "day": day, **row} for row in rows]))


def before(days: int) -> date:
    return DAY - timedelta(days)


def marts(newsroom: Newsroom) -> list[dg.AssetsDefinition]:
    return [asset for asset in all_assets(newsroom.settings) if asset.key.path[0] == MARTS]


def run(newsroom: Newsroom, *names: str) -> dict[str, Mapping[str, dg.MetadataValue[Any]]]:
    """Run marts, all if none is named, and return what each shows."""
    chosen = [asset for asset in marts(newsroom) if not names or asset.key.path[-1] in names]
    result = dg.materialize(chosen, resources={"newsroom": newsroom})
    return {
        event.asset_key.path[-1]: event.materialization.metadata
        for event in result.get_asset_materialization_events()
        if event.asset_key
    }


# --- As assets -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", models())
def test_the_tables_found_at_load_are_those_that_a_parser_finds(name: str) -> None:
    sql = models()[name]
    parsed = {f"{table.db}.{table.name}" for table in parse_one(sql, dialect="duckdb").find_all(exp.Table) if table.db}
    assert parsed
    assert tables_of(sql) == sorted(parsed)


def test_a_table_named_in_a_comment_is_not_read() -> None:
    assert tables_of("-- unlike a view from raw.entries\nselect day from core.stories -- join core.briefs") == [
        "core.stories"
    ]


def test_a_model_opens_with_a_comment_that_its_page_opens_with(newsroom: Newsroom) -> None:
    for asset in marts(newsroom):
        sql = models()[asset.key.path[-1]]
        first = sql.splitlines()[0]
        assert first.startswith("-- ")
        assert asset.descriptions_by_key[asset.key].startswith(first.removeprefix("-- "))
        assert sql in str(asset.metadata_by_key[asset.key]["sql"].value)


def test_what_is_left_out_at_one_stage_comes_from_that_stage_alone(newsroom: Newsroom) -> None:
    deps = {asset.key.path[-1]: {key.to_user_string() for key in asset.dependency_keys} for asset in marts(newsroom)}
    assert deps["source_failures"] == {"raw_feeds"}
    assert deps["extraction_yield"] == {"extracted_articles"}
    assert {"raw_feeds", "extracted_articles", "stories", "structured_summaries"} < deps["day_summary"]


def test_a_mart_on_a_mart_is_made_after_it_in_the_warehouse_too(newsroom: Newsroom) -> None:
    order = [asset.key for asset in marts(newsroom)]
    for asset in marts(newsroom):
        assert all(order.index(key) < order.index(asset.key) for key in asset.dependency_keys if key in order)


def test_every_mart_runs_on_an_empty_warehouse_and_tells_where_its_columns_come_from(newsroom: Newsroom) -> None:
    shown = run(newsroom)
    assert set(shown) == set(models())
    known = dictionary()
    for name, metadata in shown.items():
        assert metadata["dagster/row_count"].value == 0
        assert (metadata["newest day"].value, metadata["first rows"].value) == ("none", "no rows yet")
        lineage = metadata["dagster/column_lineage"].value.deps_by_column
        columns = [column.name for column in known[f"marts.{name}"].schema.columns]
        assert list(lineage) == columns
        assert any(lineage.values()) == (not set(tables_of(models()[name])) <= set(CHECKED))


def test_lineage_names_the_asset_and_the_column_as_its_page_has_it(newsroom: Newsroom) -> None:
    lineage = run(newsroom, "thread_timelines")["thread_timelines"]["dagster/column_lineage"].value.deps_by_column
    assert lineage["headline"] == [dg.TableColumnDep("structured_summaries", "headline")]
    assert lineage["standing"] == [dg.TableColumnDep("stories", "core.threads.standing")]


def test_running_a_mart_shows_its_size_and_its_first_rows_as_a_table(newsroom: Newsroom) -> None:
    failed = {"stage": "raw_feeds", "reason": "status", "detail": "an | answer\nof " + 99 * "x"}
    keep(newsroom, "quality.drops", *({**failed, "item": f"https://{number:02}.example/"} for number in range(24)))
    keep(newsroom, "quality.drops", {**failed, "item": "https://old.example/"}, day=before(1))

    shown = run(newsroom, "source_failures")["source_failures"]

    assert shown["dagster/row_count"].value == 25
    assert shown["newest day"].value == "2026-05-20"
    head, rule, first, *others = shown["first rows"].value.splitlines()
    assert (head, rule, len(others)) == ("| day | url | failure |", "| --- | --- | --- |", 19)
    assert first.startswith("| 2026-05-20 | https\\://00.example/ | an \\| answer of xxx")
    assert first.endswith("x… |")


# --- As answers ------------------------------------------------------------------------------------------------------


def asked(newsroom: Newsroom, mart: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return these columns of a mart in its own order."""
    return [tuple(row[name] for name in columns) for row in newsroom.warehouse.rows(f"select * from marts.{mart}")]  # noqa: S608  names are ours


def test_a_source_is_overdue_when_it_is_silent_for_longer_than_it_ever_was(newsroom: Newsroom) -> None:
    spoke = {"daily": [0, 1, 2, 3], "weekly": [6, 13, 20], "quiet": [3, 4, 5], "once": [9], "gone": [91, 92]}
    for ago in range(93):
        told = [name for name, days in spoke.items() if ago in days]
        rows = [{"id": f"{name}-{ago}", "source_id": name, "source_url": f"https://{name}.example/"} for name in told]
        if rows:
            keep(newsroom, "raw.entries", *rows, day=before(ago))
    drop = {"stage": "raw_feeds", "reason": "status", "item": "https://quiet.example/"}
    for ago in (0, 1, 27, 28):
        keep(newsroom, "quality.drops", drop, drop, day=before(ago))

    columns = ("source_id", "silent_days", "longest_gap", "overdue", "entries_7", "entries_28", "failed_28")
    assert asked(newsroom, "source_health", *columns) == [
        ("quiet", 3, 1, True, 3, 3, 3),
        ("once", 9, None, False, 0, 1, 0),
        ("weekly", 6, 7, False, 1, 3, 0),
        ("daily", 0, 1, False, 4, 4, 0),
    ]
    assert asked(newsroom, "source_health", "day", "last_day")[0] == (DAY, before(3))


def test_a_topic_rises_and_fades_by_the_stories_of_a_week_and_the_week_before(newsroom: Newsroom) -> None:
    told = {0: ["new", "new", "rare"], 6: ["new", "old"], 7: ["old", "old"], 13: ["old"], 14: ["gone"] * 3}
    for ago, topics in told.items():
        briefs = [{"story_id": f"{ago}-{at}", "document": f'{{"tags": ["{tag}"]}}'} for at, tag in enumerate(topics)]
        translated = [{**brief, "language": "zh", "translated_from": "en"} for brief in briefs]
        keep(newsroom, "core.briefs", *briefs, *translated, day=before(ago))

    columns = ("day", "topic", "stories", "week", "week_before", "change")
    newest = [row[1:] for row in asked(newsroom, "topic_trends", *columns) if row[0] == DAY]
    assert newest == [("new", 2, 3, 0, 3), ("old", 0, 1, 3, -2)]
    assert (before(1), "gone", 0, 0, 3, -3) in asked(newsroom, "topic_trends", *columns)


def test_a_thread_is_told_in_its_order_with_what_printed_it(newsroom: Newsroom) -> None:
    for ago, story, thread, standing in (
        (9, "a", "moved", "new"),
        (5, "x", "alone", "new"),
        (2, "b", "moved", "update"),
    ):
        keep(newsroom, "core.stories", {"id": story, "articles": 2}, day=before(ago))
        keep(
            newsroom,
            "core.threads",
            {"story_id": story, "thread_id": thread, "standing": standing, "news": ["a court"] if story == "b" else []},
            day=before(ago),
        )
    keep(newsroom, "core.briefs", {"story_id": "a", "headline": "It began", "stars": 4}, day=before(9))
    printed = [{"edition": edition, "key": "k", "story_id": "a"} for edition in ("weekly", "daily_briefing")]
    keep(newsroom, "digest.publication_items", *printed, day=before(9))

    columns = ("story_id", "part", "parts", "days_on", "standing", "headline", "news", "printed_in")
    assert asked(newsroom, "thread_timelines", *columns) == [
        ("a", 1, 2, 0, "new", "It began", [], ["daily_briefing", "weekly"]),
        ("b", 2, 2, 7, "update", None, ["a court"], []),
    ]


def test_what_a_model_cost_is_unknown_as_soon_as_one_price_is(newsroom: Newsroom) -> None:
    call = {"model": "small", "tokens_in": 100, "tokens_out": 10, "batch_id": None, "replayable": True, "cost": 0.5}
    keep(
        newsroom,
        "llm.completions",
        *({**call, "key": f"{number}", "purpose": "brief"} for number in range(2)),
        {**call, "purpose": "triage", "cost": None, "replayable": False},
        {**call, "purpose": "triage", "batch_id": "batch"},
    )
    columns = ("model", "purpose", "calls", "batched", "unusable", "tokens_in", "tokens_out", "cost")
    assert asked(newsroom, "model_costs", *columns) == [
        ("small", "brief", 2, 0, 0, 200, 20, 1.0),
        ("small", "triage", 2, 1, 1, 200, 20, None),
    ]


def test_the_sites_that_lose_articles_come_first(newsroom: Newsroom) -> None:
    address = "https://{}/story"
    read = {"open.example": ("page", 900), "www.walled.example": ("feed", 80)}
    articles = [
        {"id": host, "url": address.format(host), "text_origin": origin, "characters": characters}
        for host, (origin, characters) in read.items()
    ]
    keep(newsroom, "core.articles", *articles)
    drop = {"stage": "extracted_articles", "reason": "blocked"}
    keep(
        newsroom,
        "quality.drops",
        {**drop, "item": address.format("www.walled.example"), "replaced": True},
        {**drop, "item": address.format("gone.example:8080"), "reason": "gone"},
        {**drop, "stage": "stories", "item": address.format("open.example")},
    )
    columns = ("host", "from_page", "from_feed", "lost", "without_text", "reason", "characters")
    assert asked(newsroom, "extraction_yield", *columns) == [
        ("gone.example", 0, 0, 1, 1, "gone", None),
        ("walled.example", 0, 1, 0, 1, "blocked", 80),
        ("open.example", 1, 0, 0, 0, None, 900),
    ]
