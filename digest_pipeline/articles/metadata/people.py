"""Who wrote an article: names from a page's data and by-lines, each alone, without titles, roles, sites and addresses.

What a page declares (JSON-LD, catalogue tags, meta elements, microdata) is believed before what it shows.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import Any

from lxml.etree import XPath  # type: ignore[import-untyped]

from digest_pipeline.articles.metadata.jsonld import Described
from digest_pipeline.articles.metadata.page import PageHead, text_of
from digest_pipeline.articles.metadata.wording import folded, plain

_CATALOGUE = ("citation_author", "dc.contributor.author", "wkhealth_authors", "citation_authors")
_META = (
    "author byl article:author_name parsely-author sailthru.author cxenseparse:author shareaholic:article_author_name"
    " article:author dc.creator dc:creator dcterms.creator creator authors rbauthors dcsext.author mediaid:author"
    " og:article:author og:author weibo:article:author bytedance:author"
).split()
_NAME_WITHIN = XPath(".//*[@itemprop='name']")
_OTHER_TAGS = frozenset({"aside", "nav"})
_COMMENT_BOX = re.compile(
    r"comment|reply|related|recommend|(?<!with)(?<!with[-_])(?<!has[-_])sidebar|widget|footer", re.IGNORECASE
)
_SHOWN = re.compile(
    r"(?:(?:^|[\s|【（(「/])(?:文章)?(?:作\s?者|撰\s?文|撰稿人?|执笔人?|采写|著者|筆者|執筆|文責)\s?[:：/／|｜丨·●]"
    r"|^(?:文|文字)\s?[:：/／|｜丨·●]|(?:^|[报報社网網刊□（(【\s])(?:记者|記者|通讯员)[\s:：])\s*"
    r"([\u3400-\u9fffA-Za-z·.]{2,20}(?:[ 、\u3000][\u3400-\u9fff]{2,4}){0,5})"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_SHOWN_WITHIN, _SHOWN_TEXT = 60, 400
_SHOWN_TEXTS = XPath(
    "(//body/descendant::text()[contains(., '作') or contains(., '文') or contains(., '记者') or contains(., '記者')"
    " or contains(., '笔') or contains(., '采写') or contains(., '筆') or contains(., '著者')][not(parent::script)])"
    "[position() <= 1000]"
)
_AUTHOR_PAGE = re.compile(
    r"author|/by/|people|staff|/users?/|profile|contributor|/@|journalist|redaktion|/u/", re.IGNORECASE
)
_OWNER = re.compile(r"[©\d]|copyright|\(c\)|all rights reserved", re.IGNORECASE)
_EDGE = " \t,，;；:：·•|-–—/*●.()（）\u3000"
_MOST_BYLINES, _MOST_LINKS, _MOST_MICRODATA = 30, 5, 10
_ANCESTORS = 6
_LONGEST_BYLINE = 120
_LONGEST_NAME, _MOST_WORDS = 60, 6
_SHORTEST_FULL_NAME = 2
_MOST_NAMES = 40

_ADDRESS = re.compile(r"(?:https?://|www\.)\S*|\S+@\S+\.\w+|(?:^|\s)@\w+")
_ASIDE = re.compile(r"\([^()]{0,80}\)|（[^（）]{0,80}）|\[[^\[\]]{0,80}\]")
_SEPARATOR = re.compile(
    r"\s*[;；、|／•\n]\s*|\s+(?:and|und|et|y|og|och|en|e|with|mit|avec|con)\s+|\s*&\s*|\s+[·/]\s+|,\s+(?:and|und)\s+"
)
_COMMA = re.compile(r"\s*[,，]\s*")
_LEADING = re.compile(
    r"^(?:(?:(?:written|words?|story|posted|reported|text|article|published|analysis|opinion) )?by(?:\b|(?=[A-Z]))"
    r"|authors?\s?[:：]|(?:von|par|por|di|door|av)\b|text:|autor(?:in|en|es)?:"
    r"|(?:文章?作者|(?:本报|本刊|新华社|通讯员)?记者|作\s?者|撰文|撰稿人?|文|责任编辑|采写|執筆|著者)\s?[:：/／|●]?)\s*",
    re.IGNORECASE,
)
# Behind a name: a role, a place, a date.
_BEHIND = re.compile(
    r"\s*(?:[-–—]\s+.{0,60}|\b(?:(?:senior|staff|chief|contributing|associate|deputy|special|freelance|political|politics"
    r"|business|science|technology|tech|games|news|sports|health|foreign|national|managing) ){0,3}(?:writer|reporter"
    r"|editor|correspondent|contributor|columnist|analyst|producer|journalist|redakteur(?:in)?|korrespondent(?:in)?)\b.{0,60}"
    r"|\b(?:updated|published|posted|on)\b.{0,60}|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d.{0,60}|\d{1,4}[./ -].{0,60})$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\.(?:com|org|net|html?|php|cn|de)\b|\d{3,}|^[\W\d_]*$|copyright|©|\ball rights\b|\bfollow\b|\bview all\b"
    r"|\bmore from\b|\bread more\b|[{}<>=:：]|\bminutes?\b|\bshare\b|\bsubscribe\b|\bcomments?\b|\blog ?in\b|\babout\b",
    re.IGNORECASE,
)
_ROLES = frozenset(
    "admin administrator author authors byline contributor contributors correspondent editor editors editorial guest"
    " guestauthor guestpost newsdesk newsroom newsstaff staff staffwriter staffreporter reporter reporters redaktion"
    " redakcja redaction redaccion redazione larédaction laredaction redactie webmaster writer unknown anonymous none"
    " null undefined user root wordpress default posted news nachrichten 佚名 匿名 管理员"
    " 管理員 编辑 編輯 小编 本站 网络 互联网 未知 转载 原创 作者 记者 責任編輯 编辑部 編集部".split()
)
# Words that a person's name does not have.
_ORGANISED = frozenset(
    "the le la les el los las il lo der die das de het o os a news times post press presse daily online digital media"
    " magazin magazine journal zeitung nachrichten tribune herald gazette review weekly today tv radio network blog web"
    " echo standard diario noticias hora ai labs lab research team group company foundation institute university agency"
    " studio community project official technologies software systems".split()
)
_WORDS_OF_A_PERSON = 4
_CJK_NAMES = re.compile(r"[\u3400-\u9fff]{2,4}(?:[ \u3000][\u3400-\u9fff]{2,4})+")
_SPACED_NAME = re.compile(r"^([\u3400-\u9fff]) ([\u3400-\u9fff])$")
_INVERTED = re.compile(r"^([^\W\d_][\w'’.-]*(?: [\w'’.-]+)?), ([^\W\d_][\w.'’ -]*)$")


def authors_of(head: PageHead, described: Described, site_names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the authors in the order of the page, each once; none where it names nobody.

    `site_names` are dropped: a site is no author, unless nobody else is named and the name is like a person's, as a
    blog may be called. Agencies stay. What only the page's text shows is looked at last.
    """
    owners = (_OWNER.sub("", text) for text in head.values("copyright", "dc.rights", "article:publisher"))
    sites = frozenset(key for name in (*site_names, *owners) if (key := folded(name)))
    # In Japanese a space stands within a name, in Chinese between two.
    are_spaced = not head.language.lower().startswith("ja")
    owner = ""
    for names in _sources(head, described):
        found: dict[str, str] = {}
        for text in names:
            for name in _names(plain(text), are_spaced=are_spaced):
                key = folded(name)
                if key in sites:
                    owner = owner or name
                elif key and key not in _ROLES and len(found) < _MOST_NAMES and not _is_longer(name, found.values()):
                    found.setdefault(key, name)
        if found:
            return tuple(found.values())
    is_declared_otherwise = folded(owner) in map(folded, described.organisations)
    return (owner,) if _is_person(owner) and not is_declared_otherwise else ()


def _sources(head: PageHead, described: Described) -> Iterator[Iterable[str]]:
    yield described.authors
    yield [_uninverted(name) for name in head.values(*_CATALOGUE)]
    for name in _META:
        yield head.values(name)
    authors = head.microdata.get("author", ())[:_MOST_MICRODATA]
    yield [_named(element) for element in authors if not _is_anothers(element)]
    for text in _bylines(head.bylines):
        yield (text,)
    if _HAN.search(head.title):
        yield _shown(head.root)


def _names(text: str, *, are_spaced: bool) -> Iterator[str]:
    """Yield the names in a by-line."""
    text = _ASIDE.sub(" ", _ADDRESS.sub(" ", text)).strip(_EDGE)
    for part in _SEPARATOR.split(_LEADING.sub("", text, count=1)):
        if not part:
            continue
        if are_spaced and _CJK_NAMES.fullmatch(part):
            yield from part.replace("\u3000", " ").split(" ")
            continue
        pieces = [_LEADING.sub("", _without_role(piece), count=1).strip(_EDGE) for piece in _COMMA.split(part)]
        pieces = [_SPACED_NAME.sub(r"\1\2", piece) for piece in pieces]
        if not are_spaced:
            pieces = [piece.replace("\u3000", " ") for piece in pieces]
        # A comma stands between names, or between a name and a place or role.
        yield from pieces if all(map(_is_name, pieces)) else filter(_is_name, pieces[:1])


def _without_role(piece: str) -> str:
    """Return a part of a by-line without what stands behind the name, unless a single word would be left of two."""
    name = _BEHIND.sub("", piece)
    return piece if len(name.split()) == 1 and len(piece.split()) == _SHORTEST_FULL_NAME else name


def _is_name(text: str) -> bool:
    return 1 < len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_WORDS and not _NO_NAME.search(text)


def _is_longer(name: str, others: Iterable[str]) -> bool:
    """Say whether `name` is one of `others` with more behind it, such as a role."""
    return any(name.startswith(f"{other} ") for other in others)


def _is_person(name: str) -> bool:
    """Say whether the name of a site may be its owner's: two to four capitalised words, none of an organisation."""
    words = name.split()
    return (
        1 < len(words) <= _WORDS_OF_A_PERSON
        and all(word[0].isupper() and word.replace(".", "").replace("-", "").isalpha() for word in words)
        and not name.isupper()
        and not any(word.casefold() in _ORGANISED for word in words)
    )


def _uninverted(name: str) -> str:
    """Return a catalogue's "Writer, Ann" as "Ann Writer"."""
    match = _INVERTED.match(name.strip())
    return f"{match[2]} {match[1]}" if match else name


def _named(element: Any) -> str:
    """Return the name in an element of microdata: that of its own object, its content, or its text."""
    names = _NAME_WITHIN(element)
    inner = names[0] if names else element
    return inner.get("content") or text_of(inner, _LONGEST_BYLINE)


def _bylines(named: Iterable[Any]) -> Iterator[str]:
    """Yield what stands in elements named for the author: links to authors' pages first, then whole by-lines."""
    boxes = list(islice((box for box in named if not _is_aside(box)), _MOST_BYLINES))
    links = [link for box in boxes for link in ((box,) if box.tag == "a" else box.xpath(".//a")[:_MOST_LINKS])]
    for link in links:
        if link.get("rel") == "author" or _AUTHOR_PAGE.search(link.get("href") or ""):
            yield text_of(link, _LONGEST_BYLINE)
    for box in boxes:
        text = text_of(box, _LONGEST_BYLINE)
        if 1 < len(text) <= _LONGEST_BYLINE:
            yield text


def _is_aside(element: Any) -> bool:
    return any(box.tag in _OTHER_TAGS for box in _boxes(element)) or _is_anothers(element)


def _is_anothers(element: Any) -> bool:
    """Say whether `element` stands in the footer or with comments and other articles."""
    return any(
        box.tag == "footer" or _COMMENT_BOX.search(f"{box.get('class') or ''} {box.get('id') or ''}")
        for box in _boxes(element)
    )


def _boxes(element: Any) -> Iterator[Any]:
    """Yield the element and the next boxes around it; a body's classes speak of the whole page."""
    yield element
    yield from takewhile(lambda box: box.tag != "body", islice(element.iterancestors(), _ANCESTORS))


def _shown(root: Any) -> Iterator[str]:
    for text in _SHOWN_TEXTS(root):
        line = " ".join(text[:_SHOWN_TEXT].split())
        match = _SHOWN.search(line[: _SHOWN_WITHIN + _LONGEST_NAME])
        if match and match.start() <= _SHOWN_WITHIN:
            yield match[1]
            return
