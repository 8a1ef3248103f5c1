"""A newsroom at work: the plain objects that a run needs, made from settings and put away at the end.

The Dagster resource of the same name and the command line both make their objects here.
"""

import logging
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from digest_pipeline.capture.archive import Archive
from digest_pipeline.record import Record
from digest_pipeline.settings import Settings
from digest_pipeline.warehouse import Warehouse
from digest_pipeline.workers import Workers

# What a worker needs for any page or feed.
_PRELOADED = ("digest_pipeline.articles.extract", "feedparser", "trafilatura", "trafilatura.metadata")


class Newsroom(AbstractContextManager["Newsroom"]):
    """Settings, warehouse, archive, record and worker processes of one home. Making it touches nothing."""

    def __init__(self, settings: Settings, *, offline: bool = False) -> None:
        self.settings = settings
        self.offline = offline
        self.warehouse = Warehouse(settings.database, wait_seconds=settings.warehouse.wait_seconds)
        self.archive = Archive(settings.captures_root, self.warehouse, settings.zone)
        self.record = Record(self.warehouse)
        self.workers = Workers(settings.limits.workers, preload=_PRELOADED, warm_up=_warm_up)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.workers.__exit__(kind, error, trace)


def _warm_up() -> None:
    import trafilatura  # noqa: PLC0415, F401  0.45 s, before the first item's time starts to run

    from digest_pipeline.articles.language import language_of  # noqa: PLC0415  only the workers need it

    # What the libraries log about a page is in the page's own outcome.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    language_of("The model of the language detector is loaded with its first text.")
