"""`stories`: the day's articles, each event told once with all its sources."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, day_of, one_day_a_run
from assets.shown import left_out
from assets.upstream import require_good
from digest_pipeline import versions
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings

_ABOUT = """What happened: articles about the same event joined, the lead article first, and each story's place in \
its thread.

**Numbers.** `stories`: how many. `joined`: articles told within another's story. `off subject`: articles left out, \
`what is off subject` says why. `new`, `updates` and `repeats`: what a story is to earlier days; a repeat tells \
nothing new and is printed nowhere."""


def stories(partitions: dg.PartitionsDefinition[str], settings: Settings) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=["extracted_articles"],
        code_version=versions.of_stories(settings),
        group_name="newsroom",
        kinds={"python", "duckdb"},
        owners=OWNERS,
        description=_ABOUT,
    )
    def stories(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult[None]:
        from digest_pipeline.stories.day import stories_of_day
        from digest_pipeline.stories.preview import preview
        from digest_pipeline.stories.threads.place import place
        from digest_pipeline.stories.threads.preview import continued

        day, record, days = day_of(context), newsroom.record, newsroom.settings.stories.thread_days
        require_good(newsroom, ["extracted_articles"], day)
        articles = record.articles(day)
        of_day = stories_of_day(day, articles, newsroom.settings)
        earlier, later = record.stories_around(day, days)
        found = place(of_day.stories, earlier, later, record.thread_names(day), days=days)
        record.replace_stories(day, found, of_day.off_subject)
        standings = Counter(story.step.standing for story in found if story.step)
        return dg.MaterializeResult(
            # With the texts: briefs are written from a story's articles as they are now.
            data_version=dg.DataVersion(versions.version_of(found, of_day.off_subject)),
            metadata={
                "stories": len(found),
                "joined": len(articles) - len(of_day.off_subject) - len(found),
                "off subject": len(of_day.off_subject),
                "new": standings["new"],
                "updates": standings["update"],
                "repeats": standings["repeat"],
                "told by several": dg.MetadataValue.md(preview(found)),
                "going on": dg.MetadataValue.md(continued(found)),
                "what is off subject": left_out(of_day.off_subject),
            },
        )

    return stories
