"""The words of the site itself, in the languages that editions speak."""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from digest_pipeline.site.views import CheckedLayer

FALLBACK = "en"


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Counted(_Words):
    """A count in words, which some languages put otherwise for one."""

    other: str
    one: str = ""

    def of(self, count: int) -> str:
        """Return the words for `count` things."""
        return (self.one if count == 1 and self.one else self.other).format(count=count)


class ChartWords(_Words):
    """The words of one chart: its title, its summary, what it says when all is nought, and the head of its table."""

    title: str
    summary: str
    nothing: str = ""
    name: str = ""
    value: str = ""


class SiteLabels(_Words):
    """Every word that the site adds to an issue, in one language."""

    site: str
    pages: str
    front: str
    archive: str
    tags: str
    sources: str
    charts_title: str
    search: str
    theme: str
    skip: str

    latest_empty: str
    whole_issue: Counted
    feeds: str
    archive_title: str
    archive_empty: str
    month_title: str
    issues: Counted
    stories: Counted
    items: Counted
    tags_title: str
    tags_empty: str
    tag_title: str

    contents: str
    formats: str
    neighbours: str
    previous: str
    following: str
    evidence: str
    evidence_of: str
    offsets: str
    open_source: str
    close: str
    quoted: str
    imported: str
    stars: str
    worth: str
    worth_total: str
    worth_parts: dict[str, str]
    partly_read: str
    metric: str
    figure: str
    setting: str
    compared_with: str

    story_page: str
    points: dict[Literal["technique", "findings", "insight", "limitations"], str]
    all_sources: str
    thread: str
    this_story: str
    printed_in: str

    sources_title: str
    sources_empty: str
    sources_about: str
    source: str
    last_entry: str
    never: str
    entries_a_day: str
    articles_a_day: str
    entries: str
    articles: str
    failed_days: str
    failures: str
    strip: str

    charts_about: str
    charts_empty: str
    charts: dict[Literal["stories", "stars", "topics", "sources", "money", "checks", "layers", "failed"], ChartWords]
    layers: dict[CheckedLayer, str]
    outcomes: dict[Literal["held", "warned", "blocked"], str]
    data: str
    day: str
    comma: str

    search_title: str
    search_for: str
    search_script: str
    search_found: str
    search_none: str
    search_failed: str
    search_more: str
    not_found_title: str
    not_found: str


def site_labels(language: str) -> SiteLabels:
    """Return the words in `language`, or in English when the site does not speak it."""
    known = _all()
    return known.get(language, known[FALLBACK])


@cache
def _all() -> dict[str, SiteLabels]:
    path = Path(__file__).parent / "labels.yaml"
    return TypeAdapter(dict[str, SiteLabels]).validate_python(yaml.safe_load(path.read_text("utf-8")))
