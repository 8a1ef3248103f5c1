"""`issues/<edition>`: the issue of a window, composed and stored; publishing it is another asset's work."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, counted, days_of, one_day_a_run, period_of, windows
from assets.shown import Shown, unfit
from assets.upstream import require_good
from digest_pipeline import versions
from digest_pipeline.briefs.desk import Desk
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import Issue
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings

_ABOUT = """As one document in digest.issues. Nothing is published here: the checks look at it first.

**Numbers.** `items`: stories that it tells. `stories left out`: for want of room or stars. `continuing an earlier \
issue`: items that say what is new since. `with a fault`: stories left out because their text has a fault that no \
issue may have; `faults` names them. `preview` is the issue as readers get it."""


def issue(edition: EditionSpec, settings: Settings) -> dg.AssetsDefinition:
    """Return the asset of `edition`."""

    @dg.asset(
        name=edition.name,
        key_prefix="issues",
        partitions_def=windows(edition.cadence, settings),
        backfill_policy=one_day_a_run(),
        deps=[dg.AssetDep("structured_summaries", partition_mapping=days_of(edition))],
        code_version=versions.of_issue(edition, settings),
        group_name="issues",
        kinds={"jinja", "duckdb"},
        owners=OWNERS,
        description=f"{edition.summary}. {_ABOUT}",
    )
    def issue(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom], desk: dg.ResourceParam[Desk]
    ) -> dg.MaterializeResult[None]:
        from digest_pipeline.editions.assemble import assemble
        from digest_pipeline.ledger import Ledger
        from digest_pipeline.publications import digest_of
        from digest_pipeline.quality.gate import LAYERS

        spec = newsroom.catalogue[edition.name]
        period = period_of(context, spec, newsroom.settings)
        with newsroom.warehouse.hold():
            # Of every layer: where an earlier one blocks, the briefs are older than the day, or there are none.
            require_good(newsroom, LAYERS, period.first, period.last)
            composed = assemble(spec, period, newsroom)
        if spec.review:
            composed = desk.introduce(composed, Ledger(newsroom.warehouse, period.last))
        newsroom.issues.replace(composed)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(digest_of(composed)),
            metadata={"items": len(composed.items), **_shown(composed), "preview": _preview(composed, spec)},
        )

    return issue


def _shown(issue: Issue) -> Shown:
    return {
        "key": dg.MetadataValue.text(issue.key),
        "stories left out": dg.MetadataValue.int(issue.counts["left_out"]),
        "continuing an earlier issue": dg.MetadataValue.int(sum(item.continues is not None for item in issue.items)),
        "written by a model": dg.MetadataValue.int(sum(item.brief.engine == "llm" for item in issue.items)),
        "stars": counted(Counter(f"{item.brief.stars} stars" for item in issue.items), of="stars", none="none"),
        "with a fault": dg.MetadataValue.int(len(issue.unfit)),
        "faults": unfit(issue),
    }


def _preview(issue: Issue, spec: EditionSpec) -> dg.MetadataValue[str]:
    from digest_pipeline.editions.render import render_markdown

    return dg.MetadataValue.md(render_markdown(issue, spec))
