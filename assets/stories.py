"""`stories`: the day's articles, each event told once with all its sources."""

import dagster as dg

from assets.partitions import OWNERS, day_of, one_day_a_run
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.stories.join import join
from digest_pipeline.stories.preview import preview


def stories(partitions: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=["extracted_articles"],
        group_name="newsroom",
        kinds={"python", "duckdb"},
        owners=OWNERS,
        description="What happened: articles about the same event joined, the lead article first. `joined` counts "
        "articles that are told within another source's story.",
    )
    def stories(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult[None]:
        day = day_of(context)
        articles = newsroom.record.articles(day)
        found = join(day, articles)
        newsroom.record.replace_stories(day, found)
        return dg.MaterializeResult(
            metadata={
                "stories": len(found),
                "joined": len(articles) - len(found),
                "told by several": dg.MetadataValue.md(preview(found)),
            }
        )

    return stories
