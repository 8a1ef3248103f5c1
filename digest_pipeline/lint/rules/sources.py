"""Where a story comes from and when it happened: source, date, window, primary source, author of a shared post."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from digest_pipeline.dates import snowflake_time
from digest_pipeline.lint.document import Document, Item, Link, Window
from digest_pipeline.lint.hosts import is_post, is_retold
from digest_pipeline.lint.window import days_in, moments_in
from digest_pipeline.lint.words import DATE_LABEL, LATE, NO_PRIMARY

# The furthest zones lie so far behind and ahead of UTC.
_WEST, _EAST = timedelta(hours=12), timedelta(hours=14)
_SHARED = re.compile(r"[(（]\s*(?:RT|转发自?)\s*@?(\w+)\s*[)）]", re.IGNORECASE)
_HANDLE = re.compile(r"https://x\.com/([^/]+)/status/")
_NAMED = re.compile(r"\s[-–—]\s(?P<name>[^-–—]+)$")
_ENGLISH_DAY = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b|\b\d{1,2}\s+(?:jan|feb|mar|apr|may|jun"
    r"|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d{1,2}\s*月\s*\d{1,2}\s*日|(?<!\d)\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}",
    re.IGNORECASE,
)


def without_source(document: Document) -> Iterator[tuple[int, str]]:
    """Items that say nowhere where the story comes from."""
    for item in document.items:
        if not item.links:
            yield item.line, "the item has no link at all"
        elif not item.sources:
            yield item.line, "the item links only related reading, no source"


def without_date(document: Document) -> Iterator[tuple[int, str]]:
    """Items that say nowhere when it happened."""
    for item in document.items:
        if not any(days_in(text) or _ENGLISH_DAY.search(text) for text in _dated(item)):
            yield item.line, "the item has no date"


def outside_window(document: Document) -> Iterator[tuple[int, str]]:
    """Items that are older or newer than the time the issue claims to tell of, and do not say that they are late."""
    window = document.window
    if window is None:
        return
    for item in document.items:
        dated = list(_dated(item))
        if any(LATE.search(text) for text in dated):
            continue
        days = [day for text in dated for day in days_in(text)]
        moments = [moment.replace(tzinfo=window.start.tzinfo) for text in dated for moment in moments_in(text)]
        if moments and window.exact:
            # A thread names its days, and its sources their moments.
            bare = set(days) - {moment.date() for moment in moments}
            reaches = any(_first(window) <= day <= window.last for day in bare)
            if not reaches and not any(window.start <= moment < window.end for moment in moments):
                yield item.line, f"{moments[0]:%Y-%m-%d %H:%M} lies outside {_named(window)}"
        elif days:
            if not any(_first(window) <= day <= window.last for day in days):
                yield item.line, f"{days[0]} lies outside {_named(window)}"
        elif (posted := _posted(item)) and not _holds(window, posted):
            yield item.line, f"the post was made at {posted:%Y-%m-%d %H:%M}Z by its id, outside {_named(window)}"


def without_primary(document: Document) -> Iterator[tuple[int, str]]:
    """Items told from nothing but accounts that tell again what others reported, or from shared posts, unsaid."""
    for item in document.items:
        if not item.links or any(NO_PRIMARY.search(line.text) for line in item.lines):
            continue
        if all(is_retold(link.url) or _is_shared(link) for link in item.links):
            yield item.line, "every link leads to who tells it again, none to who reported it first"


def posts_alone(document: Document) -> Iterator[tuple[int, str]]:
    """Items whose only links are posts, or posts and retellings."""
    for item in document.items:
        told_again = [is_retold(link.url) or _is_shared(link) for link in item.links]
        if (
            item.links
            and not all(told_again)
            and all(again or is_post(link.url) for again, link in zip(told_again, item.links, strict=True))
        ):
            yield item.line, "the only source is a post"


def shared(document: Document) -> Iterator[tuple[int, str]]:
    """Links to who shared a post instead of who wrote it."""
    for link in document.links:
        if found := _SHARED.search(link.text):
            yield link.line, f"the link leads to the sharer; the post is @{found[1]}'s"


def two_names(document: Document) -> Iterator[tuple[int, str]]:
    """Accounts called by another name than before in the same issue."""
    names: dict[str, str] = {}
    for link in document.links:
        account = _HANDLE.match(link.canonical)
        named = _NAMED.search(_SHARED.sub("", link.text).strip())
        if not account or not named:
            continue
        known = names.setdefault(account[1].lower(), named["name"].strip())
        if known != named["name"].strip():
            names[account[1].lower()] = named["name"].strip()
            yield link.line, f"@{account[1]} is {named['name'].strip()!r} here and {known!r} before"


def one_post_of_two(document: Document) -> Iterator[tuple[int, str]]:
    """Posts that stand under two accounts: one id belongs to one post."""
    accounts: dict[int, dict[str, int]] = defaultdict(dict)
    for link in document.links:
        account, status = _HANDLE.match(link.canonical), link.post
        if account and status is not None:
            accounts[status].setdefault(account[1].lower(), link.line)
    for status, found in accounts.items():
        for name, line in list(found.items())[1:]:
            yield line, f"post {status} stands under @{next(iter(found))} and @{name}"


def _dated(item: Item) -> Iterator[str]:
    """Yield the texts of an item that may say when it happened: heading, labelled lines, lines of a source link."""
    sources = {link.line for link in item.sources}
    for line in item.lines:
        if line is item.lines[0] or line.number in sources or _is_labelled(line.text):
            yield line.text


def _is_labelled(text: str) -> bool:
    label, colon, _ = text.partition("：") if "：" in text[:20] else text.partition(":")
    return bool(colon) and len(label) < len("2026-05-03 08:00 UTC") and bool(DATE_LABEL.search(label))


def _first(window: Window) -> date:
    """Return the first day an item may carry: an issue of one day that comes out in its morning tells of the last."""
    return window.first - timedelta(1) if window.first == window.last and not window.exact else window.first


def _holds(window: Window, moment: datetime) -> bool:
    """Say whether `moment` may lie in the window: to the second where it names hours, else in whatever zone."""
    if window.exact:
        return window.start <= moment < window.end
    first = datetime.combine(_first(window), time(), window.start.tzinfo or UTC)
    return first <= moment < window.end + _WEST


def _posted(item: Item) -> datetime | None:
    for link in item.sources:
        status = link.post
        if status is not None:
            try:
                return snowflake_time(status)
            except ValueError:
                return None
    return None


def _named(window: Window) -> str:
    if window.exact:
        return f"{window.start:%Y-%m-%d %H:%M} to {window.end:%Y-%m-%d %H:%M}"
    return f"{window.first}" if window.first == window.last else f"{window.first} to {window.last}"


def _is_shared(link: Link) -> bool:
    return bool(_SHARED.search(link.text))
