"""Days as Dagster partitions, and what every asset of the pipeline shares."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import dagster as dg

from digest_pipeline.settings import Settings

OWNERS = ["team:newsroom"]


def days(settings: Settings) -> dg.DailyPartitionsDefinition:
    """Return one partition a day in the configured zone; a day is there once it has begun."""
    return dg.DailyPartitionsDefinition(settings.start.isoformat(), timezone=settings.timezone, end_offset=1)


def one_day_a_run() -> dg.BackfillPolicy:
    """Run each day by itself, so that one bad day fails alone and is checked alone."""
    return dg.BackfillPolicy.multi_run(max_partitions_per_run=1)


def day_of(context: dg.AssetExecutionContext | dg.OpExecutionContext) -> date:
    """Return the day a run is about."""
    return date.fromisoformat(context.partition_key)


def counted(
    counts: Mapping[str, int], of: str = "reason", *, none: str = "nothing was left out"
) -> dg.MetadataValue[Any]:
    """Return counts of reasons, or of something else, as a table for the UI."""
    rows = "\n".join(f"| {name} | {count} |" for name, count in sorted(counts.items()))
    return dg.MetadataValue.md(f"| {of} | count |\n|---|---|\n{rows}" if rows else none)
