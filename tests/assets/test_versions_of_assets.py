"""What the UI shows as out of date: after a change of code or settings, and after a run that made other data."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml
from dagster._core.asset_graph_view.asset_graph_view import AssetGraphView
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus

from digest_pipeline import versions
from digest_pipeline.definitions import build_defs
from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.settings import EngineName, Settings
from tests.homes import demo_home

DAY = str(DAYS[0])
SLOT = f"{DAY}-08:00"
LAYERS = ("raw_feeds", "extracted_articles", "stories", "structured_summaries")
DAILY = ("issues/daily_briefing", "issues/two_day_report", "published/daily_briefing", "published/two_day_report")
FLASH = ("issues/four_hour_flash", "published/four_hour_flash")
ISSUES = {"issues/daily_briefing", "issues/two_day_report", "issues/four_hour_flash"}


class Newsroom:
    """A demo home whose day was run once on an instance of its own."""

    def __init__(self, settings: Settings, instance: dg.DagsterInstance) -> None:
        self.settings, self.instance = settings, instance

    def run(self, *assets: str, settings: Settings | None = None) -> None:
        """Run assets of one cadence, with their checks."""
        job, partition = ("four_hourly", SLOT) if assets[0] in FLASH else ("daily", DAY)
        result = (
            self._definitions(settings)
            .resolve_job_def(job)
            .execute_in_process(
                run_config={"loggers": {"listener": {}}},
                partition_key=partition,
                asset_selection=[dg.AssetKey(name.split("/")) for name in assets],
                instance=self.instance,
            )
        )
        assert result.success

    def stale(self, settings: Settings | None = None) -> set[str]:
        """Return the assets that the UI shows as out of date."""
        view = AssetGraphView.for_test(self._definitions(settings), self.instance)
        resolver = CachingStaleStatusResolver(self.instance, view.asset_graph, view)
        partitions = dict.fromkeys([*LAYERS, *DAILY], DAY) | dict.fromkeys(FLASH, SLOT)
        found = {name: resolver.get_status(dg.AssetKey(name.split("/")), key) for name, key in partitions.items()}
        assert StaleStatus.MISSING not in found.values()
        return {name for name, status in found.items() if status is StaleStatus.STALE}

    def _definitions(self, settings: Settings | None) -> dg.Definitions:
        chosen = settings or self.settings
        return build_defs(chosen, offline=True, engine=EngineName.extractive, listener=lambda *_: None)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    editions = ("daily_briefing", "two_day_report", "four_hour_flash")
    settings = demo_home(tmp_path_factory.mktemp("versions") / "home", [RECORDINGS[0]], editions=editions)
    with dg.DagsterInstance.ephemeral() as instance:
        made = Newsroom(settings, instance)
        made.run(*LAYERS, *DAILY)
        made.run(*FLASH)
        yield made


def test_a_day_that_is_run_again_without_news_leaves_what_is_made_of_it_fresh(newsroom: Newsroom) -> None:
    assert newsroom.stale() == set()
    newsroom.run(*LAYERS)
    assert newsroom.stale() == set()


def test_a_changed_prompt_makes_the_briefs_stale_and_once_they_are_other_ones_the_issues_of_every_window(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "digest_pipeline"
    shutil.copytree(versions.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "demo"))
    with (package / "briefs" / "prompts" / "brief.py").open("a", encoding="utf-8") as prompt:
        prompt.write("# Another word.\n")
    monkeypatch.setattr(versions, "PACKAGE", package)
    assert newsroom.stale() == {"structured_summaries"}

    # The engine that quotes asks nothing: the same briefs.
    newsroom.run("structured_summaries")
    assert newsroom.stale() == set()

    scoring = newsroom.settings.scoring.model_copy(update={"release": 3.0, "paper": 3.0})
    other = newsroom.settings.model_copy(update={"scoring": scoring})
    assert newsroom.stale(other) == {"structured_summaries"}
    write_settings(other)
    newsroom.run("structured_summaries", settings=other)
    assert newsroom.stale(other) == ISSUES
    newsroom.run("issues/daily_briefing", settings=other)
    assert newsroom.stale(other) == ISSUES - {"issues/daily_briefing"} | {"published/daily_briefing"}


def write_settings(settings: Settings) -> None:
    """Let the home have the weights of `settings`, which a run reads for itself."""
    file = settings.home / "digest.yaml"
    configured = yaml.safe_load(file.read_text("utf-8")) | {"scoring": settings.scoring.model_dump()}
    file.write_text(yaml.safe_dump(configured, allow_unicode=True), "utf-8")
