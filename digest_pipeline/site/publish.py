"""One issue as files: Markdown, page and JSON, each whole or not at all; then it counts as published.

What depends on several issues is `build`, which also gives the page its neighbours and the links to story pages.
"""

from dataclasses import dataclass
from pathlib import Path

from digest_pipeline.editions.render import render_json, render_markdown
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import Issue
from digest_pipeline.publications import Publications, digest_of
from digest_pipeline.site import state
from digest_pipeline.site.addresses import issue_url
from digest_pipeline.site.files import write_atomically
from digest_pipeline.site.issue_page import render_issue_page
from digest_pipeline.site.views import Around


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """Where an issue stands in the site, and which of these files this publication changed."""

    markdown: Path
    page: Path
    json: Path
    changed: tuple[Path, ...]


def publish(site: Path, issue: Issue, edition: EditionSpec, publications: Publications) -> PublishedFiles:
    """Write the three files of `issue` and make it the published one of its edition and key.

    A page that `build` made from this very issue stays as it is; otherwise one without links to other pages of the
    site takes its place until the site is built. Doing it again changes nothing.

    Raises:
        EditionError: when the edition does not speak the issue's language, or its template fails; nothing is written.
    """
    url = issue_url(issue.edition, issue.key)
    page = site / url
    texts = {
        page.with_suffix(".md"): render_markdown(issue, edition),
        page.with_suffix(".json"): render_json(issue),
    }
    if not _stands(site, url, digest_of(issue)):
        texts[page] = render_issue_page(issue, edition, Around())
    changed = tuple(path for path, text in texts.items() if write_atomically(path, text))
    publications.add(issue)
    return PublishedFiles(page.with_suffix(".md"), page, page.with_suffix(".json"), changed)


def _stands(site: Path, url: str, digest: str) -> bool:
    """Say whether the page is the one that the site's last build made from the issue of this digest."""
    made = state.load(site).files.get(url)
    return made is not None and made.key.startswith(digest) and state.made_of(site / url, made.key) == made
