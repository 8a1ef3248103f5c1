"""Jinja2 made to write Markdown: what a template prints is escaped unless it is Markdown, and its faults name a line.

What an issue's template is given is `render`.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from traceback import extract_tb

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from markupsafe import Markup

from digest_pipeline.editions.spec import FOLDER, EditionError, EditionSpec
from digest_pipeline.markdown import Markdown, emphasised, escape, link, strong, within

_BLANK_LINES = re.compile(r"\n{3,}")
# What a template can do wrong besides its own syntax: ask for what is not there, or do with a value what it can't.
_TEMPLATE_FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def rendered(edition: EditionSpec, values: Mapping[str, object]) -> str:
    """Return what the edition's template makes of `values`, no two blank lines in a row.

    The template is looked for in `templates/` beside the edition's file, then among those that ship, which it may
    import from.

    Raises:
        EditionError: when the template fails; names file and line.
    """
    try:
        text = _environment(edition.folder).get_template(edition.template).render(values)
    except _TEMPLATE_FAULTS as error:
        raise EditionError(f"{edition.name}.yaml: {_place(error, edition)}: {error or type(error).__name__}") from error
    return _BLANK_LINES.sub("\n\n", text).strip("\n") + "\n"


def _place(error: Exception, edition: EditionSpec) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"templates/{error.name}, line {error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    if not frames:
        return f"templates/{edition.template}"
    return f"templates/{Path(frames[-1].filename).name}, line {frames[-1].lineno}"


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(own / "templates") for own in dict.fromkeys((folder, FOLDER))]),
        # Marks what a macro returns, so that it is not escaped a second time.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    environment.filters |= {
        "emphasised": emphasised,
        "hard_breaks": _hard_breaks,
        "json": _json,
        "link": link,
        "quoted": _quoted,
        "strong": strong,
        "within": within,
    }
    return environment


def _printed(value: object) -> Markup:
    """Return what a template prints, as Markdown; Jinja's own escaping, which is for HTML, leaves that as it is."""
    if isinstance(value, Markup):
        return value
    return Markup(value if isinstance(value, Markdown) else escape(str(value)))  # noqa: S704  Markdown, not HTML


def _hard_breaks(text: str) -> Markdown:
    """Return the lines of a block, empty ones left out, as lines of one paragraph."""
    return Markdown("\\\n".join(line.strip() for line in text.splitlines() if line.strip()))


def _quoted(text: str) -> Markdown:
    return Markdown("\n".join(f"> {line}".rstrip() for line in text.strip().splitlines()))


def _json(value: object) -> Markdown:
    """Return a value for front matter: JSON is YAML, too."""
    return Markdown(json.dumps(value, ensure_ascii=False))
