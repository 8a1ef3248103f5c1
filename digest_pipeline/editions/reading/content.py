"""What the forms have in common below an item's heading: points in lists, resources, and links that stand in a text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from digest_pipeline.articles.links import kind_of
from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.drafts import Draft
from digest_pipeline.editions.reading.inline import Line
from digest_pipeline.editions.reading.words import Voice, led, without_icon
from digest_pipeline.model import Figure, Point, Resource, ResourceKind
from digest_pipeline.urls import is_web_address

ITEM_LEVEL = 3
_NUMBER = re.compile(r"\A(\d{1,9})\. ?")


def items_of(blocks: Sequence[Block], voice: Voice) -> Iterator[tuple[str, Block, Sequence[Block]]]:
    """Yield group, heading and body of each item: a heading of the third level and what stands below it."""
    starts = [at for at, block in enumerate(blocks) if block.kind == "heading" and block.level <= ITEM_LEVEL]
    group = ""
    for start, end in pairwise([*starts, len(blocks)]):
        if blocks[start].level == ITEM_LEVEL:
            yield group, blocks[start], [block for block in blocks[start + 1 : end] if block.kind != "rule"]
        else:
            group = _group_named(blocks[start].whole.text, voice)


def numbered(heading: Block, default: int) -> tuple[int, Line]:
    """Return the number before a headline, else the default, and the headline."""
    line = heading.whole
    number = _NUMBER.match(line.shape)
    return (int(number[1]), line.part(number.end())) if number else (default, line)


def bare_heading(words: str) -> str:
    """Return a heading without its icon and number."""
    return _NUMBER.sub("", without_icon(words))


def points_of(blocks: Iterable[Block]) -> list[Point]:
    """Return the points of lists, paragraphs and whatever else stands there, in the order of the text.

    A point of a nested list follows the one it stands below. What is numbered keeps its number.
    """
    return list(chain.from_iterable(_points(block) for block in blocks))


def _points(block: Block, ordinal: str = "") -> Iterator[Point]:
    if block.kind == "item":
        ordinal = f"{block.number}. " if block.number is not None else ""
        for at, child in enumerate(block.children):
            yield from _points(child, ordinal if at == 0 else "")
    elif block.children:
        for child in block.children:
            yield from _points(child)
    elif block.lines:
        lead, rest = led(block.whole)
        yield Point(
            lead=f"{ordinal}{lead}" if lead else "", text=rest.text if lead else f"{ordinal}{rest.text}", evidence=()
        )


def figures_of(blocks: Iterable[Block]) -> list[Figure]:
    """Return measured values, each with its unit, conditions and comparison as one text."""
    return [Figure(metric=point.lead, value=point.text, evidence=()) for point in points_of(blocks)]


def resources_of(blocks: Iterable[Block], voice: Voice) -> tuple[list[Resource], list[Point]]:
    """Return the links of a list of resources, and its lines that link to nothing or say more of several links."""
    found: list[Resource] = []
    unlinked: list[Point] = []
    for block in (below for listed in blocks for below in listed.walk() if below.lines):
        label, rest = led(block.whole)
        addresses = list(rest.addresses())
        if len(addresses) == 1:
            (words, url), said = addresses[0], rest.text
            found.append(resource(label, words if said == words else said.replace(url, "").strip(" ：:"), url, voice))
        else:
            found += (resource(label, words, url, voice) for words, url in addresses)
            said = rest.text
            for words, _ in addresses:
                said = said.replace(words, "", 1)
            if not addresses or any(letter.isalnum() for letter in said):
                unlinked.append(Point(lead=label, text=rest.text, evidence=()))
    return found, unlinked


def resource(label: str, words: str, url: str, voice: Voice) -> Resource:
    """Return a link that stands behind a label: its kind where that is the edition's word for one, else its name."""
    kind = kind_named(label, voice)
    title = "" if words == url else words
    if kind is None and label:
        title = f"{label}：{title}" if title else label
    return Resource(url=url, title=title, kind=kind or kind_of(url))


def kind_named(label: str, voice: Voice) -> ResourceKind | None:
    """Return the first kind of resource that the edition calls so."""
    return next((kind for kind, word in voice.labels.resource_kinds.items() if word == label), None)


def keep_links(draft: Draft, blocks: Iterable[Block]) -> None:
    """Add the links that stand in an item to its resources, but none that it has already."""
    lines = [line for block in blocks for below in block.walk() for line in below.lines]
    known = {one.url for one in draft.sources} | {link.url for link in draft.resources}
    known |= {moment.url for moment in draft.moments}
    if draft.primary:
        known.add(draft.primary.url)
    for words, url in chain.from_iterable(line.addresses() for line in lines):
        if url not in known and is_web_address(url):
            known.add(url)
            draft.resources.append(Resource(url=url, title="" if words == url else words, kind=kind_of(url)))


def _group_named(heading: str, voice: Voice) -> str:
    words = bare_heading(heading)
    return next((part.name for part in voice.edition.groups if part.heading[voice.language] == words), "")
