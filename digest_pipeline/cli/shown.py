"""An article as a person at a terminal sees it: what is known of its page, then the page's lines, kept and cut.

What is printed comes from the web: nothing of it may move the cursor or be taken for mark-up.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from digest_pipeline.articles.page import Extracted, Failure
from digest_pipeline.articles.text import measures, visible
from digest_pipeline.model import DateCandidate, Link

Lines = Sequence[tuple[str, bool]]

_KEPT, _CUT = "  ", "- "
# A longer run of cut lines is folded after its first ones.
_LONGEST_RUN = 5
_SHOWN_OF_RUN = 2
_ADDRESSES_OF_A_KIND = 3


def show_article(console: Console, name: str, outcome: Extracted | Failure, lines: Lines) -> None:
    """Print what was made of a page: cut lines are marked, and dimmed on a terminal, long runs of them folded.

    Args:
        console: where to print.
        name: of the input.
        outcome: the article, or why there is none.
        lines: the lines of the page in their order, and whether each is in the article.
    """
    _print(console, f"file: {name}", "bold")
    if isinstance(outcome, Failure):
        _print(console, f"reason: {outcome.reason}: {outcome.detail}", "red")
    else:
        for label, value in _known(outcome):
            _print(console, f"{label}: {value}")
    console.print()
    for kept, run in groupby(lines, key=lambda line: line[1]):
        for line in _marked([text for text, _ in run], kept=kept):
            _print(console, line, "" if kept else "dim")
    console.print()


def show_markdown(console: Console, outcome: Extracted) -> None:
    """Print the article as Markdown and nothing else."""
    _print(console, outcome.markdown)
    console.print()


def _print(console: Console, text: str, style: str = "") -> None:
    console.print(Text(visible(text), style), soft_wrap=True)


def _known(found: Extracted) -> Iterator[tuple[str, str]]:
    characters, words, minutes = measures(found.text)
    known = {
        "title": found.title,
        "site": found.site,
        "authors": ", ".join(found.authors),
        "published": _day(found.published, found.dates, "published"),
        "modified": _day(found.modified, found.dates, "modified"),
        "language": found.language,
        "method": found.method,
        "length": f"{characters} characters, {words} words, {minutes} min to read",
        "address": found.canonical_url,
        "image": found.lead_image,
    }
    yield from ((label, value) for label, value in known.items() if value)
    for kind in sorted({link.kind for link in found.links}):
        yield f"links ({kind})", _addresses([link for link in found.links if link.kind == kind])


def _day(chosen: object, dates: Sequence[DateCandidate], role: str) -> str:
    candidates = [f"{date.value.isoformat()} by {date.source}" for date in dates if date.role == role]
    told = f"{chosen}" if chosen else "none"
    return f"{told} ({'; '.join(candidates)})" if candidates else told if chosen else ""


def _addresses(links: Sequence[Link]) -> str:
    shown = ", ".join(
        f"{link.anchor} <{link.url}>" if link.anchor else link.url for link in links[:_ADDRESSES_OF_A_KIND]
    )
    more = len(links) - _ADDRESSES_OF_A_KIND
    return f"{len(links)}: {shown}{f', … {more} more' if more > 0 else ''}"


def _marked(run: Sequence[str], *, kept: bool) -> list[str]:
    if kept:
        return [_KEPT + line for line in run]
    shown = run if len(run) <= _LONGEST_RUN else run[:_SHOWN_OF_RUN]
    folded = len(run) - len(shown)
    return [_CUT + line for line in shown] + ([f"{_CUT}… {folded} lines cut"] if folded else [])
