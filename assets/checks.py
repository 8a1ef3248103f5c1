"""The blocking checks: a great-expectations suite a layer on the rows of the run, and the linter on an issue's text."""

import dagster as dg

from assets.partitions import day_of, period_of, windows
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings

_SUITE = (
    "Dates inside the window, links well formed and unique, scores from 1 to 5: what fails blocks the stages after it, "
    "and the rows that failed are shown."
)


def layer_check(layer: str, partitions: dg.PartitionsDefinition[str]) -> dg.AssetChecksDefinition:
    """Return the check of `layer`, by days."""

    @dg.asset_check(name="suite", asset=layer, blocking=True, partitions_def=partitions, description=_SUITE)
    def suite(context: dg.AssetCheckExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.AssetCheckResult:
        day = day_of(context.op_execution_context)
        from assets.checking import suite_of

        return suite_of(newsroom, layer, day, day)

    return suite


def issue_check(edition: EditionSpec, settings: Settings) -> dg.AssetChecksDefinition:
    """Return the check of the rows of an edition's issues, by its windows."""
    asset = dg.AssetKey(["issues", edition.name])

    @dg.asset_check(
        name="suite", asset=asset, blocking=True, partitions_def=windows(edition.cadence, settings), description=_SUITE
    )
    def suite(context: dg.AssetCheckExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.AssetCheckResult:
        from assets.checking import suite_of

        period = period_of(context.op_execution_context, edition, newsroom.settings)
        return suite_of(newsroom, f"issues/{edition.name}", period.first, period.last, period.key)

    return suite


def lint_check(edition: EditionSpec, settings: Settings) -> dg.AssetChecksDefinition:
    """Return the check of the text of an edition's issues, by its windows."""
    asset = dg.AssetKey(["issues", edition.name])

    @dg.asset_check(
        name="lint",
        asset=asset,
        blocking=True,
        partitions_def=windows(edition.cadence, settings),
        description="What `digest lint` finds in the issue's Markdown: missing links and dates, bare addresses, bold "
        "that does not render and the like. A fault blocks publishing, a note does not.",
    )
    def lint_of_issue(
        context: dg.AssetCheckExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.AssetCheckResult:
        from assets.checking import lint_of

        spec = newsroom.catalogue[edition.name]
        return lint_of(newsroom, spec, period_of(context.op_execution_context, spec, newsroom.settings))

    return lint_of_issue
