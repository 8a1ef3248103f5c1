"""What a story is worth: its share of the digest's subject, the rubric read off observable features, and the stars.

The value of a story, before it is rounded to stars, is

    0.25 novelty + 0.20 depth + 0.20 evidence + 0.25 impact + 0.10 reach      (each 1 to 5)
    + 0.20 (authority - 3)                                                  authority of the best source, 1 to 5
    + 0.30 (independent sources - 1), at most 0.90
    + the kind: paper +0.1, release +0.2, opinion -0.3
    - 0.80 (1 - relevance)

An advertisement is worth one star whatever else it has; a story that never names the subject at most two. Both engines
end here: the `llm` engine brings a rubric of its own, the `extractive` one takes `rubric_from_features`.
"""

import math
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from digest_pipeline.briefs import lexicon
from digest_pipeline.model import Rubric, RubricScore, Story, StoryKind
from digest_pipeline.spellings import count, folded, folded_keywords, length, positions, share
from digest_pipeline.urls import host_of

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"novelty": 0.25, "depth": 0.20, "evidence": 0.20, "impact": 0.25, "reach": 0.10}
)
AUTHORITY_STEP = 0.2
SOURCE_STEP, MOST_EXTRA_SOURCES = 0.3, 3
KIND_SHIFT: Mapping[StoryKind, float] = MappingProxyType({"paper": 0.1, "release": 0.2, "opinion": -0.3})
OFF_SUBJECT_LOSS = 0.8
OFF_SUBJECT_STARS = 2

# How many of a thing earn a point more of the rubric.
_TERM_BOUNDS, _LONG_WORDS = (1, 3, 5, 8), 400
_FIGURE_BOUNDS = (1, 4, 8)
_NAME_BOUNDS = (1, 3)

# Only the beginning of a text is read for features: what a story is about stands there; long pages end in furniture.
_READ_CHARACTERS = 6_000

_NEW = re.compile(
    r"首次|首个|首款|首创|率先|全新|发布|推出|开源|突破|新纪录|上线|发现|"
    r"\b(?:first|new|novel|introduc\w+|launch\w*|releas\w+|unveil\w*|open-sourc\w+|breakthrough|discover\w*|"
    r"announc\w+)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"首次|首个|首款|首创|率先|刷新|新纪录|新高|SOTA|里程碑|史上|"
    r"\b(?:state[- ]of[- ]the[- ]art|first-ever|for the first time|the first|breakthrough|record|unprecedented|"
    r"outperform\w*)\b",
    re.IGNORECASE,
)
_SECOND_HAND = re.compile(
    r"消息称|传闻|据传|爆料|曝|疑似|一文|\b(?:rumou?r\w*|reportedly|review|how to|best|guide|deals?|hands[- ]on)\b",
    re.IGNORECASE,
)
_ROUNDUP = re.compile(
    r"盘点|汇总|合集|早报|晚报|日报[｜|丨：]|周报|回顾|早知道|\d点\d氪|；[^；]+；|\b(?:roundup|recap|weekly|"
    r"digest|the download|this week in|links for)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|％|x\b|×|倍|万|亿|个百分点|GB|TB|ms\b|fps|TPS|tokens?|[BKMT]\b|"
    r"percent|million|billion|trillion|times)|\b\d+\.\d+\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"相比|对比|优于|超过|高于|低于|同比|环比|基线|消融|实验|测试|"
    r"\b(?:compared (?:to|with)|than|versus|vs|baselines?|ablation|outperform\w*|experiments?|benchmarks?|"
    r"evaluat\w+)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“「][^”」]{12,}[”」]|\"[^\"\n]{24,}\"")
_MONEY = re.compile(
    r"\d[\d.,]*\s?(?:万?亿|千亿|百亿)|[$€£]\s?\d[\d.,]*\s?(?:billion|trillion|bn|tn|B|T)\b|\bbillions?\b|\btrillion\b",
    re.IGNORECASE,
)
_CONSEQUENCE = re.compile(
    r"监管|法案|禁令|起诉|诉讼|收购|裁员|降价|涨价|免费|开源|停止|关停|漏洞|泄露|上市|量产|"
    r"\b(?:bans?|banned|law|lawsuit|sues?|acquir\w+|layoffs?|free|open[- ](?:source|weight)\w*|shut\w*|vulnerabilit\w+|"
    r"breach\w*|ipo|regulat\w+|price cuts?)\b",
    re.IGNORECASE,
)
_AUDIENCE = re.compile(
    r"全球|全国|亿用户|万用户|亿人|所有用户|开发者|消费者|行业|各国|"
    r"\b(?:worldwide|global\w*|millions? of|billions? of|everyone|developers|consumers|industry|all users|countries)\b",
    re.IGNORECASE,
)


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
    return round(1 - missing * (1, 0.5, 0.25)[min(in_title, 2)], 4)


def value(rubric: Rubric, *, authority: int, sources: int, kind: StoryKind, relevance: float) -> float:
    """Return the unrounded value of a story; the module's docstring has the formula."""
    total = sum(float(weight * getattr(rubric, part).score) for part, weight in WEIGHTS.items())
    total += AUTHORITY_STEP * (authority - 3)
    total += SOURCE_STEP * min(max(sources, 1) - 1, MOST_EXTRA_SOURCES)
    total += KIND_SHIFT.get(kind, 0.0)
    return total - OFF_SUBJECT_LOSS * (1 - relevance)


def stars(rubric: Rubric, *, authority: int, sources: int, kind: StoryKind, relevance: float) -> int:
    """Return the stars of a story, 1 to 5: its value rounded half up, within the bounds of kind and subject."""
    if kind == "advertisement":
        return 1
    rounded = math.floor(value(rubric, authority=authority, sources=sources, kind=kind, relevance=relevance) + 0.5)
    return max(1, min(5 if relevance > 0 else OFF_SUBJECT_STARS, rounded))


def best_authority(story: Story) -> int:
    """Return the authority of the story's best source."""
    return max(article.authority for article in story.articles)


def independent_sources(story: Story) -> int:
    """Count the sites that tell the story: two articles of one site are one source."""
    return len({host_of(a.url) or a.source_id for a in story.articles})


def rubric_from_features(story: Story, *, kind: StoryKind, language: str) -> Rubric:
    """Score what can be counted in the lead article, with the counts as reasons in `language`.

    Novelty: words of first appearance in the title, of firsts and records at the top, less second-hand news. Depth:
    distinct technical terms and length. Evidence: figures, comparisons, quotations and primary links. Impact: known
    organisations in the title, large sums, consequences. Reach: sources, organisations, words about a wide public.
    """
    lead = story.lead
    text = lexicon.body(lead.text)[:_READ_CHARACTERS]
    words = _Words(language)
    return Rubric(
        novelty=_novelty(lead.title, text, kind, words),
        depth=_depth(f"{lead.title}\n{text}", words),
        evidence=_evidence(text, sum(link.kind in {"paper", "code", "model", "dataset"} for link in lead.links), words),
        impact=_impact(lead.title, text, kind, words),
        reach=_reach(f"{lead.title}\n{text}", independent_sources(story), words),
    )


class _Words:
    """Joins the counts behind a score into a reason in the brief's language."""

    def __init__(self, language: str) -> None:
        self._chinese = language.startswith("zh")

    def reason(self, *parts: tuple[str, str]) -> str:
        chosen = [zh if self._chinese else en for zh, en in parts if zh]
        return ("；" if self._chinese else "; ").join(chosen)


def _novelty(title: str, text: str, kind: StoryKind, words: _Words) -> RubricScore:
    new, first = bool(_NEW.search(title)), bool(_FIRST.search(f"{title}\n{text[:600]}"))
    if _ROUNDUP.search(title):
        return _score(1, words.reason(("多条新闻汇总", "a roundup of several stories")))
    second_hand = bool(_SECOND_HAND.search(title))
    own_work = kind in {"paper", "release"}
    return _score(
        2 + new + first + own_work - second_hand - (kind == "opinion"),
        words.reason(
            ("标题有新发布或新发现", "the title tells of something new")
            if new
            else ("标题没有新事物", "nothing new in the title"),
            ("自称首次或刷新纪录", "claims a first or a record") if first else ("", ""),
            ("一手成果", "first-hand work") if own_work else ("", ""),
            ("转述或传闻", "second-hand or a rumour") if second_hand else ("", ""),
        ),
    )


def _depth(text: str, words: _Words) -> RubricScore:
    terms = sum(any(positions(text, spelling) for spelling in term) for term in lexicon.TAGS)
    size = length(text)
    score = 1 + sum(terms >= bound for bound in _TERM_BOUNDS) + (size >= _LONG_WORDS)
    return _score(
        score,
        words.reason((f"{terms} 个技术词，约 {size:.0f} 词", f"{terms} technical terms in about {size:.0f} words")),
    )


def _evidence(text: str, primary: int, words: _Words) -> RubricScore:
    figures = len(set(_FIGURE.findall(text)))
    compared, quoted = len(_COMPARISON.findall(text)) > 1, len(_QUOTED.findall(text))
    score = 1 + sum(figures >= bound for bound in _FIGURE_BOUNDS) + compared + (quoted > 0 or primary > 0)
    return _score(
        score,
        words.reason(
            (f"{figures} 个数字", f"{figures} figures"),
            ("有对比或实验", "comparisons or experiments") if compared else ("", ""),
            (f"{quoted} 处引语", f"{quoted} quotations") if quoted else ("", ""),
            (f"{primary} 个一手链接", f"{primary} primary links") if primary else ("", ""),
        ),
    )


def _impact(title: str, text: str, kind: StoryKind, words: _Words) -> RubricScore:
    if _ROUNDUP.search(title):
        return _score(1, words.reason(("多条新闻汇总", "a roundup of several stories")))
    named = len(lexicon.organisations_in(title))
    sums, consequence = bool(_MONEY.search(text)), bool(_CONSEQUENCE.search(title))
    outcome = kind in {"paper", "tool", "release"} and bool(_FIRST.search(text))
    second_hand = bool(_SECOND_HAND.search(title))
    return _score(
        2 + min(named, 2) + sums + consequence + outcome - (kind == "opinion") - second_hand,
        words.reason(
            (f"标题提到 {named} 家知名机构", f"{named} known organisations in the title"),
            ("涉及巨额或大规模", "large sums or scale") if sums else ("", ""),
            ("有直接后果", "direct consequences") if consequence else ("", ""),
            ("自称优于现有方法", "claims to beat what exists") if outcome else ("", ""),
            ("转述或传闻", "second-hand or a rumour") if second_hand else ("", ""),
        ),
    )


def _reach(text: str, sources: int, words: _Words) -> RubricScore:
    named = len(lexicon.organisations_in(text))
    public = len(_AUDIENCE.findall(text))
    return _score(
        2 + min(sources - 1, 2) + sum(named >= bound for bound in _NAME_BOUNDS) + (public > 1) - (named == public == 0),
        words.reason(
            (f"{sources} 个来源", f"{sources} source" + "s" * (sources != 1)),
            (f"{named} 家知名机构", f"{named} known organisations"),
            (f"{public} 处提到广大受众", f"{public} mentions of a wide public") if public else ("", ""),
        ),
    )


def _score(score: int, reason: str) -> RubricScore:
    return RubricScore(score=max(1, min(5, score)), reason=reason)
