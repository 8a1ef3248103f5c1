"""Hacker News: a discussion as the text that was submitted and the first-level comments on it, as quotations.

The page that a story leads to is a link beside the text. How stories are found is `sources/kinds/hackernews.py`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from digest_pipeline.articles.blocks import Block, Run, read_blocks
from digest_pipeline.articles.layouts.reading import first, place_of, text_at, without
from digest_pipeline.articles.page import Failure, Reading

MOST_COMMENTS = 30
"""The comments that are kept: the page sorts them, and what comes late is seldom worth a place."""

_HAS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_ITEM = "//table[contains(@class, 'fatitem')]"
_TITLE = ".//td[contains(@class, 'title')]//a[@href]"
_STORY = f".//span[{_HAS.format('onstory')}]//a[@href]"
_COMMENT = f"//tr[{_HAS.format('comtr')}]"
_WORDS = f".//*[{_HAS.format('commtext')}]"
_USER = f".//a[{_HAS.format('hnuser')}]"
_AGE = f".//span[{_HAS.format('age')}]/@title"
# Without a class before 2023: the cell of the item's table that holds text and no form.
_SUBMITTED = (
    f".//*[{_HAS.format('toptext')}] | {_WORDS}"
    " | .//tr[position() > 2]/td[not(@class) and not(.//form) and normalize-space()]"
)
_REPLY = f".//*[{_HAS.format('reply')}]"
_LISTS = frozenset(
    "news newest front ask show jobs best active newcomments user submitted threads shownew from over".split()
)


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return the discussion at `url`; None for a page that is none of Hacker News."""
    host, path = place_of(url)
    if host != "news.ycombinator.com":
        return None
    if not path or path[0] in _LISTS:
        return Failure("not_article", "the page is a list on Hacker News")
    if path != ("item",):
        return None
    item = first(tree, _ITEM)
    if item is None:
        body = text_at(tree, "//body")
        return Failure("gone", "Hacker News says “No such item.”") if body.startswith("No such item") else None
    blocks = [*_submitted(item), *_comments(tree)]
    if not blocks:
        return Failure("no_text", "the story has no text and nobody commented on it yet")
    title, link = _title(item)
    author = text_at(item, _USER)
    return Reading(
        layout="hackernews",
        blocks=blocks,
        title=title,
        authors=(author,) if author else (),
        site="Hacker News",
        published=_posted(first(item, _AGE) or ""),
        links=((link, title),) if link else (),
    )


def _title(item: Any) -> tuple[str, str]:
    """Return the title, and the address of the page that is discussed (empty for what was written here)."""
    anchor = first(item, _TITLE)
    if anchor is None:  # a comment, named by the story it stands under
        return text_at(item, _STORY), ""
    address = anchor.get("href")
    return text_at(item, _TITLE), address if address.startswith(("http:", "https:")) else ""


def _submitted(item: Any) -> list[Block]:
    container = first(item, _SUBMITTED)
    return [] if container is None else read_blocks(without(container, _REPLY))


def _comments(tree: Any) -> Iterator[Block]:
    kept = 0
    for row in tree.xpath(_COMMENT):
        words = first(row, _WORDS)
        if words is None or not _is_first_level(row):
            continue
        yield from _quotation(text_at(row, _USER), read_blocks(without(words, _REPLY)))
        kept += 1
        if kept == MOST_COMMENTS:
            return


def _is_first_level(row: Any) -> bool:
    indent = first(row, ".//td[contains(@class, 'ind')]/@indent | .//td[contains(@class, 'ind')]/img/@width")
    return indent in {None, "0"}


def _quotation(author: str, blocks: list[Block]) -> Iterator[Block]:
    for place, block in enumerate(blocks):
        runs = (Run(author, bold=True), Run(": "), *block.runs) if place == 0 and author else block.runs
        # Code keeps its lines.
        yield block._replace(runs=runs) if block.kind == "code" else block._replace(kind="quote", level=1, runs=runs)


def _posted(title: str) -> datetime | None:
    """Return the time in the title of an age: UTC without saying so, and since 2024 with its Unix time behind it."""
    try:
        return datetime.fromisoformat(title.partition(" ")[0]).replace(tzinfo=UTC)
    except ValueError:
        return None
