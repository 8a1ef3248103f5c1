"""A day's articles: each entry's page read from the record, extracted, and built into an article.

One page that can't be had costs at most itself: the entry's own text takes its place where it is long enough. How pages
are extracted once and not again is `outcomes.py`; which text of a page that changed is the day's, `versions.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from digest_pipeline.articles.build import build_article, from_entry
from digest_pipeline.articles.extractions import Extractions, Outcome
from digest_pipeline.articles.outcomes import outcomes_of
from digest_pipeline.articles.page import Extracted, Failure
from digest_pipeline.articles.pages import Pages
from digest_pipeline.articles.versions import ArticleVersion, new_versions, version_of_day
from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.fetch import Unreached
from digest_pipeline.capture.live import Live
from digest_pipeline.dates import day_of
from digest_pipeline.model import Article, Drop, Entry
from digest_pipeline.settings import Settings
from digest_pipeline.urls import same_site
from digest_pipeline.workers import Workers

# A post that is complete in itself may be shorter than any page's text.
_SHORTEST_POST = 20


@dataclass(frozen=True, slots=True)
class ArticlesOfDay:
    """The articles by time and id, what was left out and why, and the texts that were new on the day.

    `parsed` pages were read for it, `known` ones had been before.
    """

    articles: list[Article]
    drops: list[Drop]
    versions: list[ArticleVersion]
    parsed: int
    known: int

    @property
    def changes(self) -> list[tuple[Article, ArticleVersion]]:
        """The articles that say something else than when their page was recorded before, and what changed last."""
        changed = {version.article_id: version for version in self.versions if version.change}
        return [(article, changed[article.id]) for article in self.articles if article.id in changed]


def articles_of_day(  # noqa: PLR0913, PLR0917  what a stage works with, each by its name
    day: date,
    entries: Sequence[Entry],
    archive: Archive,
    extractions: Extractions,
    settings: Settings,
    workers: Workers,
    live: Live | None = None,
) -> ArticlesOfDay:
    """Return one article for each address the day's entries name, and what was left out and why.

    Where `live` is given, the pages that are missing and can still be had are asked for first.
    """
    chosen = [
        _best(list(same)) for _, same in groupby(sorted(entries, key=lambda e: e.article_id), lambda e: e.article_id)
    ]
    pages = Pages(day, chosen, archive, settings)
    if live:
        pages.ask(live)
    sightings, unreached = pages.sightings(), pages.misses()
    captures = [capture for entry in chosen if entry.url in sightings for capture in sightings[entry.url].captures]
    outcomes = outcomes_of(day, captures, archive, extractions, settings.limits, workers)

    articles: list[Article] = []
    drops: list[Drop] = []
    versions: list[ArticleVersion] = []
    for entry in chosen:
        seen = sightings.get(entry.url)
        taken = version_of_day(seen, outcomes.by_capture) if seen else None
        outcome = taken[1] if taken else _not_recorded(unreached.get(entry.url))
        if taken and isinstance(outcome, Extracted):
            article: Article | None = build_article(entry, taken[0].capture.id, outcome)
        else:
            shortest = _SHORTEST_POST if entry.complete else settings.limits.min_characters
            article = from_entry(entry, min_characters=shortest)
            if taken or not entry.complete or not article:
                drops.append(_drop(entry, outcome, article))
        if article and (too_old := _too_old(article, day, settings)):
            drops.append(too_old)
        elif article:
            articles.append(article)
            if seen and taken and article.text_origin == "page":
                versions += new_versions(article.id, day, taken[0], seen, outcomes.by_capture)
    articles.sort(key=lambda article: (article.published_at, article.id))
    return ArticlesOfDay(articles, drops, versions, outcomes.parsed, outcomes.known)


def _not_recorded(miss: Unreached | None) -> Failure:
    return Failure(
        "not_recorded",
        f"its page was not recorded ({miss.reason}: {miss.detail})" if miss else "its page was not recorded",
    )


def _best(entries: list[Entry]) -> Entry:
    """Return the entry that speaks for an address that several sources name: the site's own before one that links."""

    def rank(entry: Entry) -> tuple[bool, bool, int, datetime, str]:
        at_home = same_site(entry.url, entry.source_url)
        return entry.late, not at_home, -entry.authority, entry.published_at, entry.id

    return min(entries, key=rank)


def _drop(entry: Entry, outcome: Outcome, article: Article | None) -> Drop:
    reason, detail = (outcome.reason, outcome.detail) if isinstance(outcome, Failure) else ("no_text", "")
    ending = "the feed's own text serves instead" if article else "its feed carries no text of its own"
    return Drop("extracted_articles", entry.url, reason, f"{detail}; {ending}", replaced=article is not None)


def _too_old(article: Article, day: date, settings: Settings) -> Drop | None:
    """Say why an article whose date came from its page belongs to no issue of this day."""
    published = day_of(article.published_at, settings.zone)
    if article.date_origin != "page" or (day - published).days <= settings.days.max_age_days:
        return None
    return Drop("extracted_articles", article.url, "too_old", f"its page is dated {published}, its feed gives no date")
