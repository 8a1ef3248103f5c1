"""What became of plans and rumours: reached as they were told, or taken back.

How far an affair had come is read by `stories/threads/news.py`. A sentence that plans or rumours a stage, and a later
one about the same thing that reports it as reached, make a pair; so do one that tells of something and the later news
that it was withdrawn or denied. Precision goes before recall; the thresholds were read on recorded days.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from digest_pipeline.briefs.grounding.days import days
from digest_pipeline.briefs.grounding.translation import known
from digest_pipeline.editions.review.facts import Report, common_passage, statements_of, things_in, weight
from digest_pipeline.model import Hindsight, Statement
from digest_pipeline.quantities import half_width
from digest_pipeline.stories.threads.news import stages_of
from digest_pipeline.stories.words import is_eastern, terms

_REACHED = frozenset({"on pre-order", "released", "decided", "settled", "approved", "listed", "acquired", "funded"})
_EASTERN_SHARE = 0.3
# Rarity (natural logarithm) that the two sentences share, at least this share of the shorter one's; across scripts the
# words that may mean each other, beside a name that both have.
_SAME_MATTER, _SAME_SHARE, _SAME_MEANINGS = 18.0, 0.2, 3
_PLAN = re.compile(
    r"将于|将在|将会|将|拟|计划|预计|即将|有望|可能|明[天日]|下周|下月|预热|"
    r"\b(?:will|plans? to|planned to|planning to|is expected to|are expected to|expects? to|is set to|are set to|"
    r"is about to|agreed to|aims? to)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}\s*月\s*\d{1,2}\s*日")
# 发布 is also how posts, pictures and reports are put out, and 发布会 an event.
_POSTED = re.compile(
    r"(?:发布|公布|推送)(?:会|了?[^，。；]{0,12}(?:推文|博文|官图|消息|视频|预告|海报|报告|公告|数据|文章|声明|微博))"
)
_TAKEN_BACK = re.compile(
    r"取消|撤回|叫停|删除|收回|下架|推迟|跳票|否认|辟谣|不实|"
    r"\b(?:cancel(?:s|led|ed)|withdr(?:aws?|awn|ew)|retract(?:s|ed)|delet(?:es|ed)|pulls|pulled|postpon(?:es|ed)|"
    r"scrap(?:s|ped)|den(?:y|ies|ied)|debunk(?:s|ed)|revers(?:es|ed))\b",
    re.IGNORECASE,
)
_LAST_DAY = (12, 31)


def kept(early: Report, late: Report) -> Iterator[Hindsight]:
    """Yield what an early report planned or rumoured and a later one tells as done."""
    for one in statements_of(early.brief):
        if hoped := _hoped(one.text, early.brief.day):
            for other in statements_of(late.brief):
                done = hoped & _done(other.text, late.brief.day)
                if done and not _is_older(other.text, early.brief.day) and _same_matter(one.text, other.text):
                    yield _hindsight(early, one, late, other, "confirmed")
                    break


def taken_back(early: Report, late: Report) -> Iterator[Hindsight]:
    """Yield what an early report told and a later one is about the withdrawal or denial of."""
    other = late.brief.one_sentence
    if not (_TAKEN_BACK.search(late.brief.headline) and _TAKEN_BACK.search(other.text)):
        return
    if _TAKEN_BACK.search(early.brief.headline):
        return
    for one in statements_of(early.brief):
        if not _TAKEN_BACK.search(one.text) and _same_matter(one.text, other.text):
            yield _hindsight(early, one, late, other, "changed")
            return


def _hoped(text: str, day: date) -> frozenset[str]:
    """Return the stages that a sentence plans or rumours: those that it would tell as reached without such words."""
    plain = _POSTED.sub(" ", text)
    reached = stages_of(plain, day)
    unplanned = stages_of(_DATE.sub(" ", _PLAN.sub(" ", plain)), date(day.year, *_LAST_DAY))
    return _REACHED & (unplanned if "rumoured" in reached else unplanned - reached)


def _done(text: str, day: date) -> frozenset[str]:
    """Return the stages that a sentence tells as reached, with no word of a plan or rumour in it."""
    plain = _POSTED.sub(" ", text)
    reached = stages_of(plain, day)
    return frozenset() if "rumoured" in reached or _PLAN.search(plain) else _REACHED & reached


def _is_older(text: str, day: date) -> bool:
    """Say whether a sentence names a day before the plan was told: what it reports is something else."""
    named = [(one.month, one.day) for one in days(half_width(text)) if one.month and one.day]
    return any((day.month, day.day) > one for one in named)


def _same_matter(one: str, other: str) -> bool:
    if is_eastern(one, _EASTERN_SHARE) != is_eastern(other, _EASTERN_SHARE):
        return known(one, other)[1] >= _SAME_MEANINGS and not things_in(one).isdisjoint(things_in(other))
    first, second = frozenset(terms(one)), frozenset(terms(other))
    shared = weight(first & second)
    return shared >= _SAME_MATTER and shared >= _SAME_SHARE * min(weight(first), weight(second))


def _hindsight(
    early: Report, one: Statement, late: Report, other: Statement, outcome: Literal["confirmed", "changed"]
) -> Hindsight:
    passage = common_passage(one.text, other.text)
    return Hindsight(
        outcome=outcome,
        subject=passage if things_in(passage) else late.brief.short_title,
        early_day=early.brief.day,
        early=one,
        late_day=late.brief.day,
        late=other,
    )
