"""The four-hour flash: a numbered list, each item a linked headline with its author and a paragraph below it."""

from collections.abc import Sequence

from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.content import keep_links
from digest_pipeline.editions.reading.drafts import Draft, IssueDraft, source
from digest_pipeline.editions.reading.inline import Line, joined
from digest_pipeline.editions.reading.printed import printed_lead, printed_paragraph, printed_surroundings
from digest_pipeline.editions.reading.sources import read_line, timed
from digest_pipeline.editions.reading.words import Voice
from digest_pipeline.markdown import bold_runs
from digest_pipeline.model import Issue, IssueItem
from digest_pipeline.webtext import clean

_SEPARATOR = " - "


def read(blocks: Sequence[Block], issue: IssueDraft, voice: Voice) -> None:
    """Add the items of a flash to the issue."""
    items = [item for block in blocks if block.kind == "list" for item in block.children if item.children]
    for item in items:
        first, *others = item.children
        headline, *lines = first.lines or [Line("", "")]
        draft = Draft(number=item.number or len(issue.items) + 1, headline="")
        _read_headline(draft, headline, voice)
        told = [line for line in lines if not read_line(draft, line, voice)]
        text = joined([*told, *(line for other in others for below in other.walk() for line in below.lines)])
        draft.one_sentence, draft.terms = text.text, tuple(text.words(span) for span in text.bold)
        keep_links(draft, [item])
        issue.items.append(draft)


def print_items(issue: Issue, draft: IssueDraft, voice: Voice) -> None:
    """Add to the draft what a flash shows: the author of the lead source, the brief as a paragraph with bold words."""
    draft.items += (_printed(item, voice) for item in issue.items)


def _printed(item: IssueItem, voice: Voice) -> Draft:
    draft = Draft(number=item.number, headline=clean(item.brief.headline))
    for one in item.sources[:1]:
        draft.headline, author = _parted(clean(f"{item.brief.headline}{_SEPARATOR}{one.author or one.name}"))
        draft.sources.append(printed_lead(one, voice).model_copy(update={"name": author, "author": author}))
    draft.one_sentence = printed_paragraph(item.brief)
    draft.terms = tuple(draft.one_sentence[start:end] for start, end in bold_runs(draft.one_sentence, item.terms))
    printed_surroundings(draft, item, voice)
    return draft


def _read_headline(draft: Draft, line: Line, voice: Voice) -> None:
    if not line.links:
        draft.headline = line.text
        return
    link = line.links[0]
    draft.headline, author = _parted(line.words(link))
    lead, draft.late = timed(source(author, link.url, author=author), line.part(link.end), voice)
    draft.sources.append(lead)


def _parted(words: str) -> tuple[str, str]:
    """Return headline and author of a link's words, which are the headline alone where no author follows it."""
    headline, separator, author = words.rpartition(_SEPARATOR)
    return (headline, author) if separator else (author, "")
