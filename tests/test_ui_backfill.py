"""A backfill that is launched in the UI: a week of the real web, a run a day, each day with its issue."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from digest_pipeline.instance import instance_of
from digest_pipeline.past_runs import partition_of
from digest_pipeline.settings import CHECKOUT, load
from tests.dagster_ui import Ui, serving, until
from tests.homes import digest

RECORDINGS = CHECKOUT.parent / "shared" / "data" / "days"
WEEK = [date(2026, 6, 1) + timedelta(days) for days in range(7)]
SOURCES = {"arstechnica", "techcrunch"}

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="the real recordings (../shared/data/days) are not here"
)

_BACKFILL = """mutation ($params: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $params) { __typename
    ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
_STATUS = """query ($id: String!) { partitionBackfillOrError(backfillId: $id) { __typename
    ... on PartitionBackfill { status } } }"""
_PARTITIONS = """query ($asset: AssetKeyInput!) { assetNodeOrError(assetKey: $asset) { ... on AssetNode {
    partitionStats { numMaterialized numFailed } } } }"""
_ASSETS = (
    ["raw_feeds"],
    ["extracted_articles"],
    ["stories"],
    ["structured_summaries"],
    ["issues", "daily_briefing"],
    ["published", "daily_briefing"],
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the recorded week, of which two sources are read, nothing run yet."""
    folder = tmp_path_factory.mktemp("week") / "home"
    folder.mkdir()
    configured = yaml.safe_load((CHECKOUT / "digest.yaml").read_text("utf-8")) | {"editions": {"daily_briefing": {}}}
    (folder / "digest.yaml").write_text(yaml.safe_dump(configured, allow_unicode=True), "utf-8")
    listed = yaml.safe_load((CHECKOUT / "sources.yaml").read_text("utf-8"))
    chosen = {"sources": [source for source in listed["sources"] if source["id"] in SOURCES]}
    (folder / "sources.yaml").write_text(yaml.safe_dump(chosen, allow_unicode=True), "utf-8")
    imported = digest("import-captures", *(RECORDINGS / f"{day}.warc.gz" for day in WEEK), home=folder)
    assert imported.exit_code == 0, imported.output
    return folder


@pytest.fixture(scope="module")
def ui(home: Path) -> Iterator[Ui]:
    with serving(home) as found:
        yield found


@pytest.mark.timeout(600)
def test_a_week_launched_as_a_backfill_is_published_day_by_day(ui: Ui, home: Path) -> None:
    assert {source.id for source in load(home).sources} == SOURCES
    params = {"assetSelection": [{"path": path} for path in _ASSETS], "partitionNames": [str(day) for day in WEEK]}
    launched = ui.ask(_BACKFILL, params=params)["launchPartitionBackfill"]
    assert launched["__typename"] == "LaunchBackfillSuccess", launched

    backfill = until(
        lambda: ui.ask(_STATUS, id=launched["backfillId"])["partitionBackfillOrError"],
        lambda found: found["status"] not in {"REQUESTED", "CANCELING"},
        seconds=500,
    )

    assert backfill["status"] == "COMPLETED_SUCCESS"
    with instance_of(load(home)) as instance:
        assert {partition_of(run) for run in instance.get_runs()} == {str(day) for day in WEEK}
    for path in _ASSETS:
        stats = ui.ask(_PARTITIONS, asset={"path": path})["assetNodeOrError"]["partitionStats"]
        assert stats == {"numMaterialized": len(WEEK), "numFailed": 0}, path
    pages = sorted(page.stem for page in (home / "site" / "daily_briefing").glob("2026-*.html"))
    assert pages == [str(day) for day in WEEK]
