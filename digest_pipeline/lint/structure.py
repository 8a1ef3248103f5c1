"""Which headings or list entries are the stories of an issue, and which lines are its overview."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from digest_pipeline.lint.document import Item, Line
from digest_pipeline.lint.words import FURTHER, OVERVIEW

_STORY = 3
# So few names may well repeat by chance.
_FEW = 4
# A shorter line of an overview counts something ("News: 27") and tells nothing.
_SENTENCE = 20


def items_of(lines: Sequence[Line], breaks: Sequence[int]) -> tuple[Item, ...]:
    """Return the stories: what stands under the headings of one level, else the entries of an ordered list.

    A story ends at the next heading of its level or at a thematic break.
    """
    level = _level(lines)
    found = list(_headed(lines, level, breaks)) if level else []
    return tuple(found or _listed(lines, breaks))


def overview_of(lines: Sequence[Line], items: Sequence[Item]) -> tuple[Line, ...]:
    """Return the outer entries of the list that stands under a heading for the overview, before the stories."""
    first = items[0].line if items and not items[0].listed else None
    found: list[Line] = []
    inside = False
    for line in lines:
        if line.kind == "heading":
            inside = bool(OVERVIEW.fullmatch(line.text)) and line.number != first
        elif inside and line.kind == "list" and line.level == 1 and line.opens:
            found.append(line)
    told = {line.number for item in items for line in item.lines}
    return tuple(line for line in found if line.number not in told and len(line.text) >= _SENTENCE)


def _level(lines: Sequence[Line]) -> int | None:
    """Return the level of the stories' headings: the third where its names differ, for issues have sections, or 2."""
    names: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        if line.kind == "heading" and line.level > 1:
            names[line.level].append(line.text)
    if names[_STORY] and (len(names[_STORY]) < _FEW or len(set(names[_STORY])) > len(names[_STORY]) / 2):
        return _STORY
    return 2 if names[2] else None


def _headed(lines: Sequence[Line], level: int, breaks: Sequence[int]) -> Iterator[Item]:
    section = ""
    own: list[Line] = []
    for line in [*lines, None]:
        ends = line is None or (line.kind == "heading" and line.level <= level)
        if (ends or _broken(own, line, breaks)) and own:
            if _tells(own, section):
                yield Item(tuple(own))
            own = []
        if line is None:
            return
        if line.kind == "heading" and line.level < level:
            section = line.text
        elif line.kind == "heading" and line.level == level:
            own = [line]
        elif own:
            own.append(line)


def _broken(own: Sequence[Line], line: Line | None, breaks: Sequence[int]) -> bool:
    return line is not None and bool(own) and any(own[-1].number < at < line.number for at in breaks)


def _tells(own: Sequence[Line], section: str) -> bool:
    """Say whether a heading is a story: not the overview, nor further reading, nor a `[kind]` of bare links."""
    heading = own[0].text
    if FURTHER.fullmatch(section) or FURTHER.fullmatch(heading):
        return False
    if heading.startswith("[") and heading.endswith("]") and all(line.links for line in own[1:]):
        return False
    return not (OVERVIEW.fullmatch(heading) and any(line.kind == "list" for line in own))


def _listed(lines: Sequence[Line], breaks: Sequence[int]) -> Iterator[Item]:
    own: list[Line] = []
    for line in [*lines, None]:
        starts = line is not None and line.ordered and line.level == 1 and line.opens
        leaves = line is None or line.kind == "heading" or not line.level
        if (starts or leaves or _broken(own, line, breaks)) and own:
            yield Item(tuple(own), listed=True)
            own = []
        if line is None:
            return
        if starts:
            own = [line]
        elif own:
            own.append(line)
