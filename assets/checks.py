"""The blocking checks: a great-expectations suite a layer on the rows of the run, and the linter on an issue's text."""

import dagster as dg

from assets.partitions import counted, day_of, period_of, windows
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.lint import lint
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.frames import Partition, frames_of
from digest_pipeline.quality.report import failures_table, findings_table
from digest_pipeline.quality.runner import CheckReport, check
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
        frames = frames_of(Partition(layer, day, day), newsroom)
        settings = newsroom.settings
        limits = settings.checks.model_dump()
        report = check(layer, frames, day, max_age_days=settings.days.max_age_days, limits=limits)
        newsroom.record.replace_results(day, layer, report.results)
        return _outcome(report)

    return suite


def issue_check(edition: EditionSpec, settings: Settings) -> dg.AssetChecksDefinition:
    """Return the check of the rows of an edition's issues, by its windows."""
    asset = dg.AssetKey(["issues", edition.name])

    @dg.asset_check(
        name="suite", asset=asset, blocking=True, partitions_def=windows(edition.cadence, settings), description=_SUITE
    )
    def suite(context: dg.AssetCheckExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.AssetCheckResult:
        period = period_of(context.op_execution_context, edition, newsroom.settings)
        layer = f"issues/{edition.name}"
        frames = frames_of(Partition(layer, period.last, period.first, period.key), newsroom)
        limits, max_age = newsroom.settings.checks.model_dump(), newsroom.settings.days.max_age_days
        report = check(layer, frames, period.last, first=period.first, max_age_days=max_age, limits=limits)
        newsroom.record.replace_results(period.last, f"{layer}/{period.key}", report.results)
        return _outcome(report)

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
        spec = newsroom.catalogue[edition.name]
        key = period_of(context.op_execution_context, spec, newsroom.settings).key
        findings = lint(render_markdown(newsroom.issues.required(edition.name, key), spec))
        faults = [finding for finding in findings if finding.severity == "fault"]
        return dg.AssetCheckResult(
            passed=not faults,
            description="; ".join(f"line {fault.line}: {fault.message}" for fault in faults) or None,
            metadata={"faults": len(faults), "findings": dg.MetadataValue.md(findings_table(findings))},
        )

    return lint_of_issue


def _outcome(report: CheckReport) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        passed=report.passed,
        description="; ".join(result.message for result in report.results if not result.passed) or None,
        metadata={
            "expectations": len(report.results),
            "failed": dg.MetadataValue.md(failures_table(report)),
            "rows checked": counted({result.name: result.checked for result in report.results}, of="expectation"),
        },
    )
