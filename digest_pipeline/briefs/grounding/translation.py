"""What a passage shares with one in the other language, by what Chinese words may mean (`stories/translation.py`)."""

from collections.abc import Iterator, Mapping, Sequence

from digest_pipeline.briefs.grounding.names import is_eastern
from digest_pipeline.briefs.grounding.passages import Span
from digest_pipeline.stories.translation import Meanings, translated
from digest_pipeline.stories.words import words


def known(said: str, text: str) -> tuple[int, int]:
    """Return how many words of `said` a dictionary knows, and how many of them may be said in `text`."""
    if is_eastern(said):
        stems = set(words(text))
        meanings = [meant for _, meant in translated(said)]
        return len(meanings), sum(not meant.isdisjoint(stems) for meant in meanings)
    meant = {stem for _, stems in translated(text) for stem in stems} | set(words(text))
    spoken = list(words(said))
    return len(spoken), sum(stem in meant for stem in spoken)


def meanings_in(text: str, run: Span) -> Iterator[tuple[Meanings, Span]]:
    """Yield the Chinese words of a part of `text`, in order: the English stems each may mean, and where it stands."""
    place, end = run
    for word, stems in translated(text[place:end]):
        at = text.find(word, place, end)
        # The dictionary is asked for a folded form, which may be written otherwise here.
        if at >= 0:
            yield stems, (at, at + len(word))
            place = at + len(word)


def by_meaning(text: str, runs: Sequence[Span]) -> Mapping[str, list[Span]]:
    """Return where the Chinese `runs` of `text` have a word that may mean an English stem."""
    found: dict[str, list[Span]] = {}
    for run in runs:
        for stems, span in meanings_in(text, run):
            for stem in stems:
                found.setdefault(stem, []).append(span)
    return found
