"""A post and its thread as an article: what the sites of short posts (X, Mastodon, Bluesky) have in common.

Where a site keeps text, author and time of a post is said in its own module.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from digest_pipeline.articles.blocks import Block, Run, read_blocks
from digest_pipeline.articles.layouts.reading import line
from digest_pipeline.articles.page import Reading
from digest_pipeline.headline import headline


@dataclass(frozen=True, slots=True)
class Post:
    """One post: its author by name and handle (without the @), its text, and the addresses that its card leads to."""

    name: str
    handle: str
    blocks: Sequence[Block]
    published: date | datetime | None = None
    links: tuple[tuple[str, str], ...] = ()

    @property
    def byline(self) -> str:
        """The author as a reader knows them: `Name (@handle)`, or the one of both that is known."""
        name, handle = line(self.name), line(self.handle).removeprefix("@")
        if not handle:
            return name
        return f"{name} (@{handle})" if name and name.removeprefix("@") != handle else f"@{handle}"


def as_reading(layout: str, site: str, thread: Sequence[Post]) -> Reading | None:
    """Return a thread, first post first, as one article; None when nothing is said in it.

    A post has no title: it is named by its first sentence.
    """
    blocks = [block for post in thread for block in post.blocks]
    title = next((found for block in blocks if block.kind != "quote" and (found := headline(block.text))), "")
    if not blocks:
        return None
    first = thread[0]
    return Reading(
        layout=layout,
        blocks=blocks,
        title=title or headline(blocks[0].text),
        authors=(first.byline,) if first.byline else (),
        site=site,
        published=first.published,
        links=tuple(link for post in thread for link in post.links),
    )


def with_following(thread: Sequence[Post], others: Iterable[Post]) -> list[Post]:
    """Return `thread` with what its author wrote straight on of `others`: somebody else's answer ends it."""
    found = list(thread)
    for post in others:
        if not post.handle or post.handle.lower() != found[0].handle.lower():
            break
        found.append(post)
    return found


def quotation(post: Post) -> list[Block]:
    """Return a post that another one shows, as a quotation headed by its author."""
    if not post.blocks:
        return []
    said_by = [Block("quote", 1, 0, (Run(post.byline, bold=True),), None)] if post.byline else []
    return said_by + [block._replace(kind="quote", level=1, number=0) for block in post.blocks]


def written_lines(container: Any) -> list[Block]:
    """Return the lines of a post whose line ends are characters, not mark-up (`white-space: pre-wrap`), links kept."""
    copy = deepcopy(container)
    copy.tail, copy.tag = None, "pre"
    blocks: list[Block] = []
    for block in read_blocks(copy):
        lines: list[list[Run]] = [[]]
        for run in block.runs:
            head, *rest = run.text.split("\n")
            lines[-1].append(run._replace(text=head))
            lines.extend([run._replace(text=part)] for part in rest)
        blocks.extend(
            Block("paragraph", 0, 0, tuple(run for run in runs if run.text), container)
            for runs in lines
            if any(run.text.strip() for run in runs)
        )
    return blocks
