"""The engine that needs no model: a brief made of sentences of the lead article, each an exact slice of its text.

Sentences are ranked by how central they are (cosine with the tf-idf centroid of the article, after Radev et al. 2004),
how early they stand and how much of the title they repeat; points are then taken greedily, the next being the best one
that says little of what is chosen already (maximal marginal relevance, Carbonell and Goldstein 1998). Tokens are Latin
words and pairs of CJK characters. The words it looks for are in `lexicon.py`, rubric and stars in `scoring.py`.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from digest_pipeline.briefs import lexicon, scoring
from digest_pipeline.briefs.classify import category_of, kind_of, organisations_of, tags_of
from digest_pipeline.briefs.resources import resources_of
from digest_pipeline.briefs.sentences import Sentence, split
from digest_pipeline.briefs.titles import clean_title, headline, short_title
from digest_pipeline.briefs.words import STOP_WORDS, is_cjk, tokens
from digest_pipeline.model import Article, Brief, Evidence, Point, Statement, Story
from digest_pipeline.settings import Subject
from digest_pipeline.spellings import folded

Section = Literal["technique", "findings", "insight", "limitations"]
ONE_SENTENCE_CHARACTERS: Mapping[bool, int] = {True: 120, False: 240}
POINT_CHARACTERS: Mapping[bool, int] = {True: 200, False: 400}
FEWEST_POINTS, MOST_POINTS = 3, 6
_SHORTEST_NAME, _LONGEST_LEAD = 3, 32
# More book titles in a sentence make it a list of related articles.
_MOST_TITLES = 2
# Beyond this many sentences a page adds comments and neighbours, and the pairwise comparison its square.
_MOST_SENTENCES = 160
_SAME = 0.6
_SHORTEST: Mapping[bool, int] = {True: 12, False: 40}
_COMPLETE = re.compile(r"[。！？.!?…][”’」』）)】》\"']*$")
_DANGLING = re.compile(
    r"(?:it|this|that|these|those|they|he|she|his|her|their|such|here|there|but|and|so|however|also|then|"
    r"meanwhile|instead|"
    r"another|the (?:latter|former|first|second|third|other|same)|in addition|moreover|furthermore|for example|"
    r"because|by doing so)\b|"
    r"他|她|它|其(?!中国)|这|该|此|但|而|因此|所以|同时|此外|另外|不过|然而|例如|比如|并且|随后|也就是|目前|"
    r"作为参考|值得|据悉",
    re.IGNORECASE,
)
_CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|study)|the authors) (?:propose|introduce|present|develop|report|release|show|"
    r"find|study|evaluate|investigate)s?\b|本文提出|研究(?:团队|人员)提出",
    re.IGNORECASE,
)
_ASKING = re.compile(r"[?？][”’」』）)\"']*$")
_CODE = re.compile(
    r"=>|\(\)|[{};]\s*$|^\s*[{}<>]|^(?:const|let|var|import|from \S+ import|def|return|npm|pip3?|curl|git|sudo|"
    r"export)\s.*[=/.({-]"
)
_TALK = re.compile(
    r"\b(?:I|me|my|I['’]\w+|you|your|you['’]\w+|let['’]s|thanks|hi everyone|welcome)\b|大家好|欢迎|小编|笔者|各位",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[，；。！？]|[,;:](?=\s)|\s[—–-]{1,2}\s|——|\.(?=\s)")
_DATELINE = re.compile(
    r"(?:发布时间[：:]\s*|(?:Published|Posted)(?: on)?:?\s*)?"
    r"(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s+[+-]\d{4})?)\s+|(?:Abstract|"
    r"摘要)\s*[:：]\s*|TL;?DR:?\**\s*"
)
_LEAD_LABEL = re.compile(
    r"([^，。：:；,“”]{2,12})方面，|([A-Z][\w ./+-]{2,32}|[^\s，。：:；,“”（]{2,10})[：:]\**\s?(?=\S{4})"
)
_ATTRIBUTING = re.compile(r"(?:说|表示|称|道|写道|如下|指出|获悉|认为|said|says|wrote|added)$")
# Names only: several capitalised words, or one with inner capitals, a digit or a hyphen (`RefMem-Bench`, `GPT-5`).
_NAME = (
    r"[A-Z]?[a-z]+[A-Z][A-Za-z0-9.+-]*|[A-Z]{2,}[a-z]+[A-Za-z0-9.+-]*|[A-Z][A-Za-z]*-?\d[A-Za-z0-9.+-]*|"
    r"[A-Z][A-Za-z]+-[A-Z][A-Za-z0-9.+-]*"
)
_PROPER = re.compile(
    rf"(?<![A-Za-z0-9.“‘'’-])(?:[A-Z][A-Za-z0-9.+-]*(?: [A-Z0-9][A-Za-z0-9.+-]*){{1,3}}|{_NAME})(?![A-Za-z0-9'’-])"
)
_OPENING_WORDS = frozenset(
    """
    although despite since because recent recently previously ultimately notably large our their unlike
    given using other while another meanwhile additionally furthermore moreover existing current modern many
    several most these those under through it
""".split()
)


class NothingToQuoteError(ValueError):
    """The lead article has no sentence fit to be quoted: it is furniture of the page, or orders to a machine."""


class ExtractiveEngine:
    """Writes briefs that quote and nothing else; the same story gives the same brief."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def brief(self, story: Story) -> Brief:
        """Return the brief of `story`, quoted from its lead article.

        Raises:
            NothingToQuoteError: the article's text holds nothing but page furniture or orders to a machine.
        """
        lead = story.lead
        language = _language(lead)
        title = clean_title(lead.title, site=lead.site, url=lead.url)
        candidates = _candidates(lead, title)
        if not candidates:
            raise NothingToQuoteError(
                f"story {story.id}: {lead.url} has no sentence to quote; see the stored text of article {lead.id}"
            )
        first, points = _chosen(lead, candidates)
        text = lexicon.body(lead.text)
        kind = kind_of(lead.url, title, text)
        organisations = organisations_of(title, text)
        rubric = scoring.rubric_from_features(story, kind=kind, language=language)
        relevance = scoring.relevance(lead.text, self._subject.keywords, title=title)
        return Brief(
            story_id=story.id,
            day=story.day,
            engine="extractive",
            language=language,
            headline=headline(title, organisations, language),
            short_title=short_title(title),
            kind=kind,
            category=category_of(title, text, kind),
            organisations=tuple(term.label(language) for term in organisations),
            tags=tags_of(title, text, language),
            one_sentence=Statement(text=first.quote, evidence=(first,)),
            technique=points["technique"],
            findings=points["findings"],
            insight=points["insight"],
            limitations=points["limitations"],
            resources=resources_of(lead),
            rubric=rubric,
            relevance=relevance,
            stars=scoring.stars(
                rubric,
                authority=scoring.best_authority(story),
                sources=scoring.independent_sources(story),
                kind=kind,
                relevance=relevance,
            ),
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be quoted, with its tokens and its standing among the others."""

    start: int
    end: int
    text: str
    tokens: Counter[str]
    score: float
    section: Section


def _candidates(article: Article, title: str) -> list[_Candidate]:
    """Return the sentences fit to be quoted, in the order of the text."""
    chinese = is_cjk(article.text)
    quotable = [s for s in _without_openings(split(article.text)[:_MOST_SENTENCES], title) if _quotable(s.text, title)]
    whole = [s for s in quotable if _COMPLETE.search(s.text) and len(s.text) >= _SHORTEST[chinese]]
    # Some pages have no full stops at all (lists, product cards): then fragments must serve.
    kept = whole or quotable
    vectors = [Counter(tokens(sentence.text)) for sentence in kept]
    frequency = Counter(token for vector in vectors for token in vector)
    weights = {token: math.log(1 + len(vectors) / n) for token, n in frequency.items()}
    centroid: Counter[str] = Counter()
    for vector in vectors:
        centroid.update(vector)
    centrality = [_cosine(vector, centroid, weights) for vector in vectors]
    top = max(centrality, default=0.0) or 1.0
    heading = set(tokens(title))
    return [
        _Candidate(
            sentence.start,
            sentence.end,
            sentence.text,
            vector,
            central / top
            + 0.7 / (1 + position)
            + 0.5 * (len(heading & vector.keys()) / len(heading) if heading else 0.0)
            - _unfitness(sentence.text, chinese=chinese),
            _section(sentence.text),
        )
        for position, (sentence, vector, central) in enumerate(zip(kept, vectors, centrality, strict=True))
    ]


def _without_openings(sentences: Sequence[Sentence], title: str) -> Iterator[Sentence]:
    """Leave a repeated title and a date line at the beginning of a sentence outside its slice."""
    for sentence in sentences:
        skipped = 0
        if title and sentence.text.startswith(title) and len(sentence.text) > len(title):
            rest = sentence.text[len(title) :]
            opening = rest.lstrip(" \t\u3000|")
            # `Typeahead is an assistant` has the title as its subject: nothing is repeated there.
            if opening and opening != rest and not opening[0].islower():
                skipped = len(title) + len(rest) - len(opening)
        if match := _DATELINE.match(sentence.text, skipped):
            skipped = match.end()
        yield Sentence(sentence.start + skipped, sentence.end, sentence.text[skipped:], sentence.paragraph)


def _quotable(text: str, title: str) -> bool:
    if lexicon.is_furniture(text) or lexicon.is_order(text) or _CODE.search(text):
        return False
    bare = folded(re.sub(r"\W+", "", text))
    return len(bare) > _SHORTEST_NAME and bare not in folded(re.sub(r"\W+", "", title)) and "|" not in text


def _unfitness(text: str, *, chinese: bool) -> float:
    """Return what is held against a sentence: it hangs on its neighbours, asks, chats, is too long or a fragment."""
    limit = POINT_CHARACTERS[chinese]
    return (
        0.15 * bool(_DANGLING.match(text))
        + 0.5 * bool(_ASKING.search(text))
        + 0.25 * bool(_TALK.search(text))
        + 0.3 * (text.endswith((":", "：")) or not _COMPLETE.search(text))
        + 0.3 * max(0.0, len(text) / limit - 1)
        + 0.3 * (len(text) < 2 * _SHORTEST[chinese])
        + 0.3 * ("](" in text or "```" in text or "**" in text)
        + 0.4 * (text.count("《") > _MOST_TITLES)
    )


def _section(text: str) -> Section:
    if lexicon.LIMITATION.search(text):
        return "limitations"
    insight, finding = lexicon.INSIGHT.search(text), lexicon.FINDING.search(text)
    if finding and not (insight and ("“" in text or '"' in text)):
        return "findings"
    if insight and not lexicon.TECHNIQUE.search(text):
        return "insight"
    return "insight" if insight and "“" in text else "technique"


def _chosen(article: Article, candidates: Sequence[_Candidate]) -> tuple[Evidence, dict[Section, tuple[Point, ...]]]:
    chinese = is_cjk(article.text)
    limit = ONE_SENTENCE_CHARACTERS[chinese]
    # The one sentence should stand whole and alone, and near the top.
    first = max(
        candidates,
        key=lambda c: (
            c.score
            - 0.5 * (_cut(c.text, limit) < len(c.text))
            - 0.5 * bool(_DANGLING.match(c.text))
            - 0.3 * (c.section == "limitations")
            - 0.4 * c.text.startswith(("“", '"', "「"))
            + 0.4 * bool(_CONTRIBUTION.search(c.text)),
            -c.start,
        ),
    )
    one = _evidence(article, first.start, first.start + _cut(first.text, limit))
    rest = [c for c in candidates if c is not first and not _same(c.tokens, first.tokens)]
    picked = _spread(rest, first, max(FEWEST_POINTS, min(MOST_POINTS, len(candidates) // 2)))
    points: dict[Section, tuple[Point, ...]] = {"technique": (), "findings": (), "insight": (), "limitations": ()}
    used: set[str] = set()
    for candidate in sorted(picked, key=lambda c: c.start):
        point = _point(article, candidate, POINT_CHARACTERS[chinese], used)
        points[candidate.section] += (point,)
    return one, points


def _spread(candidates: Sequence[_Candidate], first: _Candidate, wanted: int) -> list[_Candidate]:
    picked: list[_Candidate] = []
    left = list(candidates)
    while left and len(picked) < wanted:
        filled = {c.section for c in picked}
        chosen = max(
            left,
            key=lambda c: (
                c.score
                - 0.7 * max(_overlap(c.tokens, other.tokens) for other in (first, *picked))
                + 0.3 * (c.section not in filled),
                -c.start,
            ),
        )
        picked.append(chosen)
        left = [c for c in left if c is not chosen and not _same(c.tokens, chosen.tokens)]
    return picked


def _point(article: Article, candidate: _Candidate, limit: int, used: set[str]) -> Point:
    start, text = candidate.start, candidate.text
    label = _LEAD_LABEL.match(text)
    lead = ""
    if (
        label
        and not _ATTRIBUTING.search(name := (label[1] or label[2]))
        and len(text) - label.end() >= FEWEST_POINTS * 4
    ):
        lead = name.strip()
        if label[2]:
            start, text = start + label.end(), text[label.end() :]
    evidence = _evidence(article, start, start + _cut(text, limit))
    lead = lead or _key_phrase(evidence.quote, article.title, used)
    used.add(folded(lead))
    return Point(text=evidence.quote, evidence=(evidence,), lead=lead)


def _key_phrase(text: str, title: str, used: set[str]) -> str:
    """Return a name of the sentence's first half that the title lacks, else nothing."""
    known = folded(title)
    for match in _PROPER.finditer(text, 0, max(24, len(text) // 2)):
        name = match[0].strip(" .,-")
        first, _, rest = name.partition(" ")
        if first.casefold() in STOP_WORDS | _OPENING_WORDS or (not match.start() and rest[:1].isdigit()):
            name = rest if _PROPER.fullmatch(rest) else ""
        if _SHORTEST_NAME < len(name) <= _LONGEST_LEAD and folded(name) not in used and folded(name) not in known:
            return name
    return ""


def _evidence(article: Article, start: int, end: int) -> Evidence:
    return Evidence(article_id=article.id, start=start, end=end, quote=article.text[start:end])


def _cut(text: str, limit: int) -> int:
    """Return where `text` may end within `limit`: whole, else at the last clause border, else at a word's end."""
    if len(text) <= limit:
        return len(text)
    borders = [m.start() for m in _CLAUSE.finditer(text, 0, limit + 1) if m.start() >= limit // 4]
    if borders:
        return borders[-1]
    space = text.rfind(" ", 0, limit + 1)
    return space if space > limit // 2 else limit


def _cosine(vector: Mapping[str, int], other: Mapping[str, int], weights: Mapping[str, float]) -> float:
    product = sum(n * other[token] * weights[token] ** 2 for token, n in vector.items())
    norms = _norm(vector, weights) * _norm(other, weights)
    return product / norms if norms else 0.0


def _norm(vector: Mapping[str, int], weights: Mapping[str, float]) -> float:
    return math.sqrt(sum((n * weights[token]) ** 2 for token, n in vector.items()))


def _overlap(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    shorter = min(len(one), len(other))
    return len(one.keys() & other.keys()) / shorter if shorter else 0.0


def _same(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return _overlap(one, other) >= _SAME


def _language(article: Article) -> str:
    declared = article.language.lower().replace("_", "-").split("-")[0]
    return declared or ("zh" if is_cjk(article.text) else "en")
