"""The details of a statement (numbers, dates, names, identifiers, links, quoted speech), each held against the article.

A statement that carries quotations is held against these, the sentences around them, and what lies beside the text; one
without, such as a headline, against all of it. Details that are true each for itself are compared with
the quotations as they stand together in `comparing/`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest_pipeline.briefs.grounding import amounts as amounts_
from digest_pipeline.briefs.grounding import translation
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing import told_otherwise
from digest_pipeline.briefs.grounding.held import Detail, Held, failed
from digest_pipeline.briefs.grounding.instead import replaced
from digest_pipeline.briefs.grounding.judge_dates import Dates
from digest_pipeline.briefs.grounding.judge_names import Names
from digest_pipeline.briefs.grounding.judge_numbers import Numbers
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.links import same_link
from digest_pipeline.briefs.grounding.names import is_eastern
from digest_pipeline.briefs.grounding.passages import Span
from digest_pipeline.briefs.grounding.quotations import locate
from digest_pipeline.briefs.grounding.reading import Passage, Reading, read
from digest_pipeline.model import Evidence, Statement
from digest_pipeline.quantities import half_width

__all__ = ["Detail", "details", "stands_in"]


def details(statement: Statement, ground: Ground) -> list[Detail]:
    """Return the details of `statement` in the order in which they stand, each with its verdict."""
    reading = read(statement.text)
    held = Held(reading.text, ground, statement.evidence, eastern=reading.eastern)
    found = [one for one in _judged(reading, held) if one]
    moved = dict(told_otherwise(reading, ground, held.quoted, statement.evidence))
    places = {(one.start, one.end) for one in found}
    # A small count, a rank, or a word is a detail only where something is to be said of it.
    unsaid = moved.keys() - places
    numbers = {(one.start, one.end) for one in reading.counts} | {(one.start, one.end) for one in reading.ranks}
    for start, end in unsaid:
        passage = Passage(start, end, reading.text[start:end])
        found.append(held.grounded("number" if (start, end) in numbers else "statement", passage, None))
    checked = (_moved(one, moved.get((one.start, one.end), "")) for one in found)
    return sorted(checked, key=lambda one: (one.start, one.end))


def _judged(reading: Reading, held: Held) -> Iterator[Detail | None]:
    """Yield all that a statement names with its verdict, None for that of which nothing can be said."""
    numbers, named = Numbers(held), Names(held)
    dates = Dates(held, numbers)
    yield from (_link(link, held) for link in reading.links)
    yield from (_speech(speech, held) for speech in reading.speech)
    yield from map(dates.day, reading.days)
    yield from dates.relative()
    yield from map(named.name, reading.names)
    yield from replaced(held)
    yield from map(named.version, reading.versions)
    yield from map(numbers.amount, reading.amounts)
    yield from map(numbers.count, reading.counts)
    yield from numbers.vague()
    yield from map(numbers.rank, reading.ranks)


def stands_in(value: str, unit: str, ground: Ground, evidence: Sequence[Evidence]) -> bool:
    """Say whether the quotations give a measured value with its unit, in whatever form."""
    spans = [(one.start, one.end) for one in evidence]
    written = half_width(value).strip()
    joint = "" if half_width(unit).startswith("%") else " "
    claimed = amounts_.amounts(half_width(f"{value}{joint}{unit}").strip())
    if not any(character.isdigit() for character in written) and not claimed:
        return bool(written) and any(locate(value, ground.text[start:end]) for start, end in spans)
    given = [one for one in ground.amounts if any(start <= one.start < end for start, end in spans)]
    return bool(claimed) and all(any(amounts_.bears_out(one, amount) for one in given) for amount in claimed)


def _link(link: Passage, held: Held) -> Detail:
    """Judge an address or a catalogue number: it is one that the article links to or spells."""
    for start, end in held.ground.written_links:
        if same_link(link.surface, held.ground.plain[start:end]):
            return held.grounded("link", link, (start, end))
    if any(same_link(link.surface, other) for other in held.ground.links):
        return held.grounded("link", link, None)
    return failed("link", link, f"the article has no link or number “{link.surface}”")


def _speech(speech: Passage, held: Held) -> Detail | None:
    """Return None for a few words in the other script, which may be anybody's."""
    said = half_width(speech.surface[1:-1]).strip(f"{_MARKS}…")
    if place := _spoken(said, held.ground):
        return held.grounded("quotation", speech, place)
    if is_eastern(said) != held.ground.is_han:
        words, known = translation.known(said, held.quoted_text)
        if words < _FEWEST_WORDS:
            return None
        if known >= _TRANSLATED_SHARE * words:
            return held.grounded("quotation", speech, None)
    return failed("quotation", speech, f"{speech.surface} is no quotation of the article")


def _spoken(said: str, ground: Ground) -> Span | None:
    """Return where the article says what is quoted: its capitals and what an ellipsis leaves out do not matter."""
    places = [locate(lowered(part), ground.lower) for part in _ELLIPSIS.split(said) if part.strip(_MARKS)]
    found = [place for place in places if place]
    if not found or len(found) < len(places) or found != sorted(found):
        return None
    return found[0][0], found[-1][1]


def _moved(detail: Detail, instead: str) -> Detail:
    """Return a detail as failed if the article gives another one in its place."""
    if not instead or detail.verdict == "failed":
        return detail
    reason = f"“{detail.surface}” is said of something else; the article has “{instead}” here"
    return replace(detail, verdict="failed", place=None, reason=reason)


# Of so many words of speech said in the other language so many must have a word of the quotations that may mean them.
_FEWEST_WORDS, _TRANSLATED_SHARE = 3, 0.5
# What is left out of a quotation, or put into it.
_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3,}|[\[(](?:…|\.{3})[\])]|\[[^\]]{1,40}\])\s*")
_MARKS = " ,.;:!?，。；：！？、"
