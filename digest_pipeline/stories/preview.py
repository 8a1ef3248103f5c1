"""A look at a day's stories as Markdown, for people who watch the pipeline."""

from collections.abc import Sequence

from digest_pipeline.markdown import escape
from digest_pipeline.model import Story

_ROWS = 20


def preview(stories: Sequence[Story]) -> str:
    """Return a table of the stories that most sources tell, 20 at most."""
    several = sorted(
        (story for story in stories if len(story.articles) > 1), key=lambda story: (-len(story.articles), story.id)
    )
    rows = [f"| {len(s.articles)} | {escape(s.lead.title)} | {escape(s.lead.site)} |" for s in several[:_ROWS]]
    return (
        "\n".join(["| sources | lead article | site |", "|---|---|---|", *rows])
        if rows
        else "every story has one source"
    )
