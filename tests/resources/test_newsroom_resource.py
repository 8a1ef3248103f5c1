"""The newsroom of a run: opened from its home when the run starts, its processes ended with it."""

import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING

import dagster as dg
import pytest

from digest_pipeline.settings import ConfigurationError
from resources import NewsroomResource

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from digest_pipeline.newsroom import Newsroom


def square(number: int) -> int:
    return number * number


def test_making_the_resource_reads_and_makes_nothing(tmp_path: Path) -> None:
    NewsroomResource(home=str(tmp_path / "missing"))
    assert list(tmp_path.iterdir()) == []


def test_a_run_gets_the_newsroom_of_its_home(tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").write_text("timezone: Europe/Paris\n", "utf-8")
    with opened(NewsroomResource(home=str(tmp_path), offline=True)) as newsroom:
        assert (newsroom.settings.home, newsroom.settings.timezone) == (tmp_path, "Europe/Paris")
        assert newsroom.live is None


def test_its_worker_processes_end_with_the_run(tmp_path: Path) -> None:
    before = set(multiprocessing.active_children())
    with opened(NewsroomResource(home=str(tmp_path))) as newsroom:
        assert list(newsroom.workers.each(square, [1, 2, 3], seconds=20)) == [1, 4, 9]
        assert set(multiprocessing.active_children()) > before
    assert set(multiprocessing.active_children()) == before


def test_wrong_configuration_is_found_when_the_run_starts(tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").write_text("timezone: Mars\n", "utf-8")
    with pytest.raises(ConfigurationError, match="is no time zone"), opened(NewsroomResource(home=str(tmp_path))):
        pass


def opened(resource: NewsroomResource) -> "AbstractContextManager[Newsroom]":
    return resource.yield_for_execution(dg.build_init_resource_context())
