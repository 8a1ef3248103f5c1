"""The lines of a page that are its article: each judged by its features, as a logistic model weighs them.

The weights are fitted by `bench/fit_choice.py` on pages with gold-standard text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from digest_pipeline.articles.blocks import Block, Run, read_blocks
from digest_pipeline.articles.choice.alignment import found, key, share_found
from digest_pipeline.articles.choice.byline import bylines
from digest_pipeline.articles.choice.candidates import copy_of, from_readability, from_trafilatura
from digest_pipeline.articles.choice.features import Evidence, Features, features_of
from digest_pipeline.articles.choice.weights import WEIGHTS
from digest_pipeline.articles.metadata import Metadata
from digest_pipeline.articles.text import one_line

# Less of trafilatura's text than this in what the page shows: the article is hidden until a script shows it.
_HIDDEN_SHARE = 0.2
# Less than this in all of the page's lines: the text stands where no line is read (a script, an attribute).
_ELSEWHERE_SHARE = 0.5
# So few characters are not worth a second look.
_FEW = 100
# A line of so many letters, less than a third of them linked, is prose.
_PROSE = 60
_MUCH, _MOST = 500, 0.7
# A text below so many letters that leaves out half of the page's prose may be the wrong one.
_SHORT = 1_000
_LITTLE = 120
_MUCH_MORE = 2
# By-lines are sought among so many lines.
_FIRST = 8
# So many lines that are mostly links are a menu or a list of other articles.
_MENU = 3
_SENTENCE = re.compile(r"[.!?。！？…][”’」』）)\]\"']*\s*$")


@dataclass(frozen=True, slots=True)
class Choice:
    """The lines of a page, and which of them are the article.

    `method` is `lines` where the page's lines were judged, `hidden_lines` where the article is hidden until a script
    shows it, and `trafilatura` where its text is taken as it is because the page's lines don't hold it.
    """

    method: str
    blocks: list[Block]
    kept: list[bool]

    @property
    def lines(self) -> list[tuple[Block, bool]]:
        """Each line with whether it is kept."""
        return list(zip(self.blocks, self.kept, strict=True))

    @property
    def article(self) -> list[Block]:
        """The lines that are kept."""
        return [block for block, keep in self.lines if keep]

    @property
    def letters(self) -> int:
        """How long the article is, counted in characters."""
        return sum(len(block.text) for block in self.article)

    @property
    def told_letters(self) -> int:
        """How long its lines are that end as sentences do, and are no links: no titles, menus, advertisements."""
        lines = (block.text for block in self.article if not _is_linked(block))
        return sum(len(line) for line in lines if _SENTENCE.search(line))


def choose(tree: Any, metadata: Metadata) -> Choice:
    """Return the lines of the parsed page `tree` and which of them are its article; the tree is only read.

    Where that is hardly anything, what was cut as a box may have been the article: it is, if trafilatura finds much
    more in the page as it stands.
    """
    choice = _judged_choice(*judged(tree, metadata))
    if choice.letters < _LITTLE:
        whole = _judged_choice(*judged(tree, metadata, prepared=False))
        choice = whole if whole.told_letters > max(_LITTLE, _MUCH_MORE * choice.told_letters) else choice
    return _without_bylines(choice, metadata.authors)


def judged(tree: Any, metadata: Metadata, *, prepared: bool = True) -> tuple[Choice, list[Features]]:
    """Return the lines of a page with what trafilatura keeps of them, and the features they are judged by."""
    lines, page = _Lines.of(tree), copy_of(tree, prepared=prepared)
    choice, keys = _located(tree, lines, from_trafilatura(page, prepared=prepared, rescued=False))
    prose, kept = _prose(choice, keys)
    if choice.letters < _SHORT and kept * 2 <= prose:
        choice, keys = _located(tree, lines, from_trafilatura(page, prepared=prepared, rescued=True))
        prose, kept = _prose(choice, keys)
    # Where most is kept, a second opinion has nothing to add.
    is_sure = kept > _MUCH and kept >= _MOST * prose
    evidence = Evidence(
        trafilatura=choice.kept,
        readability=choice.kept if is_sure else found(keys, from_readability(page)),
        title=key(metadata.title),
        description=key(metadata.description),
        article_body=metadata.article_body,
    )
    return choice, features_of(choice.blocks, keys, evidence)


def _without_bylines(choice: Choice, authors: Iterable[str]) -> Choice:
    places = [place for place, keep in enumerate(choice.kept) if keep]
    found = bylines([one_line(choice.blocks[place].text) for place in places[:_FIRST]], authors)
    if not found or len(found) == len(places):
        return choice
    cut = {places[index] for index in found}
    return Choice(choice.method, choice.blocks, [keep and at not in cut for at, keep in enumerate(choice.kept)])


def _without_menus(choice: Choice) -> Choice:
    """Return the choice without lines of links where every line of the page was kept: nothing was chosen then."""
    if choice.method != "lines" or not all(choice.kept):
        return choice
    linked = [_is_linked(block) for block in choice.blocks]
    return choice if sum(linked) < _MENU else Choice(choice.method, choice.blocks, [not link for link in linked])


def _prose(choice: Choice, keys: list[str]) -> tuple[int, int]:
    """Return how many letters the page's prose has, and how many of them are kept."""
    prose = kept = 0
    for (block, keep), line in zip(choice.lines, keys, strict=True):
        if len(line) > _PROSE and not _is_linked(block):
            prose += len(line)
            kept += len(line) * keep
    return prose, kept


def _is_linked(block: Block) -> bool:
    return sum(len(run.text) for run in block.runs if run.href) * 3 >= len(block.text)


def _judged_choice(choice: Choice, features: list[Features]) -> Choice:
    """Return the choice with each line kept or not by its features; where none is, what trafilatura keeps, if much."""
    if choice.method == "trafilatura":
        return choice
    kept = [_score(line) > 0 for line in features]
    return Choice(choice.method, choice.blocks, kept) if any(kept) or choice.letters < _LITTLE else choice


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a page and their keys."""

    blocks: list[Block]
    keys: list[str]

    @classmethod
    def of(cls, tree: Any, *, hidden: bool = False) -> "_Lines":
        blocks = read_blocks(tree, hidden=hidden)
        return cls(blocks, [key(block.text) for block in blocks])


def _located(tree: Any, lines: _Lines, text: str) -> tuple[Choice, list[str]]:
    """Return the lines of the page with those marked that hold trafilatura's `text`, and the lines' keys."""
    for method, hidden, enough in (("lines", False, _HIDDEN_SHARE), ("hidden_lines", True, _ELSEWHERE_SHARE)):
        if hidden:
            lines = _Lines.of(tree, hidden=True)
        marks = found(lines.keys, text)
        if len(text) <= _FEW or share_found(lines.keys, marks, text) >= enough:
            return _without_menus(Choice(method, lines.blocks, marks)), lines.keys
    blocks = [Block("paragraph", 0, 0, (Run(line),), None) for line in text.splitlines() if line.strip()]
    return Choice("trafilatura", blocks, [True] * len(blocks)), [key(block.text) for block in blocks]


def _score(features: Features) -> float:
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in features.items())
