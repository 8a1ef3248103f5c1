"""Data Docs: a page of every check under `quality/` in the home, which `docs_index.py` lists.

The body of a page is great_expectations' own rendering of its results. Its site builder is not used (ADR 26): it makes
everything anew, its pages load scripts, styles and fonts from other hosts, and it prints values that failed as markup.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nh3
from markupsafe import Markup

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.docs_index import FOLDER, environment, page_of, write_index
from digest_pipeline.quality.runner import CheckReport, Result, sentence_of
from digest_pipeline.quality.validation import name_of
from digest_pipeline.site.files import write_atomically

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult

_BODIES_KEPT = 128
_TAGS = {"div", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "span", "strong", "i", "br", "p", "ul", "li"}


def write_docs(report: CheckReport, kept_as: str, newsroom: Newsroom) -> Path:
    """Write the page of a check in place of that of its last run, and the index; return the page.

    `kept_as` is the layer under which the results are kept, `stories` or `issues/daily_briefing/2026-06-02`.
    """
    page = newsroom.settings.home / FOLDER / page_of(kept_as, report.day)
    # What a power cut takes is made again when the check runs again.
    write_atomically(page, render_page(report, kept_as), durable=False)
    write_index(report, kept_as, newsroom)
    return page


def render_page(report: CheckReport, kept_as: str) -> str:
    """Return the page of a check: what failed first, then everything that was looked at."""
    page = page_of(kept_as, report.day)
    results = {result.name: result for result in report.results}
    return (
        environment()
        .get_template("check.html.j2")
        .render(
            report=report,
            kept_as=kept_as,
            failed=[result for result in report.results if not result.passed],
            frames=[(str(one.suite_name), _body(_Shown.of(one, results))) for one in report.validations],
            root="../" * page.count("/"),
        )
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """The results of a frame, and by what their page differs from another's: how many rows passed is not shown."""

    validation: "ExpectationSuiteValidationResult" = field(compare=False)
    results: Mapping[str, Result] = field(compare=False)
    name: str
    told: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, validation: "ExpectationSuiteValidationResult", results: Mapping[str, Result]) -> "_Shown":
        told = (_told(outcome, results[name_of(outcome)]) for outcome in validation.results)
        return cls(validation, results, str(validation.suite_name), tuple(told))


def _told(outcome: Any, result: Result) -> tuple[str, ...]:
    failed = () if result.passed else (repr(outcome.result), result.message, *result.examples)
    return (result.name, repr(outcome.expectation_config.kwargs), repr(outcome.result.get("observed_value")), *failed)


@lru_cache(maxsize=_BODIES_KEPT)
def _body(frame: _Shown) -> Markup:
    """Return the sections that great_expectations makes of a frame's results, as markup that can do nothing.

    Where everything holds they are those of the issue before, and of the day before.
    """
    from great_expectations.render.renderer.page_renderer import (  # noqa: PLC0415  imported by the check before
        ValidationResultsPageRenderer,
    )

    shown = copy(frame.validation)
    shown.results = [_in_words(outcome, frame.results[name_of(outcome)]) for outcome in frame.validation.results]
    # Its types don't say what it takes.
    renderer: Any = ValidationResultsPageRenderer(run_info_at_end=True)
    document = renderer.render(shown)
    # The first section links to pages of a whole site, the last one tells when the rows were read.
    sections = [section.to_json_dict() for section in document.sections[1:-1]]
    html = "".join(
        _view().render({"section": section, "section_loop": {"index": at}})
        for at, section in enumerate(sections, start=1)
    )
    return Markup(nh3.clean(html, tags=_TAGS, attributes={"*": {"class"}}))  # noqa: S704  cleaned


def _in_words(found: Any, result: Result) -> Any:
    """Return an outcome that tells what is wrong and what to do, with the failing rows instead of bare values.

    great_expectations prints both as they are: they are escaped here.
    """
    outcome = copy(found)
    outcome.result = dict(found.result)
    outcome.expectation_config = copy(found.expectation_config)
    outcome.exception_info = {"raised_exception": False, "exception_traceback": None, "exception_message": None}
    if "unexpected_count" in outcome.result:
        outcome.result.pop("partial_unexpected_counts", None)
        outcome.result["partial_unexpected_list"] = [escape(example) for example in result.examples]
    observed = outcome.result.get("observed_value")
    if hasattr(observed, "tolist"):
        # Numbers of numpy, which its metrics give, its pages can't print.
        outcome.result["observed_value"] = observed.tolist()
    elif isinstance(observed, str):
        outcome.result["observed_value"] = escape(observed)
    if not result.passed:
        outcome.expectation_config.description = escape(f"{result.name}: {sentence_of(result)}")
    return outcome


@cache
def _view() -> Any:
    """Return what makes markup of a section; to compile its templates takes longer than to use them on a day."""
    from great_expectations.render.view.view import DefaultJinjaSectionView  # noqa: PLC0415  imported by then

    return DefaultJinjaSectionView()
