"""Which of the candidates are printed: the one sentence, the summary and the points under their leads.

The one sentence should stand whole and alone. Of the rest the next is always the best one that says little of what is
chosen already (maximal marginal relevance, Carbonell and Goldstein 1998): first one to three for the summary, as far as
enough are left for the points, then three to six points spread over their sections.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest_pipeline.briefs.extractive.candidates import POINT_CHARACTERS, Candidate, Section, overlap
from digest_pipeline.briefs.extractive.clauses import cut, fitting_end
from digest_pipeline.briefs.extractive.leads import label_of, lead_of
from digest_pipeline.briefs.extractive.words import is_cjk
from digest_pipeline.briefs.sentences import GOES_ON
from digest_pipeline.model import Article, Evidence, Point, Statement
from digest_pipeline.spellings import folded

# By whether it is Chinese, of which a character says about what two letters say.
ONE_SENTENCE_CHARACTERS = {True: 120, False: 240}
FEWEST_POINTS, MOST_POINTS = 3, 6
MOST_SUMMARY_SENTENCES = 3

_SAME = 0.6
_REPETITION, _NEW_SECTION = 0.7, 0.3
# What the summary should not rest on: it is read on its own.
_SUMMARY_DANGLING = 0.3
_CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|study)|the authors) (?:\w+ly )?(?:propose|introduce|present|develop|report|release|"
    r"show|"
    r"find|study|evaluate|investigate|demonstrate|describe|build|design|formali[sz]e|address|analy[sz]e|examine|argue|"
    r"explore|extend|revisit)s?\b|本文提出|研究(?:团队|人员)提出",
    re.IGNORECASE,
)
_QUOTATION = ("“", '"', "「", "‘")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is quoted of an article; `summary` is None when the article has no sentence to spare for it."""

    one_sentence: Statement
    summary: Statement | None
    points: dict[Section, tuple[Point, ...]]


def select(article: Article, candidates: Sequence[Candidate], title: str) -> Selection:
    """Return what is quoted of `article`, of whose candidates there is at least one."""
    chinese = is_cjk(article.text)
    first = max(candidates, key=lambda c: (_standing(c, chinese=chinese), -c.start))
    rest = [c for c in candidates if c is not first and not _same(c, first)]
    distinct = len(_spread(rest, [first], len(rest)))
    wanted = max(FEWEST_POINTS, min(MOST_POINTS, (distinct + 1) // 2))
    told = _spread(
        [c for c in rest if len(c.text) <= POINT_CHARACTERS[chinese]],
        [first],
        min(MOST_SUMMARY_SENTENCES, distinct - wanted),
        dangling=_SUMMARY_DANGLING,
    )
    rest = [c for c in rest if not any(c is other or _same(c, other) for other in told)]
    picked = _spread(rest, [first, *told], wanted, sections=True)
    return Selection(
        _quoted(article, first.start, first.text, ONE_SENTENCE_CHARACTERS[chinese], chinese=chinese),
        _summary(article, told, chinese=chinese),
        _points(article, picked, title, chinese=chinese),
    )


def _standing(candidate: Candidate, *, chinese: bool) -> float:
    """Return how well a sentence would serve as the only one that is read."""
    limit = ONE_SENTENCE_CHARACTERS[chinese]
    end = fitting_end(candidate.text, limit, chinese=chinese)
    kept = min(1.0, (end or limit) / len(candidate.text))
    shortened = 1.2 if end is None else 0.35 * (1 - kept)
    return (
        candidate.score
        - shortened
        - 0.5 * candidate.dangling * (not _CONTRIBUTION.search(candidate.text))
        - 0.3 * (candidate.section == "limitations")
        - 0.4 * candidate.text.startswith(_QUOTATION)
        + 0.6 * (end is not None and _CONTRIBUTION.search(candidate.text[:end]) is not None)
    )


def _spread(
    candidates: Sequence[Candidate],
    chosen: Sequence[Candidate],
    wanted: int,
    *,
    sections: bool = False,
    dangling: float = 0.0,
) -> list[Candidate]:
    """Return up to `wanted` more candidates, each the best of those that say little of what is chosen already."""
    picked: list[Candidate] = []
    likest = {id(c): max((overlap(c.tokens, other.tokens) for other in chosen), default=0.0) for c in candidates}
    left = list(candidates)
    while left and len(picked) < wanted:
        filled = {c.section for c in picked} if sections else set()
        best = max(
            left,
            key=lambda c: (
                c.score
                - _REPETITION * likest[id(c)]
                + _NEW_SECTION * (sections and c.section not in filled)
                - dangling * c.dangling,
                -c.start,
            ),
        )
        picked.append(best)
        for candidate in left:
            likest[id(candidate)] = max(likest[id(candidate)], overlap(candidate.tokens, best.tokens))
        left = [c for c in left if c is not best and not _same(c, best)]
    return picked


def _summary(article: Article, told: Sequence[Candidate], *, chinese: bool) -> Statement | None:
    if not told:
        return None
    evidence = tuple(_evidence(article, c.start, c.end) for c in sorted(told, key=lambda c: c.start))
    return Statement(text=("" if chinese else " ").join(e.quote for e in evidence), evidence=evidence)


def _points(
    article: Article, picked: Sequence[Candidate], title: str, *, chinese: bool
) -> dict[Section, tuple[Point, ...]]:
    points: dict[Section, tuple[Point, ...]] = {"technique": (), "findings": (), "insight": (), "limitations": ()}
    used: set[str] = set()
    for candidate in sorted(picked, key=lambda c: c.start):
        lead, skipped = label_of(candidate.text)
        start, text = candidate.start + skipped, candidate.text[skipped:]
        said = _quoted(article, start, text, POINT_CHARACTERS[chinese], chinese=chinese)
        lead = lead or lead_of(said.text, title, used)
        used.add(folded(lead))
        points[candidate.section] += (Point(text=said.text, evidence=said.evidence, lead=lead),)
    return points


def _quoted(article: Article, start: int, text: str, limit: int, *, chinese: bool) -> Statement:
    """Return the sentence `text`, which begins at `start`, in at most `limit` characters: dots where it goes on."""
    if len(text) <= limit:
        return Statement(text=text, evidence=(_evidence(article, start, start + len(text)),))
    evidence = _evidence(article, start, start + cut(text, limit - len(GOES_ON), chinese=chinese))
    return Statement(text=evidence.quote + GOES_ON, evidence=(evidence,))


def _evidence(article: Article, start: int, end: int) -> Evidence:
    return Evidence(article_id=article.id, start=start, end=end, quote=article.text[start:end])


def _same(one: Candidate, other: Candidate) -> bool:
    return overlap(one.tokens, other.tokens) >= _SAME
