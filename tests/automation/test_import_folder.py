"""A WARC file that is put into the import folder is taken in once it no longer grows, and its days are run."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from digest_pipeline.automation.inbox import IMPORT, config_of, inbox
from digest_pipeline.automation.taking_in import take_in
from digest_pipeline.capture.archive import ImportFileError
from digest_pipeline.definitions import build_defs
from digest_pipeline.demo import RECORDINGS
from digest_pipeline.instance import instance_of
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from tests.homes import demo_home

RECORDING = RECORDINGS[0]


class Folder:
    """The import folder of a home without recordings, and the sensors that look after it, ticked by hand."""

    def __init__(self, settings: Settings, instance: dg.DagsterInstance) -> None:
        self.settings = settings
        self.instance = instance
        self.path = inbox(settings)
        self.path.mkdir()
        self._definitions = build_defs(settings, offline=True)
        self._cursors: dict[str, str | None] = {}

    def tick(self, name: str) -> list[dg.RunRequest]:
        """Let a sensor look, and return what it asks for."""
        repository = self._definitions.get_repository_def()
        context = dg.build_sensor_context(self.instance, cursor=self._cursors.get(name), repository_def=repository)
        tick = self._definitions.resolve_sensor_def(name).evaluate_tick(context)
        self._cursors[name] = tick.cursor
        return list(tick.run_requests or [])

    def execute(self, request: dg.RunRequest) -> bool:
        """Execute the import that was asked for."""
        job = self._definitions.resolve_job_def(IMPORT)
        return job.execute_in_process(request.run_config, instance=self.instance, raise_on_error=False).success


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    settings = demo_home(tmp_path / "home", [])
    with instance_of(settings) as instance:
        yield Folder(settings, instance)


def test_a_file_is_taken_in_moved_away_and_its_days_are_asked_for_once(folder: Folder) -> None:
    assert folder.tick("imported_days") == []
    shutil.copy(RECORDING, folder.path)
    assert folder.tick("import_folder") == []
    (request,) = folder.tick("import_folder")

    assert folder.execute(request)

    assert [path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*.gz")] == [
        f"done/{RECORDING.name}"
    ]
    assert folder.tick("import_folder") == []
    asked = folder.tick("imported_days")
    held = Newsroom(folder.settings).warehouse.rows("select distinct day from raw.captures order by day")
    assert [request.partition_key for request in asked] == [row["day"].isoformat() for row in held]
    assert folder.tick("imported_days") == []


def test_a_day_made_before_is_run_again_for_what_fell_into_its_grace(folder: Folder) -> None:
    first = RECORDING.name.partition(".")[0]
    folder.instance.report_runless_asset_event(dg.AssetMaterialization("raw_feeds", partition="2026-03-01"))
    folder.tick("imported_days")
    shutil.copy(RECORDING, folder.path)
    assert folder.execute(dg.RunRequest(run_config=config_of(RECORDING.name)))
    assert [request.partition_key for request in folder.tick("imported_days")][:2] == ["2026-03-01", first]


def test_a_file_that_is_still_written_is_left_alone(folder: Folder) -> None:
    content = RECORDING.read_bytes()
    growing, unfinished = folder.path / "day.warc.gz", folder.path / "other.warc.gz.part"
    unfinished.write_bytes(content)
    for written in (1_000, 2_000, len(content)):
        growing.write_bytes(content[:written])
        assert folder.tick("import_folder") == []
    (request,) = folder.tick("import_folder")
    assert request.run_config == config_of("day.warc.gz")


def test_a_file_that_waits_keeps_its_key_and_another_of_its_name_has_its_own(folder: Folder) -> None:
    # Dagster starts nothing twice for one key.
    keys = []
    for content in (b"first", b"another"):
        (folder.path / "day.warc.gz").write_bytes(content)
        folder.tick("import_folder")
        keys += [request.run_key for _ in range(2) for request in folder.tick("import_folder")]
    assert keys[0] == keys[1] != keys[2] == keys[3]


def test_a_file_of_which_nothing_can_be_taken_is_put_aside_with_the_reason(folder: Folder) -> None:
    (folder.path / "notes.txt").write_text("no archive", "utf-8")
    assert not folder.execute(dg.RunRequest(run_config=config_of("notes.txt")))
    failed = folder.path / "failed"
    assert (failed / "notes.txt").read_text("utf-8") == "no archive"
    assert "holds no answer of a web server" in (failed / "notes.txt.reason.txt").read_text("utf-8")
    assert folder.tick("imported_days") == []


@pytest.mark.parametrize("name", ["../digest.yaml", "gone.warc.gz"])
def test_what_does_not_lie_in_the_folder_is_refused_and_nothing_is_moved(folder: Folder, name: str) -> None:
    before = sorted(folder.settings.home.rglob("*.yaml"))
    with pytest.raises(ImportFileError, match=name.partition("/")[0]):
        take_in(name, Newsroom(folder.settings, offline=True))
    assert sorted(folder.settings.home.rglob("*.yaml")) == before
    assert not (folder.path / "failed").exists()


def test_a_home_without_the_folder_is_left_as_it_is(folder: Folder) -> None:
    folder.path.rmdir()
    assert folder.tick("import_folder") == []
    assert not folder.path.exists()
