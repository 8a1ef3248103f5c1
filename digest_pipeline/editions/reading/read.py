"""Markdown read back into the issue it shows: our own editions without loss, the originals as they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol
from zoneinfo import ZoneInfo

from digest_pipeline.dates import start_of
from digest_pipeline.editions.periods import period_from
from digest_pipeline.editions.reading import daily, flash, review, top_ten, two_day
from digest_pipeline.editions.reading.blocks import Block, Document, ReadingError, parse
from digest_pipeline.editions.reading.content import bare_heading
from digest_pipeline.editions.reading.drafts import IssueDraft, issue_from
from digest_pipeline.editions.reading.foot import parted
from digest_pipeline.editions.reading.words import Voice, headings_of, voice_of
from digest_pipeline.editions.render import extractive_note
from digest_pipeline.editions.spec import FOLDER, EditionSpec, read_edition
from digest_pipeline.model import Issue
from digest_pipeline.webtext import clean


class Form(Protocol):
    """How the issues of one template are read, and what of an issue they show."""

    def read(self, blocks: Sequence[Block], issue: IssueDraft, voice: Voice) -> None:
        """Add to the issue what the blocks between its title and its end tell."""

    def print_items(self, issue: Issue, draft: IssueDraft, voice: Voice) -> None:
        """Add to the draft what the template prints between an issue's title and its end."""


# An edition of the user's own that uses the template is read like the one that ships.
_FORMS: Mapping[str, Form] = {
    "daily_briefing.md.j2": daily,
    "two_day_report.md.j2": two_day,
    "top_ten.md.j2": top_ten,
    "four_hour_flash.md.j2": flash,
    "review.md.j2": review,
}
_SHIPPED = ("daily_briefing", "two_day_report", "top_ten", "four_hour_flash", "weekly", "monthly")
_DATE = re.compile(r"(\d{4})[-.](\d{2})[-.](\d{2})(?:[-.](\d{2}))?(?!\d)")


def read_issue(text: str, edition: EditionSpec | None, *, timezone: str) -> Issue:
    """Return the issue that a Markdown text shows, its briefs marked as imported.

    Without an edition the text's form tells which of those that ship it is. `timezone` is that of its times, unless it
    names another itself.

    Raises:
        ReadingError: when the text has the form of no edition, or does not say which day it is of; with the line.
    """
    document = parse(text)
    edition = edition or _recognised(document)
    if edition.template not in _FORMS:
        known = ", ".join(sorted(_FORMS))
        raise ReadingError(f"line 1: issues of the template {edition.template} can't be read; those of {known} can")
    voice = voice_of(document, edition, ZoneInfo(timezone))
    blocks, foot = parted(document.blocks, voice)
    voice = replace(voice, zone=foot.zone or voice.zone)
    title, blocks = _title(document, blocks)
    start, end = foot.window or _window(title, document, voice)
    period = period_from(edition, end - timedelta(microseconds=1), voice.zone)
    issue = IssueDraft(title, period.key, period.last, start, end, counts=foot.counts, notes=foot.notes)
    _FORMS[edition.template].read(blocks, issue, voice)
    return issue_from(issue, voice)


def as_printed(issue: Issue, edition: EditionSpec) -> Issue:
    """Return what the Markdown of an issue shows, which is what `read_issue` reads back from it.

    Of the issue stay title, window, language and zone, the counts that the edition has words for, notes (what was
    printed of quoted briefs is one of them) and items; `key` and `day` are those of the window. Dropped are evidence
    and spans read, rubric, value and relevance, kind and organisations, the ids of articles, stories and threads,
    seconds; points are those that have a section, in the first field of it. What else an item keeps is its form's.
    """
    voice = Voice(edition, issue.language, ZoneInfo(issue.timezone))
    start, end = (_to_the_minute(moment, voice.zone) for moment in (issue.window_start, issue.window_end))
    period = period_from(edition, end - timedelta(microseconds=1), voice.zone)
    notes = [clean(note) for note in (*issue.notes, extractive_note(issue, voice.labels))]
    draft = IssueDraft(
        title=clean(issue.title),
        key=period.key,
        day=period.last,
        window_start=start,
        window_end=end,
        counts={name: issue.counts[name] for name in voice.labels.counts if name in issue.counts},
        notes=[note for note in notes if note],
    )
    _FORMS[edition.template].print_items(issue, draft, voice)
    return issue_from(draft, voice)


def _to_the_minute(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(second=0, microsecond=0, fold=0)


def _recognised(document: Document) -> EditionSpec:
    """Return the edition that ships and most of whose headings the document has."""
    if {"title", "date"} <= document.front.keys():
        return read_edition(FOLDER / "four_hour_flash.yaml")
    found = {bare_heading(block.whole.text) for block in document.walk() if block.kind == "heading"}
    editions = [read_edition(FOLDER / f"{name}.yaml") for name in _SHIPPED]
    shared = {edition.name: len(found & headings_of(edition)) for edition in editions}
    best = max(editions, key=lambda edition: shared[edition.name])
    if not shared[best.name]:
        heading = next((block for block in document.walk() if block.kind == "heading"), None)
        where = f"line {heading.line}: {heading.whole.text!r}" if heading else "line 1"
        raise ReadingError(f"{where}: has the form of none of {', '.join(_SHIPPED)}; if it is one, name it: --edition")
    return best


def _title(document: Document, blocks: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    if "title" in document.front:
        return str(document.front["title"]), blocks
    if not blocks or blocks[0].kind != "heading":
        raise ReadingError("line 1: an issue begins with a heading, its title, or with front matter that names one")
    return blocks[0].whole.text, blocks[1:]


def _window(title: str, document: Document, voice: Voice) -> tuple[datetime, datetime]:
    """Return the window that a title names: a day, two days and those between, or an hour and the four before it."""
    days = [(_day(match), match[4]) for match in _DATE.finditer(title)]
    if not days:
        line = next((block.line for block in document.blocks), 1)
        raise ReadingError(f"line {line}: the title {title!r} names no day")
    (first, _), (last, hour) = days[0], days[-1]
    if voice.edition.cadence == "four_hourly":
        zone = _zone_of(document) or voice.zone
        end = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(hours=int(hour or 0))
        return end - timedelta(hours=4), end
    if len(days) == 1:
        first = last - timedelta(days=voice.edition.days - 1)
    return start_of(first, voice.zone), start_of(last + timedelta(days=1), voice.zone)


def _day(match: re.Match[str]) -> date:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ReadingError(f"line 1: {match[0]} is no day") from None


def _zone_of(document: Document) -> tzinfo | None:
    try:
        return datetime.fromisoformat(str(document.front.get("date"))).tzinfo
    except ValueError:
        return None
