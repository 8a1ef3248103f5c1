"""`published/<edition>`: the checked issue as files that readers open, and `published/site`: what leads to them."""

import os
from datetime import UTC, datetime

import dagster as dg

from assets.partitions import OWNERS, one_day_a_run, period_of, windows
from assets.shown import Shown
from assets.upstream import require_good
from digest_pipeline import versions
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.site.addresses import FRONT, issue_url

_ABOUT = """Markdown, page and JSON under site/, written whole or not at all, then sent to the channels \
of the edition, once. A second run of an unchanged issue touches no file and sends nothing.

**Numbers.** `files changed`: of the three. `deliveries`: what became of each channel, or why nothing was sent."""
_ABOUT_SITE = """Front page, stories, tags, archive, sources, charts, feeds and search over everything that was \
published. Only what changed since it was last built is written.

**Numbers.** `pages`: files of the site. `pages written` and `pages removed`: by this build."""


def published(edition: EditionSpec, settings: Settings) -> dg.AssetsDefinition:
    """Return the asset of `edition`."""

    @dg.asset(
        name=edition.name,
        key_prefix="published",
        partitions_def=windows(edition.cadence, settings),
        backfill_policy=one_day_a_run(),
        deps=[dg.AssetKey(["issues", edition.name])],
        code_version=versions.of_publication(edition),
        group_name="published",
        kinds={"markdown", "html"},
        owners=OWNERS,
        description=f"An issue of {edition.name}: {_ABOUT}",
    )
    def published(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.MaterializeResult[None]:
        from digest_pipeline.delivery.deliver import Courier, outcomes_table
        from digest_pipeline.delivery.ledger import Deliveries
        from digest_pipeline.publications import digest_of
        from digest_pipeline.quality.gate import issue_layer
        from digest_pipeline.site.publish import publish

        spec = newsroom.catalogue[edition.name]
        period = period_of(context, spec, newsroom.settings)
        with newsroom.warehouse.hold():
            require_good(newsroom, [issue_layer(edition.name, period.key)], period.last)
            issue = newsroom.issues.required(edition.name, period.key)
            files = publish(newsroom.settings.site_folder, issue, spec, newsroom.publications)
        courier = Courier(newsroom.settings, Deliveries(newsroom.warehouse), lambda: datetime.now(UTC), os.environ)
        outcomes = courier.deliver(issue, spec)
        text = files.markdown.read_text("utf-8")
        return dg.MaterializeResult(
            data_version=dg.DataVersion(versions.version_of(digest_of(issue), text)),
            metadata={
                "page": dg.MetadataValue.path(str(files.page)),
                "markdown": dg.MetadataValue.path(str(files.markdown)),
                "files changed": len(files.changed),
                **_online(newsroom.settings, issue_url(issue.edition, issue.key)),
                "deliveries": dg.MetadataValue.md(outcomes_table(outcomes)),
            },
        )

    return published


def site(settings: Settings) -> dg.AssetsDefinition:
    """Return the asset of the site around all issues."""

    @dg.asset(
        name="site",
        key_prefix="published",
        # Of all partitions, which is the default, Dagster would list the windows of every edition in each run: 0.9 s.
        deps=[
            dg.AssetDep(["published", name], partition_mapping=dg.LastPartitionMapping()) for name in settings.editions
        ],
        code_version=versions.of_site(settings),
        group_name="published",
        kinds={"html"},
        owners=OWNERS,
        description=_ABOUT_SITE,
    )
    def site(newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult[None]:
        from digest_pipeline.site import state
        from digest_pipeline.site.build import build_site

        built, folder = build_site(newsroom), newsroom.settings.site_folder
        made = sorted((path, file.key) for path, file in state.load(folder).files.items())
        return dg.MaterializeResult(
            data_version=dg.DataVersion(versions.version_of(made)),
            metadata={
                "front page": dg.MetadataValue.path(str(folder / FRONT)),
                "pages": built.pages,
                "pages written": built.written,
                "pages removed": built.removed,
                "kept as published": len(built.older),
                "what an older template made": dg.MetadataValue.md(
                    "\n".join(f"- {path}" for path in built.older) or "none"
                ),
                **_online(newsroom.settings, FRONT),
            },
        )

    return site


def _online(settings: Settings, page: str) -> Shown:
    """Return where a page stands for readers, when the configuration says where the site is."""
    return {"online": dg.MetadataValue.url(f"{settings.site.url.rstrip('/')}/{page}")} if settings.site.url else {}
