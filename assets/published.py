"""`published/<edition>`: the checked issue as files that readers open."""

import dagster as dg

from assets.partitions import OWNERS, day_of, one_day_a_run
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.site.publish import publish


def published(partitions: dg.PartitionsDefinition[str], edition: str) -> dg.AssetsDefinition:
    """Return the asset of `edition` for these days."""

    @dg.asset(
        name=edition,
        key_prefix="published",
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=[dg.AssetKey(["issues", edition])],
        group_name="published",
        kinds={"markdown", "html"},
        owners=OWNERS,
        description="Markdown, page and JSON of the issue under site/, written whole or not at all. A second run of an "
        "unchanged issue touches no file.",
    )
    def published(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.MaterializeResult[None]:
        files = publish(newsroom.settings.site, newsroom.record.required_issue(edition, day_of(context)))
        return dg.MaterializeResult(
            metadata={
                "page": dg.MetadataValue.path(str(files.page)),
                "markdown": dg.MetadataValue.path(str(files.markdown)),
                "index": dg.MetadataValue.path(str(files.index)),
                "files changed": len(files.changed),
            }
        )

    return published
