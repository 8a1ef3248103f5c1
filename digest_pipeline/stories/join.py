"""Joins the articles of a day into stories and chooses each story's lead article.

Articles are compared by the cosine of their tf-idf vectors (Salton and Buckley, 1988) and joined by average-linkage
clustering, which asks every member for likeness and so does not chain unrelated events. What is printed of a story is
`briefs/`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from digest_pipeline.model import Article, Story, content_id

# Below this mean cosine two groups of articles tell different events.
SAME_EVENT = 0.5

# Two texts that lead to the same paper, report or post are that much more alike, unless everybody links to it.
_SHARED_LINK = 0.2
_RARE = 4

# The event stands in the title and the first paragraphs; what follows is background that many stories share.
_HEAD_CHARACTERS = 2_000
_TITLE_WEIGHT = 3
_WORD = re.compile(r"[a-z0-9][a-z0-9.+_-]*[a-z0-9]|[a-z0-9]")
_HAN_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


def join(day: date, articles: Sequence[Article]) -> list[Story]:
    """Return the stories of `day`: every article is in exactly one, and the order of `articles` changes nothing."""
    ordered = sorted(articles, key=lambda article: article.id)
    groups: dict[int, list[Article]] = {}
    for article, label in zip(ordered, _labels(ordered), strict=True):
        groups.setdefault(label, []).append(article)
    stories = (_story(day, members) for members in groups.values())
    return sorted(stories, key=lambda story: (story.lead.published_at, story.id))


def tokens(text: str) -> Iterator[str]:
    """Yield the terms two texts are compared by: Latin words, pairs of neighbouring Chinese or Japanese characters."""
    folded = unicodedata.normalize("NFKC", text).lower()
    yield from _WORD.findall(folded)
    for run in _HAN_RUN.findall(folded):
        yield from (run[place : place + 2] for place in range(max(len(run) - 1, 1)))


def _labels(articles: Sequence[Article]) -> list[int]:
    if len(articles) < 2:  # noqa: PLR2004  nothing to compare
        return list(range(len(articles)))
    # 1.3 s together, and only the step that joins pays it.
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    vectors = TfidfVectorizer(analyzer=_terms, sublinear_tf=True).fit_transform(articles)
    likeness = (vectors @ vectors.T).toarray()
    for one, other in _sharing_a_link(articles):
        likeness[one, other] += _SHARED_LINK
        likeness[other, one] += _SHARED_LINK
    distances = (1.0 - likeness).clip(min=0.0)
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - SAME_EVENT
    )
    return [int(label) for label in clustering.fit_predict(distances)]


def _sharing_a_link(articles: Sequence[Article]) -> set[tuple[int, int]]:
    """Return the pairs of places whose articles link to the same page that hardly any other article links to."""
    places: dict[str, list[int]] = {}
    for place, article in enumerate(articles):
        for url in {link.url for link in article.links} | {article.url}:
            places.setdefault(url, []).append(place)
    rare = (found for found in places.values() if len(found) <= _RARE)
    return {pair for found in rare for pair in combinations(found, 2)}


def _terms(article: Article) -> list[str]:
    terms = [*tokens(article.title)] * _TITLE_WEIGHT + [*tokens(article.text[:_HEAD_CHARACTERS])]
    # An article without a single word is like no other.
    return terms or [article.id]


def _story(day: date, members: Sequence[Article]) -> Story:
    ranked = sorted(
        members, key=lambda article: (-article.authority, article.published_at, -len(article.text), article.id)
    )
    return Story(content_id(str(day), min(article.id for article in members)), day, tuple(ranked))
