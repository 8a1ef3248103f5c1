"""An edition's issue of a day, composed from the record."""

from collections import Counter
from datetime import date

from digest_pipeline.editions.compose import compose
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import Issue
from digest_pipeline.record import Record
from digest_pipeline.settings import Settings


def compose_day(edition: EditionSpec, day: date, record: Record, settings: Settings) -> Issue:
    """Return the issue of `day`; what could not be read is named in its notes."""
    chosen = settings.editions[edition.name]
    broken = sorted({drop.item for drop in record.drops(day) if drop.stage == "raw_feeds" and drop.reason != "too_old"})
    return compose(
        edition,
        day,
        record.stories(day),
        record.briefs(day),
        items=chosen.items,
        language=chosen.language,
        timezone=settings.timezone,
        counts={"entries": len(record.entries(day)), "articles": len(record.articles(day))},
        notes=broken,
    )
