"""What the linter finds is kept like the outcome of any check: one result a rule."""

from digest_pipeline.lint import RULES, Finding, lint
from digest_pipeline.quality.acceptances import fingerprint
from digest_pipeline.quality.linting import lint_results

ADDRESS = "# AI Briefing | 2026-06-02\n\nLook at https://a.example/offer today.\n"


def test_every_rule_has_a_result_and_only_faults_block() -> None:
    results = lint_results([], 12)
    assert len({result.name for result in results}) == len(RULES)
    assert {(result.passed, result.checked, result.failed) for result in results} == {(True, 12, 0)}
    severities = {f"lint_{rule.name.replace('-', '_')}": rule.severity == "fault" for rule in RULES}
    assert {result.name: result.severity == "blocking" for result in results} == severities


def test_a_fault_says_where_and_what_to_do() -> None:
    (failed,) = [
        result for result in lint_results(lint(ADDRESS), 3) if not result.passed and result.severity == "blocking"
    ]
    assert (failed.name, failed.failed) == ("lint_bare_url", 1)
    assert failed.examples == ("passage='Look at https://a.example/offer today.'",)
    assert "Write a link with the title of the page. (1 of them: line 3: " in failed.message


def test_a_passage_that_moved_is_the_same_failure() -> None:
    def failure(line: int, excerpt: str) -> str:
        found = Finding("bare-url", "fault", line, "an address", excerpt)
        return next(fingerprint(result) for result in lint_results([found], 9) if not result.passed)

    assert failure(3, "Look at it") == failure(5, "Look at it")
    assert failure(3, "Look at it") != failure(3, "Look at another")
