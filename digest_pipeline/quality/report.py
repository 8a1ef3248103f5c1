"""A check's outcome as people read it in the UI."""

from collections.abc import Sequence

from digest_pipeline.lint import Finding
from digest_pipeline.markdown import escape
from digest_pipeline.quality.runner import CheckReport


def failures_table(report: CheckReport) -> str:
    """Return what failed as a Markdown table, with up to 20 of the rows."""
    failed = [result for result in report.results if not result.passed]
    if not failed:
        return "everything holds"
    lines = ["| expectation | rows | what to do | examples |", "|---|---|---|---|"]
    for result in failed:
        examples = "; ".join(result.examples)
        lines.append(
            f"| {result.name} ({result.severity}) | {result.failed} | {escape(result.message)} | {escape(examples)} |"
        )
    return "\n".join(lines)


def findings_table(findings: Sequence[Finding]) -> str:
    """Return what the linter found as a Markdown table."""
    if not findings:
        return "nothing found"
    lines = ["| line | rule | what is wrong | passage |", "|---|---|---|---|"]
    for finding in findings:
        rule = f"{finding.rule} ({finding.severity})"
        lines.append(f"| {finding.line} | {rule} | {escape(finding.message)} | {escape(finding.excerpt)} |")
    return "\n".join(lines)
