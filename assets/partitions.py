"""Days and the windows of editions as Dagster partitions, and what every asset of the pipeline shares."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import dagster as dg

from digest_pipeline.editions.periods import Period, period_from
from digest_pipeline.editions.spec import Cadence, EditionSpec
from digest_pipeline.settings import Settings

OWNERS = ["team:newsroom"]


def days(settings: Settings) -> dg.DailyPartitionsDefinition:
    """Return one partition a day in the configured zone; a day is there once it has begun."""
    return dg.DailyPartitionsDefinition(settings.start.isoformat(), timezone=settings.timezone, end_offset=1)


def windows(cadence: Cadence, settings: Settings) -> dg.TimeWindowPartitionsDefinition:
    """Return the partitions of a cadence: days, or four-hour slots, weeks and months that are over."""
    start, zone = settings.start.isoformat(), settings.timezone
    if cadence == "four_hourly":
        return dg.TimeWindowPartitionsDefinition(
            start=f"{start}-00:00", fmt="%Y-%m-%d-%H:%M", cron_schedule="0 */4 * * *", timezone=zone
        )
    if cadence == "weekly":
        return dg.WeeklyPartitionsDefinition(start, timezone=zone, day_offset=1)
    if cadence == "monthly":
        return dg.MonthlyPartitionsDefinition(start, timezone=zone)
    return days(settings)


def days_of(edition: EditionSpec) -> dg.PartitionMapping:
    """Return which days an edition's window is made of, given its partition."""
    return dg.TimeWindowPartitionMapping(start_offset=1 - edition.days)


def one_day_a_run() -> dg.BackfillPolicy:
    """Run each partition by itself, so that one bad day fails alone and is checked alone."""
    return dg.BackfillPolicy.multi_run(max_partitions_per_run=1)


def day_of(context: dg.AssetExecutionContext | dg.OpExecutionContext) -> date:
    """Return the day a run is about."""
    return date.fromisoformat(context.partition_key)


def period_of(
    context: dg.AssetExecutionContext | dg.OpExecutionContext, edition: EditionSpec, settings: Settings
) -> Period:
    """Return the window that a run of an edition is about."""
    partition = windows(edition.cadence, settings).time_window_for_partition_key(context.partition_key)
    return period_from(edition, partition.start, settings.zone)


def counted(
    counts: Mapping[str, int], of: str = "reason", *, none: str = "nothing was left out"
) -> dg.MetadataValue[Any]:
    """Return counts of reasons, or of something else, as a table for the UI."""
    rows = "\n".join(f"| {name} | {count} |" for name, count in sorted(counts.items()))
    return dg.MetadataValue.md(f"| {of} | count |\n|---|---|\n{rows}" if rows else none)
