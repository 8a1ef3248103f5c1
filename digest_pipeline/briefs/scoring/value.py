"""From a rubric to stars: the value of a story as a sum of named parts, weighed as the configuration says.

How a rubric is read off an article is `features.py`. With the weights of `settings.Scoring` the value is

    novelty, depth, evidence, impact and reach, each 1 to 5 times its weight
    + authority x (authority of the best source - 3)
    + source x (independent sources - 1), of which `most_sources` count
    + the shift of the kind (paper, release, tool, news, opinion)
    - off_subject x (1 - relevance)
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from digest_pipeline.briefs import lexicon
from digest_pipeline.model import Rubric, Story, StoryKind, ValuePart
from digest_pipeline.settings import Scoring
from digest_pipeline.spellings import count, folded, folded_keywords, length, share
from digest_pipeline.urls import host_of

ADVERTISEMENT_STARS = 1
_MIDDLING_AUTHORITY = 3
_DIGITS = 4
# Only the beginning of a text is read: what a story is about stands there; long pages end in furniture.
_READ_CHARACTERS = 6_000


@dataclass(frozen=True, slots=True)
class Worth:
    """What a story is worth: `value` is the sum of `parts`, and `stars` (1 to 5) the value rounded within bounds."""

    value: float
    parts: tuple[ValuePart, ...]
    stars: int


def worth(  # noqa: PLR0913  the formula has so many terms
    rubric: Rubric, *, authority: int, sources: int, kind: StoryKind, relevance: float, weights: Scoring
) -> Worth:
    """Return the value of a story, its parts and its stars.

    Args:
        rubric: the five scores, 1 to 5.
        authority: of the best source, 1 to 5.
        sources: how many independent sources tell the story, at least 1.
        kind: of the story; an advertisement gets one star whatever its value.
        relevance: share of the digest's subject, 0 to 1; at 0 the stars end at `weights.off_subject_stars`.
        weights: of the parts.

    The parts are novelty, depth, evidence, impact, reach, authority, sources, kind and subject, in this order, each
    rounded to 4 digits. Stars are rounded half up.
    """
    further = min(max(sources, 1) - 1, weights.most_sources)
    points = {
        **{name: getattr(weights, name) * getattr(rubric, name).score for name in Rubric.model_fields},
        "authority": weights.authority * (authority - _MIDDLING_AUTHORITY),
        "sources": weights.source * further,
        "kind": 0.0 if kind == "advertisement" else getattr(weights, kind),
        "subject": weights.off_subject * (relevance - 1),
    }
    # Adding zero makes nothing of a negative one.
    parts = tuple(ValuePart(name=name, points=round(amount, _DIGITS) + 0.0) for name, amount in points.items())
    value = round(math.fsum(part.points for part in parts), _DIGITS) + 0.0
    return Worth(value, parts, _stars(value, kind, relevance, weights))


def relevance(text: str, keywords: Sequence[str], *, title: str = "") -> float:
    """Return how much of a story is about the subject, 0 (never names it) to 1.

    Mentions in the text are counted per 100 words (a Chinese character counts 0.6 words) and saturate: with `d`
    mentions a hundred words the text gives d / (d + 1). A title that names the subject once closes half of what is
    missing to 1, one that does so more often three quarters. Without keywords everything is on the subject.
    """
    spellings = folded_keywords(tuple(keywords))
    if not spellings:
        return 1.0
    body = folded(lexicon.body(text)[:_READ_CHARACTERS])
    missing = 1 - share(count(body, spellings), length(body))
    in_title = count(folded(title), spellings)
    return round(1 - missing * (1, 0.5, 0.25)[min(in_title, 2)], _DIGITS)


def best_authority(story: Story) -> int:
    """Return the authority of the story's best source."""
    return max(article.authority for article in story.articles)


def independent_sources(story: Story) -> int:
    """Count the sites that tell the story: two articles of one site are one source."""
    return len({host_of(a.url) or a.source_id for a in story.articles})


def _stars(value: float, kind: StoryKind, relevance: float, weights: Scoring) -> int:
    if kind == "advertisement":
        return ADVERTISEMENT_STARS
    most = 5 if relevance > 0 else weights.off_subject_stars
    return max(1, min(most, math.floor(value + 0.5)))
