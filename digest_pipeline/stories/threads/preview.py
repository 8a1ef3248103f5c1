"""A look at the stories of a day that go on from earlier days, as Markdown, for people who watch the pipeline."""

from collections.abc import Sequence

from digest_pipeline.markdown import escape
from digest_pipeline.model import Story

_ROWS = 20


def continued(stories: Sequence[Story]) -> str:
    """Return a table of the updates and repeats with why they are one, 20 of each at most."""
    rows = [
        f"| {standing} | {escape(story.lead.title)} | {escape('; '.join(story.step.reasons))} |"
        for standing in ("update", "repeat")
        for story in sorted(
            (story for story in stories if story.step and story.step.standing == standing), key=lambda story: story.id
        )[:_ROWS]
        if story.step
    ]
    return "\n".join(["| standing | story | why |", "|---|---|---|", *rows]) if rows else "no story continues another"
