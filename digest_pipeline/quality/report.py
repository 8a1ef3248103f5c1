"""A check's outcome as people read it in the UI."""

from collections.abc import Sequence

from digest_pipeline.lint import Finding
from digest_pipeline.markdown import escape
from digest_pipeline.quality.runner import CheckReport, Result, sentence_of


def failures_table(report: CheckReport) -> str:
    """Return what failed as Markdown: of each expectation what is wrong, what to do, and up to 20 of the rows."""
    failed = [result for result in report.results if not result.passed]
    return "\n\n".join(map(_failure, failed)) or "everything holds"


def findings_table(findings: Sequence[Finding]) -> str:
    """Return what the linter found as a Markdown table."""
    if not findings:
        return "nothing found"
    lines = ["| line | rule | what is wrong | passage |", "|---|---|---|---|"]
    for finding in findings:
        rule = f"{finding.rule} ({finding.severity})"
        lines.append(f"| {finding.line} | {rule} | {escape(finding.message)} | {escape(finding.excerpt)} |")
    return "\n".join(lines)


def _failure(result: Result) -> str:
    rows = f", {result.failed} of {result.checked} rows" if result.checked > 1 else ""
    lines = [f"**{escape(result.name)}** ({result.severity}{rows})", "", escape(sentence_of(result)), ""]
    return "\n".join([*lines, *(f"- {escape(example)}" for example in result.examples)]).rstrip()
