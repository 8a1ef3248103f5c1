"""What a Dagster instance remembers, asked by partition.

A run has its partition in one of two ways: as a partition, or, when a backfill of chosen assets was launched in the
UI, as a range of partitions, which here is one. Such a run belongs to a job of Dagster's own.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import dagster as dg
from dagster._core.storage.tags import ASSET_PARTITION_RANGE_START_TAG, PARTITION_NAME_TAG

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def partition_of(run: dg.DagsterRun) -> str:
    """Return the key of the partition that a run was of; empty when it had none."""
    return run.tags.get(PARTITION_NAME_TAG) or run.tags.get(ASSET_PARTITION_RANGE_START_TAG, "")


def runs_of_partitions(instance: dg.DagsterInstance, partitions: Sequence[str]) -> list[dg.RunRecord]:
    """Return the runs of some partitions, newest first, whoever started them and whatever they are partitions of."""
    if not partitions:
        return []
    found = [
        record
        for tag in (PARTITION_NAME_TAG, ASSET_PARTITION_RANGE_START_TAG)
        for record in instance.get_run_records(dg.RunsFilter(tags={tag: [*partitions]}))
    ]
    return sorted(found, key=lambda record: record.storage_id, reverse=True)


def is_named(run: dg.DagsterRun) -> bool:
    """Say whether a run was of a job with a name, and not of assets that somebody chose in the UI."""
    # The job that Dagster makes of chosen assets is `__ASSET_JOB`.
    return not run.job_name.startswith("__")


def is_made(key: dg.AssetKey, partition: str, instance: dg.DagsterInstance) -> bool:
    """Say whether an asset was ever materialised on a partition."""
    wanted = dg.AssetRecordsFilter(asset_key=key, asset_partitions=[partition])
    return bool(instance.fetch_materializations(wanted, limit=1).records)


def last_change(instance: dg.DagsterInstance) -> datetime:
    """Return when a run last changed: where a sensor that was just switched on begins."""
    last = instance.get_run_records(limit=1, order_by="update_timestamp")
    return last[0].update_timestamp if last else _NEVER
