"""The words of the site itself, in the languages that editions speak."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

FALLBACK = "en"


class SiteLabels(BaseModel):
    """Every word that the site adds to an issue, in one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    archive: str
    archive_title: str
    archive_empty: str
    contents: str
    evidence: str
    offsets: str
    open_source: str
    quoted: str
    stars: str
    worth: str
    worth_total: str
    worth_parts: dict[str, str]
    partly_read: str
    metric: str
    figure: str
    setting: str
    compared_with: str
    items: str
    formats: str
    skip: str


def site_labels(language: str) -> SiteLabels:
    """Return the words in `language`, or in English when the site does not speak it."""
    known = _all()
    return known.get(language, known[FALLBACK])


@cache
def _all() -> dict[str, SiteLabels]:
    path = Path(__file__).parent / "labels.yaml"
    return TypeAdapter(dict[str, SiteLabels]).validate_python(yaml.safe_load(path.read_text("utf-8")))
