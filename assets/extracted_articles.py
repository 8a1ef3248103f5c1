"""`extracted_articles`: the text, links and dates of the pages that the day's entries lead to."""

from collections import Counter
from typing import TYPE_CHECKING

import dagster as dg

from assets.partitions import OWNERS, counted, day_of, one_day_a_run
from assets.shown import Shown, left_out
from assets.upstream import require_good
from digest_pipeline import versions
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings

if TYPE_CHECKING:
    from digest_pipeline.articles.day import ArticlesOfDay

_ABOUT = """One article an address: text, structure, title, byline, language, dates and outbound links of the recorded \
page, or of the entry itself where the page gave nothing.

**Numbers.** `articles`: how many. `from the feed's own text`: where the page gave none. `left out`: entries that \
became no article. `pages parsed` and `pages known from before`: a page that did not change since it was read is not \
parsed again. `pages without text` counts why, `left out and replaced` says of each."""


def extracted_articles(partitions: dg.PartitionsDefinition[str], settings: Settings) -> dg.AssetsDefinition:
    """Return the asset for these days."""

    @dg.asset(
        partitions_def=partitions,
        backfill_policy=one_day_a_run(),
        deps=["raw_feeds"],
        code_version=versions.of_articles(settings),
        group_name="intake",
        kinds={"python", "duckdb"},
        owners=OWNERS,
        description=_ABOUT,
    )
    def extracted_articles(
        context: dg.AssetExecutionContext, newsroom: dg.ResourceParam[Newsroom]
    ) -> dg.MaterializeResult[None]:
        from digest_pipeline.articles.day import articles_of_day
        from digest_pipeline.articles.extractions import Extractions

        day, extractions = day_of(context), Extractions(newsroom.warehouse)
        require_good(newsroom, ["raw_feeds"], day)
        entries = newsroom.record.entries(day)
        of_day = articles_of_day(
            day, entries, newsroom.archive, extractions, newsroom.settings, newsroom.workers, newsroom.live
        )
        newsroom.record.replace_articles(day, of_day.articles, of_day.drops, of_day.versions)
        made = versions.version_of(of_day.articles, of_day.drops, of_day.versions)
        return dg.MaterializeResult(
            data_version=dg.DataVersion(made), metadata={"articles": len(of_day.articles), **_shown(of_day)}
        )

    return extracted_articles


def _shown(of_day: "ArticlesOfDay") -> Shown:
    from digest_pipeline.articles.versions import changes_table

    articles, drops = of_day.articles, of_day.drops
    return {
        "characters": dg.MetadataValue.int(sum(len(article.text) for article in articles)),
        "from the feed's own text": dg.MetadataValue.int(sum(article.text_origin == "feed" for article in articles)),
        "left out": dg.MetadataValue.int(sum(not drop.replaced for drop in drops)),
        "pages parsed": dg.MetadataValue.int(of_day.parsed),
        "pages known from before": dg.MetadataValue.int(of_day.known),
        "pages without text": counted(Counter(drop.reason for drop in drops)),
        "left out and replaced": left_out(drops),
        "by method": counted(Counter(article.method for article in articles), of="method", none="none"),
        "by language": counted(Counter(article.language for article in articles), of="language", none="none"),
        "changed since their last capture": dg.MetadataValue.md(changes_table(of_day.changes)),
    }
