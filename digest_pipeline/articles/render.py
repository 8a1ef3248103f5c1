"""What is stored of an article's blocks: its plain text, the same as Markdown, and its links with their places.

All three are made of the same lines, so that what is linked or bold in the Markdown is what stands at the offset in the
text. Which blocks are the article is decided before; how a line becomes Markdown is `markup.py`, which links count is
`links.py`.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from digest_pipeline.articles.blocks import Block, Run
from digest_pipeline.articles.links import Candidate, Destinations, is_pointer, kept, written_spans
from digest_pipeline.articles.markup import Border, Line, markdown_of
from digest_pipeline.articles.text import normalise, one_line, pieces_of_line, squeezed, visible
from digest_pipeline.model import Link

# In a list of what else to read, a line holds no more than this beside its link.
_LISTED_OWN_CHARACTERS = 10


@dataclass(frozen=True, slots=True)
class Rendered:
    """An article's text in its stored form, as Markdown, and its links; offsets count code points of `text`."""

    text: str
    markdown: str
    links: tuple[Link, ...]


def render(blocks: Sequence[Block], page_url: str, base: str = "", further: Iterable[tuple[str, str]] = ()) -> Rendered:
    """Return the text, Markdown and links of `blocks`, the chosen ones of the page at `page_url`.

    The text holds a line a block, empty ones left out, a code block its lines; cells of a row are parted by ` | `. The
    number of an item is not in it: the page's text has none, its list makes it. `base` is the address in the page's
    `base` element. `further` are addresses with their words that stand outside the text (offset None).
    """
    lines = [line for line in map(_line, blocks) if line.runs]
    text = "\n".join(map(_text, lines))
    if "\\" in text and (stable := normalise(text)) != text:
        # TeX that begins in one block and ends in another: what it swallowed is no line any more.
        lines, text = _unstructured(stable, blocks), stable
    destinations = Destinations(page_url, base)
    candidates: list[Candidate] = []
    resolved = list(_resolved(lines, destinations, candidates))
    outside = ((destinations.of(address), words) for address, words in further)
    candidates += [Candidate(target, one_line(words)) for target, words in outside if target]
    links = kept(candidates)
    return Rendered(text, markdown_of(resolved), links)


def _text(line: Line) -> str:
    return "".join([run.text for run in line.runs])


# --- Lines -----------------------------------------------------------------------------------------------------------


def _line(block: Block) -> Line:
    """Return the normalised line of a block; without runs when nothing is left of it."""
    if block.kind == "code":
        runs = _placed(normalise(block.text), block.runs)
        return Line("code", block.level, 0, runs, code=_code(block.text, runs))
    parts = _with_borders(block.runs) if block.kind == "row" else list(block.runs)
    pieces = pieces_of_line([run.text for run in parts])
    if pieces is None:
        runs = _placed(one_line("".join([run.text for run in parts])), block.runs)
    else:
        runs = tuple([run._replace(text=piece) for run, piece in zip(parts, pieces, strict=True) if piece])
    return Line(block.kind, block.level, block.number, runs, table=_table(block) if block.kind == "row" else None)


def _with_borders(runs: Iterable[Run]) -> list[Run]:
    """Return the runs of a row with a border for each tab, but none behind the last cell that holds anything."""
    parts: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\t")
        parts.append(run._replace(text=first))
        for text in others:
            parts += [Border(" | "), run._replace(text=text)]
    while parts and (isinstance(parts[-1], Border) or not parts[-1].text.strip()):
        parts.pop()
    return parts


def _table(block: Block) -> Any:
    """Return the table that a row stands in; None for a row that was made without a page."""
    return None if block.element is None else next(block.element.iterancestors("table"), None)


def _code(source: str, runs: Sequence[Run]) -> str:
    """Return code with its indentation; as it stands in the text where that differs in more than white space."""
    lines = [line.rstrip() for line in visible(source).split("\n")]
    shown = textwrap.dedent("\n".join(lines)).strip("\n")
    text = "".join([run.text for run in runs])
    return shown if squeezed(shown) == squeezed(text) else text


def _placed(text: str, runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return `text` as runs, links among them where their words are found one behind the other, in no other dress."""
    parts: list[Run] = []
    end = 0
    for run in runs:
        words = one_line(run.text) if run.href else ""
        if words and (start := text.find(words, end)) >= 0:
            parts += [Run(text[end:start]), Run(words, href=run.href)]
            end = start + len(words)
    parts.append(Run(text[end:]))
    return tuple([part for part in parts if part.text])


def _unstructured(text: str, blocks: Iterable[Block]) -> list[Line]:
    """Return the lines of `text` as paragraphs."""
    lines: list[list[Run]] = [[]]
    for run in _placed(text, [run for block in blocks for run in block.runs]):
        first, *others = run.text.split("\n")
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=line)] for line in others]
    return [Line("paragraph", 0, 0, tuple([run for run in line if run.text])) for line in lines]


# --- Links -----------------------------------------------------------------------------------------------------------


def _resolved(lines: Iterable[Line], destinations: Destinations, candidates: list[Candidate]) -> Iterator[Line]:
    """Yield the lines with their links led to their targets, and add those that count to `candidates`."""
    offset = 0
    is_listed = False
    for line in lines:
        text = _text(line)
        groups = [(href, list(group)) for href, group in groupby(_with_written(line.runs, text), lambda run: run.href)]
        linked = sum(len(run.text) for href, group in groups if href for run in group)
        own = len(text) - linked
        is_listed = is_pointer(text, own) or (is_listed and bool(linked) and own <= _LISTED_OWN_CHARACTERS)
        runs: list[Run] = []
        place = offset
        for href, group in groups:
            words = "".join([run.text for run in group])
            anchor = words.strip()
            target = ""
            if href and anchor:
                target = destinations.reference(href, anchor, own_characters=own, is_pointed=is_listed)
            if target:
                candidates.append(Candidate(target, anchor, place + words.index(anchor)))
            runs += group if target == href else [run._replace(href=target) for run in group]
            place += len(words)
        yield replace(line, runs=tuple(runs))
        offset += len(text) + 1


def _with_written(runs: Iterable[Run], text: str) -> Iterable[Run]:
    """Return the runs of a line with the addresses that are written out in it as links, where there is none yet."""
    spans = list(written_spans(text))
    if not spans:
        return runs
    parts: list[Run] = []
    place = 0
    for run in runs:
        borders = {0, len(run.text), *(border - place for span in spans for border in span)}
        cuts = sorted(cut for cut in borders if 0 <= cut <= len(run.text))
        for start, end in pairwise(cuts):
            href = run.href or next((text[a:b] for a, b in spans if a <= place + start and place + end <= b), "")
            parts.append(run._replace(text=run.text[start:end], href=href))
        place += len(run.text)
    return parts
