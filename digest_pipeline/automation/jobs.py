"""What is run together: a job a cadence.

The job `daily` makes a day from its feeds to the issues of daily cadence. Issues of other windows are made of the same
days, by a job of their own: Dagster keeps partitions of one kind to a job.
"""

from collections.abc import Iterable

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from assets import MARTS
from digest_pipeline.automation.inbox import import_job
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.spec import Cadence
from digest_pipeline.settings import Settings

Job = dg.JobDefinition | UnresolvedAssetJobDefinition

JOB = "daily"
REFRESH = "refresh"
SITE = "site"
_LAYERS = ("raw_feeds", "extracted_articles", "stories", "structured_summaries")


def editions_by_cadence(settings: Settings) -> dict[Cadence, list[str]]:
    """Return the names of the configured editions, by cadence."""
    catalogue = Catalogue(settings.home)
    found: dict[Cadence, list[str]] = {}
    for name in settings.editions:
        found.setdefault(catalogue[name].cadence, []).append(name)
    return found


def jobs(settings: Settings) -> list[Job]:
    """Return the jobs: `daily`, one for each other cadence in use, `refresh`, `site`, the marts and the import."""
    site = dg.AssetSelection.assets(["published", "site"])
    layers = dg.AssetSelection.assets(*_LAYERS)
    by_cadence = editions_by_cadence(settings)
    daily = dg.define_asset_job(
        JOB,
        selection=layers | _issues(by_cadence.pop("daily", [])) | site,
        description="From the recorded feeds of a day to its published issues.",
    )
    others = [
        dg.define_asset_job(
            cadence, selection=_issues(names) | site, description=f"The issues of {cadence.replace('_', '-')} cadence."
        )
        for cadence, names in sorted(by_cadence.items())
    ]
    refresh = dg.define_asset_job(
        REFRESH, selection=layers, description="A day's feeds, articles, stories and briefs, without any issue."
    )
    rebuild = dg.define_asset_job(SITE, selection=site, description="The site around the published issues.")
    tables = dg.define_asset_job(
        MARTS, selection=dg.AssetSelection.groups(MARTS), description="The SQL models over all days, shown anew."
    )
    return [daily, *others, refresh, rebuild, tables, import_job()]


def _issues(names: Iterable[str]) -> dg.AssetSelection:
    keys = [dg.AssetKey([layer, name]) for name in names for layer in ("issues", "published")]
    return dg.AssetSelection.assets(*keys)
