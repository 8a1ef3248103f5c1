"""The top ten: groups of `### N. headline`, each with a quotation that names the source and tells the story."""

from collections.abc import Sequence
from itertools import chain

from digest_pipeline.articles.links import kind_of
from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.content import items_of, keep_links, numbered
from digest_pipeline.editions.reading.drafts import Draft, IssueDraft, source
from digest_pipeline.editions.reading.inline import Line
from digest_pipeline.editions.reading.printed import (
    printed_groups,
    printed_lead,
    printed_paragraph,
    printed_surroundings,
)
from digest_pipeline.editions.reading.sources import read_line, timed
from digest_pipeline.editions.reading.words import Voice, fields
from digest_pipeline.model import Issue, IssueItem, Resource
from digest_pipeline.urls import host_of
from digest_pipeline.webtext import clean, printable_address

_SEPARATOR = " · "
_NAMED = "来源："


def read(blocks: Sequence[Block], issue: IssueDraft, voice: Voice) -> None:
    """Add the items of a top ten to the issue, and the newsletter's issue that it distils."""
    issue.origin = _origin(blocks, voice)
    for group, heading, body in items_of(blocks, voice):
        number, headline = numbered(heading, sum(item.group == group for item in issue.items) + 1)
        draft = Draft(number=number, headline=headline.text, group=group)
        if headline.links:
            draft.sources.append(source(host_of(headline.links[0].url), headline.links[0].url))
        text = list(chain.from_iterable(_read_block(draft, block, voice) for block in body))
        draft.one_sentence = " ".join(line.text for line in text)
        keep_links(draft, [heading, *body])
        issue.items.append(draft)


def print_items(issue: Issue, draft: IssueDraft, voice: Voice) -> None:
    """Add to the draft what a top ten shows: of the lead source its name, address and day, of the brief a paragraph."""
    if issue.origin:
        url = printable_address(issue.origin.url) or ""
        draft.origin = Resource(url=url, title="", kind=kind_of(url))
    for group, items in printed_groups(issue, voice):
        draft.items += (_printed(item, group, voice) for item in items)


def _printed(item: IssueItem, group: str, voice: Voice) -> Draft:
    draft = Draft(number=item.number, headline=clean(item.brief.headline), group=group)
    draft.sources = [printed_lead(one, voice, day_only=True) for one in item.sources[:1]]
    draft.one_sentence = printed_paragraph(item.brief)
    printed_surroundings(draft, item, voice)
    return draft


def _origin(blocks: Sequence[Block], voice: Voice) -> Resource | None:
    first = next((block for block in blocks if block.kind in ("quote", "heading")), None)
    links = [link for block in first.walk() for line in block.lines for link in line.addresses()] if first else []
    if first is None or first.kind != "quote" or not links:
        return None
    words, url = links[0]
    return Resource(url=url, title="" if words == url or voice.field(words) == "origin" else words, kind=kind_of(url))


def _read_block(draft: Draft, block: Block, voice: Voice) -> list[Line]:
    """Take what a block says of sources; return the lines of the story."""
    if block.kind != "quote" or not block.children:
        return [line for below in block.walk() for line in below.lines]
    first, *others = block.children
    lines = list(first.lines)
    while lines and _read_source(draft, lines[0], voice):
        del lines[0]
    return [*lines, *(line for other in others for below in other.walk() for line in below.lines)]


def _read_source(draft: Draft, line: Line, voice: Voice) -> bool:
    if draft.sources:
        return read_line(draft, line, voice)
    label, value = next(fields(line), ("", line))
    is_named = voice.field(label) == "source" or line.text.startswith(_NAMED)
    if is_named and not line.links:
        draft.sources.append(source(value.text.removeprefix(_NAMED), ""))
        return True
    if not line.links or line.links[0].start > 0:
        return False
    link, rest = line.links[0], line.part(line.links[0].end)
    if rest.text and not rest.shape.startswith(_SEPARATOR.strip()):
        return False
    name = host_of(link.url) if line.words(link) == link.url else line.words(link)
    lead, draft.late = timed(source(name, link.url), rest, voice)
    draft.sources.append(lead)
    return True
