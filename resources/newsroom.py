"""The newsroom of a home, opened for a run and put away after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
from pydantic import Field

from digest_pipeline.interrupts import kept_interrupts
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from resources.refusals import refused_once


class NewsroomResource(dg.ConfigurableResource[Newsroom]):
    """Gives assets the settings, warehouse, archive, record and workers of one home.

    The home is given when definitions are built and is no part of a run's configuration.
    """

    home: dg.ResourceDependency[str]
    offline: bool = Field(default=False, description="Fetch nothing: use what is recorded.")
    refetch: bool = Field(
        default=False,
        description="Ask again for what is recorded, where it can still be had: the pages of a day that is open, and "
        "whatever sources tell of a day that is over. Feeds can't: a closed day of feeds is made from its record.",
    )

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Newsroom]:
        """Open the newsroom; its worker processes end with the run, which can be ended at any moment."""
        with refused_once(context):
            newsroom = Newsroom(load(Path(self.home)), offline=self.offline, refetch=self.refetch)
        with kept_interrupts(), newsroom, newsroom.warehouse.linger():
            yield newsroom
