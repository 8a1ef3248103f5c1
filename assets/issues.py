"""`issues/<edition>`: the issue of a window, composed and stored; publishing it is another asset's work."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, counted, days_of, one_day_a_run, period_of, windows
from assets.upstream import require_good
from digest_pipeline.briefs.desk import Desk
from digest_pipeline.editions.assemble import assemble
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.ledger import Ledger
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.gate import LAYERS
from digest_pipeline.settings import Settings


def issue(edition: EditionSpec, settings: Settings) -> dg.AssetsDefinition:
    """Return the asset of `edition`."""

    @dg.asset(
        name=edition.name,
        key_prefix="issues",
        partitions_def=windows(edition.cadence, settings),
        backfill_policy=one_day_a_run(),
        deps=[dg.AssetDep("structured_summaries", partition_mapping=days_of(edition))],
        group_name="issues",
        kinds={"jinja", "duckdb"},
        owners=OWNERS,
        description=f"{edition.summary}: as one document in digest.issues. Nothing is published here: the checks "
        "look at it first.",
    )
    def issue(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom], desk: dg.ResourceParam[Desk]
    ) -> dg.MaterializeResult[None]:
        spec = newsroom.catalogue[edition.name]
        period = period_of(context, spec, newsroom.settings)
        # Of every layer: where an earlier one blocks, the briefs are older than the day, or there are none.
        require_good(newsroom, LAYERS, period.first, period.last)
        composed = assemble(spec, period, newsroom)
        if spec.review:
            composed = desk.introduce(composed, Ledger(newsroom.warehouse, period.last))
        newsroom.issues.replace(composed)
        return dg.MaterializeResult(
            metadata={
                "key": composed.key,
                "items": len(composed.items),
                "stories left out": composed.counts["left_out"],
                "continuing an earlier issue": sum(item.continues is not None for item in composed.items),
                "left out for a fault": counted(Counter(unfit.rule for unfit in composed.unfit), of="rule"),
                "preview": dg.MetadataValue.md(render_markdown(composed, spec)),
            }
        )

    return issue
