"""An issue and the list of issues as pages. Where the files go is `publish`."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from digest_pipeline.editions.render import (
    amount,
    counts_line,
    extractive_note,
    linkable,
    sections_of,
    stamp,
    window_line,
)
from digest_pipeline.editions.spec import load_edition
from digest_pipeline.model import Brief, Issue, RubricScore, ValuePart
from digest_pipeline.site.evidence import quotation_address, source_of
from digest_pipeline.site.labels import site_labels
from digest_pipeline.webtext import clean, link_text, printable_address

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One published issue in the list of issues; `url` is relative to the list."""

    edition: str
    day: date
    title: str
    items: int
    language: str
    url: str


def render_page(issue: Issue) -> str:
    """Return the issue as one HTML document that needs nothing else.

    Raises:
        EditionError: when the issue's edition is unknown or does not speak its language.
    """
    edition = load_edition(issue.edition)
    labels = edition.labels_in(issue.language)
    return _render(
        "issue.html.j2",
        issue=issue,
        language=issue.language,
        labels=labels,
        colon=escape(labels.colon),  # as safe text, whose space at the end stays
        words=site_labels(issue.language),
        sections=partial(sections_of, edition, language=issue.language),
        extractive_note=extractive_note(issue, labels),
        mixed=len({item.brief.engine for item in issue.items}) > 1,
        counts=counts_line(issue, labels),
        window=window_line(issue, labels),
    )


def render_index(rows: Sequence[IndexRow]) -> str:
    """Return the list of issues, newest first, in the language of the newest."""
    newest_first = sorted(rows, key=lambda row: (row.day, row.edition), reverse=True)
    language = newest_first[0].language if newest_first else "zh"
    return _render("index.html.j2", rows=newest_first, language=language, words=site_labels(language))


def _worth_of(brief: Brief) -> list[tuple[ValuePart, RubricScore | None]]:
    """Return the summands of a brief's value, each with the line of the rubric that it comes from, if any."""
    lines = dict(brief.rubric)
    return [(part, lines.get(part.name)) for part in brief.value_parts]


def _render(template: str, **values: object) -> str:
    style = (FOLDER / "style.css").read_text("utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    text = _environment().get_template(template).render(style=Markup(style), style_digest=digest, **values)  # noqa: S704  our own file
    return text.rstrip("\n") + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Autoescape makes text harmless; `clean` also takes out what hides or reorders it.
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.filters |= {"amount": amount, "stamp": stamp}
    environment.globals |= {
        "address": printable_address,
        "link_text": link_text,
        "linkable": linkable,
        "quotation_address": quotation_address,
        "source_of": source_of,
        "worth_of": _worth_of,
    }
    return environment
