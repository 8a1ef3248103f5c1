"""Both checks of an issue as Dagster runs them: one step, in which each is reported and each blocks by itself."""

from pathlib import Path

import dagster as dg
import pytest

from assets.checks import issue_checks
from assets.partitions import days
from digest_pipeline.editions.assemble import assemble
from digest_pipeline.editions.periods import periods_ending_on
from digest_pipeline.lint import Finding
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from tests.editions.sample import DAY, sample_day

pytestmark = pytest.mark.filterwarnings("ignore::dagster.PreviewWarning")

ISSUE, PUBLISHED = dg.AssetKey(["issues", "top_ten"]), dg.AssetKey(["published", "top_ten"])
SUITE, LINT = (dg.AssetCheckKey(ISSUE, name) for name in ("suite", "lint"))


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    """A newsroom with the top ten of the sample day."""
    room = Newsroom(load(tmp_path), offline=True)
    stories, briefs = sample_day()
    room.record.replace_articles(DAY, [article for story in stories for article in story.articles], [])
    room.record.replace_stories(DAY, stories)
    room.record.replace_briefs(DAY, briefs)
    spec = room.catalogue["top_ten"]
    (period,) = periods_ending_on(spec, DAY, room.settings.zone)
    room.issues.replace(assemble(spec, period, room))
    return room


def run(room: Newsroom, checks: dg.AssetSelection) -> dg.ExecuteInProcessResult:
    """Run such checks of the issue, and publish it."""
    partitions = days(room.settings)

    @dg.asset(key=ISSUE, partitions_def=partitions)
    def issue() -> None: ...

    @dg.asset(key=PUBLISHED, deps=[ISSUE], partitions_def=partitions)
    def published() -> None: ...

    definitions = dg.Definitions(
        assets=[issue, published],
        asset_checks=[issue_checks(room.catalogue["top_ten"], room.settings)],
        jobs=[
            dg.define_asset_job("job", selection=dg.AssetSelection.assets(ISSUE, PUBLISHED).without_checks() | checks)
        ],
        resources={"newsroom": room},
    )
    job = definitions.resolve_job_def("job")
    return job.execute_in_process(partition_key=str(DAY), raise_on_error=False)


def judged(result: dg.ExecuteInProcessResult) -> dict[str, bool]:
    return {one.check_name: one.passed for one in result.get_asset_check_evaluations()}


def is_published(result: dg.ExecuteInProcessResult) -> bool:
    return any(event.asset_key == PUBLISHED for event in result.get_asset_materialization_events())


def test_a_fault_in_the_text_blocks_publishing_and_the_suite_is_reported_beside_it(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = Finding("bare-url", "fault", 1, "an address stands in the text", "https://a.example")
    monkeypatch.setattr("assets.checking.lint", lambda _: [fault])

    result = run(room, dg.AssetSelection.checks(SUITE, LINT))

    assert not result.success
    assert not judged(result)["lint"]
    assert "suite" in judged(result)
    assert not is_published(result)


@pytest.mark.parametrize("key", [SUITE, LINT], ids=["suite", "lint"])
def test_each_can_be_run_by_itself(room: Newsroom, key: dg.AssetCheckKey) -> None:
    result = run(room, dg.AssetSelection.checks(key))

    assert [*judged(result)] == [key.name]
    kept = room.warehouse.rows("select distinct checked_by from quality.results")
    assert kept == [{"checked_by": key.name}]
