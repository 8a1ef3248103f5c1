"""`extracted_articles`: the text, links and dates of the pages that the day's entries lead to."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, counted, day_of, one_day_a_run
from assets.upstream import require_good
from digest_pipeline.articles.day import articles_of_day
from digest_pipeline.articles.extractions import Extractions
from digest_pipeline.articles.versions import changes_table
from digest_pipeline.newsroom import Newsroom


def extracted_articles(partitions: dg.PartitionsDefinition[str]) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=["raw_feeds"],
        group_name="intake",
        kinds={"python", "duckdb"},
        owners=OWNERS,
        description="One article an address: text, structure, title, byline, language, dates and outbound links of the "
        "recorded page, or of the entry itself where the page gave nothing. `pages without text` counts why; a page "
        "that did not change since it was read is not parsed again.",
    )
    def extracted_articles(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.MaterializeResult[None]:
        day, extractions = day_of(context), Extractions(newsroom.warehouse)
        require_good(newsroom, ["raw_feeds"], day)
        entries = newsroom.record.entries(day)
        of_day = articles_of_day(
            day, entries, newsroom.archive, extractions, newsroom.settings, newsroom.workers, newsroom.live
        )
        newsroom.record.replace_articles(day, of_day.articles, of_day.drops, of_day.versions)
        return dg.MaterializeResult(
            metadata={
                "articles": len(of_day.articles),
                "characters": sum(len(article.text) for article in of_day.articles),
                "from the feed's own text": sum(article.text_origin == "feed" for article in of_day.articles),
                "left out": sum(not drop.replaced for drop in of_day.drops),
                "pages parsed": of_day.parsed,
                "pages known from before": of_day.known,
                "pages without text": counted(Counter(drop.reason for drop in of_day.drops)),
                "by method": counted(Counter(article.method for article in of_day.articles), of="method", none="none"),
                "by language": counted(
                    Counter(article.language for article in of_day.articles), of="language", none="none"
                ),
                "changed since their last capture": dg.MetadataValue.md(changes_table(of_day.changes)),
            }
        )

    return extracted_articles
