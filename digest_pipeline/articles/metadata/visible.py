"""Dates that a page only shows: short lines such as "发布时间：2026年6月3日 14:05" or "By A. Writer, June 3, 2026".

A page shows many dates (events, comments, related articles, the copyright). The article's own stands in a short line
close to its heading, mostly in an element named for it; each such sign counts, and the best line is taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml.etree import XPath  # type: ignore[import-untyped]

from digest_pipeline.articles.metadata.page import text_of
from digest_pipeline.articles.metadata.reading import read_date

_YEAR = r"(?:19[9]\d|20[0-4]\d)"
_WORD = r"[^\W\d_]{3,12}"
DAY = re.compile(
    rf"(?<!\d){_YEAR} ?[年년] ?\d{{1,2}} ?[月월] ?\d{{1,2}}(?!\d) ?[日号號일]?"
    rf"|(?<!\d){_YEAR}([-/.]) ?\d{{1,2}}\1 ?\d{{1,2}}(?!\d)"
    rf"|(?<!\d)\d{{1,2}} ?([-/.]) ?\d{{1,2}} ?\2 ?(?:{_YEAR}|[0-4]\d)(?![\d/.-])"
    rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th|er|º|ª)?\.?,? ?(?:of |de |d[aei] |den )?{_WORD}"
    rf"\.?,? ?(?:of |de |del |do )?{_YEAR}(?!\d)"
    rf"|(?<![^\W\d_]){_WORD}\.? ?\d{{1,2}}(?:st|nd|rd|th)?,? {{1,2}}{_YEAR}(?!\d)",
    re.IGNORECASE,
)
"""A day with its year, in any order; what it means is decided by the readers of `datetext`."""

_PUBLISHED = re.compile(
    r"publi|posted|post date|written|created|released?\b|veröffentlicht|erschienen|erstellt|datum|\bdate\b|vom\b|fecha"
    r"|发布|發布|发表|發表|时间|時間|日期|来源|來源|公開|掲載|投稿|配信|작성|입력|등록|опубликован|дата",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    r"updated|modified|edited|revis|aktualisiert|geändert|bearbeitet|mis à jour|actualizad|atualizad|aggiornat"
    r"|更新|修改|最終|수정|обновлен",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"copyright|©|all rights|joined|member since|registered|birth|geboren|\bborn\b|died|deadline|valid|expires?|until"
    r"|bis\b|accessed|retrieved|abgerufen|archived|注册|版权|版權|截止|有效期|备案|ICP",
    re.IGNORECASE,
)
_DATE_BOX = re.compile(
    r"date|datum|time|publi|posted|pubtime|fecha|created|entry-meta|timestamp|submitted", re.IGNORECASE
)
_META_BOX = re.compile(
    r"meta|info|byline|author|source|subline|sub-?title|detail|header|kicker|dachzeile", re.IGNORECASE
)
_OTHER_BOX = re.compile(
    r"comment|reply|replies|respon[ds]|related|recommend|sidebar|widget|footer|copyright|teaser|calendar|archive|archiv\b"
    r"|event|termin|latest|recent|popular|trending|most-?read|navi|menu|\bnav\b|breadcrumb|listing|next|prev|forum-?stat|rank",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"script", "style", "noscript", "textarea", "title"})
_OTHER_TAGS = frozenset({"footer", "nav", "aside", "blockquote", "select", "option", "figcaption", "pre", "code"})
# One axis each, no union: libxml2 merges unions in quadratic time.
_TEXTS = XPath(
    "(//body/descendant::node()[self::h1 or self::text()[contains(., '20') or contains(., '199')]])[position() <= 400]"
)
_LONGEST_LINE = 160
_LITTLE_ELSE = 12
_SHORT_LINE = 60
_MOST_BOXES = 40
_ANCESTORS = 7
_NEAR, _JUST_BEFORE = 6, 2
_LABEL = 40
_STAMPED = 2.5


@dataclass(frozen=True, slots=True)
class Shown:
    """A date as a page shows it: its text, whether it is named as the time of a change, and how sure its place is."""

    text: str
    is_change: bool
    score: float


def shown_dates(root: Any, title_heading: Any) -> list[Shown]:
    """Return the dates that the page under `root` shows as the article's own, the surest first.

    `title_heading` is the element of the article's title, or None.
    """
    found = [line for line in _lines(root, title_heading) if line.score > 0]
    return sorted(found, key=lambda line: -line.score)


def shown_times(nodes: Sequence[Any], title_heading: Any) -> list[Shown]:
    """Return those `time` elements that stand for a page's article, judged like the dates in its text.

    `nodes` are all of them, with the first headings among them.
    """
    heading_at = next((place for place, node in enumerate(nodes) if node is title_heading), -1)
    found = []
    for place, element in enumerate(nodes):
        if element.tag != "time":
            continue
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        label = f"{names} {_label(element)}"
        is_change = bool(_MODIFIED.search(label)) and not _PUBLISHED.search(label)
        place_in_boxes = _boxed(element)
        score = _STAMPED + place_in_boxes + _distance(place - heading_at if heading_at >= 0 else None)
        if element.get("pubdate") is not None or "entry-date" in names:
            score += 1.5
        if score > 0 and place_in_boxes >= 0 and (text := _stamp(element)):
            found.append(Shown(text, is_change, score))
    return sorted(found, key=lambda line: -line.score)


def _stamp(element: Any) -> str:
    """Return what a `time` element says: its stamp, unless its text names another day, which is what readers see."""
    stamp, text = (element.get("datetime") or "").strip(), text_of(element, _LONGEST_LINE)
    match = DAY.search(text) if len(text) <= _LONGEST_LINE else None
    if not stamp:
        return match[0] if match else text
    told, shown = read_date(stamp), read_date(match[0]) if match else None
    # Next to each other are the days of two zones.
    return match[0] if match and told and shown and abs(told.day - shown.day).days > 1 else stamp


def _label(element: Any) -> str:
    """Return the words in front of `element` within its parent: "Updated", "Published on"."""
    before = element.getprevious()
    if before is not None:
        return f"{before.text or ''} {before.tail or ''}"[-_LABEL:]
    parent = element.getparent()
    return (parent.text or "")[-_LABEL:] if parent is not None else ""


def _lines(root: Any, title_heading: Any) -> Iterator[Shown]:
    nodes = _TEXTS(root)
    heading_at = next((place for place, node in enumerate(nodes) if node is title_heading), -1)
    seen: set[Any] = set()
    for place, node in enumerate(nodes):
        box = _box_of(node)
        if box is None:
            continue
        line = " ".join(node.split())
        match = DAY.search(line) if len(line) <= _LONGEST_LINE else None
        if match is None:
            # Day, month and year may stand in boxes of their own.
            if len(line) > _SHORT_LINE or box in seen or len(seen) >= _MOST_BOXES:
                continue
            seen.add(box)
            line, match = _wider(box)
            if match is None:
                continue
        yield _judged(line, match, box, place - heading_at if heading_at >= 0 else None)


def _box_of(node: Any) -> Any:
    """Return the element a text stands in, None for a heading and for text that nobody sees."""
    owner = node.getparent()
    if not isinstance(node, str) or owner.tag in _UNSEEN:
        return None
    return owner.getparent() if getattr(node, "is_tail", False) else owner


def _wider(box: Any) -> tuple[str, re.Match[str] | None]:
    for _ in range(2):
        line = text_of(box, _LONGEST_LINE)
        if len(line) > _LONGEST_LINE:
            break
        if match := DAY.search(line):
            return line, match
        if (parent := box.getparent()) is None:
            break
        box = parent
    return "", None


def _judged(line: str, match: re.Match[str], box: Any, behind_heading: int | None) -> Shown:
    score = 1.0
    before, after = line[: match.start()], line[match.end() :]
    rest = len(before) + len(after)
    score += 1.5 if rest <= _LITTLE_ELSE else 1.0 if rest <= _SHORT_LINE else -1.5
    label = before[-_LABEL:]
    is_change = bool(_MODIFIED.search(label)) and not _PUBLISHED.search(label)
    if _PUBLISHED.search(label):
        score += 1.5
    if _FOREIGN.search(before) or _FOREIGN.match(after.strip()[:20]):
        score -= 4
    score += _boxed(box) + _distance(behind_heading)
    return Shown(match[0], is_change, score)


def _distance(behind_heading: int | None) -> float:
    """Return what the place of a date counts: close behind the heading most, far from it less than nothing."""
    if behind_heading is None:
        return 0.0
    if 0 < behind_heading <= _NEAR:
        return 2.0 - behind_heading * 0.2
    return 1.0 if -_JUST_BEFORE <= behind_heading < 0 else -0.5


def _boxed(box: Any) -> float:
    """Return what the names of the elements around a line say about it, the nearest counting most."""
    score, named = 0.0, False
    for _ in range(_ANCESTORS):
        if box is None or box.tag in {"body", "html"}:
            break
        if box.tag in _OTHER_TAGS:
            score -= 1.5
        elif box.tag in {"article", "main", "header"}:
            score += 0.5
        if box.tag == "time":
            score += 1.0
        worth = _worth(f"{box.get('class') or ''} {box.get('id') or ''} {box.get('itemprop') or ''}")
        if worth < 0 or not named:
            score += worth
        named = named or worth > 0
        box = box.getparent()
    return score


@lru_cache(maxsize=4_096)  # the same names stand around many lines of a page, and on all pages of a site
def _worth(names: str) -> float:
    """Return what an element's names say about the dates in it."""
    if _OTHER_BOX.search(names):
        return -1.5
    return 1.5 if _DATE_BOX.search(names) else 1.0 if _META_BOX.search(names) else 0.0
