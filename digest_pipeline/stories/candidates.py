"""Which articles are worth comparing at all: those that share rare words, names or works.

Every article is compared with a bounded number of others, so the cost grows with the day and not with its square. A
Chinese article is known by its own words and by what they may mean in English, so that it meets an English one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.profile import Profile

# The words an article is known by, its heaviest first; and the meanings that are looked for in the other script.
_WORDS = 24
_MEANINGS_OF_A_WORD = 4
# A word of less rarity tells two articles apart no better than chance.
_COMMON = 3.0
# What more articles share is a theme, not an event.
_MOST_SHARING = 120
_NEIGHBOURS = 20
_LEAST = 0.06
# What a name and a meaning weigh beside the words, whose weights are those of a vector of length 1.
_NAME, _MEANING, _WORK = 0.05, 0.03, 1.0


def candidates(profiles: Sequence[Profile]) -> list[tuple[int, int]]:
    """Return the places of the pairs to be compared, each with the smaller place first, in order."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  with scikit-learn, only the step that joins pays it

    keys = [dict(_keys(profile)) for profile in profiles]
    sharing = Counter(key for of_one in keys for key in of_one)
    columns = {key: place for place, key in enumerate(sorted(k for k, n in sharing.items() if 1 < n <= _MOST_SHARING))}
    rows, places, weights = [], [], []
    for row, of_one in enumerate(keys):
        for key, weight in of_one.items():
            if key in columns:
                rows.append(row)
                places.append(columns[key])
                weights.append(weight)
    vectors = csr_matrix((weights, (rows, places)), shape=(len(profiles), max(1, len(columns))))
    shared = (vectors @ vectors.T).tocsr()
    pairs = set()
    for row in range(len(profiles)):
        start, end = shared.indptr[row], shared.indptr[row + 1]
        near = zip(shared.data[start:end], shared.indices[start:end], strict=True)
        best = sorted((-value, int(place)) for value, place in near if place != row and value >= _LEAST)
        pairs |= {(min(row, place), max(row, place)) for _, place in best[:_NEIGHBOURS]}
    return sorted(pairs)


def _keys(profile: Profile) -> Iterator[tuple[str, float]]:
    """Yield what an article is known by, with weights whose products add up to how much two articles share."""
    heaviest = sorted(profile.head.items(), key=lambda item: (-item[1], item[0]))[:_WORDS]
    yield from ((term, weight) for term, weight in heaviest if rarity(term) >= _COMMON)
    yield from ((f"name {name}", _NAME * weight) for name, weight in profile.led.items() if weight >= _COMMON)
    yield from ((f"work {url}", _WORK) for url in profile.works | profile.addresses)
    if profile.eastern:
        rarest = sorted(profile.all_meanings, key=lambda item: (-item[0], sorted(item[1])))[:_WORDS]
        for weight, stems in (*profile.meanings, *rarest):
            for stem in sorted(stems)[:_MEANINGS_OF_A_WORD]:
                if weight >= _COMMON and rarity(stem) >= _COMMON:
                    yield f"meaning {stem}", _MEANING * weight
    else:
        yield from ((f"meaning {term}", _MEANING * rarity(term)) for term, _ in heaviest if rarity(term) >= _COMMON)
