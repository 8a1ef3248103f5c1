"""`stories`: the day's articles, each event told once with all its sources."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, day_of, one_day_a_run
from assets.upstream import require_good
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.stories.day import stories_of_day
from digest_pipeline.stories.preview import preview
from digest_pipeline.stories.threads.place import place
from digest_pipeline.stories.threads.preview import continued


def stories(partitions: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=["extracted_articles"],
        group_name="newsroom",
        kinds={"python", "duckdb"},
        owners=OWNERS,
        description="What happened: articles about the same event joined, the lead article first. `joined` counts "
        "articles that are told within another source's story, `off subject` those that are left out, `updates` and "
        "`repeats` the stories that go on from earlier days. A repeat tells nothing new and is printed nowhere.",
    )
    def stories(context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]) -> dg.MaterializeResult[None]:
        day, record, days = day_of(context), newsroom.record, newsroom.settings.stories.thread_days
        require_good(newsroom, ["extracted_articles"], day)
        articles = record.articles(day)
        of_day = stories_of_day(day, articles, newsroom.settings)
        earlier, later = record.stories_around(day, days)
        found = place(of_day.stories, earlier, later, record.thread_names(day), days=days)
        record.replace_stories(day, found, of_day.off_subject)
        standings = Counter(story.step.standing for story in found if story.step)
        return dg.MaterializeResult(
            metadata={
                "stories": len(found),
                "joined": len(articles) - len(of_day.off_subject) - len(found),
                "off subject": len(of_day.off_subject),
                "new": standings["new"],
                "updates": standings["update"],
                "repeats": standings["repeat"],
                "told by several": dg.MetadataValue.md(preview(found)),
                "going on": dg.MetadataValue.md(continued(found)),
            }
        )

    return stories
