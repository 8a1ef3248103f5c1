"""The Dagster assets and their checks: thin, one module a layer. What they compute lives in `digest_pipeline`."""

import warnings
from collections.abc import Sequence

import dagster as dg

from assets.checks import issue_checks, layer_check
from assets.described import described
from assets.extracted_articles import extracted_articles
from assets.issues import issue
from assets.marts import MARTS, marts
from assets.partitions import days, windows
from assets.published import published, site
from assets.raw_feeds import raw_feeds
from assets.stories import stories
from assets.structured_summaries import structured_summaries
from assets.tables import dictionary
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.settings import Settings

__all__ = ["MARTS", "all_assets", "all_checks", "days", "windows"]


def all_assets(settings: Settings) -> Sequence[dg.AssetsDefinition]:
    """Return every asset of a newsroom: layers by day, editions by their windows, the site and the marts."""
    partitions, catalogue, known = days(settings), Catalogue(settings.home), dictionary()
    with warnings.catch_warnings():
        # Dagster calls `backfill_policy` and references to code beta, `is_virtual` a preview; the lock pins the version
        # that the tests run.
        warnings.simplefilter("ignore", dg.BetaWarning)
        warnings.simplefilter("ignore", dg.PreviewWarning)
        layers = [
            build(partitions, settings) for build in (raw_feeds, extracted_articles, stories, structured_summaries)
        ]
        editions = [build(catalogue[name], settings) for name in settings.editions for build in (issue, published)]
        made = [*layers, *editions, site(settings), *marts(settings, known)]
        return described(made, settings, catalogue, known)


def all_checks(settings: Settings) -> Sequence[dg.AssetChecksDefinition]:
    """Return the blocking checks of every layer and edition."""
    layers, catalogue = days(settings), Catalogue(settings.home)
    with warnings.catch_warnings():
        # Dagster calls checks by partition a preview; without them the UI knows only the check of the last run.
        warnings.simplefilter("ignore", dg.PreviewWarning)
        return [
            *(
                layer_check(layer, layers)
                for layer in ("raw_feeds", "extracted_articles", "stories", "structured_summaries")
            ),
            *(issue_checks(catalogue[name], settings) for name in settings.editions),
        ]
