"""`structured_summaries`: a brief for every story, each statement with its place in the record."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, counted, day_of, one_day_a_run
from digest_pipeline.briefs.desk import Desk
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.record import Completions


def structured_summaries(partitions: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=["stories"],
        group_name="newsroom",
        kinds={"openai", "duckdb"},
        owners=OWNERS,
        description="One brief a story, quoted by rule or written by a model; every statement rests on an offset of "
        "the stored text (core.claims). `fallbacks` counts why a model's brief was not taken.",
    )
    def structured_summaries(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom], desk: dg.ResourceParam[Desk]
    ) -> dg.MaterializeResult[None]:
        day = day_of(context)
        completions = Completions(newsroom.warehouse, day)
        written = desk.write(newsroom.record.stories(day), completions, newsroom.workers)
        briefs = list(written.briefs.values())
        newsroom.record.replace_briefs(day, briefs, written.fallbacks, written.drops)
        return dg.MaterializeResult(
            metadata={
                "briefs": len(briefs),
                "written by a model": sum(brief.engine == "llm" for brief in briefs),
                "model calls": written.calls,
                "tokens": written.tokens,
                "fallbacks": counted(Counter(written.fallbacks.values())),
                "without a brief": len(written.drops),
                "stars": counted(Counter(f"{brief.stars} stars" for brief in briefs), of="stars", none="none"),
            }
        )

    return structured_summaries
