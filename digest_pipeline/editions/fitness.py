"""Which stories of an issue have a fault in their text that no issue may have, found by the project's own linter."""

from collections.abc import Iterable

from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.lint import Finding, lint
from digest_pipeline.model import Issue, IssueItem, Unfit


def unfit_in(issue: Issue, edition: EditionSpec) -> tuple[Unfit, ...]:
    """Return the stories that the faults of an issue come from, each with the first of them; none when it has none.

    Faults that no single story has by itself, such as one event told by two, are put down to the later of them.
    """
    if not _faults(issue, edition):
        return ()
    alone = [(item, faults[0]) for item in issue.items if (faults := _faults(_only(issue, [item]), edition))]
    if not alone:
        alone = [_first_spoiling(issue, edition)]
    return tuple(
        Unfit(story_id=item.story_id, headline=item.brief.headline, rule=fault.rule, message=fault.message)
        for item, fault in alone
    )


def _first_spoiling(issue: Issue, edition: EditionSpec) -> tuple[IssueItem, Finding]:
    """Return the first story with which the stories before it have a fault together."""
    for end in range(1, len(issue.items)):
        if faults := _faults(_only(issue, issue.items[: end + 1]), edition):
            return issue.items[end], faults[0]
    return issue.items[-1], _faults(issue, edition)[0]


def _faults(issue: Issue, edition: EditionSpec) -> list[Finding]:
    return [finding for finding in lint(render_markdown(issue, edition)) if finding.severity == "fault"]


def _only(issue: Issue, items: Iterable[IssueItem]) -> Issue:
    kept = tuple(items)
    ids = {item.story_id for item in kept}
    return issue.model_copy(
        update={
            "items": kept,
            "overview": tuple(line for line in issue.overview if line.story_id in ids),
            "further": tuple(reading for reading in issue.further if reading.story_id in ids),
            "introduction": (),
        }
    )
