"""`structured_summaries`: a brief for every story, each statement with its place in the record."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, counted, day_of, one_day_a_run
from assets.upstream import require_good
from digest_pipeline.briefs.desk import Desk, Written
from digest_pipeline.ledger import Ledger
from digest_pipeline.newsroom import Newsroom


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
        "the stored text (core.claims). `fallbacks` counts why a model's brief was not taken, `struck out` what of its "
        "answers the article did not bear out.",
    )
    def structured_summaries(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom], desk: dg.ResourceParam[Desk]
    ) -> dg.MaterializeResult[None]:
        day = day_of(context)
        require_good(newsroom, ["stories"], day)
        written = desk.write(newsroom.record.stories(day), Ledger(newsroom.warehouse, day), newsroom.workers)
        briefs = list(written.briefs.values())
        every = [*briefs, *written.translations]
        newsroom.record.replace_briefs(day, every, written.claims, written.fallbacks, written.drops)
        return dg.MaterializeResult(
            metadata={
                "briefs": len(briefs),
                "written by a model": sum(brief.engine == "llm" for brief in briefs),
                "translations": len(written.translations),
                "without a brief": len(written.drops),
                "stars": counted(Counter(f"{brief.stars} stars" for brief in briefs), of="stars", none="none"),
                **_asked(written),
            }
        )

    return structured_summaries


def _asked(written: Written) -> dict[str, dg.MetadataValue]:
    """Return what became of the questions to a model, and what they cost this time."""
    usage = written.usage
    return {
        "fallbacks": counted(Counter(written.fallbacks.values()), none="none"),
        "struck out": counted(Counter(failure.reason for failure in written.failures), none="none"),
        "re-asks": dg.MetadataValue.int(written.re_asks),
        "model calls": dg.MetadataValue.int(usage.calls),
        "tokens": dg.MetadataValue.int(usage.tokens_in + usage.tokens_out),
        "cost": dg.MetadataValue.text("not known") if usage.cost is None else dg.MetadataValue.float(usage.cost),
    }
