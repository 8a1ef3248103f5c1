"""A newsroom in a temporary home, and recorded exchanges made in the test that needs them."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest

from digest_pipeline.capture.warc import Exchange
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.workers import Workers

# The same examples on every machine and in every run: a new one is found by hand, not by an unlucky colleague.
hypothesis.settings.register_profile("project", derandomize=True, deadline=None)
hypothesis.settings.load_profile("project")

# Where tests run side by side, their runner tells every console a width of its own.
os.environ.pop("COLUMNS", None)

NOON = datetime(2026, 6, 2, 4, tzinfo=UTC)
"""Noon of 2 June 2026 in Shanghai, the newsroom's zone."""

_PATIENCE = 300
"""Seconds that a test may take, unless it is marked with more: see `timeout` in pyproject.toml."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that may take longest, then the tests of the whole: the short ones fill what is left."""
    patient = {item.path for item in items if (mark := item.get_closest_marker("timeout")) and mark.args[0] > _PATIENCE}
    items.sort(key=lambda item: (item.path not in patient, item.path.parent != Path(__file__).parent))


@pytest.fixture(autouse=True)
def _no_configuration_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.upper().startswith("DIGEST_"):
            monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a newsroom with one source, `harbour`."""
    source = FeedSource.model_validate(
        {"id": "harbour", "name": "Harbour Post", "url": "https://harbour.example.org/feed"}
    )
    return Settings(home=tmp_path / "home", sources=(source,))


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Return worker processes that stay warm for all tests."""
    with Workers(2) as processes:
        yield processes


@pytest.fixture
def newsroom(settings: Settings, workers: Workers) -> Iterator[Newsroom]:
    """Give an offline newsroom whose home is empty; its warehouse stays open, which halves the time of a test."""
    room = Newsroom(settings, offline=True)
    room.workers = workers
    with room.warehouse.hold():
        yield room


@pytest.fixture
def exchange() -> Callable[..., Exchange]:
    """Return a maker of recorded answers: by default a small page of noon."""

    def make(  # noqa: PLR0913  each part of an answer by its name
        url: str = "https://harbour.example.org/page",
        body: bytes = b"<html><body>A page.</body></html>",
        *,
        at: datetime = NOON,
        status: str = "200 OK",
        content_type: str = "text/html; charset=utf-8",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> Exchange:
        return Exchange(url, at, status, (("Content-Type", content_type), *headers), body)

    return make
