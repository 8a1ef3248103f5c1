"""The topic gate: how likely an article is on the digest's subject, and which signs say so.

The subject is what the settings say: keywords, and example headlines about the subject and about other things. No
subject is known here, only what the two kinds of signs weigh. What is done with an article that is off the subject
belongs to the asset.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import exp

from digest_pipeline.model import Article
from digest_pipeline.settings import Subject
from digest_pipeline.spellings import count, folded, folded_keywords, length, share
from digest_pipeline.stories.subject.examples import Examples, Resemblance

# Well under even: an article too many is skipped, one that is left out is never seen. Of the articles between this and
# even odds about one in four is on the subject.
THRESHOLD = 0.3

# What an article is about stands at its top; further down come background, neighbours and furniture.
_KEYWORD_CHARACTERS = 2_000
_EXAMPLE_CHARACTERS = 500
_MOST_TITLE_MENTIONS = 2
_TERMS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely an article is on the subject, 0 to 1, and the signs for and against it in words."""

    probability: float
    reasons: tuple[str, ...]

    @property
    def is_on_subject(self) -> bool:
        """Whether the article may stand in the digest."""
        return self.probability >= THRESHOLD


@dataclass(frozen=True, slots=True)
class _Weights:
    """Log-odds: of an article without a sign, of each title mention, of the text's share, of the examples' log-odds."""

    without: float
    title: float
    share: float
    examples: float


# Logistic regression on half 0 and the borderline articles of bench/labels/subject.json, with `bench/subject.py --fit`,
# rounded. There is a set for each kind of sign that a subject may be described by.
_BOTH = _Weights(without=-4.3, title=2.7, share=5.2, examples=2.4)
_KEYWORDS_ONLY = _Weights(without=-4.0, title=3.2, share=6.5, examples=0.0)
_EXAMPLES_ONLY = _Weights(without=-1.7, title=0.0, share=0.0, examples=2.6)


@dataclass(frozen=True, slots=True)
class Signs:
    """What is observed of an article: keyword mentions in title and text, the text's share, the examples' likeness."""

    title: Counter[str]
    text: Counter[str]
    share: float
    likeness: Resemblance | None


class SubjectGate:
    """Judges articles by what the settings say of the subject; made once a run, it depends on no other article."""

    def __init__(self, subject: Subject, ungated: Collection[str] = ()) -> None:
        """Train the classifier.

        `ungated` are the ids of the sources whose every entry is on the subject (`gate: false` in sources.yaml).

        Raises:
            ConfigurationError: when the example headlines hold no word at all.
        """
        self._ungated = frozenset(ungated)
        self._keywords = folded_keywords(subject.keywords)
        self._examples = Examples(subject.about, subject.other) if subject.about and subject.other else None

    def judge(self, article: Article) -> Judgement:
        """Return how likely `article` is on the subject, and why. Without any description everything is."""
        if article.source_id in self._ungated:
            return Judgement(1.0, (f"the source {article.source_id} is not gated",))
        if not self._keywords and self._examples is None:
            return Judgement(1.0, ("no subject is configured",))
        signs = self.signs(article)
        return Judgement(round(self._probability(signs), 4), tuple(self._reasons(signs)))

    def signs(self, article: Article) -> Signs:
        """Return what the probability of `article` is computed from."""
        title, text = _one_line(article.title), _one_line(article.text[: 2 * _KEYWORD_CHARACTERS])
        # Many texts begin with their title, which would count twice.
        text = text.removeprefix(title).lstrip()
        folded_text = folded(text[:_KEYWORD_CHARACTERS])
        mentions = self._mentions(folded_text)
        return Signs(
            self._mentions(folded(title)),
            mentions,
            share(mentions.total(), length(folded_text)),
            self._examples.likeness(f"{title}\n{text[:_EXAMPLE_CHARACTERS]}") if self._examples else None,
        )

    def _mentions(self, text: str) -> Counter[str]:
        # Most keywords stand nowhere in a text: a plain search costs a third of a search for its words.
        counts = {keyword: count(text, (keyword,)) for keyword in self._keywords if keyword in text}
        return Counter({keyword: times for keyword, times in counts.items() if times})

    def _probability(self, signs: Signs) -> float:
        weights = (_BOTH if self._keywords else _EXAMPLES_ONLY) if signs.likeness else _KEYWORDS_ONLY
        log_odds = (
            weights.without
            + weights.title * min(signs.title.total(), _MOST_TITLE_MENTIONS)
            + weights.share * signs.share
            + weights.examples * (signs.likeness.log_odds if signs.likeness else 0.0)
        )
        return 1 / (1 + exp(-log_odds))

    def _reasons(self, signs: Signs) -> Iterator[str]:
        if self._keywords:
            yield f"the title names {_named(signs.title)}"
            yield f"the text names {_named(signs.text)}"
        if signs.likeness:
            side = "the subject" if signs.likeness.log_odds > 0 else "other things"
            yield f"it reads like the examples about {side}{_telling(signs.likeness)}"


def _named(mentions: Counter[str]) -> str:
    if not mentions:
        return "no keyword"
    most = sorted(mentions.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(
        keyword if times == 1 else f"{keyword} ({times} times)" for keyword, times in most[:_TERMS_NAMED]
    )
    return f"{listed} and {len(most) - _TERMS_NAMED} more" if len(most) > _TERMS_NAMED else listed


def _telling(likeness: Resemblance) -> str:
    """Return in brackets the terms that say most for the side that was found."""
    sign = 1 if likeness.log_odds > 0 else -1
    ranked: Sequence[tuple[float, str]] = sorted((-sign * part, term) for term, part in likeness.parts.items())
    most = [term for part, term in ranked[:_TERMS_NAMED] if part < 0]
    return f" ({', '.join(most)})" if most else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
