"""A partition held against the suites of its layer, as the newsroom is configured."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from digest_pipeline.capture.address import host_names
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.frames import frames_of
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.runner import CheckReport, Limit, check
from digest_pipeline.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


def check_partition(partition: Partition, newsroom: Newsroom) -> CheckReport:
    """Return the report on the stored rows of a partition; nothing is kept."""
    return check_frames(partition, frames_of(partition, newsroom), newsroom)


def check_frames(partition: Partition, frames: "Mapping[str, pd.DataFrame]", newsroom: Newsroom) -> CheckReport:
    """Return the report on the frames of a partition."""
    settings = newsroom.settings
    return check(
        partition.layer,
        frames,
        partition.day,
        max_age_days=settings.days.max_age_days,
        limits=limits_of(settings),
    )


def limits_of(settings: Settings) -> Mapping[str, Limit]:
    """Return what the configuration sets of the checks: their limits, and the hosts that may be private."""
    return {**settings.checks.model_dump(), "allowed_hosts": tuple(sorted(host_names(settings.fetch.allow_hosts)))}
