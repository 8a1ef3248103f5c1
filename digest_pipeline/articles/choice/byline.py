"""Lines above an article that only say who wrote it and when, which the page's metadata hold already."""

import re
from collections.abc import Iterable, Sequence

from digest_pipeline.articles.choice.alignment import key
from digest_pipeline.articles.metadata.visible import DAY

# Where a by-line may stand: among the first lines, above the first paragraph.
_FIRST_LINES, _PARAGRAPH = 4, 120
_SHORTEST_NAME = 3
_AROUND = re.compile(
    r"\b\d{1,2}:\d\d(?::\d\d)?|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|\b[ap]\.?m\b\.?"
    r"|\b(?:by|von|par|por|posted|published|updated|written|last|on|at|and|und|et|y|gmt|utc|[cejp][ds]?t|bst)\b"
    r"|作者|撰文|来源|发布|更新|编辑|记者|文|日期|时间|[于自]",
    re.IGNORECASE,
)


def bylines(lines: Sequence[str], authors: Iterable[str]) -> set[int]:
    """Return which of an article's `lines` are by-lines: a date or names of its `authors` and nothing else."""
    names = [name for name in authors if len(name) >= _SHORTEST_NAME]
    found: set[int] = set()
    for index, line in enumerate(lines):
        if len(line) > _PARAGRAPH or index - len(found) >= _FIRST_LINES:
            break
        if _is_byline(line, names):
            found.add(index)
    return found


def _is_byline(line: str, names: Iterable[str]) -> bool:
    rest = DAY.sub(" ", line)
    for name in names:
        rest = rest.replace(name, " ")
    return rest != line and not key(_AROUND.sub(" ", rest))
