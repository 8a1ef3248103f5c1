"""The page of an issue: what the edition prints of each story, each statement with its evidence."""

from functools import partial

from digest_pipeline.editions.render import (
    continuous,
    counts_line,
    extractive_note,
    further_of,
    groups_of,
    paragraph_of,
    sections_of,
    window_line,
)
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import Issue
from digest_pipeline.site.addresses import issue_url
from digest_pipeline.site.story_parts import parts_of
from digest_pipeline.site.templating import render
from digest_pipeline.site.views import Around


def render_issue_page(issue: Issue, edition: EditionSpec, around: Around) -> str:
    """Return the page of `issue`, which stands at `addresses.issue_url`.

    Raises:
        EditionError: when the edition does not speak the issue's language.
    """
    labels = edition.labels_in(issue.language)
    return render(
        "issue.html.j2",
        issue_url(issue.edition, issue.key),
        language=issue.language,
        issue=issue,
        about=edition.said(edition.about, issue.language),
        body=edition.body,
        groups=groups_of(issue, edition),
        grouped=bool(edition.groups),
        sections=partial(sections_of, edition, language=issue.language),
        paragraph=paragraph_of,
        continuous=continuous,
        further=further_of(issue, labels),
        extractive_note=extractive_note(issue, labels),
        mixed=len({item.brief.engine for item in issue.items}) > 1,
        counts=counts_line(issue, labels),
        window=window_line(issue, labels),
        **parts_of(issue.items, labels, around),
    )
