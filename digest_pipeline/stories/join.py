"""Joins the articles of a day into stories: each event told once, with all its sources.

Articles that share something rare are compared (`candidates.py`, `likeness.py`) and joined by average linkage (Sokal
and Michener, 1958), which asks all members of two groups for likeness and so does not chain unrelated events together.
A round-up tells of many events and joins none. Which article leads is `lead.py`; what follows over days, `threads.py`.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from digest_pipeline.model import Article, Story, content_id
from digest_pipeline.stories.candidates import candidates
from digest_pipeline.stories.lead import ranked
from digest_pipeline.stories.likeness import probabilities
from digest_pipeline.stories.parts import cosine, parts_of
from digest_pipeline.stories.primary import primary_source
from digest_pipeline.stories.profile import Profile, profile_of
from digest_pipeline.stories.reasons import bonds_of
from digest_pipeline.stories.roundup import is_roundup

_Pair = tuple[int, int]

# Groups whose articles are on average less likely than this to tell the same event stay apart.
SAME_EVENT = 0.5

# Texts of at least this cosine are copies of one another.
_COPY = 0.75

# What more articles link to is no sign of one event.
_FEW = 4

# So many pairs are judged together: more take no less time, but memory.
_AT_ONCE = 2_000

# Of so many articles that hang together every pair is compared.
_WHOLE = 150

# Below this two articles do not even make a group that is looked at together.
_POSSIBLE = 0.15


def join(day: date, articles: Sequence[Article]) -> list[Story]:
    """Return the stories of `day`: every article is in exactly one, and the order of `articles` changes nothing."""
    ordered = sorted(articles, key=lambda article: article.id)
    profiles = _profiles(ordered)
    known = {profile.id: profile for profile in profiles}
    stories = [_story(day, [ordered[place] for place in group], known) for group in _groups(ordered, profiles)]
    return sorted(stories, key=lambda story: (story.lead.published_at, story.id))


def groups_of(articles: Sequence[Article]) -> list[list[int]]:
    """Return the places of the articles that tell the same event, group by group."""
    return _groups(articles, _profiles(articles))


def _groups(articles: Sequence[Article], profiles: Sequence[Profile]) -> list[list[int]]:
    roundups = {place for place, article in enumerate(articles) if is_roundup(article)}
    alike = _judged(profiles, candidates(profiles), roundups)
    # An event that many tell has more pairs than were compared at first.
    close = (pair for part in _parts(len(profiles), alike) if len(part) <= _WHOLE for pair in combinations(part, 2))
    alike |= _judged(profiles, [pair for pair in close if pair not in alike], roundups)
    return linked(len(profiles), alike)


def _judged(profiles: Sequence[Profile], pairs: Sequence[_Pair], roundups: Collection[int]) -> dict[_Pair, float]:
    """Return the probability of each pair that can tell the same event."""
    possible = [
        (one, other)
        for one, other in pairs
        if not _are_apart(profiles[one], profiles[other], round_ups=(one in roundups) + (other in roundups))
    ]
    alike: dict[_Pair, float] = {}
    for start in range(0, len(possible), _AT_ONCE):
        some = possible[start : start + _AT_ONCE]
        found = probabilities([parts_of(profiles[one], profiles[other]) for one, other in some])
        alike.update(zip(some, found, strict=True))
    return alike


def linked(size: int, alike: Mapping[_Pair, float]) -> list[list[int]]:
    """Return the groups of `size` places by average linkage of the probabilities; 0 for a pair that is not there."""
    return sorted(group for part in _parts(size, alike) for group in _clusters(part, alike))


def _profiles(articles: Sequence[Article]) -> list[Profile]:
    """Return the profiles of a day's articles; the works that more than a few of them link to tell nothing."""
    profiles = [profile_of(article) for article in articles]
    linking = Counter(work for profile in profiles for work in profile.works)
    common = {work for work, count in linking.items() if count > _FEW}
    return [
        replace(profile, works=profile.works - common) if profile.works & common else profile for profile in profiles
    ]


def _are_apart(one: Profile, other: Profile, *, round_ups: int) -> bool:
    """Say whether two articles can't tell the same event, however alike they are.

    Two papers or two repositories are two. A round-up tells of many events, and is only ever another copy of itself.
    """
    if round_ups:
        return round_ups == 1 or cosine(one.head, other.head) < _COPY
    return bool(one.work and other.work and one.work != other.work)


def _parts(size: int, alike: Mapping[_Pair, float]) -> Iterator[list[int]]:
    """Yield the places that hang together, however loosely: what is far apart needs no comparing."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  only the step that joins pays it
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415  the same

    near = [pair for pair, value in alike.items() if value >= _POSSIBLE]
    graph = csr_matrix(([1] * len(near), ([a for a, _ in near], [b for _, b in near])), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    parts: dict[int, list[int]] = {}
    for place, label in enumerate(labels):
        parts.setdefault(int(label), []).append(place)
    yield from parts.values()


def _clusters(part: list[int], alike: Mapping[_Pair, float]) -> list[list[int]]:
    if len(part) == 1:
        return [part]
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415  only the step that joins pays it

    distances = [1 - alike.get(pair, 0.0) for pair in combinations(part, 2)]
    labels = fcluster(linkage(distances, "average"), 1 - SAME_EVENT, "distance")
    groups: dict[int, list[int]] = {}
    for place, label in zip(part, labels, strict=True):
        groups.setdefault(int(label), []).append(place)
    return list(groups.values())


def _story(day: date, members: Sequence[Article], profiles: Mapping[str, Profile]) -> Story:
    articles = ranked(members)
    return Story(
        id=content_id(str(day), min(article.id for article in members)),
        day=day,
        articles=articles,
        bonds=bonds_of(articles, lambda article: profiles[article.id]),
        primary=primary_source(articles),
    )
