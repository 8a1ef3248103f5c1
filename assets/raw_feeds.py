"""`raw_feeds`: what the sources said, recorded first and then read from the record."""

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

import dagster as dg

from assets.partitions import OWNERS, counted, day_of, one_day_a_run
from assets.shown import Shown, left_out, record_of
from digest_pipeline import versions
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.sources.source import Source

if TYPE_CHECKING:
    from digest_pipeline.sources.intake import Intake

_ABOUT = """The day's entries: every item that the sources date to this day, or that arrived late and is marked so.

**Numbers.** `entries`: how many. `late`: of an earlier day, first seen on this one. `dated by first sight`: without a \
date that can be trusted. `answers read`: recorded answers that were understood. `not read` counts, by reason, what \
could not be; `not asked` says which source lacks a token."""


def raw_feeds(partitions: dg.PartitionsDefinition[str], settings: Settings) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        code_version=versions.of_feeds(settings),
        group_name="intake",
        kinds={"dlt", "duckdb"},
        owners=OWNERS,
        description=_ABOUT,
    )
    def raw_feeds(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.MaterializeResult[None]:
        from digest_pipeline.sources.intake import EveryFeedFailedError, intake
        from digest_pipeline.sources.load import load_entries

        day = day_of(context)
        try:
            found = intake(day, newsroom.archive, newsroom.settings, newsroom.workers, newsroom.live)
        except EveryFeedFailedError as error:
            newsroom.record.replace_drops(day, "raw_feeds", error.drops)
            raise
        load_entries(newsroom.warehouse, day, found.entries)
        newsroom.record.replace_drops(day, "raw_feeds", found.drops)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(versions.version_of(found.entries, found.drops)),
            metadata={
                "entries": len(found.entries),
                **_shown(found, newsroom.settings.sources),
                "recorded in": record_of(day, newsroom.settings),
            },
        )

    return raw_feeds


def _shown(found: "Intake", sources: Collection[Source]) -> Shown:
    past = Counter(source.kind for source in sources if not source.asks_the_past)
    return {
        "late": dg.MetadataValue.int(sum(entry.late for entry in found.entries)),
        "dated by first sight": dg.MetadataValue.int(sum(entry.date_origin == "first_seen" for entry in found.entries)),
        "answers read": dg.MetadataValue.int(found.answers_read),
        "items of other days": dg.MetadataValue.int(found.other_days),
        "left out": dg.MetadataValue.int(len(found.drops)),
        "not read": counted(Counter(drop.reason for drop in found.drops)),
        "what was not read": left_out(found.drops),
        "not asked": dg.MetadataValue.md("\n".join(f"- {why}" for why in found.not_asked.values()) or "none"),
        "told only by captures": counted(past, of="kind", none="all can be asked for days gone by"),
        "by source": counted(Counter(entry.source_name for entry in found.entries), of="source", none="none"),
    }
