"""What a story states that its thread has not told: figures, names, works it links to, a further stage of the affair.

A statement is sought where it stands: in the title and the first sentences, since what follows is background. Whether
it was told is asked of all that is kept of the thread's articles.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from digest_pipeline.model import Article, Standing
from digest_pipeline.quantities import numbers
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.origins import WORKS
from digest_pipeline.stories.threads.match import EASTERN_SHARE
from digest_pipeline.stories.words import folded, is_eastern, names, stem, terms

_LEAD_CHARACTERS = 400
_FIRST_SENTENCE = 120
# Below this a name stands in every second text.
_RARE = 4.5
# One figure or name more in the first sentences is how another desk words the same news; in the title it is the news.
_MATERIAL = 3
# From these log-odds of `match.py` on, two texts tell one event, not only one affair.
_SAME_EVENT = 2.0
_SAME_EVENT_ACROSS = 2.5
# So much of a title (its share, and its rarity in all) in words that the thread never used tells something else. Pairs
# of characters overlap, so a Chinese word counts more than once.
_OTHER_WORDS = 0.28
_MANY_OTHER_WORDS = 8.0
_MANY_OTHER_PAIRS = 15.0
_SHOWN = 4

# The stages of an affair, by the words of titles. A story at a stage that the thread had not reached is an update.
_STAGES = {
    "rumoured": r"leak(?:s|ed)?|rumou?r\w*|reportedly|曝光|消息称|传闻|爆料|据传",
    "announced": r"announc\w+|unveil\w*|reveal\w*|introduc\w+|will launch|to launch|官宣|宣布|公布|亮相|预告|定档|揭晓",
    "on pre-order": r"pre-?orders?|reserv\w+|预售|预约|预订|盲订|上架",
    "released": r"releas\w+|launch(?:es|ed)|ships?|shipping|now available|rolls? out|rolling out|is out|goes live"
    r"|opens? up|(?:is|are|now) open|open.sourc\w+|发布|上线|推送|发售|开售|首销|上市|开源|开放|开服|交付|登陆",
    "in court": r"sue[sd]?|suing|lawsuit|files? suit|起诉|被诉|诉讼|索赔",
    "on trial": r"trial|testif\w+|testimony|on the stand|jury|庭审|出庭|开庭|作证",
    "decided": r"verdict|rul(?:es|ed)|ruling|convict\w+|dismiss\w+|loses? (?:his|her|its|the)|wins? (?:his|her|its|the)"
    r"|判决|判定|裁定|裁决|败诉|胜诉|驳回|宣判",
    "settled": r"settl\w+|和解",
    "fined": r"fin(?:es|ed)\b|penalt\w+|罚款|处罚|罚单",
    "filed": r"\bfil(?:es|ed|ing)\b|s-1|招股书|递交|提交注册|递表|受理",
    "approved": r"approv\w+|获批|批准|核准|过会|通过审核",
    "listed": r"(?:goes|went|going) public|debuts? on|挂牌|首日|登陆(?:港交所|纳斯达克|港股|科创板)",
    "acquired": r"acqui\w+|buys|bought|收购|并购",
    "funded": r"rais(?:es|ed)|funding|融资",
    "withdrawn": r"cancel\w*|delay\w*|postpon\w*|withdr[ae]w\w*|pull(?:s|ed)|retract\w*|remov\w+|delet\w+|halt\w*"
    r"|pauses?|suspend\w*|shut\w* down|取消|推迟|延期|延迟|撤回|下架|叫停|暂停|停用|停售|关停|召回|删除|收回",
    "answered": r"respon[ds]\w*|apologi[sz]\w*|den(?:y|ies|ied)|disavow\w*|clarif\w+|promis\w+|explain\w*"
    r"|admit\w*|confirm\w*|回应|致歉|道歉|否认|澄清|辟谣|承诺|解释|承认|证实",
    "fixed": r"fix(?:es|ed)|patch(?:es|ed)|restor\w+|修复|恢复|回归|重新",
    "changed": r"expand\w*|upsiz\w*|rais(?:es|ed) (?:its|the)|lowers?|扩大|上调|下调|降价|涨价|提价|延长|缩短",
    "investigated": r"investigat\w+|probe[sd]?|subpoena\w*|调查|立案",
    "arrested": r"arrest\w*|charged|indict\w*|逮捕|拘留|被捕",
}
_STAGE_WORDS = {stage: re.compile(rf"(?i:\b(?:{found})\b)|{found}") for stage, found in _STAGES.items()}
_PLANNED = re.compile(
    r"(?i)(?:\b(?:will|to|plans?|expected|set|could|may|might|about|next|soon)\b[\w ]*"
    r"\W*\Z|(?:将|拟|计划|预计|即将|明[天日]|下周|下月|有望)[^，。；！？\n]*\Z)"
)
_DATED = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日[^，。；！？\n]*\Z")
_BEFORE = 30
# A point in time is no statement.
_BEFORE_TIME = re.compile(
    r"(?i)(?:\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*|\d[:：/-]|第)\Z"
)
_AFTER_TIME = re.compile(r"(?i)\s*(?:年|月|日|号|点|时|[:：/-]\d|st\b|nd\b|rd\b|th\b|a\.?m\b|p\.?m\b)")


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a story brings its thread on, the sentence that says why, and what is new, in the story's own words."""

    standing: Standing
    reason: str
    news: tuple[str, ...] = ()


class Told:
    """What a thread has told: all that is kept of its articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Take the articles of the thread's stories.

        Args:
            articles: at least one; of their texts the beginning is enough.
        """
        self._articles = articles

    @cached_property
    def _text(self) -> str:
        return "\n".join(f"{article.title}\n{article.text}" for article in self._articles)

    @cached_property
    def titles(self) -> frozenset[str]:
        """The titles, as they compare."""
        return frozenset(folded(known.title) for known in self._articles)

    @cached_property
    def values(self) -> frozenset[Decimal | str]:
        """Every number, whatever its unit."""
        return frozenset(number.value for number in numbers(self._text))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every word and pair of characters."""
        return frozenset(terms(self._text))

    @cached_property
    def stages(self) -> frozenset[str]:
        """The stages that titles and first sentences told of; what stands further back is often another affair's."""
        found = (stages_of(f"{known.title}\n{known.text[:_FIRST_SENTENCE]}", known.day) for known in self._articles)
        return frozenset().union(*found)

    @cached_property
    def works(self) -> frozenset[str]:
        """The papers, repositories, models and data sets that were linked to, or were the articles themselves."""
        linked = (link.url for article in self._articles for link in article.links if link.kind in WORKS)
        return frozenset([*linked, *(article.url for article in self._articles)])

    def has_script_of(self, article: Article) -> bool:
        """Say whether some article of the thread is written in the script of this one."""
        return any(
            is_eastern(known.title, EASTERN_SHARE) == is_eastern(article.title, EASTERN_SHARE)
            for known in self._articles
        )


def judge(article: Article, told: Told, odds: float) -> Judged:
    """Say whether an article is an update of a thread or repeats it.

    It is an update when its title has a figure, a name or a stage that the thread had not, or its first sentences
    several; when it links to a work that nobody had; when much of its title is in other words; or when it is not alike
    enough to be called told (`odds`, from `match.py`). Across scripts only figures, stages and works are compared,
    since names and words are spelled differently there. In doubt it is an update: what is left out must be told.
    """
    title = article.title
    same_script = told.has_script_of(article)
    stated = _stated(article, told, same_script=same_script)
    other = _other_words(title, told) if same_script else []
    stages = sorted(stages_of(title, article.day) - told.stages)
    works = sorted({link.url for link in article.links if link.kind in WORKS} - told.works)[:1]
    new = [", ".join(stated[:_SHOWN])] if stated else []
    new += [f"“{passage}”" for passage in other[:2]] if not stated else []
    new += [f"now {' and '.join(stages)}"] if stages else []
    new += [f"a link to {url}" for url in works]
    if new:
        return Judged("update", f"new here: {'; '.join(new)}", tuple(stated[:_SHOWN] or other[:2]))
    if folded(title) not in told.titles and odds < (_SAME_EVENT if same_script else _SAME_EVENT_ACROSS):
        return Judged("update", "less alike than two reports of one event")
    return Judged("repeat", "same names and numbers" if same_script else "same numbers, in another language")


def stages_of(text: str, day: date) -> frozenset[str]:
    """Return the stages of an affair that a text of a day says were reached; what is planned was announced."""
    reached = set[str]()
    for stage, pattern in _STAGE_WORDS.items():
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            dated = _DATED.search(before)
            is_later = dated is not None and (int(dated[1]), int(dated[2])) > (day.month, day.day)
            reached.add("announced" if is_later or _PLANNED.search(before) else stage)
    return frozenset(reached)


def _stated(article: Article, told: Told, *, same_script: bool) -> list[str]:
    """Return the figures and names that the thread has not, the title's first; none when there are hardly any."""
    title, lead = article.title, article.text.removeprefix(article.title)[:_LEAD_CHARACTERS]
    worth, stated = 0, list[str]()
    for text, each in ((title, _MATERIAL), (lead, 1)):
        found = [*_figures(text, told)]
        if same_script:
            found += _names(text if text is title else f"{title}\n{lead}", told, within=text)
        found = [name for name in dict.fromkeys(found) if name not in stated]
        worth += each * len(found)
        stated += found
    return stated if worth >= _MATERIAL else []


def _figures(text: str, told: Told) -> Iterator[str]:
    for number in numbers(text):
        before, after = text[: number.start], text[number.start + len(number.surface) :]
        is_time = _BEFORE_TIME.search(before) or _AFTER_TIME.match(after)
        is_year = isinstance(number.value, Decimal) and 1990 <= number.value <= 2035 and number.unit is None  # noqa: PLR2004
        is_counting = isinstance(number.value, Decimal) and number.value < 4 and number.unit is None  # noqa: PLR2004
        if not (is_time or is_year or is_counting) and number.value not in told.values:
            yield number.surface.strip()


def _names(text: str, told: Told, *, within: str) -> Iterator[str]:
    standing = set(folded(within).split()) | set(re.findall(r"[a-z][a-z0-9]*", folded(within)))
    for name in names(text):
        if name in standing and name not in told.terms and stem(name) not in told.terms and rarity(name) >= _RARE:
            found = re.search(re.escape(name), within, re.IGNORECASE)
            yield found[0] if found else name


def _other_words(title: str, told: Told) -> list[str]:
    """Return the passages of a title that the thread has no words for, when these are much of it."""
    weights = {term: rarity(term) for term in sorted(set(terms(title)))}
    unknown = {term for term in weights if term not in told.terms}
    many = _MANY_OTHER_PAIRS if is_eastern(title, EASTERN_SHARE) else _MANY_OTHER_WORDS
    if sum(weights[term] for term in sorted(unknown)) < min(many, _OTHER_WORDS * sum(weights.values())) or not unknown:
        return []
    return [*_passages(title, unknown)]


def _passages(title: str, unknown: set[str]) -> Iterator[str]:
    parts = re.split(
        r"[，。：；、！？,:;!?|｜丨《》“”\"（）()]+" if is_eastern(title, EASTERN_SHARE) else r"\s+", title
    )
    yield from (part.strip() for part in parts if any(term in unknown for term in terms(part)))
