"""An issue as text: Markdown by the edition's template, and JSON. The page is `site/page.py`."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache, partial
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digest_pipeline.editions.spec import FOLDER, EditionSpec, Labels, SectionSpec, load_edition
from digest_pipeline.markdown import Markdown, escape, link, strong, within
from digest_pipeline.model import Brief, Figure, Issue, Point, Resource
from digest_pipeline.webtext import link_text, printable_address


def render_markdown(issue: Issue) -> str:
    """Return the issue as CommonMark.

    Raises:
        EditionError: when the issue's edition is unknown or does not speak its language.
    """
    edition = load_edition(issue.edition)
    labels = edition.labels_in(issue.language)
    template = _environment().get_template(edition.template)
    text = template.render(
        issue=issue,
        title=Markdown(issue.title),
        labels=labels,
        sections=partial(sections_of, edition, language=issue.language),
        extractive_note=extractive_note(issue, labels),
        counts=counts_line(issue, labels),
        window=window_line(issue, labels),
        trace=Markdown(labels.trace.format(html=f"`{issue.day}.html`", json=f"`{issue.day}.json`")),
    )
    return text.rstrip("\n") + "\n"


def render_json(issue: Issue) -> str:
    """Return the issue as JSON, evidence and all; `Issue.model_validate_json` reads it back."""
    # Without what an issue does not have: one of before an article could have a revision keeps its bytes.
    return issue.model_dump_json(indent=2, exclude_none=True) + "\n"


def sections_of(edition: EditionSpec, brief: Brief, language: str) -> list[tuple[SectionSpec, str, tuple[Point, ...]]]:
    """Return the sections of `brief` that have points, in the edition's order: section, heading, points."""
    found = []
    for section in edition.sections:
        points = tuple(point for name in section.fields for point in getattr(brief, name))
        if points:
            found.append((section, section.heading[language], points))
    return found


def linkable(resources: Iterable[Resource]) -> list[Resource]:
    """Return the resources that may be linked: a resource without an address is of no use to the reader."""
    return [resource for resource in resources if printable_address(resource.url)]


def amount(figure: Figure) -> str:
    """Return a figure's value with its unit: `71.4%`, `35 亿元`, `12 GB`."""
    tight = not figure.unit or not (figure.unit[0].isascii() and figure.unit[0].isalpha())
    return figure.value + ("" if tight else " ") + figure.unit


def extractive_note(issue: Issue, labels: Labels) -> str:
    """Return the line that says how many items no model has written; empty when there is none."""
    count = sum(item.brief.engine == "extractive" for item in issue.items)
    return labels.extractive.format(count=count, total=len(issue.items)) if count else ""


def counts_line(issue: Issue, labels: Labels) -> str:
    """Return the issue's counts that the edition has a word for, in the edition's order."""
    return " · ".join(f"{word} {issue.counts[name]}" for name, word in labels.counts.items() if name in issue.counts)


def window_line(issue: Issue, labels: Labels) -> str:
    """Return the window in the issue's own zone; its end is the first moment that no longer belongs to it."""
    zone = ZoneInfo(issue.timezone)
    start, end = (stamp(moment.astimezone(zone)) for moment in (issue.window_start, issue.window_end))
    return labels.window.format(start=start, end=end, timezone=issue.timezone)


def stamp(moment: datetime) -> str:
    """Return a local time as the reader sees it."""
    return f"{moment:%Y-%m-%d %H:%M}"


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701  Markdown, not HTML: `finalize` escapes what is not marked as Markdown
        loader=FileSystemLoader(FOLDER / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markdown) else escape(str(value)),
    )
    environment.filters |= {
        "amount": lambda figure: within(amount(figure)),
        "link": link,
        "stamp": stamp,
        "strong": strong,
    }
    environment.globals |= {"link_text": link_text, "linkable": linkable}
    return environment
