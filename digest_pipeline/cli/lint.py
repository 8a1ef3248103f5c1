"""`digest lint`: what is wrong in Markdown issues, line by line, as people or programs read it.

What is looked for is `digest_pipeline/lint/`.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest_pipeline.cli.console import out, say
from digest_pipeline.webtext import clean

if TYPE_CHECKING:
    from digest_pipeline.lint import Finding

CLEAN, FAULTS, UNREADABLE = 0, 1, 2


def lint(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.md...", help="Issues in Markdown, ours or others'.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Find what is wrong in Markdown issues: links, dates, sources, doubts, marks."""
    raise typer.Exit(lint_files(files, as_json=as_json))


def lint_files(files: Sequence[Path], *, as_json: bool) -> int:
    """Print what is wrong in `files` and how often each rule was broken.

    Returns:
        0 without faults (notes alone are none), 1 with faults, 2 when a file could not be read; the others are told all
        the same.
    """
    from digest_pipeline.lint import lint as findings_of  # noqa: PLC0415  0.2 s, only this command pays them

    found: list[tuple[Path, Finding]] = []
    unreadable: list[dict[str, str]] = []
    for file in files:
        try:
            text = file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            unreadable.append({"file": str(file), "reason": str(error)})
            say(f"digest: {file}: can't be read: {error}")
            continue
        found.extend((file, finding) for finding in findings_of(text))
    counts = Counter(finding.rule for _, finding in found)
    severities = {finding.rule: finding.severity for _, finding in found}
    if as_json:
        findings = [{"file": str(file)} | asdict(finding) for file, finding in found]
        report = {"findings": findings, "counts": dict(sorted(counts.items())), "unreadable": unreadable}
        _print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for file, finding in found:
            _print(clean(f"{file}:{finding.line}: {finding.rule}: {finding.message}"))
        for rule in sorted(counts, key=lambda rule: (severities[rule], -counts[rule], rule)):
            _print(f"{counts[rule]:6} {severities[rule]:5} {rule}")
        if not counts and len(unreadable) < len(files):
            _print("Nothing found.")
    if unreadable:
        return UNREADABLE
    return FAULTS if any(severities[rule] == "fault" for rule in counts) else CLEAN


def _print(text: str) -> None:
    """Print to standard output as it is: what stands in an issue is no mark-up for a terminal."""
    out.print(text, markup=False, highlight=False, soft_wrap=True, emoji=False)
