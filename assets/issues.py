"""`issues/<edition>`: the issue of a day, composed and stored; publishing it is another asset's work."""

import dagster as dg

from assets.partitions import OWNERS, day_of, one_day_a_run
from digest_pipeline.editions.day import compose_day
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import load_edition
from digest_pipeline.newsroom import Newsroom


def issue(partitions: dg.PartitionsDefinition[str], edition: str) -> dg.AssetsDefinition:
    """Return the asset of `edition` for these days."""

    @dg.asset(
        name=edition,
        key_prefix="issues",
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=["structured_summaries"],
        group_name="issues",
        kinds={"jinja", "duckdb"},
        owners=OWNERS,
        description="The day's best stories in the form of the edition, as one document in digest.issues. Nothing is "
        "published here: the checks look at it first.",
    )
    def issue(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult[None]:
        composed = compose_day(load_edition(edition), day_of(context), newsroom.record, newsroom.settings)
        newsroom.record.replace_issue(composed)
        return dg.MaterializeResult(
            metadata={
                "items": len(composed.items),
                "stories left out": composed.counts["left_out"],
                "preview": dg.MetadataValue.md(render_markdown(composed)),
            }
        )

    return issue
