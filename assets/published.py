"""`published/<edition>`: the checked issue as files that readers open, and `published/site`: what leads to them."""

import os
from datetime import UTC, datetime

import dagster as dg

from assets.partitions import OWNERS, one_day_a_run, period_of, windows
from assets.upstream import require_good
from digest_pipeline.delivery.deliver import Courier, outcomes_table
from digest_pipeline.delivery.ledger import Deliveries
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.gate import issue_layer
from digest_pipeline.settings import Settings
from digest_pipeline.site.build import build_site
from digest_pipeline.site.publish import publish


def published(edition: EditionSpec, settings: Settings) -> dg.AssetsDefinition:
    """Return the asset of `edition`."""

    @dg.asset(
        name=edition.name,
        key_prefix="published",
        partitions_def=windows(edition.cadence, settings),
        backfill_policy=one_day_a_run(),
        deps=[dg.AssetKey(["issues", edition.name])],
        group_name="published",
        kinds={"markdown", "html"},
        owners=OWNERS,
        description=f"Markdown, page and JSON of an issue of {edition.name} under site/, written whole or not at all, "
        "then sent to the channels of the edition, once. A second run of an unchanged issue touches no file and sends "
        "nothing.",
    )
    def published(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.MaterializeResult[None]:
        spec = newsroom.catalogue[edition.name]
        period = period_of(context, spec, newsroom.settings)
        require_good(newsroom, [issue_layer(edition.name, period.key)], period.last)
        issue = newsroom.issues.required(edition.name, period.key)
        files = publish(newsroom.settings.site_folder, issue, spec, newsroom.publications)
        courier = Courier(newsroom.settings, Deliveries(newsroom.warehouse), lambda: datetime.now(UTC), os.environ)
        outcomes = courier.deliver(issue, spec)
        return dg.MaterializeResult(
            metadata={
                "page": dg.MetadataValue.path(str(files.page)),
                "markdown": dg.MetadataValue.path(str(files.markdown)),
                "files changed": len(files.changed),
                "deliveries": dg.MetadataValue.md(outcomes_table(outcomes)),
            }
        )

    return published


def site(settings: Settings) -> dg.AssetsDefinition:
    """Return the asset of the site around all issues."""

    @dg.asset(
        name="site",
        key_prefix="published",
        deps=[dg.AssetKey(["published", name]) for name in settings.editions],
        group_name="published",
        kinds={"html"},
        owners=OWNERS,
        description="Front page, stories, tags, archive, sources, charts, feeds and search over everything that was "
        "published. Only what changed since it was last built is written.",
    )
    def site(newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult[None]:
        built = build_site(newsroom)
        return dg.MaterializeResult(
            metadata={
                "front page": dg.MetadataValue.path(str(newsroom.settings.site_folder / "index.html")),
                "pages written": built.written,
                "pages removed": built.removed,
            }
        )

    return site
