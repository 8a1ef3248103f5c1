"""`extracted_articles`: the text, links and dates of the pages that the day's entries lead to."""

from collections import Counter

import dagster as dg

from assets.partitions import OWNERS, counted, day_of, one_day_a_run
from digest_pipeline.articles.day import articles_of_day
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
        description="One article an address: text, title, byline, language, date and outbound links of the recorded "
        "page, or of the entry itself where the page gave nothing. `pages without text` counts why.",
    )
    def extracted_articles(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.MaterializeResult[None]:
        day = day_of(context)
        entries = newsroom.record.entries(day)
        articles, drops = articles_of_day(
            day, entries, newsroom.archive, newsroom.settings, newsroom.workers, newsroom.live
        )
        newsroom.record.replace_articles(day, articles, drops)
        return dg.MaterializeResult(
            metadata={
                "articles": len(articles),
                "characters": sum(len(article.text) for article in articles),
                "from the feed's own text": sum(article.text_origin == "feed" for article in articles),
                "left out": sum(not drop.replaced for drop in drops),
                "pages without text": counted(Counter(drop.reason for drop in drops)),
                "by language": counted(Counter(article.language for article in articles), of="language", none="none"),
            }
        )

    return extracted_articles
