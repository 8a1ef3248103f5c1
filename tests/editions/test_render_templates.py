"""A user's own edition: its template is found, what it prints is escaped, its faults are told with file and line."""

from pathlib import Path

import pytest

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import EditionError
from digest_pipeline.model import Issue
from tests.editions.sample import HOSTILE_ID, RING, sample_issue

EDITION = """
name: mine
template: mine.md.j2
title: {en: "Mine {last}"}
about: {en: My own}
body: [one_sentence]
labels: {en: {overview: All of it}}
"""


def printed(home: Path, template: str, issue: Issue | None = None) -> str:
    """Return an issue of an edition of the home with this template."""
    folder = home / "editions" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mine.md.j2").write_text(template, "utf-8")
    (home / "editions" / "mine.yaml").write_text(EDITION, "utf-8")
    return render_markdown(issue or sample_issue("en", keep=[RING]), Catalogue(home)["mine"])


def test_the_template_beside_the_edition_is_used_with_the_parts_that_ship(tmp_path: Path) -> None:
    template = (
        '{% import "_macros.md.j2" as parts with context %}\n# {{ heading }}\n{{ parts.resources(issue.items[0]) }}'
    )

    text = printed(tmp_path, template)

    assert text.startswith("# AI Daily Briefing | 2026-02-14\n\n#### 🔗 Resources\n\n- **Paper**: [Ring-3: Hybrid")


def test_a_template_of_the_home_takes_the_place_of_the_one_that_ships(tmp_path: Path) -> None:
    (tmp_path / "editions" / "templates").mkdir(parents=True)
    (tmp_path / "editions" / "templates" / "_macros.md.j2").write_text(
        "{% macro colophon() %}END{% endmacro %}", "utf-8"
    )

    assert printed(tmp_path, '{% import "_macros.md.j2" as parts %}\n{{ parts.colophon() }}') == "END\n"


@pytest.mark.parametrize(
    "expression",
    [
        "issue.items[0].brief.headline",
        "issue.items[0].brief.headline ~ ''",
        "[issue.items[0].brief.headline] | join(' ')",
        "issue.items[0].brief.headline | upper",
    ],
)
def test_what_a_template_prints_is_escaped(expression: str, tmp_path: Path) -> None:
    text = printed(tmp_path, f"{{{{ {expression} }}}}", sample_issue("en", keep=[HOSTILE_ID]))

    assert text.casefold().startswith(r"&lt;script>alert(1)&lt;/script> \](javascript:alert(1)) \*\*bold\*\*")


def test_a_macro_is_not_escaped_twice(tmp_path: Path) -> None:
    template = "{% macro bold(text) %}{{ text | strong('') }}{% endmacro %}{{ bold('a*b') }}"

    assert printed(tmp_path, template) == "**a\\*b**\n"


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("# x\n\n{{ isue.title }}\n", r"mine\.yaml: templates/mine\.md\.j2, line 3: 'isue' is undefined"),
        ("# x\n{% for %}\n", r"mine\.yaml: templates/mine\.md\.j2, line 2: "),
        ("\n{{ issue.items[0].nothing }}", r"mine\.yaml: templates/mine\.md\.j2, line 2: .*nothing"),
        ("{{ labels.outcomes['x'] }}", r"mine\.yaml: templates/mine\.md\.j2, line 1: .*x"),
        ("a\nb\n{{ 1 / 0 }}", r"mine\.yaml: templates/mine\.md\.j2, line 3: division by zero"),
        ("{{ 'x' | bolder }}", r"mine\.yaml: templates/mine\.md\.j2, line 1: No filter named 'bolder'"),
        ("\n{% include 'gone.md.j2' %}", r"mine\.yaml: templates/mine\.md\.j2, line 2: .*gone\.md\.j2"),
    ],
)
def test_a_fault_of_a_template_is_told_with_file_and_line(template: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=message):
        printed(tmp_path, template)


def test_a_template_in_other_than_the_issue_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"mine\.yaml: labels: no 'zh'; the edition speaks en"):
        printed(tmp_path, "x", sample_issue("zh"))
