"""What must hold at each layer, declared as data: one module a layer, a suite for each frame of rows that is looked at.

Whether an empty day is good or bad news is not a property of its rows and is judged by the asset.
"""

from collections.abc import Mapping
from types import MappingProxyType

from digest_pipeline.quality.suite import Suite
from digest_pipeline.quality.suites import extracted_articles, issues, raw_feeds, stories, structured_summaries

SUITES: Mapping[str, tuple[Suite, ...]] = MappingProxyType(
    {
        "raw_feeds": raw_feeds.SUITES,
        "extracted_articles": extracted_articles.SUITES,
        "stories": stories.SUITES,
        "structured_summaries": structured_summaries.SUITES,
        "issues": issues.SUITES,
    }
)
