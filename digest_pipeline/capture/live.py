"""What a run asks the live web for: the feeds of an open day, and the pages of its entries that nobody recorded yet.

A day whose window is closed is never fetched for: what is asked today does not tell what was there then.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from digest_pipeline.capture.fetch import Unreached, fetch_all
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.dates import Window
from digest_pipeline.model import Entry
from digest_pipeline.urls import canonical

if TYPE_CHECKING:
    from digest_pipeline.newsroom import Newsroom


def poll(day: date, newsroom: "Newsroom") -> None:
    """Record what every configured feed answers, or that it did not, when `day` is still open."""
    if _may_fetch(day, newsroom):
        urls = [canonical(str(source.url)) for source in newsroom.settings.sources]
        _record(urls, newsroom, newsroom.settings.limits.feed_bytes)


def fetch_pages(day: date, entries: Sequence[Entry], newsroom: "Newsroom") -> None:
    """Record the pages of `entries` that nobody recorded yet, or that they did not answer, when `day` is still open."""
    if not _may_fetch(day, newsroom):
        return
    window = Window.of(day, newsroom.settings.zone, newsroom.settings.days.grace)
    urls = sorted({entry.url for entry in entries})
    recorded = newsroom.archive.pages(window.start, window.end, urls)
    _record([url for url in urls if url not in recorded], newsroom, newsroom.settings.limits.page_bytes)


def _may_fetch(day: date, newsroom: "Newsroom") -> bool:
    window = Window.of(day, newsroom.settings.zone, newsroom.settings.days.grace)
    return not newsroom.offline and window.start <= datetime.now(UTC) < window.end


def _record(urls: Iterable[str], newsroom: "Newsroom", max_bytes: int) -> None:
    answers = fetch_all(urls, newsroom.settings.fetch, max_bytes=max_bytes)
    newsroom.archive.add([answer for answer in answers if isinstance(answer, Exchange)])
    newsroom.archive.note([answer for answer in answers if isinstance(answer, Unreached)])
