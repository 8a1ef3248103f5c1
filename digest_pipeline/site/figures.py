"""The figures behind the charts and the health of the sources, over the days up to the newest issue."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from digest_pipeline.dates import days_between
from digest_pipeline.settings import Settings
from digest_pipeline.site.printed import Printed, PrintedStory
from digest_pipeline.site.views import CheckedLayer, FailedCheck, Figures, LayerChecks, SourceDay, SourceHealth, Topic
from digest_pipeline.sources.opml import address_of
from digest_pipeline.sources.source import Day, Source
from digest_pipeline.warehouse import Warehouse

CHART_DAYS = 90
HEALTH_DAYS = 30
TOPICS = 8
"""So many tags are drawn, those of most stories."""
FAILED_CHECKS = 12
"""So many checks are drawn one by one, those that failed on most days."""

_LAYERS: tuple[CheckedLayer, ...] = ("raw_feeds", "extracted_articles", "stories", "structured_summaries", "issues")


def figures_of(printed: Printed, warehouse: Warehouse, health: Sequence[SourceHealth]) -> Figures:
    """Return what the charts show; no days when nothing was printed yet."""
    days = _days(printed, CHART_DAYS)
    if not days:
        return Figures((), (), (0, 0, 0, 0, 0), (), tuple(health), ())
    told = _told_once(printed, days[0])
    stories = Counter(story.first.day for story in told)
    stars = Counter(story.first.stars for story in told)
    costs = _costs(warehouse, days[0], days[-1])
    return Figures(
        days=days,
        stories=tuple(stories[day] for day in days),
        stars=(stars[1], stars[2], stars[3], stars[4], stars[5]),
        topics=_topics(printed, days),
        sources=tuple(health),
        money=tuple(costs.get(day, 0.0) for day in days),
        checks=_checks(warehouse, days),
        failed=_failed(warehouse, days),
    )


def health_of(printed: Printed, warehouse: Warehouse, settings: Settings) -> list[SourceHealth]:
    """Return how each configured source fared, in the order of the configuration; `last_entry` is in the local zone."""
    days = _days(printed, HEALTH_DAYS)
    if not days:
        return [SourceHealth(source.name, address_of(source), None, ()) for source in settings.sources]
    span = [days[0], days[-1]]
    yields = warehouse.rows("select * from marts.source_yield where day between ? and ?", span)
    failures = warehouse.rows("select * from marts.source_failures where day between ? and ?", span)
    # Two columns of all days: a source that fell silent long ago must not look as if it had never spoken.
    newest = warehouse.rows("select source_id, max(published_at) as newest from raw.entries group by source_id")
    given = {(row["source_id"], row["day"]): (row["entries"], row["articles"]) for row in yields}
    failed = {(row["url"], row["day"]): row["failure"] for row in failures}
    last = {row["source_id"]: row["newest"].astimezone(settings.zone) for row in newest}

    def of_day(source: Source, day: date) -> SourceDay:
        addresses = source.addresses(Day.of(day, settings.zone))
        failure = next((failed[address, day] for address in addresses if (address, day) in failed), "")
        return SourceDay(day, *given.get((source.id, day), (0, 0)), failure)

    return [
        SourceHealth(source.name, address_of(source), last.get(source.id), tuple(of_day(source, day) for day in days))
        for source in settings.sources
    ]


def _topics(printed: Printed, days: Sequence[date]) -> tuple[Topic, ...]:
    recent = {tag.name: _since(tag.stories, days[0]) for tag in printed.by_tag.values()}
    chosen = sorted((tag for tag in recent if recent[tag]), key=lambda tag: (-len(recent[tag]), tag))[:TOPICS]
    counts = {tag: Counter(story.first.day for story in recent[tag]) for tag in chosen}
    return tuple(Topic(tag, tuple(counts[tag][day] for day in days)) for tag in chosen)


def _since(stories: Sequence[PrintedStory], day: date) -> Sequence[PrintedStory]:
    """Return those of the stories, which stand in the order of their days, that were printed since `day`."""
    return stories[bisect_left(stories, day, key=lambda story: story.first.day) :]


def _told_once(printed: Printed, since: date) -> list[PrintedStory]:
    """Return the stories printed since a day, each in the first language that printed it."""
    first: dict[str, PrintedStory] = {}
    for story in _since(list(printed.stories), since):
        first.setdefault(story.first.story_id, story)
    return list(first.values())


def _costs(warehouse: Warehouse, first: date, last: date) -> dict[date, float]:
    rows = warehouse.rows("select day, cost from marts.day_costs where day between ? and ?", [first, last])
    return {row["day"]: row["cost"] for row in rows if row["cost"] is not None}


def _checks(warehouse: Warehouse, days: Sequence[date]) -> tuple[LayerChecks, ...]:
    sql = (
        "select day, split_part(layer, '/', 1) as layer, count(*) filter (passed) as held,"
        " count(*) filter (not passed and (accepted or severity = 'warning')) as warned,"
        " count(*) filter (not passed and not accepted and severity = 'blocking') as blocked"
        " from marts.quality_checks where day between ? and ? group by all"
    )
    found = {(row["layer"], row["day"]): row for row in warehouse.rows(sql, [days[0], days[-1]])}

    def counts(layer: str, outcome: str) -> tuple[int, ...]:
        return tuple(found[layer, day][outcome] if (layer, day) in found else 0 for day in days)

    checked = {layer for layer, _ in found}
    return tuple(
        LayerChecks(layer, counts(layer, "held"), counts(layer, "warned"), counts(layer, "blocked"))
        for layer in _LAYERS
        if layer in checked
    )


def _failed(warehouse: Warehouse, days: Sequence[date]) -> tuple[FailedCheck, ...]:
    sql = (
        "select layer || '.' || name as name, day, sum(failed)::integer as failed from marts.quality_checks"
        " where not passed and day between ? and ? group by layer, name, day"
    )
    found: dict[str, Counter[date]] = defaultdict(Counter)
    for row in warehouse.rows(sql, [days[0], days[-1]]):
        # What could not be compared at all failed without a row that did.
        found[row["name"]][row["day"]] = max(row["failed"], 1)
    most = sorted(found, key=lambda name: (-len(found[name]), name))[:FAILED_CHECKS]
    return tuple(FailedCheck(name, tuple(found[name][day] for day in days)) for name in most)


def _days(printed: Printed, most: int) -> tuple[date, ...]:
    """Return up to `most` days, from the first issue's or later to the newest issue's."""
    if not printed.heads:
        return ()
    last = printed.heads[-1].day
    return tuple(days_between(max(printed.heads[0].day, last - timedelta(most - 1)), last))
