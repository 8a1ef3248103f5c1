"""The weekly and the monthly review: an introduction, then threads as `### N. [headline](url)` with their moments."""

from collections.abc import Sequence
from itertools import takewhile

from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.body import printed_body, read_body
from digest_pipeline.editions.reading.content import items_of, keep_links, numbered
from digest_pipeline.editions.reading.drafts import Draft, IssueDraft
from digest_pipeline.editions.reading.head import read_head
from digest_pipeline.editions.reading.printed import printed_groups, printed_lead, printed_source, printed_surroundings
from digest_pipeline.editions.reading.words import Voice
from digest_pipeline.editions.render import continuous, thread_line
from digest_pipeline.model import Issue, IssueItem, SourceReference
from digest_pipeline.webtext import clean


def read(blocks: Sequence[Block], issue: IssueDraft, voice: Voice) -> None:
    """Add the threads of a review to the issue, and what introduces them."""
    before = takewhile(lambda block: block.kind == "paragraph", blocks)
    issue.introduction += (text for block in before if (text := block.whole.text) != voice.labels.no_items)
    for group, heading, body in items_of(blocks, voice):
        number, headline = numbered(heading, sum(item.group == group for item in issue.items) + 1)
        draft = Draft(number=number, headline=headline.text, group=group)
        read_body(draft, list(read_head(draft, body, voice)), voice)
        keep_links(draft, [heading, *body])
        issue.items.append(draft)


def print_items(issue: Issue, draft: IssueDraft, voice: Voice) -> None:
    """Add to the draft what a review shows: an introduction in one paragraph, and threads with their moments."""
    introduction = clean(continuous(issue.introduction))
    draft.introduction += [introduction] if introduction else []
    for group, items in printed_groups(issue, voice):
        draft.items += (_printed(item, group, voice) for item in items)


def _undated(one: SourceReference, voice: Voice) -> SourceReference:
    """Return the lead source of a thread, which prints the days of the thread instead of a time."""
    return printed_source(one, voice).model_copy(update={"published_local": None, "day_only": False})


def _printed(item: IssueItem, group: str, voice: Voice) -> Draft:
    brief = item.brief
    draft = Draft(number=item.number, headline=clean(brief.headline), group=group, stars=brief.stars)
    draft.tags = tuple(clean(tag) for tag in brief.tags)
    days = thread_line(item, voice.labels)
    draft.sources = [(_undated if days else printed_lead)(one, voice) for one in item.sources[:1]]
    printed_surroundings(draft, item, voice)
    draft.late, draft.revisions = item.late and not days, []
    printed_body(draft, item, voice)
    return draft
