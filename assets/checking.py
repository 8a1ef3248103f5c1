"""What the checks do: rows and text are judged, what was found is kept, told and shown.

Imported by a check that runs, never where a location is loaded.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import dagster as dg

from assets.partitions import counted
from digest_pipeline.editions.periods import Period
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.lint import lint
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.alerts import Subject, settle
from digest_pipeline.quality.checking import check_frames, check_partition
from digest_pipeline.quality.docs import write_docs
from digest_pipeline.quality.gate import issue_layer, judged, sentences
from digest_pipeline.quality.issue_frames import issue_frames
from digest_pipeline.quality.linting import lint_results
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.report import failures_table, findings_table
from digest_pipeline.quality.runner import CheckReport, Result
from digest_pipeline.record import CheckName


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found, and what its metadata shows of it."""

    results: Sequence[Result]
    shown: Mapping[str, dg.MetadataValue]


def suite_of(newsroom: Newsroom, layer: str, day: date) -> dg.AssetCheckResult:
    """Hold the rows of a layer of days against its suites."""
    with newsroom.warehouse.hold():
        found = _by_suite(newsroom, layer, check_partition(Partition(layer, day, day), newsroom))
        (result,) = _settled(newsroom, Subject(day, layer, "suite", day), {"suite": found})
    return result


def checks_of(
    newsroom: Newsroom, spec: EditionSpec, period: Period, names: Collection[str]
) -> list[dg.AssetCheckResult]:
    """Hold the rows of an issue against its suites (`suite`), and its Markdown against the linter (`lint`)."""
    layer = issue_layer(spec.name, period.key)
    found: dict[CheckName, Found] = {}
    with newsroom.warehouse.hold():
        issue = newsroom.issues.required(spec.name, period.key)
        if "suite" in names:
            partition = Partition(f"issues/{spec.name}", period.last, period.first, period.key)
            report = check_frames(partition, issue_frames(issue, period.first, newsroom), newsroom)
            found["suite"] = _by_suite(newsroom, layer, report)
        if "lint" in names:
            found["lint"] = _by_lint(render_markdown(issue, spec))
        return _settled(newsroom, Subject(period.last, layer, "suite", period.first), found)


def _by_suite(newsroom: Newsroom, kept_as: str, report: CheckReport) -> Found:
    return Found(report.results, _of_rows(report, kept_as, newsroom))


def _by_lint(text: str) -> Found:
    findings = lint(text)
    faults = sum(finding.severity == "fault" for finding in findings)
    shown = {"faults": dg.MetadataValue.int(faults), "findings": dg.MetadataValue.md(findings_table(findings))}
    return Found(lint_results(findings, len(text.splitlines())), shown)


def _settled(newsroom: Newsroom, subject: Subject, found: Mapping[CheckName, Found]) -> list[dg.AssetCheckResult]:
    """Keep what the checks of a step found, tell of what blocks, and return whether the stages after may go on."""
    newsroom.record.replace_results(subject.day, subject.layer, {name: one.results for name, one in found.items()})
    return [_verdict(newsroom, replace(subject, checked_by=name), one) for name, one in found.items()]


def _verdict(newsroom: Newsroom, subject: Subject, found: Found) -> dg.AssetCheckResult:
    failed = judged(newsroom, subject.day, subject.layer, found.results)
    unheard = settle(newsroom, subject, failed, os.environ)
    accepted = {one.result.name: one.acceptance.because for one in failed if one.acceptance}
    return dg.AssetCheckResult(
        check_name=subject.checked_by,
        passed=len(accepted) == len(failed),
        description="; ".join(filter(None, [sentences(found.results, failed), unheard])) or None,
        metadata={**found.shown, **({"accepted": accepted} if accepted else {})},
    )


def _of_rows(report: CheckReport, kept_as: str, newsroom: Newsroom) -> dict[str, dg.MetadataValue]:
    return {
        "data docs": dg.MetadataValue.path(str(write_docs(report, kept_as, newsroom))),
        "expectations": dg.MetadataValue.int(len(report.results)),
        "failed": dg.MetadataValue.md(failures_table(report)),
        "rows checked": counted({result.name: result.checked for result in report.results}, of="expectation"),
    }
