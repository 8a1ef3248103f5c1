"""Which earlier story a story continues: the few that can be meant, and how near each is.

`likeness` is fitted for one event told twice on a day. A continuation is another event of the same affair: how far
apart the days are then says nothing, and neither does one desk telling both; the titles must share their subject, and
what both name must not be two different things.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import log, sqrt

from digest_pipeline.articles.links import kind_of
from digest_pipeline.model import Article
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.likeness import likeness
from digest_pipeline.stories.origins import WORKS
from digest_pipeline.stories.profile import Profile, profile_of
from digest_pipeline.stories.roundup import is_roundup
from digest_pipeline.stories.translation import Meanings, translated
from digest_pipeline.stories.words import codes, folded, is_eastern, quoted, terms, versions_of

# Log-odds of `likeness`, days and desks aside, from which a story continues another; read on the recorded days.
CONTINUES = 1.2
# The same against the story that opened the thread, which may be told in other words by now.
BELONGS = -1.0

# Shared rarity (natural logarithm) of the titles: within a script the sum, across scripts the rarest name.
_SUBJECT = 8.0
_SUBJECT_ACROSS = 3.4
# Terms below are in every second title; they find nothing.
_COMMON = 3.4
_LEAST_TITLE = 0.2
_NEAREST_TITLES = 3
_HEAD_CHARACTERS = 2_000
_LEAD_CHARACTERS = 400
_TOLD = 0.75
_TOLD_ACROSS = 0.2
# So much of a Chinese title must mean something that the other's first sentences hold.
_MEANT = 0.12
_LONGEST_COLUMN = 24
_COLUMN = re.compile(r"\s*[:：|｜丨]\s*")
_FIRST = re.compile(r"[a-z][a-z0-9]+|[\u3040-\u30ff\u3400-\u9fff]{2}")
_LEAD_IN = re.compile(r"^\W*(?:\d+\s*款|消息称|据悉|全新|新款|新一代|the |an? |how |why |what )?")
# So much of a title in Chinese or Japanese makes it one of that script.
EASTERN_SHARE = 0.1
# A Latin name within Chinese that is rarer stands for one thing.
_NAME = 5.5
# What is told of every day or week, prices and rankings, goes on without being a story.
_PERIODIC = re.compile(
    r"盘前|盘后|早盘|午盘|尾盘|[收开]盘|收[涨跌平]|[高低]开|[上本]周|周报|日报|周.{0,8}榜|今[天日][全国]|单日"
    r"|(?i:\b(?:this week|last week|weekly|stocks (?:open|close|rise|fall)|promo codes?|deals?|the best)\b)"
)


class Candidate:
    """A story as it is looked for: its day and lead article, with what is made of them when it is asked for."""

    def __init__(self, story_id: str, day: date, article: Article) -> None:
        self.id = story_id
        self.day = day
        self.article = article

    @cached_property
    def profile(self) -> Profile:
        """The article as `likeness` compares it: by far the dearest part."""
        return profile_of(self.article)

    @cached_property
    def title(self) -> Mapping[str, float]:
        """The rarity of each term of the title."""
        return {term: rarity(term) for term in sorted(set(terms(self.article.title)))}

    @cached_property
    def length(self) -> float:
        """The length of the title as a vector."""
        return sqrt(sum(weight * weight for weight in self.title.values())) or 1.0

    @cached_property
    def lead(self) -> frozenset[str]:
        """The terms of title and first sentences."""
        return frozenset(terms(f"{self.article.title}\n{self.article.text[:_LEAD_CHARACTERS]}"))

    @cached_property
    def meanings(self) -> tuple[tuple[float, Meanings], ...]:
        """The rarity of each Chinese word of the title, with what it may mean in English."""
        return tuple((rarity(word), stems) for word, stems in dict(translated(self.article.title)).items())

    @cached_property
    def is_eastern(self) -> bool:
        """Whether the title is written in Chinese or Japanese."""
        return is_eastern(self.article.title, EASTERN_SHARE)

    @cached_property
    def column(self) -> str:
        """What stands before the colon of the title: a speaker, a company, the name of a column."""
        before, *rest = _COLUMN.split(self.article.title, maxsplit=1)
        return folded(before).strip() if rest and len(before) <= _LONGEST_COLUMN else ""

    @property
    def columns(self) -> frozenset[str]:
        """The same as a set, empty when the title has no colon."""
        return frozenset({self.column} - {""})

    @cached_property
    def squeezed(self) -> str:
        """Title and beginning without blanks and marks."""
        return re.sub(r"\W", "", folded(f"{self.article.title}{self.article.text[:_HEAD_CHARACTERS]}"))

    @cached_property
    def work(self) -> str:
        """The address, where that is a paper, repository, model or data set."""
        return self.article.url if kind_of(self.article.url) in WORKS else ""

    @cached_property
    def codes(self) -> frozenset[str]:
        """Names of letters and digits in the title."""
        return frozenset(codes(self.article.title))

    @cached_property
    def quoted(self) -> frozenset[str]:
        """What stands in quotation marks in the title."""
        return frozenset(quoted(self.article.title))

    @cached_property
    def latin_names(self) -> frozenset[str]:
        """The rare words of the title in Latin letters."""
        return frozenset(term for term, weight in self.title.items() if weight >= _NAME and term[0].isascii())

    @cached_property
    def opening(self) -> str:
        """What the title begins with: its first word, or its first two Chinese or Japanese characters."""
        found = _FIRST.search(_LEAD_IN.sub("", folded(self.article.title)))
        return found[0] if found else ""

    @cached_property
    def is_round_up(self) -> bool:
        """Whether the title tells several things."""
        return is_roundup(self.article)

    @cached_property
    def is_periodic(self) -> bool:
        """Whether the title tells of a day or week, as it does of every one."""
        return bool(_PERIODIC.search(self.article.title))

    @cached_property
    def versions(self) -> Mapping[str, frozenset[str]]:
        """The numbers behind each name of the title."""
        return versions_of(self.article.title)


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier story that another continues, and by how much: log-odds."""

    id: str
    odds: float


class Finder:
    """Finds among the stories of many days, by the terms of their titles, those that a story may continue."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._candidates = {candidate.id: candidate for candidate in candidates}
        self._having: defaultdict[str, list[Candidate]] = defaultdict(list)
        for candidate in self._candidates.values():
            for term, weight in candidate.title.items():
                if weight >= _COMMON:
                    self._having[term].append(candidate)

    def __getitem__(self, story_id: str) -> Candidate:
        return self._candidates[story_id]

    def __contains__(self, story_id: str) -> bool:
        return story_id in self._candidates

    def continued_by(self, one: Candidate, first: date, before: date) -> list[Match]:
        """Return the stories of the days from `first` until `before` that `one` continues, the nearest first."""
        found = (Match(other.id, nearness(one, other)) for other in self._near(one, first, before))
        return sorted((match for match in found if match.odds >= CONTINUES), key=lambda match: (-match.odds, match.id))

    def continuing(self, one: Candidate, after: date, last: date) -> list[Candidate]:
        """Return the stories of the days behind `after` until `last` that continue `one`, by day and id."""
        found = (other for other in self._near(one, after, last, is_later=True) if nearness(other, one) >= CONTINUES)
        return sorted(found, key=lambda other: (other.day, other.id))

    def _near(self, one: Candidate, first: date, last: date, *, is_later: bool = False) -> Iterator[Candidate]:
        """Yield the stories with the nearest titles, some in the same script and some in the other."""
        shared: defaultdict[str, float] = defaultdict(float)
        for term, weight in one.title.items():
            if weight >= _COMMON:
                for other in self._having[term]:
                    if (first < other.day <= last) if is_later else (first <= other.day < last):
                        shared[other.id] += weight * weight
        for is_across in (False, True):
            ranked = sorted(
                (
                    (-_cosine(one, other, weight, is_across=is_across), other_id)
                    for other_id, weight in shared.items()
                    if ((other := self._candidates[other_id]).is_eastern != one.is_eastern) is is_across
                ),
            )
            for cosine, other_id in ranked[:_NEAREST_TITLES]:
                if -cosine >= _LEAST_TITLE and is_about_the_same(one, self._candidates[other_id]):
                    yield self._candidates[other_id]


def nearness(one: Candidate, other: Candidate) -> float:
    """Return the log-odds that two stories belong to one affair: as if other desks had told both at one hour."""
    moved = replace(other.profile, published_at=one.profile.published_at, source=f"{other.profile.source}, another day")
    sure = min(max(likeness(one.profile, moved).probability, 1e-9), 1 - 1e-9)
    return log(sure / (1 - sure))


def is_about_the_same(one: Candidate, other: Candidate) -> bool:
    """Say whether two titles share a subject, and name no two things where one would do; a round-up has no subject."""
    if one.is_round_up or other.is_round_up:
        return False
    return _has_subject(one, other) and _told_by_each(one, other) and not _differs(one, other)


def shared_terms(one: Candidate, other: Candidate) -> dict[str, float]:
    """Return the terms that two titles share, numbers and a column's own name aside, with their rarity."""
    column = set(terms(one.column)) if one.column and one.column == other.column else set()
    common = (term for term in one.title if term in other.title and term not in column)
    return {term: one.title[term] for term in common if not term.replace(".", "").isdigit()}


def _has_subject(one: Candidate, other: Candidate) -> bool:
    rarities = shared_terms(one, other).values()
    if one.is_eastern != other.is_eastern:
        return max(rarities, default=0.0) >= _SUBJECT_ACROSS
    return sum(rarities) >= _SUBJECT and (_told([one.opening], other) or _told([other.opening], one))


def _told_by_each(one: Candidate, other: Candidate) -> bool:
    """Say whether the first sentences hold enough of each other's titles that comparing all is worth its time."""
    told = _cover(one, other) + _cover(other, one)
    if one.is_eastern == other.is_eastern:
        return told >= _TOLD
    eastern, western = (one, other) if one.is_eastern else (other, one)
    return told >= _TOLD_ACROSS and _meant(eastern, western) >= _MEANT


def _meant(eastern: Candidate, western: Candidate) -> float:
    weights = [(weight, not stems.isdisjoint(western.lead)) for weight, stems in eastern.meanings]
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, is_told in weights if is_told) / total if total else 0.0


def _cover(one: Candidate, other: Candidate) -> float:
    return sum(w * w for term, w in one.title.items() if term in other.lead) / (one.length * one.length)


def _differs(one: Candidate, other: Candidate) -> bool:
    """Say whether both name something of a kind (a paper, a version, a speaker ...) and not the same."""
    if one.work and other.work:
        return one.work != other.work
    if any(not one.versions[name] & other.versions[name] for name in one.versions.keys() & other.versions.keys()):
        return True
    if one.is_periodic and other.is_periodic and one.article.title != other.article.title:
        return True
    kinds = [(one.codes, other.codes), (one.quoted, other.quoted), (one.columns, other.columns)]
    if one.is_eastern and other.is_eastern:
        kinds.append((one.latin_names, other.latin_names))
    return any(ours and theirs and not _told(ours, other) and not _told(theirs, one) for ours, theirs in kinds)


def _told(things: Iterable[str], by: Candidate) -> bool:
    return any(re.sub(r"\W", "", thing) in by.squeezed for thing in things)


def _cosine(one: Candidate, other: Candidate, shared: float, *, is_across: bool) -> float:
    if not is_across:
        return shared / (one.length * other.length)
    latin = [sqrt(sum(w * w for term, w in title.items() if term.isascii())) for title in (one.title, other.title)]
    return shared / (latin[0] * latin[1]) if all(latin) else 0.0
