"""The readable side of the recorded days: articles, and how each source serves them, read from Markdown and YAML.

What a page or feed made from them looks like is `render.py`; when they are polled and recorded is `build.py`.
"""

from datetime import datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Literal

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter

from digest_pipeline.demo import SOURCES_FILE
from digest_pipeline.sources.kinds.feed import FeedSource

_HERE = Path(__file__).resolve().parent


class ManuscriptError(Exception):
    """An article file can't be read; the message names the file and what is missing."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Feed(_Strict):
    """How a source serves its feed and its pages; the keys are explained in `feeds.yaml`."""

    format: Literal["rss", "atom", "rdf", "json"]
    dates: Literal["rfc822", "iso", "spaced", "chinese"]
    charset: str
    gives: Literal["summary", "full"]
    layout: str
    page_charset: str
    broken: dict[AwareDatetime, Literal["empty", "html"]] = {}


class Article(_Strict):
    """One article file: the front matter, and the Markdown below it; `name` is the file's name without `.md`.

    `published` is the true time, printed on the page (absent: the page shows none); `feed_date` is what the feed says
    where that is wrong; `listed` is when the feeds first show it, where that is not the time of publication.
    """

    name: str
    url: str
    sources: tuple[str, ...]
    title: str
    author: str
    published: AwareDatetime | None = None
    feed_date: AwareDatetime | None = None
    listed: AwareDatetime | None = None
    layout: str | None = None
    status: HTTPStatus = HTTPStatus.OK
    content_type: str = "text/html"
    summary: str | None = None
    body: str

    @property
    def listed_at(self) -> datetime:
        """When the feeds first show the article."""
        moment = self.listed or self.published
        if moment is None:
            raise ManuscriptError(f"{self.url}: an article without `published` needs `listed`")
        return moment


@cache
def sources() -> dict[str, FeedSource]:
    """Return the twelve sources by id, in the order of the file."""
    entries = TypeAdapter(list[FeedSource]).validate_python(
        yaml.safe_load(SOURCES_FILE.read_text(encoding="utf-8"))["sources"]
    )
    return {entry.id: entry for entry in entries}


@cache
def feeds() -> dict[str, Feed]:
    """Return how each source serves its feed, by source id."""
    text = (_HERE / "feeds.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Feed]).validate_python(yaml.safe_load(text))


@cache
def articles() -> tuple[Article, ...]:
    """Return every article, latest first, as feeds list them.

    Raises:
        ManuscriptError: when a file has no front matter.
    """
    found = [_article(path) for path in sorted((_HERE / "articles").glob("*.md"))]
    return tuple(sorted(found, key=lambda article: (article.listed_at, article.url), reverse=True))


def _article(path: Path) -> Article:
    before, separator, rest = path.read_text(encoding="utf-8").partition("---\n")
    front, second, body = rest.partition("\n---\n")
    if before or not separator or not second:
        raise ManuscriptError(f"{path.name}: the file must open with front matter between two lines of ---")
    return Article.model_validate({**yaml.safe_load(front), "name": path.stem, "body": body})
