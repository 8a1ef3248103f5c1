"""The lines below a headline: sources with their times and marks, revisions, the primary source, the earlier report."""

import re
from collections.abc import Iterator
from datetime import date

from digest_pipeline.articles.links import kind_of
from digest_pipeline.editions.reading.drafts import Draft, source
from digest_pipeline.editions.reading.inline import Line
from digest_pipeline.editions.reading.words import Voice, fields, led, moment_in, pattern
from digest_pipeline.model import Continuation, Resource, Revision, SourceReference

NEWS_SEPARATOR = " · "
_MARK = "⏳"
_REVISED, _EARLIER, _NEWS = "🔄 ", "↪ ", "🆕 "
_STORY = re.compile(r"(?P<key>[\w-]+)\.html#story-(?P<story_id>[\w-]+)")


def read_line(draft: Draft, line: Line, voice: Voice) -> bool:
    """Take what a line says of sources other than the lead; return whether it says any of it."""
    if line.shape.startswith(_REVISED):
        return _read_revision(draft, line.part(len(_REVISED)), voice)
    if line.shape.startswith(_EARLIER):
        return _add_earlier(draft, line.part(len(_EARLIER)), voice)
    if line.shape.startswith(_NEWS) and draft.continues:
        _, news = led(line.part(len(_NEWS)))
        draft.continues = draft.continues.model_copy(update={"news": tuple(news.text.split(NEWS_SEPARATOR))})
        return True
    label, value = next(fields(line), ("", line))
    name = voice.field(label)
    if name == "primary" and value.links:
        link = value.links[0]
        draft.primary = Resource(url=link.url, title=value.words(link), kind=kind_of(link.url))
    elif name == "other_sources":
        draft.sources += _listed_sources(value, voice)
    return name in ("primary", "other_sources")


def timed(lead: SourceReference, line: Line, voice: Voice) -> tuple[SourceReference, bool]:
    """Return the source with the time that a line prints, and whether it says that the story is late."""
    published, day_only = moment_in(line.text, voice.zone)
    _, is_late, is_doubtful = unmarked(line.text, voice)
    origin = "first_seen" if is_doubtful else "feed"
    changes = {"published_local": published, "day_only": day_only, "date_origin": origin}
    return lead.model_copy(update=changes), is_late


def unmarked(text: str, voice: Voice) -> tuple[str, bool, bool]:
    """Return a text without the marks at its end, whether it is marked as late, and its time as a first sight."""
    undoubted = text.removesuffix(f" {_MARK} {voice.labels.first_seen}")
    plain = undoubted.removesuffix(f" {_MARK} {voice.labels.late}")
    return plain, plain != undoubted, undoubted != text


def _listed_sources(line: Line, voice: Voice) -> Iterator[SourceReference]:
    """Yield the sources of a line: linked names, each with the time that follows it."""
    borders = [*(link.start for link in line.links[1:]), len(line.text)]
    for link, end in zip(line.links, borders, strict=True):
        published, day_only = moment_in(line.text[link.end : end], voice.zone)
        yield source(line.words(link), link.url, published_local=published, day_only=day_only)


def _read_revision(draft: Draft, line: Line, voice: Voice) -> bool:
    name, told = led(line)
    change = pattern(voice.labels.revised).match(told.text)
    if change is None or not change["version"].isdecimal():
        return False
    draft.revisions.append((name, Revision(version=int(change["version"]), change=change["change"])))
    return True


def _add_earlier(draft: Draft, line: Line, voice: Voice) -> bool:
    label, value = led(line)
    told = pattern(voice.labels.continues).match(label)
    story = _STORY.fullmatch(value.links[0].url) if value.links else None
    if told is None or story is None:
        return False
    headline = value.words(value.links[0])
    draft.continues = Continuation(
        key=story["key"], day=date.fromisoformat(told["day"]), story_id=story["story_id"], headline=headline
    )
    return True
