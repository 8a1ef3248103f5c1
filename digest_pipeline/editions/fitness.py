"""Which stories of an issue have a fault in their text that no issue may have, found by the project's own linter."""

from collections.abc import Collection

from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.lint import Finding, lint
from digest_pipeline.model import Issue, Unfit


def unfit_in(issue: Issue, edition: EditionSpec) -> tuple[Unfit, ...]:
    """Return the stories that the faults of an issue come from, each with the first of them; none when it has none.

    Faults that no single story has by itself, such as one event told by two, are put down to the later of them. A fault
    that no story is the cause of, such as one that the template puts under each of them, is left to the check before
    publishing.
    """
    if not _faults(issue, edition):
        return ()
    headlines = {item.story_id: item.brief.headline for item in issue.items}
    headlines |= {one.story_id: one.resource.title for one in issue.further if one.story_id not in headlines}
    stories = list(headlines)
    found = {story: faults[0] for story in stories if (faults := _faults(_only(issue, [story]), edition))}
    if len(stories) > 1 and len(found) == len(stories) and len({fault.rule for fault in found.values()}) == 1:
        return ()
    for end in range(2, len(stories) + 1):
        if not found and (faults := _faults(_only(issue, stories[:end]), edition)):
            found = {stories[end - 1]: faults[0]}
    return tuple(
        Unfit(story_id=story, headline=headlines[story], rule=fault.rule, message=fault.message)
        for story, fault in found.items()
    )


def _faults(issue: Issue, edition: EditionSpec) -> list[Finding]:
    return [finding for finding in lint(render_markdown(issue, edition)) if finding.severity == "fault"]


def _only(issue: Issue, stories: Collection[str]) -> Issue:
    return issue.model_copy(
        update={
            "items": tuple(item for item in issue.items if item.story_id in stories),
            "overview": tuple(line for line in issue.overview if line.story_id in stories),
            "further": tuple(reading for reading in issue.further if reading.story_id in stories),
            "introduction": (),
        }
    )
