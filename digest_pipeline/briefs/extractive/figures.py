"""The measured values of an article, each with its sentence: what is measured, how much, in which unit, against what.

Everything in a figure is verbatim of its sentence. The forms that are recognised are `figure_forms.py`.
"""

import re
from collections.abc import Iterator, Sequence

from digest_pipeline.briefs.extractive.candidates import POINT_CHARACTERS, Candidate
from digest_pipeline.briefs.extractive.figure_forms import (
    COMPARED_EN,
    COMPARED_ZH,
    FORMS_EN,
    FORMS_ZH,
    SETTING_EN,
    SETTING_ZH,
)
from digest_pipeline.briefs.extractive.words import STOP_WORDS, is_cjk
from digest_pipeline.model import Article, Evidence, Figure
from digest_pipeline.spellings import folded

MOST_FIGURES = 5
_LONGEST_METRIC = 32
_SHORTEST_METRIC = 2

# The characters before a word of measure that belong to it: up to a mark, a digit, or a word that is no part of a name.
_QUALIFIER_ZH = re.compile(
    r"(?:.*(?:[^\u4e00-\u9fffA-Za-z ]|[的了其该此这为将和与及但而把被使让于由是以从到达并且约每款家个元]|在(?!手)|"
    r"对(?!外|应)|有(?!效)|可|个月|包括|带动|"
    r"宣布|旗下|公司|目前|此次|本次|预计|累计|因此|同时|实现|带来|拥有|完成|获得|首批|单是|当前|今年|去年|全年|期内|"
    r"小时|分钟|显示|称|"
    r"最终|平均|最高|最低|提供|拿下|超过|相关|对应|整体|季度|半年|截至|推动|报告|要求|保持|导致|意味着|随着|可能|"
    r"进一步|大幅|显著|已经|同期)|^)(?P<qualifier>\s?[\u4e00-\u9fffA-Za-z ]{0,8})$"
)
# What is left of the number before (`48 小时`), or points back.
_UNIT_LEFT_ZH = re.compile(r"^\s?(?:[A-Za-z]+|毫秒|小时|分钟|英寸|[年月日秒天个家款台名次万亿元])\s?")
_LEADING_ZH = re.compile(r"^(?:这一|这家|该机|一(?![期季级线代次])|且|更|又|也|机型|\s)+(?=..)")
_INSIDE_NOTE = re.compile(r"（[^（）]*(?:注|约合|换算|折合)[^（）]*$|\([^()]*(?:about|approx|roughly)[^()]*$")
_DOUBTFUL_ZH = re.compile(r"^(?:用户|规模|速度|数量|面积|流量|投资|支出|收入|价格|成本|成绩|订单|频率|容量|亏损)$")
# A single character is mostly the end of a longer word; these are words of their own.
_FRAGMENT_ZH = re.compile(r"[^总月日年净毛均单现原新其周季]|以来|用时|使用时")
# A change against last year that does not say of what.
_RELATIVE = re.compile(
    r"^(?:同比|环比|对?比|周[一二三四五六日]|单[日周月]|当[日天月]|今[日天]|日内|盘[中后前]|其后)|较|^(?:提升|降低|下降|"
    r"增长|减少|提高|缩短|上涨|下跌|节省|增加|提速|下滑|暴涨|上升)"
)
_AGAINST = re.compile(r"(?:较|比)[^，。；]{0,12}(?:平均|水平|价|同期)$")
# What is not so, or only may be: 很难说提升了 25%, "if it cut costs by 25%".
_UNREAL = re.compile(
    r"(?:如果|假如|假设|倘若|很难|难以|并非|并没有|没能|未能|无法|不会|不是|未必|能否|是否)[^。；]{0,40}\Z"
    r"|(?:\b(?:if|whether|unlikely|hardly|cannot|not(?! only))\b|n['’]t\b)[^.;]{0,60}\Z",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:至|到|[-–~～])\s?\d")
_FEW, _SMALL_COUNT = 10, 100
_COUNTED_LOOSELY = re.compile(r"(?:questions|tasks|models|papers|images|samples|examples|videos|documents)$")
_YEAR = re.compile(r"(?:19|20)\d\d")


def figures_of(article: Article, candidates: Sequence[Candidate]) -> tuple[Figure, ...]:
    """Return up to five figures of `article`: those of its best sentences, in the order of the text."""
    found: list[tuple[float, int, Figure]] = []
    seen: set[tuple[str, str]] = set()
    for candidate in candidates:
        if len(candidate.text) > POINT_CHARACTERS[False]:
            continue
        for at, figure in _figures(article, candidate):
            key = (folded(figure.metric), folded(figure.value))
            if key not in seen:
                seen.add(key)
                found.append((-candidate.score, candidate.start + at, figure))
    best = sorted(found, key=lambda item: item[:2])[:MOST_FIGURES]
    return tuple(figure for _, _, figure in sorted(best, key=lambda item: item[1]))


def _figures(article: Article, candidate: Candidate) -> Iterator[tuple[int, Figure]]:
    text = candidate.text
    chinese = is_cjk(text)
    evidence = Evidence(article_id=article.id, start=candidate.start, end=candidate.end, quote=text)
    taken: list[tuple[int, int]] = []
    for form in FORMS_ZH if chinese else FORMS_EN:
        for match in form.finditer(text):
            start, end = match.span("value")
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            value, unit = match["value"].strip(), (match.groupdict().get("unit") or "").strip()
            metric = _metric_zh(match) if chinese else _metric_en(match["metric"])
            if not metric or not _plausible(metric, value, unit, match, chinese=chinese):
                continue
            taken.append((start, end))
            yield start, _figure(match, metric, value, unit, evidence, chinese=chinese)


def _figure(  # noqa: PLR0913  the cells of a figure
    match: re.Match[str], metric: str, value: str, unit: str, evidence: Evidence, *, chinese: bool
) -> Figure:
    text = evidence.quote
    before, after = text[: match.start("metric")], text[match.end() :]
    if chinese:
        setting, compared = SETTING_ZH.search(before), COMPARED_ZH.match(after)
    else:
        setting, compared = SETTING_EN.match(after), COMPARED_EN.match(after)
    return Figure(
        metric=metric,
        value=value,
        unit=unit,
        setting=_first_group(setting),
        compared_with=_first_group(compared),
        evidence=(evidence,),
    )


def _first_group(match: re.Match[str] | None) -> str:
    return next((group.strip() for group in match.groups() if group), "") if match else ""


def _metric_en(text: str) -> str:
    metric = text.strip()
    first, _, rest = metric.partition(" ")
    if rest and first.casefold() in STOP_WORDS | {"an", "overall", "that", "per"}:
        metric = rest
    return metric if _SHORTEST_METRIC <= len(metric) <= _LONGEST_METRIC else ""


def _metric_zh(match: re.Match[str]) -> str:
    """Return the word of measure with what qualifies it: `净利润` after `归母`, but not after a whole clause."""
    word = match["metric"].strip()
    if match.start("metric") > match.start("value"):
        return word
    before = _QUALIFIER_ZH.search(match.string[: match.start("metric")])
    qualifier = before["qualifier"] if before else ""
    if before and match.string[: before.start("qualifier")].rstrip()[-1:].isdigit():
        qualifier = _UNIT_LEFT_ZH.sub("", qualifier)
    if _FRAGMENT_ZH.fullmatch(qualifier.strip()):
        qualifier = ""
    metric = _LEADING_ZH.sub("", (qualifier + word).strip())
    return "" if _RELATIVE.search(metric) or _AGAINST.search(match.string[: match.start("metric")]) else metric


def _plausible(metric: str, value: str, unit: str, match: re.Match[str], *, chinese: bool) -> bool:
    """Say whether this is a measured value: no year, conversion in a note, range or number without a measure."""
    text, bare = match.string, value.replace(",", "").strip()
    before = text[: match.start("value")]
    if _INSIDE_NOTE.search(before) or _UNREAL.search(before) or (not unit and _RANGE.match(text, match.end("value"))):
        return False
    if not unit and (_YEAR.fullmatch(bare) or (bare.isdigit() and int(bare) < _FEW)):
        return False
    if chinese:
        return bool(unit or re.search(r"[万亿]|\.", value)) and not (_DOUBTFUL_ZH.match(metric) and not unit)
    return not (bare.isdigit() and int(bare) < _SMALL_COUNT and _COUNTED_LOOSELY.search(metric))
