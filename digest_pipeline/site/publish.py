"""The files of the site: each written whole or not at all, and left untouched when nothing changed."""

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from digest_pipeline.editions.render import render_json, render_markdown
from digest_pipeline.model import Issue
from digest_pipeline.site.page import IndexRow, render_index, render_page

_ISSUE_FILE = re.compile(r"\d{4}-\d{2}-\d{2}\.json")


class SiteError(Exception):
    """The site's folder holds something that is no issue; the message names the file and the way out."""


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """Where an issue stands in the site, and which of these files this publication changed."""

    markdown: Path
    page: Path
    json: Path
    index: Path
    changed: tuple[Path, ...]


def publish(site: Path, issue: Issue) -> PublishedFiles:
    """Write `issue` as Markdown, page and JSON under `site/<edition>/`, and rebuild the list of issues.

    The list is read back from the JSON files in the folder, so it does not depend on the order of publishing.

    Raises:
        SiteError: when a JSON file of the folder is no issue; the issue's own files are written by then.
    """
    folder = site / issue.edition
    folder.mkdir(parents=True, exist_ok=True)
    markdown, page, json = (folder / f"{issue.day}.{suffix}" for suffix in ("md", "html", "json"))
    texts = {markdown: render_markdown(issue), page: render_page(issue), json: render_json(issue)}
    changed = [path for path, text in texts.items() if write_atomically(path, text)]
    index = site / "index.html"
    if write_atomically(index, render_index(published_issues(site))):
        changed.append(index)
    return PublishedFiles(markdown, page, json, index, tuple(changed))


def published_issues(site: Path) -> list[IndexRow]:
    """Return the issues that stand in `site`, in the order of their paths.

    Raises:
        SiteError: when a JSON file is no issue.
    """
    files = (file for file in sorted(site.glob("*/*.json")) if _ISSUE_FILE.fullmatch(file.name))
    return [_row(file) for file in files]


def write_atomically(path: Path, text: str) -> bool:
    """Make `path` hold `text`; say whether that changed it. A reader sees the old file or the new one, never a part."""
    # One fixed name: what a killed run left behind is replaced or removed by the next one.
    temporary = path.with_name(f".{path.name}.tmp")
    content = text.encode()
    if path.is_file() and path.read_bytes() == content:
        temporary.unlink(missing_ok=True)
        return False
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return True


class _Published(BaseModel):
    """What the list of issues needs of an issue's JSON."""

    edition: str
    day: date
    title: str
    language: str
    items: list[Any]


def _row(file: Path) -> IndexRow:
    try:
        issue = _Published.model_validate_json(file.read_bytes())
    except ValidationError as error:
        fault = error.errors()[0]
        reason = f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}"
        raise SiteError(f"{file} is no issue ({reason}); publish that day again or remove the file.") from error
    url = f"{file.parent.name}/{file.stem}.html"
    return IndexRow(issue.edition, issue.day, issue.title, len(issue.items), issue.language, url)
