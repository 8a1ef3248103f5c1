"""One blocking check a layer: its great-expectations suite on the rows of the run's day."""

import dagster as dg

from assets.partitions import counted, day_of
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.frames import frame_of
from digest_pipeline.quality.report import failures_table
from digest_pipeline.quality.runner import check


def layer_check(layer: str, partitions: dg.PartitionsDefinition[str]) -> dg.AssetChecksDefinition:
    """Return the check of `layer` (an asset key such as `issues/daily_briefing`)."""

    @dg.asset_check(
        name="suite",
        asset=dg.AssetKey(layer.split("/")),
        blocking=True,
        partitions_def=partitions,
        description="Dates inside the window, links well formed and unique, scores from 1 to 5: what fails blocks the "
        "stages after it, and the rows that failed are shown.",
    )
    def suite(context: dg.AssetCheckExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.AssetCheckResult:
        day = day_of(context.op_execution_context)
        rows = frame_of(layer, day, newsroom.warehouse, newsroom.settings)
        report = check(layer, rows, day, max_age_days=newsroom.settings.days.max_age_days)
        newsroom.record.replace_results(day, layer, report.results)
        return dg.AssetCheckResult(
            passed=report.passed,
            description="; ".join(result.message for result in report.results if not result.passed) or None,
            metadata={
                "expectations": len(report.results),
                "failed": dg.MetadataValue.md(failures_table(report)),
                "rows checked": counted({result.name: result.checked for result in report.results}, of="expectation"),
            },
        )

    return suite
