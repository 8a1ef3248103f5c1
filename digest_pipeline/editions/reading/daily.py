"""The daily briefing: `### N. headline`, a few lines of fields, a sentence in a quotation, sections of points."""

from collections.abc import Sequence

from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.body import printed_body, read_body
from digest_pipeline.editions.reading.content import items_of, keep_links, numbered
from digest_pipeline.editions.reading.drafts import Draft, IssueDraft
from digest_pipeline.editions.reading.head import read_head
from digest_pipeline.editions.reading.printed import printed_lead, printed_surroundings, printed_title
from digest_pipeline.editions.reading.words import Voice
from digest_pipeline.model import Issue, IssueItem
from digest_pipeline.webtext import clean


def read(blocks: Sequence[Block], issue: IssueDraft, voice: Voice) -> None:
    """Add the items of a briefing to the issue."""
    for _, heading, body in items_of(blocks, voice):
        number, headline = numbered(heading, len(issue.items) + 1)
        draft = Draft(number=number, headline=headline.text)
        read_body(draft, list(read_head(draft, body, voice)), voice)
        keep_links(draft, [heading, *body])
        issue.items.append(draft)


def print_items(issue: Issue, draft: IssueDraft, voice: Voice) -> None:
    """Add to the draft what a briefing shows of each item; organisations are those that the headline names."""
    draft.items += (_printed(item, voice) for item in issue.items)


def _printed(item: IssueItem, voice: Voice) -> Draft:
    brief = item.brief
    draft = Draft(number=item.number, headline=clean(brief.headline), stars=brief.stars)
    draft.tags = tuple(clean(tag) for tag in brief.tags)
    draft.sources = [
        printed_lead(one, voice).model_copy(update={"title": printed_title(one.title, one.url, voice)})
        for one in item.sources[:1]
    ]
    printed_surroundings(draft, item, voice)
    printed_body(draft, item, voice)
    return draft
