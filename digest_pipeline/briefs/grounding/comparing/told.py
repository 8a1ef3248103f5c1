"""A statement beside the sentences of its quotations: what it tells otherwise than they do, though each word is theirs.

The words that both have are looked up once, for all that compares them: what was exchanged (`exchanges.py`), who does
what to whom (`reversals.py`), what is said under a negation, of all, or as done (`governed.py`).
"""

from collections.abc import Iterator, Sequence

from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.exchanges import Exchanges
from digest_pipeline.briefs.grounding.comparing.governed import Side, contradicted
from digest_pipeline.briefs.grounding.comparing.opposites import contested, opposed
from digest_pipeline.briefs.grounding.comparing.renamed import renamed
from digest_pipeline.briefs.grounding.comparing.reversals import reversals
from digest_pipeline.briefs.grounding.comparing.subjects import exchanged_subjects
from digest_pipeline.briefs.grounding.comparing.wording import Word, shared_words, tiles
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.passages import Distances, Near, Span
from digest_pipeline.briefs.grounding.quotations import locate
from digest_pipeline.briefs.grounding.reading import Reading
from digest_pipeline.model import Evidence
from digest_pipeline.quantities import half_width


def told_otherwise(
    reading: Reading, ground: Ground, near: Near, evidence: Sequence[Evidence]
) -> Iterator[tuple[Span, str]]:
    """Yield the passages of a statement that its quotations bear out otherwise, with what they have there.

    `near` are the sentences of the quotations; of a statement that stands in the article nothing is said.
    """
    wide, said = half_width(reading.text), lowered(reading.text)
    disputed = contested(wide, ground, evidence)
    yield from opposed(disputed, wide, ground, near)
    words = sorted(shared_words(said, ground, near, eastern=reading.eastern))
    found = [(item.at, instead) for item, instead in Exchanges(reading, ground, near, words).found(evidence, disputed)]
    if evidence:
        places = _contradicted(reading, said, ground, near, words)
        found += [(at, ground.plain[slice(*place)].strip()) for at, place in places]
    if found and not locate(reading.text, ground.text):
        yield from found


def _contradicted(
    reading: Reading, said: str, ground: Ground, near: Near, words: Sequence[Word]
) -> Iterator[tuple[Span, Span]]:
    """Yield the passages of a statement (`said`, in lower case) that its quotations contradict, with what does."""
    quoted = tuple(span for span in near.spans if span[1] <= len(ground.text))
    theirs = Side(ground.marked, quoted, _turned(words))
    for at, place in contradicted(Side(said, ((0, len(said)),), words), theirs):
        yield at, theirs.clause(place)
    if reading.eastern == ground.is_han:
        named = [(one.start, one.end) for one in reading.names]
        named += [(one.start, one.end) for one in reading.versions]
        passages = tiles(said, ground.marked, words)
        mine = Distances(said)
        yield from reversals(said, passages, named, ground, mine)
        yield from exchanged_subjects(said, passages, mine, ground.distances)
        yield from renamed(reading, ground, quoted)


def _turned(words: Sequence[Word]) -> list[Word]:
    """Return the same words as those of the quotations, with their places in the statement."""
    found: dict[Span, list[Span]] = {}
    for word in words:
        for place in word.places:
            found.setdefault(place, []).append(word.at)
    return [Word(place, tuple(places), "stem") for place, places in sorted(found.items())]
