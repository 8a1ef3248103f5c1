"""A backfill that is launched in the UI: a week of the real web, a run a day, each day with its issue."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from digest_pipeline.capture.warc import Exchange, scan
from digest_pipeline.instance import instance_of
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.past_runs import partition_of
from digest_pipeline.settings import CHECKOUT, load
from tests.dagster_ui import Ui, serving, until
from tests.homes import rows

RECORDINGS = CHECKOUT.parent / "shared" / "data" / "days"
WEEK = [date(2026, 6, 1) + timedelta(days) for days in range(7)]
SOURCES = {"arstechnica": "arstechnica.com", "techcrunch": "techcrunch.com"}
"""The sources that are read, with their sites: whatever else is recorded would be read, too."""

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
    """A home with what was recorded of two sources in the week, nothing run yet."""
    folder = tmp_path_factory.mktemp("week") / "home"
    folder.mkdir()
    configured = yaml.safe_load((CHECKOUT / "digest.yaml").read_text("utf-8")) | {"editions": {"daily_briefing": {}}}
    (folder / "digest.yaml").write_text(yaml.safe_dump(configured, allow_unicode=True), "utf-8")
    listed = yaml.safe_load((CHECKOUT / "sources.yaml").read_text("utf-8"))
    chosen = {"sources": [source for source in listed["sources"] if source["id"] in SOURCES]}
    (folder / "sources.yaml").write_text(yaml.safe_dump(chosen, allow_unicode=True), "utf-8")
    archive = Newsroom(load(folder)).archive
    for day in WEEK:
        with (RECORDINGS / f"{day}.warc.gz").open("rb") as recording:
            archive.add([found for found in scan(recording) if isinstance(found, Exchange) and of_a_source(found)])
    return folder


def of_a_source(exchange: Exchange) -> bool:
    host = urlsplit(exchange.url).hostname or ""
    return host.removeprefix("www.").removeprefix("feeds.") in SOURCES.values()


@pytest.fixture(scope="module")
def ui(home: Path) -> Iterator[Ui]:
    with serving(home) as found:
        yield found


@pytest.mark.timeout(600)
def test_a_week_launched_as_a_backfill_is_published_day_by_day(ui: Ui, home: Path) -> None:
    assert {source.id for source in load(home).sources} == set(SOURCES)
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
    assert rows(home, "select source_id, count(distinct day) from raw.entries group by all order by all") == [
        (source, len(WEEK)) for source in sorted(SOURCES)
    ]
    pages = sorted(page.stem for page in (home / "site" / "daily_briefing").glob("2026-*.html"))
    assert pages == [str(day) for day in WEEK]
