"""The newsroom of a home, opened for a run and put away after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load


class NewsroomResource(dg.ConfigurableResource[Newsroom]):
    """Gives assets the settings, warehouse, archive, record and workers of one home."""

    home: str
    offline: bool = False

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Newsroom]:  # noqa: ARG002  Dagster's signature
        """Open the newsroom; its worker processes end with the run."""
        with Newsroom(load(Path(self.home)), offline=self.offline) as newsroom:
            yield newsroom
