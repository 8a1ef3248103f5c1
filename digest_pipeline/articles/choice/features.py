"""What is known of each line of a page when it is decided whether it belongs to the article.

Shallow features of a line and its neighbours, as in Kohlschütter, Fankhauser and Nejdl, "Boilerplate detection using
shallow text features" (WSDM 2010), and what the extractors and the page's own metadata say of it. What the features are
worth is `weights.py`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log1p
from typing import Any

from digest_pipeline.articles.blocks import Block
from digest_pipeline.articles.choice.alignment import found

Features = dict[str, float]

# How far above a line its surroundings are looked at.
_NEAR, _AROUND = 2, 5
_TAGS = {
    "box": frozenset({"nav", "footer", "aside", "header", "form"}),
    "in list": frozenset({"li"}),
    "in figure": frozenset({"figure"}),
}
_NAMED_BOX = re.compile(
    r"(?:^|[\s_-])(?:hot|side|sidebar|share|sharing|social|related|recommend(?:ed|ations?)?|newsletter|subscribe|cmt"
    r"|comments?|disqus|breadcrumbs?|advert(?:isement)?s?|ads?|sponsored|promo|menu|nav|navbar|footer|copyright|meta"
    r"|tags?|author|byline|bio|widget|popup|modal|cookie|signup|more|caption|credit|date|time|info|pagination|pager"
    r"|toolbar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED_LEDE = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|leadtext|excerpt|intro|teaser|teasertext|abstract|standfirst|subtitle|subheadline"
    r"|subheading|subline|dek|deck|chapo|vorspann|summary|description|sapo|entradilla)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED_NOTES = re.compile(r"(?:^|[\s_-])(?:footnotes?|endnotes?|fn)(?:$|[\s:_-])", re.IGNORECASE)
# How lines begin that speak of the article instead of being it.
_ASIDE = re.compile(
    r"\W{0,3}(?:by|von|par|por|posted|published|updated|share|photo|photograph|image|source|copyright|©|advertisement"
    r"|read more|also read|see also|related|getty|作者|来源|责任编辑|编辑|发布|分享|关键词|标签|上一篇|下一篇|原标题"
    r"|记者|本文|版权|声明|相关)\b|.{0,30}\b20\d\d[-/.年]\d{1,2}",
    re.IGNORECASE,
)
# How a line, in small letters, calls on its reader to come back, to pay or to join; a longer one may tell of calls.
# Most lines are none, and a pattern that ignores case by itself takes six times as long to say so.
_CALL = re.compile(
    r"\b(?:(?:subscribe|click here|get in touch|e-?mail us|our app|all rights reserved|sign up (?:for|to|here|now)"
    r"|follow (?:us|me|@|\w+ (?:\w+ )?on)|download (?:the|our) .{0,20}app"
    r"|for (?:more|the latest) (?:stories|news|breaking))\b|abonn(?:ier|é)|anmelden|inscri[vb]|suscr[ií]b)"
    r"|newsletter|hier geht es|folgen sie|síguenos|suivez|会員(?:限定|登録)|有料会員|メールマガジン"
    r"|扫码|扫描.{0,8}二维码|长按|关注(?:我们|本|.{0,10}公众号)|微信公众号|点击(?:查看|阅读|下载|这里|此处|进入)"
    r"|转载(?:请|需|须|必)|未经.{0,10}(?:许可|授权)|请(?:登录|关注|订阅)|订阅(?:我们|本)"
)
_LONGEST_CALL = 160
_SENTENCE_ENDS = tuple('.!?。！？…”"」』）)')
_SENTENCES = re.compile(r"[.!?。！？]")
_SHORT, _TITLE_LENGTH, _PARAGRAPH_LENGTH = 12, 5, 80
# So many letters of a description are enough to know it by.
_KNOWN_BY = 40
# So many lines on both sides are a line's neighbourhood.
_NEIGHBOURS = 4
# A heading that is a link, and as many lines under it, tell of another article.
_LINKED_HEADING, _TEASER_LINES = 0.8, 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the lines of a page: the two extractors' marks, and the page's metadata as keys."""

    trafilatura: Sequence[bool]
    readability: Sequence[bool]
    title: str
    description: str
    article_body: str


def features_of(blocks: Sequence[Block], keys: Sequence[str], evidence: Evidence) -> list[Features]:
    """Return the features of each block, those that are 0 left out; `keys[i]` is the key of `blocks[i]`.

    A line that nobody keeps and that stands near no kept one has none: it is out of the question.
    """
    page = _Page(blocks, keys, evidence)
    return [page.features(index) if page.is_in_question(index) else {} for index in range(len(blocks))]


class _Page:
    """The sums over a whole page that the features of its lines refer to."""

    def __init__(self, blocks: Sequence[Block], keys: Sequence[str], evidence: Evidence) -> None:
        self._blocks, self._keys, self._evidence = blocks, keys, evidence
        self._lengths = [max(1, len(line)) for line in keys]
        self._kept = [float(mark) for mark in evidence.trafilatura]
        self._read = [float(mark) for mark in evidence.readability]
        long = [index for index, mark in enumerate(self._kept) if mark and self._lengths[index] > _SHORT]
        self._first, self._last = (long[0], long[-1]) if long else (len(keys), -1)
        self._structured = found(keys, evidence.article_body) if evidence.article_body else []
        self._agreement = self._shared()
        self._signs: dict[Any, list[tuple[str, tuple[int, int]]]] = {}
        self._siblings = self._share_of_siblings()
        self._teasers = self._under_linked_headings()
        self._told: dict[str, Any] = {}

    def is_in_question(self, index: int) -> bool:
        """Say whether anything speaks for a line."""
        near = slice(max(0, index - _NEIGHBOURS), index + _NEIGHBOURS + 1)
        if any(self._kept[near]) or any(self._read[near]):
            return True
        return bool(self._structured and self._structured[index]) or self._is_description(self._keys[index])

    def features(self, index: int) -> Features:
        block, line, kept, read = self._blocks[index], self._keys[index], self._kept[index], self._read[index]
        text = block.text
        linked = sum(len(run.text) for run in block.runs if run.href) / max(1, len(text))
        length = self._lengths[index]
        near = self._near(index)
        ending = text.rstrip()
        ends = ending.endswith(_SENTENCE_ENDS)
        about = bool(_ASIDE.match(text))
        around = self._around(block.element)
        summary = self._is_description(line)
        parent = None if block.element is None else block.element.getparent()
        # Code and verse repeat themselves among their neighbours; a copy of the article stands elsewhere.
        repeated = self._told.setdefault(line, parent) is not parent
        features = {
            "bias": 1.0,
            "kept": kept,
            "kept and read": kept * read,
            "kept, agreed": kept * self._agreement,
            "read, agreed": read * self._agreement,
            "agreement": self._agreement,
            "read before": self._read_at(index - 1),
            "read after": self._read_at(index + 1),
            "neighbourhood": near,
            "siblings": self._siblings[index],
            "kept, siblings": kept * self._siblings[index],
            "teaser": float(self._teasers[index]),
            "kept, teaser": kept * self._teasers[index],
            "length": min(1.0, log1p(length) / 6),
            "short": float(length < _SHORT),
            "kept, short": kept * (length < _SHORT),
            "linked": linked,
            "above": float(index < self._first),
            "below": float(index > self._last),
            "far above": min(1.0, max(0, self._first - index) / 10),
            "far below": min(1.0, max(0, index - self._last) / 10),
            "aside": float(about),
            "kept, aside": kept * about,
            "call": float(len(text) < _LONGEST_CALL and bool(_CALL.search(text.lower()))),
            "ends": float(ends),
            "ends, long": float(ends and length > _PARAGRAPH_LENGTH),
            "sentences": min(1.0, len(_SENTENCES.findall(text)) / 4),
            "colon": float(ending.endswith((":", "："))),
            "title": float(length > _TITLE_LENGTH and self._evidence.title.startswith(line)),
            "description": float(summary),
            "description, above": float(summary and index < self._first),
            "repeated": float(repeated),
            "kept, repeated": kept * repeated,
            block.kind: 1.0,
            f"kept, {block.kind}": kept,
        }
        for name in around:
            features[name] = 1.0
            features[f"kept, {name}"] = kept
        if self._structured:
            features["in article body" if self._structured[index] else "not in article body"] = 1.0
        return {name: value for name, value in features.items() if value}

    def _shared(self) -> float:
        """Return how much of what either extractor keeps both keep (Jaccard, by letters)."""
        both = sum(n for n, k, r in zip(self._lengths, self._kept, self._read, strict=True) if k and r)
        either = sum(n for n, k, r in zip(self._lengths, self._kept, self._read, strict=True) if k or r)
        return both / either if either else 0.0

    def _read_at(self, index: int) -> float:
        return self._read[index] if 0 <= index < len(self._read) else 0.0

    def _near(self, index: int) -> float:
        window = self._kept[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]
        return sum(window) / len(window)

    def _share_of_siblings(self) -> list[float]:
        """Return for each block how much of the text under its element's parent trafilatura keeps."""
        total: dict[Any, int] = defaultdict(int)
        kept: dict[Any, float] = defaultdict(float)
        parents = [None if block.element is None else block.element.getparent() for block in self._blocks]
        for parent, length, mark in zip(parents, self._lengths, self._kept, strict=True):
            total[parent] += length
            kept[parent] += length * mark
        return [kept[parent] / total[parent] for parent in parents]

    def _under_linked_headings(self) -> list[bool]:
        """Say for each block whether a heading stands right above it that is a link: so other articles are listed."""
        marks, distance, is_linked = [], 0, False
        for block in self._blocks:
            distance += 1
            if block.kind == "heading":
                linked = sum(len(run.text) for run in block.runs if run.href and not run.href.startswith("#"))
                distance, is_linked = 0, linked > _LINKED_HEADING * len(block.text)
            marks.append(is_linked and distance <= _TEASER_LINES)
        return marks

    def _is_description(self, line: str) -> bool:
        description = self._evidence.description
        if len(line) < _KNOWN_BY or len(description) < _KNOWN_BY:
            return False
        return line[: _KNOWN_BY * 2] in description or description[:_KNOWN_BY] in line

    def _around(self, element: Any) -> list[str]:
        """Return the words for what stands around a line, from the names of its nearest elements."""
        found: list[str] = []
        for distance in range(_AROUND + 1):
            if element is None:
                break
            found += [word for word, reach in self._signs_of(element) if reach[0] <= distance < reach[1]]
            element = element.getparent()
        return list(dict.fromkeys(found))

    def _signs_of(self, element: Any) -> list[tuple[str, tuple[int, int]]]:
        """Return what an element is to the lines under it, each with the distances at which it counts."""
        if element not in self._signs:
            names = f"{element.get('class') or ''} {element.get('id') or ''}"
            self._signs[element] = _signs(element.tag, names)
        return self._signs[element]


@lru_cache(maxsize=4_096)  # the same names stand on many elements of a page, and on all pages of a site
def _signs(tag: str, names: str) -> list[tuple[str, tuple[int, int]]]:
    signs = [(word, (0, _AROUND + 1)) for word, tags in _TAGS.items() if tag in tags]
    if _NAMED_BOX.search(names):
        signs += [("named box", (0, _NEAR)), ("in named box", (_NEAR, _AROUND + 1))]
    if _NAMED_NOTES.search(names):
        signs.append(("note", (0, _NEAR + 1)))
    if _NAMED_LEDE.search(names):
        signs.append(("lede", (0, _NEAR + 1)))
    return signs
