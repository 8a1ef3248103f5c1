"""The two-day report: an overview, stories in groups with a summary and points under headings, further reading."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.body import printed_body, read_body
from digest_pipeline.editions.reading.content import bare_heading, items_of, keep_links
from digest_pipeline.editions.reading.drafts import Draft, IssueDraft, source
from digest_pipeline.editions.reading.inline import CODE, Line
from digest_pipeline.editions.reading.overview import printed_further, printed_overview, read_further, read_overview
from digest_pipeline.editions.reading.printed import printed_groups, printed_lead, printed_link, printed_surroundings
from digest_pipeline.editions.reading.sources import read_line, timed, unmarked
from digest_pipeline.editions.reading.words import Voice, fields
from digest_pipeline.editions.render import linkable, short_title_of
from digest_pipeline.model import Issue, IssueItem, Resource
from digest_pipeline.urls import host_of
from digest_pipeline.webtext import clean

_SEPARATOR = "·"


def read(blocks: Sequence[Block], issue: IssueDraft, voice: Voice) -> None:
    """Add to the issue its items, the overview before them and what to read further, after them."""
    parts = {"": blocks[:0]} | dict(_parts(blocks, voice))
    stories = [block for name, part in parts.items() if name not in ("overview", "further") for block in part]
    for group, heading, body in items_of(stories, voice):
        position = sum(item.group == group for item in issue.items) + 1
        draft = Draft(number=position, headline=heading.whole.text, group=group)
        read_body(draft, list(_read_head(draft, body, voice)), voice)
        keep_links(draft, [heading, *body])
        issue.items.append(draft)
    issue.overview += read_overview(parts.get("overview", ()), issue.items, voice)
    issue.further += read_further(parts.get("further", ()), voice)


def print_items(issue: Issue, draft: IssueDraft, voice: Voice) -> None:
    """Add to the draft what a report shows: short titles, of the lead source name, address and day, related papers."""
    for group, items in printed_groups(issue, voice):
        draft.items += (_printed(item, position, group, voice) for position, item in enumerate(items, start=1))
    draft.overview += printed_overview(issue, draft.items, voice)
    draft.further += printed_further(issue, voice)


def _printed(item: IssueItem, position: int, group: str, voice: Voice) -> Draft:
    draft = Draft(number=position, headline=clean(short_title_of(item.brief)), group=group)
    draft.sources = [printed_lead(one, voice, day_only=True) for one in item.sources[:1]]
    printed_surroundings(draft, item, voice)
    printed_body(draft, item, voice)
    lead = item.lead.url if item.lead else ""
    papers = [link for link in linkable(item.brief.resources) if link.kind == "paper" and link.url != lead]
    draft.resources += (printed_link(paper, voice) for paper in papers)
    return draft


def _parts(blocks: Sequence[Block], voice: Voice) -> Iterator[tuple[str, Sequence[Block]]]:
    """Yield what stands under each heading of the second level, by the name of its label, else by its words."""
    starts = [at for at, block in enumerate(blocks) if block.kind == "heading" and block.level <= 2]  # noqa: PLR2004
    for start, end in pairwise([*starts, len(blocks)]):
        heading = blocks[start].whole.text
        name = voice.field(bare_heading(heading))
        yield (name, blocks[start + 1 : end]) if name in ("overview", "further") else (heading, blocks[start:end])


def _read_head(draft: Draft, body: Sequence[Block], voice: Voice) -> Iterator[Block]:
    for block in body:
        unknown = tuple(line for line in block.lines if block.kind != "paragraph" or not _read_line(draft, line, voice))
        if unknown or block.kind != "paragraph":
            yield replace(block, lines=unknown)


def _read_line(draft: Draft, line: Line, voice: Voice) -> bool:
    if read_line(draft, line, voice):
        return True
    label, value = next(fields(line), ("", line))
    first = value.links[0] if value.links else None
    words = value.words(first) if first else ""
    if voice.field(label) == "paper":
        draft.resources += (Resource(url=link.url, title=value.words(link), kind="paper") for link in value.links)
    elif first and voice.field(words) == "paper":
        draft.resources.append(Resource(url=first.url, title="", kind="paper"))
    elif first and voice.field(words) == "read_more" and not draft.sources:
        _read_lead(draft, value.part(first.end), first.url, voice)
    else:
        return False
    return True


def _read_lead(draft: Draft, line: Line, url: str, voice: Voice) -> None:
    plain, _, _ = unmarked(line.text, voice)
    _, _, name = plain[line.shape.rfind(CODE) + 1 :].partition(_SEPARATOR)
    lead, draft.late = timed(source(name.strip() or host_of(url), url), line, voice)
    draft.sources.append(lead)
