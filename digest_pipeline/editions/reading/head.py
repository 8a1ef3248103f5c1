"""The lines of fields below a headline, as briefing and review print them: source, time, stars, tags, link."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.drafts import Draft, source
from digest_pipeline.editions.reading.inline import Line
from digest_pipeline.editions.reading.sources import read_line, timed
from digest_pipeline.editions.reading.words import Voice, fields, pattern

STAR = "🌟"
_MOST_STARS = 5


def read_head(draft: Draft, blocks: Sequence[Block], voice: Voice) -> Iterator[Block]:
    """Take the fields of the paragraphs before the first section; yield what is none of them."""
    in_head = True
    for block in blocks:
        in_head = in_head and block.kind != "heading"
        if not in_head or block.kind != "paragraph":
            yield block
            continue
        unknown = tuple(line for line in block.lines if not _read_line(draft, line, voice))
        if unknown:
            yield replace(block, lines=unknown)


def _read_line(draft: Draft, line: Line, voice: Voice) -> bool:
    if read_line(draft, line, voice):
        return True
    known = [(voice.field(words), value) for words, value in fields(line)]
    for name, value in known:
        if name == "source" and not draft.sources:
            draft.sources.append(source(value.text, value.links[0].url if value.links else ""))
        elif name == "time" and draft.sources and not pattern(voice.labels.thread_of).match(value.text):
            draft.sources[0], draft.late = timed(draft.sources[0], value, voice)
        elif name == "value":
            draft.stars = min(max(value.text.count(STAR), 1), _MOST_STARS)
        elif name == "tags":
            draft.tags = tuple(_tags(value))
        elif name == "link":
            _read_link(draft, value)
        elif name == "one_sentence" and not draft.one_sentence:
            draft.one_sentence = value.text
    return any(name in ("source", "time", "value", "tags", "link", "one_sentence") for name, _ in known)


def _tags(line: Line) -> Iterator[str]:
    """Yield what stands in brackets; brackets within brackets belong to the tag."""
    depth = start = 0
    for at, mark in enumerate(line.shape):
        if mark == "[":
            start = at + 1 if depth == 0 else start
            depth += 1
        elif mark == "]" and depth:
            depth -= 1
            if depth == 0:
                yield line.text[start:at].strip()


def _read_link(draft: Draft, line: Line) -> None:
    words, url = next(line.addresses(), (line.text, ""))
    lead = draft.sources[0] if draft.sources else source("", "")
    title = "" if words == url else words
    draft.sources[:1] = [lead.model_copy(update={"url": url or lead.url, "title": title})]
