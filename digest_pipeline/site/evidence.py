"""From a statement's evidence to the place a reader can look at: the source it stands in and a link to the sentence."""

import re
from urllib.parse import quote

from digest_pipeline.model import Evidence, IssueItem, SourceReference
from digest_pipeline.webtext import clean, printable_address

# A fragment matches only within one block of the page; a longer quotation is named by its two ends.
_WHOLE_CHARACTERS = 120
_END_CHARACTERS = 40
# Browsers match whole words only: an end is cut after a space or at Chinese punctuation, never inside a word.
_CUTS = re.compile(r"\s|(?<=[，。；：、！？])|(?=[（“《])")


def source_of(item: IssueItem, evidence: Evidence) -> SourceReference:
    """Return the source whose article `evidence` stands in."""
    return next(source for source in item.sources if source.article_id == evidence.article_id)


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
