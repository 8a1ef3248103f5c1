"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from digest_pipeline.lint.document import Document

Severity = Literal["fault", "note"]
# The line of a finding and what is wrong there.
Check = Callable[[Document], Iterator[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a *fault* is always wrong in an issue, a *note* may be right and wants a look.

    `meaning` is one sentence for people, `remedy` the way out.
    """

    name: str
    severity: Severity
    meaning: str
    remedy: str
    check: Check


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule does not hold; `line` counts from 1, `excerpt` is the beginning of that line."""

    rule: str
    severity: Severity
    line: int
    message: str
    excerpt: str
