"""A newsroom at work: the plain objects that a run needs, made from settings and put away at the end.

The Dagster resource of the same name and the command line both make their objects here.
"""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.settings import ConfigurationError, Settings


class Newsroom(AbstractContextManager["Newsroom"]):
    """Settings, warehouse, archive, record, issues and worker processes of one home. Making it touches nothing.

    `live` asks the live web; an offline newsroom has none.
    """

    def __init__(self, settings: Settings, *, offline: bool = False, refetch: bool = False) -> None:
        """Prepare what a run works with.

        Args:
            settings: of the home.
            offline: fetch nothing, use the record alone.
            refetch: ask again for what is recorded, where it can still be had.

        Raises:
            ConfigurationError: when both are wanted.
        """
        # 0.5 s that no loading pays: a location knows this class and makes no newsroom.
        from digest_pipeline.capture.archive import Archive  # noqa: PLC0415
        from digest_pipeline.capture.live import Live  # noqa: PLC0415
        from digest_pipeline.issues import Issues  # noqa: PLC0415
        from digest_pipeline.publications import Publications  # noqa: PLC0415
        from digest_pipeline.record import Record  # noqa: PLC0415
        from digest_pipeline.warehouse import Warehouse  # noqa: PLC0415
        from digest_pipeline.workers import Workers  # noqa: PLC0415

        if offline and refetch:
            raise ConfigurationError("offline and refetch: a run that fetches nothing can't fetch again; choose one")
        self.settings = settings
        self.warehouse = Warehouse(settings.database, wait_seconds=settings.warehouse.wait_seconds)
        self.archive = Archive(settings.captures_root, self.warehouse, settings.zone)
        self.live = None if offline else Live(self.archive, settings.fetch, refetch=refetch)
        self.record = Record(self.warehouse)
        self.catalogue = Catalogue(settings.home)
        self.issues = Issues(self.warehouse)
        self.publications = Publications(self.warehouse)
        self.workers = Workers(settings.limits.workers, preload="digest_pipeline.preloaded")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workers.__exit__(kind, error, trace)
