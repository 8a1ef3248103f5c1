"""A day's articles: each entry's page read from the record, extracted in the workers, and built into an article.

One page that can't be had costs at most itself: the entry's own text takes its place where it is long enough.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from digest_pipeline.articles.build import build_article, from_entry
from digest_pipeline.articles.extract import Extracted, Failure, Page, extract
from digest_pipeline.articles.pages import Pages
from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.fetch import Unreached
from digest_pipeline.capture.live import Live
from digest_pipeline.capture.warc import Exchange, RecordError
from digest_pipeline.dates import day_of
from digest_pipeline.model import Article, Capture, Drop, Entry
from digest_pipeline.settings import Settings
from digest_pipeline.urls import same_site
from digest_pipeline.workers import Failed, Workers

Outcome = Extracted | Failure

# A post that is complete in itself may be shorter than any page's text.
_SHORTEST_POST = 20


def articles_of_day(  # noqa: PLR0913, PLR0917  what a stage works with, each by its name
    day: date,
    entries: Sequence[Entry],
    archive: Archive,
    settings: Settings,
    workers: Workers,
    live: Live | None = None,
) -> tuple[list[Article], list[Drop]]:
    """Return one article for each address the day's entries name, by time and id, and what was left out and why.

    Where `live` is given, the pages that are missing and can still be had are asked for first.
    """
    chosen = [
        _best(list(same)) for _, same in groupby(sorted(entries, key=lambda e: e.article_id), lambda e: e.article_id)
    ]
    pages = Pages(day, chosen, archive, settings)
    if live:
        pages.ask(live)
    captures, unreached = pages.captures(), pages.misses()
    recorded = [(entry, captures[entry.url]) for entry in chosen if entry.url in captures]
    outcomes = _outcomes([capture for _, capture in recorded], archive, settings, workers)
    by_entry = {entry.id: (capture, outcome) for (entry, capture), outcome in zip(recorded, outcomes, strict=True)}

    articles: list[Article] = []
    drops: list[Drop] = []
    for entry in chosen:
        capture, outcome = by_entry.get(entry.id) or (None, _not_recorded(unreached.get(entry.url)))
        if capture and isinstance(outcome, Extracted):
            article: Article | None = build_article(entry, capture.id, outcome)
        else:
            shortest = _SHORTEST_POST if entry.complete else settings.limits.min_characters
            article = from_entry(entry, min_characters=shortest)
            if capture or not entry.complete or not article:
                drops.append(_drop(entry, outcome, article))
        if article and (too_old := _too_old(article, day, settings)):
            drops.append(too_old)
        elif article:
            articles.append(article)
    return sorted(articles, key=lambda article: (article.published_at, article.id)), drops


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


def _outcomes(captures: Sequence[Capture], archive: Archive, settings: Settings, workers: Workers) -> Iterator[Outcome]:
    limits = settings.limits
    jobs = ((page, limits.min_characters) for page in _pages(captures, archive, limits.page_bytes))
    for outcome in workers.each(_extract, jobs, seconds=limits.page_seconds):
        match outcome:
            case Failed("timeout", detail):
                yield Failure("timeout", detail)
            case Failed(_, detail):
                yield Failure("crashed", detail)
            case _:
                yield outcome


def _pages(captures: Sequence[Capture], archive: Archive, limit: int) -> Iterator[Page | Failure]:
    for capture, exchange in zip(captures, archive.read_all(captures), strict=True):
        try:
            if not isinstance(exchange, Exchange):
                raise exchange
            body = exchange.content(limit) if exchange.status < 400 else b""  # noqa: PLR2004  errors
        except (RecordError, OSError) as error:
            yield Failure("empty", f"the record can't be read: {error}")
            continue
        if len(body) > limit:
            yield Failure("too_large", f"the page is larger than limits.page_bytes ({limit})")
        else:
            yield Page(capture.url, exchange.status, exchange.content_type, body)


def _extract(job: tuple[Page | Failure, int]) -> Outcome:
    page, min_characters = job
    return page if isinstance(page, Failure) else extract(page, min_characters=min_characters)


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
