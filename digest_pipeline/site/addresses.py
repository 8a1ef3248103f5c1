"""Where each page of the site stands, relative to its root. The addresses are permanent: others link to them."""

import re
import unicodedata
from datetime import date

from digest_pipeline.model import content_id

STYLE = "assets/style.css"
SCRIPT = "assets/script.js"
SEARCH_SCRIPT = "assets/search.js"
FRONT = "index.html"
ARCHIVE = "archive/index.html"
TAGS = "tags/index.html"
SOURCES = "sources.html"
OPML = "sources.opml"
CHARTS = "charts.html"
SEARCH = "search.html"
NOT_FOUND = "404.html"

_SLUG_CHARACTERS = 40


def issue_url(edition: str, key: str, story_id: str = "") -> str:
    """Return the address of an issue's page, or of a story's place in it."""
    return f"{edition}/{key}.html{f'#story-{story_id}' if story_id else ''}"


def story_url(first_printed: date, story_id: str, language: str) -> str:
    """Return the address of a story's page; `first_printed` is the day of the first issue that printed it."""
    return f"stories/{first_printed.isoformat()[:7]}/{story_id}-{language}.html"


def month_url(month: str) -> str:
    """Return the address of the archive of a month (`2026-05`)."""
    return f"archive/{month}.html"


def tag_url(tag: str) -> str:
    """Return the address of a tag's page, the same for spellings that differ in case or width alone."""
    return f"tags/{tag_slug(tag)}.html"


def tag_slug(tag: str) -> str:
    """Return the file name of a tag's page: its letters and digits, and a hash where that would not tell tags apart."""
    folded = " ".join(unicodedata.normalize("NFKC", tag).casefold().split())
    slug = re.sub(r"[\W_]+", "-", folded).strip("-")
    # `C`, `C++` and `C#` are three tags; `index` is the list of all of them.
    if slug and slug == folded.replace(" ", "-") and len(slug) <= _SLUG_CHARACTERS and slug != "index":
        return slug
    return f"{slug[:_SLUG_CHARACTERS]}-{content_id(folded)[:8]}".removeprefix("-")
