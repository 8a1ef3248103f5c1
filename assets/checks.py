"""The blocking checks: a great-expectations suite a layer on the rows of the run, and the linter on an issue's text."""

from collections.abc import Iterator

import dagster as dg

from assets.partitions import day_of, period_of, windows
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings

_SUITE = (
    "Dates inside the window, links well formed and unique, scores from 1 to 5: what fails blocks the stages after it, "
    "and the rows that failed are shown."
)
_LINT = (
    "What `digest lint` finds in the issue's Markdown: missing links and dates, bare addresses, bold that does not "
    "render and the like. A fault blocks publishing, a note does not."
)


def layer_check(layer: str, partitions: dg.PartitionsDefinition[str]) -> dg.AssetChecksDefinition:
    """Return the check of `layer`, by days."""

    @dg.asset_check(name="suite", asset=layer, blocking=True, partitions_def=partitions, description=_SUITE)
    def suite(context: dg.AssetCheckExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.AssetCheckResult:
        from assets.checking import suite_of

        return suite_of(newsroom, layer, day_of(context.op_execution_context))

    return suite


def issue_checks(edition: EditionSpec, settings: Settings) -> dg.AssetChecksDefinition:
    """Return both checks of an edition's issues, by its windows: one step, which reads the issue once."""
    asset, partitions = dg.AssetKey(["issues", edition.name]), windows(edition.cadence, settings)
    described = {"suite": _SUITE, "lint": _LINT}

    @dg.multi_asset_check(
        name=f"{asset.to_python_identifier()}_checks",
        specs=[
            dg.AssetCheckSpec(name, asset=asset, blocking=True, partitions_def=partitions, description=description)
            for name, description in described.items()
        ],
        # Either can be run by itself.
        can_subset=True,
    )
    def checks(
        context: dg.AssetCheckExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> Iterator[dg.AssetCheckResult]:
        from assets.checking import checks_of

        spec = newsroom.catalogue[edition.name]
        period = period_of(context.op_execution_context, spec, newsroom.settings)
        yield from checks_of(newsroom, spec, period, {key.name for key in context.selected_asset_check_keys})

    return checks
