"""`raw_feeds`: what the sources said, recorded first and then read from the record."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, counted, day_of, one_day_a_run
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.sources.intake import EveryFeedFailedError, intake
from digest_pipeline.sources.load import load_entries


def raw_feeds(partitions: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        group_name="intake",
        kinds={"dlt", "duckdb"},
        owners=OWNERS,
        description="The day's entries: every item that the recorded feeds date to this day, or that arrived late "
        "and is marked so. `entries` is how many; `not read` counts feeds that could not be, with the reason.",
    )
    def raw_feeds(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.MaterializeResult[None]:
        day = day_of(context)
        try:
            found = intake(day, newsroom.archive, newsroom.settings, newsroom.workers, newsroom.live)
        except EveryFeedFailedError as error:
            newsroom.record.replace_drops(day, "raw_feeds", error.drops)
            raise
        load_entries(newsroom.warehouse, day, found.entries)
        newsroom.record.replace_drops(day, "raw_feeds", found.drops)
        return dg.MaterializeResult(
            metadata={
                "entries": len(found.entries),
                "late": sum(entry.late for entry in found.entries),
                "dated by first sight": sum(entry.date_origin == "first_seen" for entry in found.entries),
                "answers read": found.answers_read,
                "items of other days": found.other_days,
                "not read": counted(Counter(drop.reason for drop in found.drops)),
                "not asked": dg.MetadataValue.md("\n".join(f"- {why}" for why in found.not_asked.values()) or "none"),
                "told only by captures": counted(
                    Counter(source.kind for source in newsroom.settings.sources if not source.asks_the_past),
                    of="kind",
                    none="all can be asked for days gone by",
                ),
                "by source": counted(Counter(entry.source_name for entry in found.entries), of="source", none="none"),
            }
        )

    return raw_feeds
