"""The rubric read off what can be counted in the lead article, with the counts as reasons.

Novelty: new things in the title, research that proposes or finds something, firsts of those who made them; less what is
retold, shown in use or financed. Depth: distinct words of method. Evidence: figures, comparisons, experiments,
quotations and primary links. Impact: who acts, problems and consequences, what others can use or build on; less
consumer goods. Reach: sources, organisations, a wide public, large sums. The words are `cues.py`; how the scores are
weighed is `value.py`.
"""

import re

from digest_pipeline.briefs import lexicon
from digest_pipeline.briefs.scoring import cues
from digest_pipeline.briefs.scoring.value import independent_sources
from digest_pipeline.model import Rubric, RubricScore, Story, StoryKind
from digest_pipeline.spellings import length, positions

# How many of a thing earn a point more.
_METHOD_BOUNDS = (1, 3, 6, 10)
_FIGURE_BOUNDS = (1, 4)
_NAME_BOUNDS = (1, 3)
_SEVERAL = 2
# The words of one family begin alike (train, training, trained).
_STEM = 5

_READ_CHARACTERS = 6_000
_OPENING_CHARACTERS = 600


def rubric_from_features(story: Story, *, kind: StoryKind, language: str) -> Rubric:
    """Score what can be counted in the lead article, with the counts as reasons in `language` (`zh`, else English)."""
    lead = story.lead
    text = lexicon.body(lead.text)[:_READ_CHARACTERS]
    words = _Words(language)
    if cues.ROUNDUP.search(lead.title):
        roundup = _score(1, words.reason(("多条新闻汇总", "a roundup of several stories")))
        novelty = impact = roundup
    else:
        novelty, impact = _novelty(lead.title, text, kind, words), _impact(lead.title, text, kind, words)
    return Rubric(
        novelty=novelty,
        depth=_depth(lead.title, text, words),
        evidence=_evidence(text, sum(link.kind in {"paper", "code", "model", "dataset"} for link in lead.links), words),
        impact=impact,
        reach=_reach(f"{lead.title}\n{text}", independent_sources(story), words),
    )


class _Words:
    """Joins the counts behind a score into a reason in the brief's language."""

    def __init__(self, language: str) -> None:
        self._chinese = language.startswith("zh")

    def reason(self, *parts: tuple[str, str] | None) -> str:
        chosen = [part[0] if self._chinese else part[1] for part in parts if part]
        return ("；" if self._chinese else "; ").join(chosen)


def _novelty(title: str, text: str, kind: StoryKind, words: _Words) -> RubricScore:
    opening = f"{title}\n{text[:_OPENING_CHARACTERS]}"
    new = bool(cues.NEW.search(title))
    research = bool(cues.CONTRIBUTION.search(opening) and cues.RESEARCHERS.search(opening))
    own_work = kind in {"paper", "release"}
    # Every abstract outperforms something; of a paper only its title counts.
    first = (research or own_work) and bool(cues.FIRST.search(title if kind == "paper" else opening))
    retold = bool(cues.SECOND_HAND.search(title) or cues.SHOWN_IN_USE.search(title))
    financed = bool(cues.FINANCE.search(title))
    return _score(
        2 + new + (research or own_work) + first - retold - financed,
        words.reason(
            ("标题有新发布或新发现", "the title tells of something new")
            if new
            else ("标题没有新事物", "nothing new in the title"),
            ("提出新的方法或发现", "proposes or finds something") if research else None,
            ("一手成果", "first-hand work") if own_work else None,
            ("自称首次或刷新纪录", "claims a first or a record") if first else None,
            ("转述、传闻或体验", "second-hand, a rumour or a try-out") if retold else None,
            ("融资或业绩消息", "news of funding or results") if financed else None,
        ),
    )


def _depth(title: str, text: str, words: _Words) -> RubricScore:
    both = f"{title}\n{text}"
    found = {word.casefold()[:_STEM] for word in cues.METHOD.findall(both)}
    named = sum(any(positions(both, spelling) for spelling in term) for term in lexicon.TAGS)
    titled = bool(cues.METHOD.search(title))
    size = length(text)
    return _score(
        1 + sum(len(found) + named >= bound for bound in _METHOD_BOUNDS) + titled,
        words.reason(
            (f"{len(found)} 个技术词，约 {size:.0f} 词", f"{len(found)} technical terms in about {size:.0f} words"),
            ("标题谈技术", "the title is technical") if titled else None,
        ),
    )


def _evidence(text: str, primary: int, words: _Words) -> RubricScore:
    figures = len(set(cues.FIGURE.findall(text)))
    compared = len(cues.COMPARISON.findall(text)) >= _SEVERAL
    tested = bool(cues.EXPERIMENT.search(text))
    quoted = len(cues.QUOTED.findall(text))
    return _score(
        1 + sum(figures >= bound for bound in _FIGURE_BOUNDS) + compared + tested + (quoted > 0 or primary > 0),
        words.reason(
            (f"{figures} 个数字", f"{figures} figure" + "s" * (figures != 1)),
            ("有比较", "comparisons") if compared else None,
            ("有实验或评测", "experiments or evaluations") if tested else None,
            (f"{quoted} 处引语", f"{quoted} quotation" + "s" * (quoted != 1)) if quoted else None,
            (f"{primary} 个一手链接", f"{primary} primary link" + "s" * (primary != 1)) if primary else None,
        ),
    )


def _impact(title: str, text: str, kind: StoryKind, words: _Words) -> RubricScore:
    both = f"{title}\n{text}"
    named = len(lexicon.organisations_in(title))
    consequence = bool(cues.CONSEQUENCE.search(title))
    # Every paper has a problem and beats what exists, and tells so.
    problem = len(cues.PROBLEM.findall(title if kind == "paper" else both)) >= _SEVERAL
    usable, builders = bool(cues.USABLE.search(both)), len(cues.BUILDERS.findall(both)) >= _SEVERAL
    better = bool(cues.BETTER.search(title if kind == "paper" else both))
    consumer = _mostly(cues.CONSUMER, cues.METHOD, both)
    second_hand = bool(cues.SECOND_HAND.search(title))
    return _score(
        1 + (named > 0) + consequence + problem + usable + (builders or better) - consumer - second_hand,
        words.reason(
            (f"标题提到 {named} 家知名机构", f"{named} known organisation" + "s" * (named != 1) + " in the title"),
            ("有直接后果", "direct consequences") if consequence else None,
            ("关系到难题或风险", "about a problem or a risk") if problem else None,
            ("他人可直接使用", "others can use it") if usable else None,
            ("面向工程与企业", "for those who build") if builders else None,
            ("自称优于现有方案", "claims to beat what exists") if better else None,
            ("消费品新闻", "consumer goods") if consumer else None,
            ("转述或传闻", "second-hand or a rumour") if second_hand else None,
        ),
    )


def _reach(text: str, sources: int, words: _Words) -> RubricScore:
    named = len(lexicon.organisations_in(text))
    public = len(cues.AUDIENCE.findall(text))
    sums = bool(cues.MONEY.search(text))
    wide = public >= _SEVERAL or sums
    return _score(
        2 + min(sources - 1, 2) + sum(named >= bound for bound in _NAME_BOUNDS) + wide - (named == public == 0),
        words.reason(
            (f"{sources} 个来源", f"{sources} source" + "s" * (sources != 1)),
            (f"{named} 家知名机构", f"{named} known organisation" + "s" * (named != 1)),
            (f"{public} 处提到广大受众", f"{public} mention" + "s" * (public != 1) + " of a wide public")
            if public
            else None,
            ("涉及巨额资金", "large sums") if sums else None,
        ),
    )


def _mostly(one: re.Pattern[str], other: re.Pattern[str], text: str) -> bool:
    """Say whether `text` names the one several times, and more often than the other."""
    mentions = len(one.findall(text))
    return mentions >= _SEVERAL and mentions > len(other.findall(text))


def _score(score: int, reason: str) -> RubricScore:
    return RubricScore(score=max(1, min(5, score)), reason=reason)
