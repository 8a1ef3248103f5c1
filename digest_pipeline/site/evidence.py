"""From a statement's evidence to the place a reader can look at: the source it stands in and a link to the sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from digest_pipeline.model import IssueItem, content_id
from digest_pipeline.webtext import clean, printable_address

# A fragment matches only within one block of the page; a longer quotation is named by its two ends.
_WHOLE_CHARACTERS = 120
_END_CHARACTERS = 40
# Browsers match whole words only: an end is cut after a space or at Chinese punctuation, never inside a word.
_CUTS = re.compile(r"\s|(?<=[，。；：、！？])|(?=[（“《])")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article can be looked at: the name of its source, its title and its address."""

    name: str
    title: str
    url: str


def origins_of(items: Iterable[IssueItem]) -> dict[str, Origin]:
    """Return the articles that the statements of `items` can rest on, by id.

    A review tells stories of earlier days, whose articles are known by the address of their moment alone.
    """
    items = tuple(items)
    moments = (moment for item in items for moment in item.moments)
    sources = (source for item in items for source in item.sources)
    return {content_id(moment.url): Origin(moment.source, moment.headline, moment.url) for moment in moments} | {
        source.article_id: Origin(source.name, source.title, source.url) for source in sources
    }


def quotation_address(url: str, quotation: str) -> str | None:
    """Return `url` with a text fragment, which makes browsers scroll to `quotation` and mark it.

    Syntax: https://wicg.github.io/scroll-to-text-fragment/. None when `url` may not be linked.
    """
    address = printable_address(url)
    lines = [line for line in map(clean, quotation.splitlines()) if line]
    if address is None or not lines:
        return address
    if len(lines) == 1 and len(lines[0]) <= _WHOLE_CHARACTERS:
        directive = _encoded(lines[0])
    else:
        directive = f"{_encoded(_first_words(lines[0]))},{_encoded(_last_words(lines[-1]))}"
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def _first_words(line: str) -> str:
    cuts = [match.start() for match in _CUTS.finditer(line) if 0 < match.start() <= _END_CHARACTERS]
    return line[: cuts[-1]].rstrip() if cuts and len(line) > _END_CHARACTERS else line


def _last_words(line: str) -> str:
    earliest = len(line) - _END_CHARACTERS
    cuts = [match.end() for match in _CUTS.finditer(line) if earliest <= match.end() < len(line)]
    return line[cuts[0] :].lstrip() if cuts and earliest > 0 else line


def _encoded(text: str) -> str:
    # A hyphen, comma or ampersand would be read as syntax of the directive.
    return quote(text, safe="").replace("-", "%2D")
