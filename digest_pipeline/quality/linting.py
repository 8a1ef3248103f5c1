"""What the linter found in an issue, as results of checks: one a rule, so that each is kept, compared and accepted."""

from collections.abc import Sequence

from digest_pipeline.lint import RULES, Finding, Rule
from digest_pipeline.quality.runner import EXAMPLES, Result

_PLACES_IN_MESSAGE = 3


def lint_results(findings: Sequence[Finding], lines: int) -> tuple[Result, ...]:
    """Return one result a rule for an issue of `lines` lines, in the order of the rules: faults block, notes warn.

    An example is the passage without its line, which moves when something is printed above it.
    """
    return tuple(_result(rule, [found for found in findings if found.rule == rule.name], lines) for rule in RULES)


def _result(rule: Rule, found: Sequence[Finding], lines: int) -> Result:
    return Result(
        name=f"lint_{rule.name.replace('-', '_')}",
        expectation="lint",
        column="markdown",
        severity="blocking" if rule.severity == "fault" else "warning",
        passed=not found,
        checked=lines,
        failed=len(found),
        examples=tuple(f"passage={finding.excerpt!r}" for finding in found[:EXAMPLES]),
        message=_message(rule, found) if found else "",
    )


def _message(rule: Rule, found: Sequence[Finding]) -> str:
    shown = "; ".join(f"line {finding.line}: {finding.message}" for finding in found[:_PLACES_IN_MESSAGE])
    more = "; …" if len(found) > _PLACES_IN_MESSAGE else ""
    return f"{rule.meaning} {rule.remedy} ({len(found)} of them: {shown}{more})"
