"""The linter of Markdown issues, ours and anybody's: `lint` reads a text and says what is wrong in which line.

It knows nothing but the text: what can be told only from the record of the pages is told by the checks of the assets.
How Markdown is read is `reading.py`; the rules are `rules/`, all in one table, `RULES`.
"""

from functools import lru_cache

from digest_pipeline.lint.reading import read
from digest_pipeline.lint.rule import Finding, Rule
from digest_pipeline.lint.rules import RULES

__all__ = ["RULES", "Finding", "Rule", "lint"]

_EXCERPT_CHARACTERS = 80
# The issues of a day, each read when it is composed and when it is checked.
_TEXTS_KEPT = 8


def lint(text: str) -> list[Finding]:
    """Return what is wrong in a Markdown issue, by line; a file without a date in its title is no issue.

    Rules about items, dates and windows ask nothing of what is no issue; those about links and marks hold everywhere.
    """
    return [*_found(text)]


@lru_cache(maxsize=_TEXTS_KEPT)
def _found(text: str) -> tuple[Finding, ...]:
    document = read(text)
    found: set[Finding] = set()
    for rule in RULES:
        for line, message in rule.check(document):
            written = " ".join(document.source[line - 1].split()) if line <= len(document.source) else ""
            found.add(Finding(rule.name, rule.severity, line, message, written[:_EXCERPT_CHARACTERS]))
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.rule, finding.message)))
