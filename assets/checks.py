"""The blocking checks: a great-expectations suite a layer on the rows of the run, and the linter on an issue's text."""

import os
from collections.abc import Mapping, Sequence

import dagster as dg

from assets.partitions import counted, day_of, period_of, windows
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.alerts import Subject, settle
from digest_pipeline.quality.docs import write_docs
from digest_pipeline.quality.gate import issue_layer, judged, sentences
from digest_pipeline.quality.linting import lint_results
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.report import failures_table, findings_table
from digest_pipeline.quality.runner import CheckReport, Result
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
        return _suite(newsroom, Partition(layer, day, day), Subject(day, layer, "suite", day))

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
        subject = Subject(period.last, issue_layer(edition.name, period.key), "suite", period.first)
        return _suite(newsroom, Partition(layer, period.last, period.first, period.key), subject)

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
        period = period_of(context.op_execution_context, spec, newsroom.settings)
        subject = Subject(period.last, issue_layer(edition.name, period.key), "lint", period.first)
        from digest_pipeline.lint import lint  # noqa: PLC0415  as above

        with newsroom.warehouse.hold():
            text = render_markdown(newsroom.issues.required(edition.name, period.key), spec)
            findings = lint(text)
            faults = sum(finding.severity == "fault" for finding in findings)
            shown = {"faults": dg.MetadataValue.int(faults), "findings": dg.MetadataValue.md(findings_table(findings))}
            return _settled(newsroom, subject, lint_results(findings, len(text.splitlines())), shown)

    return lint_of_issue


def _suite(newsroom: Newsroom, partition: Partition, subject: Subject) -> dg.AssetCheckResult:
    """Hold the rows of a partition against the suites of its layer."""
    from digest_pipeline.quality.checking import check_partition  # noqa: PLC0415  0.4 s that loading need not pay

    with newsroom.warehouse.hold():
        report = check_partition(partition, newsroom)
        return _settled(newsroom, subject, report.results, _of_rows(report, subject.layer, newsroom))


def _settled(
    newsroom: Newsroom, subject: Subject, results: Sequence[Result], shown: Mapping[str, dg.MetadataValue]
) -> dg.AssetCheckResult:
    """Keep what a check found, tell of what blocks, and return whether the stages after it may go on."""
    newsroom.record.replace_results(subject.day, subject.layer, results, checked_by=subject.checked_by)
    failed = judged(newsroom, subject.day, subject.layer, results)
    unheard = settle(newsroom, subject, failed, os.environ)
    accepted = {one.result.name: one.acceptance.because for one in failed if one.acceptance}
    return dg.AssetCheckResult(
        passed=len(accepted) == len(failed),
        description="; ".join(filter(None, [sentences(results, failed), unheard])) or None,
        metadata={**shown, **({"accepted": accepted} if accepted else {})},
    )


def _of_rows(report: CheckReport, kept_as: str, newsroom: Newsroom) -> dict[str, dg.MetadataValue]:
    return {
        "data docs": dg.MetadataValue.path(str(write_docs(report, kept_as, newsroom))),
        "expectations": dg.MetadataValue.int(len(report.results)),
        "failed": dg.MetadataValue.md(failures_table(report)),
        "rows checked": counted({result.name: result.checked for result in report.results}, of="expectation"),
    }
