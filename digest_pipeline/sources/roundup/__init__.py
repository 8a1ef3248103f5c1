"""One issue of a round-up, split into the items it tells of: each with its own links, and the headings it stands under.

An issue is read as a sequence of blocks (`blocks.py`). What an item is depends on how the issue is written, section by
section: a heading that links outward opens a story that reaches to the next heading; a heading over prose with links is
a story too; under any other heading each bullet or row with an outward link is an item. What stands in no section (the
greeting, the footer) and what is paid for is left out (`wording.py`). Which of its links an item is about, is
`links.py`. Where an issue comes from and when it was published is `kinds/newsletter.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from digest_pipeline.headline import headline, shortened
from digest_pipeline.sources.roundup.blocks import BOLD_LINE, Block, blocks_of, main_part, opens_with_lead, parsed
from digest_pipeline.sources.roundup.links import primary
from digest_pipeline.sources.roundup.wording import (
    is_housekeeping,
    is_list_of_links,
    is_numbered,
    is_paid,
    is_telling,
    is_untitled,
    letters,
    names_the_issue,
    without_frame,
    without_number,
)
from digest_pipeline.urls import status_id

__all__ = ["RoundupItem", "parsed", "split", "split_page"]

_LEVELS_NAMED = 3
_OPENING = 80
_SHORTEST_PROSE = 80
# An item told again further down is told better there only when it is told at far greater length.
_FULLER = 2


@dataclass(frozen=True, slots=True)
class RoundupItem:
    """One item of an issue: its primary link, canonical and as written; its own HTML with all its links."""

    url: str
    link: str
    title: str
    section: str
    html: str

    @property
    def is_post(self) -> bool:
        """Whether the primary link is a post on X, which can't be read there without an account."""
        return status_id(self.url) is not None


def split(html: str, base: str, title: str = "") -> tuple[RoundupItem, ...]:
    """Return the items of one issue in their order, one for each primary link.

    `base` is the issue's own address: links to its site are no items. `title` is the issue's title, which names no
    section. Of two items with one primary link the first is kept, or one that is twice as long (a story after the
    overview); a section it lacks comes from the other.
    """
    return _split(parsed(html), base, title)


def split_page(page: Any, base: str, title: str = "") -> tuple[RoundupItem, ...]:
    """Return the items of an issue that is a whole web page (see `parsed`): what `split` finds in its main part."""
    return _split(main_part(page), base, title)


def _split(root: Any, base: str, title: str) -> tuple[RoundupItem, ...]:
    items: dict[str, RoundupItem] = {}
    for item in _items(list(blocks_of(root, base)), title):
        page = item.url.partition("://")[2].rstrip("/")
        known = items.get(page)
        if known is None:
            items[page] = item
            continue
        better, other = (item, known) if len(item.html) > _FULLER * len(known.html) else (known, item)
        items[page] = replace(better, section=better.section or other.section)
    return tuple(items.values())


def _items(blocks: Sequence[Block], title: str) -> Iterator[RoundupItem]:
    """Yield the items of the sections, which `blocks` opens with their headings."""
    above: list[tuple[int, str]] = []
    is_sectioned = any(block.level and not names_the_issue(block.text, title) for block in blocks)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        names = [name for _, name in above]
        if not block.level:
            # Prose between sections is the editor's own; without sections each paragraph may be an item.
            if not is_sectioned or (names and block.is_unit):
                yield from _item([block], [*names, block.theme])
            continue
        while above and above[-1][0] >= 2 * block.level - (not block.links):
            above.pop()
        end = next((place for place in range(at, len(blocks)) if 0 < blocks[place].level <= block.level), len(blocks))
        name = without_frame(block.text)
        if is_paid(block.text):
            at = end
        elif _is_story(block, blocks[at:end]):
            yield from _item([block, *blocks[at:end]], [found for _, found in above])
            at = end
        elif name and not is_list_of_links(name) and not names_the_issue(name, title):
            # Sections and stories may have headings of one level: a section that opens with a story stands above it.
            opens = at < len(blocks) and blocks[at].level == block.level and bool(blocks[at].links)
            above.append((2 * block.level - opens, name))


def _is_story(heading: Block, body: Sequence[Block]) -> bool:
    """Say whether the section is one story: its heading links outward, or it is prose that does."""
    if heading.is_linked or heading.level == BOLD_LINE:
        return bool(heading.links)
    parts = next((at for at, block in enumerate(body) if 0 < block.level < BOLD_LINE), len(body))
    linked = next((at for at, block in enumerate(body) if not block.level and block.links), None)
    # A part of the issue has parts of its own; a numbered story may have them too.
    if linked is None or (parts < len(body) and not is_numbered(heading.text)):
        return False
    if linked > parts:
        within = next(block for block in reversed(body[:linked]) if block.level)
        return is_list_of_links(without_frame(within.text))
    if not body[linked].is_unit:
        return not is_housekeeping(body[linked].text)
    bullets = [block for block in body[linked:parts] if block.is_unit]
    is_listing = sum(opens_with_lead(block.element) for block in bullets) * 2 >= len(bullets)
    return not is_listing and any(_is_prose(block) for block in body[:linked])


def _is_prose(block: Block) -> bool:
    return not block.is_unit and not block.is_quote and len(block.text) >= _SHORTEST_PROSE


def _item(blocks: Sequence[Block], section: Iterable[str]) -> Iterator[RoundupItem]:
    """Yield the item that the blocks are, if they are one: it links outward, and is not paid for."""
    if not any(block.links for block in blocks):
        return
    head = blocks[0]
    lead = head.element if head.level else _lead(head)
    title = _title(head, lead)
    if not title or (not head.level and _is_no_news(head, lead)):
        return
    linked = [block.links_with_lead(lead) for block in blocks if block.links]
    # A story in prose says what it is about where it first links; the rest is its background.
    is_prose = bool(head.level and linked and not linked[0][0].in_lead)
    links = linked[0] if is_prose else [link for found in linked for link in found]
    found = primary(links, title, headed=bool(head.level))
    if found is not None:
        names = [name for name in section if name][-_LEVELS_NAMED:]
        yield RoundupItem(found.url, found.written, title, " / ".join(names), "".join(map(Block.markup, blocks)))


def _is_no_news(head: Block, lead: Any) -> bool:
    """Say whether a bullet, row or paragraph is about the newsletter itself, is paid for, or has nothing to tell."""
    opening = head.text[:_OPENING] if lead is None else head.text_of(lead)
    return is_housekeeping(head.text) or is_paid(opening) or is_untitled(head.text)


def _lead(block: Block) -> Any:
    """Return the bold or linked words that open a bullet, a row or a paragraph, or None."""
    if block.element.tag == "tr":
        return _row_name(block)
    for inner in block.element.iter("strong", "b", "a"):
        if not (found := block.text_of(inner)):
            continue
        before, _, after = block.text.partition(found)
        if any(map(str.isalnum, before)) or found.startswith("@"):
            return None
        is_linked = inner.tag == "a" or inner.find(".//a") is not None
        # A bold word that goes on as a sentence is no lead.
        ends = not after.strip() or found[-1] in ":：.。" or after.lstrip()[:1] in set(":：—–-")
        return inner if is_linked or ends or is_telling(found) else None
    return None


def _row_name(block: Block) -> Any:
    """Return what names a row: the bold words in the cell of its first link, or that link; "#123" names nothing."""
    link = next((found for found in block.element.iter("a") if block.text_of(found)), None)
    cell = next(link.iterancestors("td", "th"), None) if link is not None else None
    if cell is None:
        return None
    return next((found for found in (*cell.iter("strong", "b"), link) if letters(block.text_of(found))), None)


def _title(head: Block, lead: Any) -> str:
    if head.level:
        return shortened(without_number(without_frame(head.text)))
    found = without_frame(head.text_of(lead)) if lead is not None else ""
    if found and (head.element.tag == "tr" or is_telling(found)):
        return shortened(found)
    return headline(without_frame(head.own_text))
