"""`structured_summaries`: a brief for every story, each statement with its place in the record."""

from collections import Counter
from typing import TYPE_CHECKING

import dagster as dg

from assets.partitions import OWNERS, counted, day_of, one_day_a_run
from assets.shown import Shown, left_out, top_stories
from assets.upstream import require_good
from digest_pipeline import versions
from digest_pipeline.briefs.desk import Desk
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings

if TYPE_CHECKING:
    from digest_pipeline.briefs.day import Written

_ABOUT = """One brief a story, quoted by rule or written by a model; every statement rests on an offset of the stored \
text (core.claims).

**Numbers.** `briefs`: how many; `written by a model`: of these. `fallbacks` counts why a model's brief was not taken, \
`struck out` what of its answers the article did not bear out, `re-asks` how often it was asked to mend one. `model \
calls`, `tokens` and `cost` are of this run alone: what was answered before is not paid for again."""


def structured_summaries(partitions: dg.PartitionsDefinition[str], settings: Settings) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=["stories"],
        code_version=versions.of_briefs(settings),
        group_name="newsroom",
        kinds={"openai", "duckdb"},
        owners=OWNERS,
        description=_ABOUT,
    )
    def structured_summaries(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom], desk: dg.ResourceParam[Desk]
    ) -> dg.MaterializeResult[None]:
        from digest_pipeline.ledger import Ledger

        day = day_of(context)
        require_good(newsroom, ["stories"], day)
        stories = newsroom.record.stories(day)
        written = desk.write(stories, Ledger(newsroom.warehouse, day), newsroom.workers)
        every = [*written.briefs.values(), *written.translations]
        newsroom.record.replace_briefs(day, every, written.claims, written.fallbacks, written.drops)
        # With the stories: an issue prints titles, names and dates of their articles beside the briefs.
        made = versions.version_of(stories, every, written.claims, written.fallbacks, written.drops)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(made),
            metadata={
                "briefs": len(written.briefs),
                **_shown(written),
                "top stories": top_stories(stories, written.briefs),
                **_asked(written),
            },
        )

    return structured_summaries


def _shown(written: "Written") -> Shown:
    briefs = written.briefs.values()
    return {
        "written by a model": dg.MetadataValue.int(sum(brief.engine == "llm" for brief in briefs)),
        "translations": dg.MetadataValue.int(len(written.translations)),
        "without a brief": dg.MetadataValue.int(len(written.drops)),
        "why without": left_out(written.drops),
        "stars": counted(Counter(f"{brief.stars} stars" for brief in briefs), of="stars", none="none"),
    }


def _asked(written: "Written") -> Shown:
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
