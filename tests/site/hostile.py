"""Issues whose every text and address was written by an attacker, made from the samples."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from digest_pipeline.model import Issue, IssueItem, Point, Resource
from tests.editions.sample import HOSTILE

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "hostile" / "xss"
# What names things and what is one of a few words can hold no text.
_STRUCTURE = frozenset(
    "edition day key language timezone window_start window_end counts story_id thread_id group article_id engine kind "
    "category rubric value_parts translated_from date_origin published_local standing outcome early_day "
    "late_day".split()
)
ATTACKS = (
    HOSTILE,
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "</title></style></script><svg onload=alert(1)>",
    "https://evil.example/\"onclick='alert(1)'",
    "https://user@evil.example/",
    "data:text/html,<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "<!--",
    "]]>",
    "&#60;script&#62;",
)


def collected() -> list[str]:
    """Return the attacks of the collections, each once."""
    files = sorted(SAMPLES.rglob("*.txt"))
    lines = (line for file in files for line in file.read_bytes().decode("utf-8", "replace").splitlines())
    return list(dict.fromkeys(line for line in lines if line.strip()))


def addresses_of(texts: Iterable[str]) -> list[str]:
    """Return the addresses among `texts`, whatever their scheme: alone, or as the target of a Markdown link."""
    found = (re.search(r"(?:^|\]\(<?)(\s*[a-z&#\\][\w&#;\\ ]*:.*?)(?:>?\))?$", text, re.IGNORECASE) for text in texts)
    return [match.group(1) for match in found if match]


def attacked(issue: Issue, texts: Iterator[str], urls: Iterator[str]) -> Issue:
    """Return the issue with each of its texts and addresses replaced by the next of `texts` or `urls`."""
    return Issue.model_validate(_replaced(issue.model_dump(), lambda name: next(urls if name == "url" else texts)))


def all_at_once(issue: Issue, texts: Sequence[str]) -> IssueItem:
    """Return the issue's first story, saying every one of `texts`, with every one as an address of its resources."""
    item = issue.items[0]
    points = tuple(Point(text=text, lead=text, evidence=item.brief.one_sentence.evidence) for text in texts[:200])
    changes: dict[str, Any] = {
        "technique": points,
        "findings": tuple(Point(text=text, evidence=()) for text in texts),
        "resources": tuple(Resource(url=text, title=text, kind="post") for text in texts),
        "tags": tuple(texts[:500]),
    }
    sources = tuple(item.sources[0].model_copy(update={"url": url, "title": url}) for url in addresses_of(texts))
    return item.model_copy(
        update={"brief": item.brief.model_copy(update=changes), "sources": (*item.sources, *sources)}
    )


def _replaced(value: Any, text: Callable[[str], str], name: str = "") -> Any:
    if name in _STRUCTURE:
        return value
    if isinstance(value, dict):
        return {key: _replaced(part, text, key) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(part, text, name) for part in value]
    return text(name) if isinstance(value, str) else value
