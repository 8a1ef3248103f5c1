"""A name that a statement has where its quotations have another one: who is said to do what somebody else does.

For a name that stands elsewhere in the article only, in the script of the article; what is around it must be, in the
quotations, around another name, of which the statement says nothing. Names unknown to the article are `judge_names.py`.
"""

import re
from collections.abc import Iterator, Sequence

from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.contexts import stands_for
from digest_pipeline.briefs.grounding.naming import name_places
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.briefs.grounding.reading import Reading, read
from digest_pipeline.quantities import half_width


def renamed(reading: Reading, ground: Ground, quoted: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Yield the names that stand in the place of others of the quotations, each with the place of the other."""
    near, said = Near(tuple(quoted)), half_width(reading.text)
    strange = [at for at, places in _named(reading, ground) if not any(near.holds(*place) for place in places)]
    if not strange:
        return
    theirs = [place for start, end in quoted for place in _others(ground.text[start:end], start, said.lower())]
    for at in strange:
        opens = _OPENING.search(said, 0, at[0]) is not None
        if other := next((one for one in theirs if stands_for(said, at, ground.plain, one, opens=opens)), None):
            yield at, other


def _others(text: str, offset: int, used: str) -> Iterator[Span]:
    """Yield where a part of the article has names that are not used in the statement."""
    found = read(text)
    places = [(one.surface, one.start, one.end) for one in found.names]
    places += [(one.surface, one.start, one.end) for one in found.versions]
    yield from ((offset + start, offset + end) for surface, start, end in places if surface.lower() not in used)


# A name, or the last word of one, with which a clause begins.
_OPENING = re.compile(r"(?:^|[,，.。;；:：、])\s?\w{0,6}\s?\Z")


def _named(reading: Reading, ground: Ground) -> Iterator[tuple[Span, Sequence[Span]]]:
    """Yield the names and versions of a statement that the article has, with where."""
    for name in reading.names:
        if places := name_places(name, ground, eastern=reading.eastern):
            yield (name.start, name.end), places
    for version in reading.versions:
        if places := ground.words.get(version.name + version.number):
            yield (version.start, version.end), places
