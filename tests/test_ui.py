"""The UI of a home: days launched, blocked, terminated and scheduled there, and what its pages show in a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from tests.browser import browser
from tests.dagster_ui import Ui, serving, until
from tests.homes import demo_home, published_home, site, tables
from tests.mishaps import CHECK, MISDATED, misdate_the_page

__all__ = ["browser"]

DAY, OTHER = DAYS[2], DAYS[1]

_LOCATIONS = """{ workspaceOrError { ... on Workspace { locationEntries { name loadStatus locationOrLoadError {
    __typename ... on PythonError { message } ... on RepositoryLocation { repositories { name } } } } } } }"""
_ASSETS = """query ($day: String!) { assetNodes { assetKey { path } groupName
    assetMaterializations(partitions: [$day]) { partition runId } } }"""
_EVENTS = """query ($id: ID!) { logsForRun(runId: $id) { ... on EventConnection { events { __typename
    ... on MessageEvent { stepKey message } } } } }"""
_TERMINATE = """mutation ($id: String!) { terminateRun(runId: $id) { __typename
    ... on TerminateRunFailure { message } ... on PythonError { message } } }"""
_START = """mutation ($schedule: ScheduleSelector!) { startSchedule(scheduleSelector: $schedule) { __typename
    ... on ScheduleStateResult { scheduleState { status } } ... on PythonError { message } } }"""
_TICK = """mutation ($schedule: ScheduleSelector!, $at: Float!) {
    scheduleDryRun(selectorData: $schedule, timestamp: $at) { __typename ... on PythonError { message }
        ... on DryRunInstigationTick { evaluationResult { skipReason error { message }
            runRequests { runKey jobName tags { key value } } } } } }"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_home(tmp_path_factory.mktemp("ui") / "home", RECORDINGS[2:]).home


@pytest.fixture(scope="module")
def ui(home: Path) -> Iterator[Ui]:
    with serving(home) as found:
        yield found


@pytest.fixture(scope="module")
def published(ui: Ui) -> str:
    """The run that made the day, launched in the UI."""
    run = ui.launch("daily", str(DAY))
    assert ui.ended(run) == "SUCCESS"
    return run


def test_the_location_loads_without_an_error(ui: Ui) -> None:
    (location,) = ui.ask(_LOCATIONS)["workspaceOrError"]["locationEntries"]
    assert (location["name"], location["loadStatus"]) == ("digest_pipeline", "LOADED")
    assert location["locationOrLoadError"]["__typename"] == "RepositoryLocation"


def test_a_run_started_in_the_ui_gives_the_warehouse_of_the_command_line(
    ui: Ui, home: Path, published: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    layers = [
        (node["groupName"], node["assetMaterializations"])
        for node in ui.ask(_ASSETS, day=str(DAY))["assetNodes"]
        if node["groupName"] in {"intake", "newsroom", "issues", "published"} and node["assetKey"]["path"][-1] != "site"
    ]
    assert len(layers) == 6
    assert all(found == [{"partition": str(DAY), "runId": published}] for _, found in layers), layers

    other = published_home(tmp_path_factory)
    assert tables(home) == tables(other)
    assert site(home) == site(other)


def test_a_schedule_that_is_turned_on_asks_for_the_day_that_its_tick_closes(ui: Ui) -> None:
    schedule = ui.selector(scheduleName="daily_schedule")
    assert ui.ask(_START, schedule=schedule)["startSchedule"]["scheduleState"]["status"] == "RUNNING"
    # 2026-05-04 06:00 in Shanghai.
    tick = ui.ask(_TICK, schedule=schedule, at=1777845600.0)["scheduleDryRun"]
    found = tick["evaluationResult"]
    assert found["error"] is None
    asked = [{tag["key"]: tag["value"] for tag in request["tags"]} for request in found["runRequests"]]
    assert asked[-1]["dagster/partition"] == "2026-05-03"


def test_a_run_that_is_terminated_leaves_nothing_half_done_and_no_lock(ui: Ui, home: Path) -> None:
    Newsroom(load(home)).archive.import_file(RECORDINGS[1])
    run = ui.launch("daily", str(OTHER))
    until(lambda: events(ui, run), lambda found: ("ExecutionStepStartEvent", "raw_feeds") in found)

    assert ui.ask(_TERMINATE, id=run)["terminateRun"]["__typename"] == "TerminateRunSuccess"

    assert ui.ended(run) == "CANCELED"
    assert list((home / "site").glob(f"**/{OTHER}.*")) == []
    again = ui.launch("daily", str(OTHER))
    assert ui.ended(again) == "SUCCESS"
    assert list((home / "site").glob(f"daily_briefing/{OTHER}.html"))


def test_a_check_that_fails_blocks_what_is_built_on_its_layer(ui: Ui, home: Path, published: str) -> None:
    assert published
    before = site(home)
    misdate_the_page(home, days=2)

    run = ui.launch("daily", str(MISDATED))

    assert ui.ended(run) == "FAILURE"
    found = events(ui, run)
    assert ("ExecutionStepSuccessEvent", "extracted_articles") in found
    assert "stories" not in {step for kind, step in found if kind == "ExecutionStepStartEvent"}
    said = " ".join(message for _, message in messages(ui, run))
    assert CHECK in said
    assert site(home) == before


PAGES = {
    "asset-graph": ("/asset-groups/", "newsroom"),
    "asset-issue": ("/assets/issues/daily_briefing?view=partitions&partition={day}", "stories left out"),
    "partitions": ("/assets/raw_feeds?view=partitions&partition={day}", "answers read"),
    "checks": ("/assets/extracted_articles?view=checks", "suite"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_that_a_user_looks_at_show_what_was_made(
    name: str, ui: Ui, published: str, browser: Browser, tmp_path: Path
) -> None:
    assert published
    address, shown = PAGES[name]
    page: Page = browser.new_page(viewport={"width": 1600, "height": 1000})
    faults: list[Any] = []
    page.on("pageerror", lambda error: faults.append(error))  # noqa: PLW0108  Playwright takes no method of a list
    page.goto(ui.address + address.format(day=DAY))
    expect(page.get_by_text(shown).first).to_be_visible(timeout=30_000)
    if name == "asset-issue":
        row = page.locator("tr", has=page.get_by_text("preview", exact=True)).last
        row.get_by_text("[Show Markdown]").click()
        expect(page.get_by_role("heading", name=f"AI 每日情报 | {DAY}")).to_be_visible()
    picture = page.screenshot(path=tmp_path / f"{name}.png")
    page.close()
    assert faults == []
    assert len(picture) > 20_000


def events(ui: Ui, run: str) -> set[tuple[str, str]]:
    """Return the kinds of the events of a run with their steps."""
    found = ui.ask(_EVENTS, id=run)["logsForRun"]["events"]
    return {(event["__typename"], event.get("stepKey") or "") for event in found}


def messages(ui: Ui, run: str) -> list[tuple[str, str]]:
    """Return what the events of a run say."""
    found = ui.ask(_EVENTS, id=run)["logsForRun"]["events"]
    return [(event["__typename"], event.get("message") or "") for event in found]
