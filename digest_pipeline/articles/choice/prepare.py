"""What is put right in a page's tree before trafilatura sees it: layout tables, teasers, named boxes.

trafilatura's rescue of short articles reads the whole page again, boxes included: on short news they must be gone.
"""

import re
from functools import lru_cache
from typing import Any

from lxml.etree import strip_elements  # type: ignore[import-untyped]

# trafilatura drops these too, but only after it has copied and searched the tree several times.
_UNREAD = (
    *("audio", "button", "canvas", "embed", "iframe", "input", "link", "meta", "object", "select", "source", "style"),
    *("svg", "video"),
)
_BOXES = frozenset({"aside", "footer", "nav"})
_ROLES = frozenset({"banner", "complementary", "contentinfo", "navigation"})
_NAMED_BOXES = re.compile(
    r"(^|[\s_-])(hot|side|sidebar|share|sharing|social|related|recommend(ed|ations?)?|newsletter|subscribe|cmt|comments?"
    r"|disqus|breadcrumbs?|advert(isement)?s?|ads?|sponsored|promo|menu|nav|navbar|footer|copyright)($|[\s_-])",
    re.IGNORECASE,
)
_ARTICLES = ("h1", "article", "main")
_NAMED_TAGS = frozenset({"div", "section", "ul", "ol"})
# A box with so many characters in paragraphs that are not mostly links is an article, however it is named.
_PROSE_CHARACTERS = 400
# A paragraph that only sends the reader to another article: a few words and a link.
_TEASER = re.compile(
    r"\s*[\[【<]?(read (more|also|next|on)|also read|see also|related( (articles?|stor(y|ies)|posts?|reading|news))?"
    r"|more (from|on this|stories)|recommended( reading)?|you (may|might) (also )?(like|be interested)|don.t miss"
    r"|相关(阅读|文章|新闻|推荐|报道)|(推荐|延伸|更多|扩展)阅读|阅读(更多|推荐)|往期(推荐|回顾|文章)|热门推荐|猜你喜欢|另见"
    r"|関連(記事|リンク)|あわせて読みたい|こちらもおすすめ)\s*([:：】\]>»\-–|]|$)",
    re.IGNORECASE,
)
_TEASER_CHARACTERS = 300
_TEASER_OWN_CHARACTERS = 40
_TEASER_TAGS = frozenset({"p", "div", "li", "h2", "h3", "h4", "h5", "h6", "aside", "blockquote", "section"})
# Cells with such children lay out a page; data stands in cells as bare text.
_LAYOUT_CHILDREN = "table|p|div|h1|h2|h3|ul|ol|article|center"


def prepare(tree: Any) -> None:
    """Change the parsed page `tree` in place."""
    strip_elements(tree, *_UNREAD, with_tail=False)
    _unwrap_layout_tables(tree)
    _drop_boxes(tree)
    _drop_teasers(tree)


def _unwrap_layout_tables(tree: Any) -> None:
    path = "|".join(f".//td/{child}" for child in _LAYOUT_CHILDREN.split("|"))
    layout = [table for table in tree.iter("table") if table.xpath(path)]
    for table in layout:
        for part in table.xpath("./tr|./tbody|./tbody/tr|./tr/td|./tbody/tr/td|./thead|./thead/tr|./*/tr/th|./tr/th"):
            part.tag = "div"
        table.tag = "div"


def _drop_boxes(tree: Any) -> None:
    boxes, named = [], []
    for element in tree.iter():
        tag = element.tag
        if tag in _BOXES or element.get("role") in _ROLES:
            boxes.append(element)
        elif tag in _NAMED_TAGS and _names_a_box(f"{element.get('class') or ''} {element.get('id') or ''}"):
            named.append(element)
    for box in (*boxes, *named):
        is_there = box.getparent() is not None and box.tag != "body"
        if is_there and next(box.iterdescendants(*_ARTICLES), None) is None and not _is_prose(box):
            box.drop_tree()


@lru_cache(maxsize=4_096)  # the same names stand on many elements of a page, and on all pages of a site
def _names_a_box(names: str) -> bool:
    return bool(_NAMED_BOXES.search(names))


def _is_prose(box: Any) -> bool:
    prose = 0
    for paragraph in box.iter("p"):
        length = len(paragraph.text_content())
        if _linked_characters(paragraph) * 2 < length:
            prose += length
    return prose >= _PROSE_CHARACTERS


def _drop_teasers(tree: Any) -> None:
    seen: set[Any] = set()
    for link in list(tree.iter("a")):
        block = link.getparent()
        while block is not None and block.tag not in _TEASER_TAGS:
            block = block.getparent()
        if block is None or block.getparent() is None or block in seen:
            continue
        seen.add(block)
        words = block.text_content()
        if len(words) > _TEASER_CHARACTERS or not _TEASER.match(words):
            continue
        if len(words.strip()) - _linked_characters(block) <= _TEASER_OWN_CHARACTERS:
            block.drop_tree()


def _linked_characters(element: Any) -> int:
    return sum(len(link.text_content()) for link in element.iter("a"))
